"""Recognition of skills: spellings, symbols, boundaries, ambiguous words, hierarchy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercopilot.tests.growth import growth
from resumes.taxonomy import Taxonomy, taxonomy
from resumes.taxonomy.normalise import normalise, normalise_lines, normalise_term, slug
from resumes.taxonomy.store import SHIPPED

PIECES = (
    "Python|C++|C#|.NET|Node.js|R|Go|Excel|data-warehouse|project  management|CI / CD|A/B testing|,|;|(|)|.|\n|\n\n|-|machine|learning|"
    "re\u0301sume\u0301|\u0130stanbul|SAP S/4HANA|nurse|wound care|https://a.io/python|a@b.org|APIs"
)
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(list(filter(None, PIECES.split("|")))), max_size=30).map(
    " ".join
)


@pytest.fixture(scope="module")
def tax() -> Taxonomy:
    return taxonomy()


def labels(tax: Taxonomy, text: str) -> list[str]:
    return [span.label for span in tax.recognise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C++, C#, F#, .NET, ASP.NET and Node.js", ["C++", "C#", "F#", ".NET", "ASP.NET", "Node.js"]),
        ("Skills: C, R, Go, Rust", ["C", "R", "Go", "Rust"]),
        ("CI/CD, CI / CD, A/B testing", ["CI/CD", "CI/CD", "A/B testing"]),
        ("Data-warehouse, data warehouses", ["Data warehousing", "Data warehousing"]),
        ("machine  \n learning", ["Machine learning"]),
        ("JavaScript (JS), TypeScript", ["JavaScript", "JavaScript", "TypeScript"]),
        ("Experience with GAAP, HIPAA, AutoCAD and SAP S/4HANA", ["GAAP", "HIPAA", "AutoCAD", "SAP S/4HANA"]),
        ("search engine optimization", ["Search engine optimisation"]),
        ("REST APIs", ["REST APIs"]),
    ],
)
def test_spellings_and_symbols(tax: Taxonomy, text: str, expected: list[str]) -> None:
    assert labels(tax, text) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Go to the market and excel at it", "Go"),
        ("You will excel in this role", "Microsoft Excel"),
        ("Our spring 2020 campaign", "Spring Framework"),
        ("access to the building", "Microsoft Access"),
        ("the rest of the team", "REST APIs"),
        ("R&D in the field", "R"),
        ("Hepatitis C patients", "C"),
        ("Head chef of a busy kitchen", "Chef"),
        ("a swift answer", "Swift"),
        ("lean on others", "Lean management"),
        ("San Francisco, California", "SAN"),
        ("a canvas in oil", "Canva"),
        ("new initiatives of the board", "Initiative"),
        ("javascripting", "JavaScript"),
        ("see python.org/downloads or mail python@example.org", "Python"),
    ],
)
def test_everyday_words_are_no_skills(tax: Taxonomy, text: str, word: str) -> None:
    assert word not in labels(tax, text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Advanced Excel", "Microsoft Excel"),
        ("MS Word, Excel, PowerPoint", "Microsoft Excel"),
        ("Programming in Go and Python", "Go"),
        ("Java, Spring, Hibernate", "Spring Framework"),
        ("Chef, Puppet, Ansible", "Puppet"),
        ("iOS apps in Swift", "Swift"),
        ("Lean, Six Sigma, Kaizen", "Lean management"),
        ("Hadoop, Spark, Kafka", "Apache Spark"),
        ("statistical modelling in R, SAS and Stata", "R"),
    ],
)
def test_context_shows_a_skill(tax: Taxonomy, text: str, word: str) -> None:
    assert word in labels(tax, text)


def test_no_term_crosses_a_blank_line(tax: Taxonomy) -> None:
    assert "Project management" not in labels(tax, "Project\n\nmanagement")


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_the_text_without_overlap(text: str) -> None:
    end = 0
    for span in taxonomy().recognise(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.surface
        end = span.end


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_same_paragraph_twice_gives_the_same_twice(text: str) -> None:
    once = [(s.key, s.surface) for s in taxonomy().recognise(text)]
    assert [(s.key, s.surface) for s in taxonomy().recognise(f"{text}\n\n.\n\n{text}")] == once * 2


@given(
    st.sampled_from(["Kubernetes", "project management", "wound care", "Adobe Photoshop", "financial reporting"]),
    st.text(" \t", min_size=1, max_size=4),
)
@settings(max_examples=40, deadline=None)
def test_case_and_white_space_do_not_matter(name: str, gap: str) -> None:
    tax = taxonomy()
    expected = [s.key for s in tax.recognise(name)]
    assert [s.key for s in tax.recognise(name.upper().replace(" ", gap))] == expected
    assert [s.key for s in tax.recognise(f"({name.lower().replace(' ', '-')})")] == expected


@given(st.text(max_size=120))
def test_every_offset_leads_back_to_its_character(text: str) -> None:
    form = normalise(text)
    places = [form.origin(i) for i in range(len(form.text))]
    assert places == sorted(set(places))
    assert all(0 <= place < len(text) for place in places)
    assert all(
        form.text[i] == text[p]
        for i, p in enumerate(places)
        if text[p].isascii() and text[p].islower() and form.text[i] != "\x01"
    )


@given(
    st.lists(st.text(st.characters(blacklist_categories=["Cc", "Zl", "Zp", "Cs"]), max_size=30), min_size=1, max_size=5)
)
def test_many_lines_normalise_as_one_by_one(lines: list[str]) -> None:
    assert [form.strip() for form in normalise_lines(lines)] == [normalise_term(line) for line in lines]


def test_implied_skills_are_transitive(tax: Taxonomy) -> None:
    assert tax.implied(["django"]) == {"python"}
    assert {"javascript", "react"} <= tax.implied(["next-js"])
    assert tax.implied(["no-such-skill"]) == set()


def test_no_curated_term_implies_itself(tax: Taxonomy) -> None:
    circles = [term.key for term in tax.all() if term.curated and term.key in tax.implied([*term.implies])]
    assert circles == []


def test_similarity_follows_the_hierarchy(tax: Taxonomy) -> None:
    assert tax.similarity("python", "python") == 1.0
    assert tax.similarity("django", "python") == tax.similarity("python", "django") == 0.75
    assert tax.similarity("react", "vue-js") == 0.5
    assert tax.similarity("react", "docker") == 0.2
    assert tax.similarity("react", "wound-care") == 0.0


def test_lookup_takes_labels_and_aliases(tax: Taxonomy) -> None:
    assert [tax.lookup(name).key for name in ("K8s", "golang", "US GAAP", "c#")] == [
        "kubernetes",
        "go",
        "gaap",
        "c-sharp",
    ]  # type: ignore[union-attr]
    assert tax.lookup("no such thing at all") is None


def test_every_term_has_a_place_and_a_unique_key(tax: Taxonomy) -> None:
    terms = list(tax.all())
    groups = {group.key: group.domain for group in tax.groups()}
    assert len({term.key for term in terms}) == len(terms) == len(tax)
    assert all(groups[term.group] == term.domain for term in terms)
    assert len({term.domain for term in terms if term.curated}) >= 19
    assert all(term.key == slug(term.label) for term in terms if term.curated)


def test_the_shipped_list_stays_small() -> None:
    assert SHIPPED.stat().st_size < 2_000_000


@pytest.mark.slow
def test_reading_costs_no_more_than_the_length_of_a_text(tax: Taxonomy) -> None:
    line = "Senior nurse with wound care; built data pipelines in Python, Spark and Airflow for the finance team.\n"

    assert growth(lambda lines: tax.recognise(line * lines), 200, 8) < 24  # 8 where linear, 64 where quadratic
