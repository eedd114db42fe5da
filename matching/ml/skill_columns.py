"""Skill features of pairs. NaN where the job names no skill or nothing is known of the talent's skills."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.ml.exact import sums
from matching.ml.pairs import Pairs
from matching.ml.types import Floats

# A share of few needs is uncertain: half a need's weight of "as much as usual" is mixed in.
PRIOR_WEIGHT, PRIOR_SHARE = 1.0, 0.3
# Proficiency (0-1) that is enough at each level, intern to executive; where the level is unknown, the mid one.
ENOUGH = np.array([0.2, 0.35, 0.55, 0.75, 0.85, 0.85], np.float32)
UNKNOWN_LEVEL = 2
LEAST_MASS = 0.3  # added to either side, so that one shared skill of two short lists is no perfect match
UNSAID = 0.5  # value of a held skill whose years or proficiency nobody stated


def _unknown(pairs: Pairs) -> NDArray[np.bool_]:
    needs = np.diff(pairs.jobs.slot_start)[pairs.ji]
    return np.asarray((needs == 0) | ~pairs.talents.known[pairs.ti], np.bool_)


def _share(pairs: Pairs, values: Floats, weights: Floats) -> Floats:
    """Weighted mean of per-slot values with the prior mixed in."""
    total = pairs.sum_slots(weights)
    share = (pairs.sum_slots(weights * values) + PRIOR_WEIGHT * PRIOR_SHARE) / (total + PRIOR_WEIGHT)
    return np.where(_unknown(pairs) | (total == 0), np.nan, share).astype(np.float32)


def overlap(pairs: Pairs) -> Floats:
    """Ochiai coefficient of weighted skills: x / sqrt(B (x + o)), x what both name or imply, B what the job names, o what
    only the talent names. It grows with each required skill; skills beyond the job damp it by a root, not in full."""
    both, asked, inside = _exact(pairs)
    _, square = pairs.talent_skill_mass
    outside = np.maximum(square - inside, 0)
    value = both / np.sqrt((asked + LEAST_MASS) * (both + outside + LEAST_MASS))
    return np.where(_unknown(pairs), np.nan, value).astype(np.float32)


def _exact(pairs: Pairs) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Over all needs of a pair, alternatives too: sum of emphasis x weight, of squared weights, of squared strengths of
    the skills that the talent names itself (an implied one is credited, and its source still counts as beyond the job)."""
    flat, talent, slot_offsets, pair_offsets = pairs.needs
    at = (talent, pairs.column[flat])
    named, credited = (
        matrix[at] if len(flat) else np.empty(0, np.float32) for matrix in (pairs.held, pairs.stressed_or_implied)
    )
    weight = pairs.need_weight[flat]
    bounds = slot_offsets[pair_offsets]

    kind = pairs.kind_weight[flat]
    return sums(kind * credited * weight, bounds), sums(weight * weight, bounds), sums((kind * named) ** 2, bounds)


def jaccard(pairs: Pairs) -> Floats:
    """Weight of the skills that both name over the weight of those that either names."""
    flat, talent, slot_offsets, pair_offsets = pairs.needs
    weight = pairs.kind_weight[flat]
    held = pairs.held[talent, pairs.column[flat]] > 0 if len(flat) else np.empty(0, bool)
    bounds = slot_offsets[pair_offsets]
    asked, both = sums(weight, bounds), sums(weight * held, bounds)
    mass, _ = pairs.talent_skill_mass
    either = asked + mass - both
    return np.where(_unknown(pairs), np.nan, both / np.maximum(either, 1e-9)).astype(np.float32)


def required(pairs: Pairs) -> Floats:
    """Share of the must-haves that the talent names or implies; an either/or group counts once."""
    return _share(pairs, (pairs.per_slot(pairs.had) > 0).astype(np.float32), pairs.slot_weight * pairs.slot_must)


def coverage(pairs: Pairs) -> Floats:
    """Share of all asked skills, each weighed by how well it is shown and how much it is asked."""
    return _share(pairs, pairs.per_slot(pairs.had), pairs.slot_weight)


def by_years(pairs: Pairs) -> Floats:
    """As coverage over the needs that state years: years told over years asked, at most 1. NaN where none states years."""
    stated = np.nan_to_num(pairs.need_values(pairs.jobs.need_years))
    claims = pairs.claims
    years = np.where(np.isnan(pairs.talents.skill_years[claims]), -1, pairs.talents.skill_years[claims])
    told = pairs.per_slot(pairs.scatter(np.maximum(years, 0)))
    ratio = np.clip(told / np.maximum(stated, 1e-9), 0, 1)
    value = np.where(pairs.per_slot(pairs.had) > 0, np.maximum(ratio, UNSAID * (told == 0)), 0).astype(np.float32)
    return _share(pairs, value, pairs.slot_weight * (stated > 0))


def proficiency(pairs: Pairs) -> Floats:
    """As coverage, each held skill weighed by stated proficiency over what is enough at the job's level."""
    claims = pairs.claims
    told = pairs.per_slot(pairs.scatter(np.nan_to_num(pairs.talents.proficiency[claims])))
    level = np.nan_to_num(pairs.jobs.level[pairs.ji], nan=UNKNOWN_LEVEL).astype(np.int64)
    enough = np.repeat(ENOUGH[level], np.diff(pairs.jobs.slot_start)[pairs.ji])
    good = np.where(told > 0, np.maximum(np.clip(told / enough, 0, 1), UNSAID), UNSAID)
    return _share(pairs, (good * (pairs.per_slot(pairs.had) > 0)).astype(np.float32), pairs.slot_weight)


def nearest_by_taxonomy(pairs: Pairs) -> Floats:
    """As coverage, with part credit for skills of the same group or field."""
    return _share(pairs, pairs.per_slot(pairs.near), pairs.slot_weight)


def nearest_by_meaning(pairs: Pairs) -> Floats:
    """As coverage, with part credit by the likeness of skill names. NaN where label vectors are not prepared."""
    if pairs.alike is None:
        return np.full(pairs.size, np.nan, np.float32)
    return _share(pairs, pairs.per_slot(pairs.alike), pairs.slot_weight)
