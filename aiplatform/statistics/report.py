"""The simulations that the gate is held to, with what each must keep; one row each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from aiplatform.statistics.gate import Rules
from aiplatform.statistics.proportions import wilson
from aiplatform.statistics.simulation import Counts, World, bound_alone, naive, trials

WITHIN = 400


@dataclass(frozen=True)
class Row:
    """How often one rule promoted one kind of candidate."""

    key: str
    words: str
    rule: str
    shared: float | None
    candidates: int
    trials: int
    promoted: int
    share: float
    low: float
    high: float
    median_pairs: int | None
    promise: str
    holds: bool | None


@dataclass(frozen=True)
class _Case:
    key: str
    words: str
    world: World
    within: int
    candidates: int = 1
    number: int = 1
    scale: int = 1
    promise: str = ""
    most: float | None = None
    least: float | None = None


def simulate(count: int, seed: int, rules: Rules | None = None) -> list[Row]:
    """All rows; `count` trials each (five times as many for planted safety regressions). Same seed, same rows."""
    rules = rules or Rules()
    sequence = np.random.SeedSequence(seed)
    rows = [_row(case, count, rules, sequence.spawn(1)[0]) for case in _cases(rules)]
    rows += _bound_rows(count, rules, sequence)
    rows += _naive_rows(count, sequence)
    return rows


def _row(case: _Case, count: int, rules: Rules, seed: np.random.SeedSequence) -> Row:
    rng = np.random.default_rng(seed)
    size = count * case.scale
    found = trials(case.world, count=size, candidates=case.candidates, rng=rng, rules=rules, number=case.number)
    return _summary(case, found, case.within, "gate", case.world.shared)


def _summary(case: _Case, found: Counts, within: int, rule: str, shared: float | None) -> Row:
    hits = found[(found > 0) & (found <= within)]
    size = len(found)
    share = len(hits) / size
    low, high = wilson(len(hits), size)
    holds = None
    if case.most is not None:
        holds = share <= case.most
    if case.least is not None:
        holds = share >= case.least
    median = int(np.median(hits)) if len(hits) else None
    return Row(
        case.key,
        case.words,
        rule,
        shared,
        case.candidates,
        size,
        len(hits),
        share,
        low,
        high,
        median,
        case.promise,
        holds,
    )


def _cases(rules: Rules) -> Iterator[_Case]:
    most = rules.most_pairs
    for shared in (0.5, 0.0, 0.8):
        for candidates in (1, 5):
            yield _Case(
                "same",
                "Nothing is better (A/A)",
                World(shared=shared),
                most,
                candidates,
                promise="at most 5 %",
                most=0.05,
            )
    yield _Case(
        "plus10", "10 points better", World.better_by(0.10), WITHIN, promise="at least 80 % within 400", least=0.80
    )
    yield _Case("plus10", "10 points better", World.better_by(0.10, 0.0), WITHIN)
    yield _Case("plus10", "10 points better", World.better_by(0.10, 0.8), WITHIN)
    yield _Case("plus10_five", "five candidates, each 10 points better", World.better_by(0.10), WITHIN, 5)
    yield _Case("plus10_third", "10 points better, third trial", World.better_by(0.10), WITHIN, number=3)
    yield _Case("plus5", "5 points better", World.better_by(0.05), most)
    yield _Case("plus15", "15 points better", World.better_by(0.15), WITHIN)
    yield from _harmful(most)


def _harmful(most: int) -> Iterator[_Case]:
    better = World.better_by(0.10)
    for added in (0.03, 0.05, 0.10):
        for sees in (True, False):
            where = "" if sees else ", unseen by the adversarial inputs"
            world = World(gains=better.gains, unsafe_added=added, suite_sees=sees)
            words = f"10 points better, {100 * added:.0f} points less safe{where}"
            yield _Case("unsafe", words, world, most, scale=5, promise="never", most=0.0)
    for rate in (0.001, 0.005):
        words = f"10 points better, both fail safety in {100 * rate:.1f} % of runs"
        yield _Case("unsafe_both", words, World(gains=better.gains, unsafe_rate=rate), WITHIN)
    worse = {
        "dearer": ("10 points better, 1.8 times as dear", World(gains=better.gains, cost_ratio=1.8)),
        "slower": ("10 points better, 1.8 times as slow", World(gains=better.gains, latency_ratio=1.8)),
        "invents": (
            "10 points better, invents in 20 points more of its answers",
            World(gains=better.gains, inventing_added=0.20),
        ),
        "slice": ("20 points better but for one slice, 15 points worse there", World(gains=(0.2, 0.2, -0.15))),
    }
    for key, (words, world) in worse.items():
        yield _Case(key, words, world, most, promise="at most 5 %", most=0.05)


def _bound_rows(count: int, rules: Rules, sequence: np.random.SeedSequence) -> Iterator[Row]:
    for key, words, gain, within in (
        ("same", "Nothing is better (A/A)", 0.0, rules.most_pairs),
        ("plus10", "10 points better", 0.10, WITHIN),
    ):
        for bound in ("betting", "normal mixture"):
            rng, world = np.random.default_rng(sequence.spawn(1)[0]), World.better_by(gain)
            found = bound_alone(bound, world, count=count, alpha=rules.alpha, rng=rng, rules=rules)
            yield _summary(_Case(key, words, world, within), found, within, f"bound alone: {bound}", world.shared)


def _naive_rows(count: int, sequence: np.random.SeedSequence) -> Iterator[Row]:
    once, often = range(100, 101), range(100, 501)
    for key, words, gain, candidates, looks in (
        ("same", "Nothing is better (A/A), one look at 100", 0.0, 1, once),
        ("same", "Nothing is better (A/A), one look at 100", 0.0, 5, once),
        ("same", "Nothing is better (A/A), a look after every run from 100 to 500", 0.0, 1, often),
        ("same", "Nothing is better (A/A), a look after every run from 100 to 500", 0.0, 5, often),
        ("plus10", "10 points better, one look at 100", 0.10, 1, once),
    ):
        rng = np.random.default_rng(sequence.spawn(1)[0])
        found = naive(0.70, gain, count=count, candidates=candidates, looks=looks, rng=rng)
        case = _Case(key, words, World(), looks[-1], candidates)
        yield _summary(case, found, looks[-1], "100 runs, more than 5 points", None)
