"""The child process that reads one untrusted file: `python -I child.py FORMAT TASK`, file on standard input.

It first limits itself, before a byte of the file is read, and only then imports what it needs. The answer is one JSON object
on standard output (task "parse") or a sequence of length-prefixed images (task "images"); `sandbox` checks it.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from pathlib import Path

ADDRESS_SPACE = 1 << 30  # bytes
CPU_SECONDS = 10
OPEN_FILES = 64  # the interpreter opens the modules it imports
INPUT_LIMIT = 5 * 1024 * 1024


def limit_self() -> None:
    """Set the resource limits of this process; a limit that the system does not know (macOS: RLIMIT_AS) is left out."""
    limits = [
        (resource.RLIMIT_AS, ADDRESS_SPACE),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ]
    for kind, value in limits:
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):
            if sys.platform != "darwin":
                raise


def serve(kind: str, task: str, data: bytes, *, dpi: int) -> bytes:
    """The answer for one file."""
    from resumes.parsing.refusal import ResumeRefused

    try:
        if task == "images":
            from resumes.parsing.images import page_pictures

            pictures = page_pictures(data, dpi=dpi)
            return b"".join(struct.pack(">I", len(picture)) + picture for picture in pictures)
        from resumes.parsing.formats import read_source

        parsed = read_source(kind, data)
        return json.dumps({"parsed": parsed.to_dict()}, ensure_ascii=True).encode()
    except ResumeRefused as refusal:
        return json.dumps({"refused": refusal.code}).encode()
    except (MemoryError, RecursionError):
        return json.dumps({"refused": "too_hard"}).encode()


def main() -> None:
    """Read the file from standard input, answer on standard output."""
    limit_self()
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    kind, task, dpi = sys.argv[1], sys.argv[2], int(sys.argv[3])
    data = sys.stdin.buffer.read(INPUT_LIMIT + 1)
    answer = serve(kind, task, data, dpi=dpi)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)  # skip the teardown of native libraries, which has nothing left to save


if __name__ == "__main__":
    main()
