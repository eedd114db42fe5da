"""A cap on request bodies, in front of the application: Django would first write all of a body to disk, however long."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

# Ten resumes of 5 MB and the rest of their form.
MOST_BYTES = 52 * 1024 * 1024
SENTENCE = b"This is more than 52 MB at once. Send fewer or smaller files."

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class BodyLimit:
    """ASGI: a longer body is answered with 413; one that lies about its length, or names none, is cut off there."""

    def __init__(self, application: Application, most: int = MOST_BYTES) -> None:
        self.application, self.most = application, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
        elif _declared(scope) > self.most:
            await _refuse(send)
        else:
            await self.application(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            # To the application the sender is gone: it stops reading and throws away what it has.
            return {"type": "http.disconnect"} if seen > self.most else message

        return counted


def _declared(scope: Scope) -> int:
    """The length that the request states; 0 where it states none."""
    value = dict(scope["headers"]).get(b"content-length", b"0")
    return int(value) if value.isdigit() and len(value) < 19 else 0


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(SENTENCE)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": SENTENCE})
