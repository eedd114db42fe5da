"""Text features of pairs: words, parts and meanings. NaN where either side has no such text."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matching.ml.block import Ints, Sparse, Stacks, expand, taken
from matching.ml.exact import WEIGHT_STEPS, weights_on_grid
from matching.ml.pairs import Pairs
from matching.ml.types import Floats

_HASHES = 1 << 22  # hashed word ids are folded to this many places of one dense row
CLOSEST = 5  # passages that say enough: the rest of two long texts is about other things
_own = threading.local()


def _groups(keys: Ints) -> Iterator[tuple[int, Ints]]:
    """Each distinct key with the positions that hold it."""
    order = np.argsort(keys, kind="stable")
    distinct, first = np.unique(keys[order], return_index=True)
    for key, part in zip(distinct, np.split(order, first[1:]), strict=True):
        yield int(key), part


def _one_language(pairs: Pairs, values: Floats) -> Floats:
    """The values, unknown where the two texts are of different languages: their words cannot meet, and the encoder knows
    English best."""
    mine, theirs = pairs.talents.words.language[pairs.ti], pairs.jobs.words.language[pairs.ji]
    return np.where((mine != theirs) & (mine > 0) & (theirs > 0), np.nan, values).astype(np.float32)


def words(pairs: Pairs) -> Floats:
    """Cosine of the weighted words."""
    return _one_language(pairs, _word_cosine(pairs))


def title_words(pairs: Pairs) -> Floats:
    """Share of the job title's telling words that the resume uses."""
    titles, texts = pairs.jobs.title_words, pairs.talents.words
    used = Sparse(texts.start, texts.ids, np.ones_like(texts.weights), texts.language)
    if len(np.unique(pairs.ti)) <= len(np.unique(pairs.ji)):
        return _sparse_dot(used, pairs.ti, titles, pairs.ji)
    return _sparse_dot(titles, pairs.ji, used, pairs.ti)


def _word_cosine(pairs: Pairs) -> Floats:
    left, right = pairs.talents.words, pairs.jobs.words
    # The side with fewer different rows is laid out densely, the other one gathered from it.
    if len(np.unique(pairs.ti)) <= len(np.unique(pairs.ji)):
        return _sparse_dot(left, pairs.ti, right, pairs.ji)
    return _sparse_dot(right, pairs.ji, left, pairs.ti)


def _dense_row() -> NDArray[np.float64]:
    """This thread's row of zeros; whoever writes to it sets it back. Clearing 32 MB anew each time costs milliseconds."""
    if not hasattr(_own, "row"):
        _own.row = np.zeros(_HASHES, np.float64)
    row: NDArray[np.float64] = _own.row
    return row


def _sparse_dot(few: Sparse, few_rows: Ints, many: Sparse, many_rows: Ints) -> Floats:
    out = np.full(len(few_rows), np.nan, np.float32)
    dense = _dense_row()
    for row, part in _groups(few_rows):
        own = slice(few.start[row], few.start[row + 1])
        if own.start == own.stop:
            continue
        places = few.ids[own] % _HASHES
        np.add.at(dense, places, weights_on_grid(few.weights[own]))  # two words may share a place
        flat, offsets = expand(many.start, many_rows[part])
        products = dense[many.ids[flat] % _HASHES] * weights_on_grid(many.weights[flat])
        total = np.concatenate([[0.0], np.cumsum(products)])  # whole numbers: exact
        empty = offsets[1:] == offsets[:-1]
        out[part] = np.where(empty, np.nan, (total[offsets[1:]] - total[offsets[:-1]]) / WEIGHT_STEPS**2)
        dense[places] = 0
    return out


def _part_cosines(pairs: Pairs) -> tuple[Floats, Floats]:
    """For each pair: the mean over the job's parts of the nearest part of the resume, and the mean of the closest passages."""
    mean = np.full(pairs.size, np.nan, np.float32)
    close = mean.copy()
    talents, jobs = pairs.talents.chunks, pairs.jobs.chunks
    few_talents = len(np.unique(pairs.ti)) <= len(np.unique(pairs.ji))
    keys, few, many, other = (pairs.ti, talents, jobs, pairs.ji) if few_talents else (pairs.ji, jobs, talents, pairs.ti)
    for row, part in _groups(keys):
        own = few.vectors[few.start[row] : few.start[row + 1]]
        flat, offsets = expand(many.start, other[part])
        full = np.flatnonzero(np.diff(offsets))
        if not len(own) or not len(full):
            continue
        cosine = taken(many.vectors, flat) @ own.T
        theirs, mine = cosine.max(axis=1), np.maximum.reduceat(cosine, offsets[:-1][full], axis=0)
        counts = np.diff(offsets)[full]
        whole = np.add.reduceat(theirs, offsets[:-1][full], dtype=np.float64) / counts
        mean[part[full]] = whole if few_talents else mine.sum(axis=1, dtype=np.float64) / len(own)
        close[part[full]] = (_closest(_padded(theirs, counts)) + _closest(mine)) / 2
    return mean, close


def _padded(values: Floats, counts: Ints) -> Floats:
    """Ragged rows as a matrix, filled up with NaN at the end."""
    out = np.full((len(counts), int(counts.max())), np.nan, np.float32)
    out[np.arange(out.shape[1]) < counts[:, None]] = values
    return out


def _closest(rows: Floats) -> NDArray[np.float64]:
    """The mean of the greatest CLOSEST values of each row; NaN are no values, and no row is all NaN."""
    size = rows.shape[1]
    ordered = np.sort(np.where(np.isnan(rows), -np.inf, rows), axis=1)[:, max(size - CLOSEST, 0) :]
    known = np.isfinite(ordered)
    return np.asarray(np.where(known, ordered, 0).sum(axis=1, dtype=np.float64) / known.sum(axis=1), np.float64)


def chunk_coverage(pairs: Pairs) -> Floats:
    """How well each part of the posting is answered by the nearest part of the resume, on average."""
    return _one_language(pairs, pairs.shared("parts", _part_cosines)[0])


def close_passages(pairs: Pairs) -> Floats:
    """Mean cosine of the CLOSEST parts of either side with what is nearest to them on the other side."""
    return _one_language(pairs, pairs.shared("parts", _part_cosines)[1])


def cosines(left: Floats, i: Ints, right: Floats, j: Ints) -> Floats:
    """Cosine of left[i[p]] with right[j[p]]. Where one side is one row, it is not copied for each pair.

    The sum of a pair does not depend on the other pairs, and is the same from either side, as all vectors are on the grid of
    `exact`.
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
    return _one_language(
        pairs, cosines(pairs.talents.skills_vector, pairs.ti, pairs.jobs.requirements_vector, pairs.ji)
    )


def experience_to_description(pairs: Pairs) -> Floats:
    """Cosine of what the resume tells with what the posting tells."""
    return _one_language(
        pairs, cosines(pairs.talents.experience_vector, pairs.ti, pairs.jobs.description_vector, pairs.ji)
    )


def goals_to_description(pairs: Pairs) -> Floats:
    """Cosine of the talent's goals with what the posting tells."""
    return _one_language(pairs, cosines(pairs.talents.goals_vector, pairs.ti, pairs.jobs.description_vector, pairs.ji))


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
