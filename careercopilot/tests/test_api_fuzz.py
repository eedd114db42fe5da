"""The JSON API under requests made from its own description: answered as described, never with an error of ours."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings

from accounts import middleware
from accounts.tokens import make_token
from careercopilot.db.context import acting_as
from careercopilot.tests.world import build_world
from matching.tests.encoders import WordEncoder

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BOUNDED = settings(
    max_examples=20, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
OPERATIONS = [
    ("POST", "/api/v1/match/talent-to-jobs"),
    ("POST", "/api/v1/match/job-to-talents"),
    ("POST", "/api/v1/train/trigger"),
    ("GET", "/api/v1/train/status"),
    ("GET", "/api/v1/health"),
]


def token_of(person: Any) -> str:
    person.is_staff = True
    person.save()
    scopes = ["match:read", "match:company", "train:admin"]
    with acting_as(person):
        return make_token(by=person, name="Fuzz", scopes=scopes, at=timezone.now(), life=dt.timedelta(days=1))[1]


def body_of(made: Any) -> bytes | str:
    """As it goes over the wire; a body that is no JSON, or none, as it is."""
    if isinstance(made, bytes):
        return made
    return "" if type(made).__name__ == "NotSet" else json.dumps(made, default=str)


@pytest.fixture
def described() -> Any:
    return schemathesis.openapi.from_dict(json.loads(Client().get(reverse("api:openapi-json")).content))


def test_every_operation_is_fuzzed(described):
    found = [(one.ok().method.upper(), one.ok().full_path) for one in described.get_all_operations()]

    assert sorted(found) == sorted(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_fails(described, monkeypatch, method, path):
    """Bodies that fit the description and bodies that break it; the same ones each time."""
    monkeypatch.setattr(middleware, "MOST_REQUESTS", 100_000)
    monkeypatch.setattr("matching.facts.get_encoder", WordEncoder)
    operation = described[path][method]
    token = token_of(build_world().company.owner)
    documented = {int(status) for status in operation.definition.raw["responses"]}

    def fuzz(case: Any) -> None:
        client = Client(headers={"Authorization": f"Bearer {token}"})
        body = body_of(case.body) if method == "POST" else ""
        answer = client.generic(method, path, body, content_type="application/json")
        assert answer.status_code in documented, (body, answer.status_code, answer.content)
        assert answer.status_code < 500 or path.endswith("health"), (
            body,
            answer.content,
        )  # no worker runs beside tests

    for mode in ("positive", "negative") if method == "POST" else ("positive",):
        cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))
        seed(7)(BOUNDED(given(case=cases)(fuzz)))()
