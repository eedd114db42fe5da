"""Claims as people tell them: whose years, whose place, which prize, which part of a whole, and what stands beside a name."""

from __future__ import annotations

import pytest

from aiplatform.claims import Document, Entry, Evidence, Unit, check_against


def unit(text: str, kind: str = "bullet") -> Unit:
    return Unit(text, None, kind, is_exact=False)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    harbour = Entry(
        "0.0", "work", "Harbour Foods Ltd", "Production Planner", start="2021-03", end="present",
        units=(
            unit("Plan weekly runs for two of four production lines"),
            unit("Cut changeover time from 52 to 41 minutes"),
            unit("Days in stock went from 30 to 22"),
            unit("Made schedules for 40 small shops and local bakeries"),
            unit("Handle 60 supplier accounts"),
            unit("Helped introduce a tracking app in Polish, German and English"),
            unit("Supported a bid to Portuguese growers with LogisticRegression models"),
            unit("Trained 6 apprentices, 3 of whom became packers"),
            unit("Quality score 94%, site average 88%"),
        ),
    )  # fmt: skip
    quay = Entry(
        "0.1", "work", "Quay Transport", "Depot Clerk", start="2018-01", end="2021-02",
        units=(unit("Booked 35 lorries a day in Routemaster"), unit("Checked depot records every second week")),
    )  # fmt: skip
    return Evidence(
        Document(
            (
                harbour,
                quay,
                Entry("1.0", "education", "Firth College", degree="BSc", area="Logistics", start="2014", end="2017",
                      units=(unit("BSc (Hons) Logistics, Firth College, 2017, Upper Second", "header"),)),
                Entry("2.0", "certifications", "", "Forklift licence", end="2019",
                      units=(unit("Forklift licence, 2019", "certification"),)),
            ),
            (
                unit("Planner with eight years in logistics, five of them in food. Part-qualified (ACCA, 4 of 8 papers)", "summary"),
                unit("Schools visits in Devon", "summary"),
                unit("Second place, Tallow Bay packing contest, 2022", "summary"),
                unit("SQL, Tableau", "skill"),
            ),
            "2026-11",
        )
    )  # fmt: skip


def blocked(evidence: Evidence, text: str, entry: int | None = None) -> list[str]:
    return [one.kind for one in check_against(evidence, text, entry=entry).claims if one.state == "unsupported"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Brought changeover time down by 11 minutes, from 52 to 41.", 0),
        ("Lowered days in stock by 8 days, from 30 to 22 days.", 0),
        ("Made schedules for 40 local bakeries and small shops.", 0),
        ("Managed 60 supplier accounts.", 0),
        ("Helped bring in a tracking app in three languages.", 0),
        ("Supported a bid to growers in Portugal with logistic regression.", 0),
        ("Trained six apprentices; 3 of them became packers.", 0),
        ("Reached a quality score of 94%, six points above the site average.", 0),
        ("Checked depot records every two weeks.", 1),
        ("Plans weekly runs for two of the four production lines.", 0),
        ("Eight years in logistics, five of them in food.", None),
        ("I hold a BSc in Logistics (2:1) from Firth College and work with SQL and Tableau.", None),
        ("Before joining Harbour Foods in March 2021, I booked 35 lorries a day at Quay Transport.", None),
        ("I joined Quay Transport in Jan. 2018 and left in Feb. 2021.", None),
        ("I joined Quay Transport in January 2018 and moved to Harbour Foods in March 2021.", None),
        ("Took second place in the Tallow Bay packing contest in 2022.", None),
    ],
)
def test_true_sentences_in_other_words_pass(evidence: Evidence, text: str, entry: int | None) -> None:
    assert blocked(evidence, text, entry) == []


@pytest.mark.parametrize(
    ("text", "entry", "kind"),
    [
        ("Plan weekly runs for all four production lines.", 0, "reach"),
        ("Eight years in food.", None, "tenure"),
        ("Fully qualified member of ACCA, all papers passed.", None, "certification"),
        ("Handle 60 supplier accounts in Routemaster.", 0, "moved"),
        ("Winner of the Tallow Bay packing contest.", None, "award"),
        ("Won first prize in the Tallow Bay packing contest.", None, "award"),
        ("Schools visits across England.", None, "reach"),
        ("Holds a crane operating licence.", None, "certification"),
        ("Forklift licence since 2016.", None, "certification"),
        ("BSc (Hons) Logistics from Firth College with first-class honours.", None, "degree"),
        ("Named planner of the year.", None, "award"),
        ("Skilled in SQL and discrete event simulation.", None, "skill"),
        ("Depot Clerk at Quay Transport from April 2018 to February 2021.", None, "date"),
        ("Worked at Tidewater Foods as a planner.", None, "employer"),
    ],
)
def test_false_ones_are_named(evidence: Evidence, text: str, entry: int | None, kind: str) -> None:
    assert kind in blocked(evidence, text, entry)
