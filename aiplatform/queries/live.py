"""How versions do with people. Read on the staff connection; `statistics.canary` says what it shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from django.db import connections

from aiplatform.models import PromptVersion
from aiplatform.statistics.canary import Calls, Mask
from careercopilot.db.router import current_alias

MOST = 20_000
SQL = f"""
select s.prompt_version_id, s.served <> 'model' as failed, s.cost_usd, s.latency_ms,
       exists (select from aiplatform_airesponse r where r.request_id = s.id
                and jsonb_array_length(coalesce(r.safety -> 'broken_rules', '[]')) > 0) as broke
  from ai_request_summary s
 where s.prompt_version_id = any(%s) and s.by_id is not null and s.created_at >= %s and s.created_at < %s and s.attempts > 0
 order by s.created_at, s.id
 limit {MOST}
"""  # noqa: S608  (a number of ours)


def live(version: PromptVersion, *, since: dt.datetime, until: dt.datetime | None = None) -> Calls:
    """Closed calls of a version by people (not those of trials) in a span of time, the first 20,000."""
    return _calls(_rows([version], since, until))


def both(version: PromptVersion, production: PromptVersion, *, since: dt.datetime) -> tuple[Calls, Mask]:
    """Closed calls by people of two versions in one order, the first 20,000, and which of them are the first version's."""
    rows = _rows([version, production], since, None)
    return _calls(rows), np.array([row[0] == version.pk for row in rows], dtype=bool)


def _rows(versions: list[PromptVersion], since: dt.datetime, until: dt.datetime | None) -> list[tuple[Any, ...]]:
    until = until or dt.datetime.max.replace(tzinfo=dt.UTC)
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(SQL, [[version.pk for version in versions], since, until])
        return [tuple(row) for row in cursor.fetchall()]


def _calls(rows: list[tuple[Any, ...]]) -> Calls:
    return Calls(
        failed=np.array([row[1] for row in rows], float),
        broke=np.array([row[4] for row in rows], float),
        cost=np.array([np.nan if row[2] is None else float(row[2]) for row in rows], float),
        latency=np.array([row[3] or 0 for row in rows], float),
    )
