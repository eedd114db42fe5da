"""Sums that come out bit for bit the same in any order: what they add lies on a grid coarse enough that nothing is rounded.

Adding floats rounds, and vectorised code adds in an order that depends on how many pairs are computed at once. Here the
parts are whole numbers of a small unit, few enough for a float to hold every partial sum, so a pair has one
value alone, among others and from either side, at the speed of the plain operations.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.ml.types import Floats

# Unit vectors as whole numbers of 1/4096: products are whole numbers of 1/2**24, and what a partial sum of a dot product
# reaches, 1, is 2**24 of those, the last whole number up to which float32 holds all. A little shorter than 1, so that
# rounding cannot make them longer.
STEPS = 4096
LONGEST = 4092
WEIGHT_STEPS = 1 << 14  # of the weights of words, each at most 1
SUM_STEPS = float(1 << 26)  # of what is summed over the needs of pairs: room for 2**27 in float64


def on_grid(vectors: Floats) -> Floats:
    """Unit vectors on the grid, in the precision in which they are kept: dot products of two such are exact in float32."""
    rounded = np.rint(np.asarray(vectors, np.float32) * np.float32(LONGEST)) / np.float32(STEPS)
    # Half precision holds the grid up to 0.5 and every second place of it above.
    return np.asarray(rounded.astype(np.float16), np.float32)


def rounded(vectors: NDArray[np.float16]) -> Floats:
    """Vectors on the grid at their own length: dot products are exact but of two that are all but equal."""
    return np.asarray(np.rint(vectors.astype(np.float32) * np.float32(STEPS)) / np.float32(STEPS), np.float32)


def weights_on_grid(weights: Floats) -> NDArray[np.float64]:
    """Weights of words as whole numbers."""
    return np.rint(weights.astype(np.float64) * WEIGHT_STEPS)


def sums(values: NDArray[np.floating], offsets: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sum of values[offsets[n]:offsets[n + 1]] for each n, to 2**-26 a value."""
    total = np.zeros(len(values) + 1, np.float64)
    np.cumsum(np.rint(np.asarray(values, np.float64) * SUM_STEPS), out=total[1:])
    return np.asarray((total[offsets[1:]] - total[offsets[:-1]]) / SUM_STEPS, np.float64)
