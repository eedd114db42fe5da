"""What people do with jobs and applications, and how matches are found, kept and shared."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from accounts.models import Run, TalentProfile
from accounts.tests.factories import CompanyFactory, UserFactory, join
from careercopilot.db.context import acting_as
from careercopilot.job_worker import drain
from matching import services
from matching.drafts import PostingDraft
from matching.models import Application, JobMark, JobPosting, JobRequirement, JobVector, Match, TalentVector
from matching.scoring import score_versions
from matching.services.matches import compute_matches, store_matches
from matching.services.vectors import stale_jobs
from matching.tests.people import AT, DATA_JOB, NURSE, NURSE_JOB, TODAY, posted, private_job, seeker_with_resume
from resumes.models import ResumeGrant, ResumeVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]


def test_reading_a_posting_fills_the_draft():
    draft = services.read_posting(DATA_JOB)

    assert draft.title == "Data Engineer"
    assert [place.name for place in draft.places] == ["Berlin"]
    assert (draft.remote, draft.salary_min, draft.salary_max, draft.salary_currency) == (
        "hybrid",
        60_000,
        75_000,
        "EUR",
    )
    assert {item.skill_key for item in draft.requirements} >= {"python", "postgresql", "kubernetes", "docker"}


def test_reading_nothing_is_refused():
    with pytest.raises(services.PostingError):
        services.read_posting("  \n ")


def test_a_saved_posting_is_what_the_draft_says_and_can_be_edited():
    company = CompanyFactory()
    draft = services.read_posting(DATA_JOB)
    with acting_as(company.owner):
        job = services.save_posting(None, draft, by=company.owner, company=company, status="draft", today=TODAY)
        again = services.draft_from(job)
        changed = replace(again, title="Lead Data Engineer", requirements=again.requirements[:1])
        services.save_posting(job, changed, by=company.owner, company=company, status="draft", today=TODAY)

        assert again == replace(draft, company_name=company.name)
        assert job.title == "Lead Data Engineer"
        assert JobRequirement.objects.filter(job=job).count() == 1
        assert job.is_rankable and job.countries == ["DE"]


def test_a_bare_title_is_kept_but_not_ranked():
    company = CompanyFactory()
    with acting_as(company.owner):
        job = services.save_posting(
            None, PostingDraft(title="Clerk"), by=company.owner, company=company, status="published", today=TODAY
        )

        assert not job.is_rankable
        assert stale_jobs([job.pk]) == []


@pytest.mark.parametrize("status", ["published", "draft"])
def test_a_seekers_own_job_stays_private(status):
    user = UserFactory()
    with acting_as(user), pytest.raises(services.PostingError):
        services.save_posting(None, PostingDraft(title="A job"), by=user, company=None, status=status, today=TODAY)


def test_publishing_closing_and_the_bin_move_all_parts():
    job = posted(status="draft")
    with acting_as(job.owner):
        assert not JobVector.objects.get(job=job).is_published
        services.publish(job, by=job.owner, today=TODAY)
        assert JobVector.objects.get(job=job).is_published
        assert set(JobRequirement.objects.filter(job=job).values_list("is_published", flat=True)) == {True}
        services.bin_posting(job, at=AT)
        assert not JobVector.objects.get(job=job).is_published
        services.unbin_posting(job)
        assert JobVector.objects.get(job=job).is_published
        services.close_posting(job)
        assert not JobVector.objects.get(job=job).is_published


def test_a_past_closing_date_is_not_published():
    job = posted(status="draft", closes_on=TODAY - dt.timedelta(days=1))
    with acting_as(job.owner), pytest.raises(services.PostingError):
        services.publish(job, by=job.owner, today=TODAY)


def test_vectors_are_made_once_and_again_when_the_text_changes():
    job = posted()
    with acting_as(job.owner):
        assert stale_jobs([job.pk]) == []
        draft = replace(services.draft_from(job), title="Analytics Engineer")
        services.save_posting(job, draft, by=job.owner, company=job.company, status="published", today=TODAY)
        assert [row.pk for row in stale_jobs([job.pk])] == [job.pk]


def test_marks_are_one_a_job_and_can_be_taken_back():
    user, job = UserFactory(), posted()
    with acting_as(user):
        services.mark_job(user, job, "saved")
        services.mark_job(user, job, "dismissed")
        assert [mark.kind for mark in JobMark.objects.all()] == ["dismissed"]
        services.mark_job(user, job, None)
        assert not JobMark.objects.exists()


def test_applying_shows_the_version_and_withdrawing_hides_it():
    user, version = seeker_with_resume()
    job = posted()
    recruiter = job.owner
    with acting_as(recruiter):
        assert not ResumeVersion.objects.filter(pk=version.pk).exists()
    with acting_as(user):
        application = services.apply(job, by=user, note=" Hello ", at=AT)
        assert (application.note, application.version_id) == ("Hello", version.pk)
        with pytest.raises(services.ApplicationError):
            services.apply(job, by=user, note="", at=AT)
    with acting_as(recruiter):
        assert ResumeVersion.objects.filter(pk=version.pk).exists()
        assert Application.objects.get().status == "applied"
    with acting_as(user):
        services.withdraw(application, at=AT)
    with acting_as(recruiter):
        assert not ResumeVersion.objects.filter(pk=version.pk).exists()
    with acting_as(user):
        again = services.apply(job, by=user, note="", at=AT)
        assert (again.pk, again.status, again.withdrawn_at) == (application.pk, "applied", None)


def test_an_applicant_goes_on_seeing_a_closed_job_and_others_do_not():
    user, _ = seeker_with_resume()
    stranger = UserFactory()
    job = posted()
    with acting_as(user):
        services.apply(job, by=user, note="", at=AT)
    with acting_as(job.owner):
        services.close_posting(JobPosting.objects.get(pk=job.pk))

    with acting_as(user):
        assert JobPosting.objects.visible_to(user).filter(pk=job.pk).exists()
        assert JobPosting.objects.filter(pk=job.pk).exists()
    with acting_as(stranger):
        assert not JobPosting.objects.filter(pk=job.pk).exists()


def test_another_application_to_the_company_keeps_the_version_shown():
    user, version = seeker_with_resume()
    company = CompanyFactory()
    first, second = posted(company=company), posted(NURSE_JOB, company=company)
    with acting_as(user):
        application = services.apply(first, by=user, note="", at=AT)
        services.apply(second, by=user, note="", at=AT)
        services.withdraw(application, at=AT)
        assert ResumeGrant.objects.filter(owner=user, reason="applied", revoked_at=None).count() == 1


def test_applications_that_are_refused():
    user, _ = seeker_with_resume()
    bare = UserFactory()
    closed, late, own = posted(status="closed"), posted(closes_on=TODAY - dt.timedelta(days=1)), posted()
    job = posted()
    join(own.company, user)
    codes = []
    for person, wanted in ((bare, job), (user, closed), (user, late), (user, own), (user, private_job(user))):
        with acting_as(person), pytest.raises(services.ApplicationError) as refusal:
            services.apply(wanted, by=person, note="", at=AT)
        codes.append(refusal.value.code)

    assert codes == ["no_resume", "closed", "closed", "own_company", "no_company"]


def refreshed(user, version):
    with acting_as(user):
        return store_matches(version, compute_matches(version, at=AT))


def test_matches_put_the_fitting_job_first_and_say_why():
    user, version = seeker_with_resume()
    data, nurse, own = posted(), posted(NURSE_JOB), private_job(user)

    assert refreshed(user, version) == 3
    with acting_as(user):
        found = {match.job_id: match for match in Match.objects.filter(version=version)}
    assert found[data.pk].score > found[nurse.pk].score
    assert found[own.pk].score == found[data.pk].score
    match = found[data.pk]
    assert match.raw == pytest.approx(match.baseline + sum(match.contributions.values()), abs=1e-9)
    states = {item["text"]: item["state"] for item in match.requirements}
    assert states["PostgreSQL"] == "met"
    assert states["Kubernetes"] in ("missing", "partial")
    assert states["Docker"] == "partial"
    quoted = next(item for item in match.requirements if item["text"] == "PostgreSQL")
    assert "pipelines in Python and PostgreSQL" in quoted["quote"] and "Example Works" in quoted["source"]


def test_a_second_refresh_changes_nothing_and_changed_wishes_score_again():
    user, version = seeker_with_resume()
    posted(), posted(NURSE_JOB)
    refreshed(user, version)
    with acting_as(user):
        vector = TalentVector.objects.get(version=version)

    assert refreshed(user, version) == 0
    with acting_as(user):
        assert TalentVector.objects.get(version=version).updated_at == vector.updated_at
        TalentProfile.objects.filter(owner=user).update(wanted_titles=["Analytics engineer"])
    assert refreshed(user, version) == 2


def test_matches_of_jobs_that_left_go_and_marked_ones_stay():
    user, version = seeker_with_resume()
    gone, kept = posted(), posted(NURSE_JOB)
    refreshed(user, version)
    with acting_as(user):
        services.mark_job(user, kept, "saved")
    for job in (gone, kept):
        with acting_as(job.owner):
            JobPosting.objects.filter(pk=job.pk).update(closes_on=TODAY - dt.timedelta(days=1))
            JobVector.objects.filter(job=job).update(closes_on=TODAY - dt.timedelta(days=1))
    refreshed(user, version)
    with acting_as(user):
        assert set(Match.objects.values_list("job_id", flat=True)) == {kept.pk}


def test_both_sides_get_the_same_card():
    user, version = seeker_with_resume()
    job = posted()
    with acting_as(user):
        mine = services.score_pair(version, job, at=AT)
        services.apply(job, by=user, note="", at=AT)
    with acting_as(job.owner):
        kept = Match.objects.get(version=version, job=job)
        theirs = score_versions([version.pk], job, at=AT)[0]

    same = ("score", "raw", "contributions", "subscores", "requirements", "knockouts", "inputs_sha256")
    assert kept == mine
    assert [getattr(mine, name) for name in same] == [getattr(theirs, name) for name in same]


def test_a_pair_that_cannot_be_scored_is_refused_in_words():
    user, version = seeker_with_resume()
    bare = posted(is_rankable=False)
    with acting_as(user), pytest.raises(services.MatchError) as refusal:
        services.score_pair(version, bare, at=AT)
    assert refusal.value.code == "too_little"
    with acting_as(UserFactory()) as _, pytest.raises(services.MatchError):
        services.score_now(UserFactory(), posted(), at=AT)


def test_without_an_encoder_jobs_are_found_by_shared_skills(no_encoder):
    user, version = seeker_with_resume()
    data, nurse = posted(), posted(NURSE_JOB)

    assert refreshed(user, version) == 2
    with acting_as(user):
        scores = dict(Match.objects.values_list("job_id", "score"))
        assert TalentVector.objects.get(version=version).search is None
    assert scores[data.pk] > scores[nurse.pk]


@pytest.fixture
def quick_scorer(monkeypatch):
    """Workers prepare the vectors of skill names; tests do without."""
    monkeypatch.setattr("matching.jobs.prepare_scorer", lambda: None)


@pytest.mark.django_db(transaction=True)
def test_the_worker_embeds_matches_and_scores(quick_scorer):
    user, version = seeker_with_resume(NURSE)
    company = CompanyFactory()
    with acting_as(company.owner):
        job = services.save_posting(
            None, services.read_posting(NURSE_JOB), by=company.owner, company=company, status="published", today=TODAY
        )
    drain()
    with acting_as(user):
        run = services.refresh_matches(user)
        assert services.refresh_matches(user).pk == run.pk
    drain()
    with acting_as(user):
        services.apply(job, by=user, note="", at=AT)
        assert Run.objects.get(pk=run.pk).state == "succeeded"
        assert Match.objects.get(version=version, job=job).score > 0
    drain()
    with acting_as(company.owner):
        assert Match.objects.filter(job=job).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_that_a_seeker_adds_is_scored_once_it_is_embedded(quick_scorer):
    user, version = seeker_with_resume()
    with acting_as(user):
        job = services.save_posting(
            None, services.read_posting(DATA_JOB), by=user, company=None, status="private", today=TODAY
        )
    drain()
    with acting_as(user):
        assert Match.objects.get(version=version, job=job).score > 0
