"""Layouts of plain-text and Markdown resumes: headings, jobs and schools."""

from __future__ import annotations

import pytest

from resumes.parsing.headings import exact_kind
from resumes.tests.parsing_text import jobs, read, rows


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


def test_schools_whose_names_are_no_words_for_schools() -> None:
    body = """EDUCATION
MSc Economics (2015), University of Ardmoor. Grade 10.4
Associate in Culinary Arts, Prairie State College, 2014
Diploma in Nursing, IFNS Lakeside, 2012
"""
    assert rows(body, "organization", "degree", "area") == [
        ("education", "University of Ardmoor", "MSc", "Economics"),
        ("education", "Prairie State College", "Associate", "Culinary Arts"),
        ("education", "IFNS Lakeside", "Diploma", "Nursing"),
    ]


def test_headings_of_no_known_kind_end_a_list() -> None:
    body = """EDUCATION
BA History, Ullerby University, 2018

BOARD ROLES
Chair, Alumni Association of Ullerby (2019-2021)

DOMESTIC MATTERS
Two children
"""
    assert [(section.kind, len(section.entries)) for section in read(body).sections] == [
        ("education", 1),
        ("volunteer", 1),
        ("other", 0),
    ]


def test_a_label_after_a_blank_line_opens_a_section() -> None:
    parsed = read("Education:\nBA History, Ullerby University, 2018\n\nSkills: menus, inventory\n")
    assert [item.value for item in parsed.skills] == ["menus", "inventory"]


def test_years_of_two_digits_in_ranges_and_titles_in_capitals() -> None:
    body = """WORK EXPERIENCE

04/19 - Present    CREW LEAD, PAVING
                   Cascade Paving Inc., Portland, OR
                   - Lead a crew of 7

06/15 - 03/19      PAVER
                   Three Rivers Exteriors, Gresham, OR
                   - Laid stone
"""
    assert jobs(body) == [
        ("Cascade Paving Inc.", "CREW LEAD, PAVING", "2019-04", "present"),
        ("Three Rivers Exteriors", "PAVER", "2015-06", "2019-03"),
    ]


def test_grades_are_no_part_of_the_area() -> None:
    body = """STUDY
MA Applied Linguistics (Distinction), University of Kelmore, 2013
BSc Accounting & Finance, 2:1, University of Larch Quay, 2010
5 GCSEs including English and Maths, Newlands School, 2007
"""
    assert rows(body, "degree", "area", "organization") == [
        ("education", "MA", "Applied Linguistics", "University of Kelmore"),
        ("education", "BSc", "Accounting & Finance", "University of Larch Quay"),
        ("education", "5 GCSEs", "including English and Maths", "Newlands School"),
    ]


def test_labels_without_a_colon() -> None:
    body = """Experience
Company         Middelstad Vervoer NV
Period          2018 until today
Job             Bus driver, city lines
Tasks           Drive two kinds of electric buses

Company         Van Loon Taxi
Period          2012 - 2018
Job             Taxi driver
"""
    assert jobs(body) == [
        ("Middelstad Vervoer NV", "Bus driver, city lines", "2018", "present"),
        ("Van Loon Taxi", "Taxi driver", "2012", "2018"),
    ]


def test_notes_with_a_year_below_a_dated_line_head_nothing() -> None:
    body = """EXPERIENCE
2020-now  ASSOCIATE, Corder & Lane Architects, London
          School and library projects up to nine million
          Job runner for Elm Road Library (completed 2023)
2016-20   ARCHITECT, Studio Kesteven, London
"""
    assert jobs(body) == [
        ("Corder & Lane Architects", "ASSOCIATE", "2020", "present"),
        ("Studio Kesteven", "ARCHITECT", "2016", "2020"),
    ]


def test_an_employer_between_title_and_an_unknown_town() -> None:
    body = "WORK\nStudent veterinary nurse, Longmire Animal Hospital, Church Stretton — Sep 2018 to Jul 2021\n"
    assert jobs(body) == [("Longmire Animal Hospital", "Student veterinary nurse", "2018-09", "2021-07")]
