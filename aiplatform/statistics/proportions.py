"""Shares and agreement: Wilson's interval, Cohen's kappa, and how many clean runs show that failures are rare."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from statistics import NormalDist


def wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson 1927), both ends in [0, 1]; (0, 1) when nothing was tried.

    For one look at a fixed number of trials, not for looking again and again.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share.")
    if not trials:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    low = 0.0 if successes == 0 else (centre - half) / scale
    high = 1.0 if successes == trials else (centre + half) / scale
    return low, high


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Cohen's kappa (Cohen 1960): agreement of two raters on the same items beyond chance, at most 1.

    None with no item, or when both give one and the same label throughout, where chance alone explains everything.
    """
    if len(first) != len(second):
        raise ValueError("Two raters must have rated the same items.")
    count = len(first)
    if not count:
        return None
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / count
    ours, theirs = Counter(first), Counter(second)
    expected = sum(ours[label] * theirs[label] for label in ours) / (count * count)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def clean_runs_needed(rate: float, alpha: float) -> int:
    """How many runs without one failure show that failures are rarer than `rate`, at level `alpha`.

    The wealth of the boldest bet grows by 1 / (1 - rate) with each clean run and is lost at the first failure, so this too
    holds at whatever moment one looks.
    """
    return math.ceil(math.log(alpha) / math.log1p(-rate))
