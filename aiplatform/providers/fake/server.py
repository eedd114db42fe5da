"""The fake provider as an HTTP server on loopback; one thread a connection, stopped by `stop()`."""

from __future__ import annotations

import contextlib
import hashlib
import json
import select
import socket
import struct
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiplatform.providers.fake import moderation, wires
from aiplatform.providers.fake.answers import Canned, answer
from aiplatform.providers.fake.asked import PATHS, Asked, BadRequest, read
from aiplatform.providers.fake.faults import Behaviour, UnknownModel, behaviour_of

HEADER = "x-fake-behaviour"
MAX_BODY = 20_000_000
_STATUS = {"rate_limited": 429, "server_error": 500, "overloaded": 503, "rejected": 401}
_KINDS = {
    "rate_limited": "rate_limit_error",
    "server_error": "api_error",
    "overloaded": "overloaded_error",
    "rejected": "authentication_error",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came in, for tests that ask what left the house."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]


class FakeServer(ThreadingHTTPServer):
    """Answers on 127.0.0.1; `mode` is what `behaviour_of` reads. Keeps the last 200 requests in `seen`, and the
    last 200 texts that it was asked to moderate in `moderated`."""

    daemon_threads = True
    block_on_close = True
    request_queue_size = 128

    def __init__(
        self,
        *,
        port: int = 0,
        mode: str = "canned",
        canned: Canned | None = None,
        seed: int = 0,
        retry_after: float = 1.0,
        drip_seconds: float = 0.2,
        pace_seconds: float = 0.0,
    ) -> None:
        named = mode if mode.startswith(("fault:", "fake-")) else f"fake-{mode}"
        self.default = behaviour_of(named, Behaviour("canned"))
        super().__init__(("127.0.0.1", port), Handler)
        self.canned = canned or Canned()
        self.seed, self.retry_after, self.drip_seconds, self.pace_seconds = (
            seed,
            retry_after,
            drip_seconds,
            pace_seconds,
        )
        self.seen: deque[Seen] = deque(maxlen=200)
        self.moderated: deque[str] = deque(maxlen=200)
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._counts: dict[str, int] = {}
        self._prefixes: set[str] = set()
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        """Base of all three interfaces, without /v1."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> FakeServer:
        """Serve in a thread of its own until `stop()`."""
        threading.Thread(target=self.serve_forever, args=(0.02,), name="fake-provider", daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop serving and end every open connection."""
        self.stopping.set()
        self.shutdown()
        with self._lock:
            waiting = list(self._open)
        for connection in waiting:
            with contextlib.suppress(OSError):  # its other side may have gone first
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def __enter__(self) -> FakeServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def hold(self, connection: socket.socket, is_open: bool) -> None:
        """Note a connection as open or closed."""
        with self._lock:
            (self._open.add if is_open else self._open.discard)(connection)

    def is_faulty(self, name: str, behaviour: Behaviour) -> bool:
        """Whether this request gets the fault; counts the requests that ask for it by this name."""
        with self._lock:
            self._counts[name] = self._counts.get(name, 0) + 1
            return behaviour.fault is not None and (behaviour.times is None or self._counts[name] <= behaviour.times)

    def told(self, asked: Asked, text: str) -> wires.Told:
        """The answer with its token counts; a system prompt seen before counts as read from the cache."""
        system, turns = asked.tokens()
        with self._lock:
            is_known = f"{asked.model}:{asked.system}" in self._prefixes
            self._prefixes.add(f"{asked.model}:{asked.system}")
        cached = system if asked.has_cache_mark else 0
        return wires.Told(
            id=hashlib.sha256(f"{asked.text}:{text}".encode()).hexdigest()[:24],
            model=f"{asked.model}-snapshot",
            text=text,
            ending="stop",
            input_tokens=turns + system - cached,
            cache_read=cached if is_known else 0,
            cache_write=0 if is_known else cached,
            output_tokens=max(len(text) // 4, 1),
            reasoning=32 if asked.is_reasoning else 0,
        )


class Handler(BaseHTTPRequestHandler):
    """One connection; it may bring several requests."""

    protocol_version = "HTTP/1.1"
    server: FakeServer

    def setup(self) -> None:
        self.server.hold(self.request, True)
        super().setup()

    def finish(self) -> None:
        with contextlib.suppress(OSError):  # the client may be gone with the answer half sent
            super().finish()
        self.server.hold(self.request, False)

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # clients that gave up are what this server is for
            super().handle()

    def log_message(self, *_: object) -> None:
        """Quiet: the gateway's own record says what was asked."""

    def do_GET(self) -> None:
        """GET /healthz, for those who wait until the server is up."""
        self._send(200 if self.path == "/healthz" else 404, {"ok": self.path == "/healthz"})

    def do_POST(self) -> None:
        """One request in one of the wire formats."""
        size = int(self.headers.get("content-length") or 0)
        is_known = self.path in PATHS or self.path == moderation.PATH
        if not is_known or not 0 < size <= MAX_BODY:
            self._send(413 if is_known else 404, {"error": {"message": "Not here.", "type": "not_found_error"}})
            return
        body = json.loads(self.rfile.read(size))
        if self.path == moderation.PATH:
            self.server.moderated.append(str(body.get("input", "")))
            self._send(200, moderation.told(body))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(Seen(self.path, headers, body))
        try:
            asked = read(PATHS[self.path], body)
        except BadRequest as error:
            self._send(400, {"type": "error", "error": {"type": "invalid_request_error", "message": str(error)}})
            return
        try:
            name = self.headers.get(HEADER, asked.model)
            behaviour = behaviour_of(name, self.server.default)
        except UnknownModel as error:
            self._send(404, wires.error_body(asked, "not_found_error", str(error)))
            return
        self._answer(asked, behaviour, behaviour.fault if self.server.is_faulty(name, behaviour) else None)

    def _answer(self, asked: Asked, behaviour: Behaviour, fault: str | None) -> None:
        if fault in _STATUS:
            status = 529 if fault == "overloaded" and asked.wire == "messages" else _STATUS[fault]
            wait = {"retry-after": f"{self.server.retry_after:g}"} if fault == "rate_limited" else {}
            self._send(status, wires.error_body(asked, _KINDS[fault], f"Fault {fault}."), wait)
        elif fault == "timeout":
            self._hang()
        elif fault == "connection_reset":
            # Linger of no time: the kernel sends RST instead of a farewell.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
        elif fault == "html_200":
            self._raw(b"<!doctype html><title>Sign in</title><p>Your network asks you to sign in.", "text/html")
        else:
            told = self.server.told(asked, answer(asked, behaviour.mode, self.server.canned, self.server.seed))
            self._tell(asked, _spoiled(told, fault), fault)

    def _tell(self, asked: Asked, told: wires.Told, fault: str | None) -> None:
        if asked.is_stream:
            sent = list(wires.events(asked, told))
            self._stream(sent[:-3] if fault == "stream_closed_early" else sent, is_slow=fault == "slow_drip")
            return
        payload = json.dumps(wires.body(asked, told), ensure_ascii=False).encode()
        if fault == "stream_closed_early":
            # Without a length the end of the connection ends the body: half of it looks whole.
            self._head(200, {"content-type": "application/json", "connection": "close"})
            self.close_connection = True
            self.wfile.write(payload[: len(payload) // 2])
        elif fault == "slow_drip":
            self._head(200, {"content-type": "application/json", "content-length": str(len(payload))})
            self._write((payload[at : at + 1] for at in range(len(payload))), seconds=self.server.drip_seconds)
        else:
            self._raw(payload, "application/json")

    def _stream(self, sent: Iterable[bytes], *, is_slow: bool) -> None:
        self._head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
        if is_slow:
            sent = (bytes([byte]) for event in sent for byte in event)
        self._write(_chunked(sent), seconds=self.server.drip_seconds if is_slow else self.server.pace_seconds)

    def _write(self, pieces: Iterable[bytes], *, seconds: float) -> None:
        """Send the pieces, so many seconds apart; ends early when the server stops."""
        for piece in pieces:
            if seconds and self.server.stopping.wait(seconds):
                self.close_connection = True
                return
            self.wfile.write(piece)

    def _hang(self) -> None:
        """Say nothing until the client gives up or the server stops."""
        self.close_connection = True
        while not self.server.stopping.is_set():
            if select.select([self.connection], [], [], 0.05)[0]:
                return

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _raw(self, payload: bytes, content_type: str) -> None:
        self._head(200, {"content-type": content_type, "content-length": str(len(payload))})
        self.wfile.write(payload)

    def _send(self, status: int, data: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        payload = json.dumps(data).encode()
        self._head(status, {"content-type": "application/json", "content-length": str(len(payload)), **(headers or {})})
        self.wfile.write(payload)


def _chunked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """HTTP chunks, with the chunk that ends the body."""
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def _spoiled(told: wires.Told, fault: str | None) -> wires.Told:
    if fault == "empty_choices":
        return replace(told, is_empty=True)
    if fault == "cut_by_length":
        return told.half()
    if fault == "malformed_json":
        return replace(told, text=f"Here it is:\n{told.text[: max(len(told.text) * 2 // 3, 1)]}")
    if fault == "schema_violating":
        return replace(told, text='{"verdict": "fine", "score": "many"}')
    return replace(told, ending="refusal") if fault == "refusal" else told
