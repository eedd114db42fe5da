"""Qualifications are met where a resume states them, and years where its entries are of the field."""

from __future__ import annotations

import pytest

from matching.field_years import field_years
from matching.proof import Asked, ResumeEvidence, Shown
from matching.stated import lines_of, names_qualification, qualification
from matching.tests.people import TODAY
from resumes.parsing import parse_text
from resumes.skill_evidence import collect
from resumes.taxonomy import taxonomy

SPARK = """Gethin Pryce
gethin.pryce@example.com
Swansea, United Kingdom

Experience

Site Electrician Supervisor, Tawe Electrical Ltd
May 2016 - Present
- Inspect and test to BS 7671 18th Edition on schools and surgeries
- Fit EV chargers for two housing associations

Warehouse Clerk, Gower Storage
Sept 2009 - April 2016
- Counted stock

Qualifications
NVQ Level 3 Electrical Installation, Gower College Swansea, 2009
City & Guilds 2391 Inspection and Testing
ECS Gold Card

Licences
Full UK driving licence (category B)

Languages
Welsh (native), English (fluent)
"""
TITLE_ALONE = """Pia Marsh
pia@example.com
Cardiff, United Kingdom

Work experience

Electrician, Severn Sparks
01/2018 - 02/2025
- Wired kitchens and lofts

Education
Bachelor of Arts in History, Sample University
"""


def evidence(text: str, years: float) -> ResumeEvidence:
    parsed = parse_text(text)
    shown = [Shown(s.key, s.label, s.spans, s.years, s.evidenced) for s in collect(parsed, taxonomy(), today=TODAY)]
    return ResumeEvidence(parsed, shown, taxonomy(), years=years)


@pytest.fixture(scope="module")
def spark() -> ResumeEvidence:
    return evidence(SPARK, 16.5)


@pytest.fixture(scope="module")
def pia() -> ResumeEvidence:
    return evidence(TITLE_ALONE, 7.2)


def answer(resume: ResumeEvidence, text: str, key: str = "", label: str = "", **more: float) -> tuple[str, str]:
    (proof,) = resume.prove([Asked(text, key, label, **more)])
    return proof.state, proof.quote


NVQ = ("NVQ Level 3 in Electrical Installation", "electrical-installation", "Electrical installation")


def test_an_award_is_shown_by_the_line_that_names_it_and_never_by_a_job_title(spark, pia):
    assert answer(spark, *NVQ) == ("met", "NVQ Level 3 Electrical Installation, Gower College Swansea, 2009")
    assert answer(pia, *NVQ) == ("missing", "")


@pytest.mark.parametrize(
    ("text", "key", "label", "quote"),
    [
        ("ECS Gold Card", "", "", "ECS Gold Card"),
        ("City & Guilds 2391", "", "", "City & Guilds 2391 Inspection and Testing"),
        ("Full UK driving licence", "", "", "Full UK driving licence (category B)"),
        ("Driving licence", "driving-licence", "Driving licence", "Full UK driving licence (category B)"),
        ("Welsh", "welsh", "Welsh", "Welsh (native), English (fluent)"),
    ],
)
def test_what_is_awarded_or_spoken_needs_no_dated_entry(spark, text, key, label, quote):
    assert answer(spark, text, key, label) == ("met", quote)


def test_a_language_in_the_list_of_skills_is_stated_too():
    clerk = evidence("Clerk, Example Works\n2019 - 2020\nKept files\n\nSkills\nFrench, Docker\n", 1.0)

    assert answer(clerk, "French", "french", "French")[0] == "met"
    assert answer(clerk, "Docker", "docker", "Docker")[0] == "partial"


def test_work_on_a_country_shows_no_language():
    tess = evidence(
        "Tess Brugh\n\nExperience\n\nManager, Outdoor Works\n2019 - 2020\n- Launched the German shop\n", 1.0
    )

    assert answer(tess, "German", "german", "German") == ("partial", "Launched the German shop")


@pytest.mark.parametrize(
    ("text", "line", "state"),
    [
        ("NVQ Level 3 in plumbing", "NVQ Level 2 Plumbing", "partial"),
        ("Category C driving licence", "Driving licence category B", "partial"),
        ("CPA", "CPA candidate, three of four sections passed", "partial"),
        ("AWS certification", "Built nightly pipelines on AWS", "missing"),
        ("AWS certification", "AWS Certified Developer", "met"),
        ("Driving licence", "Forklift driver licence, 2017", "missing"),
        ("Forklift licence", "Licence in Psychology", "missing"),
        (
            "Registration with the NMC (adult nursing); one year of practice, rotations included",
            "NMC registration, adult nurse",
            "met",
        ),
    ],
)
def test_a_line_states_what_it_names_and_no_more(text, line, state):
    assert qualification(text, lines_of(parse_text(f"Ada Lindqvist\n\n{line}")))[0] == state


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Registered nurse", True),
        ("Gas Safe registered", True),
        ("Credit card processing", False),
        ("Registration of visitors", False),
        ("A high degree of autonomy", False),
        ("2 years of post-registration experience", False),
        ("Licence management", False),
    ],
)
def test_only_what_is_awarded_is_a_qualification(text, is_one):
    assert names_qualification(text) is is_one


def test_years_are_quoted_from_entries_of_their_field_or_left_to_a_person(spark, pia):
    asked = Asked("EV charger installation. Minimum 4 years post-apprenticeship experience.", min_years=4.0)
    (shown,), (unknown,) = spark.prove([asked]), pia.prove([asked])

    assert (shown.state, shown.quote) == ("met", "Fit EV chargers for two housing associations")
    assert shown.note == "9.8 years in the dated work entries that name it; the field is for a person to judge"
    assert (unknown.state, unknown.quote) == ("unknown", "")
    assert unknown.note == "7.2 years in all dated work entries; the field is for a person to judge"


def test_years_of_a_skill_are_not_shown_by_a_relative(spark):
    state = answer(spark, "At least 5 years of experience in plumbing", "plumbing", "Plumbing", min_years=5.0)

    assert state == ("missing", "")


def test_years_of_no_field_count_all_work_and_of_an_unnamed_one_none(pia):
    assert answer(pia, "5 years of professional experience", min_years=5.0)[0] == "met"
    assert answer(pia, "5 years of relevant experience", min_years=5.0)[0] == "unknown"


def test_years_of_a_field_leave_out_the_other_entries(spark):
    works = [entry for entry in spark.entries if entry.kind == "work"]

    clerk = field_years("3 years as a warehouse clerk", works, lines_of(spark.parsed), 16.5)

    assert clerk.line is not None and clerk.line.text == "Warehouse Clerk, Gower Storage"
    assert clerk.years == pytest.approx(80 / 12)


@pytest.mark.parametrize(
    ("text", "state"),
    [("Degree in history", "met"), ("Degree in nursing", "partial"), ("Bachelor's degree", "met")],
)
def test_a_degree_is_met_in_its_subject(pia, text, state):
    assert answer(pia, text)[0] == state


def test_a_british_standard_is_no_degree():
    fitter = evidence(
        "Fitter, Example Works\n2019 - 2020\nFitted\n\nEducation\nBS 7671 Wiring Regulations, 2019\n", 1.0
    )

    assert answer(fitter, "Degree in engineering")[0] != "met"
