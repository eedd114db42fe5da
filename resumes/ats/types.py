"""What the ATS score takes beside a parsed resume, and what it gives. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Keyword:
    """One requirement of a posting, as plain data. Members of one `any_of` group satisfy each other."""

    label: str
    importance: Literal["must", "nice"] = "must"
    aliases: tuple[str, ...] = ()
    any_of: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence of a rule's matter: page from 1, characters start..end of `ParsedResume.text`, None where it
    has none.
    """

    meaning: str
    fix: str
    page: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What a check measured: the rule's signal (a whole number, 0 or more) and the places a person can look at."""

    rule: str
    signal: int
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `points` is its part of what the rule takes from 100 (0 for a hint)."""

    rule: str
    severity: Severity
    page: int | None
    start: int | None
    end: int | None
    meaning: str
    fix: str
    points: float

    def to_dict(self) -> dict[str, object]:
        """The finding as the contract of `ats_score` names it."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "meaning": self.meaning,
            "fix": self.fix,
            "points": self.points,
        }


@dataclass(frozen=True, slots=True)
class AtsReport:
    """The score (0-100), the version of the rules, the findings, the stored signals, and the points before clipping."""

    score: int
    version: str
    findings: tuple[Finding, ...]
    signals: dict[str, int]
    raw: Decimal
