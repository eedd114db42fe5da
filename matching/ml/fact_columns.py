"""Experience, location and salary features of pairs. NaN where either side does not say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from careercopilot.places import haversine_km
from matching.ml.block import MODES, Pays, Spots, expand
from matching.ml.pairs import Pairs
from matching.ml.types import Floats

# Years of work with which people usually reach a level, intern to executive (ranges that postings commonly state).
USUAL_YEARS = np.array([0, 0, 2, 5, 8, 10], np.float32)
WORKDAY = 8.0  # hours
OPEN_SPAN = 1.25  # an open salary range is taken to reach a quarter further
NEIGHBOUR = 0.5  # remote fit of "hybrid" with either other mode
_REMOTE = MODES.index("remote")


def level_gap(pairs: Pairs) -> Floats:
    """Levels that the talent is below the job; 0 at or above it: nobody loses by being beyond a level."""
    return np.asarray(np.maximum(pairs.jobs.level[pairs.ji] - pairs.talents.level[pairs.ti], 0), np.float32)


def years_ratio(pairs: Pairs) -> Floats:
    """Years of work over the least years asked, at most 1; 1 where none are needed."""
    asked, has = pairs.jobs.min_years[pairs.ji], pairs.talents.years[pairs.ti]
    ratio = np.minimum(has / np.maximum(asked, 0.5), 1)
    return np.where(np.isnan(asked) | np.isnan(has), np.nan, np.where(asked <= 0, 1, ratio)).astype(np.float32)


def seniority(pairs: Pairs) -> Floats:
    """Years of work over the years with which people usually reach the job's level, at most 1."""
    level, has = pairs.jobs.level[pairs.ji], pairs.talents.years[pairs.ti]
    usual = USUAL_YEARS[np.nan_to_num(level).astype(np.int64)]
    return np.where(np.isnan(level), np.nan, np.minimum((has + 1) / (usual + 1), 1)).astype(np.float32)


Measure = Callable[[Spots, NDArray[np.int64], Spots, NDArray[np.int64]], Floats]


def _best_of_spots(pairs: Pairs, measure: Measure, *, least: bool) -> Floats:
    """A measure over all places of the talent x all places of the job; the least or greatest one, NaN where none."""
    left, right = pairs.talents.spots, pairs.jobs.spots
    counts = np.diff(left.start)[pairs.ti] * np.diff(right.start)[pairs.ji]
    out = np.full(pairs.size, np.nan, np.float32)
    rows = np.flatnonzero(counts)
    if not len(rows):
        return out
    # Each talent place of a pair is repeated for each job place of the pair.
    flat, offsets = expand(left.start, pairs.ti[rows])
    owner = np.repeat(rows, np.diff(offsets))
    job_flat, job_offsets = expand(right.start, pairs.ji[owner])
    mine = np.repeat(flat, np.diff(job_offsets))
    values = measure(left, mine, right, job_flat)
    pair_of = np.repeat(owner, np.diff(job_offsets))
    bounds = np.searchsorted(pair_of, rows)
    reduce = np.fmin if least else np.fmax
    out[rows] = reduce.reduceat(values, bounds)
    return out


def distance(pairs: Pairs) -> Floats:
    """Kilometres between the nearest named places. NaN for remote jobs, for which it does not matter."""

    def kilometres(a: Spots, i: NDArray[np.int64], b: Spots, j: NDArray[np.int64]) -> Floats:
        km = haversine_km(a.lat[i], a.lon[i], b.lat[j], b.lon[j])
        return np.where(a.exact[i] & b.exact[j], km, np.nan).astype(np.float32)

    return np.where(pairs.jobs.mode[pairs.ji] == _REMOTE, np.nan, _best_of_spots(pairs, kilometres, least=True))


def same_country(pairs: Pairs) -> Floats:
    """1 when a place of both lies in one country, 0 when not."""

    def same(a: Spots, i: NDArray[np.int64], b: Spots, j: NDArray[np.int64]) -> Floats:
        known = (a.country[i] > 0) & (b.country[j] > 0)
        return np.where(known, a.country[i] == b.country[j], np.nan).astype(np.float32)

    return _best_of_spots(pairs, same, least=False)


def workday_overlap(pairs: Pairs) -> Floats:
    """Share of an eight-hour day that both spend awake at work, by time zones, at the nearest pair of places."""

    def shared(a: Spots, i: NDArray[np.int64], b: Spots, j: NDArray[np.int64]) -> Floats:
        apart = np.abs(a.offset[i] - b.offset[j])
        apart = np.minimum(apart, 24 - apart)
        return np.asarray(np.clip(WORKDAY - apart, 0, WORKDAY) / WORKDAY, np.float32)

    return _best_of_spots(pairs, shared, least=False)


def remote_fit(pairs: Pairs) -> Floats:
    """1 when the job's mode is wished, 0.5 next to a wished one, 0 when not."""
    mode = pairs.jobs.mode[pairs.ji]
    wishes = pairs.talents.wishes[pairs.ti]
    rows = np.arange(pairs.size)
    wished = wishes[rows, np.maximum(mode, 0)]
    near = np.where(mode == 1, wishes.any(axis=1), wishes[:, 1])
    value = np.where(wished, 1, np.where(near, NEIGHBOUR, 0))
    return np.where((mode < 0) | ~wishes.any(axis=1), np.nan, value).astype(np.float32)


def _ends(pays: Pays, rows: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Both ends, an open one taken a quarter away from the stated one."""
    low, high = pays.low[rows], pays.high[rows]
    return (
        np.where(np.isnan(low), high / OPEN_SPAN, low).astype(np.float32),
        np.where(np.isnan(high), low * OPEN_SPAN, high).astype(np.float32),
    )


def _one_currency(pairs: Pairs) -> NDArray[np.bool_]:
    mine, theirs = pairs.talents.pay.currency[pairs.ti], pairs.jobs.pay.currency[pairs.ji]
    return np.asarray((mine == theirs) & (mine > 0), np.bool_)


def salary_overlap(pairs: Pairs) -> Floats:
    """Intersection over union of the expected and the offered range; 1 where the offer lies above the expectation.

    Offered money above the expected range is cut off first: more pay is never a worse fit."""
    low, high = _ends(pairs.talents.pay, pairs.ti)
    offer_low, offer_high = _ends(pairs.jobs.pay, pairs.ji)
    cut_low, cut_high = np.minimum(offer_low, high), np.minimum(offer_high, high)
    shared = np.maximum(np.minimum(high, cut_high) - np.maximum(low, cut_low), 0)
    union = np.maximum(high, cut_high) - np.minimum(low, cut_low)
    value = np.where(offer_low >= high, 1, np.where(union > 0, shared / np.maximum(union, 1e-6), offer_high >= low))
    missing = np.isnan(low) | np.isnan(offer_low)
    return np.where(_one_currency(pairs) & ~missing, value, np.nan).astype(np.float32)


def salary_ratio(pairs: Pairs) -> Floats:
    """The most offered over the least expected, at most 1.25."""
    low, _ = _ends(pairs.talents.pay, pairs.ti)
    _, offer_high = _ends(pairs.jobs.pay, pairs.ji)
    ratio = np.minimum(offer_high / np.maximum(low, 1), 1.25)
    return np.where(_one_currency(pairs), ratio, np.nan).astype(np.float32)
