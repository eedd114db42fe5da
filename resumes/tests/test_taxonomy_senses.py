"""Words that are skills in one sense and not in another, skills that a clause denies, and names in other languages."""

from __future__ import annotations

import pytest

from resumes.taxonomy import taxonomy
from resumes.taxonomy.curated import parse_line
from resumes.taxonomy.extract import extract


def labels(text: str) -> list[str]:
    return [span.label for span in taxonomy().recognise(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Drove 1.1 million safe miles without an incident",
        "Planned allergen-safe lunches for 200 guests",
        "Montr\u00e9al, QC, Canada",
        "CIHR Project Grant, CAD 420,000",
        "Salary: 90,000 CAD",
        "react to incidents",
        "Read access requests and react to changes",
        "salt and dance in the hive",
        "Washed windows and sent soap to clients",
        "Send reports to the spa",
        "An avid reader",
    ],
)
def test_other_senses_are_no_skills(text: str) -> None:
    assert labels(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Worked with SAFe", ["SAFe"]),
        ("Performed QC of raw parts", ["Quality control"]),
        ("Drew parts in CAD", ["CAD"]),
        ("Built pages in React", ["React"]),
        ("- React\n- Snowflake\n", ["React", "Snowflake"]),
        ("python, react, snowflake", ["Python", "React", "Snowflake"]),
        ("Moved to Windows", ["Windows"]),
        ("Tableau is required", ["Tableau"]),
        ("SAP-Kenntnisse", ["SAP"]),
        ("Menu planning and food costing", ["Menu planning", "Food costing"]),
        ("RNA-seq and assay development", ["RNA sequencing", "Assay development"]),
        ("Fitted EV charging points", ["EV charging"]),
        ("HGV, MIG welding, pressure area care", ["HGV driving", "MIG welding", "Pressure ulcer prevention"]),
    ],
)
def test_the_sense_of_a_skill_counts(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I do not know Java. No experience with Docker. Never used Kubernetes.", []),
        ("I don\u2019t know Java, I know Python", ["Python"]),
        ("No experience with Docker, Kubernetes or Ansible, but strong Python", ["Python"]),
        ("No Java required. Docker: none.", []),
        ("Keine Erfahrung mit Docker und Ansible", []),
        ("Not only Python but also Java", ["Python", "Java"]),
        ("I have never had a problem with Docker", ["Docker"]),
        ("No downtime in three years with Docker", ["Docker"]),
    ],
)
def test_a_denied_skill_is_no_skill(text: str, expected: list[str]) -> None:
    assert labels(text) == expected
    assert [span.label for span in extract(text) if span.label in ("Docker", "Java", "Kubernetes", "Ansible")] == [
        label for label in expected if label != "Python"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenntnisse in Buchhaltung, Schwei\u00dfen und Python", ["Bookkeeping", "Welding", "Python"]),
        ("Ma\u00eetrise de Python, comptabilit\u00e9 et soudage", ["Python", "Bookkeeping", "Welding"]),
        ("Conocimientos de Python y contabilidad", ["Python", "Accounting"]),
        ("Ervaring met Java en boekhouden", ["Java", "Bookkeeping"]),
    ],
)
def test_other_languages_name_skills_too(text: str, expected: list[str]) -> None:
    assert labels(text) == expected
    assert [span.label for span in extract(text)] == expected


def test_a_country_is_no_skill() -> None:
    assert [span.label for span in extract("Python, Canada, Docker")] == ["Python", "Docker"]


def test_a_single_letter_beside_a_skill_is_none() -> None:
    assert labels("Reservation framework, selling c. 900 seats") == ["Sales"]


def test_the_mark_of_an_alias_is_the_mark_of_a_label_of_its_spelling() -> None:
    term = parse_line("SAFe > Agile methods ; scaled agile, ^SAFe", "it-methods")
    assert (term.label, term.aliases) == ("^SAFe", ("scaled agile",))
