"""What a call costs: unit prices by class of token, dated, and the sum over a usage. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from aiplatform.providers.base import Usage

PER = Decimal(1_000_000)
# Places of a cost in USD, here and in the database: one token of the cheapest class still shows.
PLACES = Decimal("0.00000001")
# The longest `source` that a record takes.
SOURCE_CHARS = 300
CENT, SMALLEST = Decimal("0.01"), Decimal("0.0001")


def usd(amount: Decimal | None) -> str:
    """An amount as people read it; what is not known is said so and is never 0."""
    if amount is None:
        return "not known"
    if 0 < amount < SMALLEST:
        return "under $0.0001"
    return f"${amount:,.4f}" if amount % CENT else f"${amount:,.2f}"


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens of each class, from a day on; None where nobody knows it. `source` says who said so."""

    input: Decimal | None
    cache_read: Decimal | None
    cache_write: Decimal | None
    output: Decimal | None
    reasoning: Decimal | None
    from_date: date
    source: str


# Classes that no vendor asks more for than for another: where their own price is missing, the other's is an upper bound.
BOUNDS = (("cache_read", "input", "cache reads"), ("reasoning", "output", "reasoning"))


def with_bounds(price: Price) -> Price:
    """The price with cache reads at the price of input and reasoning at that of output where their own is missing; `source`
    says so, and goes on record with each call. Cache writes may cost more than input: theirs stays unknown."""
    bounds = [
        (name, other, words)
        for name, other, words in BOUNDS
        if getattr(price, name) is None and getattr(price, other) is not None
    ]
    if not bounds:
        return price
    said = "; ".join(f"{words} at the price of {other}, an upper bound" for _, other, words in bounds)
    filled = {name: getattr(price, other) for name, other, _ in bounds}
    return replace(price, **filled, source=f"{price.source[: SOURCE_CHARS - len(said) - 3]} ({said})")


def classes(usage: Usage, price: Price) -> tuple[tuple[int, Decimal | None], ...]:
    """(tokens, USD per million) of each class, in one order everywhere."""
    return (
        (usage.input_tokens, price.input),
        (usage.cache_read_tokens, price.cache_read),
        (usage.cache_write_tokens, price.cache_write),
        (usage.output_tokens, price.output),
        (usage.reasoning_tokens, price.reasoning),
    )


def cost(usage: Usage | None, price: Price | None) -> Decimal | None:
    """USD to eight places; None, never 0, when the usage, the model or the price of a used class is not known."""
    if usage is None:
        return None
    if usage == Usage():
        return Decimal(0).quantize(PLACES)
    if price is None:
        return None
    total = Decimal(0)
    for tokens, unit in classes(usage, price):
        if tokens and unit is None:
            return None
        total += tokens * (unit or Decimal(0)) / PER
    return total.quantize(PLACES, ROUND_HALF_UP)
