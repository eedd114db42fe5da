"""The rule score: a fixed monotone map for each feature, summed. It needs no trained model and is the ranker's yardstick.

The features that tell one field of work from another are read on one common scale, as the mean of their ranks would be,
but for one pair at a time: a value is placed by fixed reference quantiles, the share q of pairs that lie below it, and its
height is -log10(1 - q): 0.3 at the median, 1 where one pair in ten lies higher, 2 where one in a hundred does. The quantiles are
those of the judged sets (`matching.judged`), each with the same weight. The
other features are straight lines between two anchors. Points are signed around a neutral place, so that an unknown
feature (NaN) moves nothing. Points are the weights below times one scale, chosen so that a pair at the top of every feature
comes to exactly TOP: nothing good is cut off, and a missing requirement always shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ml.features import COLUMN, FEATURES, NAMES
from matching.ml.types import Floats

VERSION = "rules-3"
BASELINE, TOP = 46.0, 100.0  # points of a pair of which nothing is known, and of one at the top of every feature
NEUTRAL = 0.75  # height: two resumes in three lie below it for an ordinary posting

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """weight x (clip((x - zero) / (one - zero)) - neutral); `one` may lie below `zero` for features that count against."""

    zero: float
    one: float
    weight: float
    neutral: float

    def at(self, values: Floats) -> Table:
        """Weighted places, 0 where the feature is unknown."""
        place = np.clip((values.astype(np.float64) - self.zero) / (self.one - self.zero), 0.0, 1.0)
        return np.where(np.isnan(place), 0.0, self.weight * (place - self.neutral))

    def drawn(self, places: Table) -> Table:
        """Values at some places, 0 to 1 along the line; beyond it a little further."""
        return self.zero + places * (self.one - self.zero)

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the greatest that `at` gives."""
        return -self.weight * self.neutral, self.weight * (1 - self.neutral)


@dataclass(frozen=True, slots=True)
class Curve:
    """weight x (height - NEUTRAL), the height read between knots and flat beyond them."""

    weight: float
    values: tuple[float, ...]
    heights: tuple[float, ...]

    def at(self, values: Floats) -> Table:
        """Weighted heights, 0 where the feature is unknown."""
        heights = np.interp(values.astype(np.float64), self.values, self.heights)
        return np.where(np.isnan(values), 0.0, self.weight * (heights - NEUTRAL))

    def drawn(self, places: Table) -> Table:
        """Values at some places, evenly along the heights from 0 (lowest knot) to 1 (highest), a little further beyond."""
        low, high = self.heights[0], self.heights[-1]
        inside = np.interp(low + places * (high - low), self.heights, self.values)
        return inside + (places - np.clip(places, 0, 1)) * (self.one - self.zero)

    @property
    def zero(self) -> float:
        """The lowest knot."""
        return self.values[0]

    @property
    def one(self) -> float:
        """The highest knot."""
        return self.values[-1]

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the greatest that `at` gives."""
        return self.weight * (self.heights[0] - NEUTRAL), self.weight * (self.heights[-1] - NEUTRAL)


# Of the shares .02, .1, .25, .5, .7, .85, .93, .97, .99 and .997 of pairs, at which most reference quantiles were taken.
HEIGHTS = (0.009, 0.046, 0.125, 0.301, 0.523, 0.824, 1.155, 1.523, 2.0, 2.523)

LINES: dict[str, Line | Curve] = {
    "skill_overlap": Curve(
        11, (0.0, 0.032, 0.1, 0.198, 0.314, 0.437, 0.569, 0.753), (0.06, 0.301, 0.523, 0.824, 1.155, 1.523, 2.0, 2.523)
    ),
    "skill_jaccard": Curve(
        1, (0.0, 0.031, 0.059, 0.095, 0.133, 0.179, 0.25, 0.345), (0.06, 0.301, 0.523, 0.824, 1.155, 1.523, 2.0, 2.523)
    ),
    "required_coverage": Curve(
        2,
        (0.028, 0.049, 0.077, 0.129, 0.2, 0.294, 0.399, 0.509, 0.643, 0.757),
        HEIGHTS,
    ),
    "skill_coverage": Curve(
        2,
        (0.025, 0.042, 0.065, 0.1, 0.139, 0.192, 0.252, 0.315, 0.421, 0.526),
        HEIGHTS,
    ),
    "years_coverage": Curve(
        1,
        (0.049, 0.082, 0.115, 0.163, 0.221, 0.233, 0.353, 0.404, 0.564, 0.684),
        HEIGHTS,
    ),
    "proficiency_fit": Curve(
        0.5,
        (0.025, 0.042, 0.064, 0.097, 0.133, 0.181, 0.225, 0.271, 0.332, 0.393),
        HEIGHTS,
    ),
    "nearest_taxonomy": Curve(
        1.5,
        (0.063, 0.102, 0.14, 0.202, 0.264, 0.335, 0.4, 0.456, 0.524, 0.583),
        HEIGHTS,
    ),
    "nearest_meaning": Curve(
        2.5,
        (0.041, 0.064, 0.093, 0.136, 0.182, 0.236, 0.295, 0.361, 0.453, 0.55),
        HEIGHTS,
    ),
    "title_match": Curve(
        2.5,
        (0.039, 0.117, 0.19, 0.275, 0.361, 0.45, 0.533, 0.645, 0.769, 0.852),
        HEIGHTS,
    ),
    "title_words": Curve(
        3, (0.0, 0.045, 0.227, 0.405, 0.587, 0.823, 1.0), (0.06, 0.301, 0.523, 0.824, 1.155, 1.523, 2.261)
    ),
    # A level or some years short weigh against; being at or beyond the level is one and the same.
    "level_gap": Line(3, 0, 8, 0.85),
    "years_ratio": Line(0.2, 1, 6, 0.85),
    "seniority": Line(0.3, 1, 2, 0.85),
    # Commuting distance, then moving house: from 50 km to 500 km.
    "distance_km": Line(500, 50, 4, 0.5),
    "same_country": Line(0, 1, 3, 0.6),
    "remote_fit": Line(0, 1, 6, 0.6),
    "workday_overlap": Line(0.25, 1, 2, 0.8),
    "salary_overlap": Line(0, 1, 4, 0.4),
    "salary_ratio": Line(0.7, 1.1, 6, 0.6),
    "word_cosine": Curve(
        7.5,
        (0.008, 0.019, 0.033, 0.062, 0.105, 0.199, 0.266, 0.309, 0.355, 0.391),
        HEIGHTS,
    ),
    "chunk_coverage": Curve(
        2,
        (0.161, 0.225, 0.279, 0.334, 0.38, 0.436, 0.479, 0.515, 0.556, 0.588),
        HEIGHTS,
    ),
    "close_passages": Curve(
        6.5,
        (0.182, 0.249, 0.318, 0.384, 0.429, 0.479, 0.527, 0.568, 0.607, 0.648),
        HEIGHTS,
    ),
    "skills_requirements": Curve(
        0.8,
        (0.052, 0.135, 0.204, 0.304, 0.371, 0.428, 0.469, 0.511, 0.548, 0.582),
        HEIGHTS,
    ),
    "story_description": Curve(
        2.5,
        (0.176, 0.308, 0.403, 0.508, 0.586, 0.674, 0.738, 0.777, 0.808, 0.837),
        HEIGHTS,
    ),
    "goals_description": Curve(
        1.7,
        (0.099, 0.191, 0.311, 0.415, 0.474, 0.534, 0.577, 0.613, 0.657, 0.704),
        HEIGHTS,
    ),
}

SCALE = (TOP - BASELINE) / sum(line.reach[1] for line in LINES.values())  # points for each unit of weight


def contributions(matrix: Floats) -> tuple[float, Table]:
    """The baseline and the points of each feature, (pairs, features), of a feature matrix."""
    out = np.zeros(matrix.shape, np.float64)
    for name, line in LINES.items():
        out[:, COLUMN[name]] = SCALE * line.at(matrix[:, COLUMN[name]])
    return BASELINE, out


def group_ranges() -> dict[str, tuple[float, float]]:
    """The least and the greatest points that each group can reach."""
    ranges: dict[str, tuple[float, float]] = {}
    for feature in FEATURES:
        low, high = LINES[feature.name].reach
        before = ranges.get(feature.group, (0.0, 0.0))
        ranges[feature.group] = (before[0] + SCALE * low, before[1] + SCALE * high)
    return ranges


if set(LINES) != set(NAMES):
    raise RuntimeError("every feature needs its line in the rule score")
