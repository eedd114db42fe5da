"""Background work: `@job` makes a function a job, `enqueue` puts it in the queue, the worker runs it.

A job is started at least once and takes effect once:

- `enqueue` writes the queue row in the caller's own transaction: the job exists exactly when the caller's rows do.
- A job belongs to one worker at a time. Its lease is (job, attempt, worker); when the worker dies, the sweep in
  `job_worker` gives the job to another and the old lease is worth nothing.
- Writes belong in `with context.effect():`. It opens the transaction as the actor, holds the lease, and notes the
  step in `job_effect`; a rerun after a crash finds the note and stops there.

Slow work (parsing, a model call) comes before `effect()`, outside any transaction.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from django.db import DatabaseError, IntegrityError, connections, transaction
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app as queue_app

from careercopilot.db.context import acting_as
from careercopilot.db.router import current_alias
from careercopilot.logging import get_logger
from careercopilot.metrics import observe_job
from careercopilot.timing import recorded

FINAL = ""  # name of the step that completes a job
RETRY_WAITS_S = (2, 10, 60)
SORRY = "Something went wrong on our side. Nothing was changed; please try again."

log = get_logger(__name__)


class JobFailed(Exception):
    """The job cannot be done, and trying again will not help; the text is for the person who waits."""


class DeadlineExceeded(JobFailed):
    """The job took longer than it may."""


class LeaseLost(Exception):
    """Another worker has this job now, or it is done: stop without a trace."""


State = Literal["running", "succeeded", "failed"]


@dataclass(frozen=True)
class RunChange:
    """News of a person's run: fields that are None stay as they are."""

    run: uuid.UUID
    state: State | None = None
    step: str | None = None
    percent: int | None = None
    message: str | None = None


class RunObserver(Protocol):
    """Writes news into run rows; called in a transaction in which the actor acts."""

    def __call__(self, change: RunChange, /) -> None: ...


_observers: list[RunObserver] = []


def observe_runs(observer: RunObserver) -> None:
    """Register who keeps run rows (the accounts app does, when it is ready)."""
    if observer not in _observers:
        _observers.append(observer)


@dataclass
class JobContext:
    """What a running job knows and may do."""

    name: str
    job_id: int
    attempt: int
    worker_id: int | None
    actor: uuid.UUID | None
    run: uuid.UUID | None
    deadline: float = field(repr=False)
    completed: bool = field(default=False, repr=False)

    def remaining(self) -> float:
        """Seconds left; raises DeadlineExceeded when there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise DeadlineExceeded("This took too long and was stopped. Please try again.")
        return left

    @contextlib.contextmanager
    def acting(self) -> Iterator[None]:
        """A transaction in which the actor acts, for reading; writes go into `effect`."""
        with acting_as(self.actor):
            yield

    @contextlib.contextmanager
    def effect(self, step: str = FINAL, *, ends_run: bool = True) -> Iterator[None]:
        """The transaction in which this job changes things, once.

        Afterwards the writes, the note of the step and (for the final step) the run's success are all stored, or
        none is. Raises LeaseLost when another worker has the job or the step is already done: then nothing may change.
        A job of several steps names all but the last and asks `done` before each. With `ends_run` False the final
        step leaves the run as it is: the job has queued another one in it, which goes on.
        """
        with acting_as(self.actor):
            self._hold_lease(statement_seconds=self.remaining())
            self._note(step)
            yield
            if step == FINAL and ends_run:
                self._tell(RunChange(self.run, state="succeeded", percent=100) if self.run else None)
        if step == FINAL:
            self.completed = True

    def done(self, step: str = FINAL) -> bool:
        """Whether that step already took effect, in this run of the job or an earlier one."""
        with connections[current_alias()].cursor() as cursor:
            cursor.execute("select 1 from job_effect where job_id = %s and step = %s", [self.job_id, step])
            return cursor.fetchone() is not None

    def progress(self, percent: int, step: str, message: str | None = None) -> None:
        """Tell the person how far it is; also checks the deadline and the lease."""
        self.remaining()
        if self.run:
            self.report(RunChange(self.run, state="running", step=step, percent=percent, message=message))

    def report(self, change: RunChange) -> None:
        """Store news of the run at once, if this worker still has the job."""
        with acting_as(self.actor):
            self._hold_lease(statement_seconds=10)
            self._tell(change)

    def _tell(self, change: RunChange | None) -> None:
        for observer in _observers if change else ():
            observer(change)  # type: ignore[arg-type]  # not None inside the loop

    def _hold_lease(self, *, statement_seconds: float) -> None:
        """Lock the queue row until the transaction ends; the sweep passes over locked rows."""
        with connections[current_alias()].cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', %s, true)", [f"{int(statement_seconds * 1000)}ms"])
            cursor.execute(
                "select 1 from procrastinate_jobs where id = %s and status = 'doing' and attempts = %s"
                " and worker_id is not distinct from %s for no key update",
                [self.job_id, self.attempt, self.worker_id],
            )
            if cursor.fetchone() is None:
                raise LeaseLost(f"Job {self.job_id}, attempt {self.attempt}, is no longer ours.")

    def _note(self, step: str) -> None:
        with connections[current_alias()].cursor() as cursor:
            cursor.execute(
                "insert into job_effect (job_id, step) values (%s, %s) on conflict do nothing", [self.job_id, step]
            )
            if cursor.rowcount == 0:
                raise LeaseLost(f"Job {self.job_id} already did step {step!r}.")


class _Retry(BaseRetryStrategy):
    """Try again after a growing wait, unless the job said that this will not help."""

    def __init__(self, retries: int) -> None:
        self.retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision | None:
        if isinstance(exception, JobFailed | LeaseLost) or job.attempts >= self.retries:
            return None
        return RetryDecision(retry_in={"seconds": RETRY_WAITS_S[min(job.attempts, len(RETRY_WAITS_S) - 1)]})


class JobFunction(Protocol):
    """A job's code: the context, then JSON-safe keyword arguments (keys of rows, never what people wrote)."""

    __name__: str

    def __call__(self, context: JobContext, /, **arguments: Any) -> None: ...


@dataclass(frozen=True)
class Job:
    """A registered kind of background work."""

    name: str
    queue: str
    deadline: float
    retries: int
    function: JobFunction

    def enqueue(
        self,
        *,
        actor: uuid.UUID | None,
        run: uuid.UUID | None = None,
        key: str | None = None,
        delay: float = 0.0,
        priority: int = 0,
        **arguments: Any,
    ) -> int | None:
        """Put one piece of work in the queue, in the current transaction; returns its id.

        `actor` is whose rows it may touch (None: no person's). With `key`, pieces of work of one key run one after the
        other, and while one still waits a second is not added: then the answer is None. `delay` is in seconds.
        """
        whose = {"actor": str(actor) if actor else None, "run": str(run) if run else None}
        payload = json.dumps({**whose, "arguments": arguments})
        full_key = f"{self.name}:{key}" if key else None
        at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=delay) if delay else None
        alias = current_alias()
        try:
            with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
                cursor.execute(
                    "select unnest(procrastinate_defer_jobs_v1(array[row(%s, %s, %s, %s, %s, %s::jsonb, %s)]"
                    "::procrastinate_job_to_defer_v1[]))",
                    [self.queue, self.name, priority, full_key, full_key, payload, at],
                )
                return int(cursor.fetchone()[0])
        except IntegrityError as error:
            if full_key and "queueing_lock" in str(error):
                return None
            raise

    def __call__(self, queue_context: Any, actor: str | None, run: str | None, arguments: dict[str, Any]) -> None:
        """Run one queued piece of work; the worker calls this."""
        queued = queue_context.job
        context = JobContext(
            name=self.name,
            job_id=queued.id,
            attempt=queued.attempts,
            worker_id=queued.worker_id,
            actor=uuid.UUID(actor) if actor else None,
            run=uuid.UUID(run) if run else None,
            deadline=time.monotonic() + self.deadline,
        )
        outcome = "failed"
        with recorded() as record:
            try:
                run_job(self, context, arguments)
                outcome = "done"
            finally:
                observe_job(self.name, outcome, record)


JOBS: dict[str, Job] = {}


def job(
    name: str, *, queue: str = "default", deadline: float = 60.0, retries: int = 2, cron: str = ""
) -> Callable[[JobFunction], Job]:
    """Make a function a job called `name`, which may take `deadline` seconds and is tried `retries` times more.

    With `cron` the worker also starts it by itself at those times, as nobody and without arguments.
    """

    def register(function: JobFunction) -> Job:
        made = Job(name, queue, deadline, retries, function)
        JOBS[name] = made

        def task(
            queue_context: Any, actor: str | None, run: str | None, arguments: dict[str, Any], timestamp: int = 0
        ) -> None:
            made(queue_context, actor, run, arguments)

        registered = queue_app.task(name=name, queue=queue, pass_context=True, retry=_Retry(retries))(task)
        if cron:
            nobody: dict[str, Any] = {"actor": None, "run": None, "arguments": {}}
            # The queue's types want the moment first; it is given by name.
            queue_app.periodic(cron=cron, periodic_id="cron", task_kwargs=nobody)(registered)  # type: ignore[arg-type]
        return made

    return register


def run_job(kind: Job, context: JobContext, arguments: dict[str, Any]) -> None:
    """Run the function under its context, and see to it that success or failure is stored once.

    Raises what the function raised, so that the queue can retry; LeaseLost ends quietly.
    """
    import structlog

    with structlog.contextvars.bound_contextvars(job=kind.name, job_id=context.job_id, run=str(context.run or "")):
        if context.done():
            log.info("job_already_done")
            return
        try:
            if context.run:
                context.report(RunChange(context.run, state="running"))
            kind.function(context, **arguments)
            if not context.completed:
                with context.effect():
                    pass  # a job without writes of its own completes here
            log.info("job_done", attempt=context.attempt)
        except LeaseLost:
            log.warning("job_lease_lost", attempt=context.attempt)
        except Exception as error:
            _after_error(kind, context, error)
            raise


def _after_error(kind: Job, context: JobContext, error: Exception) -> None:
    final = isinstance(error, JobFailed) or context.attempt >= kind.retries
    log.warning("job_error", attempt=context.attempt, final=final, error=type(error).__name__)
    if not (final and context.run):
        return
    message = str(error) if isinstance(error, JobFailed) else SORRY
    try:
        context.report(RunChange(context.run, state="failed", message=message))
    except (LeaseLost, DatabaseError) as second:
        # The first error is the one to raise; the sweep fails runs whose job ended without a word.
        log.warning("job_failure_not_stored", error=type(second).__name__)


def announce(change: RunChange, actor: uuid.UUID | None) -> None:
    """Store news of a run whose worker can no longer do it (used by the sweep)."""
    with acting_as(actor):
        for observer in _observers:
            observer(change)
