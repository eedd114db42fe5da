"""Reads for the resume pages: what the machine read, with places on page and in text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery

from accounts.models import User
from resumes.models import Resume, ResumeSkill, ResumeVersion
from resumes.parsing.types import Box, Entry, Field, ParsedResume

CONTACT_LABELS = (("name", "Name"), ("email", "E-mail"), ("phone", "Phone"), ("location", "Place"))
LIST_LABELS = (
    ("links", "Links"),
    ("skills", "Skills as written"),
    ("languages", "Languages"),
    ("certifications", "Certifications"),
)
ENTRY_LABELS = (
    ("title", "Title"),
    ("organization", "Organisation"),
    ("location", "Place"),
    ("start_date", "From"),
    ("end_date", "To"),
    ("degree", "Degree"),
    ("area", "Subject"),
)


@dataclass(frozen=True)
class Reading:
    """One thing that was read: a label, a value, how sure it is, and the path under which it can be corrected."""

    path: str
    label: str
    value: str
    confidence: float | None
    key: str

    @property
    def is_missing(self) -> bool:
        return not self.value


@dataclass(frozen=True)
class Region:
    """A rectangle on a page that belongs to a reading."""

    key: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    label: str
    kind: str = ""


@dataclass
class EntryReading:
    """An entry with its fields and bullets."""

    key: str
    path: str
    heading: str
    fields: list[Reading]
    bullets: list[Reading]
    summary: str


@dataclass
class SectionReading:
    """A section with its entries, or its text."""

    kind: str
    heading: str
    text: str
    confidence: float
    key: str
    entries: list[EntryReading] = field(default_factory=list)


@dataclass
class Mirror:
    """Everything that a version's page shows of what was read."""

    contact: list[Reading]
    lists: list[tuple[str, str, list[Reading]]]
    sections: list[SectionReading]
    unplaced: list[Reading]
    hidden: list[dict[str, Any]]
    warnings: tuple[str, ...]
    regions: dict[int, list[Region]]
    parsed: ParsedResume


def mirror_of(version: ResumeVersion) -> Mirror:
    """The version's readings with keys that tie each to its regions on the page."""
    parsed = ParsedResume.from_dict(version.parsed)
    contact = [_reading(getattr(parsed, name), name, label) for name, label in CONTACT_LABELS]
    lists = [
        (name, label, [_reading(item, f"{name}.{n}", label) for n, item in enumerate(getattr(parsed, name))])
        for name, label in LIST_LABELS
    ]
    unplaced = [_reading(item, f"unplaced.{n}", "Not placed") for n, item in enumerate(parsed.unplaced)]
    sections = [_section(number, section) for number, section in enumerate(parsed.sections)]
    regions: dict[int, list[Region]] = {}
    for region in _regions(parsed):
        regions.setdefault(region.page, []).append(region)
    hidden = [item.to_dict() for item in parsed.hidden]
    return Mirror(contact, lists, sections, unplaced, hidden, parsed.warnings, regions, parsed)


def _key(path: str) -> str:
    return path.replace(".", "-")


def _reading(item: Field | None, path: str, label: str) -> Reading:
    if item is None:
        return Reading(path, label, "", None, _key(path))
    return Reading(path, label, item.value, item.confidence, _key(path))


def _section(number: int, section: Any) -> SectionReading:
    path = f"sections.{number}"
    return SectionReading(
        section.kind,
        section.heading,
        "" if section.entries else section.text,
        section.confidence,
        _key(path),
        [_entry(f"{path}.entries.{n}", entry) for n, entry in enumerate(section.entries)],
    )


def _entry(path: str, entry: Entry) -> EntryReading:
    wanted = [
        (name, label)
        for name, label in ENTRY_LABELS
        if getattr(entry, name) is not None or name in ("organization", "title", "start_date", "end_date")
    ]
    if entry.kind == "education":
        wanted = [(name, label) for name, label in wanted if name != "title" or entry.title is not None]
    fields = [_reading(getattr(entry, name), f"{path}.{name}", label) for name, label in wanted]
    bullets = [
        Reading(f"{path}.bullets.{n}", "Point", bullet.text, bullet.confidence, _key(f"{path}.bullets.{n}"))
        for n, bullet in enumerate(entry.bullets)
    ]
    names = [getattr(entry, name) for name in ("title", "degree", "organization")]
    heading = ", ".join(item.value for item in names if item) or "Entry"
    return EntryReading(_key(path), path, heading, fields, bullets, entry.summary)


def _regions(parsed: ParsedResume) -> Iterator[Region]:
    def of(boxes: Iterable[Box], path: str, label: str, kind: str = "") -> Iterator[Region]:
        for box in boxes:
            yield Region(_key(path), box.page, box.x0, box.y0, box.x1, box.y1, label, kind)

    for name, label in CONTACT_LABELS:
        if (item := getattr(parsed, name)) is not None:
            yield from of(item.boxes, name, label)
    for name, label in LIST_LABELS:
        for number, item in enumerate(getattr(parsed, name)):
            yield from of(item.boxes, f"{name}.{number}", label)
    for number, section in enumerate(parsed.sections):
        for place, entry in enumerate(section.entries):
            path = f"sections.{number}.entries.{place}"
            for name, label in ENTRY_LABELS:
                if (item := getattr(entry, name)) is not None:
                    yield from of(item.boxes, f"{path}.{name}", label)
            for spot, bullet in enumerate(entry.bullets):
                yield from of(bullet.boxes, f"{path}.bullets.{spot}", "Point")
    for number, item in enumerate(parsed.unplaced):
        yield from of(item.boxes, f"unplaced.{number}", "Not placed", "unplaced")
    for number, hidden in enumerate(parsed.hidden):
        yield from of(hidden.boxes, f"hidden.{number}", "Hidden text", "hidden")


@dataclass(frozen=True)
class SkillRow:
    """A skill of a version with the quotes that show it."""

    label: str
    key: str
    years: float | None
    is_evidenced: bool
    is_implied: bool
    quotes: list[tuple[str, str]]
    group: str
    domain: str

    @property
    def is_language(self) -> bool:
        """Whether it is a language that the resume states: no dated entry is expected to name it."""
        return any(section == "languages" for _, section in self.quotes)


def skill_rows(version: ResumeVersion) -> list[tuple[str, list[SkillRow]]]:
    """The version's skills by domain, those with evidence first; each with up to three quotes (text, section)."""
    from resumes.taxonomy import taxonomy

    tax = taxonomy()
    names = {found.key: found for found in tax.groups()}
    rows = []
    for skill in ResumeSkill.objects.filter(version=version).order_by("-is_evidenced", "-years", "label", "pk"):
        try:
            term = tax.skill(skill.key)
            place = names[term.group]
            group, domain = place.label, place.domain_label
        except KeyError:
            group, domain = "", "Other"
        quotes = [(quote(version.text, span[0], span[1]), str(span[2]).replace("_", " ")) for span in skill.spans[:3]]
        rows.append(
            SkillRow(skill.label, skill.key, skill.years, skill.is_evidenced, skill.is_implied, quotes, group, domain)
        )
    rows.sort(key=lambda row: row.domain or "Other")
    return [(name or "Other", list(found)) for name, found in groupby(rows, key=lambda row: row.domain)]


def quote(text: str, start: int, end: int, around: int = 60) -> str:
    """The words around a span, cut at word ends, on one line."""
    left, right = max(0, start - around), min(len(text), end + around)
    line_start = text.rfind("\n", left, start)
    line_end = text.find("\n", end, right)
    left = line_start + 1 if line_start >= 0 else left
    right = line_end if line_end >= 0 else right
    piece = text[left:right]
    if line_start < 0 and left > 0:
        piece = "…" + piece.partition(" ")[2]
    if line_end < 0 and right < len(text):
        piece = piece.rpartition(" ")[0] + "…"
    return " ".join(piece.split())


def resume_rows(user: User) -> list[Resume]:
    """The person's resumes outside the bin with number, score and date of their newest version, in one query."""
    newest = ResumeVersion.objects.filter(resume=OuterRef("pk")).order_by("-number", "pk")
    return list(
        Resume.objects.visible_to(user)
        .filter(owner=user)
        .live()
        .annotate(
            versions_count=Count("versions"),
            newest_score=Subquery(newest.values("ats_score")[:1], output_field=IntegerField()),
            newest_at=Subquery(newest.values("created_at")[:1]),
            newest_number=Subquery(newest.values("number")[:1], output_field=IntegerField()),
        )
        .order_by("-is_primary", "-updated_at", "pk")
    )
