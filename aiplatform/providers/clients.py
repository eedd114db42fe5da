"""What the vendors' adapters share: clients that are kept between calls (their connections stay warm), each used by one call
at a time, and one request with its time taken and its errors made ours."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Generic, Protocol, TypeVar

from aiplatform.providers.base import Call, Reply, Usage
from aiplatform.providers.failures import failure
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


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer as every interface gives it: the vendor's key of it, the model that ran, the text, the tokens."""

    id: str
    model: str
    text: str
    usage: Usage


class SdkProvider(ABC, Generic[C]):
    """A provider that is reached through a vendor's SDK, which is imported by the first call."""

    def __init__(self, name: str, make: Callable[[], C]) -> None:
        self.name = name
        self._clients = Clients(make)

    @abstractmethod
    def sdk(self) -> ModuleType:
        """The vendor's SDK, whose errors are known to `failures`."""

    @abstractmethod
    def ask(self, client: C, call: Call, emit: Emit) -> Answer:
        """One request; raises ProviderError or what the SDK raises."""

    def call(self, call: Call) -> Reply:
        """One request within its deadline; see Provider."""
        began = time.monotonic()
        answer = self.within(call, lambda client, emit: self.ask(client, call, emit))
        return Reply(
            text=answer.text,
            model=answer.model,
            usage=answer.usage,
            provider=self.name,
            provider_request_id=answer.id,
            latency_ms=round((time.monotonic() - began) * 1000),
        )

    def within(self, call: Call, run: Callable[[C, Emit], T]) -> T:
        """`run(client, emit)` within the call's deadline; ProviderError for whatever the SDK raises."""
        sdk = self.sdk()
        try:
            return self._clients.use(call, run)
        except Exception as error:
            raise failure(error, sdk) from error

    def close(self) -> None:
        """Close kept connections."""
        self._clients.close()
