"""Improvements for a job on its page: asked for, answered by the worker, accepted, and whose they are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from aiplatform.capabilities import texts_of
from careercopilot.db.context import acting_as
from careercopilot.job_worker import drain
from matching import services
from matching.queries.asked import improvements_input, match_input
from matching.queries.improving import improvements_page
from matching.tests.people import AT, TODAY, posted, private_job, seeker_with_resume
from matching.tests.test_capabilities import OFFICE
from resumes import advising
from resumes import services as resume_services
from resumes.capabilities.pieces import resume_piece
from resumes.corrections import Correction
from resumes.models import Advice, Suggestion
from resumes.parsing.types import ParsedResume

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]


@pytest.fixture
def scored():
    user, version = seeker_with_resume(OFFICE)
    job = posted()
    with acting_as(user):
        services.score_pair(version, job, at=AT)
    return user, version, job


def ask(client, job, capability: str):
    return client.post(reverse("matching:match_advice", args=[job.pk]), {"capability": capability}, follow=True)


def test_suggestions_come_from_the_worker_with_their_recomputed_gain(client, scored):
    user, _, job = scored
    client.force_login(user)
    address = reverse("matching:match_improvements", args=[job.pk])
    before = client.get(address).content.decode()
    assert [words in before for words in ("Suggest improvements", "Already computed", "no cost")] == [True] * 3
    asked = ask(client, job, "suggest_improvements")
    assert asked.redirect_chain[0][0].startswith(f"{address}#advice-")
    assert "Already computed" not in asked.content.decode()
    drain()
    with acting_as(user):
        advice = Advice.objects.get()
        rows = list(advice.suggestions.order_by("position"))
    assert (advice.state, advice.source, advice.about) == ("done", "deterministic", str(job.pk))
    assert 5 <= len(rows) <= 7
    assert all(row.impact_match is not None or row.impact_ats is not None for row in rows)
    html = client.get(reverse("matching:match_improvements", args=[job.pk])).content.decode()
    assert "By rules, no AI" in html


def test_earlier_suggestions_are_still_there_when_the_resume_changed(client, scored):
    user, version, job = scored
    client.force_login(user)
    ask(client, job, "suggest_improvements")
    drain()
    with acting_as(user):
        advice = Advice.objects.get()
        line = next(resume_piece(ParsedResume.from_dict(version.parsed)).lines())
        resume_services.correct(version, [Correction(line.id, f"{line.text} every Monday")], today=TODAY)
    address = reverse("resumes:advice_detail", args=[advice.pk])
    improvements = reverse("matching:match_improvements", args=[job.pk])
    html = client.get(improvements).content.decode()
    assert "Score it first" in html
    assert f'<a href="{address}">those are still here</a>' in html
    assert f'href="{improvements}"' in client.get(address).content.decode()


def test_the_job_in_words_is_shown_with_the_matchers_states(client, scored):
    user, _, job = scored
    client.force_login(user)
    ask(client, job, "match_job")
    drain()
    html = client.get(reverse("matching:match_improvements", args=[job.pk])).content.decode()
    assert "What is open" in html
    assert "Critical" in html


def test_an_unscored_job_asks_to_be_scored_and_a_strange_question_is_refused(client):
    user, _ = seeker_with_resume(OFFICE)
    job = posted()
    client.force_login(user)
    html = client.get(reverse("matching:match_improvements", args=[job.pk])).content.decode()
    assert "Score it first" in html
    ask(client, job, "generate_bullets")
    with acting_as(user):
        assert Advice.objects.count() == 0


def test_a_strangers_job_and_suggestion_are_not_there(client, scored):
    user, version, _ = scored
    job = private_job(user)
    with acting_as(user):
        advice = advising.ask(version, "generate_bullets", by=user, at=AT, about="sections.0.entries.0")
        one = Suggestion.objects.filter(advice=advice).first()
    client.force_login(UserFactory())
    assert client.get(reverse("matching:match_improvements", args=[job.pk])).status_code == 404
    assert ask(client, job, "match_job").status_code == 404
    assert client.get(reverse("resumes:advice_detail", args=[advice.pk])).status_code == 404
    assert client.post(reverse("resumes:suggestion_acceptance", args=[one.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_equally_often_for_one_and_three(client, scored, count, django_assert_num_queries):
    user, version, job = scored
    with acting_as(user):
        advice = Advice.objects.create(
            owner=user,
            version=version,
            capability="suggest_improvements",
            about_kind="job",
            about=str(job.pk),
            state="done",
        )
        for position in range(count):
            Suggestion.objects.create(
                owner=user, version=version, advice=advice, position=position, action="confirm", title="Confirm"
            )
    client.force_login(user)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("matching:match_improvements", args=[job.pk]))


QUERIES = 14


def test_the_cost_before_the_question_is_that_of_what_would_be_sent(scored, monkeypatch):
    user, _, job = scored
    asked = {}
    monkeypatch.setattr("matching.queries.improving.has_model", lambda: True)
    monkeypatch.setattr(
        "matching.queries.improving.cost_of", lambda user, key, inputs, *, today: asked.setdefault(key, inputs)
    )
    with acting_as(user):
        improvements_page(user, job, today=TODAY)
        sent = {
            "suggest_improvements": improvements_input(user, job, today=TODAY),
            "match_job": match_input(user, job, today=TODAY),
        }
    assert sent["match_job"].offers != ()
    assert {key: texts_of(inputs) for key, inputs in asked.items()} == {
        key: texts_of(inputs) for key, inputs in sent.items()
    }
