"""What is recorded of matches, by whom, and who reads it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse

from accounts.tests.factories import CompanyFactory, UserFactory, join
from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from matching import queries, services
from matching.models import JobMark, MatchFeedback
from matching.tests.factories import AT, ApplicationFactory, JobPostingFactory, MatchFactory, MatchFeedbackFactory
from resumes.models import ResumeGrant, ResumeVersion
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A seeker with a current resume, matched with a company's job that they were shown for."""
    version = ResumeVersionFactory(resume__is_primary=True)
    company = CompanyFactory()
    job = JobPostingFactory(owner=company.owner, company=company, level="senior", remote="hybrid", countries=["DE"])
    match = MatchFactory(owner=version.owner, version=version, job=job, score=71, features=[0.5, None, 2.0])
    ApplicationFactory(owner=version.owner, job=job, version=version)
    with acting_as(version.owner):
        ResumeGrant.objects.create(
            owner=version.owner, resume=version.resume, version=version, company=company, reason="applied"
        )
    return match


def rows(person):
    with acting_as(person):
        return list(MatchFeedback.objects.visible_to(person).order_by("at", "kind").values_list("kind", flat=True))


def test_a_shown_card_is_kept_once_with_its_place_and_the_match_of_that_moment(pair):
    owner = pair.owner
    with acting_as(owner):
        assert services.record_shown(owner, {pair.job_id: 4}, at=AT) == 1
        assert services.record_shown(owner, {pair.job_id: 1}, at=AT) == 0
        row = MatchFeedback.objects.get()

    assert (row.kind, row.position, row.propensity, row.score) == ("shown", 4, 0.5, 71)
    assert (row.ranker_version, row.features) == ("test", [0.5, None, 2.0])
    assert row.traits == {
        "level": "senior",
        "remote": "hybrid",
        "country": "DE",
        "skills": [],
        "source": row.traits["source"],
    }
    assert (row.owner_id, row.by_id, row.company_id) == (owner.pk, owner.pk, pair.company_id)


def test_cards_without_a_match_and_foreign_jobs_are_passed_over(pair):
    draft = JobPostingFactory(status="draft")
    unscored = JobPostingFactory()
    with acting_as(pair.owner):
        assert services.record_shown(pair.owner, {draft.pk: 1, unscored.pk: 2, pair.job_id: 3}, at=AT) == 1
        assert services.record_shown(pair.owner, {pair.job_id: 0}, at=AT) == 0


def test_the_page_of_a_match_is_an_opening_and_the_beacon_a_showing(client, pair):
    client.force_login(pair.owner)
    client.get(reverse("matching:match_detail", args=[pair.job_id]))
    answer = client.post(reverse("matching:match_shown"), {"shown": [f"{pair.job_id}:2"]})

    assert answer.status_code == 204
    assert sorted(rows(pair.owner)) == ["opened", "shown"]


@pytest.mark.parametrize(
    "field", ["", "x", "x:1", "00000000-0000-0000-0000-000000000000", f"{'0' * 32}:y", f"{'0' * 32}:{10**9}"]
)
def test_the_beacon_refuses_what_it_cannot_read(client, pair, field):
    client.force_login(pair.owner)

    assert client.post(reverse("matching:match_shown"), {"shown": [field]}).status_code == 400


def test_marks_and_applications_are_recorded_with_the_reason(client, pair):
    client.force_login(pair.owner)
    mark = reverse("matching:job_mark", args=[pair.job_id])
    client.post(mark, {"kind": "dismissed", "reason": "place"})
    client.post(mark, {"kind": ""})
    client.post(mark, {"kind": "dismissed", "reason": "pay"})
    client.post(mark, {"kind": "saved", "reason": "pay"})

    with acting_as(pair.owner):
        found = dict(MatchFeedback.objects.values_list("kind", "reason"))
        assert found == {"dismissed": "place", "saved": ""}
        assert JobMark.objects.get().kind == "saved"


def test_an_unknown_reason_is_refused_by_the_service(pair):
    with acting_as(pair.owner), pytest.raises(services.FeedbackError):
        services.mark_job(pair.owner, pair.job, "dismissed", reason="weather")


def test_applying_is_recorded_with_the_application(pair, word_encoder):
    job = JobPostingFactory()
    with acting_as(pair.owner):
        services.apply(job, by=pair.owner, note="", at=AT)
        assert MatchFeedback.objects.get().kind == "applied"


def test_without_a_resume_nothing_is_recorded():
    person, job = UserFactory(), JobPostingFactory()
    with acting_as(person):
        services.mark_job(person, job, "saved")
        assert services.record_shown(person, {job.pk: 1}, at=AT) == 0
        assert not MatchFeedback.objects.exists()


def test_a_recruiter_decides_once_and_each_side_reads_what_is_theirs(pair):
    company, owner = pair.job.company, pair.owner
    recruiter, viewer, rival = UserFactory(), UserFactory(), CompanyFactory().owner
    join(company, recruiter)
    join(company, viewer, "viewer")
    with acting_as(owner):
        services.record_shown(owner, {pair.job_id: 1}, at=AT)
    with acting_as(recruiter):
        later = iter(range(9))

        def decide(kind, **more):
            at = AT + dt.timedelta(hours=next(later))
            return services.record_outcome(pair.job, pair.version_id, kind, by=recruiter, at=at, **more)

        assert decide("contacted") is True
        assert decide("contacted") is False
        assert decide("rejected", reason="skills") is True
        for kind, more in (
            ("rejected", {}),
            ("hired", {"reason": "skills"}),
            ("saved", {}),
            ("rejected", {"reason": "x"}),
        ):
            with pytest.raises(services.FeedbackError):
                decide(kind, **more)
        kept = queries.outcomes(recruiter, pair.job, pair.version_id)
        assert [(one.kind, one.reason_text, one.by) for one in kept] == [
            ("contacted", "", recruiter),
            ("rejected", "Skills", recruiter),
        ]
    assert sorted(rows(owner)) == ["contacted", "rejected", "shown"]
    assert rows(recruiter) == rows(viewer) == ["contacted", "rejected"]
    assert rows(rival) == rows(UserFactory()) == []


@pytest.mark.parametrize("who", ["viewer", "rival", "candidate", "stranger"])
def test_nobody_else_decides(pair, who):
    viewer = UserFactory()
    join(pair.job.company, viewer, "viewer")
    people = {"viewer": viewer, "rival": CompanyFactory().owner, "candidate": pair.owner, "stranger": UserFactory()}
    with acting_as(people[who]):
        try:
            assert services.record_outcome(pair.job, pair.version_id, "hired", by=people[who], at=AT) is False
        except services.FeedbackError as error:
            assert error.code == "not_allowed"
    with acting_as(pair.job.company.owner):
        assert not MatchFeedback.objects.filter(kind="hired").exists()


def test_nobody_is_rejected_in_another_persons_name_or_in_nobodys(pair):
    recruiter, colleague = pair.job.company.owner, UserFactory()
    join(pair.job.company, colleague)
    for actor in (colleague, None):
        with acting_as(recruiter), pytest.raises(DatabaseError), transaction.atomic():
            MatchFeedback.objects.create(
                owner=pair.owner, version=pair.version, job=pair.job, company=pair.company, by=actor, kind="rejected",
                reason="skills", at=AT,
            )  # fmt: skip


def test_the_page_of_a_candidate_records_through_its_form(client, pair):
    recruiter = pair.job.company.owner
    client.force_login(recruiter)
    url = reverse("matching:candidate_outcome", args=[pair.job_id, pair.version_id])

    for data in (
        {"kind": "rejected"},
        {"kind": "hired"},
        {"kind": "rejected", "reason": "level"},
        {"kind": "nonsense"},
    ):
        assert client.post(url, data).url == reverse("matching:candidate_detail", args=[pair.job_id, pair.version_id])

    assert rows(recruiter) == ["hired", "rejected"]


@pytest.mark.parametrize(
    "statement", ["update matching_matchfeedback set reason = 'pay'", "delete from matching_matchfeedback"]
)
@pytest.mark.django_db(databases=["default", "ops"], transaction=True)
def test_feedback_is_append_only_for_both_serving_roles(pair, statement):
    MatchFeedbackFactory(owner=pair.owner, version=pair.version, job=pair.job, kind="saved")
    for alias in ("default", "ops"):
        refused = pytest.raises(DatabaseError, match="permission denied")
        with using(alias), acting_as(pair.owner), refused, connections[alias].cursor() as cursor:
            cursor.execute(statement)


def test_feedback_goes_with_the_version_the_job_and_the_person(pair):
    other = JobPostingFactory()
    for job, kind in ((pair.job, "opened"), (other, "saved")):
        MatchFeedbackFactory(owner=pair.owner, version=pair.version, job=job, kind=kind)
    with acting_as(other.owner):
        other.delete()
    assert rows(pair.owner) == ["opened"]
    with acting_as(pair.owner):
        pair.owner.applications.all().delete()
        ResumeVersion.objects.filter(pk=pair.version_id).delete()
    assert rows(pair.owner) == []


def test_only_the_staff_connection_may_ask_for_training_samples(pair):
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(pair.owner), connection.cursor() as cursor:
        cursor.execute("select * from matching_feedback_samples('salt', 10)")
