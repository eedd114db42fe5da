"""Score cards: they add up, replay, never punish evidence, and say where their points come from."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.ml import fallback
from matching.ml.explain import GROUP_COLUMNS, TOPICS, sentence, subscore, whole_points
from matching.ml.features import COLUMN, FEATURES, NAMES
from matching.ml.ranker import META_FILE, MODEL_FILE, SHIPPED, RankerUnusable, load_ranker
from matching.ml.scoring import Scorer, load_scorer
from matching.ml.space import skill_space
from matching.ml.types import GROUPS, Claim, JobFacts, Need, TalentFacts
from matching.tests.ml_facts import some_job, some_talent


@pytest.fixture(scope="module")
def ranker():
    return load_ranker(SHIPPED)


@pytest.fixture(scope="module", params=["ranker", "fallback"])
def scorer(request, ranker):
    return Scorer(skill_space(), None, ranker if request.param == "ranker" else None)


@pytest.fixture(scope="module")
def cards(scorer):
    rng = np.random.default_rng(2)
    talents, jobs = [some_talent(rng) for _ in range(12)], [some_job(rng) for _ in range(12)]
    return [card for talent in talents for card in scorer.score_many(talent, jobs)]


def any_row(rng):
    """A feature row somewhere in or beyond the usual range, partly unknown."""
    row = np.array(
        [line.zero + rng.uniform(-0.7, 1.8) * (line.one - line.zero) for line in map(fallback.LINES.get, NAMES)]
    )
    row[rng.random(len(NAMES)) < 0.2] = np.nan
    return row.astype(np.float32)


def test_baseline_and_contributions_give_the_raw_score(cards):
    for card in cards:
        assert abs(card.baseline + sum(card.contributions.values()) - card.raw) < 1e-9
        assert card.score == min(max(round(card.raw), 0), 100)
        assert sum(card.shown.values()) == round(card.raw) - round(card.baseline)
        assert set(card.contributions) == set(card.subscores) == set(GROUPS)


def test_raw_points_equal_the_cards_and_a_stored_row_replays_its_card(scorer, cards):
    matrix = np.array([card.features for card in cards], np.float32)
    np.testing.assert_allclose(scorer.raw(matrix), [card.raw for card in cards], atol=1e-9)
    assert [card.to_dict() for card in scorer.cards(matrix[3:5])] == [card.to_dict() for card in cards[3:5]]


def test_a_group_of_which_nothing_is_known_gives_no_points_and_no_subscore(scorer):
    card = scorer.score_many(TalentFacts(), [JobFacts()])[0]
    assert dict(card.contributions) == dict.fromkeys(GROUPS, 0.0)
    assert set(card.subscores.values()) == {None}
    assert card.raw == card.baseline
    assert card.factors == ()


def test_cards_name_their_source(scorer, cards):
    assert {(card.source, card.model) for card in cards} == {(scorer.origin.source, scorer.origin.model)}
    assert all(len(card.factors) <= 3 for card in cards)
    assert json.loads(json.dumps(cards[0].to_dict()))["source"] == scorer.origin.source


@pytest.mark.parametrize("column", range(len(FEATURES)), ids=NAMES)
def test_more_of_a_feature_never_works_against_its_sign(scorer, column):
    rng = np.random.default_rng(column)
    line = fallback.LINES[NAMES[column]]
    for _ in range(10):
        rows = np.repeat(any_row(rng)[None], 60, axis=0)
        rows[:, column] = np.sort(
            np.linspace(line.zero - 2 * (line.one - line.zero), line.zero + 3 * (line.one - line.zero), 60)
        )
        steps = np.diff(scorer.raw(rows)) * FEATURES[column].sign
        assert steps.min() >= -1e-9


@pytest.mark.parametrize("seed", range(15))
def test_an_evidenced_skill_that_is_asked_never_lowers_the_score(scorer, seed):
    rng = np.random.default_rng(seed)
    talent, job = replace(some_talent(rng), skills_known=True), some_job(rng)
    job = replace(job, needs=(*job.needs, Need("photography")))
    bare = replace(talent, skills=(*talent.skills, Claim("photography")))
    shown = replace(talent, skills=(*talent.skills, Claim("photography", 2, True)))
    without, listed, told = (scorer.score_many(one, [job])[0].raw for one in (talent, bare, shown))
    assert without - 1e-9 <= listed <= told + 1e-9


def test_nobody_loses_by_being_above_the_level_or_by_more_years(scorer):
    job = JobFacts(needs=(Need("python"),), level=2, min_years=3)
    talent = TalentFacts(skills=(Claim("python", 2, True),), level=2, years=4)
    beyond = replace(talent, level=5, years=25)
    assert scorer.score_many(beyond, [job])[0].raw >= scorer.score_many(talent, [job])[0].raw


def test_many_talents_for_one_job_get_the_cards_of_the_single_pairs(scorer):
    rng = np.random.default_rng(8)
    talents, job = [some_talent(rng) for _ in range(6)], some_job(rng)
    together = scorer.score_talents(talents, job)
    for talent, card in zip(talents, together, strict=True):
        assert math.isclose(scorer.score_many(talent, [job])[0].raw, card.raw, abs_tol=1e-3)


@given(st.lists(st.floats(-60, 60), min_size=5, max_size=5), st.floats(0, 100))
def test_whole_points_add_up_whatever_the_parts_are(values, baseline):
    parts = dict(zip(GROUPS, values, strict=True))
    total = round(baseline + sum(values)) - round(baseline)
    shown = whole_points(parts, total)
    assert sum(shown.values()) == total
    assert all(abs(shown[group] - parts[group]) < 2 for group in GROUPS)


def test_subscores_are_places_in_the_reach_of_a_group():
    assert [subscore(points, (-10, 30)) for points in (-99, -10, 10, 30, 99)] == [0, 0, 50, 100, 100]


def test_each_feature_can_be_said_in_words():
    row = np.full(len(NAMES), 0.5, np.float32)
    texts = [sentence(row, name, points) for name in NAMES for points in (-3.0, 3.0)]
    assert all(text and text[0].isalnum() for text in texts)
    assert set(TOPICS) == set(NAMES)
    assert sentence(np.full(len(NAMES), 1, np.float32), "level_gap", -2.0) == "1 level below the job's"


def test_the_rules_have_a_line_and_a_reach_for_everything():
    ranges = fallback.group_ranges()
    assert set(ranges) == set(GROUPS)
    assert all(low < 0 < high for low, high in ranges.values())
    assert all((line.one > line.zero) == (FEATURES[COLUMN[name]].sign > 0) for name, line in fallback.LINES.items())


def test_the_shipped_ranker_is_small_group_additive_and_described(ranker):
    assert (SHIPPED / MODEL_FILE).stat().st_size < 1_000_000
    groups = {name: feature.group for name, feature in zip(NAMES, FEATURES, strict=True)}
    trees = ranker.booster.trees_to_dataframe() if _has_pandas() else None
    if trees is not None:
        used = trees.dropna(subset=["split_feature"]).groupby("tree_index").split_feature.agg(set)
        assert all(len({groups[name] for name in names}) == 1 for names in used)
    assert ranker.meta["held_out"]["ranker"]["spearman"] >= ranker.meta["held_out"]["fallback"]["spearman"] - 0.01
    assert set(GROUP_COLUMNS) == set(ranker.meta["ranges"])


def _has_pandas():
    import importlib.util

    return importlib.util.find_spec("pandas") is not None


def test_contributions_are_the_shapley_values_that_shap_computes(ranker):
    shap = pytest.importorskip("shap", reason="needs requirements-train.txt (CI=true or TRAIN=1)")
    rng = np.random.default_rng(4)
    rows = np.array([any_row(rng) for _ in range(20)])
    theirs = shap.TreeExplainer(ranker.booster).shap_values(rows)
    unknown = shap.TreeExplainer(ranker.booster).shap_values(np.full((1, len(NAMES)), np.nan, np.float32))
    trees = ranker.contributions(rows)[1] - ranker.rules_share * fallback.contributions(rows)[1]
    np.testing.assert_allclose(trees, theirs - unknown, atol=1e-9)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda folder: (folder / MODEL_FILE).unlink(), "There is no ranker"),
        (lambda folder: (folder / META_FILE).write_text("{"), "cannot be read"),
        (lambda folder: (folder / META_FILE).write_text('{"version": "x"}'), "is not described"),
        (
            lambda folder: (folder / MODEL_FILE).write_bytes((folder / MODEL_FILE).read_bytes() + b" "),
            "its SHA-256 differs",
        ),
        (lambda folder: _edit(folder, features=["one"]), "made for other features"),
    ],
)
def test_an_unusable_ranker_gives_way_to_the_one_before_the_shipped_one_and_the_rules(
    tmp_path, monkeypatch, damage, says
):
    promoted, before, shipped = tmp_path / "ranker", tmp_path / "ranker" / "previous", tmp_path / "shipped"
    for folder in (promoted, before, shipped):
        folder.mkdir()
        for name in (MODEL_FILE, META_FILE):
            (folder / name).write_bytes((SHIPPED / name).read_bytes())
    monkeypatch.setenv("CAREERCOPILOT_HOME", str(tmp_path))
    monkeypatch.setattr("matching.ml.ranker.SHIPPED", shipped)
    whole = load_scorer(None)
    assert (whole.ranker.version, whole.reason) == (load_ranker(SHIPPED).version, "")
    for folder in (promoted, before):
        damage(folder)
        with pytest.raises(RankerUnusable, match=says):
            load_ranker(folder)
        scorer = load_scorer(None)
        assert scorer.ranker is not None
        assert str(folder) in scorer.reason
    damage(shipped)
    scorer = load_scorer(None)
    assert scorer.ranker is None
    assert scorer.reason.count(says) == 3
    assert scorer.score_many(TalentFacts(), [JobFacts()])[0].source == "fallback"


def _edit(folder, **values):
    meta = json.loads((folder / META_FILE).read_text()) | values
    (folder / META_FILE).write_text(json.dumps(meta))


def test_the_rules_can_be_asked_for():
    assert load_scorer(None, rules=True).reason == "The rules were asked for."
