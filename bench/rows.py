"""Row level security beside the same conditions written out: the same rows, without and with policies."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, LiteralString

import psycopg

from bench.corpus import TODAY
from bench.databases import JobDatabase, job_database
from bench.options import options
from bench.pages import matched
from bench.sides import Result, Skip
from bench.tables import Table, Value
from bench.timing import interleave, p50, ratio
from careercopilot.db.databases import urls_for
from careercopilot.encoder import EncoderMissing, get_encoder
from matching.retrieval import as_array, half
from matching.scoring import prepare_scorer
from matching.services.vectors import talent_vector

SHARED: LiteralString = (
    "({0}.is_published or ({0}.owner_id = %(me)s and {0}.company_id is null) or {0}.company_id = any(%(ours)s))"
)
MINE: LiteralString = "({0}.owner_id = %(me)s or ({0}.company_id = any(%(ours)s) and {0}.version_id = any(%(ours)s)))"
# name, statement with a place for the visibility condition, the condition that the policy of that table states
STATEMENTS: dict[str, tuple[LiteralString, LiteralString]] = {
    "list of jobs": (
        "select v.id, v.title, v.company_name, v.place_text from matching_jobposting v where v.deleted_at is null"
        " and v.is_published {} order by v.posted_on desc, v.id limit 20",
        SHARED,
    ),
    "list of matches": (
        "select v.id, v.score, v.subscores, v.factors from matching_match v where v.owner_id = %(me)s {}"
        " order by v.score desc, v.id limit 20",
        MINE,
    ),
    "nearest by index": (
        "select v.job_id from matching_jobvector v where v.is_published {}"
        " order by v.search <#> %(vector)s::halfvec limit 100",
        SHARED,
    ),
    "nearest exactly": (
        "select v.job_id from matching_jobvector v where v.is_published and v.country = 'CH' {}"
        " order by (v.search <#> %(vector)s::halfvec) + 0 limit 100",
        SHARED,
    ),
}


def run() -> list[Result | Table]:
    """Each statement as the web role under its policies, and as a role that passes them by with the condition written out."""
    chosen = options()
    try:
        encoder = get_encoder()
    except EncoderMissing as error:
        raise Skip(str(error)) from error
    prepare_scorer()
    database = job_database(chosen.sizes[-1], chosen)
    me = database.seekers[0]
    matched(database, me)
    vector = _vector(database)
    if vector is None:
        raise Skip(f"no vectors by {encoder.id}")
    values = {"me": me, "ours": [], "vector": vector}
    urls = urls_for(database.name)
    with (
        psycopg.connect(urls["app"], autocommit=True) as app,
        psycopg.connect(urls["backup"], autocommit=True) as free,
    ):
        app.execute("select set_config('app.user_id', %s, false)", [str(me)])
        for connection in (app, free):
            connection.execute("set hnsw.ef_search = 200")
        return _compared(database, app, free, values, chosen.rounds * 4)


def _vector(database: JobDatabase) -> str | None:
    version = database.version(database.seekers[0])
    with database.acting():
        found = as_array(talent_vector(version, today=TODAY)[0].search)
    return None if found is None else half(found)


def _compared(
    database: JobDatabase,
    app: psycopg.Connection[Any],
    free: psycopg.Connection[Any],
    values: dict[str, Any],
    rounds: int,
) -> list[Result | Table]:
    rows: list[tuple[Value, ...]] = []
    results: list[Result | Table] = []
    for name, (statement, condition) in STATEMENTS.items():
        policy = statement.format("")
        written = statement.format("and " + condition.format("v"))
        if _keys(app, policy, values) != _keys(free, written, values):
            raise RuntimeError(f"{name}: the two sides give different rows")
        sides: dict[str, Callable[[], object]] = {
            "policies": partial(_keys, app, policy, values), "written out": partial(_keys, free, written, values),
        }  # fmt: skip
        times = interleave(sides, rounds)
        cost = ratio(times, "policies", "written out")
        rows.append((name, p50(times["policies"]), p50(times["written out"]), cost))
        results.append(Result(f"rows: {name}, policies over conditions", cost, 1.15, at_least=False))
    title = f"rows: {database.size:,} jobs, medians (ms)"
    return [Table(title, ("", "policies", "written out", "ratio"), tuple(rows)), *results]


def _keys(connection: psycopg.Connection[Any], statement: LiteralString, values: dict[str, Any]) -> list[Any]:
    return [row[0] for row in connection.execute(statement, values)]
