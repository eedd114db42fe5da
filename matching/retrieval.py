# ruff: noqa: S608 - statements are put together from literals of this file; values go in as parameters
"""Which jobs are worth scoring for a talent: nearest in meaning, sharing asked skills, and the person's own.

Published jobs are searched through the HNSW index where an exact scan would be slower; the person's own private jobs are
always taken exactly. The two lists and the skill list are merged by turns, so that none of them can crowd the others out.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connections
from numpy.typing import NDArray

from careercopilot.db.router import current_alias

LIMIT = 500  # pairs scored for one talent
OVERLAP_LIMIT = 200
MOST_SKILLS = 24  # of a resume, those best evidenced; a list of everything finds everything
# How many rows the index search keeps in hand: at its default of 40 it gives 40 rows however many are asked for, and the
# more it keeps, the more of the true nearest it finds.
LEAST_EF, LARGEST_EF = 400, 1000  # the last is pgvector's own limit
# What a row that the index search visits costs in the planner's units, measured beside its scans (`python -m bench
# hnsw`), and how many it visits before it gives up (pgvector's default).
VISIT_COST, MOST_VISITS = 2.0, 20_000
# From so many published jobs on, shared skills are counted among the rare ones only: those that together stand in at most
# so many requirements. Counting all would read a share of all jobs, and a skill that a tenth of them asks for tells little.
# Of the jobs found so, the first MOST_JOINED by shared skills are looked at further.
MANY_JOBS, MOST_SHARED, MOST_JOINED = 50_000, 8_000, 1_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What a job must be; empty means anything. `level` counts from 0 (intern) to 5 (executive)."""

    countries: tuple[str, ...] = ()
    remotes: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    open_on: dt.date | None = None

    def sql(self) -> tuple[str, list[Any]]:
        """The conditions on matching_jobvector, each on a plain column so that row security does not stand in their way."""
        parts: list[str] = []
        values: list[Any] = []
        for column, wanted in (("country", self.countries), ("remote", self.remotes), ("level", self.levels)):
            if wanted:
                parts.append(f"v.{column} = any(%s)")
                values.append(list(wanted))
        if self.open_on is not None:
            parts.append("(v.closes_on is null or v.closes_on >= %s)")
            values.append(self.open_on)
        return "".join(f" and {part}" for part in parts), values


def as_array(stored: Any) -> NDArray[np.float32] | None:
    """A vector column's value as float32 (384,): the driver gives a list or pgvector's own type; None stays None."""
    if stored is None:
        return None
    return np.asarray(stored.to_numpy() if hasattr(stored, "to_numpy") else stored, np.float32)


def half(vector: NDArray[np.float32]) -> str:
    """A vector as pgvector reads it."""
    return "[" + ",".join(f"{value:.6g}" for value in vector) + "]"


def find(
    vector: NDArray[np.float32] | None,
    skill_keys: Sequence[str],
    *,
    owner_id: uuid.UUID,
    model: str,
    filters: Filters | None = None,
    limit: int = LIMIT,
) -> list[uuid.UUID]:
    """Keys of at most `limit` jobs, the most promising first; the person's own private jobs always among them.

    `vector` (384,) of encoder `model` is compared with the jobs' search vectors; None (no encoder) leaves the shared
    skills to decide. At most three queries and two for the estimate, one more among very many jobs.
    """
    filters = filters or Filters()
    own = _own(owner_id, filters, limit)
    published = _published()
    keys = _telling(list(skill_keys)[:MOST_SKILLS], published)
    joined = MOST_JOINED if published >= MANY_JOBS else None
    shared = _by_skills(keys, filters, min(OVERLAP_LIMIT, limit) if vector is not None else limit, joined)
    near = nearest(vector, model=model, filters=filters, limit=limit, published=published) if vector is not None else []
    if vector is None and len(shared) < limit:
        near = _newest(filters, limit)
    merged = dict.fromkeys(own)
    for pair in zip(*_padded(near, shared), strict=True):
        merged.update(dict.fromkeys(key for key in pair if key is not None))
    return list(merged)[:limit]


def _padded(first: list[uuid.UUID], second: list[uuid.UUID]) -> list[list[uuid.UUID | None]]:
    longest = max(len(first), len(second))
    return [[*keys, *[None] * (longest - len(keys))] for keys in (first, second)]


def nearest(
    vector: NDArray[np.float32],
    *,
    model: str,
    filters: Filters | None = None,
    limit: int = LIMIT,
    exact: bool | None = None,
    published: float | None = None,
) -> list[uuid.UUID]:
    """Published jobs by inner product of the search vectors, best first; `exact` forces or forbids the exact scan, `published`
    is their estimated number where it is known already."""
    where, values = (filters or Filters()).sql()
    if exact is None:
        exact = _is_exact_cheaper(where, values, model, limit, _published() if published is None else published)
    # Adding zero hides the operator from the index.
    distance = "(v.search <#> %s::halfvec) + 0" if exact else "v.search <#> %s::halfvec"
    sql = (
        "select v.job_id from matching_jobvector v where v.is_published and v.search is not null and v.model = %s"
        f"{where} order by {distance} limit %s"
    )
    with connections[current_alias()].cursor() as cursor:
        if not exact:
            cursor.execute(
                "select set_config('hnsw.ef_search', %s, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),"
                " set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)",
                [str(_kept_in_hand(limit))],
            )
        cursor.execute(sql, [model, *values, half(vector), limit])
        found = [key for (key,) in cursor.fetchall()]
        if not exact:
            cursor.execute("select set_config('enable_seqscan', 'on', true), set_config('enable_sort', 'on', true)")
    return found


def _kept_in_hand(limit: int) -> int:
    return min(max(2 * limit, LEAST_EF), LARGEST_EF)


def _published() -> float:
    """About how many jobs are published; negative while nothing is known."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select reltuples from pg_class where oid = 'matching_jobvector_hnsw'::regclass")
        return float(cursor.fetchone()[0])


def _is_exact_cheaper(where: str, values: list[Any], model: str, limit: int, published: float) -> bool:
    """Whether reading all rows that the filters leave is expected to cost less than the index; one small query.

    The index visits jobs in the order of their likeness until `limit` of them pass the filters. Where it would give up
    before that, and where nothing is known of the table yet, only the exact way finds what is there.
    """
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(
            "explain (format json) select 1 from matching_jobvector v where v.is_published and v.search is not null"
            f" and v.model = %s{where}",
            [model, *values],
        )
        node = _plan(cursor)
    left, cost = max(float(node["Plan Rows"]), 1.0), float(node["Total Cost"])
    visits = max(float(_kept_in_hand(limit)), limit * published / left)
    return published < 0 or visits > MOST_VISITS or cost <= visits * VISIT_COST


def _plan(cursor: Any) -> dict[str, Any]:
    """The top of the plan that was asked for."""
    plan = cursor.fetchone()[0]
    node: dict[str, Any] = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return node


def _telling(keys: list[str], published: float) -> list[str]:
    """Of these skills those worth counting: all among few jobs, else the rarest, MOST_SHARED requirements of them.

    One query asks the planner how often each is wanted; no row is read.
    """
    if published < MANY_JOBS or len(keys) < 2:
        return keys
    one = "(select 1 from matching_jobrequirement r where r.is_published and r.skill_key <> '' and r.skill_key = %s)"
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("explain (format json) " + " union all ".join([one] * len(keys)), keys)
        plans = _plan(cursor).get("Plans", [])
    rows = [float(plan["Plan Rows"]) for plan in plans if plan["Parent Relationship"] == "Member"]
    if len(rows) != len(keys):
        raise RuntimeError("The planner told another number of estimates than there are skills.")
    kept, total = [], 0.0
    for count, key in sorted(zip(rows, keys, strict=True)):
        total += count
        if total > MOST_SHARED:
            break
        kept.append(key)
    return kept


def _by_skills(skill_keys: Sequence[str], filters: Filters, limit: int, joined: int | None = None) -> list[uuid.UUID]:
    """Published jobs that ask for most of these skills; `joined`: filters are asked of so many of them (None: of all)."""
    if not skill_keys:
        return []
    where, values = filters.sql()
    return _keys(
        "select v.job_id from ("
        " select r.job_id, count(distinct r.skill_key) as shared from matching_jobrequirement r"
        " where r.is_published and r.skill_key <> '' and r.skill_key = any(%s) group by r.job_id"
        " order by shared desc, r.job_id limit %s"
        f") as found join matching_jobvector v using (job_id) where v.is_published{where}"
        " order by found.shared desc, v.job_id limit %s",
        [list(skill_keys), joined, *values, limit],
    )


def _own(owner_id: uuid.UUID, filters: Filters, limit: int) -> list[uuid.UUID]:
    """The person's own private jobs, newest first."""
    where, values = filters.sql()
    return _keys(
        "select v.job_id from matching_jobvector v where v.owner_id = %s and v.company_id is null and not v.is_published"
        f"{where} order by v.created_at desc, v.job_id limit %s",
        [owner_id, *values, limit],
    )


def _newest(filters: Filters, limit: int) -> list[uuid.UUID]:
    where, values = filters.sql()
    return _keys(
        f"select v.job_id from matching_jobvector v where v.is_published{where}"
        " order by v.created_at desc, v.job_id limit %s",
        [*values, limit],
    )


def _keys(sql: str, values: list[Any]) -> list[uuid.UUID]:
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(sql, values)
        return [key for (key,) in cursor.fetchall()]


def nearest_open(
    vector: NDArray[np.float32] | None,
    *,
    reader: uuid.UUID,
    left_out: Sequence[uuid.UUID],
    model: str,
    limit: int,
) -> dict[uuid.UUID, uuid.UUID]:
    """Resume versions (and whose they are) of people open to companies, the nearest to a job's search vector first; one query.

    Compared exactly: what is private is in no index. Of a person the version last opened; the reader and `left_out` are not
    among them. Versions without a vector of this model come last, all in the order of their keys without `vector`.
    """
    distance, values = "null::float", list[str]()
    if vector is not None:
        distance, values = "(t.search <#> %s::halfvec) + 0", [half(vector)]
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(
            "with open as materialized (select distinct on (g.owner_id) g.version_id, g.owner_id from resumes_resumegrant g"
            " where g.company_id is null and g.reason = 'opted_in' and g.revoked_at is null and g.owner_id <> %s"
            " and not g.owner_id = any(%s) order by g.owner_id, g.created_at desc, g.id desc)"
            " select o.version_id, o.owner_id from open o join matching_talentvector t using (version_id)"
            f" order by t.search is null or t.model <> %s, {distance}, o.version_id limit %s",
            [reader, list(left_out), model, *values, limit],
        )
        return dict(cursor.fetchall())
