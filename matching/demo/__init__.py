"""The demo postings and companies that ship with the product: text files read into frozen values, no database.

Every company, recruiter and posting here is invented. Dates are offsets in days from the moment of loading, so that a
demo installation is as fresh on any day. `resumes.demo` holds the candidates' side.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
FENCE = "+++"

REMOTE_KINDS = ("onsite", "hybrid", "remote")
LEVELS = ("intern", "entry", "mid", "senior", "lead", "executive")
PERIODS = ("hour", "day", "week", "month", "year")


class DemoDataError(ValueError):
    """A shipped demo file cannot be used; the message names the file and says why."""


@dataclass(frozen=True, slots=True)
class DemoSalary:
    """Pay as the posting states it; `min` or `max` is None for "up to" and "from". Currency is ISO 4217."""

    min: float | None
    max: float | None
    currency: str
    period: str


@dataclass(frozen=True, slots=True)
class DemoRecruiter:
    """A person who may act for a demo company; `role` is a membership role (owner, recruiter, viewer)."""

    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """An invented employer. `country` is ISO 3166-1 alpha-2; `place` is written as in a posting."""

    slug: str
    name: str
    country: str
    place: str
    industry: str
    about: str
    website: str
    recruiters: tuple[DemoRecruiter, ...]


@dataclass(frozen=True, slots=True)
class DemoPosting:
    """One posting: the text as a person would paste it, and the fields that a person would confirm for it.

    `company` is the slug of a DemoCompany and `country` the ISO code of the work place. `posted_days_ago` and
    `closes_in_days` count from the day of loading; a posting without a closing date has None. `min_years`, `level`,
    `remote` and `salary` are None where the text does not say.
    """

    slug: str
    company: str
    country: str
    profession: str
    posted_days_ago: int
    closes_in_days: int | None
    title: str
    locations: tuple[str, ...]
    remote: str | None
    level: str | None
    min_years: float | None
    salary: DemoSalary | None
    text: str


@dataclass(frozen=True, slots=True)
class DemoApplication:
    """A demo candidate (slug of `resumes.demo`) who applied to a demo posting, `days_ago` before loading."""

    resume: str
    posting: str
    days_ago: int


def demo_companies() -> list[DemoCompany]:
    """The invented companies in file order. Raises DemoDataError for a file that does not parse."""
    rows = _toml(FOLDER / "companies.toml")["company"]
    return [
        DemoCompany(**{**row, "recruiters": tuple(DemoRecruiter(**person) for person in row.get("recruiters", ()))})
        for row in rows
    ]


def demo_postings() -> list[DemoPosting]:
    """All demo postings ordered by slug. Raises DemoDataError for a file that does not parse."""
    return [_posting(path) for path in sorted((FOLDER / "postings").glob("*.md"))]


def demo_applications() -> list[DemoApplication]:
    """Who applied where, in file order. Raises DemoDataError for a file that does not parse."""
    return [DemoApplication(**row) for row in _toml(FOLDER / "applications.toml")["application"]]


def _posting(path: Path) -> DemoPosting:
    head, text = _split(path)
    if not head.pop("demo", False):
        raise DemoDataError(f"{path.name}: a demo posting says `demo = true`")
    salary = head.pop("salary", None)
    optional = {"closes_in_days": None, "remote": None, "level": None, "min_years": None}
    try:
        posting = DemoPosting(
            **{**optional, **head, "locations": tuple(head["locations"])},
            salary=DemoSalary(**{"min": None, "max": None, **salary}) if salary else None,
            text=text,
        )
    except (KeyError, TypeError) as error:
        raise DemoDataError(f"{path.name}: {error}") from error
    _check(posting, path)
    return posting


def _check(posting: DemoPosting, path: Path) -> None:
    """Closed vocabularies are held here, so that a slip in a file shows at load and not in a page."""
    if posting.slug != path.stem:
        raise DemoDataError(f"{path.name}: slug {posting.slug!r} differs from the file name")
    if posting.remote not in (None, *REMOTE_KINDS):
        raise DemoDataError(f"{path.name}: unknown remote {posting.remote!r}")
    if posting.level not in (None, *LEVELS):
        raise DemoDataError(f"{path.name}: unknown level {posting.level!r}")
    if posting.salary and posting.salary.period not in PERIODS:
        raise DemoDataError(f"{path.name}: unknown salary period {posting.salary.period!r}")


def _split(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter (TOML between two `+++` lines) and the text below it."""
    opening, head, text = (path.read_text(encoding="utf-8").split(f"{FENCE}\n", 2) + ["", ""])[:3]
    if opening or not text:
        raise DemoDataError(f"{path.name}: expected front matter between two {FENCE} lines, then the text")
    try:
        return tomllib.loads(head), text.strip()
    except tomllib.TOMLDecodeError as error:
        raise DemoDataError(f"{path.name}: {error}") from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DemoDataError(f"{path.name}: {error}") from error
