"""Rows of the AI platform for tests, each made by the way that the product makes it."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from accounts.models import User
from aiplatform.models import AIPayload, AIRequest, AIResponse, Budget, ModelPrice, Prompt, PromptVersion, Reservation
from aiplatform.pricing import Price
from aiplatform.providers.base import Usage
from aiplatform.services import money, prompts, record
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

_numbers = itertools.count(1)
DAY = dt.date(2026, 11, 1)


def a_usage(**more: int) -> Usage:
    """What a provider told of a call."""
    return Usage(
        **({"input_tokens": 1000, "cache_read_tokens": 200, "output_tokens": 300, "reasoning_tokens": 50} | more)
    )


def a_price(**units: Any) -> Price:
    """1 USD a million in, 5 out."""
    values = {"input": "1", "cache_read": "0.1", "cache_write": "1.25", "output": "5", "reasoning": "5"} | units
    decimals = {name: None if value is None else Decimal(value) for name, value in values.items()}
    return Price(**decimals, from_date=DAY, source="made up for tests")


def a_prompt(capability: str = "test_capability", **more: Any) -> Prompt:
    """A prompt of that capability without a version."""
    return prompts.make_prompt(f"prompt_{next(_numbers)}", title="A prompt", capability=capability, **more)


def a_draft(prompt: Prompt | None = None, *, template: str = "Read {{text}}.", **more: Any) -> PromptVersion:
    """A draft of it."""
    return prompts.draft(prompt or a_prompt(), by=None, template=template, **more)


def in_production(prompt: Prompt | None = None, **more: Any) -> PromptVersion:
    """A version that is used."""
    version = prompts.submit(a_draft(prompt, **more), by=None)
    return prompts.promote(version, by=None, reason="For tests").version


def a_call(owner: User, *, words: str = "Words of the person", **more: Any) -> AIRequest:
    """A call that began, about this person, by them."""
    given: dict[str, Any] = {"capability": "test_capability", "provider": "fake", "model": "fake-1"}
    key = record.start(
        by=owner,
        owner=owner,
        input={"text": words},
        rendered={"system": "Be brief.", "parts": [words]},
        **(given | {"subject": record.Subject("resume", None, "My resume")} | more),
    )
    with acting_as(owner):
        return AIRequest.objects.get(pk=key)


def an_answer(request: AIRequest, by: User, **more: Any) -> AIResponse:
    """What came of it: served by the model, priced."""
    given: dict[str, Any] = {"state": "succeeded", "served": "model", "provider": "fake", "model": "fake-1-2026"}
    given |= {"usage": a_usage(), "price": a_price(), "latency_ms": 800, "finish_reason": "stop", "output": "An answer"}
    done = record.finish(request.pk, by=by, **(given | more))
    with acting_as(by):
        return AIResponse.objects.get(pk=done.response_id)


def words_of(request: AIRequest, by: User) -> AIPayload:
    """The words kept with the request."""
    with acting_as(by):
        return AIPayload.objects.get(record_id=request.pk)


def a_budget(scope: str = "user", cap: str = "1", *, period: str = "day", key: str = "") -> Budget:
    with using("ops"):
        return Budget.objects.create(scope=scope, period=period, key=key, cap_usd=Decimal(cap))


def a_model_price(provider: str, pattern: str, **values: Any) -> ModelPrice:
    given: dict[str, Any] = {"from_date": DAY, "input": Decimal(1), "output": Decimal(5), "source": "made up for tests"}
    with using("ops"):
        return ModelPrice.objects.create(provider=provider, pattern=pattern, **(given | values))


def a_reservation(owner: User, amount: str = "0.01", **more: Any) -> Reservation:
    """Money held for a call of this person."""
    held = money.reserve(by=owner, amount=Decimal(amount), **({"capability": "test_capability"} | more))
    assert isinstance(held, money.Reservation)
    with acting_as(owner):
        return Reservation.objects.get(pk=held.id)
