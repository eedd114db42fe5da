"""The coach's pages: what they offer, what an answer does, and what taking it back does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from matching import services
from matching.models import Match, SkillFact
from matching.queries.coach import coach_of
from matching.queries.gaps import gap_page
from matching.tests.people import AT, DATA_JOB, TODAY, posted, private_job, seeker_with_resume

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]


@pytest.fixture
def scored():
    """A seeker, a job, and the stored match of the two."""
    user, version = seeker_with_resume()
    job = posted()
    with acting_as(user):
        services.score_pair(version, job, at=AT)
    return user, job


def test_what_is_offered_and_of_which_kind(scored):
    user, job = scored
    with acting_as(user):
        coach = coach_of(user, job, today=TODAY)

    kinds = {item.key: (item.change.kind, item.change.reason) for item in coach.items}
    assert kinds == {"docker": ("confirm", "listed"), "kubernetes": ("confirm", "unwritten")}
    assert all(item.offer.gain > 0 for item in coach.items)
    assert coach.score <= coach.surfaced <= coach.confirmed <= coach.learned


def test_the_match_page_asks_for_the_coach_and_the_coach_answers_with_its_piece(client, scored):
    user, job = scored
    client.force_login(user)
    url = reverse("matching:match_coach", args=[job.pk])

    page = client.get(reverse("matching:match_detail", args=[job.pk])).content.decode()
    piece = client.get(url, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(url).content.decode()

    assert f'hx-get="{url}"' in page
    assert "<html" not in piece and "Confirm Kubernetes" in piece
    assert "<html" in whole and "Confirm Kubernetes" in whole


def test_a_yes_moves_the_score_as_promised_and_can_be_taken_back(client, scored):
    user, job = scored
    client.force_login(user)
    with acting_as(user):
        before = Match.objects.get(job=job).raw
        coach = coach_of(user, job, today=TODAY)
    promised = next(item.offer.gain for item in coach.items if item.key == "kubernetes")

    client.post(
        reverse("matching:answer_create", args=[job.pk]),
        {"key": "kubernetes", "answer": "yes", "place": coach.entries[0]},
    )
    with acting_as(user):
        after = Match.objects.get(job=job)
        fact = SkillFact.objects.get()
    assert after.raw - before == pytest.approx(promised, abs=1e-6)
    proof = next(item for item in after.requirements if "Kubernetes" in item["text"])
    assert (proof["state"], proof["quote"]) == ("met", "")
    assert proof["note"].startswith("Confirmed by the candidate")
    assert (fact.answer, fact.place, fact.job_id, fact.job_title) == ("yes", coach.entries[0], job.pk, job.title)

    client.post(reverse("matching:answer_removal", args=[fact.pk]))
    with acting_as(user):
        assert Match.objects.get(job=job).raw == before
        assert not SkillFact.objects.live().exists()
