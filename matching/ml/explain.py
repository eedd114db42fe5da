"""From feature points to a score card: five sub-scores, whole points that add up, and factors in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.ml.features import COLUMN, FEATURES
from matching.ml.types import GROUPS, Factor, Floats, Group, Scored

GROUP_COLUMNS: dict[Group, list[int]] = {
    group: [number for number, feature in enumerate(FEATURES) if feature.group == group] for group in GROUPS
}
LEAST_FACTOR = 0.3  # points; less is no reason worth a line
FACTORS = 3


@dataclass(frozen=True, slots=True)
class Origin:
    """Where points come from: rules or a trained ranker, its version, and the range of points each group reaches."""

    source: Literal["ranker", "fallback"]
    model: str
    ranges: Mapping[str, tuple[float, float]]


def whole_points(values: Mapping[Group, float], total: int) -> dict[Group, int]:
    """Integers near the values that add up to `total` exactly (largest remainder; ties by the order of groups)."""
    floors = {group: math.floor(value) for group, value in values.items()}
    missing = total - sum(floors.values())
    order = sorted(values, key=lambda group: (floors[group] - values[group], GROUPS.index(group)))
    # The rounding of total and baseline can leave up to one more than there are groups: go round again if so.
    for step in range(abs(missing)):
        group = order[step % len(order)] if missing > 0 else order[-1 - step % len(order)]
        floors[group] += 1 if missing > 0 else -1
    return floors


def subscore(points: float, reach: tuple[float, float]) -> int:
    """Where the points lie between the least and the greatest that the group reaches, 0 to 100."""
    low, high = reach
    return round(100 * min(max((points - low) / max(high - low, 1e-9), 0.0), 1.0))


def explain(matrix: Floats, points: NDArray[np.float64], baseline: float, origin: Origin) -> list[Scored]:
    """Score cards of feature rows and their points; raw = baseline + the points, so the two cannot disagree."""
    known = ~np.isnan(matrix)
    # Running sums add up a row the same way whatever rows lie beside it.
    sums = [np.cumsum(points[:, columns], axis=1)[:, -1].tolist() for columns in GROUP_COLUMNS.values()]
    told = [known[:, columns].any(axis=1).tolist() for columns in GROUP_COLUMNS.values()]
    order = np.argsort(-np.abs(points), axis=1, kind="stable").tolist()
    rows = zip(matrix.tolist(), points.tolist(), order, zip(*sums, strict=True), zip(*told, strict=True), strict=True)
    return [
        _card(
            row,
            own,
            first,
            dict(zip(GROUPS, parts, strict=True)),
            dict(zip(GROUPS, facts, strict=True)),
            baseline,
            origin,
        )
        for row, own, first, parts, facts in rows
    ]


def _card(
    row: list[float],
    points: list[float],
    order: list[int],
    sums: dict[Group, float],
    known: dict[Group, bool],
    baseline: float,
    origin: Origin,
) -> Scored:
    raw = baseline + sum(sums.values())
    return Scored(
        score=min(max(round(raw), 0), 100),
        raw=raw,
        baseline=baseline,
        source=origin.source,
        model=origin.model,
        contributions=sums,
        shown=whole_points(sums, round(raw) - round(baseline)),
        subscores={group: subscore(sums[group], origin.ranges[group]) if known[group] else None for group in GROUPS},
        factors=factors(row, points, order),
        features=tuple(row),
    )


def factors(row: Sequence[float], points: Sequence[float], order: Sequence[int]) -> tuple[Factor, ...]:
    """The features that moved the score most, in words made from their values; one a topic, at most three.

    `order` are the columns by the size of their points, greatest first.
    """
    found: list[Factor] = []
    topics: set[str] = set()
    for column in order:
        feature, own = FEATURES[column], points[column]
        if len(found) == FACTORS or abs(own) < LEAST_FACTOR:
            break
        topic = TOPICS[feature.name]
        if topic not in topics and not math.isnan(row[column]):
            topics.add(topic)
            found.append(Factor(feature.name, feature.group, own, sentence(row, feature.name, own)))
    return tuple(found)


# Features that say nearly the same to a reader share a topic.
TOPICS = {
    "skill_overlap": "skills", "skill_jaccard": "skills", "required_coverage": "skills", "skill_coverage": "skills",
    "proficiency_fit": "skills", "nearest_taxonomy": "near", "nearest_meaning": "near", "years_coverage": "skill years",
    "title_match": "title", "title_words": "title", "level_gap": "level", "years_ratio": "years", "seniority": "years",
    "distance_km": "place", "same_country": "place", "remote_fit": "remote", "workday_overlap": "hours",
    "salary_overlap": "salary", "salary_ratio": "salary", "word_cosine": "words", "chunk_coverage": "passages",
    "close_passages": "passages", "skills_requirements": "passages", "story_description": "story",
    "goals_description": "goals",
}  # fmt: skip


def sentence(row: Sequence[float], name: str, points: float) -> str:
    """What a feature says of this pair, from its numbers alone."""
    value = float(row[COLUMN[name]])
    if name in SHARES:
        return SHARES[name].format(f"{100 * min(max(value, 0.0), 1.0):.0f}%")
    if name in GOOD_OR_BAD:
        good, bad = GOOD_OR_BAD[name]
        return good if points >= 0 else bad
    return _SAID[name](value)


def _level_gap(value: float) -> str:
    if value <= 0:
        return "At or above the level asked"
    return f"{value:.0f} level{'s' if value > 1 else ''} below the job's"


_REMOTE_FIT = {1.0: "The wished way of working", 0.5: "Near the wished way of working"}
_SAID: dict[str, Callable[[float], str]] = {
    "level_gap": _level_gap,
    "distance_km": lambda value: f"{value:,.0f} km from the workplace",
    "same_country": lambda value: "In the same country" if value else "In another country",
    "salary_ratio": lambda value: f"Offers up to {100 * value:.0f}% of the least expected pay",
    "remote_fit": lambda value: _REMOTE_FIT.get(value, "Not the wished way of working"),
}
# Said with the value as a share.
SHARES = {
    "years_ratio": "{} of the years asked",
    "seniority": "{} of the years that this level usually takes",
    "years_coverage": "{} of the years asked for single skills",
    "workday_overlap": "{} of the working day shared",
    "salary_overlap": "{} of the expected pay range is offered",
    "required_coverage": "About {} of the must-have skills found",
    "skill_coverage": "About {} of the asked skills shown",
    "proficiency_fit": "About {} of the asked skills at the level",
    "nearest_taxonomy": "About {} of the asked skills held or close to a held one",
    "nearest_meaning": "About {} of the asked skills held or much alike",
    "title_words": "{} of what the job's title says stands in the resume",
}
# Said by whether it raised or lowered the score.
GOOD_OR_BAD = {
    "skill_overlap": ("Many skills in common", "Few skills in common"),
    "skill_jaccard": ("Many skills in common", "Few skills in common"),
    "title_match": ("Titles close to the job's", "Titles far from the job's"),
    "word_cosine": ("Shares many of the posting's telling words", "Few telling words in common"),
    "chunk_coverage": ("Most parts of the posting find an answer", "Many parts of the posting find no answer"),
    "close_passages": ("Passages very close to the posting", "No passages close to the posting"),
    "skills_requirements": ("Skills close to the requirements", "Skills far from the requirements"),
    "story_description": ("The whole resume is close to the posting", "The whole resume is far from the posting"),
    "goals_description": ("Goals close to the posting", "Goals far from the posting"),
}
