"""Figures of scorers beside simple scores: the measures, the simple scores, the judged sets, the command."""

import json
import math

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from careercopilot.encoder import EncoderMissing, get_encoder
from matching import judged
from matching.ml import training
from matching.ml.baselines import mean_rank, shares, terms, tfidf
from matching.ml.evaluation import Judged, measure, straight_line_errors
from matching.ml.metrics import spearman
from matching.tests.test_ml_training import graded  # noqa: F401  # a fixture


def pairs(groups=12, each=10, seed=0):
    """Grades with a good, a weak and a constant scorer; the good one has a scale of its own."""
    rng = np.random.default_rng(seed)
    grades = rng.uniform(0, 100, groups * each)
    scores = {
        "good": 3 * grades + rng.normal(0, 30, len(grades)),
        "weak": grades + rng.normal(0, 200, len(grades)),
        "constant": np.ones(len(grades)),
    }
    return Judged(grades, grades > 70, np.repeat(np.arange(groups), each), scores)


def test_the_better_scorer_is_better_by_every_measure_and_its_interval_says_so():
    drawn = measure(pairs())
    for metric in ("rmse", "mae", "ndcg10", "auc", "spearman"):
        gain = drawn.gain("good", "weak", metric)
        assert 0 < gain.low < gain.value < gain.high
        assert drawn.best(("weak", "good"), metric) == "good"
        assert drawn.gain("weak", "weak", metric).to_list() == [0, 0, 0]
    percent = drawn.gain_in_percent("good", "weak", "ndcg10")
    assert percent.value == pytest.approx(100 * (drawn.value["good"]["ndcg10"] / drawn.value["weak"]["ndcg10"] - 1))
    assert (drawn.value["constant"]["auc"], drawn.value["constant"]["spearman"]) == (0.5, 0)


def test_the_same_seed_draws_the_same_and_few_groups_are_drawn_by_pairs():
    one, two = measure(pairs(), seed=3), measure(pairs(), seed=3)
    assert one.figure("good", "auc") == two.figure("good", "auc")
    single = pairs(groups=1, each=60)
    found = measure(single, draws=50).figure("good", "spearman")
    assert found.value == pytest.approx(spearman(single.grades, single.scores["good"]))
    assert found.low < found.value < found.high


def test_errors_are_taken_after_a_line_that_never_saw_the_group():
    grades = np.arange(50.0)
    groups = np.repeat(np.arange(10), 5)
    np.testing.assert_allclose(straight_line_errors(grades, 7 - 2 * grades, groups), 0, atol=1e-9)
    flat = straight_line_errors(grades, np.ones(50), groups)
    own = groups % 5 == 0
    np.testing.assert_allclose(flat[own], grades[own] - grades[~own].mean())


def test_tfidf_counts_shared_words_and_pairs_of_words_by_their_rarity():
    assert terms("Data data, a B2B") == {"data": 2, "b2b": 1, "data data": 1, "data b2b": 1}
    found = tfidf(["python flask", "nursing"], ["python flask", "python", "welding"])
    assert found[0, 0] == pytest.approx(1)
    assert found[1].tolist() == [0, 0, 0]
    rare, common = (
        1 + math.log(6 / 3),
        1 + math.log(6 / 4),
    )  # flask and the pair of words in two of five texts, python in three
    assert found[0, 1] == pytest.approx(common / math.sqrt(common**2 + 2 * rare**2))


def test_shares_and_the_mean_of_ranks():
    coverage, jaccard = shares([frozenset("ab"), frozenset()], [frozenset("bcd"), frozenset()])
    assert coverage.tolist() == [pytest.approx(1 / 3), 0]
    assert jaccard.tolist() == [0.25, 0]
    np.testing.assert_allclose(mean_rank([np.array([1.0, 5.0]), np.array([9.0, 9.0])]), [0.625, 0.875])


def test_every_person_is_tested_once_by_trees_that_never_saw_them(graded):  # noqa: F811
    seen = []
    for train, valid, test in training.folds(graded, 4, seed=1):
        parts = [set(graded.talents[rows]) for rows in (train, valid, test)]
        assert not (parts[0] & parts[1] | parts[0] & parts[2] | parts[1] & parts[2])
        seen += test.tolist()
    assert sorted(seen) == list(range(len(graded.talents)))


@pytest.mark.slow
def test_trees_that_learn_the_order_find_it_and_are_monotone(graded, monkeypatch):  # noqa: F811
    monkeypatch.setattr(training, "ROUNDS", 20)
    train, valid, test = training.split(graded, seed=1)
    score = training.fit_order(graded, train, valid, seed=1)
    assert spearman(graded.grades[test], score(graded.matrix[test])) > 0.8
    rows = np.repeat(graded.matrix[test][:1], 30, axis=0)
    rows[:, 0] = np.linspace(0, 1, 30)
    assert np.diff(score(rows)).min() >= -1e-9


@pytest.mark.slow
def test_the_judged_sets_hold_what_the_documents_say(shared_data):
    found = [make(shared_data) for make in (judged.halves, judged.occupations, judged.sentences, judged.challenge)]
    assert {one.name: (len(one.resumes), len(one.jobs), len(one.grade)) for one in found} == {
        "halves of a posting": (195, 195, 19157),
        "occupations": (150, 200, 30000),
        "sentences": (150, 150, 22500),
        "challenge": (90, 1, 90),
    }
    for one in found:
        assert 0 <= one.grade.min() <= one.relevant <= one.grade.max() <= 1
        assert not np.isnan(one.grade).any()
        assert len(set(zip(one.talent.tolist(), one.job.tolist(), strict=True))) == len(one.grade)
        assert one.groups is (one.job if one.by_job else one.talent)


def test_a_reader_gave_roles_that_people_and_postings_share():
    roles = json.loads(judged.ROLES.read_text(encoding="utf-8"))
    asked = {role for one in roles["postings"].values() for role in one}
    held = {role for one in roles["resumes"].values() for role in one}
    shares = [share for side in ("postings", "resumes") for one in roles[side].values() for share in one.values()]
    assert len(held & asked) >= 10
    assert 0 < min(shares) <= max(shares) == 1
    assert not set(roles["unclear"]) & set(roles["postings"])


def test_judged_says_what_is_missing(monkeypatch, tmp_path):
    need_encoder()
    monkeypatch.setenv("SHARED_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(CommandError, match="set SHARED_DATA"):
        call_command("evaluate_ranker", judged=True)
    with pytest.raises(CommandError, match="There is no ranker"):
        call_command("evaluate_ranker", judged=True, ranker=tmp_path)


def need_encoder():
    try:
        get_encoder()
    except EncoderMissing as error:
        pytest.skip(str(error))


@pytest.mark.slow
def test_one_judged_set_is_measured_from_end_to_end(shared_data, capsys):
    need_encoder()
    call_command("evaluate_ranker", judged=True, only=["challenge"], draws=20, json=True)
    found = json.loads(capsys.readouterr().out)["challenge"]
    assert set(found["figures"]) == {"rules", "ranker", "TF-IDF", "MiniLM cosine", "mean of four", "random"}
    assert (found["pairs"], found["groups"]) == (90, 1)
    # The scorer beside the data gives TF-IDF the same figure.
    assert found["figures"]["TF-IDF"]["spearman"][0] == pytest.approx(0.4773, abs=0.001)
    assert found["gains"]["auc"]["over_rules"][0] == pytest.approx(
        found["figures"]["ranker"]["auc"][0] - found["figures"]["rules"]["auc"][0],
        abs=2e-4,  # three rounded figures
    )
    with pytest.raises(CommandError, match="No set has that name"):
        call_command("evaluate_ranker", judged=True, only=["nobody's"])


@pytest.mark.slow
def test_made_up_people_are_scored_by_trees_that_never_saw_them(tmp_path, capsys, monkeypatch):
    need_encoder()
    monkeypatch.setattr(training, "ROUNDS", 10)
    call_command("make_synthetic", out=tmp_path, talents=40, jobs=10, seed=1)
    capsys.readouterr()
    call_command("evaluate_ranker", data=tmp_path, folds=2, objectives=True, draws=20)
    told = capsys.readouterr().out
    assert "made-up people: 160 pairs, 40 good, 10 groups" in told
    assert "lambdarank" in told
    assert "over chance percent" in told
