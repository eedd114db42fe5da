"""The cap on request bodies."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from careercopilot.body_limit import BodyLimit


async def reads_all(scope: Any, receive: Any, send: Any) -> None:
    """An application that says how much it was given, as Django does: until the end or a disconnect."""
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            await send({"type": "told", "size": size, "cut": True})
            return
        size += len(message["body"])
        if not message.get("more_body"):
            await send({"type": "told", "size": size, "cut": False})
            return


def answer(chunks: list[bytes], headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def serve() -> None:
        await BodyLimit(reads_all, most=10)({"type": "http", "headers": headers}, receive, send)

    # In a thread of its own: a browser test earlier in this process may have left a running event loop in ours.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, serve()).result()
    return sent[0]


def test_a_body_within_the_limit_passes():
    assert answer([b"12345", b"67890"], []) == {"type": "told", "size": 10, "cut": False}


def test_a_declared_length_over_the_limit_is_refused_before_anything_is_read():
    assert answer([b"1"], [(b"content-length", b"11")])["status"] == 413


@pytest.mark.parametrize("header", [[], [(b"content-length", b"5")], [(b"content-length", b"x")]])
def test_a_longer_body_than_declared_is_cut_off(header):
    assert answer([b"12345", b"67890", b"1"], header) == {"type": "told", "size": 10, "cut": True}
