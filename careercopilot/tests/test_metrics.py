"""/metrics: what it tells, and to whom; and the log line of a slow request."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families

from accounts.tests.factories import UserFactory
from careercopilot.metrics import JOBS, observe_job
from careercopilot.timing import recorded, span

pytestmark = pytest.mark.django_db


def samples(client: Client | None = None) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = (client or Client()).get(reverse("metrics"))
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def grown(before, after, name: str) -> dict[tuple[tuple[str, str], ...], float]:
    """By how much each labelled sample of this name grew."""
    return {
        labels: value - before.get((found, labels), 0.0)
        for (found, labels), value in after.items()
        if found == name and value != before.get((found, labels), 0.0)
    }


def test_requests_are_counted_by_view_method_and_status():
    before = samples()
    Client().get(reverse("matching:job_list"))
    Client().get("/no-such-page/")
    Client().get("/another-page/")
    after = samples()

    counted = grown(before, after, "careercopilot_requests_total")
    counted.pop((("method", "GET"), ("status", "200"), ("view", "metrics")), None)
    assert counted == {
        (("method", "GET"), ("status", "200"), ("view", "matching:job_list")): 1.0,
        (("method", "GET"), ("status", "404"), ("view", "unmatched")): 2.0,
    }
    assert (
        grown(before, after, "careercopilot_request_seconds_count")[("method", "GET"), ("view", "matching:job_list")]
        == 1
    )
    stages = {dict(labels)["stage"] for labels in grown(before, after, "careercopilot_stage_seconds_count")}
    assert stages == {"db", "render"}


def test_an_odd_method_makes_no_label_of_its_own():
    before = samples()
    Client().generic("BREW", reverse("matching:job_list"))

    methods = {dict(labels)["method"] for labels in grown(before, samples(), "careercopilot_requests_total")}
    assert methods <= {"other", "GET"}


def test_errors_of_views_are_counted_by_class(monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    before = samples()
    monkeypatch.setattr("matching.queries.job_list", broken)
    Client(raise_request_exception=False).get(reverse("matching:job_list"))
    after = samples()

    assert grown(before, after, "careercopilot_errors_total") == {
        (("kind", "ZeroDivisionError"), ("view", "matching:job_list")): 1.0
    }


def test_queue_workers_and_ranker_are_told_as_they_are():
    before = samples()
    with connection.cursor() as cursor:
        cursor.execute("select procrastinate_register_worker_v1()")
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status) values ('slow', 'x', '{}', 'todo')"
        )
    after = samples()

    assert after["careercopilot_queue_jobs", (("queue", "slow"), ("status", "todo"))] == 1
    assert after["careercopilot_workers", ()] - before["careercopilot_workers", ()] == 1
    assert after["careercopilot_database_up", ()] == 1
    assert [labels for name, labels in after if name == "careercopilot_ranker_info"]


def test_jobs_are_counted_with_their_stages():
    with recorded() as record, span("embedding"):
        pass
    before = JOBS.labels("tests.work", "done")._value.get()

    observe_job("tests.work", "done", record)

    assert JOBS.labels("tests.work", "done")._value.get() - before == 1


@pytest.mark.parametrize(
    ("token", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", {}, "10.0.0.7", 403),
        ("", {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 403),
        ("s3cret", {}, "127.0.0.1", 403),
        ("s3cret", {"Authorization": "Bearer other"}, "127.0.0.1", 403),
        ("s3cret", {"Authorization": "Bearer s3cret"}, "10.0.0.7", 200),
    ],
)
def test_only_the_token_or_this_machine_reads(settings, token, headers, address, status):
    settings.METRICS_TOKEN = token

    assert Client(REMOTE_ADDR=address, headers=headers).get(reverse("metrics")).status_code == status


def test_staff_signed_in_from_elsewhere_do_not_read_it():
    client = Client(REMOTE_ADDR="10.0.0.7")
    client.force_login(UserFactory(is_staff=True))

    assert client.get(reverse("metrics")).status_code == 403


def slow_requests(caplog) -> list[dict[str, Any]]:
    """What was told of slow requests; by the standard library's logging, which holds whoever set structlog up, and when."""
    told = [record.msg for record in caplog.records if record.name == "careercopilot.middleware"]
    return [event for event in told if isinstance(event, dict) and event["event"] == "slow_request"]


def test_a_slow_request_is_logged_with_its_parts_and_nothing_that_people_wrote(settings, caplog):
    settings.SLOW_REQUEST_MS = 0
    Client().get(reverse("matching:job_list"), {"q": "private words"})

    (line,) = slow_requests(caplog)
    assert (line["view"], line["method"], line["status"]) == ("matching:job_list", "GET", 200)
    assert {"db_ms", "render_ms", "other_ms", "total_ms", "queries"} <= set(line)
    assert "private" not in str(line)


def test_a_quick_request_is_not(settings, caplog):
    settings.SLOW_REQUEST_MS = 60_000
    Client().get(reverse("matching:job_list"))

    assert slow_requests(caplog) == []
