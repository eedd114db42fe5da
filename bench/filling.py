"""Jobs into a bench database by COPY: secondary indexes dropped before and made again after, as a bulk load should."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from pgvector import HalfVector
from pgvector.psycopg import register_vector
from psycopg import sql
from psycopg.types.json import Jsonb

from bench.corpus import TODAY, DrawnJob
from matching.fact_packing import pack_job
from matching.facts import FACTS_VERSION, encoder_id, encoder_or_none

AT = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
TABLES = ("matching_jobposting", "matching_jobrequirement", "matching_jobvector")
AT_ONCE = 2000


def copy_jobs(connection: psycopg.Connection[Any], jobs: Iterable[DrawnJob], feed: uuid.UUID) -> None:
    """Write the jobs with their requirements and vectors; secondary indexes are dropped before and made again after."""
    register_vector(connection)
    # Rows are made consistent by construction; foreign keys checked row by row would take longer than all the rest.
    connection.execute("set session_replication_role = replica")
    connection.execute("set maintenance_work_mem = '512MB'")
    indexes = connection.execute(
        "select i.indexname, i.indexdef from pg_indexes i left join pg_constraint c on c.conname = i.indexname"
        " where i.tablename = any(%s) and c.oid is null",
        [list(TABLES)],
    ).fetchall()
    for index, _ in indexes:
        connection.execute(sql.SQL("drop index {}").format(sql.Identifier(index)))
    batch: list[DrawnJob] = []
    for job in jobs:
        batch.append(job)
        if len(batch) == AT_ONCE:
            _copy_batch(connection, batch, feed)
            batch = []
    _copy_batch(connection, batch, feed)
    for _, statement in indexes:
        connection.execute(statement)


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
        "facts": pack_job(facts), "facts_version": FACTS_VERSION,
        "skill_keys": Jsonb(sorted({need.key for need in facts.needs})),
        "country": job.country, "remote": facts.remote or "", "level": facts.level, "embedded_at": AT,
    }  # fmt: skip
