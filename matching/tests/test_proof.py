"""What a resume proves, and the conditions that stand apart from points."""

from __future__ import annotations

import datetime as dt

import pytest

from careercopilot.tests.growth import growth
from matching.education import degree_level
from matching.knockouts import knockouts
from matching.ml.types import JobFacts, Spot, TalentFacts
from matching.proof import Asked, RequirementProof, ResumeEvidence, Shown, quote, tally
from matching.tests.people import RESUME, TODAY
from resumes.parsing import parse_text
from resumes.skill_evidence import collect
from resumes.taxonomy import taxonomy

BERLIN, LYON, LEIPZIG = Spot(52.52, 13.4, "DE", 1.0), Spot(45.76, 4.84, "FR", 1.0), Spot(51.34, 12.37, "DE", 1.0)


@pytest.fixture(scope="module")
def ada() -> ResumeEvidence:
    parsed = parse_text(RESUME)
    shown = [Shown(s.key, s.label, s.spans, s.years, s.evidenced) for s in collect(parsed, taxonomy(), today=TODAY)]
    return ResumeEvidence(parsed, shown, taxonomy(), years=8.1)


def one(ada: ResumeEvidence, *asked: Asked) -> RequirementProof:
    (proof,) = ada.prove(asked)
    return proof


def skill(key: str, label: str, **more: object) -> Asked:
    return Asked(label, key, label, **more)  # type: ignore[arg-type]


def test_a_skill_in_a_dated_entry_is_met_with_its_words(ada):
    proof = one(ada, skill("postgresql", "PostgreSQL"))

    assert (proof.state, proof.note) == ("met", "")
    assert proof.quote == "Built nightly pipelines in Python and PostgreSQL for 12 shops"
    assert proof.source == "Data Engineer, Example Works, 2020-03 to 2026-02"


def test_a_skill_that_is_only_listed_is_partial(ada):
    proof = one(ada, skill("docker", "Docker"))

    assert (proof.state, proof.note) == ("partial", "Only listed; no dated entry shows it")
    assert "Docker" in proof.quote


def test_years_are_counted_in_the_entries_that_name_the_skill(ada):
    enough, short = (
        one(ada, skill("python", "Python", min_years=5.0)),
        one(ada, skill("python", "Python", min_years=9.0)),
    )

    assert (enough.state, short.state) == ("met", "partial")
    assert short.note.startswith("Asks for 9 years;")


def test_a_skill_that_is_not_there_is_missing(ada):
    proof = one(ada, skill("patient-care", "Patient care"))

    assert (proof.state, proof.quote) == ("missing", "")


def test_alternatives_count_once_and_the_best_speaks(ada):
    proof = one(ada, skill("dagster", "Dagster", any_of=1), skill("python", "Python", any_of=1))

    assert (proof.text, proof.state, proof.any_of) == ("Dagster or Python", "met", 1)


def test_languages_are_shown_by_a_list_and_never_by_another(ada):
    assert one(ada, skill("english", "English")).state == "met"
    assert one(ada, skill("french", "French")).state == "missing"
    silent = ResumeEvidence(parse_text("Clerk, Example Works, 2019 - 2020\nKept files"), [], taxonomy(), years=1.0)
    assert one(silent, skill("english", "English")).state == "unknown"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Bachelor's degree in computer science or similar", "met"),
        ("Master's degree in computer science", "partial"),
        ("Certified nurse with a valid registration", "missing"),
        ("You laugh a lot and like cake", "unknown"),
    ],
)
def test_other_requirements(ada, text, state):
    assert one(ada, Asked(text)).state == state


def test_years_of_work(ada):
    assert one(ada, Asked("5 years of professional experience", min_years=5.0)).state == "met"
    assert one(ada, Asked("12 years of professional experience", min_years=12.0)).state == "partial"


def test_the_tally_counts_must_haves(ada):
    proofs = ada.prove([skill("python", "Python"), skill("cobol", "COBOL"), skill("sql", "SQL", importance="nice")])

    counts = tally(proofs)

    assert (counts.evidenced_must, counts.total_must) == (1, 2)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("PhD in physics", 8),
        ("M.Sc. in data science", 7),
        ("BSc (Hons) Nursing", 6),
        ("Ausbildung zur Köchin", 5),
        ("Abitur", 4),
        ("", None),
    ],
)
def test_degrees_are_a_ladder(text, level):
    assert degree_level(text) == level


def test_a_quote_is_the_line_and_never_too_long():
    text = "one\n• " + "word " * 100 + "needle " + "more " * 100 + "\nthree"
    start = text.index("needle")

    said = quote(text, start, start + 6)

    assert "needle" in said and "three" not in said and len(said) <= 240
    assert said.startswith("…") and said.endswith("…")


def found(**given):
    values = {
        "talent": TalentFacts(spots=(BERLIN,)), "job": JobFacts(spots=(BERLIN,), remote="onsite"), "job_text": "",
        "resume_text": "", "place_text": "Berlin, DE", "closes_on": None, "proofs": [], "today": TODAY,
    }  # fmt: skip
    return {item.kind: item.state for item in knockouts(**values | given)}


def test_places_near_far_and_unknown():
    assert found() == {"location": "met"}
    assert found(talent=TalentFacts(spots=(LYON,))) == {"location": "missing"}
    assert found(talent=TalentFacts()) == {"location": "unknown"}
    assert found(job=JobFacts(spots=(LYON,), remote="remote")) == {}
    hybrid = JobFacts(spots=(LEIPZIG,), remote="hybrid")
    assert found(job=hybrid) == {"location": "met"}  # 150 km, a few days a week
    unsaid = JobFacts(spots=(LYON,))
    assert found(job=unsaid) == {"location": "unknown"}  # the posting does not say that one must be there


def test_other_conditions():
    proof = RequirementProof("French", "must", None, "missing", kind="language")
    permit = "Great team.\nYou must be authorized to work in the EU without help. Apply."
    assert found(proofs=[proof], job_text=permit, closes_on=TODAY - dt.timedelta(days=1)) == {
        "location": "met",
        "language": "missing",
        "work permit": "unknown",
        "closing date": "missing",
    }
    assert found(job_text=permit, resume_text="EU passport")["work permit"] == "partial"
    remote_only = TalentFacts(spots=(BERLIN,), remote_wishes=frozenset({"remote"}))
    assert found(talent=remote_only)["remote work"] == "missing"


def test_long_lines_cost_no_more_than_their_length():
    def read(times):
        found(job_text="we work with people who work " * times, resume_text="a citizen " * 10)

    assert growth(read, 500, 8) < 24  # 8 where linear, 64 where quadratic
