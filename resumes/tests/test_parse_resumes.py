"""The parse_resumes command: flat JSON Lines, order kept, refusals beside results; figures on the development files."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from resumes.tests.parsing_samples import page_pdf
from resumes.tests.test_parsing_formats import PLAIN

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
KEYS = [
    "file", "name", "email", "phone", "location", "links", "summary", "experience", "education", "skills", "languages", "certifications",
    "text", "pages", "hidden_text", "warnings",
]  # fmt: skip


def run(*files: str, out: Path, **options: Any) -> list[dict[str, Any]]:
    call_command("parse_resumes", *files, out=str(out), **options)
    data = out.read_bytes()
    text = (gzip.decompress(data) if out.suffix == ".gz" else data).decode()
    return [json.loads(line) for line in text.splitlines()]


def test_files_are_parsed_in_order_and_refusals_stand_beside_results(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(PLAIN)
    (tmp_path / "a.pdf").write_bytes(b"not a pdf")
    (tmp_path / "c.pdf").write_bytes(page_pdf(b"BT /F1 14 Tf 60 780 Td (Imogen Castellane, a nurse from Leeds) Tj ET"))
    rows = run("b.txt", "a.pdf", "missing.txt", "c.pdf", out=tmp_path / "out.jsonl", root=str(tmp_path))
    assert [row["file"] for row in rows] == ["b.txt", "a.pdf", "missing.txt", "c.pdf"]
    assert list(rows[0]) == KEYS
    assert rows[1] == {
        "file": "a.pdf",
        "error": "The content of this file does not fit its name. Please export it again as PDF or DOCX.",
    }
    assert rows[2] == {"file": "missing.txt", "error": "Cannot open this file: No such file or directory."}
    assert (rows[3]["pages"], rows[3]["text"]) == (1, "Imogen Castellane, a nurse from Leeds\n")


def test_output_may_be_compressed(tmp_path: Path) -> None:
    (tmp_path / "cv.txt").write_text(PLAIN)
    (row,) = run(str(tmp_path / "cv.txt"), out=tmp_path / "out.jsonl.gz")
    assert row["name"] == "Imogen Castellane"


def test_a_root_that_is_no_folder_stops_with_status_2(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        run("cv.txt", out=tmp_path / "out.jsonl", root=str(tmp_path / "nowhere"))
    assert caught.value.returncode == 2


@pytest.mark.slow
@pytest.mark.skipif(
    not (SHARED / "resumes/truth.jsonl.gz").is_file(), reason="the development data are not on this machine"
)
def test_figures_on_the_development_files(tmp_path: Path) -> None:
    with gzip.open(SHARED / "resumes/truth.jsonl.gz", "rt", encoding="utf-8") as handle:
        truth = [json.loads(line) for line in handle]
    rows = {
        row["file"]: row for row in run(*(row["file"] for row in truth), out=tmp_path / "out.jsonl", root=str(SHARED))
    }
    assert all("pictures of text" in rows[row["file"]]["error"] for row in truth if row.get("scanned"))
    read = [(row, rows[row["file"]]) for row in truth if not row.get("scanned")]
    assert [row["file"] for row, found in read if (found["name"] or "").casefold() != row["name"].casefold()] == []
    assert [row["file"] for row, found in read if row["email"] != found["email"]] == []
    wanted = [
        (row["file"], job["company"].casefold(), job["start"], job["end"])
        for row, _ in read
        for job in row["experience"] or []
    ]
    got = {
        (row["file"], (job["company"] or "").casefold(), job["start"], job["end"])
        for row, found in read
        for job in found["experience"]
    }
    assert len([job for job in wanted if job in got]) >= 0.95 * len(wanted)
