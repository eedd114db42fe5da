"""The gate of the API: limits, size, who acts, and one shape for every refusal."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import middleware
from accounts.middleware import _network
from accounts.tests.factories import ApiTokenFactory, UserFactory
from accounts.tokens import count_request

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
JOBS = "api:talent_to_jobs"
SHAPE = {"type", "title", "status", "detail", "request_id", "errors"}


def bearer(person=None, **fields) -> dict[str, str]:
    secret = f"cc_gate-{timezone.now().timestamp()}"
    ApiTokenFactory(owner=person or UserFactory(), secret=secret, **fields)
    return {"Authorization": f"Bearer {secret}"}


def counted(moment: dt.datetime, *keys: str, most: int = 3) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select accounts_count_request(%s, %s, 60, %s)", [list(keys), most, moment])
        return cursor.fetchone()[0]


def test_so_many_within_a_minute_and_then_the_wait_is_told():
    at = [AT + dt.timedelta(seconds=second) for second in (0, 10, 20, 30, 59.5, 60.5, 61)]

    assert [counted(moment, "token") for moment in at] == [0, 0, 0, 30, 1, 0, 9]


def test_a_refused_request_does_not_count():
    for _ in range(3):
        counted(AT, "token")
    for second in range(1, 60):
        assert counted(AT + dt.timedelta(seconds=second), "token") == 60 - second

    assert counted(AT + dt.timedelta(seconds=60.1), "token") == 0


def test_the_longest_wait_counts_and_the_other_key_is_not_charged():
    for second in range(3):
        counted(AT + dt.timedelta(seconds=second), "address")

    assert counted(AT + dt.timedelta(seconds=5), "token", "address") == 55
    assert [counted(AT + dt.timedelta(seconds=6), "token") for _ in range(4)] == [0, 0, 0, 60]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0, 300, allow_nan=False), min_size=1, max_size=40))
def test_no_window_of_a_minute_ever_holds_more(seconds):
    """A property of the statement itself: whatever the moments, sorted as they come."""
    key = f"property {timezone.now().timestamp()}"
    let_in = [second for second in sorted(seconds) if counted(AT + dt.timedelta(seconds=second), key) == 0]

    for first in let_in:
        assert sum(first <= second < first + 59.999 for second in let_in) <= 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_many_at_once_are_counted_exactly():
    waits: list[int] = []

    def work() -> None:
        for _ in range(10):
            waits.append(count_request(["shared", "other"], most=25, seconds=60))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(waits), waits.count(0)) == (60, 25)


def test_old_counters_go_away():
    counted(AT, "old")
    for minute in range(3):
        counted(AT + dt.timedelta(hours=1, minutes=minute + 1), f"new {minute}")

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from accounts_ratelimit where key = 'old'")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("address", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("", "", True),
    ],
)
def test_one_household_is_one_address(address, other, is_same):
    assert (_network(address) == _network(other)) is is_same


def test_token_and_address_are_limited_each(monkeypatch):
    monkeypatch.setattr(middleware, "MOST_REQUESTS", 2)
    mine, theirs = bearer(), bearer()

    def ask(headers, address):
        return Client(headers=headers, REMOTE_ADDR=address).get(reverse("api:openapi-json")).status_code

    assert [ask(mine, "203.0.113.1"), ask(mine, "203.0.113.2"), ask(mine, "203.0.113.3")] == [200, 200, 429]
    assert [ask(theirs, "203.0.113.1"), ask({}, "203.0.113.1")] == [200, 429]


def test_the_refusal_says_how_long_to_wait(monkeypatch):
    monkeypatch.setattr(middleware, "MOST_REQUESTS", 1)
    Client().get(reverse("api:health"))

    answer = Client().get(reverse("api:health"))

    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["type"] == "urn:careercopilot:problem:too-many-requests"


def problem(answer, status: int, kind: str):
    """The document of a refusal, its shape checked."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    body = answer.json()
    assert set(body) == SHAPE
    assert (body["type"], body["status"]) == (f"urn:careercopilot:problem:{kind}", status)
    assert body["request_id"] == answer["X-Request-ID"]
    return body


def post(body, headers, name=JOBS, **extra):
    return Client(headers=headers).post(reverse(name), body, content_type="application/json", **extra)


def test_no_token_is_401():
    answer = post({}, {})

    assert "account page" in problem(answer, 401, "unauthenticated")["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header", ["Bearer cc_unknown", "Bearer", "Basic Y2M6eA==", "cc_unknown", "Bearer \u00e9\u0000"]
)
def test_a_wrong_token_is_401(header):
    problem(post({}, {"Authorization": header}), 401, "unauthenticated")


def test_a_missing_scope_is_403():
    told = problem(post({"job_id": str(UserFactory().pk)}, bearer(), "api:job_to_talents"), 403, "forbidden")

    assert "match:company" in told["detail"]


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/match/talent-to-jobs"])
def test_an_unknown_address_is_404(path):
    problem(Client().get(path), 404, "not-found")


def test_another_method_is_405():
    answer = Client(headers=bearer()).get(reverse(JOBS))

    problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "POST"


def test_a_large_body_is_413_before_it_is_read():
    problem(post({"x": "y" * 70_000}, bearer()), 413, "too-large")


def test_a_body_of_unknown_length_is_411():
    problem(post({}, {**bearer(), "Transfer-Encoding": "chunked"}), 411, "length-required")


@pytest.mark.parametrize(
    "body", ["{", "nothing", '{"limit": NaN}', '{"limit": Infinity}', "\ufeff", b"\xff\xfe", "[" * 3000]
)
def test_what_is_no_json_is_400(body):
    problem(post(body, bearer()), 400, "bad-request")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"limit": 0}, ["limit"]),
        ({"limit": 101}, ["limit"]),
        ({"limit": "many"}, ["limit"]),
        ({"min_score": 101}, ["min_score"]),
        ({"version_id": "7"}, ["version_id"]),
        ({"job_ids": ["7"]}, ["job_ids.0"]),
        ({"limits": 5}, ["limits"]),
        ({"filters": {"countries": ["DE", "Germany"]}}, ["filters.countries.1"]),
        ({"filters": {"remote": ["sometimes"]}}, ["filters.remote.0"]),
        ({"filters": {"min_salary": 1e10, "salary_currency": "EUR"}}, ["filters.min_salary"]),
        ({"filters": {"min_salary": 5}}, ["filters"]),
        ({"limit": 0, "filters": {"levels": ["boss"]}}, ["limit", "filters.levels.0"]),
        ([], [""]),
        ("null", [""]),
    ],
)
def test_wrong_fields_are_named_with_a_sentence(body, fields):
    told = problem(post(body, bearer()), 422, "invalid")

    assert [item["field"] for item in told["errors"]] == fields
    assert all(item["message"].endswith(".") for item in told["errors"])


def test_a_session_opens_nothing():
    client = Client()
    client.force_login(UserFactory())

    problem(client.post(reverse(JOBS), {}, content_type="application/json"), 401, "unauthenticated")


def test_a_token_acts_for_its_owner_whoever_is_signed_in(monkeypatch):
    """And the answer of a failing view is a problem too, with nothing written."""
    seen = []
    owner, other = UserFactory(), UserFactory()

    def broken(user, *args, **kwargs):
        seen.append(user)
        raise ZeroDivisionError

    monkeypatch.setattr("matching.api.match.jobs_for_talent", broken)
    client = Client(headers=bearer(owner), raise_request_exception=False)
    client.force_login(other)

    problem(client.post(reverse(JOBS), {}, content_type="application/json"), 500, "failed")

    assert seen == [owner]


def test_answers_are_not_kept_by_browsers_or_proxies():
    answer = post({}, bearer())

    assert "no-store" in answer["Cache-Control"]
