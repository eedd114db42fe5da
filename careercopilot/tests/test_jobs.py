"""Background work: once in effect, whatever dies in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, connections, transaction

from careercopilot import job_worker, jobs
from careercopilot.jobs import JOBS, JobContext, LeaseLost, RunChange
from careercopilot.tests import job_samples as samples

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
SECONDS = 120.0
# what `manage.py worker` does, with the sample jobs known to it
SERVE = """
import asyncio, django
django.setup()
import careercopilot.tests.job_samples
from careercopilot.job_worker import run_worker
asyncio.run(run_worker(concurrency=2, queues=None))
"""


@pytest.fixture(autouse=True)
def scratch() -> Iterator[None]:
    """A table for what jobs leave behind, made by the owner, written by the web role."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"create table {samples.SCRATCH} (job_id bigint, word text)")
    yield
    connection.close()
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"drop table {samples.SCRATCH}")


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> list[RunChange]:
    heard: list[RunChange] = []
    monkeypatch.setattr(jobs, "_observers", [heard.append])
    return heard


@pytest.fixture
def worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts real worker processes on the test database."""
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}:{quote(settings['PASSWORD'])}@{settings['HOST']}:{settings['PORT']}"
    environment = {**os.environ, "DATABASE_APP_URL": f"{url}/{settings['NAME']}"}
    environment.pop("DATABASE_URL", None)
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", SERVE], env=environment))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=SECONDS)


def words() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"select word from {samples.SCRATCH} order by word")
        return [row[0] for row in cursor.fetchall()]


def state(job_id: int | None) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("select status::text, attempts from procrastinate_jobs where id = %s", [job_id])
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail("nothing happened in time")
        time.sleep(0.05)


def silence_workers() -> None:
    """Make every sign of life a minute old, as a minute would."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 minute'")


def test_a_job_runs_once() -> None:
    job_id = samples.write_word.enqueue(actor=None, word="a")
    assert job_worker.drain() == 1
    assert job_worker.drain() == 0
    assert words() == ["a"]
    assert state(job_id) == ("succeeded", 1)


def test_a_job_exists_exactly_when_its_transaction_does() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        samples.write_word.enqueue(actor=None, word="a")
        raise ZeroDivisionError
    assert job_worker.drain() == 0


def test_one_key_waits_once() -> None:
    first = samples.write_word.enqueue(actor=None, key="k", word="a")
    assert samples.write_word.enqueue(actor=None, key="k", word="b") is None
    assert samples.write_word.enqueue(actor=None, key="other", word="c") is not None
    assert job_worker.drain() == 2
    assert words() == ["a", "c"]
    assert samples.write_word.enqueue(actor=None, key="k", word="d") != first
    assert job_worker.drain() == 1


def test_a_delayed_job_waits() -> None:
    samples.write_word.enqueue(actor=None, delay=3600, word="later")
    assert job_worker.drain() == 0


def test_a_refusal_reaches_the_person_and_is_not_tried_again(news: list[RunChange]) -> None:
    run = uuid.uuid4()
    job_id = samples.fail.enqueue(actor=uuid.uuid4(), run=run, why="This file is a picture.")
    with pytest.raises(jobs.JobFailed):
        job_worker.drain()
    assert news == [
        RunChange(run, state="running"),
        RunChange(run, state="failed", message="This file is a picture."),
    ]
    assert state(job_id) == ("failed", 1)


def test_an_error_leaves_nothing_half_done() -> None:
    samples.break_down.enqueue(actor=None)
    with pytest.raises(ZeroDivisionError):
        job_worker.drain()
    assert words() == []


def test_success_is_told_in_the_effect_itself(news: list[RunChange]) -> None:
    run = uuid.uuid4()
    samples.write_word.enqueue(actor=uuid.uuid4(), run=run, word="a")
    job_worker.drain()
    assert news == [RunChange(run, state="running"), RunChange(run, state="succeeded", percent=100)]


def test_the_actor_acts_in_the_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def look(_context: JobContext, _word: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('app.user_id', true)")
            seen.append(cursor.fetchone()[0])

    monkeypatch.setattr(samples, "write", look)
    actor = uuid.uuid4()
    samples.write_word.enqueue(actor=actor, word="a")
    job_worker.drain()
    assert seen == [str(actor)]


def test_a_worker_without_the_lease_changes_nothing() -> None:
    job_id = samples.write_word.enqueue(actor=None, word="a")
    assert job_id is not None
    stale = JobContext("samples.write", job_id, 0, 1, None, None, deadline=time.monotonic() + 60)
    with pytest.raises(LeaseLost), stale.effect():
        samples.write(stale, "stolen")
    with pytest.raises(LeaseLost):
        stale.report(RunChange(uuid.uuid4(), percent=50))
    assert words() == []


def test_a_job_past_its_deadline_changes_nothing() -> None:
    late = JobContext("samples.write", 1, 0, 1, None, None, deadline=time.monotonic() - 1)
    with pytest.raises(jobs.DeadlineExceeded), late.effect():
        samples.write(late, "late")
    assert words() == []


@pytest.mark.slow
def test_a_killed_worker_loses_nothing_and_doubles_nothing(worker: Callable[[], subprocess.Popen[bytes]]) -> None:
    dies_between = samples.two_steps.enqueue(actor=None, die=True)
    first = worker()
    assert first.wait(timeout=SECONDS) == -signal.SIGKILL
    assert words() == ["first"]
    dies_after = samples.die_after_effect.enqueue(actor=None)
    second = worker()
    assert second.wait(timeout=SECONDS) == -signal.SIGKILL
    assert words() == ["first", "once"]
    silence_workers()
    worker()  # sweeps as it starts
    until(lambda: state(dies_between) == ("succeeded", 2) and state(dies_after) == ("succeeded", 2))
    assert words() == ["first", "once", "second"]


@pytest.mark.slow
def test_a_worker_ends_on_request_and_leaves_the_queue(worker: Callable[[], subprocess.Popen[bytes]]) -> None:
    samples.write_word.enqueue(actor=None, word="a")
    process = worker()
    until(lambda: words() == ["a"])
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=SECONDS) == 0
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_workers")
        assert cursor.fetchone() == (0,)


def test_a_stalled_job_is_rescued_within_a_minute() -> None:
    assert job_worker.STALLED_S + job_worker.SWEEP_S + job_worker.POLL_S < 60
    assert job_worker.HEARTBEAT_S * 3 < job_worker.STALLED_S


def in_the_hands_of_a_dead_worker(job_id: int | None, attempts: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select worker_id from procrastinate_register_worker_v1()")
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s, attempts = %s where id = %s",
            [cursor.fetchone()[0], attempts, job_id],
        )


def test_the_sweep_leaves_living_workers_alone() -> None:
    job_id = samples.write_word.enqueue(actor=None, word="a")
    in_the_hands_of_a_dead_worker(job_id)
    assert job_worker.sweep() == 0
    silence_workers()
    assert job_worker.sweep() == 1
    assert state(job_id) == ("todo", 1)


def test_a_job_that_kills_its_workers_ends(news: list[RunChange]) -> None:
    run = uuid.uuid4()
    job_id = samples.write_word.enqueue(actor=uuid.uuid4(), run=run, word="a")
    in_the_hands_of_a_dead_worker(job_id, attempts=job_worker.MAX_ATTEMPTS - 1)
    silence_workers()
    assert job_worker.sweep() == 1
    assert state(job_id) == ("failed", job_worker.MAX_ATTEMPTS)
    assert news == [RunChange(run, state="failed", message=jobs.SORRY)]


def test_an_overdue_job_is_failed_though_its_worker_lives(news: list[RunChange]) -> None:
    run = uuid.uuid4()
    job_id = samples.hang.enqueue(actor=uuid.uuid4(), run=run, seconds=0)
    in_the_hands_of_a_dead_worker(job_id)
    assert job_worker.sweep() == 0
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_events set at = at - interval '1 minute' where job_id = %s", [job_id])
    assert job_worker.sweep() == 1
    assert state(job_id) == ("failed", 1)
    assert [change.state for change in news] == ["failed"]


def test_jobs_have_a_name_of_their_own() -> None:
    assert all(name == kind.name for name, kind in JOBS.items())
