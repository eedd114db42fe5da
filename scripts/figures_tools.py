"""Running the batch tools and the scorers, and what a figure is."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
LONGEST = 1_800  # seconds for one tool


@dataclass(frozen=True)
class Figure:
    """One measure of the product beside what is free. `less`: smaller is better."""

    what: str
    data: str
    measure: str
    product: float | None
    baseline: float | None = None
    aim: str = ""
    less: bool = False
    note: str = ""
    interval: str = ""
    trades: str = ""  # what the baseline gives up for this figure; then the aim decides, not the baseline

    @property
    def verdict(self) -> str:
        """better, equal, UNDER, or nothing to compare with."""
        if self.baseline is None or self.product is None:
            return "-"
        is_under = self.product > self.baseline if self.less else self.product < self.baseline
        if is_under and self.trades and self.product >= float(self.aim):
            return f"under it, aim met: {self.trades}"
        if self.product == self.baseline:
            return "equal"
        return "better" if (self.product < self.baseline) == self.less else "UNDER"


@dataclass(frozen=True)
class Pace:
    """How long a tool took on some files."""

    tool: str
    data: str
    items: int
    refused: int
    seconds: float


@dataclass
class Bench:
    """The folders, a place for files in between, and what was measured so far."""

    root: Path
    data: Path
    score: Path
    figures: list[Figure] = field(default_factory=list)
    paces: list[Pace] = field(default_factory=list)

    def __enter__(self) -> Bench:
        self._folder = tempfile.TemporaryDirectory(prefix="figures-")
        self.work = Path(self._folder.name)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def tool(self, name: str, data: str, *arguments: str) -> list[Row]:
        """The output of one batch tool; `data` names its input in the table. Raises CalledProcessError when it fails."""
        out = self.work / f"{name}-{len(self.paces)}.jsonl"
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        command = [sys.executable, "manage.py", name, *arguments, "--out", str(out)]
        began = time.monotonic()
        subprocess.run(command, cwd=self.root, env=environment, check=True, timeout=LONGEST)
        seconds = time.monotonic() - began
        rows = read(out)
        self.paces.append(Pace(name, data, len(rows), sum("error" in row for row in rows), round(seconds, 2)))
        return rows

    def lines(self, name: str, data: str, rows: Iterable[Row], *arguments: str) -> list[Row]:
        """A tool that maps lines, on these rows."""
        return self.tool(name, data, "--in", str(self.write(rows)), *arguments)

    def judge(self, script: str, *arguments: str) -> list[Row]:
        """What a scorer prints, one object a line."""
        done = subprocess.run(
            [sys.executable, script, *arguments], cwd=self.score, check=True, capture_output=True, text=True
        )
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def write(self, rows: Iterable[Row]) -> Path:
        """Rows as a file of JSON Lines in the working folder."""
        path = self.work / f"rows-{len(list(self.work.iterdir()))}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path


def read(path: Path) -> list[Row]:
    """The objects of a file of JSON Lines, .gz or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]
