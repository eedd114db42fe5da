"""From reactions to labels, from labels to a ranker, and what a promotion asks for: the pure part, on simulated people."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.ml import fallback, learning, training
from matching.ml.comparison import LEAST_SLICE_PEOPLE, compare, slices
from matching.ml.features import NAMES
from matching.ml.feedback import (
    HIGHEST_WEIGHT,
    LEAST_CHANCE,
    PERSON_MOST,
    Event,
    Labelled,
    label,
    labelled,
    propensity,
    weight,
)
from matching.ml.metrics import gains, mean_by_group
from matching.ml.ranker import ranker_of
from matching.tests.feedback_world import TASTE, rows, simulate

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
ROW = [0.5] * len(NAMES)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"shown": ""}, 25),
        ({"shown": "", "opened": ""}, 45),
        ({"shown": "", "opened": "", "saved": ""}, 65),
        ({"shown": "", "saved": "", "applied": ""}, 75),
        ({"applied": "", "contacted": ""}, 85),
        ({"applied": "", "contacted": "", "rejected": "skills"}, 50),
        ({"applied": "", "rejected": "skills"}, 15),
        ({"applied": "", "rejected": "filled"}, 75),
        ({"contacted": "", "rejected": "level", "hired": ""}, 100),
        ({"shown": "", "opened": "", "dismissed": "place"}, 5),
        ({"shown": "", "saved": "", "dismissed": ""}, 5),
        ({"shown": "", "dismissed": "later"}, None),
        ({"applied": "", "dismissed": "done"}, 75),
    ],
)
def test_each_history_has_its_label(kinds, expected):
    assert label(kinds, is_dismissed="dismissed" in kinds) == expected


def test_a_dismissal_taken_back_counts_as_the_look_before_it():
    assert label({"shown": "", "opened": "", "dismissed": "place"}, is_dismissed=False) == 45


@given(st.integers(1, 100_000))
def test_chances_fall_with_the_place_and_stay_chances(place):
    assert LEAST_CHANCE <= propensity(place + 1) <= propensity(place) <= 1
    assert weight(25, propensity(place)) <= 1 <= weight(75, propensity(place)) <= HIGHEST_WEIGHT


def event(talent="a", job="1", kind="opened", **changes):
    made = Event(talent, job, kind, "", AT, None, "rules", ROW, {"level": "senior"})
    return replace(made, **changes)


def test_pairs_become_rows_with_the_weight_of_the_place_they_were_seen_at():
    found = labelled(
        [event(kind="shown", propensity=0.25), event(kind="applied"), event(job="2", kind="shown", propensity=0.5)],
        known_rankers={"rules"},
    )

    assert found.labels.tolist() == [75, 25]
    assert found.weights.tolist() == [4.0, 0.5]
    assert found.traits["level"].tolist() == ["senior", "senior"]
    assert found.traits["country"].tolist() == ["not stated", "not stated"]


def test_what_says_nothing_or_has_other_columns_is_left_out_and_counted():
    found = labelled(
        [
            event(),
            event(job="2", kind="dismissed", reason="later"),
            event(job="3", features=None),
            event(job="4", ranker_version="older"),
            event(job="5", features=ROW[:-1]),
        ],
        known_rankers={"rules"},
    )

    assert len(found) == 1
    assert found.left_out == {"no opinion about the fit": 1, "never scored": 1, "other features": 2}


def test_one_person_weighs_no_more_than_the_cap():
    found = labelled([event(job=str(n), kind="saved") for n in range(100)] + [event("b")], known_rankers={"rules"})

    assert np.bincount(found.talents, found.weights).round(9).tolist() == [PERSON_MOST, 1.0]


def test_no_rows_is_no_error():
    found = labelled([], known_rankers=set())

    assert (len(found), found.matrix.shape) == (0, (0, len(NAMES)))
    assert learning.not_enough(len(found)) == "Not enough: 0 of the 100 labelled samples needed."


@pytest.mark.parametrize(("count", "starts"), [(99, False), (100, True)])
def test_a_hundred_samples_are_enough(count, starts):
    assert (learning.not_enough(count) == "") is starts


@pytest.fixture(scope="module")
def graded():
    rng = np.random.default_rng(0)
    matrix = rows(rng, 1_200)
    baseline, points = fallback.contributions(matrix)
    grades = baseline + points.sum(axis=1) + rng.normal(0, 4, len(matrix))
    return training.Graded(matrix, grades, np.repeat(np.arange(300), 4))


@pytest.fixture(scope="module")
def old(graded):
    return trained(graded, None)


def trained(graded, extra):
    text, meta = training.train(graded, seed=9, extra=extra)
    return ranker_of(text.encode(), meta, name="The ranker")


def feedback(old, *, people=150, seed=1, taste=None) -> Labelled:
    made = simulate(people=people, shown=20, seed=seed, ranker=old.version, scores=old.raw, taste=taste)
    return labelled(made.events, known_rankers={old.version})


def learn(graded, old, pairs: Labelled):
    seen = pairs.rows(~pairs.is_held_out)
    return trained(graded, learning.rows_of(seen, old.raw(seen.matrix), synthetic_rows=6_000))


def evidence(graded, old, new, pairs: Labelled, swap_reasons=()):
    held = pairs.rows(pairs.is_held_out)
    before, after = old.raw(held.matrix), new.raw(held.matrix)
    _, _, test = training.split(graded, seed=9)
    made = [
        mean_by_group(graded.talents[test], gains(graded.grades[test]), one.raw(graded.matrix[test]))
        for one in (old, new)
    ]
    found = compare(held, before, after, seed=1)
    return learning.Evidence(found, slices(held, before, after), (made[0], made[1]), swap_reasons)


@pytest.mark.slow
def test_learning_from_people_finds_what_they_want_and_may_be_promoted(graded, old):
    """The truth is known here: the new ranker must rank by it better, not only look better on the labels."""
    pairs = feedback(old)
    new = learn(graded, old, pairs)
    found = evidence(graded, old, new, pairs)
    truth = simulate(people=100, shown=20, seed=99, ranker="")
    before, after = (mean_by_group(truth.people, truth.utility, one.raw(truth.matrix)) for one in (old, new))

    assert found.refusals() == []
    assert found.comparison.ndcg10.low > 0.05
    assert after > before + 0.05


@pytest.mark.slow
def test_learning_from_planted_lies_is_refused(graded, old):
    """Those who are trained on say the opposite of what the held-out people want."""
    lies = feedback(old, taste={name: -worth for name, worth in TASTE.items()})
    new = learn(graded, old, lies)
    found = evidence(graded, old, new, feedback(old, seed=2))

    assert "its interval must lie above 0" in found.refusals()[0]


@pytest.mark.slow
def test_the_same_ranker_twice_gains_nothing(graded, old):
    found = evidence(graded, old, old, feedback(old))

    assert (found.comparison.ndcg10.gain, found.comparison.ndcg10.high) == (0, 0)
    assert len(found.refusals()) == 1


def made(count, people, trait="DE"):
    """Held-out pairs where the label is the score of a perfect ranker."""
    talents = np.repeat(np.arange(people), count)
    labels = np.tile(np.linspace(25, 100, count), people)
    traits = {name: np.full(len(labels), trait) for name in ("level", "remote", "country", "domain", "source")}
    return Labelled(
        np.zeros((len(labels), len(NAMES)), np.float32), labels, np.ones(len(labels)), talents, traits,
        np.ones(len(labels), np.bool_), {},
    )  # fmt: skip


def test_too_few_held_out_people_are_said():
    pairs = made(4, 9)
    found = learning.Evidence(compare(pairs, -pairs.labels, pairs.labels, seed=1), [], (1, 1), [])

    assert found.refusals() == ["Only 9 held-out people reacted to their jobs differently; 10 are needed."]
    assert compare(made(1, 5), np.zeros(5), np.ones(5), seed=1) is None


def test_a_slice_that_got_worse_refuses_with_its_name():
    """Far better for most, worse for the people of one country."""
    most, few = made(4, 60), made(4, LEAST_SLICE_PEOPLE, "GB")
    pairs = Labelled(
        np.concatenate([most.matrix, few.matrix]),
        np.concatenate([most.labels, few.labels]),
        np.concatenate([most.weights, few.weights]),
        np.concatenate([most.talents, few.talents + 100]),
        {name: np.concatenate([most.traits[name], few.traits[name]]) for name in most.traits},
        np.concatenate([most.is_held_out, few.is_held_out]),
        {},
    )
    is_few = pairs.talents >= 100
    before = np.where(is_few, pairs.labels, -pairs.labels)
    parts = slices(pairs, before, -before)
    found = learning.Evidence(compare(pairs, before, -before, seed=1), parts, (1, 1), [])

    assert [(one.trait, one.value) for one in parts if one.is_worse] == [
        (name, "GB") for name in ("level", "remote", "country", "domain", "source")
    ]
    assert found.refusals()[0].startswith("It got worse where level is GB")
    assert len(found.refusals()) == 5


def test_a_small_slice_is_shown_and_not_judged():
    pairs = made(4, LEAST_SLICE_PEOPLE - 1)
    part = slices(pairs, pairs.labels, -pairs.labels)[0]

    assert (part.is_judged, part.is_worse, part.gain < 0) == (False, False, True)


def test_the_swap_audit_and_a_collapse_on_made_up_talents_refuse():
    pairs = made(4, 20)
    found = learning.Evidence(
        compare(pairs, -pairs.labels, pairs.labels, seed=1), [], (0.95, 0.80), ["A change of name moved a score."]
    )

    assert found.refusals() == [
        "On held-out made-up talents NDCG@10 fell from 0.950 to 0.800.",
        "A change of name moved a score.",
    ]


def test_targets_keep_each_persons_level_and_weigh_as_documented():
    pairs = made(4, 30)
    scores = np.repeat(np.linspace(40, 60, 30), 4)
    extra = learning.rows_of(pairs, scores, synthetic_rows=10_000)

    np.testing.assert_allclose(extra.targets.reshape(30, 4).mean(axis=1), np.linspace(40, 60, 30))
    assert extra.weights.sum() == pytest.approx(10_000 * 120 / (120 + learning.HALF_SHARE))


def test_calibration_counts_each_pair_once():
    scores, grades = np.array([-3.0, 5, 55, 59, 104]), np.array([0.0, 10, 40, 60, 100])
    found = learning.calibration(scores, grades)

    assert [(row["from"], row["pairs"], row["grade"]) for row in found] == [(0, 2, 5.0), (50, 2, 50.0), (90, 1, 100.0)]


def test_one_set_of_data_gives_one_digest(graded, old):
    pairs = made(4, 30)
    extra = learning.rows_of(pairs, pairs.labels, synthetic_rows=10)
    other = replace(extra, targets=extra.targets + 1)

    assert learning.digest(graded, extra) == learning.digest(graded, extra) != learning.digest(graded, other)
