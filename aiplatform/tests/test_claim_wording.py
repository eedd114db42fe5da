"""Claims in other words: units spelled out, halves, towns by another name, points without a verb, prizes by their name."""

from __future__ import annotations

import pytest

from aiplatform.claims import Document, Entry, Evidence, Unit, check_against


def unit(text: str, kind: str = "bullet") -> Unit:
    return Unit(text, None, kind, is_exact=False)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    entries = (
        Entry(
            "0.0", "work", "Kestrel Works Pvt Ltd", "Store Manager", start="2014-03", end="present",
            units=(
                unit("Store Manager, Kestrel Works Pvt Ltd, Torino", "header"),
                unit("Team of 34, turnover of EUR 4.6 million"),
                unit("46,000 m3 of concrete placed so far"),
                unit("Took part in talks with the works council"),
                unit("Contributed to a price list that 4 stores use"),
            ),
        ),
        Entry(
            "0.1", "work", "Tern Trials", "Clinical Research Associate I", start="2010-05", end="2014-02",
            units=(unit("Clinical Research Associate I, Tern Trials", "header"), unit("Scaled one step from 0.5 g to 120 g")),
        ),
        Entry("1.0", "education", "Firth College", degree="BSc", area="Trade", start="2006", end="2010",
              units=(unit("BSc Trade, Firth College, 2010", "header"),)),
        Entry("2.0", "awards", "", "Spot Award", end="2019", units=(unit("Spot Award, Kestrel Works, Q3 2019"),)),
        Entry("2.1", "awards", "", "Apprentice of the Year", end="2011", units=(unit("Apprentice of the Year of the mill, 2011"),)),
        Entry("2.2", "awards", "", "Bib Gourmand", end="2023", units=(unit("Bib Gourmand in the Michelin Guide 2023"),)),
        Entry("2.3", "awards", "", "Finalist", end="2022", units=(unit("Finalist, Prix Interface 2022"),)),
    )  # fmt: skip
    return Evidence(Document(entries, (unit("Retail buyer", "summary"),), "2026-11"))


def blocked(evidence: Evidence, text: str, entry: int | None = None) -> list[str]:
    return [one.kind for one in check_against(evidence, text, entry=entry).claims if one.state == "unsupported"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Led a team of 34.", 0),
        ("Placed 46,000 cubic metres of concrete to date.", 0),
        ("Joined in talks with the works council.", 0),
        ("Contributed to a price list. I would be glad to bring this experience to your company.", None),
        ("Scaled one step from half a gram to 120 g.", 1),
        ("Worked as a CRA I at Tern Trials.", None),
        ("Store Manager at Kestrel Works in Turin.", None),
        ("Retail buyer with over a decade of experience.", None),
        ("At Kestrel Works, I received a Spot Award in Q3 2019.", None),
        ("The house was awarded a Bib Gourmand in 2023.", None),
    ],
)
def test_true_sentences_in_other_words_pass(evidence: Evidence, text: str, entry: int | None) -> None:
    assert blocked(evidence, text, entry) == []


@pytest.mark.parametrize(
    ("text", "entry", "kind"),
    [
        ("Led a team of 43.", 0, "reach"),
        ("Placed 46,000 square metres of concrete.", 0, "number"),
        ("Led talks with the works council.", 0, "scope"),
        ("Scaled one step from half a kilogram to 120 g.", 1, "number"),
        ("Worked as a CRA II at Tern Trials.", None, "name"),
        ("Store Manager at Kestrel Works with over twenty years of experience.", None, "tenure"),
        ("Winner of the Prix Interface 2022.", None, "award"),
        ("Named Business of the Year.", None, "award"),
    ],
)
def test_false_ones_are_named(evidence: Evidence, text: str, entry: int | None, kind: str) -> None:
    assert kind in blocked(evidence, text, entry)
