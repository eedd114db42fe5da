"""A stored match as pages show it: sub-scores, factors, points that add up, proofs and knock-outs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matching.knockouts import Knockout
from matching.ml.explain import whole_points
from matching.ml.types import GROUPS
from matching.models import JobPosting, Match
from matching.proof import RequirementProof, tally

LABELS = {"skills": "Skills", "experience": "Experience", "location": "Place", "salary": "Pay", "text": "Text"}
TOP = 3


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason in words, with its whole points."""

    points: int
    text: str


@dataclass(frozen=True)
class Card:
    """What every view of a match shows of it. `match` is None for a job or candidate that is not scored yet."""

    match: Match | None
    is_stale: bool = False

    @property
    def ring(self) -> int | None:
        """The score to draw, None where there is none: a pair without a score is not one that scores badly."""
        return self.match.score if self.match else None

    @cached_property
    def subscores(self) -> list[tuple[str, int | None]]:
        """(name, 0-100 or None where the facts are unknown) a group."""
        if self.match is None:
            return []
        return [(LABELS[group], self.match.subscores.get(group)) for group in GROUPS]

    @cached_property
    def factors(self) -> list[Factor]:
        """The reasons that counted most."""
        if self.match is None:
            return []
        return [Factor(round(item["points"]), item["text"]) for item in self.match.factors[:TOP]]

    @cached_property
    def knockouts(self) -> list[Knockout]:
        return [Knockout(**item) for item in self.match.knockouts] if self.match else []

    @property
    def open_knockouts(self) -> list[Knockout]:
        """Conditions that both sides name and that disagree."""
        return [item for item in self.knockouts if item.state == "missing"]


@dataclass(frozen=True)
class MatchDetail(Card):
    """A match with everything its page shows; `parts` and `baseline_int` add up to `score`."""

    job: JobPosting | None = None
    mark: str = ""
    requirements: tuple[RequirementProof, ...] = ()
    baseline_int: int = 0
    parts: tuple[tuple[str, int], ...] = ()
    score: int = 0
    clip_note: str = ""
    source: str = ""
    ranker_version: str = ""
    evidenced_must: int = 0
    total_must: int = 0


def whole_parts(match: Match) -> tuple[int, tuple[tuple[str, int], ...], str]:
    """(baseline, (label, points) a group, note): whole numbers that add up to the score by largest remainder.

    Where the score ends at 0 or 100 a last part says how much the scale cut off.
    """
    baseline, whole = round(match.baseline), round(match.raw)
    points = whole_points({group: float(match.contributions.get(group, 0.0)) for group in GROUPS}, whole - baseline)
    parts = [(LABELS[group], points[group]) for group in GROUPS]
    if whole == match.score:
        return baseline, tuple(parts), ""
    parts.append(("End of the scale", match.score - whole))
    return baseline, tuple(parts), f"The parts add up to {whole}; the scale ends at {match.score}."


def detail_values(match: Match) -> dict[str, Any]:
    """The fields of MatchDetail that a stored match decides."""
    baseline, parts, note = whole_parts(match)
    proofs = tuple(RequirementProof(**item) for item in match.requirements)
    counts = tally(proofs)
    return {
        "match": match,
        "requirements": proofs,
        "baseline_int": baseline,
        "parts": parts,
        "score": match.score,
        "clip_note": note,
        "source": match.source,
        "ranker_version": match.ranker_version,
        "evidenced_must": counts.evidenced_must,
        "total_must": counts.total_must,
    }


def detail_of(match: Match, *, job: JobPosting, mark: str = "", is_stale: bool = False) -> MatchDetail:
    """The detail of a stored or just computed match; no query."""
    return MatchDetail(**detail_values(match), job=job, mark=mark, is_stale=is_stale)
