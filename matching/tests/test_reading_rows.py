"""The requirement rows of a posting: what is waived, what counts once, what of a list and of prose is kept."""

import pytest

from matching.reading import read_job
from matching.tests.test_reading_job import groups, skills


def rows(lines: str, heading: str = "Requirements:") -> list[tuple[str, str, str | None, float | None]]:
    """(kind, importance, skill, years) of a list under a heading."""
    found = read_job(f"Fitter\n\n{heading}\n{lines}\n").requirements
    return [(r.kind, r.importance, r.skill_key, r.min_years) for r in found]


@pytest.mark.parametrize(
    "line",
    [
        "We don't require a driving licence.",
        "No degree required",
        "You do not need experience with SAP",
        "Prior experience with Salesforce is not needed, we will train you",
        "Java is not required",
        "Experience with SAP, Oracle or Dynamics is not required.",
        "You are not expected to know Kubernetes",
        "Not required: Java",
        "You are not required to have a degree; in fact several of us have no degree at all.",
        "Ein Führerschein ist nicht erforderlich.",
        "Kein Studium nötig",
        "Aucun diplôme n'est exigé",
        "Le permis B n'est pas nécessaire",
        "No se requiere experiencia con SAP",
        "Rijbewijs is niet vereist",
        "Geen diploma nodig",
    ],
)
def test_what_is_said_not_to_be_needed_is_no_requirement(line: str) -> None:
    assert rows(f"- Python\n- {line}") == [("skill", "must", "python", None)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tableau is required but a degree is not required", [("skill", "must", "tableau", None)]),
        ("You don't need a degree, but you must know Python", [("skill", "must", "python", None)]),
        (
            "No degree required, just Python and SQL",
            [("skill", "must", "python", None), ("skill", "must", "sql", None)],
        ),
        ("French helps with guests but is not required", [("language", "nice", "french", None)]),
        ("Java is not required but a plus", [("skill", "nice", "java", None)]),
        ("SAP-Kenntnisse sind von Vorteil, aber nicht erforderlich", [("skill", "nice", "sap", None)]),
        ("No less than 5 years of experience with Python is required", [("skill", "must", "python", 5.0)]),
        ("No agencies please, Python skills are required", [("skill", "must", "python", None)]),
    ],
)
def test_only_the_clause_that_waives_something_is_left_out(
    line: str, expected: list[tuple[str, str, str | None, float | None]]
) -> None:
    assert rows(f"- {line}") == expected


def test_one_demand_is_one_row_of_its_kind() -> None:
    found = rows("- Full UK driving licence\n- Fluent French\n- HACCP certification\n- Registered nurse")

    assert found == [
        ("certificate", "must", "driving-licence", None),
        ("language", "must", "french", None),
        ("certificate", "must", "haccp", None),
        ("certificate", "must", None, None),
        ("skill", "must", "nursing", None),
    ]


def test_each_item_of_a_list_is_kept() -> None:
    items = (
        "Rust\nMIG\nBSN\nInd AS\nRecognised apprenticeship\nNVQ Level 3 in Plumbing\n5 years of experience in plumbing"
    )

    found = read_job("Fitter\n\nRequirements:\n- " + items.replace("\n", "\n- ")).requirements

    assert [(r.text, r.kind, r.skill_key, r.min_years) for r in found] == [
        ("Rust", "skill", "rust", None),
        ("MIG", "other", None, None),
        ("BSN", "other", None, None),
        ("Ind AS", "other", None, None),
        ("Recognised apprenticeship", "other", None, None),
        ("NVQ Level 3 in Plumbing", "certificate", None, None),
        ("5 years of experience in plumbing", "skill", "plumbing", 5.0),
    ]


def test_choices_and_wishes_of_prose_are_read() -> None:
    reading = read_job("Data Scientist\n\nYou write R or Python daily and know SQL.\nC# or .NET; Scala is a bonus.\n")

    assert groups(reading) == [{"r", "python"}, {"c-sharp", "dot-net"}]
    assert skills(reading, "must") == {"r", "python", "sql", "c-sharp", "dot-net"}
    assert skills(reading, "nice") == {"scala"}


def test_a_sentence_at_the_margin_ends_the_list() -> None:
    text = "Electrician\n\nNice to have:\n* EV charger installation\nMinimum 4 years post-apprenticeship experience.\n"

    reading = read_job(text)

    assert [r.text for r in reading.requirements] == [
        "EV charger installation",
        "Minimum 4 years post-apprenticeship experience.",
    ]
    assert (reading.min_years, reading.level) == (4.0, "mid")
