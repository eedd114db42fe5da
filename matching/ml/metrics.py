"""Measures of a ranking, in plain numpy; ties count as half or as the worst order, as stated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def ranks(values: Values) -> Values:
    """Ranks from 1, ties share their mean rank."""
    order = np.argsort(values, kind="stable")
    sorted_values = np.asarray(values)[order]
    first = np.searchsorted(sorted_values, sorted_values, side="left")
    last = np.searchsorted(sorted_values, sorted_values, side="right")
    out = np.empty(len(values), np.float64)
    out[order] = (first + last + 1) / 2
    return out


def spearman(truth: Values, scores: Values) -> float:
    """Rank correlation; NaN where a side does not vary."""
    if len(truth) < 3 or np.ptp(truth) == 0 or np.ptp(scores) == 0:
        return float("nan")
    return float(np.corrcoef(ranks(truth), ranks(scores))[0, 1])


def auc(relevant: NDArray[np.bool_], scores: Values) -> float:
    """Chance that a relevant item scores above another one, ties half; NaN where one kind is absent."""
    wanted = int(relevant.sum())
    if wanted in (0, len(relevant)):
        return float("nan")
    total = float(ranks(scores)[relevant].sum())
    return (total - wanted * (wanted + 1) / 2) / (wanted * (len(relevant) - wanted))


def gains(grades: Values) -> Values:
    """What each grade is worth to NDCG: how far it lies above the lowest of all.

    A scale that starts at 20 would give every order a share of the best one for nothing.
    """
    return np.asarray(grades - grades.min(), np.float64) if len(grades) else np.asarray(grades, np.float64)


def ndcg(grades: Values, scores: Values, k: int = 10) -> float:
    """Normalised discounted gain of the first k; inside a tie the worst item comes first. NaN without any gain."""
    if not len(grades) or grades.max() <= 0:
        return float("nan")
    discount = 1 / np.log2(np.arange(2, min(k, len(grades)) + 2))
    order = np.lexsort((grades, -scores))
    best = np.sort(grades)[::-1][: len(discount)]
    return float((grades[order][: len(discount)] * discount).sum() / (best * discount).sum())


def mean_by_group(groups: Sequence[int] | NDArray[np.int64], grades: Values, scores: Values, k: int = 10) -> float:
    """Mean NDCG over the groups that have one."""
    keys = np.asarray(groups)
    each = [ndcg(grades[keys == key], scores[keys == key], k) for key in np.unique(keys)]
    known = [value for value in each if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
