"""A streaming replica of the embedded server: reads served under the same row security, and how far it lags behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from typing import Any, LiteralString

import psycopg

from accounts.models import User
from bench.corpus import TODAY
from bench.options import options
from bench.servers import Pair, primary_and_replica
from bench.sides import Result
from bench.tables import Table
from bench.timing import p50, p95
from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from matching.models import JobPosting

PUBLISHED = 300
MAKE_ROWS = "import django; django.setup(); from bench.replica import make_rows; make_rows()"
READS: dict[str, LiteralString] = {
    "jobs that one sees": "select id from matching_jobposting order by id",
    "newest jobs": "select id from matching_jobposting where is_published order by posted_on desc nulls last, id limit 20",
    "people": "select owner_id from accounts_talentprofile order by owner_id",
}
Rows = dict[str, list[Any]]


def run() -> list[Result | Table]:
    """The same reads on both servers as two people; then writes on one, awaited on the other."""
    writes = 10 if options().quick else 60
    with primary_and_replica() as pair:
        # In processes of their own: this one's connections look for the server of this installation.
        environment = {**os.environ, "CAREERCOPILOT_HOME": str(pair.primary.home)}
        for arguments in (["manage.py", "migrate", "-v", "0"], ["-c", MAKE_ROWS]):
            subprocess.run([sys.executable, *arguments], env=environment, check=True)
        with psycopg.connect(pair.url("admin")) as admin:
            found = admin.execute("select id from accounts_user where is_seeker order by email").fetchall()
        return _measured(pair, (found[0][0], found[1][0]), writes)


def make_rows() -> None:
    """Published postings, and a private one of the first of two people, on the server of this process."""
    feed = User.objects.create(email="feed@bench.example", is_seeker=False)
    people = [User.objects.create(email=f"person{number}@bench.example") for number in range(2)]
    with using("ops"), acting_as(feed):
        JobPosting.objects.bulk_create(
            JobPosting(owner=feed, title=f"Engineer {number}", status="published", source="loaded", posted_on=TODAY)
            for number in range(PUBLISHED)
        )
    with acting_as(people[0]):
        JobPosting.objects.create(owner=people[0], title="Engineer", status="private", source="seeker")


def _measured(pair: Pair, people: tuple[uuid.UUID, uuid.UUID], writes: int) -> list[Result | Table]:
    with (
        psycopg.connect(pair.url("app"), autocommit=True) as primary,
        psycopg.connect(pair.url("app", replica=True), autocommit=True) as replica,
        psycopg.connect(pair.url("admin"), autocommit=True) as admin,
        psycopg.connect(pair.url("admin", replica=True), autocommit=True) as copy,
    ):
        _caught_up(admin, copy)
        different = sum(_read(primary, person) != _read(replica, person) for person in people)
        seen = [len(_read(replica, person)["jobs that one sees"]) for person in people]
        refused = _refuses_writes(replica)
        lags = [_lag(admin, copy, number) for number in range(writes)]
    rows = (("milliseconds until a committed row is read", p50(lags), p95(lags), round(max(lags), 2)),)
    note = f"{writes} rows, one after another, both servers on this machine; asked again every 0.2 ms"
    return [
        Table("replica: lag of a streaming replica", ("", "p50", "p95", "most"), rows, note),
        Result("replica: people who read other rows there", different, 0, "", at_least=False),
        Result("replica: rows that row security hides there from a stranger", seen[0] - seen[1], 1, ""),
        Result("replica: writes that it refuses", float(refused), 1, ""),
        Result("replica: lag, p95", p95(lags), 1000, " ms", at_least=False),
    ]


def _read(connection: psycopg.Connection[Any], person: uuid.UUID) -> Rows:
    with connection.transaction():
        connection.execute("select set_config('app.user_id', %s, true)", [str(person)])
        return {name: connection.execute(statement).fetchall() for name, statement in READS.items()}


def _refuses_writes(connection: psycopg.Connection[Any]) -> bool:
    try:
        connection.execute("delete from matching_jobposting")
    except psycopg.errors.ReadOnlySqlTransaction:
        return True
    return False


def _caught_up(admin: psycopg.Connection[Any], copy: psycopg.Connection[Any]) -> None:
    """Wait until the replica has all that is written by now; raises RuntimeError after a minute."""
    row = admin.execute("select pg_current_wal_lsn()::text").fetchone()
    deadline = time.monotonic() + 60
    while row is not None:
        reached = copy.execute("select pg_last_wal_replay_lsn() >= %s::pg_lsn", [row[0]]).fetchone()
        if reached is not None and reached[0]:
            return
        if time.monotonic() > deadline:
            raise RuntimeError("the replica does not follow")
        time.sleep(0.01)


def _lag(admin: psycopg.Connection[Any], copy: psycopg.Connection[Any], number: int) -> float:
    """Milliseconds from a commit until the replica shows the row."""
    admin.execute("create table if not exists bench_lag (number integer primary key)")
    _caught_up(admin, copy)
    admin.execute("insert into bench_lag values (%s)", [number])
    started = time.perf_counter()
    while copy.execute("select 1 from bench_lag where number = %s", [number]).fetchone() is None:
        time.sleep(0.0002)
    return (time.perf_counter() - started) * 1000
