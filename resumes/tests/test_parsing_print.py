"""Printed pages that browsers and word processors make: drawn list marks, small capitals, tables with dates at the left."""

from __future__ import annotations

import typst

from resumes.parsing import ParsedResume, parse, parse_text

TOP = """#set page(width: 400pt, height: 560pt, margin: 30pt)
#set text(size: 10pt)
= Nora Feld
nora.feld\\@example.at, Graz, Austria
"""


def printed(body: str) -> ParsedResume:
    return parse(typst.compile(f"{TOP}{body}".encode(), ignore_system_fonts=True), "resume.pdf")


def jobs(parsed: ParsedResume) -> list[tuple[str | None, str | None, str | None, tuple[str, ...]]]:
    return [
        (
            entry.title.value if entry.title else None,
            entry.organization.value if entry.organization else None,
            entry.start_date.value if entry.start_date else None,
            tuple(bullet.text for bullet in entry.bullets),
        )
        for section in parsed.sections
        for entry in section.entries
        if entry.kind == "work"
    ]


def test_marks_that_are_drawn_begin_points_and_ratings_do_not() -> None:
    parsed = printed(
        """#set list(marker: box(baseline: -2pt, circle(radius: 1.3pt, fill: black)))
== Experience
*Shift Supervisor*, Styria Paper Mill, Graz \\
January 2018 to August 2022
- Led the night shift, 14 people
- Kept uptime at 96%

*Machine Operator*, Mur Plastics, Leoben \\
March 2013 to December 2017
- Ran two extruders
- Set up moulds in 20 minutes

== Skills
Maintenance #h(4pt) #box(circle(radius: 2pt, fill: black)) #box(circle(radius: 2pt, fill: black)) #box(circle(radius: 2pt))
"""
    )

    assert jobs(parsed) == [
        ("Shift Supervisor", "Styria Paper Mill", "2018-01", ("Led the night shift, 14 people", "Kept uptime at 96%")),
        ("Machine Operator", "Mur Plastics", "2013-03", ("Ran two extruders", "Set up moulds in 20 minutes")),
    ]
    assert [item.value for item in parsed.skills] == ["Maintenance"]


def test_points_without_any_mark_below_title_employer_and_dates() -> None:
    parsed = printed(
        """== Experience
*Shift Supervisor*, Styria Paper Mill, Graz \\
January 2018 to August 2022 \\
Led the night shift, 14 people \\
Kept uptime at 96% \\
Wrote the lockout plan
"""
    )

    assert [(job[:2], len(job[3])) for job in jobs(parsed)] == [(("Shift Supervisor", "Styria Paper Mill"), 3)]


def test_headings_in_small_capitals_open_their_sections() -> None:
    parsed = printed(
        """#let head(first, rest) = block(above: 14pt, below: 8pt, text(weight: "bold")[#text(15pt)[#first]#text(11pt)[#rest]])
#head("E", "xperience")
*Scientist*, Northlight Labs, Graz \\
January 2018 to August 2022
- Analysed RNA data in R

#head("T", "echnical skills and tools")
R, Python, ELISA

#head("L", "anguages")
German (native), English (fluent)
"""
    )

    assert [item.value for item in parsed.skills] == ["R", "Python", "ELISA"]
    assert [item.value.split(" (")[0] for item in parsed.languages] == ["German", "English"]


def test_a_table_with_labels_and_dates_at_the_left_reads_row_by_row() -> None:
    parsed = printed(
        """#table(columns: (80pt, auto), stroke: none,
[Name], [Maria Cristina dela Cruz], [Mobile], [+63 917 555 0101], [Civil status], [Married])
== Work history
#table(columns: (80pt, auto), stroke: none,
[2017 - 2023], [*Executive Assistant* \\ Pacific Rim Shipping Corp., Makati \\ \
• Managed calendars \\ • Filed 200 invoices a week],
[2011 - 2017], [*Administrative Officer* \\ Mercy Medical Center, Quezon City \\ • Answered a 10-line switchboard])
"""
    )

    assert [job[:3] for job in jobs(parsed)] == [
        ("Executive Assistant", "Pacific Rim Shipping Corp.", "2017"),
        ("Administrative Officer", "Mercy Medical Center", "2011"),
    ]


def test_words_of_a_header_that_fit_no_field_are_shown_as_not_placed() -> None:
    parsed = parse_text(
        "Orla Quinn\norla@example.com\n\nEXPERIENCE\n\nNight Nurse (bank shifts, weekends only)\n"
        "Mercy Hospital, Cork\n2019 - 2023\n- Cared for 12 patients a night\n"
    )

    assert [item.value for item in parsed.unplaced] == ["bank shifts, weekends only"]


def test_names_with_nicknames_letters_labels_and_trades() -> None:
    tops = {
        'Rosalind "Roz" Abernathy\nAsheville, NC 28801': 'Rosalind "Roz" Abernathy',
        "Robert (Bob) Smith\nLagos, Nigeria": "Robert (Bob) Smith",
        "OLUWASEUN ADEBAYO (B.Pharm, MPSN)\nIbadan, Nigeria": "OLUWASEUN ADEBAYO",
        "Orla Quinn, Registered Midwife\nGalway, Ireland": "Orla Quinn",
        "LEBENSLAUF\n\nPersönliche Daten\nName:\tJens-Uwe Brandhorst\nAnschrift:\tLindenweg 8, 33330 Ulm": "Jens-Uwe Brandhorst",
        "Lagos, Nigeria\n+234 803 555 0101": None,
    }
    found = {top: parse_text(f"{top}\n\nEXPERIENCE\n\nCook, Grand Hotel, 2019 - 2021\n- Cooked\n").name for top in tops}

    assert {top: name.value if name else None for top, name in found.items()} == tops


def test_places_with_a_street_and_a_postcode() -> None:
    for place in (
        "14 Rose Lane, Leeds LS6 2AB, United Kingdom",
        "Flat 4B, Lakeview, Bengaluru 560034, Karnataka, India",
    ):
        parsed = parse_text(f"Jane Roe\n{place}\n\nEXPERIENCE\n\nCook, Grand Hotel, 2019 - 2021\n- Cooked\n")

        assert (parsed.location.value if parsed.location else None) == place
