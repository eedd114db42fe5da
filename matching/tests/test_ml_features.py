"""Feature columns against a plain per-pair reading, and the properties that scores must keep."""

from dataclasses import replace

import numpy as np
import pytest

from matching.ml.block import job_block, talent_block
from matching.ml.exact import on_grid
from matching.ml.features import COLUMN, FEATURES, NAMES, compute, one_to_many
from matching.ml.pairs import strength
from matching.ml.ranker import SHIPPED, load_ranker
from matching.ml.scoring import Scorer
from matching.ml.space import build_space, skill_id, skill_space
from matching.ml.types import GROUPS, Claim, JobFacts, Need, TalentFacts
from matching.tests.ml_facts import KEYS, one_pair, some_job, some_talent, unit
from resumes.taxonomy import taxonomy


@pytest.fixture(scope="module")
def space():
    return skill_space()


@pytest.fixture(scope="module")
def labels(space):
    """Stand-ins for the prepared label vectors: the features only need unit rows."""
    rng = np.random.default_rng(3)
    base = unit(rng)
    rows = unit(rng, len(space.ids)) * 0.6 + base
    return on_grid(rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(11)
    return [some_talent(rng) for _ in range(40)], [some_job(rng) for _ in range(30)]


def oracle(talents, jobs, ti, ji, space, labels):
    rows = [one_pair(talents[i], jobs[j], space, labels) for i, j in zip(ti, ji, strict=True)]
    return np.array([[row[name] for name in NAMES] for row in rows])


@pytest.mark.slow
def test_columns_equal_the_plain_reading_for_many_to_many(people, space, labels):
    talents, jobs = people
    rng = np.random.default_rng(5)
    ti, ji = rng.integers(0, len(talents), 600), rng.integers(0, len(jobs), 600)
    found = compute(talent_block(talents), job_block(jobs), ti, ji, space=space, labels=labels)
    np.testing.assert_allclose(found, oracle(talents, jobs, ti, ji, space, labels), atol=1e-4, rtol=1e-4)


@pytest.mark.slow
def test_one_talent_with_many_jobs_and_the_other_way_round(people, space, labels):
    talents, jobs = people
    zero, each = one_to_many(len(jobs))
    found = compute(talent_block(talents[:1]), job_block(jobs), zero, each, space=space, labels=labels)
    np.testing.assert_allclose(found, oracle(talents, jobs, zero, each, space, labels), atol=1e-4, rtol=1e-4)
    zero, each = one_to_many(len(talents))
    found = compute(talent_block(talents), job_block(jobs[:1]), each, zero, space=space, labels=labels)
    np.testing.assert_allclose(found, oracle(talents, jobs, each, zero, space, labels), atol=1e-4, rtol=1e-4)


def test_a_pair_is_the_same_bits_alone_among_others_and_from_either_side(space, labels):
    rng = np.random.default_rng(29)
    talents, jobs = [some_talent(rng) for _ in range(500)], [some_job(rng) for _ in range(500)]
    scorer = Scorer(space, labels, load_ranker(SHIPPED))
    zero, each = one_to_many(500)
    to_jobs = scorer.features(talent_block(talents[:1]), job_block(jobs), zero, each)
    to_talents = scorer.features(talent_block(talents), job_block(jobs[:1]), each, zero)
    mixed = scorer.features(talent_block(talents), job_block(jobs), each, each)
    alone = [
        scorer.features(talent_block([talents[t]]), job_block([jobs[j]]), *one_to_many(1))
        for t, j in [(0, job) for job in range(500)] + [(talent, 0) for talent in range(500)]
    ]

    assert [row.tobytes() for row in to_jobs] == [row.tobytes() for row in alone[:500]]
    assert [row.tobytes() for row in to_talents] == [row.tobytes() for row in alone[500:]]
    assert mixed[0].tobytes() == to_jobs[0].tobytes() == to_talents[0].tobytes()
    assert [repr(card) for card in scorer.cards(to_jobs)] == [repr(scorer.cards(row)[0]) for row in alone[:500]]
    assert scorer.raw(to_jobs).tolist() == [float(scorer.raw(row)[0]) for row in alone[:500]]


def test_no_pairs_and_empty_facts_give_unknown_features(space):
    nothing = np.empty(0, np.int64)
    assert compute(talent_block([]), job_block([]), nothing, nothing, space=space).shape == (0, len(FEATURES))
    row = compute(talent_block([TalentFacts()]), job_block([JobFacts()]), np.array([0]), np.array([0]), space=space)
    assert np.isnan(row).all()


def test_unprepared_labels_leave_only_their_feature_unknown(people, space, labels):
    talents, jobs = people
    zero, each = one_to_many(len(jobs))
    block, many = talent_block(talents[:1]), job_block(jobs)
    with_labels = compute(block, many, zero, each, space=space, labels=labels)
    without = compute(block, many, zero, each, space=space)
    column = COLUMN["nearest_meaning"]
    assert np.isnan(without[:, column]).all()
    keep = np.arange(len(NAMES)) != column
    np.testing.assert_array_equal(with_labels[:, keep], without[:, keep])


def test_the_table_names_every_feature_once_and_covers_the_groups():
    assert len(set(NAMES)) == len(FEATURES)
    assert {feature.group for feature in FEATURES} == set(GROUPS)
    assert {feature.sign for feature in FEATURES} == {1, -1}
    assert all(feature.meaning for feature in FEATURES)


def test_no_two_skills_share_an_id(space):
    assert len(np.unique(space.ids)) == len(taxonomy())
    assert build_space(taxonomy()).keys == space.keys


def test_ids_outside_the_taxonomy_have_no_row(space):
    rows = space.rows(np.array([skill_id("python"), skill_id("not-in-the-taxonomy")], np.uint32))
    assert space.keys[rows[0]] == "python"
    assert rows[1] == -1
    assert space.label(skill_id("not-in-the-taxonomy")) == ""


def test_a_listed_claim_counts_nothing_and_a_told_one_less_than_an_evidenced_one():
    lines = np.array([1, 2, 3, 9], np.float32)
    no, yes = np.zeros(4, bool), np.ones(4, bool)
    told, shown = strength(lines, no, no), strength(lines, yes, no)
    assert (told < shown).all()
    assert (np.diff(told)[:2] > 0).all()
    assert shown.max() == 1
    assert strength(np.zeros(1, np.float32), no[:1], no[:1]).tolist() == [0]


@pytest.mark.parametrize("seed", range(25))
def test_an_added_evidenced_skill_that_is_asked_lowers_no_skill_feature(seed, space, labels):
    rng = np.random.default_rng(seed)
    talent, job = replace(some_talent(rng), skills_known=True, denied=frozenset()), some_job(rng)
    wanted = [need for need in job.needs if need.key not in {claim.key for claim in talent.skills}]
    if not wanted:
        job = replace(job, needs=(*job.needs, Need("photography")))
        wanted = [job.needs[-1]]
    richer = replace(talent, skills=(*talent.skills, Claim(wanted[0].key, 1, True, years=wanted[0].min_years)))
    before, after = compute(
        talent_block([talent, richer]), job_block([job]), np.array([0, 1]), np.array([0, 0]), space=space, labels=labels
    )
    np.testing.assert_array_equal(np.isnan(before), np.isnan(after))
    known = ~np.isnan(before)
    assert (after[known] >= before[known] - 1e-6).all()


def test_keys_of_the_tests_are_in_the_taxonomy_but_one():
    assert [key for key in KEYS if key not in taxonomy()] == ["not-in-the-taxonomy"]
