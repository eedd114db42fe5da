"""Text features of pairs: words, parts and meanings. NaN where either side has no such text."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np

from matching.ml.block import Ints, Sparse, Stacks, expand, taken
from matching.ml.pairs import Pairs
from matching.ml.types import Floats

_HASHES = 1 << 22  # hashed word ids are folded to this many places of one dense row
_own = threading.local()


def _groups(keys: Ints) -> Iterator[tuple[int, Ints]]:
    """Each distinct key with the positions that hold it."""
    order = np.argsort(keys, kind="stable")
    distinct, first = np.unique(keys[order], return_index=True)
    for key, part in zip(distinct, np.split(order, first[1:]), strict=True):
        yield int(key), part


def words(pairs: Pairs) -> Floats:
    """Cosine of the weighted words."""
    left, right = pairs.talents.words, pairs.jobs.words
    # The side with fewer different rows is laid out densely, the other one gathered from it.
    if len(np.unique(pairs.ti)) <= len(np.unique(pairs.ji)):
        return _sparse_dot(left, pairs.ti, right, pairs.ji)
    return _sparse_dot(right, pairs.ji, left, pairs.ti)


def _dense_row() -> Floats:
    """This thread's row of zeros; whoever writes to it sets it back. Clearing 16 MB anew each time costs milliseconds."""
    if not hasattr(_own, "row"):
        _own.row = np.zeros(_HASHES, np.float32)
    row: Floats = _own.row
    return row


def _sparse_dot(few: Sparse, few_rows: Ints, many: Sparse, many_rows: Ints) -> Floats:
    out = np.full(len(few_rows), np.nan, np.float32)
    dense = _dense_row()
    for row, part in _groups(few_rows):
        own = slice(few.start[row], few.start[row + 1])
        if own.start == own.stop:
            continue
        places = few.ids[own] % _HASHES
        dense[places] = few.weights[own]
        flat, offsets = expand(many.start, many_rows[part])
        products = dense[many.ids[flat] % _HASHES] * many.weights[flat]
        total = np.concatenate([[0.0], np.cumsum(products, dtype=np.float64)])
        empty = offsets[1:] == offsets[:-1]
        out[part] = np.where(empty, np.nan, total[offsets[1:]] - total[offsets[:-1]])
        dense[places] = 0
    return out


def _part_cosines(pairs: Pairs) -> tuple[Floats, Floats]:
    """For each pair, over the job's parts, the cosine of the nearest part of the resume: their mean, their greatest."""
    mean = np.full(pairs.size, np.nan, np.float32)
    best = mean.copy()
    talents, jobs = pairs.talents.chunks, pairs.jobs.chunks
    if len(np.unique(pairs.ti)) <= len(np.unique(pairs.ji)):
        for row, part in _groups(pairs.ti):
            own = talents.vectors[talents.start[row] : talents.start[row + 1]]
            flat, offsets = expand(jobs.start, pairs.ji[part])
            if len(own) and len(flat):
                nearest = (taken(jobs.vectors, flat) @ own.T).max(axis=1)
                mean[part], best[part] = _mean_and_best(nearest, offsets)
    else:
        for row, part in _groups(pairs.ji):
            own = jobs.vectors[jobs.start[row] : jobs.start[row + 1]]
            flat, offsets = expand(talents.start, pairs.ti[part])
            full = offsets[1:] > offsets[:-1]
            if len(own) and len(flat):
                nearest = np.maximum.reduceat(taken(talents.vectors, flat) @ own.T, offsets[:-1][full], axis=0)
                mean[part[full]], best[part[full]] = nearest.mean(axis=1), nearest.max(axis=1)
    return mean, best


def _mean_and_best(values: Floats, offsets: Ints) -> tuple[Floats, Floats]:
    counts = np.diff(offsets)
    mean = np.full(len(counts), np.nan, np.float32)
    best = mean.copy()
    full = counts > 0
    mean[full] = np.add.reduceat(values, offsets[:-1][full]) / counts[full]
    best[full] = np.maximum.reduceat(values, offsets[:-1][full])
    return mean, best


def chunk_coverage(pairs: Pairs) -> Floats:
    """How well each part of the posting is answered by the nearest part of the resume, on average."""
    return pairs.shared("parts", _part_cosines)[0]


def best_chunk(pairs: Pairs) -> Floats:
    """The greatest cosine of a part of the resume with a part of the posting."""
    return pairs.shared("parts", _part_cosines)[1]


def cosines(left: Floats, i: Ints, right: Floats, j: Ints) -> Floats:
    """Cosine of left[i[p]] with right[j[p]]. Where one side is one row, it is not copied for each pair.

    The sum of a pair does not depend on the other pairs, and is the same from either side.
    """
    if not len(i):
        return np.empty(0, np.float32)
    if (i == i[0]).all():
        return np.asarray(np.einsum("j,ij->i", left[i[0]], taken(right, j)), np.float32)
    if (j == j[0]).all():
        return np.asarray(np.einsum("ij,j->i", taken(left, i), right[j[0]]), np.float32)
    return np.asarray(np.einsum("ij,ij->i", left[i], right[j]), np.float32)


def skills_to_requirements(pairs: Pairs) -> Floats:
    """Cosine of the talent's skills with the job's requirements."""
    return cosines(pairs.talents.skills_vector, pairs.ti, pairs.jobs.requirements_vector, pairs.ji)


def experience_to_description(pairs: Pairs) -> Floats:
    """Cosine of what the resume tells with what the posting tells."""
    return cosines(pairs.talents.experience_vector, pairs.ti, pairs.jobs.description_vector, pairs.ji)


def goals_to_description(pairs: Pairs) -> Floats:
    """Cosine of the talent's goals with what the posting tells."""
    return cosines(pairs.talents.goals_vector, pairs.ti, pairs.jobs.description_vector, pairs.ji)


def title(pairs: Pairs) -> Floats:
    """The greatest cosine of a held or wanted title with the job's title."""
    stack: Stacks = pairs.talents.titles
    counts = np.diff(stack.start)[pairs.ti]
    best = np.full(pairs.size, np.nan, np.float32)
    # The first title of every pair, then the second of those that have one, and so on: few rounds, no copies.
    for turn in range(int(counts.max(initial=0))):
        part = np.flatnonzero(counts > turn)
        found = cosines(stack.vectors, stack.start[pairs.ti[part]] + turn, pairs.jobs.title, pairs.ji[part])
        best[part] = np.fmax(best[part], found)
    return best
