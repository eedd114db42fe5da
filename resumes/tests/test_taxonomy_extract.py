"""The tagger and what `extract_skills` gives."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given, settings

from resumes.taxonomy.extract import extract, trimmed
from resumes.taxonomy.features import segments
from resumes.taxonomy.tagger import SHIPPED, Weights, labelled, tagger
from resumes.tests.test_taxonomy import TEXTS


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_extracted_spans_lie_in_the_text_equal_or_disjoint(text: str) -> None:
    end = 0
    spans = extract(text)
    for span in spans:
        assert text[span.start : span.end] == span.surface != ""
    for start, stop in sorted({(s.start, s.end) for s in spans}):
        assert end <= start < stop <= len(text)
        end = stop
    assert [s.start for s in spans] == sorted(s.start for s in spans)


def test_hard_skills_of_several_trades_come_out_with_their_terms() -> None:
    text = "Must have: Kubernetes, Terraform, wound care and GAAP."
    assert [(s.label, s.kind) for s in extract(text)] == [
        ("Kubernetes", "knowledge"),
        ("Terraform", "knowledge"),
        ("Wound care", "knowledge"),
        ("GAAP", "knowledge"),
    ]


def test_a_compound_word_names_each_of_its_skills() -> None:
    spans = extract("Experience with Python, Redis/MongoDB and Adobe XD.")
    assert [(s.label, s.surface) for s in spans] == [
        ("Python", "Python"),
        ("Redis", "Redis/MongoDB"),
        ("MongoDB", "Redis/MongoDB"),
        ("Adobe XD", "Adobe XD"),
    ]


def test_a_skill_that_the_list_lacks_keeps_its_own_words() -> None:
    spans = [s for s in extract("Skills: Python, Zorblax.js, Docker") if not s.known]
    assert [(s.label, s.key, s.esco_uri) for s in spans] == [("Zorblax.js", "zorblax-js", None)]


def test_segments_cover_each_word_once() -> None:
    text = "First line. Second sentence here\n\n  - third, e.g. this"
    words = [text[a:b] for part in segments(text) for a, b in part.words]
    assert words == text.split()
    assert len(segments(text)) == 3


def test_labels_become_runs() -> None:
    (segment,) = segments("a bb c dd e")
    assert labelled(segment, [0, 1, 2, 1, 0]) == [(2, 6), (7, 9)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [("(C#),", "C#"), ("CI (build)", "CI (build)"), ("Python).", "Python"), (".NET;", ".NET"), ("--", "")],
)
def test_edges_are_trimmed(text: str, kept: str) -> None:
    assert text[slice(*trimmed(text, 0, len(text)))] == kept


def test_weights_survive_their_file() -> None:
    again = Weights.from_bytes(Weights.from_bytes(SHIPPED.read_bytes()).to_bytes())
    assert again.to_bytes() == SHIPPED.read_bytes()
    assert again.emissions.shape == (len(again.hashes), 3)
    assert bool(np.all(np.diff(again.hashes.astype(np.int64)) >= 0))
    assert SHIPPED.stat().st_size < 1_000_000
    assert tagger().version == again.version


def test_the_command_keeps_order_and_reports_bad_lines(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 7, "text": "Experience with Docker."}\n{"id": 8}\nnot json\n', encoding="utf-8")
    target = tmp_path / "out.jsonl"
    call_command("extract_skills", "--in", str(source), "--out", str(target), stdout=io.StringIO())
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [7, 8, None]
    skill = {"label": "Docker", "esco_uri": None, "surface": "Docker", "start": 16, "end": 22, "kind": "knowledge"}
    assert rows[0]["skills"] == [skill]
    assert ["error" in row for row in rows] == [False, True, True]


def test_hard_skills_of_real_advertisements_beat_the_plain_list(shared_data: Path) -> None:
    """A sample of the training sentences (the shipped tagger knows them): guards against a broken build, measures nothing."""
    import gzip

    with gzip.open(shared_data / "skills" / "skillspan_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(400), lines, strict=False)]
    gold = hit = 0
    for row in rows:
        starts = np.cumsum([0, *(len(token) + 1 for token in row["tokens"])])
        found = [s.start for s in extract(" ".join(row["tokens"])) if s.kind == "knowledge"]
        for token, start, tag in zip(row["tokens"], starts[:-1], row["tags_knowledge"], strict=True):
            if tag == "B":
                gold += 1
                hit += any(start <= at < start + len(token) for at in found)
    assert hit / gold > 0.6
