"""Claims about figures: what follows from the figures and dates of the evidence, and what does not."""

from __future__ import annotations

import pytest

from aiplatform.claims import Document, Entry, Evidence, Span, Unit, check_against

LINES = (
    "Absences fell from 12 in 2021 to 4 in 2024",
    "Took error rates from 3.2% to 1.1% with new labels",
    "Ran monthly audits of 640 SKUs with hand scanners",
    "Looks after a 90,000 sq ft cold store with 25 pickers",
    "Reduced the time for a stock count by 4 times, the largest gain of the year",
    "Languages and tools: HTML 5, CSS 3",
)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    text = "\n".join(LINES)
    units = tuple(Unit(line, Span(text.index(line), text.index(line) + len(line)), "bullet") for line in LINES)
    return Evidence(
        Document(
            (
                Entry("0.0", "work", "Polar Stores", "Warehouse Manager", start="2019", end="2024", units=units),
                Entry("0.1", "work", "Corner Grocers", "Cashier", start="2014", end="2016"),
                Entry(
                    "1.0", "education", "Hill College", degree="Bachelor", area="Logistics", start="2010", end="2013"
                ),
            ),
            (),
            "2026-11",
        )
    )


def blocked(evidence: Evidence, text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in check_against(evidence, text).claims if one.state == "unsupported"]


@pytest.mark.parametrize(
    "text",
    [
        "Absences dropped by more than 60%, from 12 in 2021 to four in 2024.",
        "Brought absences down from twelve to four in three years.",
        "More than halved error rates, from 3.2% to 1.1%.",
        "Audited 640 SKUs every month.",
        "Looks after a cold store of 90,000 square feet with two dozen pickers.",
        "Cut the time for a stock count by a factor of four, the biggest gain of the year.",
        "Spent five years at Polar Stores as Warehouse Manager.",
        "Warehouse manager with five years of experience.",
        "Earned a bachelor's in logistics in 2013.",
    ],
)
def test_what_follows_from_figures_and_dates_is_supported(evidence: Evidence, text: str) -> None:
    assert blocked(evidence, text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Absences dropped by more than 80%, from 12 in 2021 to four in 2024.", "percent"),
        ("Brought absences down from twelve to four in two years.", "number"),
        ("More than tripled error rates, from 3.2% to 1.1%.", "number"),
        ("Manages a cold store of 90,000 square metres.", "number"),
        ("Manages a cold store with three dozen pickers.", "reach"),
        ("Cut the time for a stock count by a factor of six.", "number"),
        ("Spent eight years at Polar Stores as Warehouse Manager.", "tenure"),
        ("Earned a bachelor's in logistics in 2016.", "date"),
        ("Fluent in five languages.", "number"),
    ],
)
def test_what_does_not_follow_is_not(evidence: Evidence, text: str, kind: str) -> None:
    assert kind in [one for one, _ in blocked(evidence, text)]
