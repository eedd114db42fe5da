"""The head of a posting: title, employer, place and way of working on ordinary first lines, and the closing date."""

import datetime as dt

import pytest

from careercopilot.places import find_place
from matching.drafts import PostingDraft
from matching.forms import PostingForm
from matching.reading import read_job
from matching.reading.closing import read_closing
from matching.services.postings import read_posting


@pytest.mark.parametrize(
    ("line", "title", "places"),
    [
        ("Registered Nurse (RN) - Emergency Department, Nights", "Registered Nurse (RN) - Emergency Department, Nights", ()),
        ("Data Scientist (m/f/d) - fully remote within the EU", "Data Scientist", ("EU",)),
        ("Payroll Specialist, 100% remote", "Payroll Specialist", ()),
        ("Sous-chef (W/M), Paris 11e", "Sous-chef", ("Paris 11e",)),
        ("Supply Chain Planner, Pune office", "Supply Chain Planner", ("Pune",)),
        ("Junior Data Analyst, Bristol (hybrid)", "Junior Data Analyst", ("Bristol",)),
        ("Director, UK Sales", "Director, UK Sales", ("UK",)),
    ],
)  # fmt: skip
def test_first_line(line: str, title: str, places: tuple[str, ...]) -> None:
    reading = read_job(f"{line}\n\nA team of nine looks forward to you.")

    assert (reading.title, reading.locations) == (title, places)


@pytest.mark.parametrize(
    ("line", "company", "places"),
    [
        ("Ferrous Payments | Austin, TX (Hybrid, 3 days in office)", "Ferrous Payments", ("Austin, TX",)),
        ("Buckeye Haulers - Toledo, OH", "Buckeye Haulers", ("Toledo, OH",)),
        ("Halcyon Analytics B.V., Amsterdam", "Halcyon Analytics", ("Amsterdam",)),
        ("Company: Halcyon Analytics B.V., Amsterdam", "Halcyon Analytics B.V.", ("Amsterdam",)),
        ("Sales Manager - Berlin", None, ("Berlin",)),
    ],
)
def test_employer_beside_its_place(line: str, company: str | None, places: tuple[str, ...]) -> None:
    reading = read_job(f"Backend Engineer\n{line}\n\nPayments are our trade.")

    assert (reading.company, reading.locations) == (company, places)


def test_a_licence_names_no_place_and_hours_no_requirement() -> None:
    text = "Staff Nurse\n\nRequirements\nCurrent Washington State RN license\nHours: 45 per week, on site.\n"

    reading = read_job(text)

    assert (reading.locations, reading.remote) == ((), "onsite")
    assert {r.text for r in reading.requirements} == {"Current Washington State RN license"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Apply by April 30, 2026", dt.date(2026, 4, 30)),
        ("Closing date: 30th April 2026", dt.date(2026, 4, 30)),
        ("This job closes on 2026-04-30", dt.date(2026, 4, 30)),
        ("Bewerbungsschluss: 30.04.2026", dt.date(2026, 4, 30)),
        ("Date limite : 3 mars 2026", dt.date(2026, 3, 3)),
        ("Fecha límite: 3 de mayo de 2026", dt.date(2026, 5, 3)),
        ("Deadline: 30/04/2026", dt.date(2026, 4, 30)),
        ("Deadline: 04/05/2026", None),
        ("Deadline: 31 February 2026", None),
        ("Apply by April 30", None),
        ("Our projects close on May 2, 2026", None),
        ("Founded on May 3, 2020", None),
    ],
)
def test_closing_date(text: str, day: dt.date | None) -> None:
    assert read_closing(f"Baker\n{text}\nWe bake.") == day


def test_the_closing_date_is_filled_in() -> None:
    assert read_posting("Baker\n\nApply by April 30, 2026.").closes_on == dt.date(2026, 4, 30)


def test_an_area_is_filled_in_without_a_country() -> None:
    area = find_place("European Union")
    assert area is not None

    shown = PostingForm.initial_of(PostingDraft(title="Baker", places=(area,)))

    assert shown["places"] == "European Union"
