"""Runs: the rows through which a person follows background work."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import Run, User
from careercopilot.jobs import Job, RunChange

_subject_views: dict[str, str] = {}


@transaction.atomic
def start_run(
    job: Job,
    *,
    by: User,
    label: str,
    subject_kind: str = "",
    subject_id: uuid.UUID | None = None,
    key: str = "",
    **arguments: Any,
) -> Run:
    """Queue the job with a run that its owner can watch; while one of the same key is unfinished, that one is given back."""
    if key:
        waiting = Run.objects.filter(owner=by, key=key).unfinished().first()
        if waiting is not None:
            return waiting
    run = Run(owner=by, kind=job.name, label=label[:200], subject_kind=subject_kind, subject_id=subject_id, key=key)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:
        # Another request of the person was first: its row could not be seen above.
        return Run.objects.filter(owner=by, key=key).unfinished().get()
    job.enqueue(actor=by.pk, run=run.pk, key=f"{by.pk}:{key}" if key else None, **arguments)
    return run


def store_change(change: RunChange) -> None:
    """Write a worker's news into the run row; a finished run stays as it ended."""
    now = timezone.now()
    values: dict[str, Any] = {
        name: value
        for name, value in (
            ("state", change.state),
            ("step", change.step),
            ("percent", change.percent),
            ("message", change.message),
        )
        if value is not None
    }
    if change.state == "running":
        values["started_at"] = F("started_at") if change.step else now
    elif change.state in ("succeeded", "failed"):
        values["finished_at"] = now
    Run.objects.filter(pk=change.run).unfinished().update(**values)


def register_subject(kind: str, view: str) -> None:
    """Say which page shows the subject of a run of this kind; the view takes the subject's key."""
    _subject_views[kind] = view


def subject_url(run: Run) -> str:
    """Where the run's result is to be seen; empty where no page was registered."""
    view = _subject_views.get(run.subject_kind)
    return reverse(view, args=[run.subject_id]) if view and run.subject_id else ""
