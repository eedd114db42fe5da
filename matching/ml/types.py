"""What scoring takes and gives: frozen records, the only things that cross into and out of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Group = Literal["skills", "experience", "location", "salary", "text"]
GROUPS: tuple[Group, ...] = ("skills", "experience", "location", "salary", "text")
LEVELS = ("intern", "entry", "mid", "senior", "lead", "executive")  # a level fact is a place in this order
Remote = Literal["onsite", "hybrid", "remote"]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A text's weighted words: sorted unique hashed ids and their weights, of unit length together (of a title: summing
    to 1). Empty is allowed. `language` is its two-letter code, empty where it does not tell."""

    ids: NDArray[np.uint32]
    weights: Floats
    language: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A skill of a talent. `mentions`: how many different lines tell of it, lists left out: 0 is a bare claim, which no
    feature counts; `evidenced`: told in the text of a dated entry; `proficiency`: 0 to 1; `headed`: named in a title."""

    key: str
    mentions: int = 1
    evidenced: bool = False
    years: float | None = None
    proficiency: float | None = None
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a job names. Needs with one `any_of` number are alternatives; `mentions`: in how many different lines;
    `titled`: named in the job's title."""

    key: str
    must: bool = True
    any_of: int | None = None
    mentions: int = 1
    min_years: float | None = None
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: degrees, ISO country, hours east of UTC. `exact` is False where coordinates stand for a whole region."""

    lat: float
    lon: float
    country: str
    utc_offset: float | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Pay:
    """Money a year in one currency; an open end is None."""

    low: float | None
    high: float | None
    currency: str


@dataclass(frozen=True, slots=True, eq=False)
class TalentFacts:
    """One resume (and its owner's wishes). None, empty arrays and empty tuples mean "unknown".

    Vectors are unit rows of one encoder: `titles` (n, 384) of held and wanted titles, `chunks` (n, 384) of the resume's
    parts, `skills`, `experience`, `goals` (384,). `denied`: skills that the person said not to have; no text counts
    against that, neither a claim nor one that follows from another skill.
    """

    skills: tuple[Claim, ...] = ()
    skills_known: bool = True
    level: int | None = None
    years: float | None = None
    spots: tuple[Spot, ...] = ()
    remote_wishes: frozenset[Remote] = frozenset()
    pay: Pay | None = None
    words: Words | None = None
    titles: Floats | None = None
    chunks: Floats | None = None
    skills_vector: Floats | None = None
    experience_vector: Floats | None = None
    goals_vector: Floats | None = None
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class JobFacts:
    """One posting. Vectors as in TalentFacts: `title` (384,), `chunks` (n, 384), `description`, `requirements` (384,)."""

    needs: tuple[Need, ...] = ()
    level: int | None = None
    min_years: float | None = None
    spots: tuple[Spot, ...] = ()
    remote: Remote | None = None
    pay: Pay | None = None
    words: Words | None = None
    title: Floats | None = None
    chunks: Floats | None = None
    description_vector: Floats | None = None
    requirements_vector: Floats | None = None
    title_words: Words | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason in words. `points` is the signed contribution of its feature."""

    feature: str
    group: Group
    points: float
    text: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One scored pair: baseline + sum(contributions) = raw to 1e-9; score = clip(round(raw), 0, 100).

    `shown` are whole points that add up to round(raw) - round(baseline); `subscores` are 0-100 or None where the group's
    facts are unknown; `features` is the stored row from which the score is replayed (NaN = unknown, as None in JSON).
    """

    score: int
    raw: float
    baseline: float
    source: Literal["ranker", "fallback"]
    model: str
    contributions: Mapping[Group, float]
    shown: Mapping[Group, int]
    subscores: Mapping[Group, int | None]
    factors: tuple[Factor, ...] = ()
    features: tuple[float, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The keys of the batch tools' output."""
        return {
            "score": self.score,
            "source": self.source,
            "model": self.model,
            "raw": self.raw,
            "baseline": self.baseline,
            "contributions": dict(self.contributions),
            "subscores": dict(self.subscores),
        }
