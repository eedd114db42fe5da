"""The two questions about a job, answered without a model: the matcher's words, the coach's gains, and recomputed scores."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from aiplatform.capabilities import get, texts_of
from careercopilot.db.context import acting_as
from matching import services
from matching.capabilities.match_job import MatchJobOutput
from matching.capabilities.suggest_improvements import SuggestImprovementsOutput, edits
from matching.queries.asked import improvements_input, keywords_of_interest, match_input
from matching.tests.people import AT, NURSE, TODAY, posted, seeker_with_resume
from resumes import services as resume_services
from resumes.asked import keywords_for
from resumes.corrections import Correction
from resumes.models import Resume, ResumeVersion
from resumes.parsing import parse_text
from resumes.tests.test_reading_model import answered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
OFFICE = """Ada Lindqvist
ada.lindqvist@example.com
Berlin, Germany

Work experience

Office Assistant, Example Works
03/2020 - 02/2026
- Weekly figures
- I kept price lists in Excel for 12 shops

Clerk, Sample Labs
01/2018 - 02/2020
- Wrote SQL checks for the warehouse

Skills
SQL, Python
"""


@pytest.fixture
def scored():
    """A seeker whose resume is scored with one job."""
    user, version = seeker_with_resume(OFFICE)
    job = posted()
    with acting_as(user):
        services.score_pair(version, job, at=AT)
        yield user, version, job


def test_the_counterpart_of_match_job_says_what_the_matcher_found(scored):
    user, _, job = scored
    inputs = match_input(user, job, today=TODAY)
    output = get("match_job").deterministic(inputs)
    assert get("match_job").problems(inputs, output) == []
    assert get("match_job").settle(inputs, output) == output
    met = [one.id for one in inputs.requirements if one.state == "met"]
    assert [one.requirement for one in output.matched] == met
    assert all(one.quote for one in output.matched)
    assert {one.text: one.criticality for one in output.missing}["Kubernetes"] == "critical"
    assert {word.label: word.is_named for word in output.keywords}["Kubernetes"] is False
    assert [(one.offer, one.gain) for one in output.changes] == list(inputs.gains.items())
    assert output.score == inputs.score
    assert json.loads(output.model_dump_json())


def test_the_stand_in_answers_both_questions_with_what_it_read(scored):
    user, _, job = scored
    for inputs in (match_input(user, job, today=TODAY), improvements_input(user, job, today=TODAY)):
        is_served, _ = answered(inputs)
        assert is_served


def test_a_model_can_change_no_state_gain_or_score(scored):
    user, _, job = scored
    inputs = match_input(user, job, today=TODAY)
    plain = get("match_job").deterministic(inputs)
    lie = MatchJobOutput.model_validate(
        {
            "summary": "A perfect fit.",
            "matched": [{"requirement": one.requirement, "comment": "Met."} for one in plain.missing],
            "missing": [],
            "talking_points": [],
            "changes": [{"offer": one.offer, "text": "Do it.", "gain": 99.0} for one in reversed(plain.changes)],
            "score": 100,
        }
    )
    settled = get("match_job").settle(inputs, lie)
    assert [one.requirement for one in settled.matched] == [one.requirement for one in plain.matched]
    assert [(one.requirement, one.state) for one in settled.missing] == [
        (one.requirement, one.state) for one in plain.missing
    ]
    assert {one.offer: one.gain for one in settled.changes} == inputs.gains
    assert settled.score == plain.score
    assert {"score", "gain"} & set(json.dumps(get("match_job").schema()).split('"')) == set()


def test_suggestions_are_five_to_seven_with_impact_by_code(scored):
    user, _, job = scored
    inputs = improvements_input(user, job, today=TODAY)
    output = get("suggest_improvements").deterministic(inputs)
    assert get("suggest_improvements").problems(inputs, output) == []
    assert 5 <= len(output.suggestions) <= 7
    by_offer = {one.offer: one.impact.match for one in output.suggestions if one.offer}
    assert by_offer == {key: round(inputs.gains[key], 1) for key in by_offer}
    assert "rescoring" not in texts_of(inputs).fenced
    gains = [one.impact.match or 0.0 for one in output.suggestions]
    assert gains == sorted(gains, reverse=True)


def test_the_most_useful_suggestion_is_the_one_that_gains_most(scored):
    user, _, job = scored
    inputs = improvements_input(user, job, today=TODAY)
    best = max(inputs.gains, key=lambda key: inputs.gains[key])
    line = next(line for line in inputs.resume.lines() if "warehouse" in line.text)
    said = {"text": "Wrote some SQL checks for the warehouse", "reason": "Reads well.", "priority": "high"}
    rows = [{"action": "reword", "target": line.id, **said}, {"action": "confirm", "offer": best, **said}]
    settled = get("suggest_improvements").settle(
        inputs, SuggestImprovementsOutput.model_validate({"suggestions": rows})
    )
    assert [(one.action, one.priority) for one in settled.suggestions] == [("confirm", "high"), ("reword", "low")]


def test_the_promised_gain_of_a_new_text_is_the_gain_that_accepting_it_brings(scored):
    user, version, job = scored
    inputs = improvements_input(user, job, today=TODAY)
    line = next(line for line in inputs.resume.lines() if "warehouse" in line.text)
    answer = SuggestImprovementsOutput.model_validate(
        {
            "suggestions": [
                {
                    "action": "reword",
                    "target": line.id,
                    "text": "Wrote SQL checks for the warehouse with Docker and Kubernetes",
                    "reason": "A model's.",
                    "priority": "high",
                    "impact": {"match": 50.0},
                }
            ]
        }
    )
    [one] = get("suggest_improvements").settle(inputs, answer).suggestions
    before = services.score_pair(version, job, at=AT).raw
    corrections = [Correction(path, text) for path, text in edits(inputs.resume, one)]
    new = resume_services.correct(version, corrections, today=TODAY)
    after = services.score_pair(new, job, at=AT).raw
    assert one.before == line.text
    assert one.impact.match > 0
    assert abs(after - before - one.impact.match) <= 0.5


def test_moving_a_point_up_is_scored_too_and_keeps_its_words(scored):
    user, _, job = scored
    inputs = improvements_input(user, job, today=TODAY)
    target = "sections.0.entries.0.bullets.1"
    said = {"action": "move_up", "target": target, "text": "I kept other lists", "reason": "First.", "priority": "low"}
    answer = SuggestImprovementsOutput.model_validate({"suggestions": [said]})
    [one] = get("suggest_improvements").settle(inputs, answer).suggestions
    assert one.text == one.before == "I kept price lists in Excel for 12 shops"
    assert one.impact.match is not None
    assert [path for path, _ in edits(inputs.resume, one)] == ["sections.0.entries.0.bullets.0", target]


def test_nothing_is_asked_about_a_job_that_is_not_scored():
    user, _ = seeker_with_resume()
    job = posted()
    with acting_as(user):
        assert match_input(user, job, today=TODAY) is None
        assert improvements_input(user, job, today=TODAY) is None


def test_words_of_interest_are_those_of_the_persons_own_jobs(scored):
    user, version, job = scored
    services.mark_job(user, job, "saved", at=AT)
    words = {word.label: (word.importance, word.state) for word in keywords_of_interest(user, version)}
    assert words["Kubernetes"] == ("must", "missing")
    assert words["Python"] == ("must", "listed")
    stranger = UserFactory()
    with acting_as(stranger):
        assert keywords_of_interest(stranger, version) == []


def test_a_resume_that_is_not_used_for_matches_is_told_nothing_of_another_ones_words(scored, client):
    user, version, job = scored
    services.mark_job(user, job, "saved", at=AT)
    second = Resume.objects.create(owner=user, title="Nurse")
    nurse = resume_services.store_version(second, parse_text(NURSE), source="paste", today=TODAY, file=None)
    assert keywords_of_interest(user, nurse) == []
    assert keywords_for(user, nurse) == ()
    client.force_login(user)
    page = client.get(reverse("resumes:resume_analysis", args=[second.pk])).content.decode()
    assert page.count("No jobs are compared with this resume.") == 1
    assert page.count("Kubernetes") == 0


def test_a_keywords_state_is_that_of_the_version_in_view(scored):
    user, version, job = scored
    services.mark_job(user, job, "saved", at=AT)
    path = "sections.0.entries.0.bullets.0"
    resume_services.correct(version, [Correction(path, "Weekly figures in Python")], today=TODAY)
    newest = ResumeVersion.objects.order_by("-number")[0]
    states = [
        {word.label: word.state for word in keywords_of_interest(user, one)}["Python"] for one in (version, newest)
    ]
    assert states == ["listed", "named"]
