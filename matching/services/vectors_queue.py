"""Asks for vectors: queued for the worker, or made at once (set-up)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from django.utils import timezone

from accounts.models import User
from careercopilot.db.context import acting_as

BATCH = 50


def in_batches(keys: Sequence[uuid.UUID], size: int = BATCH) -> Iterator[Sequence[uuid.UUID]]:
    """The keys in runs of at most `size`."""
    return (keys[at : at + size] for at in range(0, len(keys), size))


def request_vectors(job_ids: Sequence[uuid.UUID], *, by: uuid.UUID) -> None:
    """Queue the making of vectors and facts for these postings; `by` must be allowed to change them."""
    from matching.jobs import embed_jobs

    for keys in in_batches(job_ids):
        key = str(keys[0]) if len(keys) == 1 else None
        embed_jobs.enqueue(actor=by, key=key, job_ids=[str(key) for key in keys])


def make_or_queue_vectors(job_ids: Sequence[uuid.UUID], *, actor: User, now: bool) -> None:
    """Make vectors here (`now`), or leave them to the worker."""
    if not now:
        with acting_as(actor):
            request_vectors(job_ids, by=actor.pk)
        return
    from matching.services.vectors import job_vectors, stale_jobs, store_job_vectors

    for keys in in_batches(job_ids):
        with acting_as(actor):
            store_job_vectors(job_vectors(stale_jobs(keys), at=timezone.now()))
