"""Counters and histograms of this process: requests, errors, stages of matching, kept results, background jobs.

Values of labels come from our own code, never from what people send. `careercopilot.metrics_page` shows them.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

from careercopilot.timing import Record

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

disable_created_metrics()  # type: ignore[no-untyped-call]  # a line of its own for each series, of no use here
REGISTRY = CollectorRegistry()
REQUESTS = Counter("careercopilot_requests", "Answered requests.", ["view", "method", "status"], registry=REGISTRY)
LATENCY = Histogram(
    "careercopilot_request_seconds",
    "From the first middleware to the finished answer.",
    ["view", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30),
    registry=REGISTRY,
)
ERRORS = Counter("careercopilot_errors", "Errors that a view raised, by class.", ["view", "kind"], registry=REGISTRY)
SLOW = Counter("careercopilot_slow_requests", "Requests over SLOW_REQUEST_MS.", ["view"], registry=REGISTRY)
STAGES = Histogram(
    "careercopilot_stage_seconds",
    "Time of one request or job in each stage; the stages do not overlap.",
    ["stage", "process"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
RESULTS = Counter("careercopilot_result_cache", "Looks into kept results of the API.", ["result"], registry=REGISTRY)
PAIRS = Counter(
    "careercopilot_scored_pairs",
    "Pairs scored, by what scored them; fallback is the rules.",
    ["source"],
    registry=REGISTRY,
)
AI_ANSWERS = Counter(
    "careercopilot_ai_answers",
    "Answers of the AI gateway, by what made them; `reason` is why no model's answer was served.",
    ["capability", "source", "reason"],
    registry=REGISTRY,
)
AI_SECONDS = Histogram(
    "careercopilot_ai_request_seconds",
    "One request to a model provider, by how it ended.",
    ["provider", "outcome"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120),
    registry=REGISTRY,
)
JOBS = Counter("careercopilot_jobs", "Background jobs that ended.", ["name", "outcome"], registry=REGISTRY)
JOB_SECONDS = Histogram(
    "careercopilot_job_seconds",
    "How long a job worked.",
    ["name"],
    buckets=(0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600),
    registry=REGISTRY,
)


def observe_request(request: HttpRequest, status: int, record: Record) -> None:
    """Count an answered request with its stages."""
    view, method = view_of(request), request.method if request.method in METHODS else "other"
    REQUESTS.labels(view, method, str(status)).inc()
    LATENCY.labels(view, method).observe(record.total())
    observe_stages(record, "web")


def observe_job(name: str, outcome: str, record: Record) -> None:
    """Count a background job that was done or failed, with its stages."""
    JOBS.labels(name, outcome).inc()
    JOB_SECONDS.labels(name).observe(record.total())
    observe_stages(record, "worker")


def observe_stages(record: Record, process: str) -> None:
    """Add a record's spans to the histogram of stages."""
    for stage, seconds in record.seconds.items():
        STAGES.labels(stage, process).observe(seconds)


def view_of(request: HttpRequest) -> str:
    """Name of the view that answered: one of ours, `static`, or `unmatched`."""
    match = request.resolver_match
    if match is None:
        return "static" if request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}") else "unmatched"
    return match.view_name or match.func.__name__
