"""Where the time of a request or a job goes: named spans, added up for whoever records. Costs next to nothing otherwise.

Pure: the encoder and the ranker use it without knowing who looks. A span inside another takes its time out of the outer
one, so that the parts of a record add up to at most the whole.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import wraps
from types import TracebackType
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


class Record:
    """Seconds by name, of everything since `recorded()` began."""

    __slots__ = ("counts", "inside", "seconds", "started")

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.seconds: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self.inside = 0.0  # time of the spans that ended within the open one

    def total(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self.started

    def breakdown_ms(self) -> dict[str, float]:
        """Milliseconds by name, longest first, and what no span covers as `other`."""
        parts = {
            name: round(value * 1000, 1) for name, value in sorted(self.seconds.items(), key=lambda item: -item[1])
        }
        return parts | {"other": round((self.total() - sum(self.seconds.values())) * 1000, 1)}


_current: ContextVar[Record | None] = ContextVar("timing", default=None)


@contextlib.contextmanager
def recorded() -> Iterator[Record]:
    """Records the spans of the block."""
    record = Record()
    token = _current.set(record)
    try:
        yield record
    finally:
        _current.reset(token)


class span:  # noqa: N801 - used like a function
    """`with span("predict"):` adds the block's time, without that of spans inside it, to whoever records."""

    __slots__ = ("_before", "_name", "_record", "_started")

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        self._record = _current.get()
        if self._record is not None:
            self._before, self._record.inside = self._record.inside, 0.0
            self._started = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        record = self._record
        if record is not None:
            spent = time.perf_counter() - self._started
            record.seconds[self._name] = record.seconds.get(self._name, 0.0) + spent - record.inside
            record.counts[self._name] = record.counts.get(self._name, 0) + 1
            record.inside = self._before + spent


def timed(name: str) -> Callable[[F], F]:
    """The function as a span."""

    def decorate(function: F) -> F:
        @wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with span(name):
                return function(*args, **kwargs)

        return cast(F, wrapped)

    return decorate
