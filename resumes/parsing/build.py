"""From lines to a parsed resume: the steps every format shares."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from resumes.parsing import contact
from resumes.parsing.bullets import joined, mark_bullets, merge_wrapped_dates, release_dates
from resumes.parsing.dates import find_dates
from resumes.parsing.drafts import Draft
from resumes.parsing.entries import split_entries
from resumes.parsing.fields import Slots, project_slots, work_slots
from resumes.parsing.furniture import mark_furniture
from resumes.parsing.headings import exact_kind
from resumes.parsing.leftovers import unread
from resumes.parsing.line_slots import certificate_slots, named_slots, publication_slots, role_slots
from resumes.parsing.lines import Document, Line, PageSize
from resumes.parsing.lists import Item, is_tongue, label_end, list_items
from resumes.parsing.positions import set_breaks_apart, share_employers
from resumes.parsing.schooling import certificate_kind, education_slots, school_kind
from resumes.parsing.sections import HEADER, UNPLACED, Part, find_parts
from resumes.parsing.singles import split_singles
from resumes.parsing.spans import Piece, span_field
from resumes.parsing.types import Bullet, Entry, Field, Hidden, PageInfo, ParsedResume, Section, Signal

PARSER_VERSION = "1.1"
_ENTRY_KINDS = frozenset(["work", "education", "projects", "volunteer", "publications", "awards", "certifications"])
_FLAT = frozenset(["publications", "awards", "certifications"])
_FULL_STOP = re.compile(
    r"(?<!\bcorp)(?<!\bltda)(?<!\buniv)(?<!\bdept)(?<!\binst)(?<!\bbros)(?<=[^\W\d_]{4})\.$", re.IGNORECASE
)
_SLOTS = {
    "education": education_slots, "projects": named_slots, "publications": publication_slots, "awards": project_slots,
    "certifications": certificate_slots,
}  # fmt: skip


@dataclass(slots=True)
class Source:
    """What a format reader hands over."""

    format: str
    lines: list[Line]
    styled: bool
    sizes: list[PageSize] = field(default_factory=list)
    pages: list[PageInfo] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    links: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    layout: dict[str, Signal] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def build(source: Source) -> ParsedResume:
    """The parsed resume of a source."""
    lines = [line for line in source.lines if line.words]
    mark_bullets(lines)
    lines = release_dates(merge_wrapped_dates(lines))
    mark_furniture(lines, source.sizes)
    lines = [line for line in lines if line.words]
    document = Document(lines, source.sizes)
    parts = find_parts(lines, styled=source.styled)
    person = _Person(document, parts, source)
    sections: list[Section] = []
    unplaced: list[Field] = person.unplaced()
    lists: dict[str, list[Field]] = {"skills": [], "languages": [], "certifications": []}
    for part in parts:
        if part.kind in (HEADER, "contact", UNPLACED):
            continue
        section, left = _section(document, part)
        sections.append(section)
        unplaced += left
        for kind, items in _lists(document, part).items():
            lists[kind] += [_item_field(document, item) for item in items]
        if part.kind == "education":
            lists["certifications"] += [
                entry.title for entry in section.entries if entry.kind == "certifications" and entry.title
            ]
    unplaced += [_line_field(document, line, 0.2) for line in lines if line.furniture]
    if person.summary is not None:
        sections.insert(0, person.summary)
    return ParsedResume(
        format=source.format, text=document.text, parser_version=PARSER_VERSION, name=person.name, email=person.email,
        phone=person.phone, location=person.location, links=tuple(person.links), sections=tuple(sections),
        skills=_unique(lists["skills"]), languages=_unique(lists["languages"]), certifications=_unique(lists["certifications"]),
        unplaced=tuple(sorted(unplaced, key=lambda item: item.start or 0)), hidden=tuple(source.hidden), pages=tuple(source.pages),
        layout=source.layout, warnings=tuple(source.warnings),
    )  # fmt: skip


def _unique(fields: list[Field]) -> tuple[Field, ...]:
    first: dict[str, Field] = {}
    for item in fields:
        first.setdefault(item.value.casefold(), item)
    return tuple(first.values())


def _line_field(document: Document, line: Line, confidence: float) -> Field:
    return span_field(document, line.text.replace("\t", " "), line.start, line.end, confidence)


def _item_field(document: Document, item: Item) -> Field:
    return span_field(document, item.value, item.start, item.end, item.confidence)


class _Person:
    """Contact fields, links and what else stands in the header."""

    def __init__(self, document: Document, parts: list[Part], source: Source) -> None:
        self.document = document
        self.lines = [line for part in parts if part.kind in (HEADER, "contact") for line in part.lines]
        self.lines += [line for part in parts if part.kind == UNPLACED for line in part.lines]
        header = [line for part in parts if part.kind == HEADER for line in part.lines]
        areas = [(line.start, line.end) for line in self.lines]
        self.taken: list[tuple[int, int]] = []
        self.email = self._take(contact.find_email(document, areas))
        self.phone = self._take(contact.find_phone(document, areas))
        self.links = self._links(source)
        name_lines = header or self.lines or (parts[0].lines if parts else [])
        if not header and parts:
            name_lines = [*([part.heading for part in parts[:1] if part.heading]), *name_lines]
        self.name = self._take(
            contact.find_name(document, name_lines, self.email.value if self.email else None, styled=source.styled)
        )
        if self.name is None:
            anywhere = [line for line in document.lines if not line.bullet and not line.furniture and line.page <= 1]
            self.name = self._take(
                contact.find_far_name(anywhere, self.email.value if self.email else None, styled=source.styled)
            )
        self.location = self._take(contact.find_location(document, self.lines, self.taken))
        self.summary: Section | None = self._prose(header)

    def _take(self, found: contact.Found | None) -> Field | None:
        if found is None:
            return None
        self.taken.append((found.start, found.end))
        return span_field(self.document, found.value, found.start, found.end, min(found.confidence, 1.0))

    def _links(self, source: Source) -> list[Field]:
        links: list[Field] = []
        for uri, boxes in source.links:
            if uri.lower().startswith(("http://", "https://")) and len(uri) < 500:
                links.append(Field(uri, 0.95, None, None, boxes))
        known = {_bare(link.value) for link in links}
        for line in self.lines:
            for found in contact.find_urls(self.document, line.start, line.end):
                self.taken.append((found.start, found.end))
                if _bare(found.value) not in known:
                    known.add(_bare(found.value))
                    links.append(span_field(self.document, found.value, found.start, found.end, found.confidence))
        return list(_unique(links))

    def _prose(self, header: list[Line]) -> Section | None:
        """A paragraph of running text in the header is a summary without a heading."""
        prose: list[Line] = []
        for line in header:
            free = not any(start < line.end and line.start < end for start, end in self.taken)
            if free and (
                len(line.text.split()) >= 9 or prose and prose[-1].end + 1 == line.start and not line.text.istitle()
            ):
                prose.append(line)
            elif len(prose) >= 2:
                break
            else:
                prose = []
        if sum(len(line.text.split()) for line in prose) < 15:
            return None
        self.taken.append((prose[0].start, prose[-1].end))
        return Section(
            "summary", "", joined(prose), 0.6, prose[0].start, prose[-1].end, self.document.boxes(prose[0].start, prose[-1].end)
        )  # fmt: skip

    def unplaced(self) -> list[Field]:
        """What stands in the header and is no contact field."""
        fields: list[Field] = []
        for line in self.lines:
            for start, end in contact.free_pieces(self.document, line, self.taken):
                if any(char.isalnum() for char in self.document.text[start:end]):
                    fields.append(span_field(self.document, self.document.text[start:end], start, end, 0.4))
        return fields


def _bare(url: str) -> str:
    core = url.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return core.rstrip("/")


def _section(document: Document, part: Part) -> tuple[Section, list[Field]]:
    """A section, and what of it could not be placed."""
    entries: list[Entry] = []
    left: list[Field] = []
    if part.kind in _ENTRY_KINDS or part.kind == "other" and _dated(part.lines):
        entries, left = _entries(document, part)
    lines = [*([part.heading] if part.heading else []), *part.lines]
    start, end = (lines[0].start or lines[0].words[0].start, max(line.end for line in lines)) if lines else (0, 0)
    text = "\n".join(line.text.replace("\t", " ") for line in part.lines)
    if part.kind == "summary":
        text = joined(part.lines)
    boxes = tuple(box for line in lines for box in document.boxes(line.words[0].start, line.words[-1].start + 1))
    section = Section(
        part.kind, part.heading_text, text, part.confidence, start, max(start, end), boxes, tuple(entries)
    )
    return section, left


def _dated(lines: list[Line]) -> bool:
    return sum(any(span.is_range for span in find_dates(line.text)) for line in lines if not line.bullet) >= 1


def _entries(document: Document, part: Part) -> tuple[list[Entry], list[Field]]:
    drafts, left = split_singles(part.kind, part.lines) or split_entries(part.lines, jobs=part.kind == "work")
    if not drafts and part.kind in _FLAT:
        return [], []
    kinds = [_kind_of(draft, part) for draft in drafts]
    if part.kind == "work":
        slots = work_slots(document, drafts)
    elif part.kind in ("volunteer", "other"):
        slots = role_slots(document, drafts)
    else:
        slots = [_SLOTS[kind](document, draft) for kind, draft in zip(kinds, drafts, strict=True)]
    rows = zip(kinds, drafts, slots, strict=True)
    entries = share_employers(document, set_breaks_apart([_entry(document, *row) for row in rows]))
    return entries, [*(_line_field(document, line, 0.3) for line in left), *unread(document, drafts, entries)]


def _kind_of(draft: Draft, part: Part) -> str:
    """What an entry is: mostly what its heading says."""
    if part.kind == "education":
        return school_kind(draft, part.heading_text)
    return certificate_kind(draft) if part.kind == "certifications" else part.kind


def _entry(document: Document, kind: str, draft: Draft, slots: Slots) -> Entry:
    bullets = [_bullet(document, item) for item in draft.items]
    paragraphs = [(joined(lines), lines) for lines in draft.text]
    summary = ""
    if not bullets and len(paragraphs) > 1:
        bullets = [_bullet(document, lines, 0.6) for _, lines in paragraphs]
    else:
        summary = "\n".join(text for text, _ in paragraphs)
    start_date, end_date = _dates(document, kind, draft)
    fields = {
        name: _slot_field(document, slots, name)
        for name in ("organization", "title", "location", "degree", "area", "url")
    }
    lines = draft.lines
    start, end = min(line.start for line in lines), max(line.end for line in lines)
    known = [item.confidence for item in (*fields.values(), start_date, end_date) if item]
    return Entry(
        kind=kind, **fields, start_date=start_date, end_date=end_date, summary=summary, bullets=tuple(bullets),
        confidence=round(sum(known) / len(known), 2) if known else 0.2, start=start, end=end,
        boxes=tuple(box for line in sorted(lines, key=lambda item: item.start) for box in document.boxes(line.start, line.end)),
    )  # fmt: skip


def _bullet(document: Document, lines: list[Line], confidence: float = 0.95) -> Bullet:
    start, end = lines[0].start, lines[-1].end
    boxes = tuple(box for line in lines for box in document.boxes(line.start, line.end))
    return Bullet(joined(lines), confidence, start, end, boxes)


def _slot_field(document: Document, slots: Slots, name: str) -> Field | None:
    piece: Piece | None = getattr(slots, name)
    if piece is None:
        return None
    value = " ".join(piece.text.split())
    stop = bool(_FULL_STOP.search(value)) and name != "degree"  # of a line told as a sentence
    return span_field(document, value[: len(value) - stop], piece.start, piece.end - stop, slots.sure.get(name, 0.7))


def _dates(document: Document, kind: str, draft: Draft) -> tuple[Field | None, Field | None]:
    """Start and end of an entry; a single date is the end of an education and both ends of anything else."""
    spans = [(line.start, span) for line in draft.header for span in find_dates(line.text)]
    if not spans:
        return None, None
    ranges = [item for item in spans if item[1].is_range]
    offset, span = ranges[0] if ranges else spans[0]
    start, end = span.start, span.end
    last_offset, last = offset, span
    if not ranges and len(spans) > 1 and spans[1][1].start and span.start and span.start <= spans[1][1].start:
        last_offset, last = spans[1]
        end = last.end
    single = not ranges and last is span
    begin = span_field(document, start, offset + span.at, offset + span.to, 0.7 if single else 0.95) if start else None
    finish = (
        span_field(document, end, last_offset + last.at, last_offset + last.to, 0.8 if single else 0.95)
        if end
        else None
    )
    return (None, finish) if single and kind in ("education", *_FLAT) else (begin, finish)


def _lists(document: Document, part: Part) -> dict[str, list[Item]]:
    """Items of a part for the flat lists."""
    if part.kind == "skills":
        return _labelled(document, part.lines)
    if part.kind == "languages":
        items = list_items(document, part.lines, keep_rating=True)
        spoken = any(is_tongue(item.value) for item in items)
        return {"languages": items} if spoken or not items else {"skills": list_items(document, part.lines)}
    if part.kind == "certifications":
        return {"certifications": _certificates(document, part.lines)}
    return {}


def _labelled(document: Document, lines: list[Line]) -> dict[str, list[Item]]:
    """Skills, and what other lists a labelled line among them holds ("Languages: Tamil, English")."""
    found: dict[str, list[Item]] = {"skills": [], "languages": [], "certifications": []}
    rest: list[Line] = []
    for number, line in enumerate(lines):
        end = label_end(line)
        kind = exact_kind(line.text[:end]) if end else None
        alone = number + 1 == len(lines) or bool(label_end(lines[number + 1]))
        items = (
            list_items(document, [line], keep_rating=True) if kind in ("languages", "certifications") and alone else []
        )
        if kind and items and (kind == "certifications" or all(is_tongue(item.value) for item in items)):
            found[kind] += items
        else:
            rest.append(line)
    found["skills"] = list_items(document, rest)
    return found


def _certificates(document: Document, lines: list[Line]) -> list[Item]:
    """One certificate a line or list item."""
    items: list[Item] = []
    for line in lines:
        text = line.text.replace("\t", " ").strip(" •·-–")
        if not any(char.isalpha() for char in text):
            continue
        items.append(Item(text, line.start, line.end, 0.7))
    return items
