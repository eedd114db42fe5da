# ruff: noqa: S608 - statements are put together from the catalogue's own column names; values go in as parameters
"""Very many jobs: a pool of drawn ones, then rows repeated from it inside the server, each with a search vector of its own.

Drawing a job in Python takes some milliseconds, which a million of them cannot have. Texts, requirements and packed facts
therefore repeat (each row holds its own copy, as large as a real one); keys, countries and search vectors do not.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import psycopg
from pgvector import HalfVector
from pgvector.psycopg import register_vector

from bench.corpus import AT_ONCE, COUNTRIES, NOISE, ReadJob

POOL = 20_000
STEP = 50_000  # rows of one statement
# Columns that a repeated row does not take from its pool row: what they are instead.
NEW: dict[str, dict[str, str]] = {
    "matching_jobposting": {"id": "draw.job_id", "external_id": "draw.job_id::text"},
    "matching_jobrequirement": {"id": "uuidv7()", "job_id": "draw.job_id"},
    "matching_jobvector": {
        "id": "uuidv7()", "job_id": "draw.job_id", "country": "draw.country", "search": "draw.search",
    },
}  # fmt: skip


def repeat_jobs(address: str, read: tuple[ReadJob, ...], count: int, *, seed: int) -> None:
    """Jobs POOL to `count` repeated from the pool that the database holds; indexes are the caller's business."""
    with psycopg.connect(address, autocommit=True) as connection:
        register_vector(connection)
        connection.execute("set session_replication_role = replica")
        connection.execute("set synchronous_commit = off")
        connection.execute(
            "create unlogged table bench_pool as select row_number() over (order by id) - 1 as place, id as job_id"
            " from matching_jobposting where is_published"
        )
        keep_pool(connection, {table: _key(table) for table in NEW})
        for start in range(POOL, count, STEP):
            began = time.perf_counter()
            with connection.transaction():
                _repeat(connection, read, start, min(start + STEP, count), seed)
            print(f"  {min(start + STEP, count):,} jobs, {time.perf_counter() - began:.0f} s", flush=True)
        drop_pool(connection, NEW)


def _repeat(connection: psycopg.Connection[Any], read: tuple[ReadJob, ...], start: int, stop: int, seed: int) -> None:
    connection.execute(
        "create unlogged table bench_draw (place bigint, job_id uuid, country text, search halfvec(384))"
    )
    with connection.cursor().copy(
        "copy bench_draw (place, job_id, country, search) from stdin (format binary)"
    ) as copy:
        copy.set_types(["int8", "uuid", "text", "halfvec"])
        for row in drawn_rows(read, start, stop, seed=seed):
            copy.write_row(row)
    for table, new in NEW.items():
        insert_repeated(connection, table, new, key=_key(table), pool_key="job_id")
    connection.execute("drop table bench_draw")


def keep_pool(connection: psycopg.Connection[Any], tables: dict[str, str]) -> None:
    """Copies of these tables under names of their own, indexed by this column: apart from the growing tables, which would
    else be read whole for every statement."""
    for table, key in tables.items():
        connection.execute(f"create unlogged table bench_{table} as select * from {table}")
        connection.execute(f"create index on bench_{table} ({key})")
        connection.execute(f"analyze bench_{table}")


def drop_pool(connection: psycopg.Connection[Any], tables: Iterable[str]) -> None:
    """Remove what `keep_pool` made."""
    connection.execute("drop table bench_pool, " + ", ".join(f"bench_{table}" for table in tables))


def insert_repeated(
    connection: psycopg.Connection[Any], table: str, new: dict[str, str], *, key: str, pool_key: str
) -> None:
    """A row for each of `bench_draw`, as its pool row has it but for the columns in `new`."""
    names = _columns(connection, table)
    taken = ", ".join(new.get(name, f"old.{name}") for name in names)
    connection.execute(
        f"insert into {table} ({', '.join(names)}) select {taken} from bench_draw draw"
        f" join bench_pool pool using (place) join bench_{table} old on old.{key} = pool.{pool_key}"
    )


def _key(table: str) -> str:
    """The column that names the job."""
    return "id" if table == "matching_jobposting" else "job_id"


def _columns(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """The table's columns that are written: all but generated ones."""
    rows = connection.execute(
        "select column_name from information_schema.columns where table_name = %s and is_generated = 'NEVER'"
        " order by ordinal_position",
        [table],
    )
    return [name for (name,) in rows.fetchall()]


def drawn_rows(
    read: tuple[ReadJob, ...], start: int, stop: int, *, seed: int
) -> Iterator[tuple[int, uuid.UUID, str, HalfVector]]:
    """(place in the pool, key, country, search vector) of jobs `start` to `stop`; vectors as `corpus.draw_jobs` moves them."""
    bases = np.stack([job.search for job in read])
    for first in range(start, stop, AT_ONCE):
        rng = np.random.default_rng([seed, first])
        size = min(AT_ONCE, stop - first)
        ones, others, places = (rng.integers(most, size=size) for most in (len(read), len(read), POOL))
        countries = rng.choice(list(COUNTRIES), size=size, p=list(COUNTRIES.values()))
        share = rng.random((size, 1), dtype=np.float32)
        rows = share * bases[ones] + (1 - share) * bases[others]
        rows += rng.standard_normal(rows.shape, dtype=np.float32) * np.float32(NOISE / np.sqrt(rows.shape[1]))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        for place, country, vector in zip(places, countries, rows.astype(np.float16), strict=True):
            yield int(place), uuid.UUID(bytes=rng.bytes(16), version=4), str(country), HalfVector(vector)
