"""The simulations that the gate is held to, with what each must keep; one row each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from aiplatform.statistics.canary_simulation import CALLS, Live, taken_back
from aiplatform.statistics.gate import Rules
from aiplatform.statistics.proportions import wilson
from aiplatform.statistics.simulation import BOUNDS, Counts, World, bound_alone, naive, paired_gain, skewed, trials

WITHIN = 400
EXACT = "gate, exact bounds"


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
    rows = [_row(case, count, rules, sequence.spawn(1)[0], "gate") for case in _cases(rules)]
    exact = replace(rules, bound="betting")
    rows += [_row(case, count, exact, sequence.spawn(1)[0], EXACT) for case in _compared(exact)]
    rows += _bound_rows(count, rules, sequence)
    rows += _naive_rows(count, sequence)
    return rows + list(_canary_rows(max(1, count // 2), sequence))


def _row(case: _Case, count: int, rules: Rules, seed: np.random.SeedSequence, rule: str) -> Row:
    rng = np.random.default_rng(seed)
    size = count * case.scale
    found = trials(case.world, count=size, candidates=case.candidates, rng=rng, rules=rules, number=case.number)
    return _summary(case, found, case.within, rule, case.world.shared)


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
    for rate in (0.5, 0.95):
        words = f"Nothing is better (A/A), {rate:.0%} pass"
        yield _Case("same", words, World(pass_rate=rate, shared=0.0), most, promise="at most 5 %", most=0.05)
    yield _Case("plus10_five", "five candidates, each 10 points better", World.better_by(0.10), WITHIN, 5)
    yield _Case("plus10_third", "10 points better, third trial", World.better_by(0.10), WITHIN, number=3)
    yield _Case("plus5", "5 points better", World.better_by(0.05), most)
    yield _Case("plus15", "15 points better", World.better_by(0.15), WITHIN)
    yield from _harmful(most)


def _compared(rules: Rules) -> Iterator[_Case]:
    """What the gate does with the exact bounds, which hold at every number of pairs."""
    for shared in (0.5, 0.0, 0.8):
        yield _Case("same", "Nothing is better (A/A)", World(shared=shared), rules.most_pairs)
        yield _Case("plus10", "10 points better", World.better_by(0.10, shared), WITHIN)


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
    for key, words, shared, gain, within in (
        ("same", "Nothing is better (A/A)", 0.5, 0.0, rules.most_pairs),
        ("plus10", "10 points better", 0.5, 0.10, WITHIN),
        ("plus10", "10 points better", 0.0, 0.10, WITHIN),
        ("skewed", "Often a little better, seldom much worse, the same on average", None, 0.0, rules.most_pairs),
    ):
        for bound in BOUNDS:
            rng = np.random.default_rng(sequence.spawn(1)[0])
            world = World() if shared is None else World.better_by(gain, shared)
            gains = skewed if shared is None else partial(paired_gain, world)
            found = bound_alone(bound, gains, count=count, alpha=rules.alpha, rng=rng, rules=rules)
            yield _summary(_Case(key, words, world, within), found, within, f"bound alone: {bound}", shared)


def _canary_rows(count: int, sequence: np.random.SeedSequence) -> Iterator[Row]:
    """Shares of people: harmless versions and planted regressions; `median_pairs` counts the version's own calls."""
    harmless: dict[str, Live] = {
        "Nothing is worse (A/A)": Live(),
        "Nothing is worse (A/A), a bad hour hits both": Live(storm=0.2),
        "Nothing is worse (A/A), both fail in 30 % and break a rule in 2 %": Live(failing=0.3, breaking=0.02),
    }
    harmful = {
        "fails in 10 points more": Live(failing_added=0.10),
        "breaks a safety rule in 3 points more": Live(breaking_added=0.03),
        "twice as dear": Live(cost_ratio=2.0),
        "fails in 5 points more": Live(failing_added=0.05),
        "2.5 times as slow": Live(latency_ratio=2.5),
    }
    for percent in (10, 50):
        for words, world in (harmless | harmful).items():
            rng = np.random.default_rng(sequence.spawn(1)[0])
            found = taken_back(replace(world, percent=percent), count=count, rng=rng)
            case = _Case("canary", f"{words}; {percent} % of {CALLS} calls", World(), CALLS)
            if words in harmless:
                case = replace(case, promise="taken back in at most 5 %", most=0.05)
            elif words in list(harmful)[:2]:
                case = replace(case, promise="taken back in at least 80 %", least=0.80)
            yield _summary(case, found, CALLS, "canary, taken back", None)


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
