"""Background work that nobody asks for: matches of people are brought up to date as postings come."""

from __future__ import annotations

from typing import Any

from careercopilot.jobs import JobContext, job
from matching.services.watch import queue_due_refreshes


@job("matching.queue_due_refreshes", deadline=60.0, cron="41 * * * *")
def queue_refreshes(context: JobContext, /, **arguments: Any) -> None:
    """Once an hour, because not every worker is up at night: queue a refresh for each person who had none for a day and
    for whom a posting came since."""
    with context.effect():
        queue_due_refreshes()
