"""A bench database with one company's posting and very many people who are open to companies.

Some dozens of made-up resumes are read as the product does; the others repeat them inside the server, each with keys and a
search vector of its own.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from django.db import connections
from pgvector import HalfVector
from pgvector.psycopg import register_vector

from accounts.models import Company, Membership, User
from bench.corpus import AT_ONCE, NOISE, TODAY
from bench.filling import AT
from bench.pooled import drop_pool, insert_repeated, keep_pool
from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as
from careercopilot.db.databases import create_test_database, drop_test_database
from careercopilot.tests.databases import ensure_template, locked
from matching.ml.synthetic import make_world
from matching.models import JobPosting
from matching.retrieval import as_array
from matching.services.postings import read_posting, save_posting
from matching.services.vectors import job_vectors, store_job_vectors, store_talent_vector, talent_vector
from resumes.models import Resume, ResumeGrant, ResumeVersion
from resumes.parsing import parse_text
from resumes.services import store_version
from resumes.taxonomy import taxonomy

READ, READ_QUICK = 16, 6
STEP = 25_000
OWNED = {"id": "uuidv7()", "owner_id": "draw.owner_id", "version_id": "draw.version_id", "resume_id": "draw.resume_id"}
# Columns that a repeated row does not take from its pool row: what they are instead.
NEW: dict[str, dict[str, str]] = {
    "accounts_user": {"id": "draw.owner_id", "email": "draw.owner_id || '@bench.example'"},
    "resumes_resume": OWNED | {"id": "draw.resume_id"},
    "resumes_resumeversion": OWNED | {"id": "draw.version_id"},
    "resumes_resumeskill": OWNED,
    "resumes_resumegrant": OWNED,
    "matching_talentvector": OWNED | {"search": "draw.search"},
}
KEYS = {table: "id" if table == "accounts_user" else "owner_id" for table in NEW}


@dataclass(frozen=True, eq=False)
class PeopleDatabase:
    """A database with `size` people open to companies, and a recruiter with one posting."""

    name: str
    size: int
    connection: Any
    recruiter: User
    company: Company
    job: JobPosting
    set_up_seconds: float

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Queries go to this database, in one transaction, as the recruiter."""
        with _on(self.connection), acting_as(self.recruiter):
            yield

    def drop(self) -> None:
        """Remove it."""
        self.connection.close()
        drop_test_database(self.name)


@contextmanager
def _on(connection: Any) -> Iterator[None]:
    before = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = before


def people_database(name: str, size: int, *, seed: int, quick: bool) -> PeopleDatabase:
    """Made anew under this name; the caller removes it."""
    started = time.perf_counter()
    with locked():
        create_test_database(name, template=ensure_template())
    wrapper: Any = connections.create_connection("default")
    wrapper.settings_dict = {**wrapper.settings_dict, "NAME": name}
    world = make_world(taxonomy(), seed=seed, talents=READ_QUICK if quick else READ, jobs=1)
    with _on(wrapper):
        recruiter = User.objects.create(email="recruiter@bench.example", is_seeker=False)
        company, job = _posting(recruiter, world.jobs[0].text)
        vectors = [_seeker(number, talent.text) for number, talent in enumerate(world.talents[:size])]
    wrapper.close()
    repeat_people(admin_url(name), np.stack(vectors), size, seed=seed)
    return PeopleDatabase(name, size, wrapper, recruiter, company, job, time.perf_counter() - started)


def _posting(recruiter: User, text: str) -> tuple[Company, JobPosting]:
    with acting_as(recruiter):
        company = Company.objects.create(owner=recruiter, name="Bench Works")
        Membership.objects.create(company=company, user=recruiter, role="owner")
        draft = read_posting(text)
        job = save_posting(None, draft, by=recruiter, company=company, status="published", today=TODAY, queue=False)
        store_job_vectors(job_vectors([job], at=AT))
    return company, job


def _seeker(number: int, text: str) -> np.ndarray:
    user = User.objects.create(email=f"open{number}@bench.example", name=f"Open {number}")
    with acting_as(user):
        resume = Resume.objects.create(owner=user, title="Resume", is_primary=True)
        version = store_version(resume, parse_text(text), source=ResumeVersion.Source.PASTE, today=TODAY, file=None)
        ResumeGrant.objects.create(owner=user, resume=resume, version=version, reason=ResumeGrant.Reason.OPTED_IN)
        vector, _ = talent_vector(version, today=TODAY)
        store_talent_vector(vector)
    found = as_array(vector.search)
    if found is None:
        raise RuntimeError("The benches need the prepared encoder: python -m careercopilot.encoder.prepare")
    return found


def repeat_people(address: str, vectors: np.ndarray, size: int, *, seed: int) -> None:
    """People up to `size` repeated from those that the database holds."""
    with psycopg.connect(address, autocommit=True) as connection:
        register_vector(connection)
        connection.execute("set session_replication_role = replica")
        connection.execute("set synchronous_commit = off")
        connection.execute(
            "create unlogged table bench_pool as select row_number() over (order by owner_id) - 1 as place,"
            " owner_id from resumes_resumeversion"
        )
        keep_pool(connection, KEYS)
        for start in range(len(vectors), size, STEP):
            with connection.transaction():
                _repeat(connection, vectors, start, min(start + STEP, size), seed)
        drop_pool(connection, KEYS)
        connection.execute("vacuum analyze")


def _repeat(connection: psycopg.Connection[Any], vectors: np.ndarray, start: int, stop: int, seed: int) -> None:
    connection.execute(
        "create unlogged table bench_draw"
        " (place bigint, owner_id uuid, resume_id uuid, version_id uuid, search halfvec(384))"
    )
    with connection.cursor().copy("copy bench_draw from stdin (format binary)") as copy:
        copy.set_types(["int8", "uuid", "uuid", "uuid", "halfvec"])
        for row in _drawn(vectors, start, stop, seed):
            copy.write_row(row)
    for table, new in NEW.items():
        insert_repeated(connection, table, new, key=KEYS[table], pool_key="owner_id")
    connection.execute("drop table bench_draw")


def _drawn(vectors: np.ndarray, start: int, stop: int, seed: int) -> Iterator[tuple[Any, ...]]:
    for first in range(start, stop, AT_ONCE):
        rng = np.random.default_rng([seed, first])
        size = min(AT_ONCE, stop - first)
        ones, others = rng.integers(len(vectors), size=size), rng.integers(len(vectors), size=size)
        share = rng.random((size, 1), dtype=np.float32)
        rows = share * vectors[ones] + (1 - share) * vectors[others]
        rows += rng.standard_normal(rows.shape, dtype=np.float32) * np.float32(NOISE / np.sqrt(rows.shape[1]))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        for place, vector in zip(ones, rows.astype(np.float16), strict=True):
            keys = [uuid.UUID(bytes=rng.bytes(16), version=4) for _ in range(3)]
            yield (int(place), *keys, HalfVector(vector))
