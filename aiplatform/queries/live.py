"""How a version does with people, and whether that shows harm. Read on the staff connection."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db import connections

from aiplatform.models import PromptVersion
from aiplatform.statistics.betting import Array, exceeds
from aiplatform.statistics.gate import ratio_bar, relative
from aiplatform.statistics.proportions import wilson
from careercopilot.db.router import current_alias

# A canary is taken back when it is shown, at this level and at whatever moment one looks, to fail this much more often than
# production at its likely worst, or to cost or take this many times what production does on the average.
ALPHA = 0.01
MORE_FAILURES = 0.05
RATIO = 1.5
LEAST = 20
SQL = """
select s.served <> 'model' as failed, s.cost_usd, s.latency_ms,
       exists (select from aiplatform_airesponse r where r.request_id = s.id
                and jsonb_array_length(coalesce(r.safety -> 'broken_rules', '[]')) > 0) as broke
  from ai_request_summary s
 where s.prompt_version_id = %s and s.by_id is not null and s.created_at >= %s and s.created_at < %s and s.attempts > 0
 order by s.created_at, s.id
 limit 20000
"""


@dataclass(frozen=True)
class Live:
    """Calls of one version in their order: whether no answer of the model was served, USD (nan: unknown), milliseconds, and
    how many broke a safety rule."""

    failed: Array
    cost: Array
    latency: Array
    broke: int

    @property
    def count(self) -> int:
        return len(self.failed)


def live(version: PromptVersion, *, since: dt.datetime, until: dt.datetime | None = None) -> Live:
    """Closed calls of a version by people (not those of trials) in a span of time, the first 20,000."""
    until = until or dt.datetime.max.replace(tzinfo=dt.UTC)
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(SQL, [version.pk, since, until])
        rows = cursor.fetchall()
    return Live(
        failed=np.array([row[0] for row in rows], float),
        cost=np.array([np.nan if row[1] is None else float(row[1]) for row in rows], float),
        latency=np.array([row[2] or 0 for row in rows], float),
        broke=sum(bool(row[3]) for row in rows),
    )


def harm(tried: Live, production: Live) -> str:
    """What the version is shown to do worse than production, in words; empty while nothing is shown."""
    if tried.broke and not production.broke:
        return f"{tried.broke} of {tried.count} answers broke a safety rule; in production none did."
    if not tried.count or production.count < LEAST:
        return ""
    _, worst = wilson(int(production.failed.sum()), production.count)
    bar = worst + MORE_FAILURES
    # Shares lie in [0, 1], differences in [-1, 1].
    if bar < 1 and exceeds(2 * tried.failed - 1, 2 * bar - 1, ALPHA)[-1]:
        share, usual = tried.failed.mean(), production.failed.mean()
        return f"No answer of the model in {share:.0%} of {tried.count} calls, in production in {usual:.0%}."
    for name, ours, theirs in (("cost", tried.cost, production.cost), ("time", tried.latency, production.latency)):
        usual = float(np.nanmean(theirs)) if not np.isnan(theirs).all() else 0.0
        known = ours[~np.isnan(ours)]
        if (
            usual > 0
            and len(known)
            and exceeds(-relative(np.full(len(known), usual), known), -ratio_bar(RATIO), ALPHA)[-1]
        ):
            return f"The {name} of {len(known)} calls is {known.mean() / usual:.1f} times that of production."
    return ""
