"""The rule score: a fixed monotone map for each feature, summed. It needs no trained model and is the ranker's yardstick.

Each map is a straight line between two anchors and flat beyond: `zero` is the median of a feature over unrelated
resumes and postings, `one` its median over the three best postings of each resume (both measured on the demo texts,
112 postings x 16 resumes). Points are signed around NEUTRAL, so that an unknown feature (NaN) moves nothing. The weights
favour shared words and skills over similarity of meaning: on real pairs of one person and many postings words carry
more (see docs/matching.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ml.features import COLUMN, FEATURES, NAMES
from matching.ml.types import Floats

VERSION = "rules-1"
BASELINE = 50.0
NEUTRAL = 0.45
FLOOR, CEILING = -0.5, 1.6  # how far beyond the anchors a map goes on

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """points x (clip((x - zero) / (one - zero)) - neutral); `one` may lie below `zero` for features that count against."""

    zero: float
    one: float
    points: float
    neutral: float = NEUTRAL
    floor: float = FLOOR
    ceiling: float = CEILING

    def at(self, values: Floats) -> Table:
        """Contributions in points, 0 where the feature is unknown."""
        place = np.clip((values.astype(np.float64) - self.zero) / (self.one - self.zero), self.floor, self.ceiling)
        return np.where(np.isnan(place), 0.0, self.points * (place - self.neutral))


LINES: dict[str, Line] = {
    "skill_overlap": Line(0.0, 0.38, 2.5),
    "skill_jaccard": Line(0.02, 0.22, 1),
    "required_coverage": Line(0.17, 0.64, 2.5),
    "skill_coverage": Line(0.12, 0.48, 3.5),
    "years_coverage": Line(0.2, 0.6, 2),
    "proficiency_fit": Line(0.13, 0.38, 1),
    "nearest_taxonomy": Line(0.19, 0.54, 2),
    "nearest_meaning": Line(0.15, 0.51, 7),
    "title_match": Line(0.28, 0.64, 3.5),
    # A level or some years short weigh against; being at or beyond the level is one and the same.
    "level_gap": Line(3, 0, 8, neutral=0.85, floor=0, ceiling=1),
    "years_ratio": Line(0.2, 1, 6, neutral=0.85, floor=0, ceiling=1),
    "seniority": Line(0.3, 1, 2, neutral=0.85, floor=0, ceiling=1),
    # Commuting distance, then moving house: from 50 km to 500 km.
    "distance_km": Line(500, 50, 4, neutral=0.5, floor=0, ceiling=1),
    "same_country": Line(0, 1, 3, neutral=0.6, floor=0, ceiling=1),
    "remote_fit": Line(0, 1, 6, neutral=0.6, floor=0, ceiling=1),
    "workday_overlap": Line(0.25, 1, 2, neutral=0.8, floor=0, ceiling=1),
    "salary_overlap": Line(0, 1, 4, neutral=0.4, floor=0, ceiling=1),
    "salary_ratio": Line(0.7, 1.1, 6, neutral=0.6, floor=0, ceiling=1),
    "word_cosine": Line(0.08, 0.27, 14),
    "chunk_coverage": Line(0.25, 0.43, 6),
    "best_chunk": Line(0.33, 0.56, 1),
    "skills_requirements": Line(0.21, 0.42, 1),
    "story_description": Line(0.35, 0.65, 6),
    "goals_description": Line(0.27, 0.54, 1),
}


def contributions(matrix: Floats) -> tuple[float, Table]:
    """The baseline and the points of each feature, (pairs, features), of a feature matrix."""
    out = np.zeros(matrix.shape, np.float64)
    for name, line in LINES.items():
        out[:, COLUMN[name]] = line.at(matrix[:, COLUMN[name]])
    return BASELINE, out


def group_ranges() -> dict[str, tuple[float, float]]:
    """The least and the greatest points that each group can reach."""
    ranges: dict[str, tuple[float, float]] = {}
    for feature in FEATURES:
        line = LINES[feature.name]
        low, high = (line.points * (end - line.neutral) for end in (line.floor, line.ceiling))
        before = ranges.get(feature.group, (0.0, 0.0))
        ranges[feature.group] = (before[0] + low, before[1] + high)
    return ranges


if set(LINES) != set(NAMES):
    raise RuntimeError("every feature needs its line in the rule score")
