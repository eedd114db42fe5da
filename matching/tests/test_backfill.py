"""Vectors that are missing or of another encoder are made by the worker, once, whatever dies in between."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from accounts.models import Membership, Run
from accounts.tests.factories import CompanyFactory, UserFactory, join
from careercopilot import job_worker
from careercopilot.db.context import acting_as
from careercopilot.job_worker import drain
from careercopilot.jobs import JOBS
from matching.models import JobPosting, JobVector, TalentVector
from matching.services import backfill
from matching.tests.factories import JobPostingFactory, PrivateJobFactory
from matching.tests.people import DATA_JOB, NURSE, RESUME, TODAY
from resumes.models import Resume, ResumeGrant
from resumes.parsing import parse_text
from resumes.services import store_version

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "ops"]),
    pytest.mark.usefixtures("word_encoder"),
]
MODEL = "tests/words"


def resume_of(user, text, *, resume=None):
    """A further version of a resume, or of a new one; nothing is queued that could run beside the backfill."""
    with acting_as(user):
        resume = resume or Resume.objects.create(owner=user, title="Resume")
        version = store_version(resume, parse_text(text), source="paste", today=TODAY, file=None)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    return version


@pytest.fixture
def world():
    """Two companies' postings, a private job, a closed and an empty one, and two people with resumes; nothing has vectors."""
    one, other = CompanyFactory(), CompanyFactory()
    people = [UserFactory(), UserFactory()]
    for user, text in zip(people, (RESUME, NURSE), strict=True):
        resume_of(user, text)
    for company, status in ((one, "published"), (other, "published"), (one, "closed")):
        JobPostingFactory(owner=company.owner, company=company, description=DATA_JOB, status=status)
    JobPostingFactory(owner=one.owner, company=one, is_rankable=False)
    PrivateJobFactory(owner=people[0], description=DATA_JOB)
    return one, other, people


def kept(person) -> tuple[list[str], list[str]]:
    """The encoders of the vectors that this person sees: of postings, of resumes."""
    with acting_as(person):
        jobs = JobVector.objects.order_by("pk").values_list("model", flat=True)
        talents = TalentVector.objects.order_by("pk").values_list("model", flat=True)
        return list(jobs), list(talents)


def run_now() -> Run:
    run = backfill.last_backfill()
    assert run is not None
    return run


def test_everything_missing_is_made_as_its_owner_and_nothing_else(world):
    one, _, people = world
    assert backfill.missing() == {"jobs": 3, "talents": 2}
    backfill.start_backfill()
    drain()
    assert (run_now().state, run_now().message) == ("succeeded", "Every vector is up to date.")
    assert backfill.missing() == {"jobs": 0, "talents": 0}
    assert [kept(person) for person in (*people, one.owner)] == [
        ([MODEL] * 3, [MODEL]),
        ([MODEL] * 2, [MODEL]),
        ([MODEL] * 2, []),
    ]


def test_vectors_of_another_encoder_are_made_anew_and_current_ones_stay(world):
    one, _, people = world
    backfill.start_backfill()
    drain()
    with acting_as(one.owner):
        JobVector.objects.filter(owner=one.owner).update(model="older")
    with acting_as(people[1]):
        TalentVector.objects.filter(owner=people[1]).update(facts_version="older")
    with acting_as(people[0]):
        before = dict(JobVector.objects.order_by("pk").values_list("pk", "embedded_at"))
    assert backfill.missing() == {"jobs": 1, "talents": 1}
    backfill.start_backfill()
    drain()
    assert backfill.missing() == {"jobs": 0, "talents": 0}
    with acting_as(people[0]):
        after = dict(JobVector.objects.order_by("pk").values_list("pk", "embedded_at"))
        changed = JobVector.objects.get(owner=one.owner).pk
    assert {key for key in before if before[key] != after[key]} == {changed}


def test_one_backfill_at_a_time(world):
    first = backfill.start_backfill()
    assert backfill.start_backfill().pk == first.pk
    drain()
    assert backfill.start_backfill().pk != first.pk


def test_a_company_that_its_author_left_is_served_by_a_colleague(world):
    one, _, _ = world
    colleague = UserFactory()
    join(one, colleague, role=Membership.Role.RECRUITER)
    author = UserFactory()
    member = join(one, author, role=Membership.Role.RECRUITER)
    with acting_as(author):
        job = JobPosting.objects.create(
            owner=author, company=one, status="published", source="form", title="Engineer", description=DATA_JOB
        )
    with acting_as(one.owner):
        Membership.objects.filter(pk=member.pk).delete()
    actors = {key: actor for actor, key in backfill.gaps("jobs", after=None, most=100)}
    assert actors[job.pk] in (one.owner_id, colleague.pk)
    backfill.start_backfill()
    drain()
    assert backfill.missing()["jobs"] == 0


def test_only_the_newest_and_the_shared_versions_of_a_resume_count(world):
    _, _, people = world
    old = resume_of(people[0], RESUME)
    middle = resume_of(people[0], RESUME + "\nSwimming", resume=old.resume)
    newest = resume_of(people[0], RESUME + "\nRunning", resume=old.resume)
    with acting_as(people[0]):
        ResumeGrant.objects.create(owner=people[0], resume=old.resume, version=old, reason="opted_in")
    keys = {key for _, key in backfill.gaps("talents", after=None, most=100)}
    assert (old.pk in keys, middle.pk in keys, newest.pk in keys) == (True, False, True)


def test_a_killed_worker_loses_nothing_and_doubles_nothing(world, monkeypatch):
    monkeypatch.setattr(backfill, "WINDOW", 2)
    backfill.start_backfill(size=2)
    drain(most=2)  # the first look and one batch
    with connection.cursor() as cursor:
        # Another worker takes the next batch and the next look, and is never heard of again.
        cursor.execute("select worker_id from procrastinate_register_worker_v1()")
        worker = cursor.fetchone()[0]
        taken = [job_worker._fetch(cursor, worker)["id"] for _ in range(2)]
        cursor.execute("update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 minute'")
    assert len(taken) == 2 and drain() == 0
    assert job_worker.sweep() == 2
    drain()
    assert run_now().state == "succeeded"
    assert backfill.missing() == {"jobs": 0, "talents": 0}


def test_a_posting_that_cannot_be_made_holds_up_no_other(world, monkeypatch):
    _, _, people = world
    with acting_as(people[0]):
        bad = JobPosting.objects.get(owner=people[0]).pk
    made = backfill.job_vectors

    def refuse(jobs, *, at):
        if any(job.pk == bad for job in jobs):
            raise DatabaseError("no")
        return made(jobs, at=at)

    monkeypatch.setattr(backfill, "job_vectors", refuse)
    run = backfill.start_backfill()
    while run.state not in ("succeeded", "failed"):
        try:
            drain(most=1)
        except DatabaseError:
            continue
        except Exception as error:
            assert "could not be made" in str(error)
        run = run_now()
    assert (run.state, backfill.missing()) == ("failed", {"jobs": 1, "talents": 0})


def test_the_web_role_may_not_ask_for_the_gaps(world):
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("select * from matching_job_vector_gaps('a', 'b', null, null)")


def test_the_command_tells_works_and_says_when_nothing_is_missing(world, capsys):
    call_command("embed_missing", "--status", "--json")
    assert json.loads(capsys.readouterr().out) == {"missing": {"jobs": 3, "talents": 2}, "run": None}
    call_command("embed_missing", "--now")
    assert "Backfill: done, 100 %, Every vector is up to date." in capsys.readouterr().out
    call_command("embed_missing")
    assert capsys.readouterr().out.startswith("0 postings and 0 resume versions have no current vector.")
    assert {name for name in JOBS if name.startswith("matching.backfill")} == {
        "matching.backfill",
        "matching.backfill_batch",
    }


def test_the_command_fails_when_the_run_does(world, monkeypatch):
    run = backfill.start_backfill()
    with acting_as(run.owner_id):
        Run.objects.filter(pk=run.pk).update(state="failed", message="It broke.")
    monkeypatch.setattr(backfill, "start_backfill", lambda: run_now())
    with pytest.raises(CommandError, match="It broke"):
        call_command("embed_missing", "--now")
