"""Which process is our database server: a process id alone proves nothing, ids are used again."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import psutil  # type: ignore[import-untyped]  # publishes no types

# The kernel counts process starts in hundredths of a second; wall-clock corrections move the figure by more.
START_TOLERANCE_S = 2.0


@dataclass(frozen=True)
class ServerRecord:
    """What we noted when the server came up: its process, when that began (epoch seconds), and its port."""

    pid: int
    started: float
    port: int

    @classmethod
    def read(cls, path: Path) -> ServerRecord | None:
        """The note at `path`; None where there is none, or it was cut short by a crash."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            return cls(pid=int(raw["pid"]), started=float(raw["started"]), port=int(raw["port"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Replace the note at `path` in one step."""
        spare = path.with_suffix(".new")
        spare.write_text(json.dumps(asdict(self)), encoding="utf-8")
        spare.replace(path)


def live_postmaster(pid: int, data: Path, started: float | None = None) -> psutil.Process | None:
    """The running server on `data` with this process id, or None.

    It must be alive, have been started as `postgres -D data`, and, where we noted a start time, have begun then.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        arguments = process.cmdline()
        began = process.create_time()
    except psutil.Error:
        return None
    if not arguments or Path(arguments[0]).name != "postgres" or str(data) not in arguments:
        return None
    if started is not None and abs(began - started) > START_TOLERANCE_S:
        return None
    return process


def postmaster_pid(data: Path) -> int | None:
    """The process id PostgreSQL itself wrote into `data`, true or stale."""
    try:
        first = (data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        return int(first)
    except (FileNotFoundError, ValueError):
        return None


def wait_for_orphans(data: Path, seconds: float = 15.0) -> None:
    """Wait until no server process works in `data`: back ends outlive a killed server for a moment.

    Raises TimeoutError when some remain.
    """
    deadline = time.monotonic() + seconds
    while pids := _processes_in(data):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Processes {pids} of an earlier database server still work in {data}.")
        time.sleep(0.1)


def _processes_in(data: Path) -> list[int]:
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != "postgres":
            continue
        with contextlib.suppress(psutil.Error):
            if process.cwd() == str(data) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` alone; the kernel frees it when we die, however we die."""
    with path.open("a", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Lease:
    """One process's interest in the running server: a shared lock that ends with the process.

    Whoever lets go last finds itself alone and knows that it may stop the server.
    """

    def __init__(self, path: Path) -> None:
        self._handle: IO[str] = path.open("a", encoding="utf-8")
        self._owner = os.getpid()
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def release(self) -> bool:
        """Let go; True when nobody else holds a lease. A forked child's release means nothing."""
        if self._owner != os.getpid() or self._handle.closed:
            return False
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            self._handle.close()
