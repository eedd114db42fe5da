"""Two workers on one queue beside one: how many vectors a second they make, and that nothing is made twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from typing import Any, LiteralString

import psycopg

from bench.databases import JobDatabase, job_database
from bench.options import Options, options
from bench.sides import Result, Skip
from bench.tables import Table, Value
from careercopilot.db.connections import admin_url
from careercopilot.db.databases import urls_for
from careercopilot.encoder import EncoderMissing, get_encoder
from matching.jobs import embed_jobs

JOBS, JOBS_QUICK = 400, 60
BATCH = 10
LONGEST_S = 600.0
COUNTS = (1, 2)
_UNFINISHED: LiteralString = """select count(*) from procrastinate_jobs
 where status in ('todo', 'doing') and task_name = 'matching.embed_jobs'"""


def run() -> list[Result | Table]:
    """The same postings encoded by one worker process and by two, each on one job at a time, in turn."""
    chosen = options()
    try:
        get_encoder()
    except EncoderMissing as error:
        raise Skip(str(error)) from error
    size = JOBS_QUICK if chosen.quick else JOBS
    database = job_database(size, chosen)
    return _compared(database, chosen)


def _compared(database: JobDatabase, chosen: Options) -> list[Result | Table]:
    speeds: dict[int, list[float]] = {count: [] for count in COUNTS}
    wrong: dict[str, int] = dict.fromkeys(("batches", "effects", "vectors"), 0)
    with psycopg.connect(admin_url(database.name), autocommit=True) as connection:
        for _ in range(1 if chosen.quick else 2):
            for count in COUNTS:
                seconds, found = _once(connection, database, count)
                speeds[count].append(database.size / seconds)
                wrong = {name: wrong[name] + found[name] for name in wrong}
    rows: list[tuple[Value, ...]] = [(f"{count} workers", max(speeds[count])) for count in COUNTS]
    note = f"{database.size} postings in batches of {BATCH}, from the first start to the last end; {os.cpu_count()} processors"
    return [
        Table("workers: vectors of postings a second", ("", "postings a second"), tuple(rows), note),
        Result("workers: two over one", max(speeds[2]) / max(speeds[1]), 1.0),
        Result("workers: made twice or left out", sum(wrong.values()), 0, "", at_least=False, details=wrong),
    ]


def _once(connection: psycopg.Connection[Any], database: JobDatabase, count: int) -> tuple[float, dict[str, int]]:
    """Seconds of the work, and what was made twice or not at all."""
    connection.execute("delete from matching_jobvector")
    connection.execute("delete from procrastinate_jobs")
    connection.execute("delete from job_effect")
    connection.execute("delete from procrastinate_workers")
    workers = [_worker(database) for _ in range(count)]
    try:
        _wait(connection, "select count(*) - %s from procrastinate_workers", [count])
        batches = _queue(connection, database)
        _wait(connection, _UNFINISHED, [])
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait(timeout=60)
    return (
        _seconds(connection),
        _wrong(connection, batches, database.size),
    )


def _queue(connection: psycopg.Connection[Any], database: JobDatabase) -> int:
    rows = connection.execute("select id, owner_id from matching_jobposting order by id").fetchall()
    batches = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
    for batch in batches:
        owner: uuid.UUID = batch[0][1]
        with database.acting(owner):
            embed_jobs.enqueue(actor=owner, job_ids=[str(key) for key, _ in batch])
    return len(batches)


def _worker(database: JobDatabase) -> subprocess.Popen[bytes]:
    urls = urls_for(database.name)
    environment = {**os.environ, "DATABASE_APP_URL": urls["app"], "DATABASE_OPS_URL": urls["ops"]}
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--concurrency", "1"], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _wait(connection: psycopg.Connection[Any], zero: LiteralString, values: list[Any]) -> None:
    """Until the statement gives 0; raises RuntimeError when it does not in time."""
    deadline = time.monotonic() + LONGEST_S
    while (row := connection.execute(zero, values).fetchone()) is not None and row[0] != 0:
        if time.monotonic() > deadline:
            raise RuntimeError(f"not in time: {zero}")
        time.sleep(0.2)


def _seconds(connection: psycopg.Connection[Any]) -> float:
    row = connection.execute(
        "select extract(epoch from max(at) filter (where type = 'succeeded') - min(at) filter (where type = 'started'))"
        " from procrastinate_events join procrastinate_jobs job on job.id = job_id where task_name = 'matching.embed_jobs'"
    ).fetchone()
    return float(row[0]) if row else 0.0


def _wrong(connection: psycopg.Connection[Any], batches: int, size: int) -> dict[str, int]:
    """Batches that were not started once or did not succeed once; effects and vectors too many or too few."""
    row = connection.execute(
        "select (select count(*) from (select job_id from procrastinate_events join procrastinate_jobs job on job.id = job_id"
        "  where task_name = 'matching.embed_jobs' group by job_id having count(*) filter (where type = 'started') <> 1"
        "  or count(*) filter (where type = 'succeeded') <> 1) odd),"
        " abs((select count(*) from job_effect join procrastinate_jobs job on job.id = job_id"
        "  where step = '' and task_name = 'matching.embed_jobs') - %s),"
        " abs((select count(*) from matching_jobvector) - %s)",
        [batches, size],
    ).fetchone()
    return dict(zip(("batches", "effects", "vectors"), row or (), strict=True))
