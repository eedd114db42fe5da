"""The batch tool read_jobs: lines in, lines out, order kept, bad lines told, bad files refused."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

POSTING = "Job Title: Baker\nLocation: Lyon, France\nRequirements:\n- Two years of experience as a baker\n- French"


def run(tmp_path: Path, content: str) -> list[dict[str, object]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(content, encoding="utf-8")
    call_command("read_jobs", "--in", str(source), "--out", str(target))
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_each_posting_becomes_one_line(tmp_path: Path) -> None:
    rows = run(
        tmp_path, json.dumps({"id": 7, "text": POSTING, "more": 1}) + "\n" + json.dumps({"id": "b", "text": ""}) + "\n"
    )

    assert [row["id"] for row in rows] == [7, "b"]
    assert (rows[0]["title"], rows[0]["locations"], rows[0]["min_years"]) == ("Baker", ["Lyon, France"], 2.0)
    assert rows[1] == {
        "id": "b",
        "title": None,
        "company": None,
        "locations": [],
        "remote": None,
        "level": None,
        "min_years": None,
        "salary": None,
        "requirements": [],
    }


def test_a_bad_line_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = run(tmp_path, '{"id": 1}\n' + json.dumps({"id": 2, "text": POSTING}) + "\n")

    assert rows[0] == {"id": 1, "error": "Missing: text."}
    assert rows[1]["title"] == "Baker"


def test_an_unusable_file_is_refused_with_status_2(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("read_jobs", "--in", str(tmp_path / "none.jsonl"))

    assert refused.value.returncode == 2
