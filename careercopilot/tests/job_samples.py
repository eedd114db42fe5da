"""Jobs for the tests of the queue."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from careercopilot.db.router import current_alias
from careercopilot.jobs import JobContext, JobFailed, job

SCRATCH = "job_sample"


def write(context: JobContext, word: str) -> None:
    """One row that a job leaves behind."""
    from django.db import connections

    with connections[current_alias()].cursor() as cursor:
        cursor.execute(f"insert into {SCRATCH} (job_id, word) values (%s, %s)", [context.job_id, word])


@job("samples.write", retries=1)
def write_word(context: JobContext, /, **arguments: Any) -> None:
    with context.effect():
        write(context, arguments["word"])


@job("samples.fail")
def fail(context: JobContext, /, **arguments: Any) -> None:
    raise JobFailed(arguments["why"])


@job("samples.break", retries=1)
def break_down(context: JobContext, /, **arguments: Any) -> None:
    with context.effect():
        write(context, "half")
        raise ZeroDivisionError


@job("samples.two_steps")
def two_steps(context: JobContext, /, **arguments: Any) -> None:
    if not context.done("first"):
        with context.effect("first"):
            write(context, "first")
    if context.attempt == 0 and arguments.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    with context.effect():
        write(context, "second")


@job("samples.die_after_effect")
def die_after_effect(context: JobContext, /, **arguments: Any) -> None:
    with context.effect():
        write(context, "once")
    if context.attempt == 0:
        os.kill(os.getpid(), signal.SIGKILL)


@job("samples.hang", deadline=1.0)
def hang(context: JobContext, /, **arguments: Any) -> None:
    write(context, "started")
    time.sleep(arguments["seconds"])
    with context.effect():
        write(context, "finished")
