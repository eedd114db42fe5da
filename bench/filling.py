"""Jobs into a bench database by COPY: secondary indexes dropped before and made again after, as a bulk load should."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import psycopg
from pgvector import HalfVector
from pgvector.psycopg import register_vector
from psycopg import sql
from psycopg.types.json import Jsonb

from bench.corpus import TODAY, DrawnJob, ReadJob, draw_jobs
from bench.pooled import POOL, repeat_jobs
from matching.fact_packing import pack_job
from matching.facts import encoder_id, encoder_or_none, facts_version

AT = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
TABLES = ("matching_jobposting", "matching_jobrequirement", "matching_jobvector")
AT_ONCE = 2000  # jobs of one COPY
PART = 20_000  # jobs of one process at a time; a multiple of the seeds' 500
REPEATED_FROM = 200_000  # from so many jobs on, rows are repeated from a pool
TOLD_FROM_S = 5.0  # an index that takes longer is told of


def copy_jobs(address: str, read: tuple[ReadJob, ...], count: int, *, seed: int, feed: uuid.UUID) -> None:
    """Draw jobs and write them with their requirements and vectors into the database at this address.

    Secondary indexes are dropped before and made again after; many jobs are drawn and written by several processes.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        indexes = _dropped_indexes(connection)
    drawn = POOL if count >= REPEATED_FROM else count
    parts = [(start, min(start + PART, drawn)) for start in range(0, drawn, PART)]
    work = partial(_copy_part, address, read, seed, feed)
    if len(parts) == 1:
        work(parts[0])
    else:
        # Forked, so that the read postings need not be sent.
        with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
            pool.map(work, parts, chunksize=1)
    if drawn < count:
        repeat_jobs(address, read, count, seed=seed)
    make_indexes(address, indexes)


def make_indexes(address: str, statements: list[str]) -> None:
    """Make the dropped indexes again, one process beside the server's own at most, so that others can go on working."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("set maintenance_work_mem = '2GB'")
        connection.execute("set max_parallel_maintenance_workers = 1")
        for statement in statements:
            began = time.perf_counter()
            connection.execute(statement)
            if (took := time.perf_counter() - began) > TOLD_FROM_S:
                print(f"  {statement.split()[2]}: {took:.0f} s", flush=True)


def _dropped_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Drop the secondary indexes; the statements that make them again."""
    indexes = connection.execute(
        "select i.indexname, i.indexdef from pg_indexes i left join pg_constraint c on c.conname = i.indexname"
        " where i.tablename = any(%s) and c.oid is null",
        [list(TABLES)],
    ).fetchall()
    for index, _ in indexes:
        connection.execute(sql.SQL("drop index {}").format(sql.Identifier(index)))
    return [statement for _, statement in indexes]


def _copy_part(address: str, read: tuple[ReadJob, ...], seed: int, feed: uuid.UUID, part: tuple[int, int]) -> None:
    start, stop = part
    with psycopg.connect(address) as connection:
        register_vector(connection)
        # Rows are made consistent by construction; foreign keys checked row by row would take longer than all the rest.
        connection.execute("set session_replication_role = replica")
        for batch in batched(draw_jobs(read, stop, seed=seed, start=start), AT_ONCE):
            _copy_batch(connection, batch, feed)


def batched(jobs: Iterable[DrawnJob], size: int) -> Iterator[list[DrawnJob]]:
    """The jobs in lists of this size."""
    left = iter(jobs)
    while batch := list(islice(left, size)):
        yield batch


def _copy_batch(connection: psycopg.Connection[Any], batch: list[DrawnJob], feed: uuid.UUID) -> None:
    _copy_rows(connection, "matching_jobposting", [_posting_row(job, feed) for job in batch])
    rows = [row for job in batch for row in _requirement_rows(job, feed)]
    _copy_rows(connection, "matching_jobrequirement", rows)
    model = encoder_id(encoder_or_none())
    _copy_rows(connection, "matching_jobvector", [_vector_row(job, feed, model) for job in batch])


def _copy_rows(connection: psycopg.Connection[Any], table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    names = list(rows[0])
    kinds = dict(
        connection.execute(
            "select column_name, udt_name from information_schema.columns where table_name = %s", [table]
        ).fetchall()
    )
    statement = sql.SQL("copy {} ({}) from stdin (format binary)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor().copy(statement) as copy:
        copy.set_types([kinds[name] for name in names])
        for row in rows:
            copy.write_row(list(row.values()))


def _posting_row(job: DrawnJob, feed: uuid.UUID) -> dict[str, Any]:
    values = dict(job.base.values)
    values |= {name: Jsonb(values[name]) for name in ("locations", "countries")}
    values |= {"remote": job.facts.remote or "", "min_years": job.facts.min_years, "posted_on": TODAY}
    fixed = {"id": job.key, "owner_id": feed, "company_id": None, "created_at": AT, "updated_at": AT}
    kept = {"status": "published", "source": "loaded", "is_demo": False, "external_id": str(job.key)}
    return fixed | kept | values


def _requirement_rows(job: DrawnJob, feed: uuid.UUID) -> Iterator[dict[str, Any]]:
    for row in job.base.requirements:
        yield {
            "id": uuid.uuid5(job.key, str(row.position)), "created_at": AT, "updated_at": AT, "is_published": True,
            "owner_id": feed, "job_id": job.key, "position": row.position, "text": row.text,
            "skill_key": row.skill_key, "skill_label": row.skill_label, "importance": row.importance,
            "any_of": row.any_of, "min_years": row.min_years, "is_confirmed": False,
        }  # fmt: skip


def _vector_row(job: DrawnJob, feed: uuid.UUID, model: str) -> dict[str, Any]:
    facts = job.facts
    return {
        "id": uuid.uuid5(job.key, "vector"), "created_at": AT, "updated_at": AT, "is_published": True,
        "owner_id": feed, "job_id": job.key, "model": model, "text_sha256": job.base.values["text_sha256"],
        "search": HalfVector(job.search),
        "description": None if facts.description_vector is None else HalfVector(facts.description_vector),
        "requirements": None if facts.requirements_vector is None else HalfVector(facts.requirements_vector),
        "facts": pack_job(facts), "facts_version": facts_version(),
        "skill_keys": Jsonb(sorted({need.key for need in facts.needs})),
        "country": job.country, "remote": facts.remote or "", "level": facts.level, "embedded_at": AT,
    }  # fmt: skip
