"""The history of a score: every score that a person had with one job, with why it was computed and what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Lag

from accounts.models import User
from matching.ml.types import GROUPS
from matching.models import JobPosting, ScoreRecord
from matching.queries.cards import LABELS

LEAST_MOVED = 0.05  # points; less would show as 0.0
COLUMNS = (
    "owner", "version", "job", "score", "raw", "baseline", "source", "ranker_version", "contributions", "scored_at",
    "reason", "version__number", "version__resume__title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastScore:
    """One score on record. `change` is in whole points against the score before it, None for the first; `moved` says which
    parts moved by how many points before rounding, the largest first."""

    record: ScoreRecord
    change: int | None
    moved: tuple[tuple[str, float], ...]


class History(Sequence[PastScore]):
    """The scores of a person with a job, newest first, to be cut into pages: one query a page, and one for their number."""

    def __init__(self, user: User, job: JobPosting) -> None:
        def before(column: str) -> Window:
            return Window(Lag(column), order_by=[F("created_at").asc(), F("pk").asc()])

        self._rows: QuerySet[Any] = (
            ScoreRecord.objects.filter(owner=user, job=job)
            .select_related("version__resume")
            .only(*COLUMNS)
            .annotate(
                before_score=before("score"),
                before_baseline=before("baseline"),
                before_contributions=before("contributions"),
            )
            .order_by("-created_at", "-pk")
        )

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, key: int) -> PastScore: ...
    @overload
    def __getitem__(self, key: slice) -> list[PastScore]: ...
    def __getitem__(self, key: int | slice) -> PastScore | list[PastScore]:
        found = self._rows[key]
        return _past(found) if isinstance(key, int) else [_past(row) for row in found]


def _past(row: Any) -> PastScore:
    if row.before_score is None:
        return PastScore(row, None, ())
    parts = [("Baseline", row.baseline - row.before_baseline)]
    parts += [
        (LABELS[group], _points(row.contributions, group) - _points(row.before_contributions, group))
        for group in GROUPS
    ]
    moved = [part for part in parts if abs(part[1]) >= LEAST_MOVED]
    moved.sort(key=lambda part: -abs(part[1]))
    return PastScore(row, row.score - row.before_score, tuple(moved))


def _points(contributions: dict[str, float], group: str) -> float:
    return float(contributions.get(group, 0.0))
