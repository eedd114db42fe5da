"""Logs: one line a request under its id, nothing of what people wrote."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog
from django.conf import settings
from django.test import Client

from careercopilot.logging import get_logger, logging_config


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Production's logging for one test, written here."""
    buffer = io.StringIO()
    structlog.reset_defaults()
    logging.config.dictConfig(logging_config("production"))
    (handler,) = [found for found in logging.getLogger().handlers if type(found) is logging.StreamHandler]
    handler.setStream(buffer)
    yield buffer
    structlog.reset_defaults()
    logging.config.dictConfig(logging_config(settings.ENVIRONMENT))


def logged(lines: io.StringIO) -> list[dict[str, object]]:
    """The lines since the last look."""
    found = [json.loads(line) for line in lines.getvalue().splitlines()]
    lines.seek(0)
    lines.truncate()
    return found


def test_a_line_is_json_with_its_context(lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        get_logger("test").info("resume_read", pages=2)
    (line,) = logged(lines)
    assert (line["event"], line["pages"], line["request_id"], line["level"]) == ("resume_read", 2, "abc", "info")
    assert "timestamp" in line


def test_secrets_are_blanked_and_status_codes_stay(lines: io.StringIO) -> None:
    get_logger("test").info("log_in", email="a@example.org", code="123456", password="x")
    get_logger("test").info("request_finished", code=200)
    first, second = logged(lines)
    assert {first["email"], first["code"], first["password"]} == {"[hidden]"}
    assert second["code"] == 200


def test_tracebacks_show_no_local_variables(lines: io.StringIO) -> None:
    private = "what a person wrote"
    try:
        raise ZeroDivisionError(len(private))
    except ZeroDivisionError:
        get_logger("test").exception("broken")
    text = lines.getvalue()
    assert "ZeroDivisionError" in text
    assert private not in text


def test_probes_leave_no_line(lines: io.StringIO) -> None:
    Client().get("/healthz")
    assert logged(lines) == []


@pytest.mark.django_db
def test_a_request_is_one_line_under_the_id_it_answers_with(lines: io.StringIO) -> None:
    response = Client().get("/accounts/login/", headers={"X-Request-ID": "given-by-a-proxy"})
    about = [line for line in logged(lines) if "request" in line]
    assert [line["event"] for line in about] == ["request_finished"]
    assert about[0]["request_id"] == response.headers["X-Request-ID"] == "given-by-a-proxy"
    own = Client().get("/accounts/login/", headers={"X-Request-ID": "no spaces, please"})
    assert [line["request_id"] for line in logged(lines) if "request" in line] == [own.headers["X-Request-ID"]]
