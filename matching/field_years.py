"""Years of work in the field that a requirement names, as far as dated entries tell. Pure.

Where the words of the field stand in no entry, nobody can say from the resume whether the years count: that is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.stated import NAMED, Line, closest, telling
from resumes.parsing.types import Entry
from resumes.skill_evidence import months_of

FAR = date(9000, 1, 1)  # closed entries end before it
_FILLER = re.compile(
    r"\b(?:(?:post|pre)-\w+|\d+\S*|at least|minimum|min|more than|over|up to|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"years?|yrs?|months?|jahre?n?|experience[ds]?|erfahrung\w*|berufserfahrung|professional|proven|solid|strong|good|"
    r"extensive|practical|demonstrable|hands-on|successful|track record|relevant|similar|comparable|related|equivalent|"
    r"previous|prior|same|this|role|position|job|work|working|worked|full-?time|paid|capacity|level|field|area|sector|"
    r"industry|environment|setting|background|required|preferred|ideally|must|have|having|gained|within|plus)\b",
    re.IGNORECASE,
)
_SOME_FIELD = re.compile(
    r"\b(?:(?:post|pre)-\w+|relevant|similar|comparable|related|equivalent|same|this|einschlägig\w*|vergleichbar\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FieldYears:
    """`years` at least, and the line that says so; `line` is None where no entry is told to be of the field."""

    years: float | None
    line: Line | None
    names_field: bool


def field_years(text: str, works: Sequence[Entry], lines: Sequence[Line], total: float | None) -> FieldYears:
    """What dated entries of work show of the field of a requirement; `total` is the years of all of them.

    Entries that last until now are counted as what the others leave of the total: never too much.
    """
    wanted = telling(_FILLER.sub(" ", text))
    if not wanted:
        return FieldYears(total, None, bool(_SOME_FIELD.search(text)))
    told = [(entry, *closest(wanted, _inside(entry, lines))) for entry in works]
    mine = [(entry, line) for entry, line, share in told if line is not None and share >= NAMED]
    if not mine:
        return FieldYears(total, None, True)
    _, line = max(mine, key=lambda pair: _last(pair[0]))
    if len(mine) == len(works):
        return FieldYears(total, line, True)
    held = [entry for entry, _ in mine]
    return FieldYears(_least_years(held, [one for one in works if one not in held], total), line, True)


def _inside(entry: Entry, lines: Sequence[Line]) -> list[Line]:
    if entry.start is None or entry.end is None:
        return []
    return [line for line in lines if entry.start <= line.start < entry.end]


def _is_open(entry: Entry) -> bool:
    return entry.end_date is not None and entry.end_date.value == "present"


def _last(entry: Entry) -> str:
    written = entry.end_date or entry.start_date
    return "" if written is None else "9999" if written.value == "present" else written.value


def _least_years(mine: Sequence[Entry], others: Sequence[Entry], total: float | None) -> float | None:
    """Years that `mine` cover at the least, without knowing what day it is."""
    if any(_is_open(entry) for entry in mine) and not any(_is_open(entry) for entry in others):
        return max(total - _closed(others), 0.0) if total is not None else None
    closed = _closed([entry for entry in mine if not _is_open(entry)])
    return closed or None


def _closed(entries: Sequence[Entry]) -> float:
    return len(set().union(*(months_of(entry, FAR) for entry in entries))) / 12
