"""Databases of the benches: copies of the migrated template, filled by COPY, used as the web role under row security."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from accounts.models import User
from bench.corpus import TODAY, read_world
from bench.filling import copy_jobs
from bench.options import Options
from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as
from careercopilot.db.databases import create_test_database, drop_test_database
from careercopilot.tests.databases import ensure_template, locked, schema_digest
from matching.facts import encoder_id, encoder_or_none, facts_version
from resumes.models import Resume, ResumeVersion
from resumes.parsing import parse_text
from resumes.services import store_version

PREFIX = "test_bench"
_open: dict[int, JobDatabase] = {}


@dataclass(frozen=True, eq=False)
class JobDatabase:
    """A database with `size` published jobs and one seeker a synthetic talent."""

    name: str
    size: int
    connection: Any
    seekers: tuple[uuid.UUID, ...]
    set_up_seconds: float

    @contextmanager
    def acting(self, seeker: uuid.UUID | None = None) -> Iterator[None]:
        """Queries go to this database, in one transaction, as this seeker (the first by default)."""
        before = connections["default"]
        connections["default"] = self.connection
        try:
            with acting_as(seeker or self.seekers[0]):
                yield
        finally:
            connections["default"] = before

    def version(self, seeker: uuid.UUID) -> ResumeVersion:
        """The seeker's resume version, read as that seeker."""
        with self.acting(seeker):
            return ResumeVersion.objects.select_related("resume").get(owner_id=seeker)


def job_database(size: int, options: Options) -> JobDatabase:
    """The database with so many jobs; made once a run, or found as an earlier run with --keep left it."""
    if size not in _open:
        started = time.perf_counter()
        name = f"{PREFIX}_{_digest(options)}_{size}"
        if not _exists(f"{name}_ready"):
            _drop_stale(size)
            _fill(name, size, options)
            with psycopg.connect(admin_url(), autocommit=True) as connection:
                # As the last step, so that an interrupted set-up never passes for a finished one.
                connection.execute(
                    sql.SQL("alter database {} rename to {}").format(
                        sql.Identifier(name), sql.Identifier(f"{name}_ready")
                    )
                )
        wrapper = _wrapper(f"{name}_ready")
        with wrapper.cursor() as cursor:
            cursor.execute("select id from accounts_user where is_seeker order by email")
            seekers = tuple(row[0] for row in cursor.fetchall())
        _open[size] = JobDatabase(f"{name}_ready", size, wrapper, seekers, time.perf_counter() - started)
    return _open[size]


def drop_all(*, keep: bool) -> None:
    """Close what this run opened, and remove it unless it is kept."""
    for database in _open.values():
        database.connection.close()
        if not keep:
            drop_test_database(database.name)
    _open.clear()


def _wrapper(name: str) -> Any:
    """A connection of the web role to the database of this name, to take the place of Django's default."""
    made = connections.create_connection("default")
    made.settings_dict = {**made.settings_dict, "NAME": name}
    return made


@lru_cache(maxsize=1)
def _digest(options: Options) -> str:
    """Of everything that decides what lies in the database."""
    digest = hashlib.sha256(f"{schema_digest()} {options.seed} {options.quick} {facts_version()}".encode())
    digest.update(encoder_id(encoder_or_none()).encode())
    for name in ("corpus.py", "filling.py", "pooled.py"):
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:8]


def _exists(name: str) -> bool:
    with psycopg.connect(admin_url(), autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
    return found is not None


def _drop_stale(size: int) -> None:
    """Remove databases of this size that were made from other data or another schema."""
    with psycopg.connect(admin_url(), autocommit=True) as connection:
        names = connection.execute(
            "select datname from pg_database where datname like %s", [f"{PREFIX}_%_{size}_ready"]
        ).fetchall()
    for (name,) in names:
        drop_test_database(name)


def _fill(name: str, size: int, options: Options) -> None:
    with locked():
        create_test_database(name, template=ensure_template())
    read, talents = read_world(options.seed, options.quick)
    wrapper = _wrapper(name)
    feed = uuid.uuid5(uuid.NAMESPACE_URL, "bench feed")
    before = connections["default"]
    connections["default"] = wrapper
    try:
        User.objects.create(id=feed, email="feed@bench.example", is_seeker=False)
        for number, talent in enumerate(talents):
            _seeker(number, talent.text)
    finally:
        connections["default"] = before
        wrapper.close()
    copy_jobs(admin_url(name), read, size, seed=options.seed + size, feed=feed)
    with psycopg.connect(admin_url(name), autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _seeker(number: int, text: str) -> None:
    user = User.objects.create(email=f"seeker{number}@bench.example", name=f"Seeker {number}")
    with acting_as(user):
        resume = Resume.objects.create(owner=user, title="Resume", is_primary=True)
        store_version(resume, parse_text(text), source=ResumeVersion.Source.PASTE, today=TODAY, file=None)


def set_up_note() -> str:
    """How long the databases in use took to make (or to open, where they were kept) and their size, for the report."""
    made = ", ".join(
        f"{size:,} jobs {database.set_up_seconds:.0f} s, {_gib(database.name):.1f} GiB"
        for size, database in _open.items()
    )
    return f"set-up: {made}"


def _gib(name: str) -> float:
    with psycopg.connect(admin_url(), autocommit=True) as connection:
        row = connection.execute("select pg_database_size(%s::text)", [name]).fetchone()
    return float(row[0]) / 2**30 if row else 0.0
