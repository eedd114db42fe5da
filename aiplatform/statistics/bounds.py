"""The bounds that the gate goes by: from the window on in which it may decide, those of `window`; else those of `betting`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aiplatform.statistics import betting
from aiplatform.statistics.betting import BETS, Array
from aiplatform.statistics.window import LEAST_VALUES, Mask, Window, lower_path


def shown_above(
    values: Array,
    bar: float,
    alpha: float,
    window: Window | None,
    where: Mask | None = None,
    bets: tuple[float, ...] = BETS,
) -> Mask:
    """Whether, after each value, the mean has been shown above `bar` at level `alpha`; shape (..., n).

    With a window, only from its first look on; while there are fewer values nothing can be decided, and the exact bound is
    what is shown. Slices too small for a window go by the exact bound.
    """
    if window is None or values.shape[-1] < window.first:
        return betting.exceeds(values, bar, alpha, where, bets)
    shown: Mask = lower_path(values, alpha, window, where) > bar
    if where is None:
        return shown
    is_small = np.cumsum(np.broadcast_to(where, values.shape), axis=-1)[..., window.first - 1] < LEAST_VALUES
    if not is_small.any():
        return shown
    return np.where(is_small[..., np.newaxis], betting.exceeds(values, bar, alpha, where, bets), shown)


def lower(values: Array, alpha: float, window: Window | None, bets: tuple[float, ...] = BETS) -> float:
    """The lower bound of the mean of these values, shape (n,); before the window, and without one, the exact one."""
    if window is None or not window.is_long_enough or len(values) < window.first:
        return betting.lower_bound(values, alpha, bets)
    return float(lower_path(values, alpha, window)[-1])


def path(
    values: Array, alpha: float, looks: Sequence[int], window: Window | None, bets: tuple[float, ...] = BETS
) -> tuple[Array, Array]:
    """Lower and upper bounds (each at level `alpha`) after the numbers of values in `looks`, for plots; shape (looks,) each."""
    low, high = betting.bounds_path(values, alpha, looks, bets)
    if window is None or not window.is_long_enough:
        return low, high
    at = np.asarray(looks, dtype=np.intp) - 1
    is_open = at >= window.first - 1
    return (
        np.where(is_open, lower_path(values, alpha, window)[at], low),
        np.where(is_open, -lower_path(-values, alpha, window)[at], high),
    )
