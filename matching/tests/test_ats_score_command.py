"""manage.py ats_score: one object a file, in the contract's shape, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from careercopilot.jsonl import UnusableFile

RESUME = """Mira Halvorsen
mira@mail.example | +47 22 12 34 56 | Oslo, Norway

Experience
Data Engineer, Example Works
01/2020 - present
- Built nightly pipelines in Python for 40 shops
- Cut failures of the import by 30 % with tests
- Led a team of 6 engineers

Education
BSc Informatics, Example University, 2016 - 2019

Skills
Python, PostgreSQL, Airflow
"""
POSTING = """Data engineer

Requirements
- Python
- Kubernetes
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "mira.txt").write_text(RESUME, encoding="utf-8")
    (tmp_path / "job.txt").write_text(POSTING, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    return tmp_path


def run(files: Path, *names: str, **options: str) -> list[dict[str, object]]:
    out = files / "out.jsonl"
    call_command("ats_score", *(str(files / name) for name in names), out=str(out), **options)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_a_resume_is_scored_and_bad_files_are_told(files: Path) -> None:
    good, empty, absent = run(files, "mira.txt", "empty.txt", "absent.txt")

    assert list(good) == ["file", "score", "version", "findings"]
    assert good["version"] == "ats-1"
    assert all(
        list(finding) == ["rule", "severity", "page", "start", "end", "meaning", "fix", "points"]
        for finding in good["findings"]  # type: ignore[attr-defined]
    )
    assert (set(empty), set(absent)) == ({"file", "error"}, {"file", "error"})


def test_a_posting_adds_its_keywords(files: Path) -> None:
    (scored,) = run(files, "mira.txt", job=str(files / "job.txt"))

    missing = [row["meaning"] for row in scored["findings"] if row["rule"] == "missing_must"]  # type: ignore[attr-defined]
    assert missing == ["The posting asks for Kubernetes; the resume does not name it."]


def test_an_unreadable_posting_ends_the_command(files: Path) -> None:
    with pytest.raises(UnusableFile) as caught:
        run(files, "mira.txt", job=str(files / "none.txt"))

    assert caught.value.returncode == 2
