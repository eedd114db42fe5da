"""Structured logs: one JSON object a line, each with the request's or job's id; readable lines in development.

Messages are event names with values beside them. Values never hold what people wrote: ids, counts and durations only.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

# Query strings and bodies can hold an e-mail address or a log-in code.
PRIVATE_KEYS = frozenset({"password", "code", "token", "secret", "authorization", "cookie", "email"})

# Links of invitations and of new passwords carry their secret in the path; keys of rows may be logged.
MAILED = re.compile(r"(/invitations/|/reset/key/|/confirm-email/)(?![0-9a-f-]{36}/)[^/\s]+")

PROBES = ("/healthz", "/readyz", "/metrics")


def hide_private(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Blank texts whose key says that they are secret or personal (a status code is a number and stays)."""
    for key in event.keys() & PRIVATE_KEYS:
        if isinstance(event[key], str):
            event[key] = "[hidden]"
    return event


def shorten_address(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Keep of an address what names the page: no query (what people searched for), no secret of a mailed link."""
    if isinstance(address := event.get("request"), str):
        event["request"] = MAILED.sub(r"\1[hidden]", address.partition("?")[0])
    return event


def one_line_a_request(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Keep the line written when a request ends; drop the one at its start, and those of probes altogether."""
    if event.get("event") == "request_started" or str(event.get("request", "")).endswith(PROBES):
        raise structlog.DropEvent
    return event


class NotProbes(logging.Filter):
    """Drops "Service Unavailable: /readyz": a probe's answer is for the prober, who asks every few seconds."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().endswith(": /readyz")


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        hide_private,
    ]


def configure_structlog() -> None:
    """Send structlog's events through the standard library, where the formatter below renders them."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            one_line_a_request,
            shorten_address,
            *_shared_processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_config(environment: str) -> dict[str, Any]:
    """Django's LOGGING for `development` (lines for people), `test` (warnings only) or `production` (JSON lines).

    Also configures structlog, so that settings need one call.
    """
    configure_structlog()
    level = "WARNING" if environment == "test" else "INFO"
    quiet = {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared_processors(),
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(environment)],
            }
        },
        "filters": {"not_probes": {"()": NotProbes}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # the request middleware writes one line a request already
            "django.request": {**quiet, "filters": ["not_probes"]},
            "django.server": quiet,
            "uvicorn.access": quiet,
            "uvicorn.error": quiet,
            "procrastinate": quiet,
            "psycopg.pool": quiet,
        },
    }


def _renderers(environment: str) -> list[Processor]:
    """How a line looks. Tracebacks never show local variables: those hold what people wrote."""
    if environment == "production":
        frames = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [structlog.processors.ExceptionRenderer(frames), structlog.processors.JSONRenderer(sort_keys=True)]
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger that takes an event name and values."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger
