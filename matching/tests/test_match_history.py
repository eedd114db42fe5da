"""The history of a score: what is shown, in which order, and that it stays cheap."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careercopilot.db.context import acting_as
from matching.queries.history import History
from matching.services.matches import score_pair
from matching.tests.factories import JobPostingFactory
from matching.tests.people import AT, private_job, seeker_with_resume
from matching.tests.test_score_record import HOUR, refreshed, wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]


@pytest.fixture
def scored():
    """A seeker with one score of a job of their own."""
    user, version = seeker_with_resume()
    job = private_job(user)
    refreshed(user, version)
    return user, version, job


def score_again(user, version, job, *, hours):
    with acting_as(user):
        return score_pair(version, job, at=AT + hours * HOUR)


def test_each_score_says_what_moved_it_and_the_parts_add_up(scored):
    user, version, job = scored
    wish(user, salary_min=90_000, salary_currency="EUR", salary_period="year")
    score_again(user, version, job, hours=1)
    score_again(user, version, job, hours=2)
    with acting_as(user):
        again, lower, first = History(user, job)[:10]

    assert [past.record.reason for past in (again, lower, first)] == ["again", "talent", "first"]
    assert (first.change, first.moved) == (None, ())
    assert (again.change, again.moved) == (0, ())
    assert lower.change == lower.record.score - first.record.score
    assert [name for name, _ in lower.moved] == ["Pay"]
    assert sum(points for _, points in lower.moved) == pytest.approx(lower.record.raw - first.record.raw, abs=1e-9)


def test_a_page_of_the_history_knows_the_score_before_it(scored):
    user, version, job = scored
    for hours in (1, 2):
        score_again(user, version, job, hours=hours)
    with acting_as(user):
        history = History(user, job)
        assert (len(history), history[0].change, history[1:2][0].change, history[2].change) == (3, 0, 0, None)


@pytest.mark.parametrize("scores", [1, 3])
def test_the_history_takes_two_queries_however_long_it_is(scored, scores):
    user, version, job = scored
    for hours in range(1, scores):
        score_again(user, version, job, hours=hours)
    with (
        acting_as(user),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        history = History(user, job)
        titles = [past.record.version.resume.title for past in history[:20]]
        assert (len(history), titles) == (scores, ["Resume"] * scores)
    assert len([one for one in queries if "matching_scorerecord" in one["sql"]]) == 2


def test_the_page_is_reached_from_the_match_and_offers_to_score_again(client, scored):
    user, version, job = scored
    client.force_login(user)
    url = reverse("matching:match_history", args=[job.pk])
    assert f'href="{url}"' in client.get(reverse("matching:match_detail", args=[job.pk])).content.decode()
    page = client.get(url).content.decode()
    assert ("First score" in page, "This score is stale" in page) == (True, False)

    wish(user, salary_min=90_000, salary_currency="EUR", salary_period="year")
    assert "Score again" in client.get(url).content.decode()
    client.post(reverse("matching:match_score", args=[job.pk]))
    page = client.get(url).content.decode()
    assert ("Wishes, answers or what is read from the resume" in page, "Score again" in page) == (True, False)


def test_a_job_without_a_score_says_so(client, scored):
    client.force_login(scored[0])
    other = JobPostingFactory(is_published=True, status="published")
    assert "No score yet" in client.get(reverse("matching:match_history", args=[other.pk])).content.decode()
