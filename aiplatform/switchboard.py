"""Asks providers in their order until one answers: retries, breakers, one deadline. Pure; told what it may use."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from aiplatform.limits import SHARE, Breaker, Retries, World, retrying
from aiplatform.providers.base import RETRYABLE, Call, Provider, ProviderError, Reply

REAL = World(time.monotonic, time.sleep, random.random)
# With less time than this left nobody is asked.
LEAST_S = 0.02


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request to one provider and what came of it: a reply or an error."""

    provider: str
    model: str
    reply: Reply | None
    error: ProviderError | None
    latency_ms: int


@dataclass(frozen=True, slots=True)
class Line:
    """A provider and the model it is asked for."""

    provider: Provider
    model: str


class Switchboard:
    """The configured providers with one breaker each; lives as long as the process."""

    def __init__(self, providers: Sequence[Provider], world: World = REAL, retries: Retries | None = None) -> None:
        self.providers = tuple(providers)
        self.world = world
        self.retries = retries or Retries()
        self._breakers: dict[str, Breaker] = {}
        self._lock = threading.Lock()

    def breaker(self, provider: str) -> Breaker:
        """The breaker of a provider."""
        with self._lock:
            return self._breakers.setdefault(provider, Breaker(self.world.clock))

    def close(self) -> None:
        """Close the providers' connections."""
        for provider in self.providers:
            provider.close()

    def ask(self, asking: Asking) -> Attempt:
        """The first reply; ProviderError of the last provider asked, `paused` when every one is left alone.

        An error that would be the same with every provider (a refusal, an answer too long) ends it at once.
        """
        last = ProviderError("paused")
        for number, line in enumerate(asking.lines):
            breaker = self.breaker(line.provider.name)
            left = asking.until - self.world.clock()
            if left < LEAST_S:
                break
            is_probe = breaker.state != "closed"
            if not breaker.may_call():
                continue
            is_last = number == len(asking.lines) - 1
            until = asking.until if is_last else self.world.clock() + left * SHARE
            retries = Retries(most=0) if is_probe else self.retries
            try:
                return retrying(
                    _Once(line, breaker, asking, until, self.world), until=until, world=self.world, retries=retries
                )
            except ProviderError as error:
                last = error
                if not error.is_failing_over:
                    raise
        raise last


@dataclass(frozen=True)
class Asking:
    """What is asked: `make(line, until)` gives the call, `note` is told of every attempt as it ends."""

    lines: Sequence[Line]
    until: float
    make: Callable[[Line, float], Call]
    note: Callable[[Attempt], None] = field(default=lambda attempt: None)
    # Raises when there is no money for one more attempt.
    afford: Callable[[Line], None] = field(default=lambda line: None)


@dataclass(frozen=True)
class _Once:
    """One try; notes the attempt and tells the breaker."""

    line: Line
    breaker: Breaker
    asking: Asking
    until: float
    world: World

    def __call__(self) -> Attempt:
        self.asking.afford(self.line)
        began = self.world.clock()
        try:
            reply = self.line.provider.call(self.asking.make(self.line, self.until))
        except ProviderError as error:
            if error.kind in RETRYABLE:
                self.breaker.note_failure()
            else:
                self.breaker.note_success()  # it is there, it only says no
            self.asking.note(self._attempt(None, error, began))
            raise
        except Exception as error:
            # Not the provider's fault (who reads the stream failed, say), but tokens may have been used.
            self.asking.note(self._attempt(None, ProviderError("closed_early", repr(error)), began))
            raise
        self.breaker.note_success()
        attempt = self._attempt(reply, None, began)
        self.asking.note(attempt)
        return attempt

    def _attempt(self, reply: Reply | None, error: ProviderError | None, began: float) -> Attempt:
        spent = round((self.world.clock() - began) * 1000)
        return Attempt(self.line.provider.name, self.line.model, reply, error, max(spent, 0))
