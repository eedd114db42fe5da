"""What one call leaves behind: an entry for each attempt, and the money held for it, spent or given back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from aiplatform.pricing import Price
from aiplatform.providers.base import ProviderError, Usage
from aiplatform.services import money, record
from aiplatform.services.money import Reservation
from aiplatform.switchboard import Attempt, Line
from careercopilot.db.context import acting_as
from careercopilot.metrics import AI_SECONDS


@dataclass
class Entry:
    """An attempt with what our checks said of its answer."""

    attempt: Attempt
    validation: Mapping[str, Any] = field(default_factory=dict)
    safety: Mapping[str, Any] = field(default_factory=dict)

    @property
    def usage(self) -> Usage | None:
        if self.attempt.reply is not None:
            return self.attempt.reply.usage
        return self.attempt.error.usage if self.attempt.error else None

    @property
    def model(self) -> str:
        """What the vendor says ran; where it said nothing, what was asked for."""
        told = (
            self.attempt.reply.model if self.attempt.reply else self.attempt.error.model if self.attempt.error else ""
        )
        return told or self.attempt.model


class Ledger:
    """Open from the first record of a request until `close`, which every path must reach."""

    def __init__(self, *, by: User | None, request_id: uuid.UUID, reservation: Reservation | None, on: date) -> None:
        self.request_id = request_id
        self.cost_usd: Decimal | None = Decimal(0)
        self.counted_usd = Decimal(0)
        self._by = by
        self._on = on
        self._reservation = reservation
        self._most: dict[str, Decimal | None] = {}
        self._held = reservation.amount_usd if reservation else Decimal(0)
        self._spent = Decimal(0)
        self._last: Entry | None = None

    def expect(self, provider: str, most: Decimal | None) -> None:
        """Note what one attempt with a provider may cost at most; None when it has no price."""
        self._most[provider] = most

    def afford(self, line: Line) -> None:
        """ProviderError when what is left of the held money may not pay for one more attempt; so a cap is never passed."""
        most = self._most.get(line.provider.name)
        if most is not None and self._spent + most > self._held:
            raise ProviderError("unaffordable", f"{self._held - self._spent} USD left of {self._held}", usage=Usage())

    def note(self, attempt: Attempt) -> None:
        """An attempt has ended. The one before it goes on record: it served nobody."""
        AI_SECONDS.labels(attempt.provider, attempt.error.kind if attempt.error else "answered").observe(
            attempt.latency_ms / 1000
        )
        self._write("", state="")
        self._last = Entry(attempt)

    def judge(self, validation: Mapping[str, Any], safety: Mapping[str, Any]) -> None:
        """Add what our checks say of the last attempt's answer: kinds and places, never words."""
        if self._last is not None:
            self._last.validation, self._last.safety = validation, safety

    def close(self, state: str, served: str, safety: Mapping[str, Any], *, reason: str = "") -> None:
        """Put the last attempt on record as what was served, and settle the money. `reason` says why nobody was asked."""
        if self._last is None:
            record.finish(
                self.request_id, by=self._by, state=state, served=served, usage=Usage(), safety=dict(safety),
                finish_reason=reason,
            )  # fmt: skip
        else:
            self._last.safety = {**self._last.safety, **safety}
            self._write(served, state=state)
        if self._reservation is not None:
            reservation, self._reservation = self._reservation, None
            if self._last is None:
                money.release(reservation, by=self._by)
            else:
                settled = self._settled(reservation)
                self.counted_usd = reservation.amount_usd if settled is None else settled
                money.settle(reservation, settled, by=self._by)

    def _settled(self, reservation: Reservation) -> Decimal | None:
        return None if self.cost_usd is None and not self._spent else min(self._spent, reservation.amount_usd)

    def _write(self, served: str, *, state: str) -> None:
        entry = self._last
        if entry is None:
            return
        attempt = entry.attempt
        recorded = record.finish(
            self.request_id,
            by=self._by,
            state=state or ("refused" if attempt.error and attempt.error.kind == "refused" else "failed"),
            served=served,
            provider=attempt.provider,
            model=entry.model,
            provider_request_id=attempt.reply.provider_request_id if attempt.reply else "",
            usage=entry.usage,
            price=self._price(entry),
            latency_ms=attempt.latency_ms,
            finish_reason=_finish_reason(attempt),
            validation=dict(entry.validation),
            safety=dict(entry.safety),
            output=attempt.reply.text if attempt.reply else None,
        )
        # What nobody knows counts as the most that it may have been, so that a budget is not passed unseen.
        self._spent += (
            self._most.get(attempt.provider) or Decimal(0) if recorded.is_unpriced else recorded.cost_usd or 0
        )
        self.cost_usd = (
            None if recorded.cost_usd is None or self.cost_usd is None else self.cost_usd + recorded.cost_usd
        )

    def _price(self, entry: Entry) -> Price | None:
        """The price of the model that ran; of the one asked for when the vendor's name for it is not in the list."""
        usage = entry.usage or Usage()
        tokens = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens
        with acting_as(self._by):
            for model in dict.fromkeys((entry.model, entry.attempt.model)):
                if price := money.price_of(entry.attempt.provider, model, on=self._on, prompt_tokens=tokens):
                    return price
        return None


def _finish_reason(attempt: Attempt) -> str:
    if attempt.reply is not None:
        return attempt.reply.finish_reason
    return (attempt.error.finish_reason or attempt.error.kind) if attempt.error else ""
