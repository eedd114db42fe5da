"""Training of the ranker on graded pairs: deterministic, one thread, monotone, group-additive.

The trees learn what the rules leave over: a row's target is its grade less a share of its rule score, and the ranker is both
together. Trees alone are steps where the rules are smooth, and so told pairs apart less well than the rules that
they were to better (docs/matching.md has the figures).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ml import fallback
from matching.ml.explain import GROUP_COLUMNS
from matching.ml.features import COLUMN, NAMES, SIGNS
from matching.ml.metrics import gains, mean_by_group, spearman
from matching.ml.ranker import META_FILE, MODEL_FILE, SHIPPED, Ranker, load_ranker
from matching.ml.types import Floats

ROUNDS, PATIENCE = 240, 30
VALID_SHARE, TEST_SHARE = 0.1, 0.15  # of the talents
SPREAD_COPIES, EVEN_COPIES = 2, 4
SHIFT = 0.15  # of the range of a feature
# Of the rule score in the ranker's; the trees are on top and can only add weight to a feature. What people want may give one less
# weight than the rules do, so a ranker that learns from feedback keeps only a part of them.
RULES_SHARE, FEEDBACK_SHARE = 1.0, 0.5
RANK_LABELS = 20  # steps of the grade that lambdarank tells apart
RANK_SCALE = 5.5  # points that count as one in its logistic loss
PARAMETERS: dict[str, Any] = {
    "objective": "regression",
    "learning_rate": 0.1,
    "num_leaves": 16,
    "max_depth": 4,
    "min_data_in_leaf": 20,
    "lambda_l2": 1.0,
    "max_bin": 255,
    "monotone_constraints_method": "intermediate",
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}

Values = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Graded:
    """Feature rows with their grades (0-100) and the talent of each row, by which the data is split."""

    matrix: Floats
    grades: Values
    talents: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Extra:
    """Rows to learn from besides the graded pairs, of people whom `Graded` does not hold: features, targets (0-100), weights.

    A graded row, and each copy that `spread` makes of it, weighs 1.
    """

    matrix: Floats
    targets: Values
    weights: Values


def split(graded: Graded, *, seed: int) -> tuple[Rows, Rows, Rows]:
    """Row numbers for training, early stopping and the held-out test; no talent is in two of them."""
    people = np.unique(graded.talents)
    order = np.random.default_rng(seed).permutation(people)
    test, valid = int(len(people) * TEST_SHARE), int(len(people) * VALID_SHARE)
    parts = order[test + valid :], order[test : test + valid], order[:test]
    train_rows, valid_rows, test_rows = (np.flatnonzero(np.isin(graded.talents, part)) for part in parts)
    return train_rows, valid_rows, test_rows


def spread(matrix: Floats, grades: Values, *, seed: int) -> tuple[Floats, Values]:
    """The rows, and altered copies graded by what the rules change: shifted, partly unknown, and evenly spread ones.

    Real texts lie elsewhere in the range of a feature than made-up ones do, and leave more unknown.
    """
    rng = np.random.default_rng(seed)
    rules = _rules(matrix)
    matrices, targets = [matrix], [grades]
    for _ in range(SPREAD_COPIES):
        moved = matrix.copy()
        for name, line in fallback.LINES.items():
            if isinstance(line, fallback.Curve):
                moved[:, COLUMN[name]] += rng.normal(0, SHIFT, len(matrix)) * (line.one - line.zero)
        moved[rng.random(moved.shape) < 0.1] = np.nan
        matrices.append(moved.astype(np.float32))
        targets.append(grades + _rules(moved) - rules)
    for _ in range(EVEN_COPIES):
        even = np.empty_like(matrix)
        for name, line in fallback.LINES.items():
            even[:, COLUMN[name]] = line.drawn(rng.uniform(-0.1, 1.1, len(matrix)))
        even[rng.random(even.shape) < 0.25] = np.nan
        matrices.append(even.astype(np.float32))
        targets.append(_rules(even))
    return np.concatenate(matrices), np.concatenate(targets)


def _rules(matrix: Floats) -> Values:
    baseline, points = fallback.contributions(matrix)
    return np.asarray(baseline + points.sum(axis=1), np.float64)


def train(graded: Graded, *, seed: int, extra: Extra | None = None) -> tuple[str, dict[str, Any]]:
    """A model text and its metadata. Same data, seed, library and machine type give the same model text.

    `extra` is learned from as well; early stopping and the held-out figures stay with the graded pairs.
    """
    train_rows, valid_rows, test_rows = split(graded, seed=seed)
    share = RULES_SHARE if extra is None else FEEDBACK_SHARE
    text = fit(graded, train_rows, valid_rows, seed=seed, extra=extra, share=share)
    held_out = Graded(graded.matrix[test_rows], graded.grades[test_rows], graded.talents[test_rows])
    return text, describe(text, graded, held_out, seed=seed, share=share)


def fit(
    graded: Graded, rows: Rows, valid_rows: Rows, *, seed: int, extra: Extra | None = None, share: float = RULES_SHARE
) -> str:
    """The text of the trees that learn from some rows what a share of the rules leaves over, and stop early by others."""
    import lightgbm

    matrix, targets = spread(graded.matrix[rows], graded.grades[rows], seed=seed)
    weights = None
    if extra is not None:
        weights = np.concatenate([np.ones(len(matrix)), extra.weights])
        matrix, targets = np.concatenate([matrix, extra.matrix]), np.concatenate([targets, extra.targets])
    data = lightgbm.Dataset(
        matrix, targets - share * _rules(matrix), weight=weights, feature_name=list(NAMES), free_raw_data=False
    )
    seen = graded.matrix[valid_rows]
    valid = lightgbm.Dataset(seen, graded.grades[valid_rows] - share * _rules(seen), reference=data)
    return _grown(_parameters(seed), data, valid)


def _parameters(seed: int) -> dict[str, Any]:
    constraints = {"monotone_constraints": list(SIGNS), "interaction_constraints": list(GROUP_COLUMNS.values())}
    return PARAMETERS | constraints | {"seed": seed}


def _grown(parameters: dict[str, Any], data: Any, valid: Any) -> str:
    """The text of the trees up to the round that did best on `valid`."""
    import lightgbm

    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    booster = lightgbm.train(parameters, data, ROUNDS, valid_sets=[valid], callbacks=[stop])
    return str(booster.model_to_string(num_iteration=booster.best_iteration))


def ranker_of_text(text: str, *, share: float = RULES_SHARE) -> Ranker:
    """The ranker of some trees that `fit` grew, without the rest of what is stored beside a model."""
    import lightgbm

    return Ranker(lightgbm.Booster(model_str=text), {"rules": fallback.VERSION, "rules_share": share})


def fit_order(graded: Graded, rows: Rows, valid_rows: Rows, *, seed: int) -> Callable[[Floats], Values]:
    """A scorer trained to order each person's pairs (lambdarank, Burges 2010) in place of meeting their grades.

    Monotone, group-additive and on top of the rules like the ranker; its scores order pairs and are no points. To compare with.
    """
    import lightgbm

    def dataset(matrix: Floats, grades: Values, queries: Rows, reference: Any = None) -> Any:
        order = np.argsort(queries, kind="stable")
        labels = np.clip(np.round(grades / 100 * RANK_LABELS), 0, RANK_LABELS).astype(np.int64)
        _, sizes = np.unique(queries, return_counts=True)
        return lightgbm.Dataset(
            matrix[order],
            labels[order],
            group=sizes,
            init_score=_rules(matrix[order]) / RANK_SCALE,
            reference=reference,
        )

    matrix, targets = spread(graded.matrix[rows], graded.grades[rows], seed=seed)
    copies = len(matrix) // len(rows)
    queries = np.concatenate([graded.talents[rows] + copy * (graded.talents.max() + 1) for copy in range(copies)])
    data = dataset(matrix, targets, queries)
    valid = dataset(graded.matrix[valid_rows], graded.grades[valid_rows], graded.talents[valid_rows], data)
    order = {"objective": "lambdarank", "label_gain": list(range(RANK_LABELS + 1)), "metric": "ndcg", "eval_at": [10]}
    text = _grown(_parameters(seed) | order, data, valid)
    booster = lightgbm.Booster(model_str=text)
    return lambda seen: _rules(seen) + RANK_SCALE * np.asarray(booster.predict(seen, num_threads=1), np.float64)


def folds(graded: Graded, count: int, *, seed: int) -> Iterator[tuple[Rows, Rows, Rows]]:
    """Row numbers for training, early stopping and test, so that each talent is tested once, by trees that never saw them."""
    people = np.random.default_rng(seed).permutation(np.unique(graded.talents))
    for number in range(count):
        tested = people[number::count]
        others = np.setdiff1d(people, tested)
        stops = np.random.default_rng(seed).permutation(others)[: int(len(others) * VALID_SHARE)]
        rows = [np.flatnonzero(np.isin(graded.talents, part)) for part in (np.setdiff1d(others, stops), stops, tested)]
        yield rows[0], rows[1], rows[2]


def describe(text: str, graded: Graded, held_out: Graded, *, seed: int, share: float) -> dict[str, Any]:
    """What is stored beside the model: identity, inputs, figures on held-out talents, ranges of the sub-scores."""
    import lightgbm

    digest = hashlib.sha256(text.encode()).hexdigest()
    ranker = ranker_of_text(text, share=share)
    baseline, contributions = ranker.contributions(graded.matrix)
    ranges = {
        group: [round(float(value), 4) for value in _extremes(contributions[:, columns].sum(axis=1))]
        for group, columns in GROUP_COLUMNS.items()
    }
    return {
        "version": f"ranker-{digest[:12]}",
        "sha256": digest,
        "features": list(NAMES),
        "baseline": baseline,
        "ranges": ranges,
        "seed": seed,
        "trees": ranker.booster.num_trees(),
        "pairs": len(graded.matrix),
        "talents": int(len(np.unique(graded.talents))),
        "data": "synthetic pairs (matching.ml.synthetic)",
        **ranker.meta,
        "lightgbm": lightgbm.__version__,
        "held_out": {
            "pairs": len(held_out.matrix),
            "ranker": figures(held_out, ranker.raw(held_out.matrix)),
            "fallback": figures(held_out, _rules(held_out.matrix)),
        },
    }


def _extremes(values: Values) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def figures(graded: Graded, scores: Values) -> dict[str, float]:
    """Rank correlation, mean NDCG@10 by talent, mean absolute error."""
    return {
        "spearman": round(spearman(graded.grades, scores), 4),
        "ndcg10": round(mean_by_group(graded.talents, gains(graded.grades), scores), 4),
        "mae": round(float(np.abs(graded.grades - scores).mean()), 3),
    }


def save(text: str, meta: dict[str, Any], folder: Path = SHIPPED) -> Ranker:
    """Write model and metadata, and load them back as a check."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_FILE).write_text(text, encoding="utf-8", newline="\n")
    (folder / META_FILE).write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    return load_ranker(folder)
