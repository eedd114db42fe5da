"""Small rankers for tests, trained in a moment and kept as rows."""

from __future__ import annotations

from functools import cache
from unittest import mock

import numpy as np

from matching.ml import fallback, training
from matching.ml.ranker import ranker_of
from matching.models import RankerVersion
from matching.services.rankers import keep, row_of
from matching.tests.feedback_world import rows


@cache
def small(seed: int) -> tuple[str, dict]:
    """Text and description of a ranker grown on rule scores; another seed, another version."""
    rng = np.random.default_rng(seed)
    matrix = rows(rng, 400)
    baseline, points = fallback.contributions(matrix)
    grades = baseline + points.sum(axis=1) + rng.normal(0, 3, len(matrix))
    with mock.patch.object(training, "ROUNDS", 15):
        return training.train(training.Graded(matrix, grades, np.repeat(np.arange(100), 4)), seed=seed)


def kept(seed: int, **values) -> RankerVersion:
    """A stored candidate that nothing was found against."""
    text, meta = small(seed)
    row = row_of(ranker_of(text.encode(), meta, name="The ranker"), text)
    row.origin = RankerVersion.Origin.FEEDBACK
    for name, value in values.items():
        setattr(row, name, value)
    return keep(row)
