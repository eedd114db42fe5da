"""The asymptotic counterpart of `betting`, kept to compare with: one-sided normal mixture, variance estimated.

Holds only as the number of values grows (Waudby-Smith et al. 2024, "Time-uniform central limit theory and asymptotic
confidence sequences", proposition 2.6, one-sided); tuned to be tightest near `tightest` values.
"""

from __future__ import annotations

import numpy as np

from aiplatform.statistics.betting import Array


def lower_bounds(differences: Array, alpha: float, tightest: int = 200) -> Array:
    """Asymptotic lower bound of the mean after each value; shape (..., n) as `differences`."""
    count = np.arange(1, differences.shape[-1] + 1)
    mean = np.cumsum(differences, axis=-1) / count
    variance = np.maximum(np.cumsum(differences**2, axis=-1) / count - mean**2, 1e-12)
    both_sides = 2 * alpha
    rate = (-2 * np.log(both_sides) + np.log(1 - 2 * np.log(both_sides))) / tightest
    spread = count * rate + 1
    width = np.sqrt(2 * spread / (count**2 * rate) * np.log(1 + np.sqrt(spread) / (2 * alpha)))
    bounds: Array = mean - np.sqrt(variance) * width
    return bounds
