"""Lower bounds of a mean that hold at every look within a window of sample sizes, by the normal approximation.

A trial can not end well before its safety rule has the pairs that it needs (342 as shipped), nor after its last pair (500). A
bound that holds from the first pair on pays for looks that could never promote; this one spends its level on the window alone.
The standardised sum of the differences is compared with a critical value c such that a walk of independent normal steps
passes c times its standard deviation anywhere in the window with probability alpha: computed by integrating step by step
(Armitage, McPherson and Rowe 1969), not simulated. What is approximate: that the sum of hundreds of bounded differences is
normal. Where they are skewed to the left (often a little better, seldom much worse) the critical value is raised by
Johnson's correction (1978), since the approximation errs to the unsafe side there. A window that begins before 80 values is
refused: `betting` is exact at every size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from aiplatform.statistics.betting import Array

Mask = npt.NDArray[np.bool_]
# From so many values on the sum of bounded differences counts as normal.
LEAST_VALUES = 80
GRID = 1201
STEP = 5


@dataclass(frozen=True)
class Window:
    """Looks are taken after `first` to `last` values, both included."""

    first: int
    last: int

    def inside(self, held: int) -> Window:
        """The window for a slice that holds so many values when this one opens.

        It ends three standard deviations above the number of values that the slice's share lets expect; what was shown by
        then stays shown, what was not is shown no more.
        """
        length, share = self.last - self.first, held / self.first
        more = length * share + 3 * np.sqrt(length * share * (1 - share))
        return Window(held, held + min(length, int(np.ceil(more))))

    @property
    def is_long_enough(self) -> bool:
        return self.first >= LEAST_VALUES


def passing(first: int, last: int, critical: float) -> float:
    """The probability that a normal walk is `critical` standard deviations above 0 at one of these numbers of steps."""
    top = critical * np.sqrt(last)
    grid = np.linspace(-6.0 * np.sqrt(last), top, GRID)
    width = grid[1] - grid[0]
    density = np.exp(-(grid**2) / (2 * first)) / np.sqrt(2 * np.pi * first)
    density[grid >= critical * np.sqrt(first)] = 0.0
    reach = int(np.ceil(7.0 / width))
    step = np.exp(-((np.arange(-reach, reach + 1) * width) ** 2) / 2)
    step /= step.sum()
    for steps in range(first + 1, last + 1):
        density = np.convolve(density, step, mode="same")
        density[grid >= critical * np.sqrt(steps)] = 0.0
    return float(1.0 - density.sum() * width)


@lru_cache(maxsize=256)
def _critical(first: int, last: int, alpha: float) -> float:
    low = NormalDist().inv_cdf(1 - alpha)  # one look
    high = low + 1.5
    while high - low > 0.002:
        middle = (low + high) / 2
        low, high = (middle, high) if passing(first, last, middle) > alpha else (low, middle)
    return high


def critical(window: Window, alpha: float) -> float:
    """The critical value of a window at a level; for a slightly longer window, so that few have to be computed."""
    first = max(1, window.first // STEP * STEP)
    return _critical(first, -(-window.last // STEP) * STEP, alpha)


def lower_path(values: Array, alpha: float, window: Window, where: Mask | None = None) -> Array:
    """The lower bound of the mean after each value; shape (..., n) as `values`. Minus infinity before the window.

    Where `where` is false there is no value. The bound never falls: what was once shown stays shown. A slice that holds fewer
    than 80 values when the window opens has no bound here.
    """
    on = np.ones(values.shape, dtype=bool) if where is None else np.broadcast_to(where, values.shape)
    kept = np.where(on, values, 0.0)
    count = np.maximum(np.cumsum(on, axis=-1), 1)
    sums = [np.cumsum(kept**power, axis=-1) for power in (1, 2, 3)]
    at = min(window.first, values.shape[-1]) - 1
    held = np.cumsum(on, axis=-1)[..., at]
    usual, last = (found[..., np.newaxis] for found in _slices(held, window, alpha))
    raised = usual + _for_skew(count, sums, usual)
    mean = sums[0] / count
    room = np.maximum(count - raised**2, 1e-9)
    spread = np.sqrt(np.maximum(count * sums[1] - sums[0] ** 2, 0.0) / room)
    bound = mean - raised * spread / count
    is_open = (np.arange(1, values.shape[-1] + 1) >= window.first) & (held >= LEAST_VALUES)[..., np.newaxis]
    is_open &= count <= last
    return np.asarray(np.maximum.accumulate(np.where(is_open, bound, -np.inf), axis=-1), dtype=np.float64)


def _slices(held: npt.NDArray[np.int64], window: Window, alpha: float) -> tuple[Array, Array]:
    """For each number of values that a slice's window opens with: its critical value, and after how many values it ends."""
    found = {}
    for one in {int(n) for n in np.unique(held)}:
        own = window.inside(max(one, 1))
        found[one] = critical(own, alpha), own.last
    flat = np.array([found[int(n)] for n in np.ravel(held)], dtype=np.float64).reshape(*np.shape(held), 2)
    return flat[..., 0], flat[..., 1]


def _for_skew(count: npt.NDArray[np.int64], sums: list[Array], usual: Array) -> Array:
    """What is added to the critical value where values are skewed to the left; 0 elsewhere."""
    mean, second, third = (total / count for total in sums)
    variance = np.maximum(second - mean**2, 1e-12)
    skew = (third - 3 * mean * second + 2 * mean**3) / variance**1.5
    return np.asarray(np.maximum(-skew, 0.0) * (2 * usual**2 + 1) / (6 * np.sqrt(count)), dtype=np.float64)
