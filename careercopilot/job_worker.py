"""The worker process: runs jobs, shows that it lives, and rescues the work of workers that died."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterable
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import jobs as queue_jobs
from procrastinate.contrib.django import app as queue_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.job_context import JobContext as QueueContext
from procrastinate.manager import JobManager

from careercopilot.jobs import JOBS, SORRY, RunChange, announce
from careercopilot.logging import get_logger

# Rescue within 60 s: a worker counts as dead 20 s after its last sign of life, the sweep comes every 30 s, and the
# freed job is seen at the next look into the queue, at most 2 s later.
HEARTBEAT_S = 5.0
STALLED_S = 20.0
SWEEP_S = 30.0
POLL_S = 2.0
GRACE_S = 10.0  # past its deadline a job may still be finishing its last transaction
MAX_ATTEMPTS = 5  # a job that takes its worker down each time must end
NEVER_S = 365 * 24 * 3600.0
KEEP_FINISHED_HOURS = 24 * 7
QUEUE_ALIAS = "default"

log = get_logger(__name__)

_STALLED = """
with dead as (
    select job.id, job.attempts from procrastinate_jobs job
    left join procrastinate_workers worker on worker.id = job.worker_id
    where job.status = 'doing'
      and (worker.id is null or worker.last_heartbeat < now() - make_interval(secs => %(stalled)s))
    for update of job skip locked
)
update procrastinate_jobs job
set status = case when dead.attempts + 1 >= %(most)s then 'failed' else 'todo' end::procrastinate_job_status,
    attempts = dead.attempts + 1, worker_id = null, queueing_lock = null, abort_requested = false
from dead where job.id = dead.id
returning job.id, job.task_name, job.status, job.args
"""

_OVERDUE = """
with late as (
    select job.id from procrastinate_jobs job
    join unnest(%(names)s::text[], %(seconds)s::float[]) as limits (name, seconds) on limits.name = job.task_name
    where job.status = 'doing'
      and (select max(event.at) from procrastinate_events event where event.job_id = job.id and event.type = 'started')
          < now() - make_interval(secs => limits.seconds + %(grace)s)
    for update of job skip locked
)
update procrastinate_jobs job
set status = 'failed', attempts = attempts + 1, worker_id = null, abort_requested = false
from late where job.id = late.id
returning job.id, job.task_name, job.status, job.args
"""

_FINISH = """
select procrastinate_finish_job_v1(id, %(status)s, %(delete)s) from procrastinate_jobs
where id = %(id)s and status = 'doing' and attempts = %(attempt)s and worker_id is not distinct from %(worker)s
"""

_RETRY = """
select procrastinate_retry_job_v2(id, %(at)s, %(priority)s, %(queue)s, %(lock)s) from procrastinate_jobs
where id = %(id)s and status = 'doing' and attempts = %(attempt)s and worker_id is not distinct from %(worker)s
"""


class LeasedJobManager(JobManager):
    """Reports an outcome only for a job this worker still has.

    A worker that slept through its own rescue (a suspended laptop) would else overwrite the outcome of the next one.
    """

    async def finish_job(self, job: queue_jobs.Job, status: queue_jobs.Status, delete_job: bool) -> None:
        await self.connector.execute_query_all_async(
            _FINISH, id=job.id, status=status.value, delete=delete_job, attempt=job.attempts, worker=job.worker_id
        )

    async def retry_job(
        self, job: queue_jobs.Job, retry_at: Any = None, priority: Any = None, queue: Any = None, lock: Any = None
    ) -> None:
        await self.connector.execute_query_all_async(
            _RETRY, id=job.id, at=retry_at, priority=priority, queue=queue, lock=lock,
            attempt=job.attempts, worker=job.worker_id,
        )  # fmt: skip


def sweep() -> int:
    """Give the jobs of dead workers back to the queue and end overdue ones; returns how many it touched."""
    kinds = list(JOBS.values())
    with connections[QUEUE_ALIAS].cursor() as cursor:
        cursor.execute(_STALLED, {"stalled": STALLED_S, "most": MAX_ATTEMPTS})
        stalled = cursor.fetchall()
        cursor.execute(
            _OVERDUE,
            {"names": [kind.name for kind in kinds], "seconds": [kind.deadline for kind in kinds], "grace": GRACE_S},
        )
        overdue = cursor.fetchall()
        cursor.execute("select procrastinate_prune_stalled_workers_v1(%s)", [STALLED_S * 3])
    for job_id, name, status, arguments in stalled:
        log.warning("job_rescued", rescued_job=job_id, kind=name, now=status)
        if status == "failed":
            _announce_failure(arguments, SORRY)
    for job_id, name, _status, arguments in overdue:
        log.warning("job_overdue", overdue_job=job_id, kind=name)
        _announce_failure(arguments, "This took too long and was stopped. Please try again.")
    return len(stalled) + len(overdue)


def _announce_failure(stored: str, message: str) -> None:
    arguments = json.loads(stored)  # Django hands out jsonb as text
    run, actor = arguments.get("run"), arguments.get("actor")
    if run:
        change = RunChange(uuid.UUID(run), state="failed", message=message)
        announce(change, uuid.UUID(actor) if actor else None)


async def run_worker(*, concurrency: int, queues: list[str] | None) -> None:
    """Serve the queue until SIGINT or SIGTERM; running jobs get 10 s to end, the rest is rescued by the next worker."""
    manager = queue_app.job_manager
    connector = cast(DjangoConnector, queue_app.connector).get_worker_connector()
    with queue_app.replace_connector(connector) as app:
        app.job_manager = LeasedJobManager(connector)
        async with app.open_async():
            sweeper = asyncio.create_task(_sweep_forever(), name="sweep")
            try:
                await app.run_worker_async(
                    name="worker",
                    queues=cast(Iterable[str], queues),  # None serves every queue; the stub forgets it
                    concurrency=concurrency,
                    update_heartbeat_interval=HEARTBEAT_S,
                    # The sweep forgets dead workers, after it took their jobs. Done by procrastinate as a worker
                    # starts, it would lock those jobs just when the first sweep looks for them.
                    stalled_worker_timeout=NEVER_S,
                    fetch_job_polling_interval=POLL_S,
                    shutdown_graceful_timeout=10.0,
                )
            finally:
                sweeper.cancel()
                app.job_manager = manager


async def _sweep_forever() -> None:
    """Sweep now and every half minute; once an hour forget finished jobs. A failed sweep is logged and tried again."""
    rounds = 0
    while True:
        try:
            await sync_to_async(_sweep_and_release, thread_sensitive=False)()
            if rounds % 120 == 0:
                await queue_app.job_manager.delete_old_jobs(
                    KEEP_FINISHED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
                )
        except Exception:  # whatever it was (most often a database that is away), the next round must come
            log.exception("sweep_failed")
        rounds += 1
        await asyncio.sleep(SWEEP_S)


def _sweep_and_release() -> None:
    try:
        sweep()
    finally:
        connections.close_all()


def drain(most: int = 1000) -> int:
    """Run waiting jobs here and now, one after the other (set-up, tests); returns how many ran.

    Jobs whose time has not come stay. A job that fails for good is marked failed; its error is raised.
    """
    ran = 0
    with connections[QUEUE_ALIAS].cursor() as cursor:
        cursor.execute("select worker_id from procrastinate_register_worker_v1()")
        worker = cursor.fetchone()[0]
        try:
            while ran < most and (row := _fetch(cursor, worker)):
                ran += 1
                _run_here(cursor, queue_jobs.Job.from_row(row))
        finally:
            cursor.execute("select procrastinate_unregister_worker_v1(%s)", [worker])
    return ran


def _fetch(cursor: Any, worker: int) -> dict[str, Any] | None:
    cursor.execute("select * from procrastinate_fetch_job_v2(null, %s)", [worker])
    row = dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))
    return {**row, "args": json.loads(row["args"])} if row["id"] is not None else None


def _run_here(cursor: Any, queued: queue_jobs.Job) -> None:
    kind = JOBS[queued.task_name]
    context = QueueContext(app=queue_app, job=queued, abort_reason=lambda: None, start_timestamp=0.0)
    lease = {"id": queued.id, "attempt": queued.attempts, "worker": queued.worker_id, "delete": False}
    try:
        kind(context, **cast(dict[str, Any], queued.task_kwargs))
    except Exception:  # marked and raised again, whatever it was
        cursor.execute(_FINISH, {**lease, "status": "failed"})
        raise
    cursor.execute(_FINISH, {**lease, "status": "succeeded"})
