"""A training from rows to a promoted ranker: simulated people, the real pipeline, the real worker."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Run
from accounts.tests.factories import CompanyFactory, UserFactory
from careercopilot.db.context import acting_as
from careercopilot.encoder import EncoderMissing, get_encoder
from careercopilot.job_worker import drain
from careercopilot.jobs import JOBS
from matching import rankers, services
from matching.ml.ranker import META_FILE, MODEL_FILE
from matching.models import MatchFeedback, RankerVersion
from matching.services import training
from matching.services.rankers import promote, register_shipped
from matching.tests.factories import JobPostingFactory
from matching.tests.feedback_world import simulate
from matching.tests.rankers import small
from resumes.tests.factories import ResumeVersionFactory

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "ops"]), pytest.mark.slow]


@pytest.fixture(autouse=True)
def installation(tmp_path, monkeypatch):
    """A small made-up world, a shipped ranker of the test's own, and a folder to export to."""
    text, meta = small(1)
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / MODEL_FILE).write_text(text)
    (shipped / META_FILE).write_text(json.dumps(meta))
    for name in ("matching.rankers.SHIPPED", "matching.ml.ranker.SHIPPED"):
        monkeypatch.setattr(name, shipped)
    monkeypatch.setattr("matching.rankers.home_folder", lambda: tmp_path)
    monkeypatch.setattr(training, "WORLD", {"talents": 60, "jobs": 30})
    rankers.forget()
    yield tmp_path
    rankers.forget()


@pytest.fixture
def encoder():
    try:
        return get_encoder()
    except EncoderMissing as error:
        pytest.skip(str(error))


def people_react(people, *, shown=20, seed=1):
    """Feedback rows of simulated people about shared jobs, each written as the person it belongs to."""
    ranker = rankers.look()
    made = simulate(people=people, shown=shown, seed=seed, ranker=ranker.version, scores=ranker.choice.ranker.raw)
    company = CompanyFactory()
    jobs = [JobPostingFactory(owner=company.owner, company=company) for _ in range(shown)]
    # Keys decide who is held out: fixed ones, or the simulated world would be another one at every run.
    owners = [UserFactory(pk=uuid.uuid5(uuid.NAMESPACE_OID, f"person {number}")) for number in range(people)]
    versions = [ResumeVersionFactory(owner=owner) for owner in owners]
    for person, version in enumerate(versions):
        own = [event for event in made.events if event.talent == f"person {person}"]
        first = person * shown
        rows = [row_of(event, version, jobs[int(event.job.split()[1]) - first]) for event in own]
        with acting_as(version.owner):
            MatchFeedback.objects.bulk_create(rows)
    return made


def row_of(event, version, job):
    is_shown = event.kind == "shown"
    return MatchFeedback(
        owner=version.owner, version=version, job=job, company_id=job.company_id, by=version.owner, kind=event.kind,
        reason=event.reason, at=event.at, position=1 if is_shown else None, propensity=event.propensity,
        ranker_version=event.ranker_version, features=list(event.features), traits={**event.traits, "skills": []},
    )  # fmt: skip


def test_feedback_trains_a_better_ranker_which_is_promoted_and_scores(encoder, installation):
    staff = UserFactory(is_staff=True)
    people_react(90)
    run = training.trigger(staff)
    assert training.trigger(staff, force=True).pk == run.pk

    drain()

    status = training.status()
    row = RankerVersion.objects.get(state="active")
    assert (status.state, status.run_id, status.refusal) == ("succeeded", run.pk, "")
    assert (status.version, status.is_promoted, status.active_version) == (row.version, True, row.version)
    assert row.refusals == [] and row.held_out["ndcg10"]["low"] > 0
    assert row.compared_with == small(1)[1]["version"]
    assert {one["trait"] for one in row.slices} == {"level", "remote", "country", "domain", "source"}
    assert row.metrics["swaps"]["passed"] is True
    assert "<svg" in row.plots["beeswarm"]
    assert json.loads((installation / "ranker" / META_FILE).read_text())["version"] == row.version
    assert RankerVersion.objects.get(state="standby").version == row.compared_with


def test_feedback_that_the_held_out_people_do_not_share_is_stored_and_refused(encoder, monkeypatch):
    """The labels of the held-out people are turned around, the rest is real: what was learned is wrong for them."""
    people_react(45)
    register_shipped()
    honest = training.collect()
    monkeypatch.setattr(training, "collect", lambda: lying(honest))
    training.trigger(None)
    drain()

    row = RankerVersion.objects.get(origin="feedback")
    assert (row.state, training.status().is_promoted) == ("candidate", False)
    assert "its interval must lie above 0" in training.status().refusal
    with pytest.raises(services.RankerError, match="interval must lie above 0"):
        promote(row.version, by=None, at=timezone.now())
    assert rankers.look().version == small(1)[1]["version"]


def lying(pairs):
    return replace(pairs, labels=np.where(pairs.is_held_out, 105 - pairs.labels, pairs.labels))


def test_ninety_nine_samples_are_not_enough():
    people_react(9, shown=11)
    training.trigger(None)
    drain()

    status = training.status()
    assert (status.state, status.step) == ("succeeded", "Not enough feedback")
    assert status.message == "Not enough: 99 of the 100 labelled samples needed."
    assert list(RankerVersion.objects.values_list("state", flat=True)) == ["standby"]
    with pytest.raises(CommandError, match="Not enough: 99 of the 100"):
        call_command("train_ranker", from_feedback=True, force=True)


def test_only_staff_start_a_training_and_only_once_a_week_without_force():
    with pytest.raises(services.TrainingRefused) as refused:
        training.trigger(UserFactory())
    assert refused.value.code == "not_staff"

    training.trigger(None)
    drain()
    with pytest.raises(services.TrainingRefused, match="The next training is due on") as early:
        training.trigger(UserFactory(is_staff=True))
    assert early.value.code == "not_due"
    assert not training.trigger(None, force=True).is_finished
    drain()
    later = training.trigger(None, at=timezone.now() + dt.timedelta(days=8))
    assert later.state == Run.State.QUEUED


def test_the_hourly_job_starts_what_is_due_and_nothing_else():
    JOBS["matching.weekly_training"].enqueue(actor=None)
    assert drain() == 2
    JOBS["matching.weekly_training"].enqueue(actor=None)
    assert drain() == 1


def test_the_worker_is_told_to_look_every_hour():
    from procrastinate.contrib.django import app

    crons = {name: task.cron for (name, _), task in app.periodic_registry.periodic_tasks.items()}
    assert crons["matching.weekly_training"] == "17 * * * *"


def test_nobody_sees_the_training_among_their_own_runs():
    run = training.trigger(None)
    person = UserFactory(is_staff=True)
    with acting_as(person):
        assert not Run.objects.visible_to(person).filter(pk=run.pk).exists()
