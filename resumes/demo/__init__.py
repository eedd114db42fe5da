"""The demo candidates that ship with the product: real resume files and what each invented person wishes for.

No person here exists. `sources/` holds each resume as JSON Resume, `people.toml` the wishes, and `files/` what
`scripts/build_demo_resumes.py` made of them; only the last two and the names are read at run time.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent

# The layout of people.toml decides the format of the committed file.
SUFFIXES = {
    "one": ".pdf",
    "two": ".pdf",
    "sidebar": ".pdf",
    "compact": ".pdf",
    "docx-table": ".docx",
    "docx-plain": ".docx",
    "md": ".md",
    "txt": ".txt",
    "json": ".json",
}


class DemoDataError(ValueError):
    """A shipped demo file cannot be used; the message names the file and says why."""


@dataclass(frozen=True, slots=True)
class DemoExpectation:
    """Wished pay, before tax; currency is ISO 4217, period one of hour, day, week, month, year."""

    min: float
    max: float
    currency: str
    period: str


@dataclass(frozen=True, slots=True)
class DemoWishes:
    """What the person looks for: the content of a talent profile. `visible` = companies may find the person."""

    titles: tuple[str, ...]
    places: tuple[str, ...]
    remote: str
    level: str
    salary: DemoExpectation
    goals: str
    visible: bool


@dataclass(frozen=True, slots=True)
class DemoResume:
    """One candidate. `filename` and `data` are what the person would upload; `account` is the log-in address
    (seeker@example.com for the demo log-in); `country` is ISO 3166-1 alpha-2."""

    slug: str
    name: str
    account: str
    country: str
    profession: str
    filename: str
    data: bytes
    wishes: DemoWishes


def demo_resumes() -> list[DemoResume]:
    """All demo candidates in file order, the demo log-in's first. Raises DemoDataError for a missing or bad file."""
    try:
        return [_resume(person) for person in people()]
    except (KeyError, TypeError, OSError) as error:
        raise DemoDataError(f"demo resumes: {error}") from error


def people() -> list[dict[str, Any]]:
    """The rows of people.toml as they stand."""
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))["person"]
    return rows


def source(slug: str) -> dict[str, Any]:
    """The JSON Resume of one person."""
    document: dict[str, Any] = json.loads((FOLDER / "sources" / f"{slug}.json").read_text(encoding="utf-8"))
    return document


def built_file(slug: str, layout: str) -> Path:
    """Where the rendered file of a person is kept."""
    return FOLDER / "files" / f"{slug}{SUFFIXES[layout]}"


def _resume(person: dict[str, Any]) -> DemoResume:
    basics = source(person["slug"])["basics"]
    wishes = person["wishes"]
    return DemoResume(
        slug=person["slug"],
        name=basics["name"],
        account=person.get("account", basics["email"]),
        country=basics["location"]["countryCode"],
        profession=person["profession"],
        filename=person["file"],
        data=built_file(person["slug"], person["layout"]).read_bytes(),
        wishes=DemoWishes(
            titles=tuple(wishes["titles"]),
            places=tuple(wishes["places"]),
            remote=wishes["remote"],
            level=wishes["level"],
            salary=DemoExpectation(**wishes["salary"]),
            goals=wishes["goals"],
            visible=wishes["visible"],
        ),
    )
