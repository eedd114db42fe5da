"""Layouts of plain-text and Markdown resumes: which lines are entries, of which kind, and what is what in them."""

from __future__ import annotations

import pytest

from resumes.parsing import ParsedResume, parse_text
from resumes.parsing.headings import exact_kind

TOP = "Orla Fennimore\norla.fennimore@example.com\n\n"


def read(body: str) -> ParsedResume:
    return parse_text(TOP + body)


def rows(body: str, *names: str) -> list[tuple[str | None, ...]]:
    """Of each entry its kind and the named fields."""
    entries = [entry for section in read(body).sections for entry in section.entries]
    return [
        (entry.kind, *(field.value if (field := getattr(entry, name)) else None for name in names)) for entry in entries
    ]


def jobs(body: str) -> list[tuple[str | None, ...]]:
    return [row[1:] for row in rows(body, "organization", "title", "start_date", "end_date") if row[0] == "work"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NURSING POSTS", "work"),
        ("Other jobs", "work"),
        ("Academic and research positions", "work"),
        ("Where I have worked", "work"),
        ("Previous roles (selected)", "work"),
        ("Selected work", "projects"),
        ("Project work", "projects"),
        ("Publications (4 of 11)", "publications"),
        ("Speaking", "publications"),
        ("Software and methods", "skills"),
        ("Registration and licences", "certifications"),
        ("Professional and community", "volunteer"),
        ("Interests and volunteering", "volunteer"),
        ("Qualifications at a glance", "summary"),
        ("Internship (6 months)", None),
        ("Senior posts", None),
        ("Research Assistant", None),
    ],
)
def test_headings(text: str, kind: str | None) -> None:
    assert exact_kind(text) == kind


def test_posts_under_headings_of_their_own() -> None:
    body = """CLINICAL POSTS

Tarn Valley Hospital, Kendal
Physiotherapist, rotations in three wards
May 2020 to date
- Treat outpatients

OTHER JOBS
Pool attendant, Lune Leisure, Lancaster, June 2017 to August 2018
- Watched two pools
"""
    assert jobs(body) == [
        ("Tarn Valley Hospital", "Physiotherapist, rotations in three wards", "2020-05", "present"),
        ("Lune Leisure", "Pool attendant", "2017-06", "2018-08"),
    ]


def test_an_employer_with_dates_stands_over_roles_with_dates() -> None:
    body = """EXPERIENCE

HOLLIN FOODS LTD. — Leeds, UK                     Mar 2018 – Present

Plant Manager, North (Jan 2022 – Present)
- Run two lines

Shift Supervisor (Mar 2018 – Dec 2021)
- Led a shift of 14

OTLEY CANNERY — Otley, UK                         Jan 2015 – Feb 2018
Fitter
- Kept six fillers going
"""
    assert jobs(body) == [
        ("HOLLIN FOODS LTD.", "Plant Manager, North", "2022-01", "present"),
        ("HOLLIN FOODS LTD.", "Shift Supervisor", "2018-03", "2021-12"),
        ("OTLEY CANNERY", "Fitter", "2015-01", "2018-02"),
    ]


def test_the_same_company_is_the_one_above() -> None:
    body = """EMPLOYMENT

Wensum Print Works (Norwich)
Press Operator | 03/2019 - now
* Run a four-colour press

Bindery Assistant | 09/2016 - 02/2019 (same company)
* Folded and stitched
"""
    assert jobs(body) == [
        ("Wensum Print Works", "Press Operator", "2019-03", "present"),
        ("Wensum Print Works", "Bindery Assistant", "2016-09", "2019-02"),
    ]


def test_a_certified_title_and_a_school_with_its_department() -> None:
    body = """WORK

2016 to 2019
Larch House Hospice, Duluth, MN
Certified Dental Assistant (part-time while at college)
- Set up instruments

OTHER POSTS

Teaching Assistant (part-time), University of Ullerby, School of Law
October 2014 - June 2015
- Marked essays
"""
    assert jobs(body) == [
        ("Larch House Hospice", "Certified Dental Assistant", "2016", "2019"),
        ("University of Ullerby, School of Law", "Teaching Assistant (part-time)", "2014-10", "2015-06"),
    ]


def test_list_items_behind_a_full_stop() -> None:
    body = (
        "APPOINTMENTS\n\nField Ecologist\nMoss & Mire Trust, Hexham\nMay 2019 - present\n . Count otters\n . Map bogs\n"
    )
    (entry,) = read(body).sections[0].entries
    assert [bullet.text for bullet in entry.bullets] == ["Count otters", "Map bogs"]


def test_schools_with_notes_after_the_date() -> None:
    body = """EDUCATION
PhD, Soil Physics, University of Ardmoor, 2022. Thesis: "Drying of peat under wind"
M.Eng., Civil Engineering, Wexley University, 2016 (project: timber bridges for rural roads)
BSc (Hons) Geography, University of Ardmoor, 2011-2014, Upper Second Class
Dr. rer. nat. Physik, Universität Kiel, 2010 (magna cum laude)
City Level 3 Diploma in Joinery, Humber College, 2009
Higher technician in refrigeration (2-year vocational course), IES Mar Menor, 2008
A levels: Biology (B), Latin (A), Music (C), 2007
"""
    assert rows(body, "organization", "degree", "area", "end_date") == [
        ("education", "University of Ardmoor", "PhD", "Soil Physics", "2022"),
        ("education", "Wexley University", "M.Eng.", "Civil Engineering", "2016"),
        ("education", "University of Ardmoor", "BSc (Hons)", "Geography", "2014"),
        ("education", "Universität Kiel", "Dr. rer. nat.", "Physik", "2010"),
        ("education", "Humber College", "City Level 3 Diploma", "Joinery", "2009"),
        ("education", "IES Mar Menor", "Higher technician", "refrigeration (2-year vocational course)", "2008"),
        ("education", None, "A levels", "Biology (B), Latin (A), Music (C)", "2007"),
    ]


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


def test_an_employer_whose_name_reads_like_a_title_and_a_role_without_dates() -> None:
    body = """CAREER TO DATE

Aldgrove Structural Engineers | Newcastle | 2018 - present
Principal Engineer (2022 - present)
- Lead four engineers
Senior Engineer (2018 - 2022)
- Designed six bridges

Pell & Dunn Contractors | Gateshead | 2013 - 2018
Site Engineer
- Set out foundations
Graduate Engineer
- Watched concrete set
"""
    assert jobs(body) == [
        ("Aldgrove Structural Engineers", "Principal Engineer", "2022", "present"),
        ("Aldgrove Structural Engineers", "Senior Engineer", "2018", "2022"),
        ("Pell & Dunn Contractors", "Site Engineer", "2013", "2018"),
        ("Pell & Dunn Contractors", "Graduate Engineer", None, None),
    ]


def test_numbered_jobs_with_lists_of_their_own() -> None:
    body = """Work experience:

1) Laboratory Assistant, Halyard Diagnostics, San Diego (June 2021 - present)
   * Run 200 tests a shift
2) Field Assistant, Torrey Wetlands Trust (seasonal, March 2019 - October 2020)
   * 30 transects a week
3) Server, Casa Lupe Restaurant (2016 - 2019)
"""
    assert jobs(body) == [
        ("Halyard Diagnostics", "Laboratory Assistant", "2021-06", "present"),
        ("Torrey Wetlands Trust", "Field Assistant", "2019-03", "2020-10"),
        ("Casa Lupe Restaurant", "Server", "2016", "2019"),
    ]
    points = [bullet.text for entry in read(body).sections[0].entries for bullet in entry.bullets]
    assert points == ["Run 200 tests a shift", "30 transects a week"]


def test_lines_set_in_below_a_whole_header_tell_of_the_job() -> None:
    body = """Professional experience
2019–present   Translator, self-employed, Kraków
               Medical and legal texts, about 300,000 words a year
2015–2019      In-house translator, LinguaHaus sp. z o.o., Kraków
               Technical manuals; team of 6
2012–2015      Senior Translator
               Verlag Birke, Ulm
"""
    assert jobs(body) == [
        ("self-employed", "Translator", "2019", "present"),
        ("LinguaHaus sp. z o.o.", "In-house translator", "2015", "2019"),
        ("Verlag Birke", "Senior Translator", "2012", "2015"),
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
