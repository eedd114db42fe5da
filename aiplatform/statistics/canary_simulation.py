"""How often a share of people is taken back from a version: harmless ones, planted regressions, thousands of runs.

Each call is of the version that is tried with the probability of the share; failures and broken rules are independent draws at
the rates of the hour, cost and time log-normal. A look after every call; the functions of `canary` decide, the same as live.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from aiplatform.statistics import canary
from aiplatform.statistics.betting import Array, exceeds
from aiplatform.statistics.gate import ratio_bar, relative

Counts = npt.NDArray[np.int64]
CALLS = 3000


@dataclass(frozen=True)
class Live:
    """What is true of two versions side by side. `storm` is the share of the calls, in one stretch, of a provider's bad hour, in
    which both fail in 40 % of calls and take three times as long."""

    percent: int = 10
    failing: float = 0.05
    breaking: float = 0.003
    failing_added: float = 0.0
    breaking_added: float = 0.0
    cost_ratio: float = 1.0
    latency_ratio: float = 1.0
    storm: float = 0.0


def taken_back(world: Live, *, count: int, rng: np.random.Generator) -> Counts:
    """After how many calls of the version it is taken back in each of `count` runs of 3,000 calls, 0 where it is not."""
    return np.array([_run(world, rng) for _ in range(count)], dtype=np.int64)


def _run(world: Live, rng: np.random.Generator) -> int:
    tried = rng.random(CALLS) < world.percent / 100
    start = rng.integers(0, CALLS)
    number = np.arange(CALLS)
    stormy = (number >= start) & (number < start + world.storm * CALLS)
    calls = canary.Calls(
        failed=_events(np.where(stormy, 0.4, world.failing) + world.failing_added * tried, rng),
        broke=_events(world.breaking + world.breaking_added * tried, rng),
        cost=0.002 * np.exp(0.5 * rng.standard_normal(CALLS)) * np.where(tried, world.cost_ratio, 1.0),
        latency=1500 * np.exp(0.6 * rng.standard_normal(CALLS))
        * np.where(tried, world.latency_ratio, 1.0) * np.where(stormy, 3.0, 1.0),
    )  # fmt: skip
    first = _first(calls, tried)
    return int(tried[:first].sum()) if first else 0


def _events(rate: npt.NDArray[np.floating[Any]], rng: np.random.Generator) -> Array:
    return np.asarray(rng.random(len(rate)) < rate, dtype=np.float64)


def _first(calls: canary.Calls, tried: canary.Mask) -> int:
    """The number of calls after which `canary.beside` first speaks; 0 where it never does."""
    if not canary.beside(calls, tried):
        return 0
    cut = np.array(canary.ends(tried))
    paths = [
        canary.odds_wealth(canary.blocks(events, tried)) >= 1 / alpha
        for events, alpha in ((calls.broke, canary.SAFETY_ALPHA), (calls.failed, canary.FAILURE_ALPHA))
    ]
    for values, alpha in ((calls.cost, canary.COST_ALPHA), (calls.latency, canary.TIME_ALPHA)):
        found = canary.blocks(values, tried)
        dearer = -relative(found.theirs / found.production, found.ours / found.tried)
        paths.append(exceeds(dearer, -ratio_bar(canary.RATIO), alpha))
    return int(cut[np.argmax(np.any(paths, axis=0))])
