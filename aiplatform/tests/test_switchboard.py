"""Fail-over and deadlines without a network: providers are scripts, time is a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from aiplatform.limits import World
from aiplatform.providers.base import Call, Capabilities, ProviderError, Reply, Usage
from aiplatform.switchboard import Asking, Attempt, Line, Switchboard
from aiplatform.tests.fakes import make_call


class Scripted:
    """A provider that follows a list: an error's kind, or "ok"; each call takes `takes` seconds."""

    capabilities = Capabilities()

    def __init__(self, name: str, script: list[str], clock: Clock, takes: float = 0.0) -> None:
        self.name, self._clock, self._takes = name, clock, takes
        self._script: Iterator[str] = iter(script)
        self.deadlines: list[float] = []

    def call(self, call: Call) -> Reply:
        self.deadlines.append(round(call.deadline - self._clock(), 3))
        self._clock.now += self._takes
        step = next(self._script)
        if step != "ok":
            raise ProviderError(step)
        return Reply("{}", call.model, Usage(), self.name, "id", 1)

    def close(self) -> None:
        """Nothing is open."""


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def ask(*providers: Scripted, clock: Clock, seconds: float = 30.0) -> tuple[str, list[tuple[str, str]]]:
    """(who answered or kind of error, attempts) of one question."""
    attempts: list[Attempt] = []
    board = Switchboard(providers, World(clock, clock.sleep, lambda: 1.0))

    def make(line: Line, until: float) -> Any:
        return make_call(line.model, seconds=0).__class__(**{**_fields(make_call(line.model)), "deadline": until})

    asking = Asking([Line(provider, "m") for provider in providers], clock.now + seconds, make, attempts.append)
    try:
        result = board.ask(asking).provider
    except ProviderError as error:
        result = error.kind
    return result, [(one.provider, one.error.kind if one.error else "ok") for one in attempts]


def _fields(call: Call) -> dict[str, Any]:
    return {name: getattr(call, name) for name in call.__slots__}


def test_each_provider_gets_its_tries_then_the_next() -> None:
    clock = Clock()
    first, second = Scripted("a", ["server_error"] * 3, clock), Scripted("b", ["ok"], clock)

    assert ask(first, second, clock=clock) == ("b", [*[("a", "server_error")] * 3, ("b", "ok")])


@pytest.mark.parametrize(
    ("kind", "result"), [("refused", "refused"), ("cut", "cut"), ("rejected", "b"), ("bad_request", "b")]
)
def test_what_goes_on_to_the_next(kind: str, result: str) -> None:
    clock = Clock()

    assert ask(Scripted("a", [kind], clock), Scripted("b", ["ok"], clock), clock=clock)[0] == result


def test_the_first_of_two_may_not_use_all_the_time() -> None:
    clock = Clock()
    first, second = Scripted("a", ["timeout"] * 3, clock, takes=18), Scripted("b", ["ok"], clock)

    assert ask(first, second, clock=clock) == ("b", [("a", "timeout"), ("b", "ok")])
    assert (first.deadlines, second.deadlines) == ([18.0], [12.0])


def test_no_time_is_no_call() -> None:
    clock = Clock()
    slow = Scripted("a", ["timeout"] * 3, clock, takes=31)

    assert ask(slow, Scripted("b", ["ok"], clock), clock=clock) == ("timeout", [("a", "timeout")])


def test_the_last_error_is_the_one_told() -> None:
    clock = Clock()

    assert ask(Scripted("a", ["rejected"], clock), Scripted("b", ["empty"] * 3, clock), clock=clock)[0] == "empty"
    assert ask(clock=clock) == ("paused", [])
