"""JSON Resume (jsonresume.org schema 1.0) to a parsed resume; also the ground LinkedIn exports are built on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from resumes.parsing.build import PARSER_VERSION
from resumes.parsing.characters import clean, invisible_runs
from resumes.parsing.dates import find_dates
from resumes.parsing.from_text import decode
from resumes.parsing.refusal import ResumeRefused
from resumes.parsing.types import MAX_TEXT, Bullet, Entry, Field, Hidden, ParsedResume, Section

SURE = 1.0
MAX_ROWS = 500
_KEYS = frozenset(
    [
        "basics",
        "work",
        "education",
        "skills",
        "volunteer",
        "projects",
        "languages",
        "certificates",
        "awards",
        "publications",
    ]
)
_ENTRY_PARTS = (
    ("work", "work", "Experience", ("name", "company", "organization"), ("position", "title")),
    ("volunteer", "volunteer", "Volunteering", ("organization", "name"), ("position",)),
    ("projects", "projects", "Projects", ("entity",), ("name",)),
    ("awards", "awards", "Awards", ("awarder",), ("title",)),
    ("publications", "publications", "Publications", ("publisher",), ("name",)),
    ("certificates", "certifications", "Certifications", ("issuer",), ("name",)),
)


class Writer:
    """Writes the text of a structured resume and remembers where each value stands in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.hidden: list[Hidden] = []

    def put(self, value: object, *, end: str = "\n") -> Field | None:
        """Add a value to the text; None for what is no string or empty."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return None
        self.hidden += [Hidden(run, None, "invisible characters") for run in invisible_runs(value)]
        text = " ".join(clean(value).split())
        if not text:
            return None
        start = self.length
        self._add(text + end)
        return Field(text, SURE, start, start + len(text))

    def _add(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise ResumeRefused("too_long")
        self.parts.append(text)

    def date(self, value: object) -> Field | None:
        """A date normalised; None for what is not one."""
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            return None
        dates = find_dates(str(value)[:40])
        return Field(dates[0].start, SURE) if dates and dates[0].start else None

    @property
    def text(self) -> str:
        return "".join(self.parts)


def parse_json_resume(data: bytes) -> ParsedResume:
    """The parsed resume; raises ResumeRefused when the file is not JSON or not a JSON Resume."""
    try:
        row = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise ResumeRefused("not_json_resume") from error
    if not isinstance(row, dict) or not _KEYS & row.keys() or not isinstance(row.get("basics", {}), dict):
        raise ResumeRefused("not_json_resume")
    return from_structure(row, "jsonresume")


def rows(value: object) -> list[dict[str, Any]]:
    """The objects of a list; anything else counts as none."""
    return [item for item in value[:MAX_ROWS] if isinstance(item, dict)] if isinstance(value, list) else []


def strings(value: object) -> list[str]:
    """The strings of a list; anything else counts as none."""
    return [item for item in value[:MAX_ROWS] if isinstance(item, str)] if isinstance(value, list) else []


def from_structure(row: dict[str, Any], kind: str) -> ParsedResume:
    """A parsed resume from the keys of the JSON Resume schema; raises ResumeRefused when nothing is in them."""
    writer = Writer()
    basics = row.get("basics") or {}
    name, label = writer.put(basics.get("name")), writer.put(basics.get("label"))
    email, phone = writer.put(basics.get("email")), writer.put(basics.get("phone"))
    location = _location(writer, basics.get("location"))
    links = _links(writer, basics)
    sections: list[Section] = []
    summary_start = writer.length
    summary = writer.put(basics.get("summary"))
    if summary:
        sections.append(Section("summary", "", summary.value, SURE, summary_start, summary.end))
    sections += _entry_sections(writer, row)
    lists = {
        "skills": _list_section(writer, sections, row.get("skills"), "skills", "Skills"),
        "languages": _list_section(writer, sections, row.get("languages"), "languages", "Languages"),
    }
    _list_section(writer, sections, row.get("interests"), "interests", "Interests")
    certificates = tuple(
        entry.title
        for section in sections
        if section.kind == "certifications"
        for entry in section.entries
        if entry.title
    )
    if not any(char.isalnum() for char in writer.text):
        raise ResumeRefused("no_text")
    return ParsedResume(
        format=kind, text=writer.text, parser_version=PARSER_VERSION, name=name, email=email, phone=phone, location=location,
        links=tuple(links), sections=tuple(sections), skills=tuple(lists["skills"]), languages=tuple(lists["languages"]),
        certifications=certificates, unplaced=(label,) if label else (), hidden=tuple(writer.hidden),
        layout={"two_column": False, "naive_order_differs": 0.0, "tables": 0, "images": 0, "text_boxes": 0, "header_footer_contact": False},
    )  # fmt: skip


def _location(writer: Writer, value: object) -> Field | None:
    if isinstance(value, str):
        return writer.put(value)
    if not isinstance(value, dict):
        return None
    parts = [value.get(key) for key in ("city", "region", "countryCode")]
    return writer.put(", ".join(part for part in parts if isinstance(part, str) and part.strip()))


def _links(writer: Writer, basics: dict[str, Any]) -> list[Field]:
    urls = [
        basics.get("url") or basics.get("website"),
        *(profile.get("url") for profile in rows(basics.get("profiles"))),
    ]
    return [field for url in urls if (field := writer.put(url))]


def _entry_sections(writer: Writer, row: dict[str, Any]) -> Iterable[Section]:
    for key, kind, heading, organization_keys, title_keys in _ENTRY_PARTS:
        found = rows(row.get(key))
        if found:
            yield _section(writer, kind, heading, [(item, organization_keys, title_keys) for item in found])
        if key == "work" and (schools := rows(row.get("education"))):
            yield _section(writer, "education", "Education", [(item, ("institution",), ()) for item in schools])


def _section(
    writer: Writer, kind: str, heading: str, items: list[tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]]
) -> Section:
    start = writer.length
    writer.put(heading)
    body = writer.length
    entries = [_entry(writer, kind, item, organizations, titles) for item, organizations, titles in items]
    text = writer.text[body:].strip("\n")
    return Section(kind, heading, text, SURE, start, writer.length, (), tuple(entries))


def _first(writer: Writer, item: dict[str, Any], keys: tuple[str, ...]) -> Field | None:
    return next((field for key in keys if (field := writer.put(item.get(key)))), None)


def _entry(
    writer: Writer, kind: str, item: dict[str, Any], organizations: tuple[str, ...], titles: tuple[str, ...]
) -> Entry:
    start = writer.length
    title, organization = _first(writer, item, titles), _first(writer, item, organizations)
    degree, area = (
        (writer.put(item.get("studyType")), writer.put(item.get("area"))) if kind == "education" else (None, None)
    )
    location = writer.put(item.get("location"))
    begin = writer.date(item.get("startDate"))
    end = writer.date(item.get("endDate") or item.get("date") or item.get("releaseDate"))
    if begin and end is None and kind in ("work", "volunteer") and not item.get("endDate"):
        end = Field("present", 0.8)
    dates = " – ".join(field.value for field in (begin, end) if field)
    if dates:
        writer.put(dates)
    summary = writer.put(item.get("summary") or item.get("description"))
    bullets = []
    for point in [*strings(item.get("highlights")), *strings(item.get("courses"))]:
        field = writer.put(point)
        if field:
            bullets.append(Bullet(field.value, SURE, field.start, field.end))
    return Entry(
        kind, organization=organization, title=title, location=location, start_date=begin, end_date=end, degree=degree, area=area,
        url=writer.put(item.get("url") or item.get("website")), summary=summary.value if summary else "", bullets=tuple(bullets),
        confidence=SURE, start=start, end=max(start, writer.length - 1),
    )  # fmt: skip


def _list_section(writer: Writer, sections: list[Section], value: object, kind: str, heading: str) -> list[Field]:
    """Skills with their keywords, languages with their fluency, interests."""
    found = rows(value)
    if not found:
        return []
    start = writer.length
    writer.put(heading)
    body = writer.length
    fields: list[Field] = []
    for item in found:
        if kind == "languages":
            fluency = item.get("fluency")
            text = (
                f"{item.get('language')} ({fluency})"
                if isinstance(fluency, str) and fluency.strip()
                else item.get("language")
            )
            fields += [field for field in [writer.put(text)] if field]
            continue
        group = writer.put(item.get("name"))
        keywords = [field for keyword in strings(item.get("keywords")) if (field := writer.put(keyword))]
        fields += keywords or ([group] if group else [])
    sections.append(Section(kind, heading, writer.text[body:].strip("\n"), SURE, start, writer.length))
    return fields
