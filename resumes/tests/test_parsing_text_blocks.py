"""Plain-text resumes whose blank lines are all the layout there is: unmarked duties, brackets, labels, breaks, odd headings."""

from __future__ import annotations

from resumes.parsing.dates import find_dates
from resumes.tests.parsing_text import jobs, read, rows


def points(body: str) -> list[int]:
    """How many points each job of a text has."""
    return [len(entry.bullets) for section in read(body).sections for entry in section.entries if entry.kind == "work"]


def test_duties_without_marks_are_points_and_their_years_head_no_job() -> None:
    body = """JOBS

Harbour Electrical Pty Ltd
Owner / Electrician
Since July 2017
Employ 3 electricians and 1 apprentice
Turnover of about $870,000 in FY2023, up from $410,000 in FY2019
Maintenance contract for 9 childcare centres since 2020

Switch & Light
Leading Hand Electrician (2014 - 2017)
Ran crews of up to 6 on shop fit-outs
Finished the plaza fit-out two weeks early

Electrician (2011 - 2014)
Fault finding, data cabling, emergency lighting tests
Apprentice mentor for two years
"""

    assert jobs(body) == [
        ("Harbour Electrical Pty Ltd", "Owner / Electrician", "2017-07", "present"),
        ("Switch & Light", "Leading Hand Electrician", "2014", "2017"),
        ("Switch & Light", "Electrician", "2011", "2014"),
    ]
    assert points(body) == [3, 2, 2]


def test_blank_lines_part_the_jobs_whatever_the_first_one_looks_like() -> None:
    body = """EXPERIENCE

Independent designer (contract)
2021/05 - today
- Forms for a city council
- Screens for a clinic

UX Designer
Pixel Yard, Hamburg
2017/09 - 2021/04
- Prototypes for 14 client websites
- A panel of 200 people
"""

    assert jobs(body) == [
        (None, "Independent designer", "2021-05", "present"),
        ("Pixel Yard", "UX Designer", "2017-09", "2021-04"),
    ]


def test_what_brackets_tell_of_an_employer_is_none_of_its_name() -> None:
    body = """EXPERIENCE

2022-02 to today
Payvale (fintech, ~180 employees), remote
Senior Mobile Developer
- Built the app for merchants

Nurse Manager
Hotel of Rest (4 wings, 142 beds), Porto
March 2019 - January 2022
- Led the night team

Site Reliability Engineer, Korva Payments (Sopot)
June 2016 - February 2019
- Ran 14 clusters
"""

    assert jobs(body) == [
        ("Payvale", "Senior Mobile Developer", "2022-02", "present"),
        ("Hotel of Rest", "Nurse Manager", "2019-03", "2022-01"),
        ("Korva Payments", "Site Reliability Engineer", "2016-06", "2019-02"),
    ]


def test_labels_with_numbers_before_and_blanks_after() -> None:
    body = """EMPLOYMENT RECORD

1. Organization : Delta Health Foundation (national NGO), Khulna
   Position : Programme Officer
   Duration : 1 July 2020 to date
   - Coordinate field work in 4 districts
   - Supervise 5 field officers

2. Organization : Mercy Clinic, Dhaka
   Position : Nurse (from 2015), before that Assistant
   Duration : March 2014 - June 2020
   - Kept the ward book
"""

    assert jobs(body) == [
        ("Delta Health Foundation", "Programme Officer", "2020-07", "present"),
        ("Mercy Clinic", "Nurse", "2014-03", "2020-06"),
    ]


def test_periods_that_lead_or_end_a_told_line() -> None:
    body = """APPOINTMENTS

Oct. 2021-present: Researcher, Institute of Coastal Ecology, Bergen.
Principal investigator of a study on grazing.
Supervise two students and one technician.

City Editor, The Vermilion Courier, Lafayette, Louisiana. August 2019 to September 2021.
I run a desk of six reporters and plan the local pages of the week.
"""

    assert jobs(body) == [
        ("Institute of Coastal Ecology", "Researcher", "2021-10", "present"),
        ("The Vermilion Courier", "City Editor", "2019-08", "2021-09"),
    ]


def test_parts_of_an_employer_belong_to_the_title_and_the_employer_goes_on() -> None:
    body = """EMPLOYMENT

THE NAIROBI SENTINEL (daily newspaper)

Deputy Features Editor, Jan 2021 - present
  - Commission 15 features a month

Senior Reporter, Counties Desk, Feb 2017 - Dec 2020
  - Reported from 14 counties

Halden & Price (fashion, 140 stores)
    Area Manager, Yorkshire - May 2014 to Jan 2017
    - 13 stores

    Store Manager, Leeds Briggate - Sept 2010 to Apr 2014
    - Team of 34
"""

    assert jobs(body)[:2] == [
        ("THE NAIROBI SENTINEL", "Deputy Features Editor", "2021-01", "present"),
        ("THE NAIROBI SENTINEL", "Senior Reporter, Counties Desk", "2017-02", "2020-12"),
    ]
    assert jobs(body)[3] == ("Halden & Price", "Store Manager, Leeds Briggate", "2010-09", "2014-04")


def test_time_away_from_work_is_shown_but_is_no_job() -> None:
    body = """EXPERIENCE

Midwife, Portlarge Hospital
2019 - present
- Lead a team of 14

Career break
January - December 2018: full-time carer for my mother

Staff Nurse, St Enda's Nursing Home
2009 - 2017
- Care of 38 residents
"""

    assert jobs(body) == [
        ("Portlarge Hospital", "Midwife", "2019", "present"),
        ("St Enda's Nursing Home", "Staff Nurse", "2009", "2017"),
    ]
    others = [entry for section in read(body).sections for entry in section.entries if entry.kind == "other"]
    assert [entry.start_date.value for entry in others if entry.start_date] == ["2018-01"]


def test_a_heading_of_ones_own_over_jobs_and_labels_on_one_line() -> None:
    body = """Iker Solano
Chef de cuisine
iker@mail.example

KITCHENS

2021 - today
Restaurant Le Chai, Bayonne (FR)
Head Chef
Brigade of 9, 55 covers at lunch.
Food cost from 33.5% to 28% in two years.

Languages: Basque, Spanish, French
"""
    parsed = read(body)

    assert jobs(body) == [("Restaurant Le Chai", "Head Chef", "2021", "present")]
    assert [item.value.split(" (")[0] for item in parsed.languages] == ["Basque", "Spanish", "French"]


def test_schools_by_labels_certificates_with_a_school_and_words_that_only_begin_like_degrees() -> None:
    body = """ACADEMIC QUALIFICATIONS

Qualification: Master of Science in Transportation Engineering
Institution: University of Nairobi
Year: 2017 - 2019

2013: BSc in Biology, University of Oslo.
2011   CAP Pâtissier, CFA Les Marronniers, Lyon

TRADE QUALIFICATIONS
Certificate III in Electrotechnology
Bendigo TAFE, 2015

CERTIFICATES
First Aid at Work, renewed 2023
Working at Heights, 2022
"""

    assert [row for row in rows(body, "degree", "area", "organization", "end_date") if row[0] == "education"] == [
        ("education", "Master of Science", "Transportation Engineering", "University of Nairobi", "2019"),
        ("education", "BSc", "Biology", "University of Oslo", "2013"),
        ("education", "CAP", "Pâtissier", "CFA Les Marronniers", "2011"),
        ("education", "Certificate III", "Electrotechnology", "Bendigo TAFE", "2015"),
    ]


def test_winters_and_study_years_count_to_their_end() -> None:
    assert [(span.start, span.end) for span in find_dates("Winter 2014/15 – Winter 2018/19")] == [("2014", "2019")]
    assert [(span.start, span.end) for span in find_dates("from September 2017")] == [("2017-09", "present")]
    assert find_dates("worked from 2017 in Ulm")[0].end == "2017"
