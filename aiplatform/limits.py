"""How long and how often a provider is asked: one deadline, a retry loop, a breaker. Pure; time and chance are passed in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from aiplatform.providers.base import ProviderError

T = TypeVar("T")
DEADLINE_S = 30.0
STREAM_DEADLINE_S = 120.0
FAILURES_TO_OPEN = 5
OPEN_S = 30.0
# While others can still be asked, one provider may use at most this share of the time left.
SHARE = 0.6


@dataclass(frozen=True, slots=True)
class World:
    """Time, waiting and chance; tests bring their own."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    random: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Retries:
    """At most `most` further tries; waits are chance times a bound that doubles (full jitter), never under Retry-After."""

    most: int = 2
    base_s: float = 0.5
    cap_s: float = 8.0

    def wait(self, attempt: int, retry_after: float | None, random: Callable[[], float]) -> float:
        """Seconds before try number `attempt` + 1, counted from 0."""
        jitter = random() * min(self.cap_s, self.base_s * 2.0**attempt)
        return jitter if retry_after is None else retry_after + jitter * 0.1


def retrying(ask: Callable[[], T], *, until: float, world: World, retries: Retries) -> T:
    """The result of `ask`, tried again after a passing error while its wait ends before `until`; else the error is raised."""
    attempt = 0
    while True:
        try:
            return ask()
        except ProviderError as error:
            wait = retries.wait(attempt, error.retry_after, world.random)
            if not error.is_retryable or attempt >= retries.most or world.clock() + wait >= until:
                raise
            world.sleep(wait)
            attempt += 1


@dataclass
class Breaker:
    """Stops asking a provider that fails again and again; after a pause one request tries whether it is back.

    One for each provider and process. Counts only errors in a row that are the provider's (`note_failure`).
    """

    clock: Callable[[], float]
    failures_to_open: int = FAILURES_TO_OPEN
    open_s: float = OPEN_S
    _failures: int = 0
    _opened_at: float | None = None
    _probe_at: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def state(self) -> str:
        """closed, open or half_open (a probe may go, or is under way)."""
        with self._lock:
            if self._opened_at is None:
                return "closed"
            return "open" if self.clock() - self._opened_at < self.open_s else "half_open"

    def may_call(self) -> bool:
        """Whether to ask now. After the pause True once, for the probe; again when a probe has not come back in as long."""
        with self._lock:
            if self._opened_at is None:
                return True
            now = self.clock()
            is_probing = self._probe_at is not None and now - self._probe_at < self.open_s
            if now - self._opened_at < self.open_s or is_probing:
                return False
            self._probe_at = now
            return True

    def note_success(self) -> None:
        """It answered, if only with a refusal: closed."""
        with self._lock:
            self._failures, self._opened_at, self._probe_at = 0, None, None

    def note_failure(self) -> None:
        """It failed: one more in a row; a failed probe opens for another pause."""
        with self._lock:
            self._failures += 1
            if self._failures >= self.failures_to_open or self._opened_at is not None:
                self._opened_at, self._probe_at = self.clock(), None
