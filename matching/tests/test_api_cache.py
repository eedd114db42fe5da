"""Kept answers of the API: given again while nothing changed, and made anew when anything did."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts.models import CachedResult, TalentProfile
from accounts.results import forget_results_about_actor, keep_result, kept_result
from accounts.services import save_wishes
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from matching.models import Application, JobMark, JobPosting, Match
from matching.services import answer_skill, apply, score_pair, withdraw
from matching.tests.api_client import call, token_for
from matching.tests.people import AT, NURSE_JOB, posted, seeker_with_resume
from resumes.services import bin_resume

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
JOBS, TALENTS = "talent_to_jobs", "job_to_talents"


@pytest.fixture
def scene():
    """A seeker who asked once, with the token and the job."""
    seeker, version = seeker_with_resume()
    job = posted()
    token = token_for(seeker, "match:read")
    assert call(JOBS, {}, token=token).json()["is_cached"] is False
    return seeker, version, job, token


def is_cached(token, body=None) -> bool:
    return call(JOBS, body or {}, token=token).json()["is_cached"]


def change_wishes(seeker, version, job):
    with acting_as(seeker):
        TalentProfile.objects.filter(owner=seeker).update(wanted_titles=["Baker"])


def change_job(seeker, version, job):
    with acting_as(job.owner):
        JobPosting.objects.filter(pk=job.pk).update(title="Another title")


def close_job(seeker, version, job):
    with acting_as(job.owner):
        JobPosting.objects.filter(pk=job.pk).update(closes_on=dt.date(2000, 1, 1))


def add_job(seeker, version, job):
    posted(NURSE_JOB)


def dismiss_job(seeker, version, job):
    with acting_as(seeker):
        JobMark.objects.create(owner=seeker, job=job, kind="dismissed")


def store_score(seeker, version, job):
    with acting_as(seeker):
        score_pair(version, job)


def answer_a_question(seeker, version, job):
    with acting_as(seeker):
        answer_skill(seeker, "kubernetes", "yes", at=timezone.now(), place="Data Engineer, Example Works", job=job)


def test_the_same_question_is_answered_from_what_is_kept(scene):
    seeker, _, _, token = scene
    first, second = call(JOBS, {}, token=token).json(), call(JOBS, {}, token=token).json()

    told = {"processing_ms": 0, "request_id": ""}
    assert (second["is_cached"], first | told == second | told) == (True, True)


CHANGES = [change_wishes, change_job, close_job, add_job, dismiss_job, store_score, answer_a_question]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_it_is_made_of_makes_it_anew(scene, change):
    seeker, version, job, token = scene
    assert is_cached(token)

    change(seeker, version, job)

    assert not is_cached(token)


@pytest.mark.parametrize(
    "body", [{"limit": 3}, {"min_score": 1}, {"filters": {"remote": ["hybrid"]}}, {"filters": {"countries": ["DE"]}}]
)
def test_another_question_has_its_own_answer(scene, body):
    token = scene[3]

    assert (is_cached(token, body), is_cached(token, body)) == (False, True)


@pytest.mark.parametrize("name", ["active_ranker_version", "encoder_id"])
def test_another_ranker_or_encoder_makes_it_anew(scene, monkeypatch, name):
    monkeypatch.setattr(f"matching.services.rankings.{name}", lambda *args: "another")

    assert not is_cached(scene[3])


def test_after_an_hour_it_is_made_anew(scene):
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1, seconds=1)):
        assert not is_cached(scene[3])


def test_another_day_within_the_hour_makes_it_anew():
    # Days decide which jobs are still open, and how long "present" is.
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)  # the database lets no token in that has run out
    midnight = dt.datetime.combine(tomorrow, dt.time(), dt.UTC)
    with time_machine.travel(midnight - dt.timedelta(minutes=10)) as clock:
        seeker, _ = seeker_with_resume()
        posted()
        token = token_for(seeker, "match:read")
        assert [is_cached(token), is_cached(token)] == [False, True]
        clock.move_to(midnight + dt.timedelta(minutes=10))
        assert not is_cached(token)


def test_nobody_is_given_what_another_asked():
    one, two = UserFactory(), UserFactory()
    at = timezone.now()
    with acting_as(one):
        keep_result(one, "a" * 64, {"x": 1}, subjects=[one.pk], at=at)
        assert kept_result(one, "a" * 64, at=at) == {"x": 1}
    with acting_as(two):
        assert kept_result(two, "a" * 64, at=at) is None
        assert kept_result(one, "a" * 64, at=at) is None


def test_a_withdrawn_candidate_is_gone_at_once():
    seeker, _ = seeker_with_resume()
    job = posted()
    with acting_as(seeker):
        application = apply(job, by=seeker, note="", at=AT)
    token = token_for(job.owner, "match:company")
    body = {"job_id": str(job.pk)}
    assert [call(TALENTS, body, token=token).json()["is_cached"] for _ in range(2)] == [False, True]

    with acting_as(seeker):
        withdraw(application, at=AT)

    assert call(TALENTS, body, token=token).json()["results"] == []


def told_of(*people):
    """Keep, for another person, one answer that tells of these people."""
    asker = UserFactory()
    with acting_as(asker):
        keep_result(asker, "a" * 64, {}, subjects=[person.pk for person in people], at=timezone.now())
    return asker


def is_kept(asker) -> bool:
    with acting_as(asker):
        return CachedResult.objects.exists()


def let_companies_find(person, wanted: bool) -> None:
    profile = TalentProfile.objects.get(owner=person)
    profile.is_visible_to_companies = wanted
    save_wishes(profile, home=None, wanted=[])


def withdraw_it(person, version, job):
    withdraw(Application.objects.get(owner=person), at=AT)


def apply_for_another(person, version, job):
    apply(posted(NURSE_JOB), by=person, note="", at=AT)


def switch_off(person, version, job):
    let_companies_find(person, False)


def bin_it(person, version, job):
    bin_resume(version.resume, at=AT)


@pytest.mark.parametrize("change", [withdraw_it, apply_for_another, switch_off, bin_it])
def test_what_others_keep_of_a_person_goes_when_they_may_see_something_else(change, django_capture_on_commit_callbacks):
    seeker, version = seeker_with_resume(visible=True)
    job = posted()
    with acting_as(seeker):
        apply(job, by=seeker, note="", at=AT)
    asker, bystander = told_of(seeker), told_of(UserFactory())

    with django_capture_on_commit_callbacks(execute=True), acting_as(seeker):
        change(seeker, version, job)

    assert (is_kept(asker), is_kept(bystander)) == (False, True)


def test_switching_visibility_on_makes_answers_anew_and_saving_other_wishes_does_not(
    django_capture_on_commit_callbacks,
):
    seeker, _ = seeker_with_resume()
    asker = told_of(seeker)
    with django_capture_on_commit_callbacks(execute=True), acting_as(seeker):
        let_companies_find(seeker, False)
    before = is_kept(asker)
    with django_capture_on_commit_callbacks(execute=True), acting_as(seeker):
        let_companies_find(seeker, True)

    assert (before, is_kept(asker)) == (True, False)


def test_people_take_themselves_out_of_what_others_keep():
    asker, told, other = UserFactory(), UserFactory(), UserFactory()
    with acting_as(asker):
        keep_result(asker, "a" * 64, {}, subjects=[told.pk, other.pk], at=timezone.now())
        keep_result(asker, "b" * 64, {}, subjects=[other.pk], at=timezone.now())

    with acting_as(told):
        assert forget_results_about_actor() == 1

    with acting_as(asker):
        assert list(CachedResult.objects.values_list("key", flat=True)) == ["b" * 64]
        assert not Match.objects.exists()
