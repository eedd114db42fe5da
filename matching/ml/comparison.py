"""Two rankers on the same held-out people: what each is worth to a person, and how sure the difference is.

Every figure is a mean over people, and people are drawn again for its interval (paired bootstrap), because the pairs of one
person are not independent.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ml.feedback import SHOWN, TRAITS, Labelled
from matching.ml.metrics import ndcg, spearman

Values = NDArray[np.float64]
DRAWS = 2_000
LEAST_SLICE_PEOPLE = 20
TOLERANCE = 0.02  # of NDCG@10 that a slice may lose by chance


@dataclass(frozen=True, slots=True)
class Gain:
    """A figure of the old and the new ranker; `gain` > 0 is better whatever the figure, with its 95 % interval."""

    old: float
    new: float
    gain: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Old and new on `people` held-out people who reacted differently to at least two jobs."""

    people: int
    pairs: int
    ndcg10: Gain
    spearman: Gain
    mae: Gain

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Slice:
    """The gain in NDCG@10 on the held-out pairs with one trait; `is_judged` is False where too few people have it."""

    trait: str
    value: str
    people: int
    pairs: int
    old: float
    new: float
    is_judged: bool

    @property
    def gain(self) -> float:
        return self.new - self.old

    @property
    def is_worse(self) -> bool:
        return self.is_judged and self.gain < -TOLERANCE

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"gain": self.gain, "is_worse": self.is_worse}


def gains_of(pairs: Labelled) -> Values:
    """What finding each pair is worth: how far its label lies above "shown only", times its weight against position."""
    return np.asarray(np.maximum(pairs.labels - SHOWN, 0) / (100 - SHOWN) * pairs.weights, np.float64)


def compare(pairs: Labelled, old: Values, new: Values, *, seed: int) -> Comparison | None:
    """Both rankers' points on held-out pairs; None where nobody reacted to two jobs differently."""
    figures = _by_person(pairs, old, new)
    if not len(figures):
        return None
    draws = np.random.default_rng(seed).integers(0, len(figures), (DRAWS, len(figures)))
    return Comparison(len(figures), len(pairs), *(_gain(figures[:, at], draws) for at in range(3)))


def _by_person(pairs: Labelled, old: Values, new: Values) -> NDArray[np.float64]:
    """(people, figures, 2): NDCG@10, rank correlation and mean absolute error (negative), each of old and new."""
    worth = gains_of(pairs)
    rows = []
    for person in np.unique(pairs.talents):
        own = np.flatnonzero(pairs.talents == person)
        if len(own) < 2 or np.ptp(worth[own]) == 0:
            continue
        labels = pairs.labels[own]
        figures = [
            (ndcg(worth[own], scores), _or_zero(spearman(labels, scores)), -_error(labels, scores))
            for scores in (old[own], new[own])
        ]
        rows.append(np.array(figures).T)
    return np.array(rows).reshape(len(rows), 3, 2)


def _or_zero(value: float) -> float:
    """Rank correlation needs three rows that differ; fewer say nothing, which is no correlation."""
    return 0.0 if np.isnan(value) else value


def _error(labels: Values, scores: Values) -> float:
    """Mean distance after both were moved to the person's own mean: labels of what was shown say nothing of the level."""
    return float(np.abs((labels - labels.mean()) - (scores - scores.mean())).mean())


def _gain(figure: NDArray[np.float64], draws: NDArray[np.int64]) -> Gain:
    change = figure[:, 1] - figure[:, 0]
    low, high = np.percentile(change[draws].mean(axis=1), [2.5, 97.5])
    old, new = figure.mean(axis=0)
    return Gain(float(abs(old)), float(abs(new)), float(change.mean()), float(low), float(high))


def slices(pairs: Labelled, old: Values, new: Values) -> list[Slice]:
    """The same gain on each value of each trait, in the order of their names."""
    found = []
    for trait in TRAITS:
        for value in np.unique(pairs.traits[trait]):
            chosen = pairs.traits[trait] == value
            part = pairs.rows(chosen)
            figures = _by_person(part, old[chosen], new[chosen])
            before, after = figures[:, 0].mean(axis=0) if len(figures) else (0.0, 0.0)
            is_judged = len(figures) >= LEAST_SLICE_PEOPLE
            found.append(Slice(trait, str(value), len(figures), len(part), float(before), float(after), is_judged))
    return found
