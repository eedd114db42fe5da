"""Vectors that are missing, or were made by another encoder: listed, queued in batches, made as the people whose rows they are.

A chain of looks drives it, each one job: it queues the next batches and, in the same transaction, the next look. So a
killed worker loses nothing, several workers share the batches, and the queue never holds more than a window of them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, Literal

from django.db import connections
from django.utils import timezone

from accounts.models import Run, User
from accounts.runs import start_run
from careercopilot.db.context import acting_as
from careercopilot.db.router import current_alias
from matching.facts import encoder_id, encoder_or_none, facts_version
from matching.models import JobVector, TalentVector
from matching.services.rankers import OPS
from matching.services.vectors import job_vectors, stale_jobs, store_job_vectors, store_talent_vector, talent_vector
from resumes.models import ResumeVersion

BACKFILL_EMAIL = "backfill@careercopilot.invalid"  # a reserved domain: nobody can sign in or be written to
KEY = "backfill"
BATCH = 20  # rows of one queued piece of work
WINDOW = 20  # batches queued at once
Side = Literal["jobs", "talents"]
Row = tuple[uuid.UUID, uuid.UUID]  # who may write the vector; whose vector it is
SIDES: tuple[Side, ...] = ("jobs", "talents")
WORDS: dict[Side, tuple[str, str]] = {
    "jobs": ("Making vectors of postings", "postings"), "talents": ("Making vectors of resumes", "resumes"),
}  # fmt: skip
# One statement each, so that nothing is put together from text.
_GAPS = {
    "jobs": "select actor, key from matching_job_vector_gaps(%s, %s, %s, %s)",
    "talents": "select actor, key from matching_talent_vector_gaps(%s, %s, %s, %s)",
}
_COUNT = {
    "jobs": "select count(*) from matching_job_vector_gaps(%s, %s, null, null)",
    "talents": "select count(*) from matching_talent_vector_gaps(%s, %s, null, null)",
}
_UNFINISHED = """select count(*) from procrastinate_jobs where status in ('todo', 'doing')
 and task_name = 'matching.backfill_batch' and args->'arguments'->>'backfill' = %s"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a backfill is: the side and the last key queued, how many rows were queued of how many, and a batch's size.

    `size` 1 is the second round, in which a row that cannot be made no longer holds up its neighbours.
    """

    side: Side = "jobs"
    after: str | None = None
    queued: int = 0
    total: int = -1
    size: int = BATCH


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: batches to queue, where to go on (None: it is over), and how many seconds later."""

    batches: tuple[tuple[Row, ...], ...]
    place: Place
    is_over: bool
    wait: float
    percent: int
    missing: int = 0

    @property
    def step(self) -> str:
        return WORDS[self.place.side][0]

    @property
    def message(self) -> str:
        """How far it is, in words."""
        return f"{self.place.queued:,} of {max(self.place.total, 0):,} vectors asked for"


def backfiller() -> User:
    """The user that backfills belong to, so that one at a time runs."""
    user, made = User.objects.get_or_create(
        email=BACKFILL_EMAIL, defaults={"name": "Backfill", "is_seeker": False, "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def gaps(side: Side, *, after: str | None, most: int) -> list[Row]:
    """The next rows without a current vector, by key; one query on the staff connection, which alone may ask."""
    with connections[OPS].cursor() as cursor:
        cursor.execute(_GAPS[side], [*_current(), after, most])
        return [(actor, key) for actor, key in cursor.fetchall()]


def missing() -> dict[Side, int]:
    """How many rows of each side have no current vector; one query a side, over all rows."""
    counts: dict[Side, int] = {}
    with connections[OPS].cursor() as cursor:
        for side in SIDES:
            cursor.execute(_COUNT[side], list(_current()))
            counts[side] = int(cursor.fetchone()[0])
    return counts


def _current() -> tuple[str, str]:
    return encoder_id(encoder_or_none()), facts_version()


def start_backfill(*, size: int = BATCH) -> Run:
    """Queue a backfill in batches of this size and give its run; while one waits or works, that one is given."""
    from matching.jobs import backfill

    owner, place = backfiller(), asdict(Place(size=size))
    with acting_as(owner):
        return start_run(
            backfill, by=owner, label="Making missing vectors", subject_kind="vectors", key=KEY, place=place
        )


def last_backfill() -> Run | None:
    """The newest backfill's run."""
    owner = User.objects.filter(email=BACKFILL_EMAIL).first()
    if owner is None:
        return None
    with acting_as(owner):
        return Run.objects.filter(owner=owner, key=KEY).order_by("-created_at", "pk").first()


def look(run: uuid.UUID, place: Place) -> Look:
    """What to do next; nothing is written. Three small queries, and at each beginning of a round one over all rows."""
    if place.total < 0:
        place = replace(place, total=sum(missing().values()))
    rows = gaps(place.side, after=place.after, most=place.size * WINDOW)
    waiting = _unfinished(run)
    percent = min(99, 100 * max(place.queued - waiting * place.size, 0) // max(place.total, 1))
    if rows:
        batches = tuple(tuple(rows[at : at + place.size]) for at in range(0, len(rows), place.size))
        further = replace(place, after=str(rows[-1][1]), queued=place.queued + len(rows))
        return Look(batches, further, False, 0.0, percent)
    if place.side != SIDES[-1]:
        return Look((), replace(place, side=SIDES[-1], after=None), False, 0.0, percent)
    if waiting:
        return Look((), place, False, 1.0, percent)
    left = sum(missing().values())
    if left and place.size > 1:
        return Look((), Place(size=1, total=left), False, 0.0, percent)
    return Look((), place, True, 0.0, percent, missing=left)


def _unfinished(run: uuid.UUID) -> int:
    """Batches of this backfill that wait, work, or will be tried again."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(_UNFINISHED, [str(run)])
        return int(cursor.fetchone()[0])


def queue_batches(run: uuid.UUID, found: Look) -> None:
    """Queue a look's batches and the next look, behind everything that people wait for; in the caller's transaction."""
    from matching.jobs import backfill, backfill_batch

    for rows in found.batches:
        backfill_batch.enqueue(
            actor=None, priority=-10, backfill=str(run), side=found.place.side,
            rows=[[str(actor), str(key)] for actor, key in rows],
        )  # fmt: skip
    if not found.is_over:
        owner = backfiller().pk
        backfill.enqueue(
            actor=owner, run=run, key=f"{owner}:{KEY}", delay=found.wait, priority=-11, place=asdict(found.place)
        )


def by_actor(rows: Sequence[Sequence[str]]) -> Iterator[tuple[uuid.UUID, list[uuid.UUID]]]:
    """Queued rows as (person, keys)."""
    for actor, found in groupby(sorted(rows, key=tuple), key=lambda row: row[0]):
        yield uuid.UUID(actor), [uuid.UUID(key) for _, key in found]


def make(side: Side, keys: Sequence[uuid.UUID], *, at: dt.datetime) -> list[JobVector] | list[TalentVector]:
    """Unsaved vectors of those of these rows that still need one; the caller acts as their owner."""
    if side == "jobs":
        return job_vectors(stale_jobs(keys), at=at)
    versions = ResumeVersion.objects.filter(pk__in=keys).order_by("pk")
    made = [talent_vector(version, today=at.date()) for version in versions]
    return [vector for vector, is_new in made if is_new]


def store(side: Side, vectors: Any) -> None:
    """Keep made vectors; the caller acts as their owner."""
    if side == "jobs":
        store_job_vectors(vectors)
        return
    for vector in vectors:
        store_talent_vector(vector)


def make_batch(context: Any, side: Side, rows: Sequence[Sequence[str]]) -> None:
    """Make and keep the vectors of some rows, each person's as that person; what an earlier try kept is found current."""
    for actor, keys in by_actor(rows):
        with acting_as(actor):
            made = make(side, keys, at=timezone.now())
        step = f"vectors:{keys[0]}"
        if made and not context.done(step):
            with context.effect(step), acting_as(actor):
                store(side, made)
