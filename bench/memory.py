"""How much memory of its own a process holds."""

from __future__ import annotations

import os
from typing import Any

import psutil  # type: ignore[import-untyped]  # it ships no types

MIB = 1024 * 1024


def private(pid: int | None = None) -> float:
    """MiB of the process (this one by default) that it shares with no other: the server's shared buffers do not count.

    Where the system does not tell what is shared, all that is resident.
    """
    info: Any = psutil.Process(os.getpid() if pid is None else pid).memory_info()
    return float(info.rss - getattr(info, "shared", 0)) / MIB


def backend(connection: Any) -> int:
    """The process id of the server's side of a Django connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])
