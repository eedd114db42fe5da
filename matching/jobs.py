"""Background work of the matching app."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from django.utils import timezone

from accounts.runs import store_change
from careercopilot.db.router import using
from careercopilot.encoder import EncoderMissing
from careercopilot.jobs import JobContext, JobFailed, RunChange, job
from matching.models import JobPosting
from matching.scoring import prepare_scorer
from matching.services import backfill as backfills
from matching.services import matches, training, vectors
from matching.services.errors import TrainingRefused
from matching.services.rankers import OPS
from resumes.models import ResumeVersion
from resumes.services import current_version

EMBED_BATCH = 20


def find_and_score(context: JobContext, version_id: uuid.UUID, *, step: str, start: int = 5, end: int = 100) -> None:
    """Find and score jobs for a version, and keep them under this name of a step; `start` and `end` are per cents."""
    if context.done(step):
        return
    context.progress(start, "Finding jobs that fit")
    prepare_scorer()
    with context.acting():
        version = ResumeVersion.objects.filter(pk=version_id).first()
        if version is None:
            raise JobFailed("This resume was removed before its jobs were found.")
        # A run has a person waiting for it; a quiet refresh must not replace scores because a ranker was promoted.
        computed = matches.compute_matches(version, at=timezone.now(), is_asked=bool(context.run))
    context.progress((start + end) // 2, "Finding jobs that fit", f"{len(computed.candidates)} jobs compared")
    with context.effect(step):
        matches.store_matches(version, computed)


@job("matching.refresh_matches", deadline=120.0)
def refresh_matches(context: JobContext, /, **arguments: Any) -> None:
    """Bring the matches of the actor's current resume up to date."""
    from accounts.models import User

    with context.acting():
        user = User.objects.filter(pk=context.actor).first() if context.actor else None
        version = current_version(user) if user else None
    if version is not None:
        find_and_score(context, version.pk, step="matches")


def after_reading(context: JobContext, version_id: uuid.UUID) -> None:
    """The last part of reading an upload: jobs for the new version, if it is the one used for matches."""
    with context.acting():
        version = ResumeVersion.objects.select_related("owner").get(pk=version_id)
        current = current_version(version.owner)
    if current is not None and current.pk == version_id:
        find_and_score(context, version_id, step="matches", start=70)


@job("matching.embed_jobs", deadline=600.0)
def embed_jobs(context: JobContext, /, **arguments: Any) -> None:
    """Make the vectors and facts of postings that lack them, a few at a time; a seeker's own job is then scored."""
    keys = [uuid.UUID(key) for key in arguments["job_ids"]]
    with context.acting():
        waiting = [found.pk for found in vectors.stale_jobs(keys)]
    for at in range(0, len(waiting), EMBED_BATCH):
        with context.acting():
            jobs = list(JobPosting.objects.filter(pk__in=waiting[at : at + EMBED_BATCH]).order_by("pk"))
            made = vectors.job_vectors(jobs, at=timezone.now())
        context.remaining()
        step = f"vectors:{waiting[at]}"
        if not context.done(step):
            with context.effect(step):
                vectors.store_job_vectors(made)
    with context.effect():
        _score_own(context.actor, keys)


def _score_own(actor: uuid.UUID | None, keys: list[uuid.UUID]) -> None:
    """Score the jobs among these that the actor added for themselves, if they have a resume."""
    from accounts.models import User

    user = User.objects.filter(pk=actor).first() if actor else None
    own = JobPosting.objects.filter(pk__in=keys, owner_id=actor, company=None, status=JobPosting.Status.PRIVATE)
    found = list(own.filter(is_rankable=True).live().order_by("pk")) if user else []
    version = current_version(user) if user and found else None
    if version is not None:
        for posting in found:
            matches.score_pair(version, posting)


@job("matching.backfill", deadline=120.0)
def backfill(context: JobContext, /, **arguments: Any) -> None:
    """One look of a backfill: queue the next batches and the next look, tell how far it is; the last one ends the run."""
    if context.run is None:
        raise JobFailed("A backfill is started with a run.")
    found = backfills.look(context.run, backfills.Place(**arguments.get("place", {})))
    if found.is_over and found.missing:
        raise JobFailed(f"{found.missing} vectors could not be made, or were asked for meanwhile.")
    with context.effect(ends_run=found.is_over):
        backfills.queue_batches(context.run, found)
        message = "Every vector is up to date." if found.is_over else found.message
        store_change(RunChange(context.run, step=found.step, percent=found.percent, message=message))


@job("matching.backfill_batch", deadline=600.0)
def backfill_batch(context: JobContext, /, **arguments: Any) -> None:
    """Make the vectors of some rows of a backfill."""
    backfills.make_batch(context, arguments["side"], arguments["rows"])


@job("matching.score_pairs", deadline=60.0)
def score_pairs(context: JobContext, /, **arguments: Any) -> None:
    """Score a version of the actor with some jobs."""
    keys = [uuid.UUID(key) for key in arguments["job_ids"]]
    with context.effect():
        version = ResumeVersion.objects.filter(pk=arguments["version_id"]).first()
        for found in JobPosting.objects.filter(pk__in=keys, is_rankable=True).live().order_by("pk"):
            if version is not None:
                matches.score_pair(version, found)


@job("matching.train_ranker", deadline=1_800.0, retries=0)
def train_ranker(context: JobContext, /, **arguments: Any) -> None:
    """Train from feedback, stage by stage; the new ranker and its promotion are stored together with the end of the job."""

    def tell(stage: str, message: str) -> None:
        percent, words = training.STAGES[stage]
        context.progress(percent, words, message or None)

    try:
        trained = training.train(tell, run_id=context.run)
    except EncoderMissing as error:
        raise JobFailed(str(error)) from error
    tell("store" if trained.row is not None else "none", "")
    # Rankers are written by the staff connection, and the end of the job is noted in the same transaction.
    with using(OPS), context.effect():
        stored = training.store(trained, at=timezone.now())
        if context.run:
            store_change(RunChange(context.run, message=stored.message))


@job("matching.weekly_training", deadline=60.0, cron="17 * * * *")
def weekly_training(context: JobContext, /, **arguments: Any) -> None:
    """Once an hour: start a training when the last one was a week ago, also after the worker was away."""
    with context.effect(), contextlib.suppress(TrainingRefused):
        training.trigger(None)
