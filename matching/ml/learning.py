"""Learning from feedback: which people are held out, what the others' labels become, and what a new ranker must show.

How synthetic pairs and feedback are mixed: the trees are grown on the synthetic pairs as for the shipped ranker, and beside
them on one row a labelled pair. The target of that row is the person's own mean score by the old ranker, moved by how far the label
lies above or below the person's own mean label, brought to the width of scores: feedback says what one person likes better
than another thing that they were shown, and nothing about the level (`matching.ml.feedback`). All feedback together weighs
n / (n + HALF_SHARE) of the synthetic pairs, so that a hundred reactions move little.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ml import fallback, training
from matching.ml.comparison import Comparison, Slice
from matching.ml.explain import GROUP_COLUMNS
from matching.ml.features import FEATURES
from matching.ml.feedback import Labelled
from matching.ml.ranker import Ranker

Values = NDArray[np.float64]
LEAST_SAMPLES = 100
LEAST_PEOPLE = 10  # held out, with reactions that differ
HALF_SHARE = 2_000
SYNTHETIC_TOLERANCE = 0.05  # of NDCG@10: the made-up talents guard against a collapse, not against what people want
BINS = np.linspace(0, 100, 11)


def not_enough(count: int) -> str:
    """Why nothing is trained; empty when there is enough."""
    return "" if count >= LEAST_SAMPLES else f"Not enough: {count} of the {LEAST_SAMPLES} labelled samples needed."


def rows_of(pairs: Labelled, old: Values, *, synthetic_rows: int) -> training.Extra:
    """Training rows of labelled pairs; `old` are the points that the old ranker gives them."""
    _, person = np.unique(pairs.talents, return_inverse=True)
    share = np.bincount(person, pairs.weights)
    level = np.bincount(person, pairs.weights * old) / share
    usual = np.bincount(person, pairs.weights * pairs.labels) / share
    # Brought to the width of scores: targets that lie wider apart than any scores do stop the training at its first tree, because
    # the made-up pairs that decide when to stop get worse by each.
    targets = np.clip(level[person] + fallback.SCALE * (pairs.labels - usual[person]), 0, 100)
    whole = synthetic_rows * len(pairs) / (len(pairs) + HALF_SHARE)
    return training.Extra(pairs.matrix, targets, pairs.weights * (whole / pairs.weights.sum()))


def digest(graded: training.Graded, extra: training.Extra) -> str:
    """SHA-256 of every training row, target and weight."""
    found = hashlib.sha256()
    for part in (graded.matrix, graded.grades, graded.talents, extra.matrix, extra.targets, extra.weights):
        found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a promotion is decided by. `synthetic` are NDCG@10 of old and new on held-out made-up talents."""

    comparison: Comparison | None
    slices: Sequence[Slice]
    synthetic: tuple[float, float]
    swap_reasons: Sequence[str]

    def refusals(self) -> list[str]:
        """What is missing for a promotion, a sentence each; empty when nothing is."""
        return [*self._on_people(), *self._on_slices(), *self._on_synthetic(), *self.swap_reasons]

    def _on_people(self) -> list[str]:
        found = self.comparison
        if found is None or found.people < LEAST_PEOPLE:
            count = found.people if found else 0
            return [f"Only {count} held-out people reacted to their jobs differently; {LEAST_PEOPLE} are needed."]
        gain = found.ndcg10
        if gain.low <= 0:
            return [
                f"The gain in NDCG@10 on {found.people} held-out people is {gain.gain:+.3f}"
                f" ({gain.low:+.3f} to {gain.high:+.3f}); its interval must lie above 0."
            ]
        # The mean error is shown and not judged: a ranker that tells nothing apart has the least of it on noisy labels.
        if found.spearman.high < 0:
            return [f"The rank correlation on held-out people got worse ({found.spearman.gain:+.3f})."]
        return []

    def _on_slices(self) -> list[str]:
        return [
            f"It got worse where {one.trait} is {one.value} ({one.gain:+.3f} NDCG@10 on {one.people} people)."
            for one in self.slices
            if one.is_worse
        ]

    def _on_synthetic(self) -> list[str]:
        old, new = self.synthetic
        if new >= old - SYNTHETIC_TOLERANCE:
            return []
        return [f"On held-out made-up talents NDCG@10 fell from {old:.3f} to {new:.3f}."]


def calibration(scores: Values, grades: Values) -> list[dict[str, float]]:
    """For each ten points of score: how many pairs, their mean score, their mean grade."""
    bins = np.clip(np.digitize(scores, BINS[1:-1]), 0, 9)
    return [
        {
            "from": float(BINS[at]),
            "to": float(BINS[at + 1]),
            "pairs": int((bins == at).sum()),
            "score": round(float(scores[bins == at].mean()), 2),
            "grade": round(float(grades[bins == at].mean()), 2),
        }
        for at in range(10)
        if (bins == at).any()
    ]


def importance(ranker: Ranker, matrix: NDArray[np.float32]) -> list[dict[str, Any]]:
    """How many points each feature moves a score on average (mean absolute contribution), most first."""
    _, points = ranker.contributions(matrix)
    mean = np.abs(points).mean(axis=0)
    groups = {column: group for group, columns in GROUP_COLUMNS.items() for column in columns}
    rows = [
        {"feature": FEATURES[at].name, "meaning": FEATURES[at].meaning, "group": groups[at], "points": float(mean[at])}
        for at in range(len(FEATURES))
    ]
    return sorted(rows, key=lambda row: (-float(row["points"]), row["feature"]))
