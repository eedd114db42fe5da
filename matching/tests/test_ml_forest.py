"""The model as tables gives what LightGBM gives."""

from __future__ import annotations

import numpy as np
import pytest

from matching.ml.forest import UnreadableForest, build_forest
from matching.ml.ranker import SHIPPED, Ranker, load_ranker

WIDTH = 6


def any_rows(rng, count, width=WIDTH):
    rows = rng.normal(size=(count, width)).astype(np.float32).round(1)
    rows[rng.random(rows.shape) < 0.2] = np.nan
    return rows


def trained(rng, *, groups=None, **parameters):
    import lightgbm

    rows = any_rows(rng, 600)
    known = np.nan_to_num(rows, nan=0.3)
    grades = known[:, 0] * known[:, 1] + np.abs(known[:, 2]) + known[:, 3] - known[:, 4] * known[:, 5]
    settings = {"num_leaves": 16, "max_depth": 5, "verbosity": -1, "num_threads": 1, "min_data_in_leaf": 5} | parameters
    if groups:
        settings["interaction_constraints"] = groups
    return lightgbm.train(settings, lightgbm.Dataset(rows, grades), 25)


def edges_of(booster):
    """Rows whose values are the thresholds themselves, and the next floats beside them."""
    text = booster.model_to_string()
    found = [float(value) for line in text.splitlines() if line.startswith("threshold=") for value in line[10:].split()]
    values = np.array(found, np.float32)
    beside = np.concatenate([values, np.nextafter(values, np.float32(-9)), np.nextafter(values, np.float32(9))])
    return np.repeat(beside[:, None], WIDTH, axis=1)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"groups": [[0, 1], [2, 3], [4, 5]]},
        {"num_leaves": 40, "max_depth": 6, "groups": [[0, 1, 2], [3, 4, 5]]},
        {"num_leaves": 3},
        {"use_missing": False},
        {"min_data_in_leaf": 400},
    ],
)
def test_tables_give_what_lightgbm_gives(parameters):
    rng = np.random.default_rng(3)
    booster = trained(rng, **parameters)
    rows = np.concatenate([any_rows(rng, 300), edges_of(booster), np.full((1, WIDTH), np.nan, np.float32)])

    forest = build_forest(booster.model_to_string(), WIDTH)

    np.testing.assert_allclose(forest.raw(rows), booster.predict(rows, num_threads=1), atol=1e-9)
    theirs = booster.predict(rows, pred_contrib=True, num_threads=1)
    np.testing.assert_allclose(forest.shapley(rows), np.asarray(theirs)[:, :-1], atol=1e-9)
    np.testing.assert_allclose(forest.by_part(rows).sum(axis=1), forest.raw(rows), atol=1e-9)


def test_a_row_gets_the_same_numbers_to_the_last_bit_whatever_lies_beside_it():
    rng = np.random.default_rng(4)
    forest = build_forest(trained(rng).model_to_string(), WIDTH)
    rows = any_rows(rng, 300)
    raw, shapley = forest.raw(rows), forest.shapley(rows)

    for at in (0, 7, 255, 256, 299):
        assert forest.raw(rows[at : at + 1])[0] == raw[at]
        assert np.array_equal(forest.shapley(rows[at : at + 1])[0], shapley[at])
    assert np.array_equal(forest.shapley(rows[100:133]), shapley[100:133])


def test_no_rows_give_no_numbers():
    forest = build_forest(trained(np.random.default_rng(5)).model_to_string(), WIDTH)
    none = np.empty((0, WIDTH), np.float32)

    assert forest.raw(none).shape == (0,)
    assert forest.shapley(none).shape == (0, WIDTH)


def test_groups_that_share_no_feature_lie_in_parts_of_their_own():
    rng = np.random.default_rng(6)
    forest = build_forest(trained(rng, groups=[[0, 1], [2, 3], [4, 5]]).model_to_string(), WIDTH)

    assert [part.features for part in forest.parts] == [(0, 1), (2, 3), (4, 5)]


@pytest.mark.parametrize("parameters", [{"num_leaves": 100, "max_depth": -1}, {"zero_as_missing": True}])
def test_trees_that_the_tables_do_not_cover_are_left_to_lightgbm(parameters):
    rng = np.random.default_rng(7)
    booster = trained(rng, **parameters)
    text, rows = booster.model_to_string(), any_rows(rng, 9)

    with pytest.raises(UnreadableForest):
        build_forest(text, WIDTH)
    ranker = Ranker(booster, {})
    assert ranker.forest is None
    np.testing.assert_allclose(ranker.raw(rows), booster.predict(rows), atol=1e-12)


def test_the_shipped_ranker_is_covered_and_falls_into_its_groups():
    ranker = load_ranker(SHIPPED)

    assert ranker.forest is not None
    assert len(ranker.forest.parts) >= 5
