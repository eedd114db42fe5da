"""The check_claims and evaluate_claims commands, as a script uses them."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from resumes.claim_evidence import evidence_of, find_entries
from resumes.claim_trial.trial import cases, run, wilson
from resumes.demo import built_file, source
from resumes.parsing.from_jsonresume import from_structure

TEXT = built_file("rosalind-teoh", "txt").read_text(encoding="utf-8")


def served(tmp_path, *rows):
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    call_command("check_claims", "--in", str(given), "--out", str(out), "--today", "2026-11-21")
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_evidence_counts_characters_of_the_resume_as_given(tmp_path):
    (row,) = served(
        tmp_path, {"id": 7, "resume": TEXT, "text": "Led 8 packers who shipped 3,200 parcels daily", "entry": 1}
    )

    places = [one["evidence"] for one in row["claims"]]
    assert row["id"] == 7
    assert row["verdict"] == "supported"
    assert [TEXT[place["start"] : place["end"]] for place in places] == ["Led", "eight", "shipped", "3,200", "day"]
    assert [one["class"] for one in row["claims"]] == ["scope", "reach", "scope", "number", "number"]


@pytest.mark.parametrize("entry", [1, "1", "Orchid Parcel Fulfilment", {"title": "Team Leader"}, {"start": "2018-04"}])
def test_an_entry_is_named_in_several_ways(tmp_path, entry):
    true, false = served(
        tmp_path,
        {"id": 1, "resume": TEXT, "text": "Led eight packers", "entry": entry},
        {"id": 2, "resume": TEXT, "text": "Trained 26 new pickers", "entry": entry},
    )

    assert (true["verdict"], false["verdict"]) == ("supported", "blocked")


def test_json_resume_and_bad_lines(tmp_path):
    data = source("jonas-ahrendt")
    rows = served(
        tmp_path,
        {"id": 1, "resume": data, "text": "Built a Django back office for 35 editors"},
        {"id": 2, "resume": json.dumps(data), "text": "Built a Django back office for 53 editors"},
        {"id": 3, "text": "Built"},
        {"id": 4, "resume": 5, "text": "Built"},
        {"id": 5, "resume": data, "text": "Built", "entry": "Nowhere Ltd"},
        {"id": 6, "resume": "", "text": "Built"},
    )

    assert [row.get("verdict") for row in rows] == ["supported", "blocked", None, None, None, None]
    assert [bool(row.get("error")) for row in rows] == [False, False, True, True, True, True]


def test_unknown_entries_are_none():
    document = evidence_of(from_structure(source("jonas-ahrendt"), "jsonresume"), today=date(2026, 11, 21))

    assert [find_entries(document, wanted) for wanted in (9, True, {"colour": "red"}, ["x"], "")] == [frozenset()] * 5
    assert find_entries(document, "Backend Developer at M\u00f6wenfels Ticketing") == find_entries(document, 0)


@pytest.mark.slow
def test_the_trial_reports_every_class_and_says_when_a_bar_is_missed():
    out = io.StringIO()

    call_command("evaluate_claims", "--family", "development", "--each", "6", "--truthful", "70", "--json", stdout=out)

    report = json.loads(out.getvalue())
    assert [row["texts"] for row in report["classes"]] == [6] * 12 + [70]
    assert report["missed"] == []


def test_the_trial_is_the_same_each_time():
    first, again = (cases("held_out", each=2, truthful=90) for _ in range(2))

    assert [case.text for case in first] == [case.text for case in again]


def test_wilson_interval():
    # Newcombe (1998), Statistics in Medicine 17: 81 of 263 gives 0.2553 to 0.3662, 0 of 20 gives 0 to 0.1611.
    assert [round(value, 4) for value in wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(value, 4) for value in wilson(0, 20)] == [0.0, 0.1611]


def test_every_text_of_the_workbench_is_judged_rightly() -> None:
    _, wrong = run(cases("workbench"))
    assert [(case.kind, case.text) for case, _ in wrong] == []


def test_a_family_ends_where_no_more_texts_can_be_made() -> None:
    made = cases("crafts", each=70, truthful=5)
    assert sum(case.kind == "degree" for case in made) == 60
    assert len({(case.text, case.person.key, case.entry) for case in made}) == len(made) == 11 * 70 + 60 + 5


def test_sentences_by_other_hands_are_told_apart() -> None:
    results, _ = run(cases("hands", each=4, truthful=40))
    blocked = {one.kind == "truthful": 0 for one in results}
    for one in results:
        blocked[one.kind == "truthful"] += one.blocked
    total = sum(one.total for one in results if one.kind != "truthful")
    assert (total, len(results)) == (48, 13)
    assert blocked[False] >= 46  # of 48 false ones
    assert blocked[True] <= 4  # of 40 true ones
