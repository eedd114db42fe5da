"""Job titles: plain words, the trained head, and the tools around them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from careercopilot.encoder import DIMENSION
from matching.ml import title_training
from matching.ml.title_training import Titles, gradient, loss, reciprocal_rank, train, unit, write_head
from matching.ml.titles import SHIPPED_HEAD, apply_head, plain_title, title_vectors


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Chief Executives", "Chief Executive"),
        ("Secretaries", "Secretary"),
        ("Surgeons, All Other", "Surgeon"),
        ("Teachers, Except Special Education", "Teacher"),
        ("Firemen", "Fireman"),
        ("Coaches and Scouts", "Coach and Scout"),
        ("Physics Analyst", "Physics Analyst"),
        ("Business Analyst", "Business Analyst"),
        ("All other", "All other"),
        ("Ärzte", "Ärzte"),
        ("", ""),
    ],
)
def test_a_title_is_made_one_persons(written: str, plain: str) -> None:
    assert plain_title(written) == plain


def made_titles(seed: int = 0) -> Titles:
    """Forty occupations of ten titles; half of the directions are noise that all titles share."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(40, 16))
    rows = np.repeat(centres, 10, axis=0) + rng.normal(scale=0.5, size=(400, 16))
    noise = rng.normal(scale=2.0, size=(400, 16))
    return Titles(unit(np.hstack([rows, noise]).astype(np.float32)), np.repeat(np.arange(40), 10))


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    rng = np.random.default_rng(1)
    left, right = (unit(rng.normal(size=(6, 5))).astype(np.float64) for _ in range(2))
    head = (np.eye(5) + 0.1 * rng.normal(size=(5, 5))).astype(np.float64)
    step = 2e-3  # the loss is computed with 32 bits: less would measure rounding
    slope = gradient(head, left, right)
    for row, column in ((0, 0), (1, 3), (4, 2)):
        moved = head.copy()
        moved[row, column] += step
        back = head.copy()
        back[row, column] -= step
        measured = (loss(moved, left, right) - loss(back, left, right)) / (2 * step)
        assert slope[row, column] == pytest.approx(measured, abs=2e-2, rel=2e-2)


def test_training_ranks_unseen_occupations_better_and_repeats_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(title_training, "RATE", 5e-3)
    titles = made_titles()

    first, second = train(titles, seed=3), train(titles, seed=3)

    assert first.after > first.before + 0.05
    assert np.array_equal(first.head, second.head)
    fresh = made_titles(seed=9)
    assert (
        reciprocal_rank(fresh, first.head, seed=0) >= reciprocal_rank(fresh, np.eye(32, dtype=np.float32), seed=0) - 0.2
    )


def test_a_written_head_gives_unit_rows_one_by_one(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    head = (np.eye(DIMENSION) + 0.01 * rng.normal(size=(DIMENSION, DIMENSION))).astype(np.float32)
    write_head(head, tmp_path / "head.onnx")
    rows = unit(rng.normal(size=(5, DIMENSION)).astype(np.float32))

    turned = apply_head(tmp_path / "head.onnx", rows)

    assert np.allclose(turned, unit(rows @ head.astype(np.float16).astype(np.float32)), atol=1e-5)
    assert np.array_equal(turned[3:4], apply_head(tmp_path / "head.onnx", rows[3:4]))


class OtherEncoder:
    """An encoder of another family."""

    id = "other/1"
    dimension = DIMENSION

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.stack([np.full(DIMENSION, len(text), np.float32) for text in texts])

    encode_exact = encode


def test_another_encoder_is_used_without_the_head() -> None:
    assert SHIPPED_HEAD.is_file()
    assert np.array_equal(title_vectors(OtherEncoder(), ["Nurses"])[0], np.full(DIMENSION, 5, np.float32))  # type: ignore[arg-type]
    assert title_vectors(OtherEncoder(), []).shape == (0, DIMENSION)  # type: ignore[arg-type]


def test_match_titles_finds_the_like_work(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "text": "Software Developers"}) + "\n")
    listed = [("a", "programmer"), ("b", "pastry cook"), ("c", "midwife")]
    (tmp_path / "list.jsonl").write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in listed))
    out = tmp_path / "out.jsonl"

    call_command("match_titles", in_path=str(tmp_path / "in.jsonl"), titles=tmp_path / "list.jsonl", out_path=str(out))

    row = json.loads(out.read_text())
    assert (row["id"], row["ranked"][0]) == (1, "a")
    assert row["scores"] == sorted(row["scores"], reverse=True)


def test_a_folder_without_titles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds neither"):
        call_command("train_encoder", onet=tmp_path, out=tmp_path / "head.onnx")
    assert not (tmp_path / "head.onnx").exists()
