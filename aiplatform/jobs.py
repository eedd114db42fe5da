"""Background work of the AI platform, all of it nobody's in particular."""

from __future__ import annotations

from typing import Any

from django.db import connections

from careercopilot.db.router import current_alias
from careercopilot.jobs import JobContext, job
from careercopilot.logging import get_logger

MONTHS_AHEAD = 3

log = get_logger(__name__)


@job("aiplatform.partitions", cron="17 3 * * *")
def make_partitions(context: JobContext, /, **arguments: Any) -> None:
    """Make the record's tables of the next months, daily: one day's failure leaves months to make up for it."""
    with context.effect():
        made = _value("select ai_make_partitions(%s)", [MONTHS_AHEAD])
    if made:
        log.info("ai_partitions_made", names=made)


@job("aiplatform.reservations", cron="*/5 * * * *")
def sweep_reservations(context: JobContext, /, **arguments: Any) -> None:
    """End the reservations of processes that died while they waited for a model."""
    with context.effect():
        ended = _value("select ai_sweep_reservations()", [])
    if ended:
        log.warning("ai_reservations_swept", number=ended)


def _value(sql: str, arguments: list[Any]) -> Any:
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchone()[0]
