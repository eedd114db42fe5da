"""A parsed resume as the evidence of the claim checker. Pure: no Django, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from aiplatform.claims import Document, Span, Term, Unit
from aiplatform.claims import Entry as EvidenceEntry
from aiplatform.claims.roles import names_title
from resumes.parsing.types import Entry, Field, ParsedResume, Section

# Sections whose lines stand outside of entries, by the kind their statements get.
HEADER_LENGTH = 300  # characters; what is longer tells more than names
_LISTS = {"skills": "skill", "languages": "language", "certifications": "certification"}
# Fields of knowledge rather than tools: named in passing by people who do other work, so a text may name them freely.
_TOOL_DOMAINS = frozenset({"software", "data-science"})
_GENERAL_DOMAINS = frozenset({"general", "business", "education", "social", "personal"})


def evidence_of(parsed: ParsedResume, *, today: date, facts: Sequence[tuple[str, int | None]] = ()) -> Document:
    """The resume's entries and statements; spans count characters of `parsed.text`.

    `facts` are statements that the person confirmed, each with the index of its entry (None: of no entry). An entry's key
    is "section.entry" as positions in `parsed.sections`.
    """
    entries: list[EvidenceEntry] = []
    units: list[Unit] = list(_contact(parsed))
    for number, section in enumerate(parsed.sections):
        for place, entry in enumerate(section.entries):
            entries.append(_entry(parsed, f"{number}.{place}", entry))
        if not section.entries:
            units += _lines(parsed, section)
    entries = _stacked(entries)
    units += _leftovers(parsed)
    units += [Unit(text, None, "fact", is_exact=False) for text, index in facts if index is None]
    for text, index in facts:
        if index is not None:
            entries[index] = _with_fact(entries[index], text)
    return Document(tuple(entries), tuple(units), f"{today:%Y-%m}")


def _stacked(entries: list[EvidenceEntry]) -> list[EvidenceEntry]:
    """Titles that stand one above the other at one employer share the points below the last of them."""
    from dataclasses import replace

    found = list(entries)
    for index in range(len(entries) - 2, -1, -1):
        here, below = entries[index], found[index + 1]
        is_bare = all(unit.kind == "header" for unit in here.units)
        if (
            here.kind == below.kind == "work"
            and is_bare
            and here.organization
            and here.organization == below.organization
        ):
            told = tuple(unit for unit in below.units if unit.kind != "header")
            found[index] = replace(here, units=(*here.units, *told))
    return found


def _with_fact(entry: EvidenceEntry, text: str) -> EvidenceEntry:
    from dataclasses import replace

    return replace(entry, units=(*entry.units, Unit(text, None, "fact", is_exact=False)))


def _unit(parsed: ParsedResume, text: str, start: int | None, end: int | None, kind: str) -> Unit:
    """A statement with its place; exact where the text there differs by white space of equal length only."""
    if start is None or end is None:
        at = parsed.text.find(text)
        return (
            Unit(text, Span(at, at + len(text)), kind) if text and at >= 0 else Unit(text, None, kind, is_exact=False)
        )
    there = parsed.text[start:end]
    if " ".join(there.split()) == " ".join(text.split()):
        return Unit(re.sub(r"\s", " ", there), Span(start, end), kind)
    return Unit(text, Span(start, end), kind, is_exact=False)


def _contact(parsed: ParsedResume) -> Iterator[Unit]:
    top = parsed.text.split("\n", 1)[0].strip()
    if parsed.name is not None and parsed.name.value in top and len(top) <= HEADER_LENGTH:
        yield _unit(parsed, top, None, None, "contact")  # letters behind the name: "P.E."
    for field in (parsed.name, parsed.location, *parsed.links, parsed.email):
        if field is not None:
            yield _unit(parsed, field.value, field.start, field.end, "contact")


def _leftovers(parsed: ParsedResume) -> Iterator[Unit]:
    """Text that belongs to no section: the headline and the like. Lists repeat what sections hold."""
    held = [(entry.start, entry.end) for section in parsed.sections for entry in section.entries]
    for field in parsed.unplaced:
        if any(start is not None and end is not None and start <= (field.start or 0) < end for start, end in held):
            continue  # a piece of an entry's header is told by that header, of that entry
        yield _unit(parsed, field.value, field.start, field.end, "summary")
    for kind, fields in (
        ("skill", parsed.skills),
        ("language", parsed.languages),
        ("certification", parsed.certifications),
    ):
        for field in fields:
            yield _unit(parsed, field.value, field.start, field.end, kind)


def _lines(parsed: ParsedResume, section: Section) -> Iterator[Unit]:
    kind = _LISTS.get(section.kind, "summary")
    if section.start is None or section.end is None:
        yield _unit(parsed, section.text, None, None, kind)
        return
    body = parsed.text[section.start : section.end]
    head = len(section.heading) if section.heading and body.startswith(section.heading) else 0
    if kind == "summary":  # prose: its lines belong together
        begin = section.start + head
        yield Unit(re.sub(r"\s", " ", parsed.text[begin : section.end]), Span(begin, section.end), kind)
        return
    for match in re.finditer(r"[^\n]+", body[head:]):
        at = section.start + head + match.start()
        yield Unit(match[0], Span(at, at + len(match[0])), kind)


def _value(field: Field | None) -> str:
    return field.value if field else ""


def _entry(parsed: ParsedResume, key: str, entry: Entry) -> EvidenceEntry:
    units = [_unit(parsed, bullet.text, bullet.start, bullet.end, "bullet") for bullet in entry.bullets]
    if entry.summary:
        units.append(_unit(parsed, entry.summary, None, None, "summary"))
    units += _header(parsed, entry)
    span = Span(entry.start, entry.end) if entry.start is not None and entry.end is not None else None
    organization, title = _value(entry.organization), _value(entry.title)
    if entry.kind == "work" and names_title(organization) and not names_title(title):
        organization, title = title, organization  # read the wrong way round
    return EvidenceEntry(
        key=key,
        kind=entry.kind,
        organization=organization,
        title=title,
        degree=_value(entry.degree),
        area=_value(entry.area),
        start=_value(entry.start_date),
        end=_value(entry.end_date),
        units=tuple(units),
        span=span,
    )


def _header(parsed: ParsedResume, entry: Entry) -> Iterable[Unit]:
    """What stands above an entry's points, as printed; its named fields where the place is not known. Of certificates all of it."""
    kind = "certification" if entry.kind == "certifications" else "header"
    fields = (entry.title, entry.degree, entry.area, entry.organization, entry.location)
    named = ", ".join(field.value for field in fields if field)
    if entry.kind == "certifications" and entry.end_date:
        named += f", {entry.end_date.value}"
    starts = [bullet.start for bullet in entry.bullets if bullet.start is not None]
    if entry.start is not None and entry.end is not None:
        end = min([*starts, entry.end])
        above = parsed.text[entry.start : end]
        if named and 0 < len(above) <= HEADER_LENGTH:
            yield Unit(re.sub(r"\s", " ", above), Span(entry.start, end), kind)
            return
    if named:
        yield Unit(named, None, kind, is_exact=False)


def recognise_skills(text: str) -> list[Term]:
    """Tools and hard skills of our own list in a text: what a text may not name unless the resume does."""
    from resumes.taxonomy import taxonomy

    tax = taxonomy()
    domains = {group.key: group.domain for group in tax.groups()}
    found = []
    for span in tax.recognise(text):
        term = tax.skill(span.key)
        if term.kind == "knowledge" and term.curated and domains.get(term.group) not in _GENERAL_DOMAINS:
            is_tool = domains.get(term.group) in _TOOL_DOMAINS or span.surface != span.surface.lower()
            found.append(Term(span.start, span.end, span.key, frozenset(tax.implied([span.key])), is_tool))
    return found


def find_entries(document: Document, wanted: object) -> frozenset[int]:
    """The indexes in `document.entries` of what a caller names, empty when nothing fits.

    A number counts the jobs from 0; a text is a key, an employer or a title, or both; an object has `company`, `title` or `start`.
    An employer who gave several jobs means all of them.
    """
    if isinstance(wanted, bool):
        return frozenset()
    if isinstance(wanted, str) and any(entry.key == wanted for entry in document.entries):
        return frozenset(i for i, entry in enumerate(document.entries) if entry.key == wanted)
    if isinstance(wanted, str) and (match := _NUMBERED.fullmatch(wanted.strip().lower())):
        wanted = int(match[1])
    if isinstance(wanted, int):
        jobs = document.work()
        return frozenset({document.entries.index(jobs[wanted])}) if 0 <= wanted < len(jobs) else frozenset()
    if isinstance(wanted, dict):
        return _by_fields(document, wanted)
    return _by_name(document, wanted) if isinstance(wanted, str) else frozenset()


_NUMBERED = re.compile(r"(?:work|experience|entry|job)?[\s.\[/:_-]*(\d{1,3})\]?")
_FIELDS = {
    "organization": ("company", "name", "employer", "organization", "institution"),
    "title": ("title", "position"),
    "start": ("start", "startDate"),
}


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def _by_fields(document: Document, wanted: dict[str, object]) -> frozenset[int]:
    """The entries whose named fields are equal, else those whose fields begin so."""
    asked = [(field, _plain(str(wanted[key]))) for field, keys in _FIELDS.items() for key in keys if wanted.get(key)]
    if not asked:
        return frozenset()
    known = [[_plain(getattr(entry, field)) for field, _ in asked] for entry in document.entries]
    values = [value for _, value in asked]
    equal = frozenset(i for i, row in enumerate(known) if row == values)
    begun = (i for i, row in enumerate(known) if all(a.startswith(b) for a, b in zip(row, values, strict=True)))
    return equal or frozenset(begun)


def _by_more(document: Document, chosen: frozenset[int], name: str) -> frozenset[int]:
    """Of several entries of one employer those whose first lines have the other words asked for as well: a town, a department."""
    known = {word for index in chosen for word in _plain(document.entries[index].organization).split()}
    more = set(name.split()) - known
    there = {
        index: {
            word
            for unit in document.entries[index].units
            if unit.kind == "header"
            for word in _plain(unit.text).split()
        }
        for index in chosen
    }
    return frozenset(index for index in chosen if more and more <= there[index]) or chosen


def _by_name(document: Document, wanted: str) -> frozenset[int]:
    """The entries with the longest names in the text, else those in whose names the text stands."""
    name = _plain(wanted)
    scores: dict[int, tuple[int, int]] = {}
    for index, entry in enumerate(document.entries):
        names = [_plain(part) for part in (entry.organization, entry.title) if part]
        inside = sum(len(one) for one in names if one in name)
        around = sum(bool(name) and name in one for one in names)
        if inside or around:
            scores[index] = (inside, around)
    best = max(scores.values(), default=None)
    chosen = frozenset(index for index, score in scores.items() if score == best)
    chosen = _by_more(document, chosen, name)
    if any(_plain(document.entries[index].organization) == name for index in chosen):
        # The same employer where a reader took its name for a part of another field.
        chosen |= frozenset(
            index
            for index, entry in enumerate(document.entries)
            if entry.kind == "work" and any(unit.kind == "header" and name in _plain(unit.text) for unit in entry.units)
        )
    return chosen
