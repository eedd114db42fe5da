"""/metrics for a Prometheus server: what `careercopilot.metrics` counted, and queue, workers and ranker as they are now.

With several web processes, or to include the worker, set PROMETHEUS_MULTIPROC_DIR (an empty folder that all of them
share) before they start; `make run` does.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from careercopilot.job_worker import STALLED_S
from careercopilot.metrics import REGISTRY

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
LOOPBACK = ("127.0.0.1", "::1")
_QUEUE = """
select queue_name, status::text, count(*) from procrastinate_jobs where status in ('todo', 'doing', 'failed') group by 1, 2
"""
_WAITING = """
select coalesce(extract(epoch from now() - min(e.at))::float, 0)
from procrastinate_jobs j join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'
where j.status = 'todo' and (j.scheduled_at is null or j.scheduled_at <= now())
"""
_WORKERS = "select count(*) from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)"

_ranker: list[Callable[[], dict[str, str]]] = []


def report_ranker(read: Callable[[], dict[str, str]]) -> None:
    """Register who knows the active ranker: its version and source as labels."""
    _ranker[:] = [read]


class Now:
    """What is looked up when somebody asks: the ranker, the queue, the workers."""

    def collect(self) -> Iterator[Metric]:
        """Gauges; where the database does not answer, only that it is down."""
        for read in _ranker:
            yield InfoMetricFamily("careercopilot_ranker", "What scores now.", value=read())
        up = GaugeMetricFamily("careercopilot_database_up", "1 where the database answers.")
        try:
            yield from _queue()
            up.add_metric([], 1)
        except DatabaseError:
            up.add_metric([], 0)
        yield up


def _queue() -> list[Metric]:
    depth = GaugeMetricFamily("careercopilot_queue_jobs", "Jobs in the queue.", labels=["queue", "status"])
    waiting = GaugeMetricFamily("careercopilot_queue_oldest_seconds", "How long the oldest job that is due has waited.")
    workers = GaugeMetricFamily("careercopilot_workers", "Workers that showed a sign of life.")
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE)
        for queue, status, count in cursor.fetchall():
            depth.add_metric([queue, status], count)
        cursor.execute(_WAITING)
        waiting.add_metric([], cursor.fetchone()[0])
        cursor.execute(_WORKERS, [STALLED_S])
        workers.add_metric([], cursor.fetchone()[0])
    return [depth, waiting, workers]


def exposition() -> bytes:
    """All of it in Prometheus' text format."""
    now = CollectorRegistry()
    now.register(Now())
    if os.environ.get(MULTIPROCESS):
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]  # the library leaves it untyped
        return generate_latest(shared) + generate_latest(now)
    ProcessCollector(registry=now)
    return generate_latest(REGISTRY) + generate_latest(now)


def may_read(request: HttpRequest) -> bool:
    """Whoever sends METRICS_TOKEN; while none is set, programs on this machine that come through no proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    if settings.SECURE_PROXY_SSL_HEADER or any(name in request.META for name in FORWARDED):
        return False
    return request.META.get("REMOTE_ADDR") in LOOPBACK


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as text; 403 for who may not read them."""
    if not may_read(request):
        return HttpResponse(
            "Send METRICS_TOKEN as bearer token, or ask from this machine while none is set.\n",
            status=403,
            content_type="text/plain",
        )
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
