"""How the cost of work grows with its input: two sizes side by side, so that the machine's own speed drops out."""

from __future__ import annotations

import time
from collections.abc import Callable

ROUNDS = 3


def growth(work: Callable[[int], object], size: int, times: int) -> float:
    """CPU time of `work(size * times)` over that of `work(size)`, each the least of some rounds; `times` where cost is linear.

    `size` should be large enough for some milliseconds of work: below that, the clock's own steps count.
    """
    least = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for at, many in enumerate((size, size * times)):
            began = time.thread_time()
            work(many)
            least[at] = min(least[at], time.thread_time() - began)
    return least[1] / max(least[0], 1e-6)
