"""What blind review leaves of a resume's words: nothing that tells who it is, everything that the work is judged by."""

from __future__ import annotations

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.blind import Blind, label_of
from matching.tests.people import RESUME
from resumes.demo import demo_resumes
from resumes.parsing import parse, parse_text

PERSONAL = """Mira Halvorsen
Pronouns: she/her | Date of birth: 4 May 1991 | Gender: female
mira.halvorsen@example.com · +47 22 86 44 00 · https://github.com/mirahalv
12 Birch Lane, Oslo

Profile
Mira is a nurse, 34 years old, born in Bergen on 4 May 1991. She led a ward; her team grew to nine. Class of 2013.

Work experience

Staff Nurse, Nordlys Hospital
05/2019 - 01/2026
- Mrs Halvorsen taught wound care to twelve students of the University of Bergen
- Kept records in Python for mirahalv's ward

Education

Bachelor of Nursing, University of Bergen
2010 - 2013

References
Kari Nordmann, head nurse, kari.nordmann@example.com
"""
GONE = (
    "Mira", "Halvorsen", "mirahalv", "example.com", "22 86", "Birch", "1991", "34 years", "she", "her", "female",
    "Bergen", "2010", "2013", "Kari", "Nordmann", "Mrs",
)  # fmt: skip


def blind(text: str, **known) -> Blind:
    return Blind(parse_text(text).to_dict(), **known)


def test_nothing_that_tells_who_it_is_is_left_of_a_resume():
    told = blind(PERSONAL, emails=["mira.halvorsen@example.com"]).resume()

    assert [word for word in GONE if re.search(rf"\b{word}\b", told, re.IGNORECASE)] == []


def test_what_the_work_is_judged_by_stays():
    told = blind(PERSONAL).resume()

    assert "Staff Nurse, Nordlys Hospital" in told and "05/2019 - 01/2026" in told
    assert "taught wound care to twelve students" in told and "Bachelor" in told and "Python" in told


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Bachelor of Science in Computer Science, Sample University", "Bachelor of Science, Computer Science"),
        ("Sample University", "Bachelor of Science, Computer Science"),
        ("2014 - 2017", "Bachelor of Science, Computer Science"),
        ("Built nightly pipelines in Python and PostgreSQL for 12 shops", None),
        ("Regards, Ada", "Regards, [name]"),
        ("Write to ada.lindqvist@example.com", "Write to [e-mail]"),
        ("He and his team, led by him", "[pronoun] and [pronoun] team, led by [pronoun]"),
        ("Under the MIT License", None),
        ("Leeds University Hospital, ward 3", None),
        ("Tests with people aged 18 to 84", None),
    ],
)
def test_lines(words, shown):
    assert blind(RESUME).line(words) == (words if shown is None else shown)


def test_a_second_name_of_the_account_is_masked_too():
    assert blind(RESUME, names=["Ada Marlowe"]).line("Signed: A. Marlowe") == "Signed: A. [name]"


@pytest.mark.parametrize("demo", demo_resumes(), ids=lambda demo: demo.slug)
def test_no_demo_resume_tells_its_name_contact_or_school(demo):
    parsed = parse(demo.data, demo.filename)
    told = Blind(parsed.to_dict()).resume().casefold()
    education = [entry for section in parsed.sections for entry in section.entries if entry.kind == "education"]
    schools = [entry.organization.value for entry in education if entry.organization]
    known = [field.value for field in (parsed.email, parsed.phone, *parsed.links) if field]
    names = [part for part in demo.name.split() if len(part) > 3]

    assert [word for word in (*names, *known, *schools) if word.casefold() in told] == []
    assert len(told) > 300


@given(st.text(max_size=300))
def test_any_text_can_be_masked(words):
    masked = blind(RESUME).line(words)

    assert "lindqvist" not in masked.casefold()


@given(st.text(alphabet="abc .,\n", max_size=60), st.text(alphabet="abc .,\n", max_size=60))
def test_the_name_goes_wherever_it_stands(before, after):
    assert "Lindqvist" not in blind(RESUME).lines(f"{before} Ada Lindqvist {after}")


def test_a_label_is_the_same_in_a_job_and_another_in_another():
    job, other, person = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)

    assert label_of(job, person) == label_of(job, person)
    assert label_of(job, person) != label_of(other, person)
    assert re.fullmatch(r"Candidate [2-9A-HJ-NP-Z]{5}", label_of(job, person))


def test_two_hundred_candidates_have_two_hundred_labels():
    job = uuid.UUID(int=7)

    assert len({label_of(job, uuid.UUID(int=number)) for number in range(200)}) == 200
