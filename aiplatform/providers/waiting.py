"""Runs a vendor's SDK beside the caller, so that a deadline holds whatever the other side does.

The time-outs of an HTTP client are per read: a server that sends one byte a second never meets them, nor does a name server
that hangs. Here the caller waits for the whole call, and closes the client when the time is up.
"""

from __future__ import annotations

import contextvars
import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from aiplatform.providers.base import Call, ProviderError, Usage

T = TypeVar("T")
Emit = Callable[[str], None]


class _Work(Generic[T]):
    """One call in its thread; the queue brings pieces of text, then None when it has ended."""

    def __init__(self, run: Callable[[Emit], T], abandon: Callable[[], None]) -> None:
        self.run = run
        self.abandon = abandon
        self.is_abandoned = False
        self.news: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.result: list[T] = []
        self.error: BaseException | None = None

    def __call__(self) -> None:
        try:
            self.result.append(self.run(self.news.put))
        except BaseException as error:
            self.error = error
        finally:
            if self.is_abandoned:
                self.abandon()  # again: a connection that was just being made when the time was up is open only now
            self.news.put(None)

    def leave(self) -> None:
        """Nobody waits any more."""
        self.is_abandoned = True
        self.abandon()


def _next(news: queue.SimpleQueue[str | None], call: Call) -> str | None:
    """The next piece; queue.Empty when the time is up, also while pieces still come."""
    left = call.seconds_left()
    if left <= 0:
        raise queue.Empty
    return news.get(timeout=left)


def within_deadline(call: Call, run: Callable[[Emit], T], *, abandon: Callable[[], None]) -> T:
    """The result of `run(emit)`, with emitted text passed to `call.stream` in this thread.

    When the deadline passes first: ProviderError("timeout"), after `abandon()`, which must close what the thread reads
    from, so that it ends too. Errors of `run` and of `call.stream` are raised here.
    """
    left = call.seconds_left()
    if left <= 0:
        raise ProviderError("timeout", "no time left before the call", usage=Usage())
    work = _Work(run, abandon)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(work,), name="provider-call", daemon=True).start()
    try:
        while (piece := _next(work.news, call)) is not None:
            if call.stream is not None:
                call.stream(piece)
    except queue.Empty as error:
        work.leave()
        raise ProviderError("timeout", f"no complete answer within {left:.1f} s") from error
    except BaseException:
        work.leave()  # the reader of the pieces failed: nobody waits for the rest
        raise
    if work.error is not None:
        raise work.error
    return work.result[0]
