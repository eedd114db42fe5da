"""What AI calls did and cost, from the record: by day, capability, prompt version and person. For staff (the ops connection)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connections

from careercopilot.db.router import current_alias

# What a page may group by: the words shown, the expression, and the expression of the link's key.
GROUPS = {
    "capability": ("Capability", "s.capability", "s.capability"),
    "version": (
        "Prompt version",
        "coalesce(s.prompt_key || ' ' || s.prompt_number, 'no prompt')",
        "coalesce(s.prompt_version_id::text, '')",
    ),
    "person": (
        "Person",
        "coalesce((select u.email from accounts_user u where u.id = s.owner_id), 'nobody (made-up inputs)')",
        "coalesce(s.owner_id::text, '')",
    ),
    "model": ("Model", "coalesce(nullif(s.provider || ' ' || s.model, ' '), 'no model')", "s.model"),
}
_FAILED = "count(*) filter (where s.state in ('failed', 'refused') and s.finish_reason <> 'over_budget')"
_FIGURES = f"""
count(*), {_FAILED}, count(*) filter (where s.finish_reason = 'over_budget'), count(*) filter (where s.served = 'deterministic'),
count(*) filter (where s.state = 'started'), count(*) filter (where s.is_unpriced), coalesce(sum(s.cost_usd), 0),
percentile_cont(0.5) within group (order by s.latency_ms), percentile_cont(0.95) within group (order by s.latency_ms)
"""
_WITHIN = """
from ai_request_summary s where s.created_at >= %(since)s and s.created_at < %(until)s
and (not %(people)s or s.by_id is not null)
and (%(capability)s = '' or s.capability = %(capability)s)
and (%(version)s::uuid is null or s.prompt_version_id = %(version)s)
and (%(owner)s::uuid is null or s.owner_id = %(owner)s)
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which calls: from `since` to before `until`, of one capability, version or person where named. `people`: only those that
    people made, not those of trials, improvement, judges, tries and replays, which nobody is `by`."""

    since: dt.datetime
    until: dt.datetime
    capability: str = ""
    version: uuid.UUID | None = None
    owner: uuid.UUID | None = None
    people: bool = True

    def arguments(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("since", "until", "capability", "version", "owner", "people")}


@dataclass(frozen=True, slots=True)
class Figures:
    """Calls of one group. Costs in USD without the `unpriced` ones; times in milliseconds over all attempts of a call. Those that a
    budget turned away are `over_budget`, not `failed`."""

    label: str
    key: str
    calls: int
    failed: int
    over_budget: int
    deterministic: int
    unanswered: int
    unpriced: int
    cost_usd: Decimal
    p50_ms: float | None
    p95_ms: float | None

    @property
    def error_share(self) -> float:
        """Share of calls whose last attempt failed or was refused, 0 to 1."""
        return self.failed / self.calls if self.calls else 0.0

    @property
    def fallback_share(self) -> float:
        """Share of calls that were answered without a model, 0 to 1."""
        return self.deterministic / self.calls if self.calls else 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """One day (UTC) of calls; days without any are there with zeros."""

    date: dt.date
    calls: int
    failed: int
    cost_usd: Decimal


def total(scope: Scope) -> Figures:
    """All calls of the scope as one group."""
    rows = _rows(f"select '', '', {_FIGURES} {_WITHIN}", scope)
    return Figures(*rows[0])


def grouped(scope: Scope, by: str, *, most: int = 50) -> list[Figures]:
    """The dearest groups first; `by` is a key of GROUPS."""
    _, label, key = GROUPS[by]
    rows = _rows(
        f"select {label}, {key}, {_FIGURES} {_WITHIN} group by 1, 2 order by 9 desc, 3 desc, 1 limit {int(most)}", scope
    )
    return [Figures(*row) for row in rows]


def by_day(scope: Scope) -> list[Day]:
    """Every day of the scope, the oldest first."""
    rows = _rows(
        f"""select (s.created_at at time zone 'UTC')::date, count(*), {_FAILED}, coalesce(sum(s.cost_usd), 0) {_WITHIN} group by 1""",
        scope,
    )
    found = {row[0]: Day(*row) for row in rows}
    first = scope.since.astimezone(dt.UTC).date()
    count = ((scope.until - dt.timedelta(microseconds=1)).astimezone(dt.UTC).date() - first).days + 1
    days = [first + dt.timedelta(days=number) for number in range(count)]
    return [found.get(day, Day(day, 0, 0, Decimal(0))) for day in days]


def _rows(sql: str, scope: Scope) -> list[tuple[Any, ...]]:
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(sql, scope.arguments())
        return [tuple(row) for row in cursor.fetchall()]
