"""People whose taste is known, looking at lists and reacting: feedback made by a simulator, to learn from and be judged by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ml import fallback
from matching.ml.features import COLUMN, NAMES
from matching.ml.feedback import Event, propensity

START = dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC)
# What people truly care about, in points of utility from the worst to the best value of a feature.
TASTE = {"remote_fit": 4.0, "distance_km": 3.0, "salary_overlap": 3.0, "title_match": 2.0}
LEVELS, MODES, COUNTRIES = ("junior", "mid", "senior"), ("onsite", "hybrid", "remote"), ("DE", "GB")


@dataclass(frozen=True)
class Simulated:
    """What the simulator made, and the truth behind it (`utility`, by row of `matrix`)."""

    events: list[Event]
    matrix: NDArray[np.float32]
    people: NDArray[np.int64]
    utility: NDArray[np.float64]


def rows(rng: np.random.Generator, count: int) -> NDArray[np.float32]:
    """Feature rows spread over the usual range of each feature, some values unknown."""
    lines = [fallback.LINES[name] for name in NAMES]
    columns = [line.zero + rng.uniform(-0.2, 1.2, count) * (line.one - line.zero) for line in lines]
    matrix = np.stack(columns, axis=1).astype(np.float32)
    matrix[rng.random(matrix.shape) < 0.05] = np.nan
    return matrix


def utility(matrix: NDArray[np.float32], taste: dict[str, float] | None = None) -> NDArray[np.float64]:
    """How much people want each pair; what is unknown counts as the middle."""
    total = np.zeros(len(matrix))
    for name, worth in (taste or TASTE).items():
        line = fallback.LINES[name]
        place = (matrix[:, COLUMN[name]] - line.zero) / (line.one - line.zero)
        total += worth * np.where(np.isnan(place), 0.5, np.clip(place, 0, 1))
    return total


def simulate(
    *, people: int, shown: int, seed: int, ranker: str, scores=None, taste: dict[str, float] | None = None
) -> Simulated:
    """Each person sees `shown` jobs in the order of `scores(matrix)`, looks at them as position has it, and reacts by taste."""
    rng = np.random.default_rng(seed)
    matrix = rows(rng, people * shown)
    who = np.repeat(np.arange(people), shown)
    wanted = utility(matrix, taste)
    order = scores(matrix) if scores else rng.random(len(matrix))
    events: list[Event] = []
    for person in range(people):
        own = np.flatnonzero(who == person)
        held_out = person % 3 == 0
        for place, row in enumerate(own[np.argsort(-order[own], kind="stable")], start=1):
            events += _reactions(rng, person, int(row), place, matrix[row], wanted[row], ranker, held_out)
    return Simulated(events, matrix, who, wanted)


def _reactions(rng, person, row, place, features, wanted, ranker, held_out) -> list[Event]:
    chance = propensity(place)
    at = START + dt.timedelta(minutes=person, seconds=place)
    traits = {
        "level": LEVELS[row % 3],
        "remote": MODES[row % 7 % 3],
        "country": COUNTRIES[person % 2],
        "domain": "software",
        "source": "pdf",
    }
    kinds = [("shown", "")]
    if rng.random() < chance:  # looked at
        likes = 1 / (1 + np.exp(-(wanted - 6.5) * 1.5))
        if rng.random() < likes:
            kinds += [("opened", "")]
            kinds += [("applied", "")] if rng.random() < likes else [("saved", "")] if rng.random() < 0.5 else []
        elif rng.random() < 0.4:
            kinds += [("dismissed", "role")]
    values = [None if np.isnan(value) else float(value) for value in features]
    return [
        Event(
            f"person {person}", f"job {row}", kind, reason, at, chance if kind == "shown" else None, ranker, values,
            traits, True, held_out,
        )
        for kind, reason in kinds
    ]  # fmt: skip
