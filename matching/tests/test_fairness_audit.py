"""The paired swaps: every scorer that ships passes, one that tells people apart is refused."""

from __future__ import annotations

import numpy as np
import pytest

from careercopilot.encoder import get_encoder
from matching import fairness_audit, textfacts
from matching.fairness_audit import load_swaps, swap_audit
from matching.ml.fairness import RULES, Swap, judge
from matching.ml.scoring import load_scorer

pytestmark = pytest.mark.slow


class Lengths:
    """A scorer of texts that looks at nothing personal: what is left when all that may differ is gone."""

    def scores(self, resumes, jobs):
        return np.array([[float("Skills" in text) + len(job) for job in jobs] for text in resumes])


class Biased(Lengths):
    """The same, but it takes five points for one word."""

    def __init__(self, word):
        self.word = word

    def scores(self, resumes, jobs):
        return super().scores(resumes, jobs) - 5.0 * np.array([[self.word in text] for text in resumes])


def test_there_are_enough_swaps_of_every_kind():
    texts = load_swaps()

    assert {one.kind for one in texts.swaps} == set(RULES)
    assert len(texts.swaps) >= 60
    assert len(texts.jobs) >= 4
    assert all(texts.resumes[one.base] != texts.resumes[one.changed] for one in texts.swaps)


@pytest.mark.parametrize("rules", [False, True])
def test_the_scorers_that_ship_tell_nobody_apart(rules):
    report = swap_audit(load_scorer(get_encoder(), rules=rules))

    assert report.reasons() == []
    assert report.passed
    assert {one.kind: (one.largest, one.mean) for one in report.classes} == dict.fromkeys(RULES, (0.0, 0.0))


def test_a_scorer_that_looks_at_nothing_personal_passes():
    assert swap_audit(Lengths()).passed


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Lakisha", "name"),
        ("They", "pronoun"),
        ("Photo", "photo"),
        ("birth", "age"),
        ("2005 - 2008", "graduation year"),
        ("Community College", "school"),
        ("Parental leave", "reason of a gap"),
    ],
)
def test_a_deliberately_biased_ranker_is_refused(word, kind):
    report = swap_audit(Biased(word))

    assert not report.passed
    assert {one.kind: one.largest for one in report.classes if not one.passed} == {kind: 5.0}
    assert len(report.reasons()) == 1
    assert "5.00 points" in report.reasons()[0]


def test_a_gap_may_gain_but_never_cost():
    swaps = [Swap("gap", 0, 1, "cook: 14 months")]

    assert judge(swaps, np.array([[50.0], [51.0]]), "v").passed
    assert judge(swaps, np.array([[50.0], [49.5]]), "v").reasons() == [
        "A gap cost up to 0.50 points (cook: 14 months)."
    ]


def test_a_score_that_is_no_number_is_refused():
    assert not judge([Swap("name", 0, 1, "cook: Ito")], np.array([[50.0], [np.nan]]), "v").passed


def test_no_swap_at_all_is_no_proof():
    assert not judge([], np.empty((0, 1)), "v").passed


def test_the_way_from_text_to_facts_is_part_of_the_audit(monkeypatch):
    """With the blanking switched off, the real ranker is refused: the swaps reach it through its facts."""
    monkeypatch.setattr(textfacts, "neutral", lambda resume: resume)
    monkeypatch.setattr(fairness_audit, "_read", {})

    report = swap_audit(load_scorer(get_encoder()))

    assert {one.kind for one in report.classes if not one.passed} >= {"pronoun", "school", "age"}
