"""A posting between reading and keeping: what was extracted, for a person to confirm.

`matching.services.read_posting` makes one from text, the posting form edits it, `matching.services.save_posting` keeps it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from careercopilot.places import Place


@dataclass(frozen=True)
class RequirementDraft:
    """One thing that a job asks for; drafts with one `any_of` number are alternatives."""

    text: str
    skill_key: str = ""
    skill_label: str = ""
    importance: str = "must"
    any_of: int | None = None
    min_years: float | None = None


@dataclass(frozen=True)
class PostingDraft:
    """The fields of a posting; empty and None mean that the text does not say."""

    title: str
    description: str = ""
    company_name: str = ""
    places: tuple[Place, ...] = ()
    remote: str = ""
    level: str = ""
    min_years: float | None = None
    salary_min: float | None = None
    salary_max: float | None = None
    salary_currency: str = ""
    salary_period: str = ""
    posted_on: dt.date | None = None
    closes_on: dt.date | None = None
    url: str = ""
    profession: str = ""
    requirements: tuple[RequirementDraft, ...] = field(default_factory=tuple)
