"""What is read from a posting: frozen records, offsets in characters of the given text."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from matching.reading.salary import Salary

Remote = Literal["onsite", "hybrid", "remote"]
Level = Literal["intern", "entry", "mid", "senior", "lead", "executive"]
Importance = Literal["must", "nice"]
RequirementKind = Literal["skill", "degree", "certificate", "language", "experience", "other"]
PartKind = Literal["intro", "required", "preferred", "responsibilities", "benefits", "company", "process", "facts"]


@dataclass(frozen=True, slots=True)
class RequirementRead:
    """One thing asked for: `text` the item it stands in (text[start:end] of the posting, spaces joined).

    One skill (key, label, ESCO URI, span of its surface), or none for degrees, years and what the taxonomy does not know.
    Its kind is language or certificate where the skill is one ("fluent French", "driving licence").
    Requirements that share an `any_of` number are alternatives. `source` is the part it was read in.
    """

    text: str
    skill_key: str | None
    skill: str | None
    esco_uri: str | None
    importance: Importance
    any_of: int | None
    start: int
    end: int
    min_years: float | None
    kind: RequirementKind = "skill"
    source: PartKind = "required"
    skill_start: int | None = None
    skill_end: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as the batch tool writes them."""
        return {
            "text": self.text,
            "skill": self.skill,
            "esco_uri": self.esco_uri,
            "importance": self.importance,
            "any_of": self.any_of,
            "kind": self.kind,
            "min_years": self.min_years,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the posting under one heading."""

    kind: PartKind
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class JobReading:
    """Everything read from a posting. What the text does not say is None or empty, never guessed."""

    title: str | None
    company: str | None
    locations: tuple[str, ...]
    remote: Remote | None
    level: Level | None
    min_years: float | None
    salary: Salary | None
    requirements: tuple[RequirementRead, ...]
    parts: tuple[Part, ...] = ()
    closes: dt.date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as the batch tool `read_jobs` writes them."""
        return {
            "title": self.title,
            "company": self.company,
            "locations": list(self.locations),
            "remote": self.remote,
            "level": self.level,
            "min_years": self.min_years,
            "salary": self.salary.to_dict() if self.salary else None,
            "requirements": [r.to_dict() for r in self.requirements],
        }
