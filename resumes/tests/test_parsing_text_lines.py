"""Resumes as text, entries of one line each: certificates, clubs, publications, projects, languages."""

from __future__ import annotations

import pytest

from resumes.tests.parsing_text import read, rows


def test_awards_and_courses_among_the_schools() -> None:
    body = """EDUCATION AND COURSES
BA History, Ullerby University, 2018
Dean's List: Fall 2016, Spring 2017
Fire safety, basic level (1 day), 2021
Crane licence, 2020
"""
    assert rows(body, "organization", "title", "degree") == [
        ("education", "Ullerby University", None, "BA"),
        ("awards", None, "Dean's List", None),
        ("certifications", None, "Fire safety, basic level", None),
        ("certifications", None, "Crane licence", None),
    ]


def test_certificates_one_a_line() -> None:
    body = """CERTIFICATES
Chartered Surveyor, State of Ohio (active)
Certified Lift Planner (CLP), renewed 2024
Cloud Operator - Associate, 2022
Emergency Response at Sea (2021)
Paediatric Life Support (PLS), Resuscitation Council UK, 2020
Customs clerk course (Delfhaven), 2019
Microsoft Certified: Data Analyst Associate, 2018
"""
    assert rows(body, "title", "organization") == [
        ("certifications", "Chartered Surveyor, State of Ohio (active)", None),
        ("certifications", "Certified Lift Planner (CLP)", None),
        ("certifications", "Cloud Operator - Associate", None),
        ("certifications", "Emergency Response at Sea", None),
        ("certifications", "Paediatric Life Support (PLS)", "Resuscitation Council UK"),
        ("certifications", "Customs clerk course", "Delfhaven"),
        ("certifications", "Microsoft Certified: Data Analyst Associate", None),
    ]


def test_roles_in_clubs_one_a_line() -> None:
    body = """COMMUNITY
Treasurer, Society of Young Surveyors, 2021 - 2022 (30 members)
Mentor, Leeds Women in Print circle, since 2020 (two mentees so far)
Coach, under-11 hockey, Aire Valley community club, Sundays since 2019
Secretary of the Otley Brass Band since 2018, budget about £900 a year
Volunteer form checker, Southside Advice Centre, once a week
British Nurses Association
"""
    assert rows(body, "title", "organization", "start_date") == [
        ("volunteer", "Treasurer", "Society of Young Surveyors", "2021"),
        ("volunteer", "Mentor", "Leeds Women in Print circle", "2020"),
        ("volunteer", "Coach, under-11 hockey", "Aire Valley community club", "2019"),
        ("volunteer", "Secretary", "Otley Brass Band", "2018"),
        ("volunteer", "Volunteer form checker", "Southside Advice Centre", None),
        ("volunteer", None, "British Nurses Association", None),
    ]


def test_publications_and_talks() -> None:
    body = """PUBLICATIONS (2 of 9)
Fennimore O., Dahl K. (2023). Peat shrinks in a dry wind. Annals of Northern Soil Science 12, 4-19.
Dahl K., Fennimore O., Rees T. (2021). Cheap probes for wet moors. Moorland Notes 3.

SPEAKING
"Reading a bog" - short talk, Leeds Soil Evening, March 2022
"""
    assert rows(body, "title", "organization", "end_date") == [
        ("publications", "Peat shrinks in a dry wind", "Annals of Northern Soil Science", "2023"),
        ("publications", "Cheap probes for wet moors", "Moorland Notes", "2021"),
        ("publications", "Reading a bog", "Leeds Soil Evening", "2022-03"),
    ]


def test_projects_told_after_their_names() -> None:
    body = """PROJECTS
rotaplan - small command-line planner in Rust that finds gaps in night shifts; 70 stars

"Marea" (2022, volunteer): tide tables for rowers on one page. Asked 20 rowers and built it with Vue.
"""
    assert rows(body, "title") == [("projects", "rotaplan"), ("projects", '"Marea"')]


def test_projects_in_markdown_and_in_brackets() -> None:
    body = """## Side projects
- *rowlog*: open-source log for rowing crews (Flutter), 55 stars
- **Tide gauge** — class competition, 2nd of 30 teams (2019)

## Projects
Food Bank Shelf Plan (team of four, Spring 2024)
- Drew the plan
"""
    assert rows(body, "title", "start_date") == [
        ("projects", "rowlog", None),
        ("projects", "Tide gauge", "2019"),
        ("projects", "Food Bank Shelf Plan", "2024"),
    ]


def test_schools_as_list_items_in_markdown() -> None:
    body = """## Studies
- **MSc, Computer Science** — Malmö Institute of Technology, 2018
- **BSc, Mathematics** — Uppsala University, 2016

## Talks
- "Wells that do not leak", PyData Malmö, Oct 2023
- Lightning talk at EuroPython 2022
"""
    assert rows(body, "degree", "area", "organization", "title") == [
        ("education", "MSc", "Computer Science", "Malmö Institute of Technology", None),
        ("education", "BSc", "Mathematics", "Uppsala University", None),
        ("publications", None, None, "PyData Malmö", "Wells that do not leak"),
        ("publications", None, None, "EuroPython", "Lightning talk"),
    ]


@pytest.mark.parametrize(
    ("text", "languages", "skills"),
    [
        ("LANGUAGES\nPolish: native. English: C1. Dutch: B2.", ["Polish: native", "English: C1", "Dutch: B2"], []),
        ("LANGUAGES\nPolish - native, English - C1", ["Polish - native", "English - C1"], []),
        (
            "SKILLS\nGIS, drawing\nLanguages: Yoruba (native), English",
            ["Yoruba (native)", "English"],
            ["GIS", "drawing"],
        ),
        ("SKILLS\nLanguages: Python, Java", [], ["Python", "Java"]),
    ],
)
def test_languages_with_their_levels(text: str, languages: list[str], skills: list[str]) -> None:
    parsed = read(text)
    assert [item.value for item in parsed.languages] == languages
    assert [item.value for item in parsed.skills] == skills


def test_roles_in_other_languages() -> None:
    body = "EHRENAMT\nJugendtrainerin beim TSV Barmbek, seit 2016\n\nBÉNÉVOLAT\nSecouriste à la Croix-Blanche depuis 2018\n"
    assert rows(body, "title", "organization", "start_date") == [
        ("volunteer", "Jugendtrainerin", "TSV Barmbek", "2016"),
        ("volunteer", "Secouriste", "Croix-Blanche", "2018"),
    ]


def test_headings_in_markdown_open_one_project_each() -> None:
    body = """## Projects

### tidewatch (2023 - present)
Web app for tide tables, 900 users.

### chesslab
Trainer for openings in Svelte.

## Skills
Vue
"""
    assert rows(body, "title", "organization", "start_date") == [
        ("projects", "tidewatch", None, "2023"),
        ("projects", "chesslab", None, None),
    ]


def test_references_in_other_styles() -> None:
    body = """PUBLICATIONS
Fennimore, O. (2023) 'Harbour winds: a short count', Journal of Coastal Weather, 14(2), pp. 101-129.
Fennimore O, Lin T. Rain after a long calm. Arch Coast Weather. 2021;14(2):88-93.
"""
    assert rows(body, "title", "organization") == [
        ("publications", "Harbour winds: a short count", "Journal of Coastal Weather"),
        ("publications", "Rain after a long calm", "Arch Coast Weather"),
    ]
