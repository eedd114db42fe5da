"""Prices, budgets and reservations: what a call may cost before it is made, and what it did cost after."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from pydantic import BaseModel

from accounts.models import User
from aiplatform.models import ModelPrice, PromptVersion
from aiplatform.pricing import Price, usd, with_bounds
from aiplatform.services.errors import MoneyError
from careercopilot.db.context import acting_as
from careercopilot.db.router import current_alias
from careercopilot.logging import get_logger

MILLION = Decimal(1_000_000)
# Fewer characters a token than any vendor's tokenizer needs for European languages: an upper bound of the tokens.
CHARACTERS_A_TOKEN = Decimal("2.5")
# Instructions, fences and schema around the inputs where the prompt's own text is not given.
OVERHEAD_TOKENS = 500
PLACES = Decimal("0.00000001")

log = get_logger(__name__)


@dataclass(frozen=True)
class Reservation:
    """Money held for one call."""

    id: uuid.UUID
    amount_usd: Decimal


@dataclass(frozen=True)
class OverBudget:
    """There is no room for the call: which budget is full, its cap, and what is held and spent of it."""

    scope: str
    period: str
    cap_usd: Decimal
    used_usd: Decimal

    @property
    def message(self) -> str:
        """For the person who asked; it names no figure of others."""
        return f"{self.why} What you see was made without a model."

    @property
    def why(self) -> str:
        """The reason alone: a budget of nothing, one that is used up, or one with less left than the call may cost."""
        whose = {"user": "Your", "company": "Your company's", "capability": "This function's"}.get(self.scope, "The")
        when = "today" if self.period == "day" else "this month"
        if self.cap_usd <= 0:
            return f"{whose} budget for AI allows no call {when}."
        if self.used_usd >= self.cap_usd:
            return f"{whose} budget for AI is used up {when}."
        return f"{whose} budget for AI has less left {when} than this may cost."


@dataclass(frozen=True)
class OwnBudget:
    """One of a person's own budgets and what is used of it."""

    period: str
    cap_usd: Decimal
    used_usd: Decimal

    @property
    def cap(self) -> str:
        """For reading."""
        return usd(self.cap_usd)

    @property
    def used(self) -> str:
        """For reading."""
        return usd(self.used_usd)


def price_of(provider: str, model: str, *, on: dt.date, prompt_tokens: int = 0) -> Price | None:
    """The unit prices of a model on a day for a prompt of so many tokens (all input classes). None when there is none.

    An exact name goes before a pattern, a longer pattern before a shorter, a later day before an earlier; of that day
    the row of the longest prompts that this one reaches.
    """
    rows = ModelPrice.objects.filter(provider=provider, from_date__lte=on)
    fitting = [row for row in rows if _fits(row.pattern, model)]
    if not fitting:
        return None
    best = max((not row.pattern.endswith("*"), len(row.pattern), row.from_date) for row in fitting)
    tiers = [
        row
        for row in fitting
        if (not row.pattern.endswith("*"), len(row.pattern), row.from_date) == best
        and (row.above_tokens == 0 or prompt_tokens > row.above_tokens)
    ]
    if not tiers:
        return None
    row = max(tiers, key=lambda row: row.above_tokens)
    units = (row.input, row.cache_read, row.cache_write, row.output, row.reasoning)
    return with_bounds(Price(*units, from_date=row.from_date, source=row.source))


def _fits(pattern: str, model: str) -> bool:
    return model.startswith(pattern[:-1]) if pattern.endswith("*") else model == pattern


def estimate(
    capability: str,
    inputs: BaseModel | Any,
    *,
    provider: str,
    model: str,
    max_output_tokens: int,
    on: dt.date,
    prompt_version: PromptVersion | None = None,
) -> Decimal | None:
    """The most that one call of a capability would cost in USD, shown before the click; None when it has no price.

    All that is sent counts as written to the cache, the dearest way in, and the answer as long as it may get.
    """
    said = inputs.model_dump_json() if isinstance(inputs, BaseModel) else json.dumps(inputs, default=str)
    if prompt_version is not None:
        said += prompt_version.system + prompt_version.template + json.dumps(prompt_version.output_schema)
    tokens_in = int(len(said) / CHARACTERS_A_TOKEN) + OVERHEAD_TOKENS
    price = price_of(provider, model, on=on, prompt_tokens=tokens_in)
    if price is None or price.input is None or price.output is None:
        return None
    unit_in = max(price.input, price.cache_write or Decimal(0))
    unit_out = max(price.output, price.reasoning or Decimal(0))
    return ((tokens_in * unit_in + max_output_tokens * unit_out) / MILLION).quantize(PLACES, rounding=ROUND_UP)


def reserve(
    *, by: User | None, capability: str, amount: Decimal | None, company: uuid.UUID | None = None
) -> Reservation | OverBudget:
    """Hold money for one call under every budget that it counts towards, or say which one has no room.

    An unknown amount (a model without a price) holds `AI_UNPRICED_RESERVATION_USD`, so that budgets bind such calls too.
    What is held and spent of a budget never passes its cap by this, however many ask at once.
    """
    amount = Decimal(settings.AI_UNPRICED_RESERVATION_USD) if amount is None else amount
    row = _call("ai_reserve(%s, %s, %s)", by, [company, capability, amount])[0]
    if row[0] is None:
        if row[5]:
            log.warning("ai_budget_alert", scope=row[1], period=row[2], percent=100)
        return OverBudget(scope=row[1], period=row[2], cap_usd=row[3], used_usd=row[4])
    return Reservation(uuid.UUID(str(row[0])), amount)


def no_room(
    *, by: User | None, capability: str, amount: Decimal | None, company: uuid.UUID | None = None
) -> OverBudget | None:
    """The budget that `reserve` would name now, without holding anything; None where there is room."""
    amount = Decimal(settings.AI_UNPRICED_RESERVATION_USD) if amount is None else amount
    rows = _call("ai_room(%s, %s, %s)", by, [company, capability, amount])
    return OverBudget(*rows[0]) if rows else None


def settle(reservation: Reservation, cost: Decimal | None, *, by: User | None) -> None:
    """The call is over: its cost is spent instead of what was held; where it is not known, all that was held.

    Raises MoneyError when the reservation is closed already or another person's.
    """
    for scope, _key, period, level in _call("ai_settle(%s, %s)", by, [reservation.id, cost]):
        log.warning("ai_budget_alert", scope=scope, period=period, percent=level)


def release(reservation: Reservation, *, by: User | None) -> None:
    """Nothing was called: what was held is free again. Raises MoneyError."""
    _call("ai_settle(%s, 0, false)", by, [reservation.id])


def own_budgets() -> list[OwnBudget]:
    """The acting person's own budgets of today and this month; empty where nobody acts or none is set."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select period, cap_usd, used_usd from ai_own_budgets()")
        return [OwnBudget(*row) for row in cursor.fetchall()]


def _call(call: str, by: User | None, arguments: list[Any]) -> list[tuple[Any, ...]]:
    alias = current_alias()
    with _refusals(), acting_as(by, using=alias), connections[alias].cursor() as cursor:
        cursor.execute(f"select * from {call}", arguments)  # noqa: S608  (the calls above)
        return [tuple(row) for row in cursor.fetchall()]


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") not in ("42501", "55000", "22023"):
            raise
        text = str(error).partition("\n")[0]
        raise MoneyError(text[:1].upper() + text[1:] + ".") from error
