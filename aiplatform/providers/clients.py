"""Vendor clients that are kept between calls (their connections stay warm), each used by one call at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from aiplatform.providers.base import Call
from aiplatform.providers.waiting import Emit, within_deadline


class Closable(Protocol):
    """What both vendors' clients offer."""

    def close(self) -> None: ...


C = TypeVar("C", bound=Closable)
T = TypeVar("T")


class Clients(Generic[C]):
    """Idle clients of one vendor; `make` is called when all are busy."""

    def __init__(self, make: Callable[[], C]) -> None:
        self._make = make
        self._idle: list[C] = []
        self._lock = threading.Lock()

    def use(self, call: Call, run: Callable[[C, Emit], T]) -> T:
        """`run(client, emit)` within the call's deadline; a client whose call did not end is closed, not used again."""
        with self._lock:
            client = self._idle.pop() if self._idle else None
        client = client or self._make()
        try:
            result = within_deadline(call, lambda emit: run(client, emit), abandon=client.close)
        except BaseException:
            client.close()
            raise
        with self._lock:
            self._idle.append(client)
        return result

    def close(self) -> None:
        """Close the idle ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for client in idle:
            client.close()
