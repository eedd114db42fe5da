"""What a benchmark gives, and how two ways of doing one thing are timed side by side."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


class Skip(Exception):
    """This benchmark cannot run here; the text says why."""


@dataclass(frozen=True)
class Result:
    """One line of the table. `bar` is what `value` must reach: at least it when `at_least`, else at most."""

    name: str
    value: float
    bar: float
    unit: str = "x"
    at_least: bool = True
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value <= self.bar


def seconds(run: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def side_by_side(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 5) -> tuple[float, float]:
    """Median seconds of both, run in turn so that a busy machine hurts both alike; one round before to warm up."""
    ours(), theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def ratio(name: str, bar: float, ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 5) -> Result:
    """How many times faster ours is."""
    mine, other = side_by_side(ours, theirs, rounds)
    return Result(
        name, other / mine, bar, details={"ours_ms": round(mine * 1000, 3), "theirs_ms": round(other * 1000, 3)}
    )


def main(run: Callable[[], list[Result]], name: str) -> int:
    """Run one module's benchmarks, print them, write var/bench/<name>.json; 1 when a bar is missed."""
    results = run()
    for result in results:
        print(line(result), flush=True)
    home = Path(os.environ.get("CAREERCOPILOT_HOME") or "var") / "bench"
    home.mkdir(parents=True, exist_ok=True)
    report = {"machine": platform.platform(), "processors": os.cpu_count(), "results": [asdict(one) for one in results]}
    (home / f"{name}.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return int(not all(result.reached for result in results))


def line(result: Result) -> str:
    """One row of the table."""
    sign = ">=" if result.at_least else "<="
    mark = "" if result.reached else "   MISSED"
    details = "  " + ", ".join(f"{key} {value}" for key, value in result.details.items()) if result.details else ""
    return f"{result.name:<66} {result.value:>8.3g}{result.unit} {sign} {result.bar:g}{mark}{details}"
