"""From feature points to a score card: five sub-scores, whole points that add up, and factors in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.ml.features import COLUMN, FEATURES
from matching.ml.types import GROUPS, Factor, Floats, Group, Scored

GROUP_COLUMNS: dict[Group, list[int]] = {
    group: [number for number, feature in enumerate(FEATURES) if feature.group == group] for group in GROUPS
}
LEAST_FACTOR = 0.5  # points; less is no reason worth a line
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
    return [_card(row, own, baseline, origin) for row, own in zip(matrix, points, strict=True)]


def _card(row: Floats, points: NDArray[np.float64], baseline: float, origin: Origin) -> Scored:
    sums: dict[Group, float] = {group: float(points[columns].sum()) for group, columns in GROUP_COLUMNS.items()}
    known = {group: bool((~np.isnan(row[columns])).any()) for group, columns in GROUP_COLUMNS.items()}
    raw = baseline + sum(sums.values())
    return Scored(
        score=min(max(round(raw), 0), 100),
        raw=raw,
        baseline=baseline,
        source=origin.source,
        model=origin.model,
        contributions=sums,
        shown=whole_points(sums, round(raw) - round(baseline)),
        subscores={
            group: subscore(sums[group], origin.ranges[group]) if known[group] else None for group in GROUP_COLUMNS
        },
        factors=factors(row, points),
        features=tuple(float(value) for value in row),
    )


def factors(row: Floats, points: NDArray[np.float64]) -> tuple[Factor, ...]:
    """The features that moved the score most, in words made from their values; one a topic, at most three."""
    found: list[Factor] = []
    topics: set[str] = set()
    for column in np.argsort(-np.abs(points), kind="stable"):
        feature, value = FEATURES[column], float(row[column])
        topic = TOPICS[feature.name]
        if len(found) == FACTORS or abs(points[column]) < LEAST_FACTOR:
            break
        if topic in topics or math.isnan(value):
            continue
        topics.add(topic)
        found.append(
            Factor(
                feature.name, feature.group, float(points[column]), sentence(row, feature.name, float(points[column]))
            )
        )
    return tuple(found)


# Features that say nearly the same to a reader share a topic.
TOPICS = {
    "skill_overlap": "skills", "skill_jaccard": "skills", "required_coverage": "skills", "skill_coverage": "skills",
    "proficiency_fit": "skills", "nearest_taxonomy": "near", "nearest_meaning": "near", "years_coverage": "skill years",
    "title_match": "title", "level_gap": "level", "years_ratio": "years", "seniority": "years",
    "distance_km": "place", "same_country": "place", "remote_fit": "remote", "workday_overlap": "hours",
    "salary_overlap": "salary", "salary_ratio": "salary", "word_cosine": "words", "chunk_coverage": "passages",
    "best_chunk": "passages", "skills_requirements": "passages", "story_description": "story",
    "goals_description": "goals",
}  # fmt: skip


def sentence(row: Floats, name: str, points: float) -> str:
    """What a feature says of this pair, from its numbers alone."""
    value = float(row[COLUMN[name]])
    share = f"{100 * min(max(value, 0.0), 1.0):.0f}%"
    good = points >= 0
    if name == "level_gap":
        return (
            "At or above the level asked"
            if value <= 0
            else f"{value:.0f} level{'s' if value > 1 else ''} below the job's"
        )
    if name == "distance_km":
        return f"{value:,.0f} km from the workplace"
    if name == "same_country":
        return "In the same country" if value else "In another country"
    if name == "salary_ratio":
        return f"Offers up to {100 * value:.0f}% of the least expected pay"
    if name == "remote_fit":
        return {1.0: "The wished way of working", 0.5: "Near the wished way of working"}.get(
            value, "Not the wished way of working"
        )
    texts = {
        "years_ratio": f"{share} of the years asked",
        "seniority": f"{share} of the years that this level usually takes",
        "years_coverage": f"{share} of the years asked for single skills",
        "workday_overlap": f"{share} of the working day shared",
        "salary_overlap": f"{share} of the expected pay range is offered",
        "required_coverage": f"About {share} of the must-have skills found",
        "skill_coverage": f"About {share} of the asked skills shown",
        "proficiency_fit": f"About {share} of the asked skills at the level",
        "nearest_taxonomy": f"About {share} of the asked skills held or close to a held one",
        "nearest_meaning": f"About {share} of the asked skills held or much alike",
        "skill_overlap": "Many skills in common" if good else "Few skills in common",
        "skill_jaccard": "Many skills in common" if good else "Few skills in common",
        "title_match": "Titles close to the job's" if good else "Titles far from the job's",
        "word_cosine": "Shares many of the posting's telling words" if good else "Few telling words in common",
        "chunk_coverage": "Most parts of the posting find an answer"
        if good
        else "Many parts of the posting find no answer",
        "best_chunk": "A passage very close to the posting" if good else "No passage close to the posting",
        "skills_requirements": "Skills close to the requirements" if good else "Skills far from the requirements",
        "story_description": "The whole resume is close to the posting"
        if good
        else "The whole resume is far from the posting",
        "goals_description": "Goals close to the posting" if good else "Goals far from the posting",
    }
    return texts[name]
