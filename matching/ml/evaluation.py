"""Figures of several scorers on the same pairs, with intervals by resampling the people (or postings). Pure numpy.

Order is judged within a group (one person's postings, or one posting's people) and averaged over the groups; a set with
a single group is resampled by pairs. Errors in points are taken after a straight line from score to grade that was
fitted on the other groups, for all scorers alike: most of them have a scale of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ml.metrics import Values, auc, gains, ndcg, spearman

METRICS = ("rmse", "mae", "ndcg10", "auc", "spearman")
LESS = frozenset({"rmse", "mae"})  # less of these is better
DRAWS, FOLDS = 1000, 5
FEW = 8  # groups; with fewer, pairs are resampled
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Judged:
    """Pairs with grades (0-100) in groups; relevant: which of them count as good. `scores` by the scorer's name."""

    grades: Values
    relevant: NDArray[np.bool_]
    groups: Ints
    scores: Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its 95 % interval."""

    value: float
    low: float
    high: float

    def to_list(self) -> list[float]:
        """Value, low, high to four decimals."""
        return [round(self.value, 4), round(self.low, 4), round(self.high, 4)]


@dataclass(frozen=True, eq=False)
class Draws:
    """Metric values of each scorer: of the pairs as they are, and of each resampling (the same for all scorers)."""

    value: Mapping[str, Mapping[str, float]]
    drawn: Mapping[str, Mapping[str, Values]]

    def figure(self, scorer: str, metric: str) -> Figure:
        """The metric of one scorer."""
        return _figure(self.value[scorer][metric], self.drawn[scorer][metric])

    def gain(self, scorer: str, other: str, metric: str) -> Figure:
        """How much better one is than the other, on the same resamplings; above 0 is better for every metric."""
        sign = -1 if metric in LESS else 1
        value = sign * (self.value[scorer][metric] - self.value[other][metric])
        return _figure(value, sign * (self.drawn[scorer][metric] - self.drawn[other][metric]))

    def gain_in_percent(self, scorer: str, other: str, metric: str) -> Figure:
        """The gain as a share of the other's value, in per cent."""
        sign = -1 if metric in LESS else 1
        mine, theirs = self.drawn[scorer][metric], self.drawn[other][metric]
        value = 100 * sign * (self.value[scorer][metric] / self.value[other][metric] - 1)
        return _figure(value, 100 * sign * (mine / theirs - 1))

    def best(self, scorers: tuple[str, ...], metric: str) -> str:
        """The best of some scorers."""
        sign = -1 if metric in LESS else 1
        return max(scorers, key=lambda name: sign * self.value[name][metric])


def _figure(value: float, drawn: Values) -> Figure:
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Figure(value, float(low), float(high))


def measure(judged: Judged, *, seed: int = 0, draws: int = DRAWS) -> Draws:
    """All metrics of all scorers; the same seed draws the same groups."""
    rng = np.random.default_rng(seed)
    single = len(np.unique(judged.groups)) < FEW
    keys = np.arange(len(judged.grades)) if single else judged.groups
    errors = {name: straight_line_errors(judged.grades, scores, keys) for name, scores in judged.scores.items()}
    drawn = _by_pairs if single else _by_groups
    return drawn(judged, errors, rng, draws)


def straight_line_errors(grades: Values, scores: Values, groups: Ints) -> Values:
    """Grade less what a straight line makes of the score, the line fitted on the groups of the other folds."""
    _, number = np.unique(groups, return_inverse=True)
    out = np.empty(len(grades), np.float64)
    for fold in range(FOLDS):
        own = number % FOLDS == fold
        x, y = scores[~own], grades[~own]
        variance = float(x.var())
        slope = float(((x - x.mean()) * (y - y.mean())).mean()) / variance if variance > 0 else 0.0
        out[own] = grades[own] - (y.mean() + slope * (scores[own] - x.mean()))
    return out


def _correlation(grades: Values, relevant: NDArray[np.bool_], scores: Values) -> float:
    """Rank correlation; 0 for scores that are all alike, NaN where the grades are."""
    return 0.0 if np.ptp(scores) == 0 and np.ptp(grades) > 0 else spearman(grades, scores)


ORDER: Mapping[str, Callable[[Values, NDArray[np.bool_], Values], float]] = {
    "ndcg10": lambda grades, relevant, scores: ndcg(grades, scores),
    "auc": lambda grades, relevant, scores: auc(relevant, scores),
    "spearman": _correlation,
}


def _by_groups(judged: Judged, errors: Mapping[str, Values], rng: np.random.Generator, draws: int) -> Draws:
    groups, number = np.unique(judged.groups, return_inverse=True)
    rows = [np.flatnonzero(number == one) for one in range(len(groups))]
    picked = rng.integers(0, len(groups), (draws, len(groups)))
    times = np.stack([np.bincount(one, minlength=len(groups)) for one in picked]).astype(np.float64)
    sizes = np.array([len(own) for own in rows], np.float64)
    worth = gains(judged.grades)
    value: dict[str, dict[str, float]] = {}
    drawn: dict[str, dict[str, Values]] = {}
    for name, scores in judged.scores.items():
        per = {
            metric: np.array([of(worth[own], judged.relevant[own], scores[own]) for own in rows])
            for metric, of in ORDER.items()
        }
        own_value = {metric: float(np.nanmean(found)) for metric, found in per.items()}
        own_drawn = {
            metric: (times @ np.nan_to_num(found)) / np.maximum(times @ ~np.isnan(found), 1e-12)
            for metric, found in per.items()
        }
        for metric, power in (("rmse", 2), ("mae", 1)):
            sums = np.bincount(number, np.abs(errors[name]) ** power, len(groups))
            own_value[metric] = float(sums.sum() / sizes.sum()) ** (1 / power)
            own_drawn[metric] = ((times @ sums) / (times @ sizes)) ** (1 / power)
        value[name], drawn[name] = own_value, own_drawn
    return Draws(value, drawn)


def _by_pairs(judged: Judged, errors: Mapping[str, Values], rng: np.random.Generator, draws: int) -> Draws:
    size = len(judged.grades)
    picked = rng.integers(0, size, (draws, size))
    worth = gains(judged.grades)

    def metrics(name: str, own: Ints) -> dict[str, float]:
        scores, wrong = judged.scores[name][own], errors[name][own]
        found = {metric: of(worth[own], judged.relevant[own], scores) for metric, of in ORDER.items()}
        return found | {"rmse": float(np.sqrt((wrong**2).mean())), "mae": float(np.abs(wrong).mean())}

    value = {name: metrics(name, np.arange(size)) for name in judged.scores}
    each = {name: [metrics(name, own) for own in picked] for name in judged.scores}
    drawn = {
        name: {metric: np.array([one[metric] for one in found], np.float64) for metric in METRICS}
        for name, found in each.items()
    }
    return Draws(value, drawn)
