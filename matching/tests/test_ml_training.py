"""Synthetic data and training: seeded, split by person, reproducible."""

import csv
import json

import numpy as np
import pytest

from matching.ml import fallback, training
from matching.ml.features import NAMES, SIGNS
from matching.ml.metrics import auc, gains, mean_by_group, ndcg, ranks, spearman
from matching.ml.synthetic import LATENT_SHARE, NOISE, grades, latent_fit, make_world, skill_pool
from matching.ml.synthetic_world import CITIES, PROFESSIONS
from matching.textfacts import spot
from resumes.taxonomy import taxonomy


@pytest.fixture(scope="module")
def world():
    return make_world(taxonomy(), seed=5, talents=60, jobs=30)


@pytest.fixture(scope="module")
def graded():
    """Rows over the usual range of each feature, graded by the rules with noise."""
    rng = np.random.default_rng(0)
    lines = [fallback.LINES[name] for name in NAMES]
    columns = [line.zero + rng.uniform(-0.4, 1.4, 1_200) * (line.one - line.zero) for line in lines]
    matrix = np.stack(columns, axis=1).astype(np.float32)
    matrix[rng.random(matrix.shape) < 0.15] = np.nan
    baseline, points = fallback.contributions(matrix)
    noisy = baseline + points.sum(axis=1) + rng.normal(0, 4, len(matrix))
    return training.Graded(matrix, noisy, np.repeat(np.arange(300), 4))


def test_one_seed_makes_one_world_and_another_another(world):
    again = make_world(taxonomy(), seed=5, talents=60, jobs=30)
    assert again == world
    assert make_world(taxonomy(), seed=6, talents=60, jobs=30) != world


def test_a_world_has_the_asked_sizes_and_different_pairs(world):
    assert (len(world.talents), len(world.jobs)) == (60, 30)
    assert len(set(world.pairs)) == len(world.pairs) == 60 * 4


def test_every_profession_has_skills_and_every_city_is_a_place():
    from careercopilot.places import find_place

    assert min(len(pool) for pool in skill_pool(taxonomy())) >= 15
    assert len(PROFESSIONS) == 30
    countries = {spot(find_place(name), training_day()).country for name, *_ in CITIES}
    assert len(countries) > 12


def training_day():
    import datetime as dt

    return dt.date(2025, 12, 31)


def test_fits_rise_from_strangers_to_the_own_profession(world):
    fits = np.array([latent_fit(world.talents[t], world.jobs[j], taxonomy()) for t, j in world.pairs])
    same = np.array([world.talents[t].profession == world.jobs[j].profession for t, j in world.pairs])
    assert fits[same].mean() > fits[~same].mean() + 20
    assert 0 <= fits.min() <= fits.max() <= 100


def test_grades_mix_rules_and_truth_with_seeded_noise():
    rules, fits = np.linspace(0, 100, 500), np.random.default_rng(1).uniform(0, 100, 500)
    one, two = grades(rules, fits, seed=3), grades(rules, fits, seed=3)
    np.testing.assert_array_equal(one, two)
    assert spearman(rules, one) > 0.9
    assert NOISE * 0.8 < np.std(one - (1 - LATENT_SHARE) * rules - LATENT_SHARE * fits) < NOISE * 1.3


def test_no_person_is_in_two_parts_of_the_split(graded):
    parts = training.split(graded, seed=1)
    people = [set(graded.talents[rows]) for rows in parts]
    assert sum(map(len, parts)) == len(graded.talents)
    assert not (people[0] & people[1] | people[0] & people[2] | people[1] & people[2])


@pytest.mark.slow
def test_training_twice_gives_the_same_text_and_follows_the_signs(graded, tmp_path, monkeypatch):
    monkeypatch.setattr(training, "ROUNDS", 40)
    text, meta = training.train(graded, seed=2)
    assert training.train(graded, seed=2) == (text, meta)
    ranker = training.save(text, meta, tmp_path)
    assert ranker.version == f"ranker-{meta['sha256'][:12]}"
    assert json.loads((tmp_path / "ranker.json").read_text()) == meta
    constraints = next(line for line in text.splitlines() if line.startswith("[monotone_constraints:"))
    assert [int(value) for value in constraints.removeprefix("[monotone_constraints: ").rstrip("]").split(",")] == list(
        SIGNS
    )
    assert meta["held_out"]["ranker"]["spearman"] > 0.8


def test_ranks_share_ties():
    np.testing.assert_array_equal(ranks(np.array([3.0, 1.0, 3.0, 2.0])), [3.5, 1, 3.5, 2])


def test_measures_of_known_rankings():
    truth, upside_down = np.array([3.0, 2.0, 1.0, 0.0]), np.array([0.0, 1.0, 2.0, 3.0])
    assert spearman(truth, truth) == 1
    assert np.isnan(spearman(truth, np.ones(4)))
    assert auc(truth > 1, upside_down) == 0
    assert auc(truth > 1, np.zeros(4)) == 0.5
    assert np.isnan(auc(truth > 9, truth))
    assert ndcg(truth, truth) == 1
    assert ndcg(truth, np.zeros(4)) == pytest.approx(ndcg(truth, upside_down))
    assert np.isnan(ndcg(np.zeros(3), truth[:3]))


def test_where_a_scale_begins_changes_no_ndcg():
    truth, scores = np.array([0.0, 10, 30, 60]), np.array([3.0, 1, 2, 0])

    assert (
        ndcg(gains(truth + 40), scores) == ndcg(gains(truth), scores) == ndcg(truth, scores) < ndcg(truth + 40, scores)
    )
    assert mean_by_group(np.array([0, 0, 1, 1]), truth, truth) == 1


def test_the_commands_write_what_the_trainer_reads(tmp_path):
    from django.core.management import call_command

    call_command("make_synthetic", out=tmp_path, talents=5, jobs=4, seed=1)
    with (tmp_path / "pairs.csv").open() as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 5 * 4
    assert set(rows[0]) == {"talent", "job", "fit"}
