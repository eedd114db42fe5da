"""Several positions at one employer: jobs without an employer of their own get that of the job or the line above."""

from __future__ import annotations

import re
from typing import Any

from resumes.parsing.fields import OWN, PART, SAME
from resumes.parsing.lines import Document
from resumes.parsing.spans import span_field
from resumes.parsing.types import Entry, Field
from resumes.parsing.vocabulary import org_score

_BREAK = re.compile(  # time away from work: shown and explained, but neither a job nor experience
    r"^(?:(?:career|family|planned) (?:break|leave|pause)|(?:maternity|paternity|parental|adoption|sabbatical|"
    r"carer['’]?s|family|sick) leave|"
    r"sabbatical(?: year)?|gap year|stay[- ]at[- ]home (?:parent|mum|mom|dad|mother|father)|"
    r"full[- ]time (?:parent|carer|caregiver|mother|father)|"
    r"elternzeit|elternkarenz|karenz|"
    r"mutterschutz|sabbatjahr|auszeit|familienpause|arbeit(?:s)?suchend|excedencia|baja (?:por )?(?:maternidad|paternidad)|año sabático|"
    r"congé (?:parental|(?:de )?maternité|sabbatique)|ouderschapsverlof|zwangerschapsverlof|loopbaanonderbreking|sabbatperiode|"
    r"licença[- ]maternidade|congedo (?:parentale|di maternità)|aspettativa)\b",
    re.IGNORECASE,
)


def set_breaks_apart(entries: list[Entry]) -> list[Entry]:
    """Entries among the jobs that tell of a break ("Parental leave, 2019 - 2020") become entries of the kind "other"."""
    return [_replace(entry, kind="other") if entry.kind == "work" and _is_break(entry) else entry for entry in entries]


def _is_break(entry: Entry) -> bool:
    named = [field.value for field in (entry.title, entry.organization) if field is not None]
    return bool(named) and any(_BREAK.match(value) for value in named)


def share_employers(document: Document, entries: list[Entry]) -> list[Entry]:
    """A job without an employer of its own is a further position at the last one, if that stood on a line of its own.

    An employer with dates and nothing else stands over the jobs below whose dates lie within; it is no job itself.
    """
    result: list[Entry] = []
    over: Entry | None = None
    for entry in entries:
        before = result[-1] if result else None
        if over and entry.kind == "work" and (shared := _under(document, over, entry)):
            if before and before.start == over.start:
                result.pop()
            result.append(shared)
            continue
        over = _employer_alone(entry)
        if before and (further := _further(document, before, entry)):
            result.append(further)
            continue
        if entry.title and OWN.match(entry.title.value):
            result.append(entry)  # "Freelance" below other jobs
            continue
        if before and entry.kind == "work" and entry.organization is None and entry.title and before.organization:
            if before.title is not None and not _apart(document, before) and not _says_same(document, entry):
                result.append(entry)
                continue
            if before.title is None and not before.bullets and not before.summary:
                result.pop()
            entry = _at(entry, before)
        result.append(entry)
    return result


def _at(entry: Entry, other: Entry, **changes: Any) -> Entry:
    """The entry with the employer of another one."""
    known = other.organization
    shared = known and Field(known.value, round(0.8 * known.confidence, 2), known.start, known.end, known.boxes)
    return _replace(entry, **{"organization": shared, "location": entry.location or other.location, **changes})


def _employer_alone(entry: Entry) -> Entry | None:
    """The entry as an employer with dates and nothing else; None if it is more. "Halden Engineers" reads like a title."""
    if entry.kind != "work" or entry.start_date is None or entry.bullets or entry.summary:
        return None
    if entry.organization is None and entry.title and (org_score(entry.title.value) or entry.title.value.endswith("s")):
        return _replace(entry, organization=entry.title, title=None)
    return entry if entry.organization is not None and entry.title is None else None


def _under(document: Document, over: Entry, entry: Entry) -> Entry | None:
    """The entry as a job at the employer above it; None unless its dates lie within and it names no employer of its own."""
    if not entry.title or not _within(entry, over):
        return None
    title, organization = entry.title, entry.organization
    if organization is None:
        return _at(entry, over)
    if title.start is None or title.end is None or organization.start is None or organization.end is None:
        return None
    joined = document.text[title.end : organization.start].strip(" ") == ","
    if not joined or org_score(organization.value) or entry.location is not None:
        return None
    value = document.text[title.start : organization.end]  # "Regional Manager, North": the part belongs to the title
    return _at(entry, over, title=span_field(document, value, title.start, organization.end, title.confidence))


def _further(document: Document, before: Entry, entry: Entry) -> Entry | None:
    """The entry as a further position at the employer above: "Reporter, Counties Desk", or a line set in like the job before."""
    title, part, employer = entry.title, entry.organization, before.organization
    if entry.kind != "work" or title is None or part is None or employer is None or not _apart(document, before):
        return None
    if title.start is None or title.end is None or part.start is None or part.end is None:
        return None
    if document.text[title.end : part.start].strip(" ") != "," or not (
        PART.search(part.value) or _set_in(document, title.start, employer)
    ):
        return None
    value = document.text[title.start : part.end]
    return _at(entry, before, title=span_field(document, value, title.start, part.end, title.confidence))


def _set_in(document: Document, start: int, employer: Field) -> bool:
    """True if a line of a text stands further in than the employer's line above it."""
    lines = {line.start: line for line in document.lines if not line.page}
    mine = max((at for at in lines if at <= start), default=None)
    above = max((at for at in lines if at <= (employer.start or 0)), default=None)
    return mine is not None and above is not None and lines[mine].x0 > lines[above].x0 + 1


def _within(entry: Entry, over: Entry) -> bool:
    def end(item: Entry) -> str:
        value = item.end_date.value if item.end_date else ""
        return "9999" if value == "present" else value

    start, first = (item.start_date.value if item.start_date else "" for item in (entry, over))
    length = min(len(start), len(first))
    return bool(start) and start[:length] >= first[:length] and end(entry)[:4] <= end(over)[:4]


def _says_same(document: Document, entry: Entry) -> bool:
    """True if the entry's first line says that it is at the same employer."""
    start = entry.start or 0
    return SAME.search(document.text[start : start + 200].split("\n")[0]) is not None


def _apart(document: Document, entry: Entry) -> bool:
    """True if the employer and the title stand on different lines, the employer first."""
    organization, title = entry.organization, entry.title
    if organization is None or title is None or organization.end is None or title.start is None:
        return False
    return organization.end <= title.start and "\n" in document.text[organization.end : title.start]


def _replace(entry: Entry, **changes: Any) -> Entry:
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    return Entry(**(values | changes))
