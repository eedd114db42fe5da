"""Background work of the AI platform, all of it nobody's in particular."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone

from accounts.runs import store_change
from aiplatform import playground
from aiplatform.models import Trial
from aiplatform.pricing import usd
from aiplatform.scoring import score_live
from aiplatform.services import record, splits
from aiplatform.trialling import PAIRS, Runner, Stopped
from careercopilot.db.router import current_alias, using
from careercopilot.jobs import JobContext, JobFailed, RunChange, job
from careercopilot.logging import get_logger

MONTHS_AHEAD = 3

log = get_logger(__name__)


@job("aiplatform.partitions", cron="17 3 * * *")
def make_partitions(context: JobContext, /, **arguments: Any) -> None:
    """Make the record's tables of the next months, daily: one day's failure leaves months to make up for it. Rows of a month
    that was missing lie in the default partition and move into their own."""
    with using("ops"):
        made = _value("select ai_make_partitions(%s)", [MONTHS_AHEAD])
    if made:
        log.info("ai_partitions_made", names=made)


@job("aiplatform.words", cron="37 3 * * *", deadline=900.0)
def remove_words(context: JobContext, /, **arguments: Any) -> None:
    """Remove the words of calls older than AI_WORDS_DAYS, nightly; that the calls were made stays on record."""
    if settings.AI_WORDS_DAYS <= 0:
        return
    with using("ops"):
        removed = record.remove_words(settings.AI_WORDS_DAYS)
    if removed:
        log.info("ai_words_removed", number=removed, days=settings.AI_WORDS_DAYS)


@job("aiplatform.reservations", cron="*/5 * * * *")
def sweep_reservations(context: JobContext, /, **arguments: Any) -> None:
    """End the reservations of processes that died while they waited for a model."""
    with context.effect():
        ended = _value("select ai_sweep_reservations()", [])
    if ended:
        log.warning("ai_reservations_swept", number=ended)


@job("aiplatform.score_live", cron="* * * * *", deadline=300.0)
def score_answers(context: JobContext, /, **arguments: Any) -> None:
    """Score the sampled calls that nobody has scored yet, every minute."""
    done = score_live(at=timezone.now(), share=settings.AI_SCORED_SHARE, judged_share=settings.AI_JUDGED_SHARE)
    if done.scored or done.judged:
        log.info("ai_answers_scored", scored=done.scored, judged=done.judged, waiting=done.waiting)


@job("aiplatform.watch_splits", cron="*/5 * * * *")
def watch_splits(context: JobContext, /, **arguments: Any) -> None:
    """Take back prompt versions that do harm; each is logged and on record."""
    splits.watch(at=timezone.now())


@job("aiplatform.run_trial", deadline=3600.0, retries=0)
def run_trial(context: JobContext, /, **arguments: Any) -> None:
    """Go on with a trial. It keeps what it found as it goes, so whatever stops it, starting it again goes on from there."""
    with using("ops"):
        row = Trial.objects.select_related("prompt", "production__prompt", "dataset").get(pk=arguments["trial"])
    try:
        for progress in Runner(row, timezone.now).run():
            start = 10 if progress.stage == PAIRS else 0
            share = 0.9 if progress.stage == PAIRS else 0.1
            message = f"{progress.done} of {progress.of}, {usd(progress.spent_usd)}"
            context.progress(min(99, start + round(share * progress.percent)), progress.stage, message)
    except Stopped as stopped:
        raise JobFailed(str(stopped)) from stopped


def _value(sql: str, arguments: list[Any]) -> Any:
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchone()[0]


@job("aiplatform.playground", deadline=900.0, retries=0)
def try_prompts(context: JobContext, /, **arguments: Any) -> None:
    """Ask versions past inputs for the page of staff that waits for it."""

    def tell(done: int, of: int) -> None:
        context.progress(round(100 * done / of), f"Input {done + 1} of {of}")

    if context.run is None:
        raise JobFailed("A try belongs to a run.")
    made = playground.try_out(
        context.run, [uuid.UUID(key) for key in arguments["versions"]], [uuid.UUID(key) for key in arguments["requests"]],
        now=timezone.now, tell=tell,
    )  # fmt: skip
    with context.effect():
        store_change(RunChange(context.run, message=f"{made} call{'' if made == 1 else 's'} made."))
