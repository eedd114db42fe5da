"""Interleaved timing of several sides, and what is told of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping

import numpy as np

Samples = dict[str, list[float]]


def interleave(sides: Mapping[str, Callable[[], object]], rounds: int) -> Samples:
    """Milliseconds of `rounds` calls of each side, one of each in turn, after one call of each that does not count."""
    for call in sides.values():
        call()
    found: Samples = {name: [] for name in sides}
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            names = list(sides)
            # Every other round the other way round: nobody always runs in the wake of the same neighbour.
            for name in names if number % 2 == 0 else reversed(names):
                started = time.perf_counter()
                sides[name]()
                found[name].append((time.perf_counter() - started) * 1000)
    finally:
        gc.enable()
    return found


def p50(samples: list[float]) -> float:
    """The median, to 10 µs."""
    return round(float(np.median(samples)), 2)


def p95(samples: list[float]) -> float:
    """The 95th percentile, to 10 µs."""
    return round(float(np.percentile(samples, 95)), 2)


def ratio(samples: Samples, slow: str, fast: str) -> float:
    """The median of slow over fast, round by round: a burst of foreign load hits neighbours alike."""
    return float(np.median(np.array(samples[slow]) / np.array(samples[fast])))
