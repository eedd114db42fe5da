"""Bounds for the mean of bounded values that hold at every number of observations at once.

A bettor starts with 1 and bets, before each value, that the mean is above m; each bet is fair when the mean is m, and loses on
average when it is below. By Ville's inequality such wealth ever reaches 1/alpha with probability at most alpha: exactly, for
every sample size, any distribution on the interval, and any rule of stopping. The values need a common conditional mean:
inputs drawn at random, each used once, and no memory between calls. The wealth is the average over constant bets (Waudby-Smith
and Ramdas 2024, "Estimating means of bounded random variables by betting", hedged capital with a grid instead of a plug-in).

Against the asymptotic normal mixture (Waudby-Smith et al. 2024, "Time-uniform central limit theory") simulation found the
same power within a point at 400 pairs (docs/ai-platform.md), so where a bound must hold from the first value on, this one is
in use; `window` says where it need not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
# Bets as shares of the greatest one that can not ruin, chosen on seeds 11 and 12, which no report uses. Small ones find small
# gains; the bolder ones suit guards, whose differences are mostly 0 and whose bar lies well below.
BETS: tuple[float, ...] = (0.15, 0.21, 0.3, 0.42, 0.6)
BOLD_BETS: tuple[float, ...] = (0.25, 0.37, 0.54, 0.8)
STEP = 0.0025


def wealth(
    values: Array, mean: float, where: npt.NDArray[np.bool_] | None = None, bets: tuple[float, ...] = BETS
) -> Array:
    """The wealth after each value of who bets, from 1, that the mean is above `mean`; shape (..., n) as `values`.

    `values` lie in [0, 1], `mean` in (0, 1). Where `where` is false no bet is made. Falls as `mean` rises. No bet can lose
    all, so what is too great for a float stays infinite, and what is too small stays 0, which errs on the safe side.
    """
    gain = values / mean - 1.0
    if where is not None:
        gain = np.where(where, gain, 0.0)
    total = np.zeros(gain.shape)
    with np.errstate(over="ignore", under="ignore"):
        for bet in bets:
            total += np.cumprod(1.0 + bet * gain, axis=-1)
    return total / len(bets)


def exceeds(
    differences: Array,
    bar: float,
    alpha: float,
    where: npt.NDArray[np.bool_] | None = None,
    bets: tuple[float, ...] = BETS,
) -> npt.NDArray[np.bool_]:
    """Whether, after each value, the mean difference has been shown above `bar` at level `alpha`; shape (..., n).

    Differences lie in [-1, 1], `bar` in (-1, 1). What was once shown stays shown.
    """
    reached = wealth((differences + 1.0) / 2.0, (bar + 1.0) / 2.0, where, bets) >= 1.0 / alpha
    return np.logical_or.accumulate(reached, axis=-1)


def lower_bound(differences: Array, alpha: float, bets: tuple[float, ...] = BETS) -> float:
    """The mean difference is above this with confidence 1 - alpha, at whatever moment one looks; shape (n,), in [-1, 1]."""
    low, high = -1.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        if len(differences) and bool(exceeds(differences, middle, alpha, bets=bets)[-1]):
            low = middle
        else:
            high = middle
    return low


def upper_bound(differences: Array, alpha: float, bets: tuple[float, ...] = BETS) -> float:
    """The mean difference is below this with confidence 1 - alpha, at whatever moment one looks."""
    return -lower_bound(-differences, alpha, bets)


def bounds_path(
    differences: Array, alpha: float, looks: Sequence[int], bets: tuple[float, ...] = BETS
) -> tuple[Array, Array]:
    """Lower and upper bounds (each at level `alpha`) after the numbers of values in `looks`, for plots; shape (looks,) each.

    Rounded outwards to 0.0025, so never tighter than `lower_bound` and `upper_bound`.
    """
    at = np.asarray(looks, dtype=np.intp) - 1
    bars = np.arange(-1.0 + STEP, 1.0, STEP)

    def lower(values: Array) -> Array:
        shown = np.stack([exceeds(values, float(bar), alpha, bets=bets)[at] for bar in bars])
        return np.asarray(-1.0 + STEP * shown.sum(axis=0), dtype=np.float64)

    return lower(differences), -lower(-differences)
