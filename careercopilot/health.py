"""`/healthz`: this process answers. `/readyz`: it can serve people (database, migrations, a living worker)."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from careercopilot.job_worker import STALLED_S
from careercopilot.logging import get_logger

OK = "ok"
MIGRATIONS_TRUSTED_S = 60.0  # reading all migration files takes a good part of a second

log = get_logger(__name__)

_notes: dict[str, Callable[[], str]] = {}
_migrations_seen_at = float("-inf")


def note(name: str, read: Callable[[], str]) -> None:
    """Add a line to `/readyz` that informs and never makes it fail, such as the ranker's version."""
    _notes[name] = read


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process serves requests; touches nothing else."""
    return JsonResponse({"status": OK})


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 and `status: ready`, or 503, `status: not ready` and what is amiss in the part's own line."""
    parts = readiness()
    ready = all(state == OK for state in parts.values())
    notes = readiness_notes() if ready else {}
    body = {"status": "ready" if ready else "not ready", **parts, **notes}
    return JsonResponse(body, status=200 if ready else 503)


def readiness_notes() -> dict[str, str]:
    """The lines that inform only."""
    return {name: read() for name, read in _notes.items()}


def readiness() -> dict[str, str]:
    """State of each part, `ok` or a few words; parts that cannot be asked without the database say so."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return {"database": OK, "migrations": _migrations(), "worker": _worker()}
    except DatabaseError as error:
        log.warning("database_not_ready", error=type(error).__name__)
        return {"database": "unreachable", "migrations": "unknown", "worker": "unknown"}


def _migrations() -> str:
    global _migrations_seen_at
    if time.monotonic() - _migrations_seen_at < MIGRATIONS_TRUSTED_S:
        return OK
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return f"{missing} not applied"
    _migrations_seen_at = time.monotonic()
    return OK


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('procrastinate_workers')")
        if cursor.fetchone()[0] is None:
            return "no queue yet"
        cursor.execute("select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers")
        (age,) = cursor.fetchone()
    if age is None:
        return "none running"
    return OK if age < STALLED_S else f"silent for {int(age)} s"
