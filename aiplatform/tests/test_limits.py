"""Prices, waits and the breaker, with a clock that the tests turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplatform.limits import Breaker, Retries, World, retrying
from aiplatform.pricing import Price, cost
from aiplatform.providers.base import ProviderError, Usage

PRICE = Price(Decimal(2), Decimal("0.2"), Decimal("2.5"), Decimal(8), Decimal(8), date(2026, 1, 1), "test")


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def attempt(errors: list[ProviderError], seconds: float = 30.0, random: float = 1.0) -> tuple[object, list[float], int]:
    """(result or kind of error, waits, tries) of a call that raises `errors` and then answers."""
    clock, waiting, tries = Clock(), list(errors), 0

    def ask() -> str:
        nonlocal tries
        tries += 1
        if waiting:
            raise waiting.pop(0)
        return "answer"

    world = World(clock, clock.sleep, lambda: random)
    try:
        result: object = retrying(ask, until=clock.now + seconds, world=world, retries=Retries())
    except ProviderError as error:
        result = error.kind
    return result, clock.slept, tries


def test_passing_errors_are_tried_twice_more_with_growing_waits() -> None:
    down = ProviderError("server_error")

    assert attempt([down, down]) == ("answer", [0.5, 1.0], 3)
    assert attempt([down, down, down]) == ("server_error", [0.5, 1.0], 3)
    assert attempt([down], random=0.25) == ("answer", [0.125], 2)


def test_lasting_errors_are_not_tried_again() -> None:
    assert [attempt([ProviderError(kind)])[2] for kind in ("refused", "rejected", "cut", "bad_request")] == [1, 1, 1, 1]


def test_retry_after_is_honoured_inside_the_deadline() -> None:
    slow = ProviderError("rate_limited", retry_after=3.0)

    assert attempt([slow], random=0.0) == ("answer", [3.0], 2)
    assert attempt([slow], seconds=2.9, random=0.0) == ("rate_limited", [], 1)


def test_the_breaker_opens_probes_once_and_closes() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(4):
        breaker.note_failure()
    told = [(breaker.state, breaker.may_call())]
    breaker.note_failure()
    told.append((breaker.state, breaker.may_call()))
    clock.now += 30
    told += [(breaker.state, breaker.may_call()), (breaker.state, breaker.may_call())]
    breaker.note_failure()
    told.append((breaker.state, breaker.may_call()))
    clock.now += 30
    told.append((breaker.state, breaker.may_call()))
    breaker.note_success()
    told.append((breaker.state, breaker.may_call()))

    assert told == [
        ("closed", True), ("open", False), ("half_open", True), ("half_open", False),
        ("open", False), ("half_open", True), ("closed", True),
    ]  # fmt: skip


def test_failures_with_a_success_between_them_do_not_open() -> None:
    breaker = Breaker(Clock())
    for _ in range(20):
        breaker.note_failure()
        breaker.note_success()

    assert breaker.state == "closed"


def test_a_lost_probe_does_not_close_the_door_for_ever() -> None:
    clock = Clock()
    breaker = Breaker(clock, failures_to_open=1)
    breaker.note_failure()
    clock.now += 30
    asked = [breaker.may_call(), breaker.may_call()]
    clock.now += 30

    assert [*asked, breaker.may_call()] == [True, False, True]


def test_costs_are_sums_over_disjoint_classes() -> None:
    assert cost(Usage(1000, 500, 200, 300, 100), PRICE) == Decimal("0.00580000")
    assert cost(Usage(), None) == Decimal(0)


@pytest.mark.parametrize(
    ("usage", "price"),
    [(None, PRICE), (Usage(input_tokens=1), None), (Usage(reasoning_tokens=1), replace(PRICE, reasoning=None))],
)
def test_what_is_not_known_is_none(usage: Usage | None, price: Price | None) -> None:
    assert cost(usage, price) is None


def test_a_price_that_no_token_needs_may_be_missing() -> None:
    assert cost(Usage(input_tokens=1), replace(PRICE, cache_write=None)) == Decimal("0.00000200")


@given(*[st.lists(st.integers(0, 10**7), min_size=5, max_size=5)] * 2)
def test_costs_add_up(left: list[int], right: list[int]) -> None:
    one, two = Usage(*left), Usage(*right)
    parts = [cost(usage, PRICE) for usage in (one, two, one + two)]

    assert None not in parts
    assert abs(parts[0] + parts[1] - parts[2]) <= Decimal("0.00000001")
