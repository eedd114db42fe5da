"""Claims: what a text asserts, and whether the right entry of the evidence bears it out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplatform.claims import Document, Entry, Evidence, Span, Unit, check_against
from aiplatform.claims.words import stem

RIVER = (
    "Cut the response time from 840 ms to 190 ms by rewriting three queries",
    "Built a booking page for 35 editors in Django",
    "Helped to introduce barcode scanners and trained ten colleagues",
    "Saved 1.9 million euros a year",
)
LAKE = ("Led nine nurses on a ward of 16 beds", "Answered about 40 calls a day")


def _document() -> Document:
    text = "\n".join((*RIVER, *LAKE))

    def units(lines: tuple[str, ...]) -> tuple[Unit, ...]:
        return tuple(Unit(line, Span(text.index(line), text.index(line) + len(line)), "bullet") for line in lines)

    return Document(
        (
            Entry(
                "0.0",
                "work",
                "River Ticketing",
                "Software Developer",
                start="2020-10",
                end="2023-01",
                units=units(RIVER),
            ),
            Entry(
                "0.1",
                "work",
                "Lake Infirmary",
                "Junior Ward Manager",
                start="2016-02",
                end="2020-09",
                units=units(LAKE),
            ),
            Entry(
                "1.0",
                "education",
                "Hill University",
                degree="Bachelor of Science",
                area="Informatics",
                start="2012",
                end="2015",
            ),
        ),
        (Unit("AWS Certified Developer - Associate", None, "certification", is_exact=False),),
        "2026-11",
    )


EVIDENCE = Evidence(_document())


def unsupported(text: str, entry: int | None = None) -> list[tuple[str, str]]:
    return [
        (one.kind, one.text) for one in check_against(EVIDENCE, text, entry=entry).claims if one.state == "unsupported"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Reduced response time from 840 to 190 ms through three query rewrites",
        "Reduced response time by 77%, from 840 ms to 190 ms",
        "Response time down from 0.84 s to 0.19 s",
        "Developed a Django booking page for thirty-five editors",
        "\u0663\u0665 editors use a booking page that I built in Django",
        "BUILT A BOOKING PAGE FOR 35 EDITORS IN DJANGO",
        "Saved about \u20ac2M a year",
        "Saved \u20ac1.9M annually",
        "Assisted in introducing barcode scanners; coached ten colleagues",
        "Managed nine nurses on a 16-bed ward",
        "At Lake Infirmary I led nine nurses. At River Ticketing I trained ten colleagues.",
        "Software Developer, River Ticketing, October 2020 \u2013 January 2023",
        "Junior Ward Manager at Lake Infirmary from 2016 to 2020",
        "More than four years at Lake Infirmary",
        "BSc in Informatics from Hill University (2015)",
        "AWS Certified Developer",
        "Response time shortened by 650 ms",
        "More than four times as fast: 840 ms before, 190 ms after",
        "Software Developer bei River Ticketing, Oktober 2020 bis Januar 2023",
        "Two years and four months at River Ticketing",
        "B.Sc. (Hons) Informatics",
    ],
)
def test_truthful_rewordings_pass(text):
    assert unsupported(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cut the response time from 840 ms to 90 ms", [("number", "840 ms"), ("number", "90 ms")]),
        ("Cut the response time from 190 ms to 840 ms", [("number", "190 ms"), ("number", "840 ms")]),
        ("Cut the response time from 840 s to 190 ms", [("number", "840 s"), ("number", "190 ms")]),
        ("Reduced response time by 87%", [("percent", "87%")]),
        ("Built a booking page for 350 editors", [("reach", "350")]),
        ("Built a booking page for 35 countries", [("reach", "35")]),
        ("Saved 1.9 billion euros a year", [("money", "1.9 billion euros")]),
        ("Saved 1.9 million dollars a year", [("money", "1.9 million dollars")]),
        ("Saved 1.9 million euros a month", [("money", "1.9 million euros")]),
        ("Introduced barcode scanners", [("scope", "Introduced")]),
        ("Led ten colleagues and the introduction of barcode scanners", [("scope", "Led")]),
        ("Built a booking page for 35 editors company-wide", [("reach", "company-wide")]),
        ("Software Developer at Globex Corp", [("employer", "Globex Corp")]),
        ("Senior Software Developer at River Ticketing", [("title", "Senior Software Developer")]),
        ("Ward Manager at Lake Infirmary", [("title", "Ward Manager")]),
        ("At River Ticketing since 2018", [("date", "2018")]),
        ("Eight years at Lake Infirmary", [("tenure", "Eight years")]),
        ("Master of Science in Informatics, Hill University", [("degree", "Master of Science in Informatics")]),
        ("AWS Certified Developer - Professional", [("certification", "AWS Certified Developer - Professional")]),
        ("Built a booking page for 35 editors in Snowflake", [("name", "Snowflake")]),
        ("Speaks fluent French", [("language", "French")]),
        ("Award-winning booking page for 35 editors", [("award", "Award-winning")]),
        ("Led nine wards", [("reach", "nine")]),
        ("Cut the response time by 190 ms", [("number", "190 ms")]),
        ("Monthly savings of 1.9 million euros", [("number", "Monthly"), ("money", "1.9 million euros")]),
        ("Cut the response time to 190 ms on all pages", [("reach", "all")]),
        ("Built the first booking page for 35 editors", [("award", "the first")]),
        ("Built a booking page for 35 editors without errors", [("number", "without")]),
        ("Software Developer at Django", [("employer", "Django")]),
        ("Was responsible for introducing barcode scanners", [("scope", "responsible for")]),
    ],
)
def test_each_kind_of_fabrication_is_named(text, found):
    assert unsupported(text) == found


def test_a_figure_of_another_job_does_not_count():
    assert unsupported("At Lake Infirmary, built a booking page for 35 editors")
    assert unsupported("Built a booking page for 35 editors", entry=1)
    assert unsupported("Built a booking page for 35 editors", entry=0) == []
    (wrong,) = [one for one in check_against(EVIDENCE, "Trained ten colleagues", entry=1).claims if one.kind == "reach"]
    assert wrong.why == "\u201cten\u201d stands under River Ticketing, not under Lake Infirmary."


def test_what_stands_word_for_word_is_supported_under_its_own_entry_only():
    units = (Unit("Moved 14 Snowflake models at Acme Corp to SQL", None, "bullet", is_exact=False),)
    other = (Unit("Has no licence for cranes of 20 tonnes", None, "bullet", is_exact=False),)
    entries = (Entry("0.0", "work", "Lake", "Clerk", units=units), Entry("0.1", "work", "Hill", "Clerk", units=other))
    certificate = Entry("1.0", "certifications", "Snowflake", "SnowPro Core")
    evidence = Evidence(Document((*entries, certificate), (), "2026-11"))
    quote = "Moved 14 Snowflake models at Acme Corp to SQL."
    verdicts = [check_against(evidence, quote, entry=entry).verdict for entry in (None, 0, 1)]
    assert verdicts == ["supported", "supported", "blocked"]
    assert check_against(evidence, "licence for cranes of 20 tonnes", entry=0).verdict == "blocked"
    assert check_against(evidence, "Clerk at Snowflake").verdict == "blocked"


def test_a_supported_claim_points_to_its_place():
    text = "\n".join((*RIVER, *LAKE))
    (claim,) = [one for one in check_against(EVIDENCE, "Led 9 nurses").claims if one.kind == "reach"]

    assert (claim.start, claim.end, claim.entry) == (4, 5, "0.1")
    assert claim.evidence is not None
    assert text[claim.evidence.start : claim.evidence.end] == "nine"


def test_what_no_rule_can_check_is_unchecked_and_not_supported():
    (claim,) = check_against(EVIDENCE, "A calm and patient listener whom everybody trusts").claims

    assert (claim.kind, claim.state) == ("statement", "unchecked")


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_checked_and_places_lie_in_it(text):
    for claim in check_against(EVIDENCE, text).claims:
        assert 0 <= claim.start < claim.end <= len(text)


@given(st.sampled_from((*RIVER, *LAKE)), st.integers(min_value=200, max_value=9_999_999))
@settings(max_examples=60, deadline=None)
def test_a_statement_is_supported_and_a_made_up_figure_beside_it_never(line, number):
    assert unsupported(line) == []
    assert ("number", f"{number}") in [(kind, text) for kind, text in unsupported(f"{line}, {number} times")]


@pytest.mark.parametrize(
    "group",
    [
        ("migrate", "migrated", "migration", "migrating"), ("reduce", "reduced", "reduces", "reducing"), ("query", "queries"),
        ("build", "built", "building"), ("teach", "taught"),
    ],
)  # fmt: skip
def test_inflections_share_a_stem(group):
    assert len({stem(word) for word in group}) == 1


def _harbour() -> Evidence:
    """A person of the sea: partners, part of a whole, a doctor's degree, initials and places."""

    def units(*lines: str) -> tuple[Unit, ...]:
        return tuple(Unit(line, None, "bullet", is_exact=False) for line in lines)

    pier = units(
        "Wrote load tests for a berth planning system",
        "Co-author of three tide reports",
        "Sat on the harbour safety committee",
        "Co-developed a mooring guide for pilots",
        "Surveyed piers for the PCA and for insurers in Norway and the UK with GDM",
        "Won a study bursary; 5 articles on silt",
    )
    entries = (
        Entry("0.0", "work", "Pier Authority", "Marine Planner", start="2016-03", end="present", units=pier),
        Entry("1.0", "education", "University of Port Selby", degree="Dr. rer. nat.", area="Oceanography", end="2015"),
        Entry("2.0", "certifications", "", "Radar Observer", start="2017"),
    )
    return Evidence(
        Document(entries, (Unit("MCA boat licence, 2018", None, "certification", is_exact=False),), "2026-11")
    )


HARBOUR = _harbour()


def wrong_at_sea(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in check_against(HARBOUR, text).claims if one.state == "unsupported"]


@pytest.mark.parametrize(
    "text",
    [
        "Serving on the safety committee of the harbour",
        "Developed a guide to mooring together with pilots",
        "Took a doctorate in oceanography in 2015",
        "PhD in Oceanography from the University of Port Selby",
        "Certified as a Radar Observer in 2017",
        "Experienced planner with tide reports to show",
        "Surveys for the Port and Coast Authority",
        "Skilled in geographic data modelling",
        "Surveyed piers for Norwegian insurers in the United Kingdom",
        "Awarded a study bursary",
        "Published five articles on silt",
        "Pier planner and co-author of three tide reports",
    ],
)
def test_truthful_rewordings_at_sea_pass(text):
    assert wrong_at_sea(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Designed a berth planning system", [("scope", "Designed")]),
        ("Sole author of three tide reports", [("scope", "Sole"), ("scope", "author")]),
        ("Developed a mooring guide for pilots", [("scope", "Developed")]),
        ("Earned a doctorate in oceanography in 2016", [("degree", "2016")]),
        ("Certified as a Radar Engineer in 2017", [("certification", "Certified as a Radar Engineer")]),
        ("Certified as a Radar Observer in 2016", [("certification", "2016")]),
        ("PhD in Oceanography with Geology", [("degree", "PhD in Oceanography with Geology")]),
        ("Licensed by the Maritime and Coastguard Agency since 2016", [("certification", "2016")]),
        ("Surveyed piers for Swedish insurers", [("language", "Swedish")]),
        ("Surveyed piers in the United States", [("name", "United"), ("name", "States")]),
        ("Surveys for the Port and River Authority", [("name", "River")]),
        ("Awarded a study medal", [("award", "Awarded")]),
        ("Master's degree in oceanography", [("degree", "Master's degree in oceanography")]),
        ("Keen underwater welder with tide reports", [("title", "welder")]),
        ("Coastal bridgemaker with tide reports", [("title", "Coastal bridgemaker")]),
        ("Port Director leading three pilots", [("title", "Port Director")]),
    ],
)
def test_more_fabrications_at_sea_are_named(text, found):
    assert found[0] in wrong_at_sea(text)
