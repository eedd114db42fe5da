"""What a supervisor asks: does the process answer, can it serve."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from careercopilot import health


@pytest.fixture(autouse=True)
def forget_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrations_seen_at", float("-inf"))


def ask(view: Any) -> tuple[int, dict[str, str]]:
    response: HttpResponse = view(RequestFactory().get("/"))
    return response.status_code, json.loads(response.content)


def heartbeat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_the_addresses_are_there() -> None:
    assert resolve("/healthz").func is health.healthz
    assert resolve("/readyz").func is health.readyz


def test_healthz_touches_no_database() -> None:
    assert ask(health.healthz) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_with_a_living_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_notes", {"ranker": lambda: "fallback"})
    heartbeat(1)
    assert ask(health.readyz) == (
        200,
        {"status": "ready", "database": "ok", "migrations": "ok", "worker": "ok", "ranker": "fallback"},
    )


@pytest.mark.django_db
def test_not_ready_without_a_worker() -> None:
    status, body = ask(health.readyz)
    assert (status, body["status"], body["worker"]) == (503, "not ready", "none running")
    heartbeat(100)
    status, body = ask(health.readyz)
    assert (status, body["worker"]) == (503, "silent for 100 s")


@pytest.mark.django_db
def test_not_ready_before_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [("one", False), ("two", False)])
    heartbeat(1)
    status, body = ask(health.readyz)
    assert (status, body["migrations"]) == (503, "2 not applied")


def test_not_ready_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise DatabaseError

    monkeypatch.setattr(health, "connection", Gone())
    assert ask(health.readyz) == (
        503,
        {"status": "not ready", "database": "unreachable", "migrations": "unknown", "worker": "unknown"},
    )
