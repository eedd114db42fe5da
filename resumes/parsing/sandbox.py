"""Run the reader in a child process and believe nothing it says.

A hostile file can make a PDF library abort, hang or take all memory, so none is opened in this process: the child gets the
file on a descriptor, an empty environment and hard limits, and is killed with its whole process group at the wall clock. At
most two children run on a machine at once (two locked files), so a burst of uploads can not take the memory of the server.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from resumes.parsing.refusal import ResumeRefused
from resumes.parsing.types import InvalidParse, ParsedResume

WALL_SECONDS = 15.0
WAIT_SECONDS = 60.0  # for a free place among the two
PLACES = 2
MAX_ANSWER = 32 * 1024 * 1024
MAX_PICTURE = 4 * 1024 * 1024
MAX_PICTURES = 30
_CHILD = Path(__file__).with_name("child.py")


def parse_in_child(kind: str, data: bytes) -> ParsedResume:
    """The parsed resume; raises ResumeRefused, also when the child dies, hangs or answers nonsense."""
    answer = _run([kind, "parse", "0"], data)
    try:
        row = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise ResumeRefused("too_hard" if not answer else "damaged") from error
    if not isinstance(row, dict):
        raise ResumeRefused("damaged")
    if "refused" in row:
        raise ResumeRefused(str(row["refused"])[:40])
    try:
        return ParsedResume.from_dict(row.get("parsed"))
    except InvalidParse as error:
        raise ResumeRefused("damaged") from error


def pictures_in_child(data: bytes, *, dpi: int) -> list[bytes]:
    """One WebP image per page; raises ResumeRefused."""
    answer = _run(["pdf", "images", str(dpi)], data)
    if answer.startswith(b"{"):
        try:
            code = json.loads(answer)["refused"]
        except (ValueError, KeyError, TypeError) as error:
            raise ResumeRefused("damaged") from error
        raise ResumeRefused(str(code)[:40])
    pictures: list[bytes] = []
    place = 0
    while place < len(answer):
        if place + 4 > len(answer) or len(pictures) >= MAX_PICTURES:
            raise ResumeRefused("damaged")
        (length,) = struct.unpack_from(">I", answer, place)
        picture = answer[place + 4 : place + 4 + length]
        if length > MAX_PICTURE or len(picture) != length or picture[:4] != b"RIFF" or picture[8:12] != b"WEBP":
            raise ResumeRefused("damaged")
        pictures.append(picture)
        place += 4 + length
    if not pictures:
        raise ResumeRefused("too_hard")
    return pictures


def _run(arguments: list[str], data: bytes) -> bytes:
    """The child's standard output; empty when it was killed."""
    with _place(), tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-B", str(_CHILD), *arguments],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            close_fds=True,
            start_new_session=True,
        )
        try:
            return _answer(child, time.monotonic() + WALL_SECONDS)
        finally:
            _kill_group(child)


def _answer(child: subprocess.Popen[bytes], deadline: float) -> bytes:
    """Read what the child writes until it ends, the clock runs out or it writes too much."""
    if child.stdout is None:
        raise ResumeRefused("too_hard")
    chunks: list[bytes] = []
    size = 0
    descriptor = child.stdout.fileno()
    while True:
        left = deadline - time.monotonic()
        ready, _, _ = select.select([descriptor], [], [], max(left, 0.0))
        if not ready:
            return b""
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            break
        size += len(chunk)
        if size > MAX_ANSWER:
            return b""
        chunks.append(chunk)
    try:
        status = child.wait(max(deadline - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        return b""
    return b"".join(chunks) if status == 0 else b""


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started; its session id is its process id."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    if child.stdout is not None:
        child.stdout.close()
    child.wait()


@contextlib.contextmanager
def _place() -> Iterator[None]:
    """Hold one of the places on this machine; raises ResumeRefused("busy") when none comes free in time."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        for number in range(PLACES):
            path = Path(tempfile.gettempdir()) / f"careercopilot-{os.getuid()}-reader-{number}.lock"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                continue
            try:
                yield
            finally:
                os.close(descriptor)
            return
        if time.monotonic() > deadline:
            raise ResumeRefused("busy")
        time.sleep(0.02)
