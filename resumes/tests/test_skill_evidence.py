"""Skill evidence: places, years, claims."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resumes.parsing import parse_text
from resumes.parsing.types import Entry, Field, ParsedResume, Section
from resumes.skill_evidence import SkillEvidence, collect, months_of
from resumes.taxonomy import taxonomy

TODAY = date(2026, 6, 15)
JOB_A = "Web developer, Alpha\nBuilt services with Django and Docker.\n"
JOB_B = "Engineer, Beta\nAutomated releases with Docker and Terraform.\n"
STUDY = "BSc, Gamma University\nThesis about PostgreSQL.\n"
SKILLS = "Skills: Kubernetes (advanced), Docker, Zorblax, Go\n"


def entry(text: str, start: int, kind: str, begin: str | None, end: str | None) -> Entry:
    dates = [Field(value, 0.9) if value else None for value in (begin, end)]
    return Entry(
        kind, start_date=dates[0], end_date=dates[1], summary=text, confidence=0.9, start=start, end=start + len(text)
    )


@pytest.fixture
def parsed() -> ParsedResume:
    text = JOB_A + JOB_B + STUDY + SKILLS
    b, s, k = len(JOB_A), len(JOB_A + JOB_B), len(JOB_A + JOB_B + STUDY)
    work = (entry(JOB_A, 0, "work", "2020-01", "2021-12"), entry(JOB_B, b, "work", "2021-07", "present"))
    study = (entry(STUDY, s, "education", "2014", "2018"),)

    def item(name: str) -> Field:
        at = text.index(name, k)
        return Field(name, 0.9, at, at + len(name))

    return ParsedResume(
        format="txt",
        text=text,
        parser_version="test",
        sections=(
            Section("work", "", JOB_A + JOB_B, 0.9, 0, s, entries=work),
            Section("education", "", STUDY, 0.9, s, k, entries=study),
            Section("skills", "Skills", SKILLS, 0.9, k, len(text)),
        ),
        skills=tuple(item(name) for name in ("Kubernetes", "Docker", "Zorblax", "Go")),
    )


@pytest.fixture
def evidence(parsed: ParsedResume) -> dict[str, SkillEvidence]:
    return {one.key: one for one in collect(parsed, taxonomy(), today=TODAY)}


def test_years_are_the_union_of_the_months_of_the_entries(evidence: dict[str, SkillEvidence]) -> None:
    assert evidence["django"].years == 2.0
    assert evidence["docker"].years == round(78 / 12, 2)  # January 2020 to June 2026, the overlap counted once
    assert (evidence["docker"].last_used, evidence["django"].last_used) == ("2026-06", "2021-12")


def test_a_claim_is_told_from_evidence(evidence: dict[str, SkillEvidence]) -> None:
    assert {key: evidence[key].evidenced for key in ("docker", "kubernetes", "postgresql")} == {
        "docker": True,
        "kubernetes": False,
        "postgresql": True,
    }
    assert evidence["kubernetes"].years is None
    assert evidence["kubernetes"].proficiency == 0.8


def test_study_shows_a_skill_but_no_year_of_practice(evidence: dict[str, SkillEvidence]) -> None:
    assert evidence["postgresql"].years is None


def test_places_name_section_and_entry(parsed: ParsedResume, evidence: dict[str, SkillEvidence]) -> None:
    assert [(parsed.text[a:b], kind, index) for a, b, kind, index in evidence["docker"].spans] == [
        ("Docker", "work", 0),
        ("Docker", "work", 1),
        ("Docker", "skills", None),
    ]


def test_implied_skills_carry_their_source(evidence: dict[str, SkillEvidence]) -> None:
    assert evidence["python"].implied_by == ("django",)
    assert evidence["python"].years == 2.0
    assert evidence["docker"].implied_by == ()


def test_items_of_the_skills_list_are_kept_even_if_unknown(evidence: dict[str, SkillEvidence]) -> None:
    assert not evidence["zorblax"].known
    assert evidence["go"].known


@pytest.mark.parametrize(
    ("begin", "end", "months"),
    [
        ("2020-01", "2020-01", 1),
        ("2020-01", "2020-12", 12),
        ("2018", "2020", 24),
        ("2019", "2019", 6),
        ("2026-01", "present", 6),
        ("2020", None, 0),
        (None, "2020", 0),
        ("2030-01", "present", 0),
        ("2020", "2010", 0),
        ("2020-10", "2020", 6),
    ],
)
def test_months_of_an_entry(begin: str | None, end: str | None, months: int) -> None:
    assert len(months_of(entry("", 0, "work", begin, end), TODAY)) == months


DATES = (
    st.none()
    | st.builds(lambda y: f"{y}", st.integers(1980, 2026))
    | st.builds(lambda y, m: f"{y}-{m:02}", st.integers(1980, 2026), st.integers(1, 12))
)


@given(DATES, DATES | st.just("present"))
def test_no_entry_reaches_into_the_future(begin: str | None, end: str | None) -> None:
    assert all(month < TODAY.year * 12 + TODAY.month for month in months_of(entry("", 0, "work", begin, end), TODAY))


NURSE = """Bea Thornton

Work experience

Staff Nurse, Sample Hospital
2014 - 2021
- Cared for 8 to 10 patients a shift, haemodialysis and peritoneal dialysis

Backend Developer, Sample Works
2022 - 2024
- Moved refunds and e-mail to Celery workers
- Go to each shop twice a year

Skills
Haemodialysis, Celery, Go
"""


def test_a_listed_skill_is_looked_for_in_dated_entries_in_its_own_words() -> None:
    shown = {one.label: one for one in collect(parse_text(NURSE), taxonomy(), today=TODAY)}
    told = {label: (shown[label].evidenced, shown[label].years) for label in ("Haemodialysis", "Celery", "Go")}
    assert told == {"Haemodialysis": (True, 7.0), "Celery": (True, 2.0), "Go": (False, None)}
