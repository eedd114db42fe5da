"""read_job: every field of postings in several shapes, and what must not be read."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.reading import JobReading, Salary, read_job
from matching.reading.level import read_level
from matching.reading.whereabouts import read_remote
from matching.reading.years import experience_years

LABELLED = """Job Title: Payments Engineer
Company: Harbour Ledger
Location: Hybrid (Leeds, UK)
Salary: £55,000 - £65,000 per annum

About the role
Harbour Ledger is looking for a Payments Engineer. Our team has ten years of history in banking.

Responsibilities:
- Build settlement services in Kotlin
- Look after our Kafka clusters

Requirements:
- 4+ years of experience in backend development
- Strong knowledge of Java or Kotlin
- Experience with relational databases (PostgreSQL, MySQL)
- Cloud platforms, preferably AWS
- Bachelor's degree in computer science or a related field

Nice to have:
- Terraform
- GraphQL

What we offer:
- Private health insurance, Excel training and a Python reading group
- Annual bonus of £5,000
"""

LONE_BULLETS = """Laboratory Technician
What you’ll do
Prepare samples for chromatography.
Your profile
●
Three years of experience in a clinical
laboratory
●
Fluent English, spoken and written
Considered as a plus
●
Driving licence
"""

PROSE = (
    "We are hiring a Senior Data Analyst to join our Dublin, Ireland office. You will report to the head of finance. "
    "You must have at least five years of experience with SQL, and knowledge of Tableau or Power BI is required. "
    "Experience with dbt is a plus. We offer free lunch, a gym and Spanish lessons."
)

GERMAN = """Softwareentwickler (m/w/d)
Standort: Hamburg
Ihre Aufgaben
- Entwicklung von Webanwendungen
Ihr Profil
- Abgeschlossenes Studium der Informatik
- Mehrjährige Berufserfahrung mit Java
- Kenntnisse in Docker von Vorteil
- Sehr gute Deutschkenntnisse
Wir bieten
- 30 Tage Urlaub und Homeoffice nach Absprache
- Gehalt: 55.000 bis 65.000 Euro
"""


def skills(reading: JobReading, importance: str) -> set[str]:
    return {r.skill_key for r in reading.requirements if r.skill_key and r.importance == importance}


def groups(reading: JobReading) -> list[set[str]]:
    found: dict[int, set[str]] = {}
    for row in reading.requirements:
        if row.any_of is not None and row.skill_key:
            found.setdefault(row.any_of, set()).add(row.skill_key)
    return list(found.values())


def test_labelled_posting() -> None:
    reading = read_job(LABELLED)

    assert (reading.title, reading.company, reading.locations) == (
        "Payments Engineer",
        "Harbour Ledger",
        ("Leeds, UK",),
    )
    assert (reading.remote, reading.level, reading.min_years) == ("hybrid", "mid", 4.0)
    assert reading.salary == Salary(55_000, 65_000, "GBP", "year")


def test_must_and_nice_and_alternatives() -> None:
    reading = read_job(LABELLED)

    must, nice = skills(reading, "must"), skills(reading, "nice")
    assert {"java", "kotlin", "postgresql", "mysql"} <= must
    assert {"aws", "terraform", "graphql"} <= nice
    assert {"java", "kotlin"} in groups(reading)
    assert {"postgresql", "mysql"} in groups(reading)


def test_benefits_and_company_are_no_requirements() -> None:
    reading = read_job(LABELLED)

    asked = skills(reading, "must") | skills(reading, "nice")
    assert not asked & {"python", "microsoft-excel"}
    assert not any("insurance" in r.text or "bonus" in r.text or "history" in r.text for r in reading.requirements)


BEHIND_A_LIST = """Data engineer
Requirements
- Python in production
- Reports that people act upon

Also good: Apache Kafka, dbt.
If you have already used Airflow, tell us, but it is not a condition.
Pay: $68,000 to $80,000 annually.
52.000–62.000 € gross a year, variable of up to 15%, company car.
Two days from home, and Docker Ltd. is our neighbour.
People with chronic migraine use our app on the worst days of their lives.
"""


def test_what_stands_behind_a_list_is_asked_only_when_it_says_so() -> None:
    found = read_job(BEHIND_A_LIST).requirements

    assert {(r.text, r.importance) for r in found} == {
        ("Python in production", "must"),
        ("Reports that people act upon", "must"),
        ("Also good: Apache Kafka, dbt.", "nice"),
        ("If you have already used Airflow, tell us, but it is not a condition.", "nice"),
    }


def test_degree_is_a_requirement_without_skill() -> None:
    degrees = [r for r in read_job(LABELLED).requirements if r.kind == "degree"]

    assert [(d.skill, d.importance) for d in degrees] == [(None, "must")]
    assert degrees[0].text == "Bachelor's degree in computer science or a related field"


def test_spans_hold_their_text() -> None:
    for text in (LABELLED, LONE_BULLETS, PROSE, GERMAN):
        for row in read_job(text).requirements:
            assert " ".join(text[row.start : row.end].split()) == row.text
            if row.skill_start is not None and row.skill_end is not None:
                assert row.start <= row.skill_start < row.skill_end <= row.end


def test_bullet_signs_on_lines_of_their_own_and_wrapped_lines() -> None:
    reading = read_job(LONE_BULLETS)

    texts = [r.text for r in reading.requirements]
    assert "Three years of experience in a clinical laboratory" in texts
    assert (reading.title, reading.min_years, reading.level) == ("Laboratory Technician", 3.0, "mid")
    assert {r.importance for r in reading.requirements if "Driving" in r.text} == {"nice"}


def test_prose_without_headings() -> None:
    reading = read_job(PROSE)

    assert (reading.title, reading.locations, reading.level) == ("Senior Data Analyst", ("Dublin, Ireland",), "senior")
    assert reading.min_years == 5.0
    assert "sql" in skills(reading, "must")
    assert {"tableau", "power-bi"} in groups(reading)
    assert "dbt" in skills(reading, "nice")
    assert not any("lunch" in r.text for r in reading.requirements)


def test_german_posting() -> None:
    reading = read_job(GERMAN)

    assert (reading.title, reading.locations, reading.remote) == ("Softwareentwickler", ("Hamburg",), "hybrid")
    assert reading.salary == Salary(55_000, 65_000, "EUR", "year")
    assert reading.min_years == 2.0
    assert "java" in skills(reading, "must")
    assert "docker" in skills(reading, "nice")
    assert "degree" in {r.kind for r in reading.requirements if r.skill_key is None}
    assert [r.skill_key for r in reading.requirements if r.kind == "language"] == ["german"]
    assert not any("Urlaub" in r.text for r in reading.requirements)


def test_an_empty_posting_has_nothing() -> None:
    assert read_job("") == JobReading(None, None, (), None, None, None, None, ())


def test_to_dict_has_the_fields_of_the_batch_tool() -> None:
    row = read_job(LABELLED).to_dict()

    assert list(row) == ["title", "company", "locations", "remote", "level", "min_years", "salary", "requirements"]
    assert {"text", "skill", "esco_uri", "importance", "any_of"} <= set(row["requirements"][0])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Registered Nurse\nWe care for people.", "Registered Nurse"),
        ("Backend Developer (m/w/d)\nJoin us.", "Backend Developer"),
        ("Senior Site Engineer - Remote\nText", "Senior Site Engineer"),
        ("We are looking for an enthusiastic Warehouse Supervisor to lead a shift.", "Warehouse Supervisor"),
        ("Northlake Trust is seeking a Fundraising Manager who loves people.", "Fundraising Manager"),
        ("As a Civil Engineer, you will design bridges.", "Civil Engineer"),
        ("Do you like numbers? Then become our Payroll Specialist!", "Payroll Specialist"),
        ("Wir suchen ab sofort einen Servicetechniker für den Außendienst.", "Servicetechniker"),
        ("Position: Head of IT\nCity: Oslo", "Head of IT"),
        ("A position as associate professor in marine biology is available.", "associate professor"),
    ],
)  # fmt: skip
def test_title(text: str, title: str) -> None:
    assert read_job(text).title == title


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ("This is a fully remote position.", "remote"),
        ("Location: Remote (EU)", "remote"),
        ("We are a remote-first company.", "remote"),
        ("Remote", "remote"),
        ("Hybrid working: 2 days a week in the office", "hybrid"),
        ("You can work from home up to three days a week.", "hybrid"),
        ("Homeoffice nach Absprache möglich", "hybrid"),
        ("On-site or remote, as you like", "hybrid"),
        ("This is an on-site role.", "onsite"),
        ("No remote work.", "onsite"),
        ("Remote work is not possible.", "onsite"),
        ("This is an office-based position in Bristol.", "onsite"),
        ("You will build hybrid cloud systems and remote sensing software.", None),
        ("Manage remote teams across Asia.", None),
        ("There is an on-site gym and a canteen.", None),
        ("All interviews are remote.", None),
        ("Due to the pandemic we currently work from home.", None),
        ("You will visit customers on-site.", None),
        ("An office job in Lyon.", None),
    ],
)
def test_remote(text: str, remote: str | None) -> None:
    assert read_remote(text) == remote


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3+ years of experience in sales", 3),
        ("three to five years of professional experience", 3),
        ("at least 2 yrs experience with SAP", 2),
        ("minimum of five (5) years' experience", 5),
        ("two and one-half years of clerical experience", 2.5),
        ("18 months of experience as a cook", 1.5),
        ("0-2 years of work experience", 0),
        ("10 or more years working as a pilot", 10),
        ("mindestens 3 Jahre Berufserfahrung", 3),
        ("mehrjährige Erfahrung im Vertrieb", 2),
        ("several years of experience in logistics", 2),
    ],
)
def test_years_of_experience(text: str, years: float) -> None:
    assert [y for y, _, _ in experience_years(text)] == [years]


@pytest.mark.parametrize(
    "text",
    [
        "We have been in business for 25 years",
        "a company with 10 years of history",
        "The contract is for a period of 2 years",
        "you must be at least 18 years of age",
        "our five-year plan",
        "founded 12 years ago",
        "a 3-year PhD position",
        "24 months warranty",
        "less than 4 years of research experience",
        "a 15-month project to work on the genome",
    ],
)
def test_other_years_are_no_experience(text: str) -> None:
    assert experience_years(text) == ()


@pytest.mark.parametrize(
    ("title", "years", "level"),
    [
        ("Marketing Intern", None, "intern"),
        ("Werkstudent Controlling", None, "intern"),
        ("Junior Developer", 4, "entry"),
        ("Graduate Engineer", None, "entry"),
        ("Engineer II", None, "mid"),
        ("Senior Accountant", 1, "senior"),
        ("Sr. Analyst", None, "senior"),
        ("Lead Engineer", None, "lead"),
        ("Head of Sales", None, "lead"),
        ("Principal Architect", None, "lead"),
        ("Chief Financial Officer", None, "executive"),
        ("Director of Operations", None, "executive"),
        ("Account Executive", None, None),
        ("Account Manager", 3, "mid"),
        ("Nurse", 1, "entry"),
        ("Nurse", 7, "senior"),
        ("Nurse", None, None),
    ],
)
def test_level(title: str, years: float | None, level: str | None) -> None:
    assert read_level(title, "", years) == level


@pytest.mark.parametrize(
    ("title", "text", "years", "level"),
    [
        ("Joiner", "4 years post-apprenticeship experience", 4, "mid"),
        (
            "Welder",
            "Completed apprenticeship and 10 years at the bench. This apprenticeship counts double.",
            10,
            "senior",
        ),
        ("Electrician", "Recognised apprenticeship", None, None),
        ("Recruiter", "Lead our internship program and our apprenticeship scheme", None, None),
        ("Internship Coordinator", "", 3, "mid"),
        ("Marketing", "This internship lasts three months.", None, "intern"),
        ("Bakery", "Apply for our apprenticeship position.", None, "intern"),
        ("Stationsleitung Innere Medizin", "", 3, "lead"),
        ("Abteilungsleitung Einkauf", "", 2, "lead"),
        ("Assistenz der Abteilungsleitung", "", 2, "mid"),
        ("Monteur Rohrleitung", "", 2, "mid"),
    ],
)
def test_level_by_what_the_text_says_of_the_position(title: str, text: str, years: float, level: str | None) -> None:
    assert read_level(title, text, years) == level


def test_alternative_ways_to_qualify_ask_for_the_least_years() -> None:
    text = "Requirements\n1. A degree and two years of experience in grants; or 2. Six years of experience in grants."

    assert read_job(text).min_years == 2.0


@settings(deadline=None)  # the first example loads the data
@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    reading = read_job(text)

    assert dataclasses.is_dataclass(reading)


@pytest.mark.slow
def test_real_postings_are_read(shared_data: Path) -> None:
    import gzip
    import json

    with gzip.open(shared_data / "jobs" / "skillspan_postings_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        readings = [read_job(json.loads(line)["text"]) for line in lines]

    assert sum(r.title is not None for r in readings) >= 0.85 * len(readings)
    assert sum(bool(r.requirements) for r in readings) >= 0.95 * len(readings)


def test_tags_of_a_web_page_are_no_text() -> None:
    text = "<h1>Senior Product Designer</h1><p>Requirements:</p><ul><li>Five years of experience in design</li></ul>"

    reading = read_job(text)

    assert (reading.title, reading.min_years) == ("Senior Product Designer", 5.0)
    assert [text[r.start : r.end] for r in reading.requirements][0] == "Five years of experience in design"
