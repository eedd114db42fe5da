"""From what people did with matches to labels 0-100 with weights, grouped by seeker. Pure; tables in docs/matching.md.

Three things bend such data, and each is met here as far as it can be:
- Position: a card further down is looked at less often. The chance is assumed to fall as 1 / sqrt(place), at least 0.1; a reaction
  counts with the inverse of it (inverse propensity, Joachims et al. 2017), clipped at 5; a card that was merely
  shown counts with the chance itself, because most likely nobody looked.
- Selection: only what the active ranker put into a list can be reacted to. Labels are therefore compared within one
  seeker alone (`matching.ml.learning`), and nothing is concluded about pairs that nobody was shown.
- Loudness: one person's rows weigh at most PERSON_MOST together, so that nobody trains the ranker alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.ml.features import NAMES
from matching.ml.types import Floats

EXPONENT, LEAST_CHANCE = 0.5, 0.1
HIGHEST_WEIGHT = 5.0
PERSON_MOST = 40.0
HIRED, CONTACTED, APPLIED, SAVED, CONSIDERED, OPENED, SHOWN, REJECTED, DISMISSED = 100, 85, 75, 65, 50, 45, 25, 15, 5
# A dismissal for one of these says nothing about the fit.
NOT_ABOUT_FIT = frozenset({"done", "later", "company"})
# A rejection for one of these says nothing about the fit either.
REJECTED_OTHERWISE = frozenset({"filled", "withdrew"})
TRAITS = ("level", "remote", "country", "domain", "source")
UNKNOWN = "not stated"


def propensity(place: int) -> float:
    """The assumed chance that the card at this place (from 1) is looked at."""
    return float(max(place**-EXPONENT, LEAST_CHANCE))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a pair. `talent` and `job` are pseudonyms; `features` is None where nothing was scored."""

    talent: str
    job: str
    kind: str
    reason: str
    at: dt.datetime
    propensity: float | None
    ranker_version: str
    features: Sequence[float | None] | None
    traits: Mapping[str, str] = field(default_factory=dict)
    is_standing: bool = True
    is_held_out: bool = False


@dataclass(frozen=True, eq=False)
class Labelled:
    """Labelled pairs: feature rows, labels 0-100, weights, the seeker of each row as a number, and its traits.

    `left_out` counts pairs by the reason for which they carry no label.
    """

    matrix: Floats
    labels: NDArray[np.float64]
    weights: NDArray[np.float64]
    talents: NDArray[np.int64]
    traits: Mapping[str, NDArray[np.str_]]
    is_held_out: NDArray[np.bool_]
    left_out: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.labels)

    def rows(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> Labelled:
        """Some of the rows."""
        return Labelled(
            self.matrix[chosen],
            self.labels[chosen],
            self.weights[chosen],
            self.talents[chosen],
            {name: values[chosen] for name, values in self.traits.items()},
            self.is_held_out[chosen],
            {},
        )


def label(kinds: Mapping[str, str], *, is_dismissed: bool) -> float | None:
    """The label of a pair from what happened to it (kind to reason), None where that says nothing about the fit.

    What the company decided outranks what the seeker did; among the seeker's own acts a standing dismissal
    outranks a look, and an application outranks a dismissal.
    """
    if "hired" in kinds:
        return HIRED
    if "rejected" in kinds and kinds["rejected"] not in REJECTED_OTHERWISE:
        return CONSIDERED if "contacted" in kinds else REJECTED
    for kind, value in (("contacted", CONTACTED), ("applied", APPLIED)):
        if kind in kinds:
            return value
    if is_dismissed:
        return None if kinds["dismissed"] in NOT_ABOUT_FIT else DISMISSED
    for kind, value in (("saved", SAVED), ("opened", OPENED), ("shown", SHOWN)):
        if kind in kinds:
            return value
    return None


def weight(value: float, chance: float | None) -> float:
    """How much a label counts: less when most likely nobody looked, more when somebody did at a place few look at."""
    if value == SHOWN:
        return chance if chance is not None else LEAST_CHANCE
    return min(1 / chance, HIGHEST_WEIGHT) if chance else 1.0


def labelled(events: Iterable[Event], *, known_rankers: Collection[str]) -> Labelled:
    """One row a pair that has a label and features of today's list.

    `known_rankers` are the versions whose feature list is today's: a row that another version scored has other columns.
    """
    pairs: dict[tuple[str, str], list[Event]] = {}
    for event in sorted(events, key=lambda one: one.at):
        pairs.setdefault((event.talent, event.job), []).append(event)
    rows: list[tuple[str, Event, float, float]] = []
    left_out = {"no opinion about the fit": 0, "never scored": 0, "other features": 0}
    for (talent, _), found in pairs.items():  # by time, so that pseudonyms leave no trace in the order
        value = label({one.kind: one.reason for one in found}, is_dismissed=_dismissed(found))
        scored = next((one for one in found if one.features is not None), None)
        if value is None:
            left_out["no opinion about the fit"] += 1
        elif scored is None or scored.features is None:
            left_out["never scored"] += 1
        elif scored.ranker_version not in known_rankers or len(scored.features) != len(NAMES):
            left_out["other features"] += 1
        else:
            chance = next((one.propensity for one in found if one.propensity is not None), None)
            rows.append((talent, scored, value, weight(value, chance)))
    return _columns(rows, left_out)


def _dismissed(found: Sequence[Event]) -> bool:
    return any(one.kind == "dismissed" and one.is_standing for one in found)


def _columns(rows: list[tuple[str, Event, float, float]], left_out: dict[str, int]) -> Labelled:
    numbers = {talent: number for number, talent in enumerate(dict.fromkeys(talent for talent, *_ in rows))}
    talents = np.array([numbers[talent] for talent, *_ in rows], np.int64)
    weights = np.array([value for *_, value in rows], np.float64)
    if len(rows):
        sums = np.bincount(talents, weights)
        weights *= np.minimum(1.0, PERSON_MOST / sums)[talents]
    values = [[np.nan if one is None else one for one in event.features or ()] for _, event, _, _ in rows]
    return Labelled(
        matrix=np.array(values, np.float32).reshape(len(rows), len(NAMES)),
        labels=np.array([value for _, _, value, _ in rows], np.float64),
        weights=weights,
        talents=talents,
        traits={
            name: np.array([event.traits.get(name) or UNKNOWN for _, event, _, _ in rows], np.str_) for name in TRAITS
        },
        is_held_out=np.array([event.is_held_out for _, event, _, _ in rows], np.bool_),
        left_out=left_out,
    )
