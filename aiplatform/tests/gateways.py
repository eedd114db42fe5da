"""What the tests of the gateway share: a capability, boards of providers on a fake server, and what is on record afterwards."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from pydantic import Field

from accounts.models import User
from aiplatform.capabilities import Capability, CapabilityInput, CapabilityOutput, Problem, Untrusted
from aiplatform.gateway import Outcome, run
from aiplatform.limits import Retries, World
from aiplatform.models import AIRequest, AIResponse, Reservation
from aiplatform.providers.fake.answers import Canned
from aiplatform.providers.fake.server import FakeServer
from aiplatform.providers.registry import Settings
from aiplatform.services.record import Subject
from aiplatform.switchboard import Switchboard
from aiplatform.tests.fakes import WIRES, fake_server
from careercopilot.db.context import acting_as

AT = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
TEXT = "Ida Brandt, ida@brandt.example, +44 113 496 0000. Led a team of 4 nurses."


# Whose budget the committed rows hold.
POOR = uuid.UUID(int=7)


class Asked(CapabilityInput):
    text: Untrusted = TEXT
    count: int = 3


class Advice(CapabilityOutput):
    summary: str = Field(min_length=3, max_length=400)
    hints: list[str] = Field(max_length=5)


def refuse_forty(inputs: Asked, output: Advice) -> list[Problem]:
    """One check of each kind."""
    found = [Problem("figure", "summary", "The source names no 40.", "claim")] if "40" in output.summary else []
    return found + ([Problem("tone", "summary", "Say it without shouting.")] if "!" in output.summary else [])


CAPABILITY = Capability(
    key="test_capability",
    title="A test",
    input=Asked,
    output=Advice,
    deterministic=lambda inputs: Advice(summary="Made by rules.", hints=[]),
    checks=(refuse_forty,),
    max_output_tokens=200,
)
GOOD = {"summary": "Led a team.", "hints": ["Say how many."]}


def models(settings: Any, model: str = "fake-canned", **named: str) -> None:
    """What each provider is asked for."""
    asked = dict.fromkeys(WIRES, "fake-canned") | (named or {"openai": model})
    settings.AI_PROVIDERS = Settings(order=("openai",), models=asked)


@contextmanager
def board(
    *names: str, canned: Any = GOOD, retries: int = 2, mode: str = "canned"
) -> Iterator[tuple[Switchboard, FakeServer]]:
    """A board of providers that all reach one fake server; waits are short."""
    world = World(time.monotonic, time.sleep, lambda: 0.01)
    with fake_server(canned=Canned({"test_capability": canned} if canned else {}), mode=mode) as server:
        made = Switchboard([WIRES[name](server.url) for name in names or ("openai",)], world, Retries(most=retries))
        yield made, server
        made.close()


def ask(person: User, made: Switchboard, *, inputs: Asked | None = None, seconds: float = 20.0, **more: Any) -> Outcome:
    subject = Subject("resume", None, "My resume")
    return run(
        "test_capability", inputs or Asked(), by=person, owner=person, subject=subject, at=AT, board=made, seconds=seconds,
        **more,
    )  # fmt: skip


def on_record(person: User) -> list[tuple[str, str, str, Decimal | None]]:
    """(state, served, finish reason, cost) of each attempt on record about a person, in order."""
    with acting_as(person):
        assert AIRequest.objects.count() == 1
        rows = AIResponse.objects.order_by("chain_position")
        return [(row.state, row.served, row.finish_reason, row.cost_usd) for row in rows]


def reservations(person: User) -> list[tuple[str, Decimal | None]]:
    with acting_as(person):
        return [(row.state, row.cost_usd) for row in Reservation.objects.order_by("created_at")]
