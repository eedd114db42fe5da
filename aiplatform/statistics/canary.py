"""When a version that a share of people gets is taken back: bounds on what it does worse, over the same period.

The calls of both versions are taken in their order and cut into blocks: a block ends with the first call of the version that
it lacked. So in each block one version has one call and the other some, made within the same stretch of time, and a bad hour
of a provider, which hits both, speaks against neither. Within a block, how many of its failures fall to the version that is
tried is hypergeometric as long as both fail alike, whatever the rate of that hour. The bet is on higher odds: the ratio of
Fisher's noncentral to the central probability, multiplied over the blocks and averaged over several odds, is a wealth that
passes 1/alpha with probability at most alpha, however often one looks (Ville 1939), for every version whose odds of failing
are no higher. It is exact; it needs calls that do not depend on each other given their hour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aiplatform.statistics.betting import Array, exceeds
from aiplatform.statistics.gate import ratio_bar, relative
from aiplatform.statistics.proportions import wilson

Mask = npt.NDArray[np.bool_]
# Together at most 5 % of versions that do no harm are taken back, over all looks.
FAILURE_ALPHA, SAFETY_ALPHA, COST_ALPHA, TIME_ALPHA = 0.015, 0.015, 0.01, 0.01
# How many times the odds may be raised; the wealth is the mean over these bets.
ODDS = (1.6, 3.0, 6.0, 14.0)
# Cost and time: so many times those of production.
RATIO = 1.5
# A version that everybody got has nothing beside it: it is compared with calls of before, at their likely worst and this much.
MORE_FAILURES = 0.05
BEFORE_CONFIDENCE = 0.99
BEFORE_ALPHA = 0.01
LEAST_BEFORE = 20


@dataclass(frozen=True)
class Calls:
    """Calls in their order: whether no answer of the model was served, whether a safety rule was broken, USD (nan: unknown),
    milliseconds; arrays of shape (n,)."""

    failed: Array
    broke: Array
    cost: Array
    latency: Array

    @property
    def count(self) -> int:
        return len(self.failed)

    def where(self, mask: Mask) -> Calls:
        """Some of them."""
        return Calls(self.failed[mask], self.broke[mask], self.cost[mask], self.latency[mask])


@dataclass(frozen=True)
class Blocks:
    """Sums over each block, for the version that is tried and for production: how many calls, and how much."""

    tried: Array
    production: Array
    ours: Array
    theirs: Array


def ends(tried: Mask) -> list[int]:
    """The first call after each block, in order; calls after the last one belong to a block that is not whole yet."""
    found, start = [], 0
    for change in (np.flatnonzero(tried[1:] != tried[:-1]) + 1).tolist():
        if change > start:  # a change right at the start of a block is between two blocks
            found.append(change + 1)
            start = change + 1
    return found


def blocks(values: Array, tried: Mask) -> Blocks:
    """The whole blocks of calls with these values."""
    cut = ends(tried)
    if not cut:
        nothing = np.zeros(0)
        return Blocks(nothing, nothing, nothing, nothing)
    starts = np.array([0, *cut[:-1]])

    def sums(array: Array) -> Array:
        return np.asarray(np.add.reduceat(array[: cut[-1]], starts), dtype=np.float64)

    ours = tried.astype(float)
    return Blocks(sums(ours), sums(1 - ours), sums(values * ours), sums(values * (1 - ours)))


def odds_wealth(found: Blocks) -> Array:
    """The wealth after each block of who bets that the odds of an event are higher with the version that is tried."""
    events = found.ours + found.theirs
    logs = [_log_ratio(found, events, odds) for odds in ODDS]
    with np.errstate(over="ignore"):
        return np.asarray(np.mean([np.exp(np.cumsum(log)) for log in logs], axis=0), dtype=np.float64)


def _log_ratio(found: Blocks, events: Array, odds: float) -> Array:
    """log of noncentral over central hypergeometric probability; one of the two versions has one call in each block."""
    calls = found.tried + found.production
    one_tried = (calls - events) + events * odds
    one_production = (calls - events) * odds**events + events * odds ** np.maximum(events - 1, 0)
    scale = np.where(found.tried == 1, one_tried, one_production)
    return np.asarray(found.ours * np.log(odds) + np.log(calls) - np.log(scale), dtype=np.float64)


def beside(calls: Calls, tried: Mask) -> str:
    """What a version does worse than production over the same period, in words; empty while nothing is shown."""
    ours, theirs = calls.where(tried), calls.where(~tried)
    if _is_shown(calls.broke, tried, SAFETY_ALPHA):
        return (
            f"{ours.broke.sum():.0f} of {ours.count} answers broke a safety rule, in production"
            f" {theirs.broke.sum():.0f} of {theirs.count} over the same period."
        )
    if _is_shown(calls.failed, tried, FAILURE_ALPHA):
        return (
            f"No answer of the model in {ours.failed.mean():.0%} of {ours.count} calls, in production in"
            f" {theirs.failed.mean():.0%} of {theirs.count} over the same period."
        )
    for name, values, alpha in (("cost", calls.cost, COST_ALPHA), ("time", calls.latency, TIME_ALPHA)):
        known = ~np.isnan(values)
        if _is_dearer(values[known], tried[known], alpha):
            ratio = np.nanmean(values[tried]) / np.nanmean(values[~tried])
            return f"The {name} of {ours.count} calls is {ratio:.1f} times that of production over the same period."
    return ""


def _is_shown(events: Array, tried: Mask, alpha: float) -> bool:
    return bool((odds_wealth(blocks(events, tried)) >= 1 / alpha).any())


def _is_dearer(values: Array, tried: Mask, alpha: float) -> bool:
    """Whether the relative differences of the blocks' means show more than RATIO times as much."""
    found = blocks(values, tried)
    if not len(found.tried):
        return False
    dearer = -relative(found.theirs / found.production, found.ours / found.tried)
    return bool(exceeds(dearer, -ratio_bar(RATIO), alpha)[-1])


def after(calls: Calls, before: Calls) -> str:
    """What a version that everybody gets does worse than the one before it did, in words; empty while nothing is shown.

    The calls of before are looked at once, so an interval for one look is enough for them; those of the version are looked at
    as they come, and their bounds hold at every look.
    """
    if not calls.count or before.count < LEAST_BEFORE:
        return ""
    if _is_rate_above(calls.broke, _worst(before.broke)):
        return f"{calls.broke.sum():.0f} of {calls.count} answers broke a safety rule; before, {before.broke.sum():.0f} of {before.count}."
    if _is_rate_above(calls.failed, _worst(before.failed) + MORE_FAILURES):
        share, usual = calls.failed.mean(), before.failed.mean()
        return f"No answer of the model in {share:.0%} of {calls.count} calls, before in {usual:.0%}."
    for name, ours, theirs in (("cost", calls.cost, before.cost), ("time", calls.latency, before.latency)):
        usual = float(np.nanmean(theirs)) if not np.isnan(theirs).all() else 0.0
        known = ours[~np.isnan(ours)]
        dearer = -relative(np.full(len(known), usual), known)
        if usual > 0 and len(known) and exceeds(dearer, -ratio_bar(RATIO), BEFORE_ALPHA)[-1]:
            return f"The {name} of {len(known)} calls is {known.mean() / usual:.1f} times that of before."
    return ""


def _worst(events: Array) -> float:
    return wilson(int(events.sum()), len(events), BEFORE_CONFIDENCE)[1]


def _is_rate_above(events: Array, rate: float) -> bool:
    """Whether events are shown more frequent than `rate`: the same wealth, against a rate that is known."""
    if rate >= 1:
        return False
    logs = []
    for odds in ODDS:
        higher = odds * rate / (1 - rate + odds * rate)
        logs.append(np.cumsum(np.where(events > 0, np.log(higher / rate), np.log((1 - higher) / (1 - rate)))))
    with np.errstate(over="ignore"):
        wealth = np.mean([np.exp(log) for log in logs], axis=0)
    return bool((wealth >= 1 / BEFORE_ALPHA).any())
