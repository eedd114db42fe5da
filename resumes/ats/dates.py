"""Checks of the dates of work entries. Education dates are left alone: they tell a person's age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from resumes.ats.places import at, called, entries
from resumes.ats.types import Observation, Place
from resumes.parsing.types import Entry, Field, ParsedResume

# Between two jobs lie notice periods and summers; from half a year on recruiters may ask.
GAP_MONTHS = 6
# A signed contract starts within the year; later is most often a wrong year.
FUTURE_MONTHS = 12


def months(field: Field | None, today: date, *, end: bool) -> int | None:
    """Months since year 0 of "YYYY", "YYYY-MM" or "present"; a bare year is its January or, as an end, its December."""
    if field is None:
        return None
    if field.value == "present":
        return today.year * 12 + today.month - 1
    year, _, month = field.value.partition("-")
    if not year.isdigit():
        return None
    return int(year) * 12 + (int(month) - 1 if month.isdigit() else 11 if end else 0)


def observe(parsed: ParsedResume, today: date) -> Iterator[Observation]:
    """All observations of this module."""
    work = list(entries(parsed, "work"))
    undated = [entry for entry in work if entry.start_date is None and entry.end_date is None]
    yield Observation(
        "undated_work",
        len(undated),
        tuple(
            at(
                entry,
                f"No dates were found for {called(entry)}.",
                "Write start and end as month and year, such as 03/2021 \u2013 06/2024.",
            )
            for entry in undated
        ),
    )
    spans = [
        (entry, months(entry.start_date, today, end=False), months(entry.end_date, today, end=True)) for entry in work
    ]
    dated = [(entry, first, last) for entry, first, last in spans if first is not None and last is not None]
    turned = [entry for entry, first, last in dated if last < first and _certain(entry)]
    yield Observation(
        "reversed_dates",
        len(turned),
        tuple(
            at(entry, f"{called(entry)} ends before it starts.", "Correct the start or the end.") for entry in turned
        ),
    )
    now = today.year * 12 + today.month - 1
    future = [entry for entry, first, _ in spans if first is not None and first > now + FUTURE_MONTHS]
    yield Observation(
        "future_start",
        len(future),
        tuple(
            at(entry, f"{called(entry)} starts in the future ({_shown(entry)}).", "Check the year.") for entry in future
        ),
    )
    yield _mixed(work)
    yield _order(dated)
    yield _gaps(dated)


def _certain(entry: Entry) -> bool:
    """False when a bare year leaves room for the right order."""
    start, end = entry.start_date, entry.end_date
    return start is not None and end is not None and start.value[:4] != end.value[:4] or _precise([entry]) == {True}


def _shown(entry: Entry) -> str:
    return entry.start_date.value if entry.start_date is not None else ""


def _precise(work: list[Entry]) -> set[bool]:
    fields = [field for entry in work for field in (entry.start_date, entry.end_date)]
    return {"-" in field.value for field in fields if field is not None and field.value != "present"}


def _mixed(work: list[Entry]) -> Observation:
    mixed = len(_precise(work)) == 2
    place = Place(
        "Some work dates name a month and some only a year, so the length of those jobs is a guess.",
        "Write month and year everywhere.",
    )
    return Observation("mixed_dates", int(mixed), (place,) if mixed else ())


def _order(dated: list[tuple[Entry, int, int]]) -> Observation:
    """Newest first by end, then by start; jobs that overlap may stand in either order."""
    for (above, above_first, above_last), (below, below_first, below_last) in zip(dated, dated[1:], strict=False):
        if below_last > above_last and below_first > above_first and below_first >= above_last:
            return Observation(
                "work_order",
                1,
                (
                    at(
                        below,
                        f"{called(below)} is newer than {called(above)} but stands below it.",
                        "Put the newest job first.",
                    ),
                ),
            )
    return Observation("work_order", 0)


def _gaps(dated: list[tuple[Entry, int, int]]) -> Observation:
    places = []
    covered: int | None = None
    for entry, first, last in sorted(dated, key=lambda row: (row[1], row[2])):
        if covered is not None and first - covered - 1 >= GAP_MONTHS:
            places.append(
                at(
                    entry,
                    f"About {first - covered - 1} months lie between the job before and {called(entry)}. This "
                    f"costs no points.",
                    "Recruiters may ask; a line on what you did (study, care, travel, own work) is enough, and "
                    "yours to give or not.",
                )
            )
        covered = last if covered is None else max(covered, last)
    return Observation("gaps", len(places), tuple(places))
