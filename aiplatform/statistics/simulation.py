"""How often the gate errs: planted truths, thousands of trials, a look after every pair.

Correlation model: each input has a difficulty that all versions share. A version passes when
sqrt(r) * difficulty + sqrt(1 - r) * own luck lies below the quantile of its pass rate; r = 0 are independent outcomes,
and r = 0.5 gives pass/fail outcomes a correlation of about 0.3. Latency and cost are log-normal around a
value shared by the pair. Every figure comes from the functions of `gate`, the same that decide on real trials.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from aiplatform.statistics import gate
from aiplatform.statistics.betting import Array, exceeds
from aiplatform.statistics.bounds import shown_above
from aiplatform.statistics.normal_mixture import lower_bounds

CHUNK = 500
BOUNDS = ("window", "betting", "normal mixture")
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """What is true: shares of runs that pass, and what the candidate changes (shares, or ratios for cost and latency)."""

    pass_rate: float = 0.70
    gains: tuple[float, float, float] = (0.0, 0.0, 0.0)
    shared: float = 0.5
    inventing: float = 0.08
    inventing_added: float = 0.0
    unsafe_rate: float = 0.0
    unsafe_added: float = 0.0
    suite_sees: bool = True
    cost_ratio: float = 1.0
    latency_ratio: float = 1.0

    @classmethod
    def better_by(cls, gain: float, shared: float = 0.5) -> World:
        """The same gain in each of three equal slices."""
        return cls(gains=(gain, gain, gain), shared=shared)


def trials(
    world: World, *, count: int, candidates: int, rng: np.random.Generator, rules: gate.Rules, number: int = 1
) -> Counts:
    """The pair at which each of `count` trials first promotes one of its candidates, 0 where none is; shape (count,)."""
    alpha = rules.quality_alpha(candidates, number)
    parts = [
        _chunk(world, min(CHUNK, count - start), candidates, rng, rules, alpha) for start in range(0, count, CHUNK)
    ]
    return np.concatenate(parts)


def _chunk(
    world: World, count: int, candidates: int, rng: np.random.Generator, rules: gate.Rules, alpha: float
) -> Counts:
    shape = (count, rules.most_pairs)
    difficulty = rng.standard_normal(shape)
    slices = rng.integers(0, 3, shape)
    production = _passes(world, difficulty, np.full(shape, world.pass_rate), rng)
    first = np.full(count, rules.most_pairs + 1)
    for _ in range(candidates):
        rate = world.pass_rate + np.asarray(world.gains)[slices]
        candidate = _passes(world, difficulty, rate, rng)
        safe = _safety(world, shape, rng)
        suite_fails = world.unsafe_added if world.suite_sees else 0.0
        rows = np.flatnonzero(
            gate.safety_holds(_pairs(production, candidate, safe), rules).any(axis=-1)
            & (rng.random(count) < (1 - suite_fails) ** rules.least_suite)
        )
        rows = rows[
            gate.quality_holds(_pairs(production[rows], candidate[rows], _rows(safe, rows)), alpha, rules).any(axis=-1)
        ]
        if len(rows):
            pairs = _with_guards(world, production[rows], candidate[rows], _rows(safe, rows), slices[rows], rng)
            found = promoted_at(pairs, alpha, rules)
            first[rows] = np.minimum(first[rows], np.where(found > 0, found, rules.most_pairs + 1))
    return np.where(first > rules.most_pairs, 0, first)


def promoted_at(pairs: gate.Pairs, alpha: float, rules: gate.Rules) -> Counts:
    """The first pair at which the gate promotes, 0 where it never does or has refused before; shape (rows,)."""
    allowed = gate.quality_holds(pairs, alpha, rules) & gate.safety_holds(pairs, rules) & gate.guards_hold(pairs, rules)
    stopped = np.logical_or.accumulate(gate.refused(pairs, rules), axis=-1)
    open_and_allowed = allowed & ~stopped
    first = np.argmax(open_and_allowed, axis=-1) + 1
    return np.where(open_and_allowed.any(axis=-1), first, 0)


def _passes(world: World, difficulty: Array, rate: Array, rng: np.random.Generator) -> Array:
    bars = {value: NormalDist().inv_cdf(min(max(float(value), 1e-12), 1 - 1e-12)) for value in np.unique(rate)}
    bar = np.vectorize(bars.__getitem__, otypes=[float])(rate) if len(bars) > 1 else next(iter(bars.values()))
    own = rng.standard_normal(difficulty.shape)
    return np.asarray(np.sqrt(world.shared) * difficulty + np.sqrt(1 - world.shared) * own < bar, dtype=np.float64)


def _safety(world: World, shape: tuple[int, int], rng: np.random.Generator) -> tuple[gate.Mask, gate.Mask]:
    production = rng.random(shape) >= world.unsafe_rate
    candidate = rng.random(shape) >= world.unsafe_rate + world.unsafe_added
    return production, candidate


def _rows(both: tuple[gate.Mask, gate.Mask], rows: npt.NDArray[np.intp]) -> tuple[gate.Mask, gate.Mask]:
    return both[0][rows], both[1][rows]


def _pairs(production: Array, candidate: Array, safe: tuple[gate.Mask, gate.Mask]) -> gate.Pairs:
    same = np.zeros_like(production)
    return gate.Pairs((production, candidate), safe, (same, same), (same, same), (same, same))


def _with_guards(
    world: World,
    production: Array,
    candidate: Array,
    safe: tuple[gate.Mask, gate.Mask],
    slices: npt.NDArray[np.int64],
    rng: np.random.Generator,
) -> gate.Pairs:
    shape = production.shape
    return replace(
        _pairs(production, candidate, safe),
        claims=_claims(world, shape, rng),
        cost=_amounts(0.002, 0.15, world.cost_ratio, shape, rng),
        latency=_amounts(1500.0, 0.4, world.latency_ratio, shape, rng),
        slices={f"slice {number + 1}": slices == number for number in range(3)},
    )


def _claims(world: World, shape: tuple[int, ...], rng: np.random.Generator) -> tuple[Array, Array]:
    """Shares of supported claims: an inventing output has one claim of two to six that nothing supports."""
    hard = rng.standard_normal(shape)
    shares = []
    for added in (0.0, world.inventing_added):
        clean = _passes(world, hard, np.full(shape, 1 - world.inventing - added), rng)
        shares.append(1 - (1 - clean) / rng.integers(2, 7, shape))
    return shares[0], shares[1]


def _amounts(
    typical: float, spread: float, ratio: float, shape: tuple[int, ...], rng: np.random.Generator
) -> tuple[Array, Array]:
    base = typical * np.exp(0.5 * rng.standard_normal(shape))
    production, candidate = (base * np.exp(spread * rng.standard_normal(shape)) for _ in range(2))
    return production, candidate * ratio


def paired_gain(world: World, shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Differences of pass and fail of the two versions on the same inputs."""
    difficulty = rng.standard_normal(shape)
    rate = world.pass_rate + world.gains[0]
    candidate = _passes(world, difficulty, np.full(shape, rate), rng)
    return candidate - _passes(world, difficulty, np.full(shape, world.pass_rate), rng)


def skewed(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Differences whose mean is 0: a tenth better in 45 % of the pairs, nine tenths worse in 5 %."""
    draws = rng.random(shape)
    return np.where(draws < 0.45, 0.1, np.where(draws < 0.5, -0.9, 0.0))


def bound_alone(
    bound: str,
    gains: Callable[[tuple[int, int], np.random.Generator], Array],
    *,
    count: int,
    alpha: float,
    rng: np.random.Generator,
    rules: gate.Rules,
) -> Counts:
    """The pair at which a lower bound of the gain alone first exceeds 0, with no floor and no guard; shape (count,).

    `bound` is "betting" (from the first pair), "normal mixture" (from the 20th: before, it has no variance to go by) or
    "window" (from the first pair at which the gate could decide).
    """
    parts = []
    for start in range(0, count, CHUNK):
        gain = gains((min(CHUNK, count - start), rules.most_pairs), rng)
        if bound == "betting":
            shown = exceeds(gain, 0.0, alpha)
        elif bound == "window":
            shown = shown_above(gain, 0.0, alpha, rules.window)
        else:
            shown = lower_bounds(gain, alpha) > 0
            shown[:, :19] = False
        parts.append(np.where(shown.any(axis=-1), np.argmax(shown, axis=-1) + 1, 0))
    return np.concatenate(parts)


def naive(
    pass_rate: float, gain: float, *, count: int, candidates: int, looks: range, rng: np.random.Generator
) -> Counts:
    """The usual rule: at each look, promote when the candidate's share exceeds production's by more than 5 points.

    Arms of their own inputs, as in an ordinary A/B test. Returns the look that promoted, 0 for none; shape (count,).
    """
    at = np.asarray(looks)
    parts = []
    for start in range(0, count, CHUNK):
        rows = min(CHUNK, count - start)
        production = np.cumsum(rng.random((rows, at[-1])) < pass_rate, axis=-1)[:, at - 1]
        best = np.zeros((rows, len(at)), dtype=bool)
        for _ in range(candidates):
            passed = np.cumsum(rng.random((rows, at[-1])) < pass_rate + gain, axis=-1)[:, at - 1]
            # Counts compared as whole numbers: a gain of exactly 5 points does not pass.
            best |= 20 * (passed - production) > at
        parts.append(np.where(best.any(axis=-1), at[np.argmax(best, axis=-1)], 0))
    return np.concatenate(parts)
