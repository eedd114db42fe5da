"""A database server of a bench's own in a temporary folder, and a streaming replica of it, from the embedded programs."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from careercopilot.db.embedded import HOST, EmbeddedServer


@dataclass(frozen=True)
class Pair:
    """A primary with the product's roles, and its replica; `url` gives a role's address on either."""

    primary: EmbeddedServer
    replica_port: int

    def url(self, role: str, *, replica: bool = False) -> str:
        """The address of the product's database."""
        parts = urlsplit(self.primary.url(role))
        if not replica:
            return urlunsplit(parts)
        place = parts.netloc.rpartition(":")[0]
        return urlunsplit(parts._replace(netloc=f"{place}:{self.replica_port}"))


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def primary_and_replica() -> Iterator[Pair]:
    """Both, made anew; stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="careercopilot-bench-"))
    folder.chmod(0o711)
    server = EmbeddedServer(home=folder)
    copy = folder / "replica"
    try:
        record = server.ensure()
        copy.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(copy, *server._ids())
        port = free_port()
        # -R writes standby.signal and where to stream from; the slot keeps what the replica has yet to read.
        server._run(
            "pg_basebackup", "-D", str(copy), "-d", server._url("admin", "postgres", record.port), "-R", "-X", "stream",
            "-C", "-S", "bench_replica", "-c", "fast",
        )  # fmt: skip
        log = str(copy / "start.log")
        server._run("pg_ctl", "start", "-w", "-s", "-D", str(copy), "-l", log, "-o", f"-p {port}")
        try:
            yield Pair(server, port)
        finally:
            server._run("pg_ctl", "stop", "-s", "-m", "fast", "-D", str(copy))
    finally:
        server.stop()
        server.release()
        shutil.rmtree(folder, ignore_errors=True)
