"""The operations pages of rankers: what they show, and that their buttons do what the services allow."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
from django.urls import reverse

from accounts.models import Run
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from matching import rankers
from matching.ml.learning import calibration, importance
from matching.ml.ranker import META_FILE, MODEL_FILE, ranker_of
from matching.models import RankerVersion
from matching.plots import beeswarm, calibration_plot, importance_plot
from matching.ranker_admin import shipped_figures
from matching.services.rankers import register_shipped
from matching.services.training import _left_out, trainer
from matching.tests.feedback_world import rows
from matching.tests.rankers import kept, small

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])
GAIN = {"old": 0.5, "new": 0.6, "gain": 0.1, "low": 0.02, "high": 0.18}


@pytest.fixture(autouse=True)
def installation(tmp_path, monkeypatch):
    text, meta = small(1)
    (tmp_path / MODEL_FILE).write_text(text)
    (tmp_path / META_FILE).write_text(json.dumps(meta))
    for name in ("matching.rankers.SHIPPED", "matching.ml.ranker.SHIPPED"):
        monkeypatch.setattr(name, tmp_path)
    monkeypatch.setattr("matching.rankers.home_folder", lambda: tmp_path)
    rankers.forget()
    yield
    rankers.forget()


@pytest.fixture
def staff(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def loaded(seed):
    text, meta = small(seed)
    return ranker_of(text.encode(), meta, name="The ranker")


def measured(seed, **values):
    """A stored ranker with evidence of every kind."""
    ranker, matrix = loaded(seed), rows(np.random.default_rng(3), 200)
    slice_ = {"trait": "remote", "value": "hybrid", "people": 25, "pairs": 90, "old": 0.5, "new": 0.52, "gain": 0.02}
    return kept(
        seed,
        compared_with="ranker-before",
        metrics={"feedback": {"people": 30, "pairs": 300, "ndcg10": GAIN, "spearman": GAIN, "mae": GAIN}, "samples": 900,
                 "synthetic": {"old": 0.99, "new": 0.98}, "swaps": {"classes": [{"kind": "name", "rule": "no difference",
                 "pairs": 240, "largest": 0.0, "passed": True}]}},
        slices=[slice_ | {"is_judged": True, "is_worse": False}],
        calibration={"synthetic": calibration(ranker.raw(matrix), ranker.raw(matrix))},
        importance=importance(ranker, matrix),
        plots=beeswarm(ranker, matrix),
        **values,
    )  # fmt: skip


def test_the_shipped_ranker_is_found_as_what_scores_and_shows_what_it_came_with(client, staff):
    register_shipped()
    measured(2)

    found = page(client, "changelist", scores="now").context["cl"].result_list
    shown = page(client, "change", found[0].pk)

    assert [(row.origin, row.version) for row in found] == [("shipped", rankers.current().version)]
    assert "As it came with the software" in shown.content.decode()
    other = RankerVersion.objects.get(origin="feedback")
    assert shipped_figures(other) == []
    other.origin, other.meta = "shipped", {"held_out": {"ranker": {"ndcg10": 0.998}, "fallback": {"ndcg10": 0.9976}}}
    assert shipped_figures(other) == [("NDCG@10", 0.9976, 0.998)]


def test_what_was_left_out_is_said_in_phrases():
    pairs = SimpleNamespace(left_out={"no opinion about the fit": 2, "never scored": 15, "other features": 0})
    assert _left_out(pairs) == " Left out: 2 that say nothing about the fit, 15 that were never scored."


def page(client, name, *keys, **data):
    return client.get(reverse(f"admin:matching_rankerversion_{name}", args=keys), data)


def press(client, name, *keys, **data):
    answer = client.post(reverse(f"admin:matching_rankerversion_{name}", args=keys), data, follow=True)
    return answer.status_code, [str(message) for message in answer.context["messages"]] if answer.context else []


def test_the_list_says_what_scores_and_what_was_found(client, staff):
    measured(2)
    kept(3, refusals=["The gain is too small."])
    body = page(client, "changelist").content.decode()

    for words in (
        rankers.current().version,
        "+0.100 (+0.020 to +0.180)",
        "The gain is too small.",
        "not compared",
        "Training: idle",
    ):
        assert words in body


def test_the_page_of_a_ranker_shows_its_evidence_with_plots_that_say_themselves(client, staff):
    row = measured(2, refusals=["It got worse where remote is onsite."])
    body = page(client, "change", row.pk).content.decode()

    for words in (
        "It got worse where remote is onsite.",
        "0.020 to 0.180",
        "hybrid",
        "no difference",
        "Global importance",
    ):
        assert words in body
    assert body.count('class="plot') == body.count('role="img" aria-labelledby') == 3
    assert body.count("<desc") == 3
    assert "style=" not in body


def test_a_page_without_evidence_says_so(client, staff):
    body = page(client, "change", kept(2).pk).content.decode()

    assert "It was compared with no other ranker" in body
    assert '<svg class="plot' not in body


@pytest.mark.parametrize("key", ["not-a-key", "00000000-0000-0000-0000-000000000000"])
def test_unknown_rankers_are_not_found(client, staff, key):
    assert page(client, "change", key).status_code == 404


def test_two_rankers_stand_side_by_side(client, staff):
    one, two = measured(2), measured(3)
    body = page(client, "comparison", a=one.version, b=two.version).content.decode()

    assert body.count("0.020 to 0.180") == 6
    assert "Neither was measured" not in body
    assert page(client, "comparison", a=one.version, b="none").status_code == 404


def test_the_buttons_promote_refuse_go_back_and_train(client, staff):
    good, bad = kept(2), kept(3, refusals=["The gain is too small."])

    assert press(client, "promotion", bad.pk) == (200, ["Not promoted. The gain is too small."])
    assert press(client, "promotion", good.pk, note="try it") == (200, [f"{good.version} scores from now on."])
    row = RankerVersion.objects.get(pk=good.pk)
    assert (row.state, row.promoted_by, row.note) == ("active", staff, "try it")
    assert rankers.current().version == good.version
    assert press(client, "rollback") == (200, ["The shipped ranker scores from now on."])
    assert press(client, "rollback") == (200, ["No promoted ranker is active; the shipped one scores."])
    assert press(client, "training")[0] == 200
    with acting_as(trainer()):
        assert Run.objects.filter(kind="matching.train_ranker").count() == 1


@pytest.mark.parametrize("name", ["training", "rollback"])
def test_buttons_are_for_staff_who_may_change_rankers(client, name):
    client.force_login(UserFactory(is_staff=True))
    assert press(client, name)[0] == 403
    assert page(client, "changelist").status_code == 403


def test_the_buttons_answer_no_links(client, staff):
    row = kept(2)
    for name, keys in (("training", []), ("rollback", []), ("promotion", [row.pk])):
        assert page(client, name, *keys).status_code == 403
    assert RankerVersion.objects.get().state == "candidate"


def test_plots_escape_what_they_write_and_hold_their_numbers():
    svg = importance_plot([{"feature": "<script>", "points": 1.5}, {"feature": "other", "points": 0.5}])
    assert "<script>" not in svg and "&lt;script&gt; 1.50; other 0.50" in svg
    bins = [{"from": 0.0, "to": 10.0, "pairs": 4, "score": 5.0, "grade": 7.0}]
    assert "score 5: 7 (4 pairs)" in calibration_plot(bins, "people")
    assert "No pairs." in calibration_plot([], "people")


def test_the_summary_plot_is_the_same_twice_and_names_its_source():
    matrix = rows(np.random.default_rng(5), 300)
    one, two = (beeswarm(loaded(2), matrix) for _ in range(2))

    assert one["beeswarm"] == two["beeswarm"]
    assert one["rows"] == 150
    assert one["source"] in ("lightgbm", "shap")


def test_shap_gives_the_same_values():
    pytest.importorskip("shap", reason="needs requirements-train.txt (CI=true or TRAIN=1)")
    found = beeswarm(loaded(2), rows(np.random.default_rng(5), 300))

    assert found["source"] == "shap"
    assert found["difference"] < 1e-9
