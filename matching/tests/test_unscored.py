"""The company's pages of a posting that says too little to score anyone: a title and nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careercopilot.db.context import acting_as
from matching import queries
from matching.services.matches import compute_matches, store_matches
from matching.tests.hiring_world import WEAKER, hiring
from matching.tests.people import AT, RESUME, seeker_with_resume

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
TOO_LITTLE = "Too little to match on"


@pytest.fixture
def world():
    return hiring(RESUME, WEAKER.replace("Ada", "Berta"), text="Chef")


def pages(world) -> dict[str, str]:
    """Every page of the company that shows a candidate of the posting, by its name."""
    keys = [version.pk for _, version in world.applicants]
    listing = reverse("matching:candidate_list", args=[world.job.pk])
    compared = reverse("matching:candidate_comparison", args=[world.job.pk])
    return {
        "list": listing,
        **{f"list by {name}": f"{listing}?sort={name}" for name in ("name", "newest", "musts", "skills")},
        "side by side": f"{compared}?{'&'.join(f'c={key}' for key in keys)}",
        "one": reverse("matching:candidate_detail", args=[world.job.pk, keys[0]]),
        "dashboard": reverse("matching:company_dashboard"),
    }


@pytest.mark.parametrize("is_blind", [False, True])
def test_a_posting_of_a_title_alone_says_that_it_is_too_little(world, is_blind):
    world.turn_blind(is_blind)
    client = world.client(world.recruiter)

    answers = {name: client.get(address) for name, address in pages(world).items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)
    told = {name: answer.content.decode().count(TOO_LITTLE) for name, answer in answers.items()}
    assert told == {name: 3 if "list" in name else 1 for name in answers} | {"side by side": 2}
    assert "Why not more" not in answers["one"].content.decode()


def test_a_viewer_sees_the_same_list(world):
    answer = world.client(world.viewer).get(pages(world)["list"])

    assert (answer.status_code, answer.content.decode().count('aria-label="Match score: not scored"')) == (200, 2)


def test_who_is_open_to_companies_is_listed_unscored_too(world):
    clara, version = seeker_with_resume(RESUME.replace("Ada", "Clara"), visible=True)
    with acting_as(clara):
        store_matches(version, compute_matches(version, at=AT))
    with acting_as(world.recruiter):
        found = queries.candidates(world.recruiter, world.job.company, world.job)[:10]

    assert [(row.ring, row.subscores, row.proofs) for row in found] == [(None, [], ())] * 3
