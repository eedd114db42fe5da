"""The JSON API's two directions: the same card for a pair as on the pages, filters, and who may ask."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careercopilot.db.context import acting_as
from matching import queries
from matching.queries.score_cards import score_card
from matching.services import apply, score_pair
from matching.tests.api_client import call, token_for
from matching.tests.people import AT, NURSE, NURSE_JOB, RESUME, posted, seeker_with_resume

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
JOBS, TALENTS = "talent_to_jobs", "job_to_talents"


def test_jobs_come_best_first_with_whole_cards():
    seeker, version = seeker_with_resume()
    data, nurse = posted(), posted(NURSE_JOB)

    answer = call(JOBS, {}, token=token_for(seeker, "match:read")).json()

    assert [row["job"]["id"] for row in answer["results"]] == [str(data.pk), str(nurse.pk)]
    assert answer["version_id"] == str(version.pk)
    assert (answer["total"], answer["compared"], answer["is_cached"]) == (2, 2, False)
    card = answer["results"][0]["card"]
    assert card["baseline"] + sum(card["contributions"].values()) == pytest.approx(card["raw"], abs=1e-9)
    assert sum(card["shown"].values()) == card["score"]
    assert card["is_stale"] is False
    assert {item["state"] for item in card["requirements"]} == {"met", "partial"}
    assert answer["results"][0]["job"]["page"] == reverse("matching:match_detail", args=[data.pk])


@pytest.mark.parametrize("is_stored", [False, True])
def test_both_directions_and_both_pages_give_one_card(is_stored):
    """Of a pair that is stored, and of one that each side scores for itself among other pairs."""
    seeker, version = seeker_with_resume(visible=True)
    jobs = [posted(NURSE_JOB), posted(), posted()]
    job, recruiter = jobs[1], jobs[1].company.owner
    for text in (NURSE, RESUME):
        other, _ = seeker_with_resume(text, visible=True)
        call(JOBS, {}, token=token_for(other, "match:read"))
    if is_stored:
        with acting_as(seeker):
            apply(job, by=seeker, note="", at=AT)

    seekers = call(JOBS, {}, token=token_for(seeker, "match:read")).json()
    companys = call(TALENTS, {"job_id": str(job.pk)}, token=token_for(recruiter, "match:company")).json()

    mine = next(row["card"] for row in seekers["results"] if row["job"]["id"] == str(job.pk))
    theirs = next(row["card"] for row in companys["results"] if row["candidate"]["version_id"] == str(version.pk))
    assert (len(seekers["results"]), len(companys["results"])) == (3, 3)
    assert {**mine, "scored_at": ""} == {**theirs, "scored_at": ""}
    with acting_as(recruiter):
        their_page = queries.candidate_detail(recruiter, job, version.pk)
    with acting_as(seeker):
        score_pair(version, job)
        own_page = queries.match_detail(seeker, job)
    digests = [score_card(page.match, is_stale=page.is_stale)["card_sha256"] for page in (own_page, their_page)]
    assert digests == [mine["card_sha256"]] * 2


@pytest.mark.parametrize(
    "body",
    [
        {"limit": True},
        {"limit": "3"},
        {"min_score": False},
        {"filters": {"min_salary": True, "salary_currency": "EUR"}},
    ],
)
def test_a_number_is_a_number(body):
    seeker, _ = seeker_with_resume()
    assert call(JOBS, body, token=token_for(seeker, "match:read")).status_code == 422
