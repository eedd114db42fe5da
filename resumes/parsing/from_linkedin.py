"""LinkedIn's data export (a zip of CSV files) to a parsed resume."""

from __future__ import annotations

import csv
import io
from typing import Any

from resumes.parsing.archive import Archive
from resumes.parsing.dates import find_dates
from resumes.parsing.from_jsonresume import MAX_ROWS, from_structure
from resumes.parsing.from_text import decode
from resumes.parsing.refusal import ResumeRefused
from resumes.parsing.types import ParsedResume

_NEEDED = ("profile.csv", "positions.csv", "education.csv")
_COLUMNS = frozenset(["name", "first name", "company name", "school name", "email address", "number", "title"])
_LIST_LINE = ("-", "•", "*", "–", "·")


def parse_linkedin(data: bytes) -> ParsedResume:
    """The parsed resume; raises ResumeRefused when the zip holds none of the files of an export."""
    archive = Archive(data)
    files = {name.rsplit("/", 1)[-1].lower(): name for name in reversed(archive.names)}
    if not any(name in files for name in _NEEDED):
        raise ResumeRefused("not_linkedin")

    def table(name: str) -> list[dict[str, str]]:
        raw = archive.read(files[name]) if name in files else None
        return _table(decode(raw)) if raw else []

    profile = next(iter(table("profile.csv")), {})
    row: dict[str, Any] = {
        "basics": _basics(profile, table("email addresses.csv"), table("phonenumbers.csv")),
        "work": [_position(item) for item in table("positions.csv")],
        "education": [_school(item) for item in table("education.csv")],
        "skills": [{"name": item.get("name", "")} for item in table("skills.csv")],
        "languages": [
            {"language": item.get("name", ""), "fluency": item.get("proficiency", "")}
            for item in table("languages.csv")
        ],
        "certificates": [
            {
                "name": item.get("name"),
                "issuer": item.get("authority"),
                "date": item.get("started on"),
                "url": item.get("url"),
            }
            for item in table("certifications.csv")
        ],
        "projects": [
            {"name": item.get("title"), "description": item.get("description"), "url": item.get("url"), **_period(item)}
            for item in table("projects.csv")
        ],
    }
    return from_structure(row, "linkedin")


def _table(text: str) -> list[dict[str, str]]:
    """Rows of a CSV with lower-case column names; the notes that LinkedIn puts above some tables are skipped."""
    lines = text.splitlines()
    while lines and not _COLUMNS & {cell.strip(' "').lower() for cell in lines[0].lstrip("\ufeff").split(",")}:
        lines.pop(0)
    try:
        reader = csv.DictReader(io.StringIO("\n".join(lines)))
        found = [row for _, row in zip(range(MAX_ROWS), reader, strict=False)]
    except csv.Error as error:
        raise ResumeRefused("damaged") from error
    return [
        {str(key).strip().lower(): value.strip() for key, value in row.items() if isinstance(value, str)}
        for row in found
    ]


def _basics(profile: dict[str, str], emails: list[dict[str, str]], phones: list[dict[str, str]]) -> dict[str, Any]:
    primary = next(
        (item for item in emails if item.get("primary", "").lower() in ("yes", "true")), emails[0] if emails else {}
    )
    sites = [part.split(":", 1)[-1].strip("[] ") for part in profile.get("websites", "").split(",") if part.strip()]
    return {
        "name": " ".join(part for part in (profile.get("first name", ""), profile.get("last name", "")) if part),
        "label": profile.get("headline"),
        "email": primary.get("email address"),
        "phone": phones[0].get("number") if phones else None,
        "location": profile.get("geo location") or profile.get("address"),
        "summary": profile.get("summary"),
        "profiles": [{"url": site if "://" in site else f"https://{site.removeprefix('//')}"} for site in sites],
    }


def _period(item: dict[str, str]) -> dict[str, str]:
    started, finished = (
        item.get("started on") or item.get("start date", ""),
        item.get("finished on") or item.get("end date", ""),
    )
    return {key: value for key, value in (("startDate", started), ("endDate", finished)) if find_dates(value)}


def _position(item: dict[str, str]) -> dict[str, Any]:
    lines = [line.strip() for line in item.get("description", "").splitlines() if line.strip()]
    points = [line.lstrip("-•*–· ") for line in lines if line.startswith(_LIST_LINE)]
    rest = " ".join(line for line in lines if not line.startswith(_LIST_LINE))
    return {
        "name": item.get("company name"),
        "position": item.get("title"),
        "location": item.get("location"),
        "summary": rest,
        "highlights": points,
        **_period(item),
    }


def _school(item: dict[str, str]) -> dict[str, Any]:
    degree, _, area = item.get("degree name", "").partition(",")
    return {
        "institution": item.get("school name"),
        "studyType": degree.strip(),
        "area": item.get("field of study") or area.strip(),
        "summary": item.get("notes"),
        "highlights": [item["activities"]] if item.get("activities") else [],
        **_period(item),
    }
