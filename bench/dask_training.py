"""Training on two Dask workers beside one process: the same quality on people held out."""

from __future__ import annotations

import importlib
import importlib.util
import time
from typing import Any

import numpy as np

from bench.options import options
from bench.sides import Result, Skip
from bench.tables import Table
from careercopilot.encoder import EncoderMissing
from matching.graded import made_graded
from matching.ml.explain import GROUP_COLUMNS
from matching.ml.features import NAMES, SIGNS
from matching.ml.metrics import spearman
from matching.ml.training import PARAMETERS, ROUNDS, Graded, split, spread

SEED = 9
WORKERS = 2
WORLD, WORLD_QUICK = {"talents": 300, "jobs": 80}, {"talents": 60, "jobs": 20}
# What several machines can do: LightGBM 4.7 has only the basic method for monotone trees there, and ends its process when
# features may not meet in a tree (`interaction_constraints`), so group-additive trees are grown by one process alone.
OURS = PARAMETERS | {
    "seed": SEED, "monotone_constraints": list(SIGNS), "interaction_constraints": list(GROUP_COLUMNS.values()),
}  # fmt: skip
SHARED = PARAMETERS | {"seed": SEED, "monotone_constraints": list(SIGNS), "monotone_constraints_method": "basic"}
Quality = tuple[float, float]


def run() -> list[Result | Table]:
    """Both grow the same number of trees on the same rows; figures of the people that neither saw."""
    if missing := [name for name in ("dask", "distributed") if importlib.util.find_spec(name) is None]:
        raise Skip(f"{' and '.join(missing)} not installed (requirements-train.txt)")
    try:
        graded = made_graded(seed=SEED, **(WORLD_QUICK if options().quick else WORLD))
    except EncoderMissing as error:
        raise Skip(str(error)) from error
    rows, _, held = split(graded, seed=SEED)
    matrix, targets = spread(graded.matrix[rows], graded.grades[rows], seed=SEED)
    trees = 40 if options().quick else ROUNDS
    began = time.perf_counter()
    alone = in_one_process(SHARED, matrix, targets, trees)
    between = time.perf_counter()
    both = on_workers(matrix, targets, trees)
    seconds = between - began, time.perf_counter() - between
    unseen = Graded(graded.matrix[held], graded.grades[held], graded.talents[held])
    ours, theirs = quality(both.predict(unseen.matrix), unseen), quality(alone.predict(unseen.matrix), unseen)
    shipped = quality(in_one_process(OURS, matrix, targets, trees).predict(unseen.matrix), unseen)
    wrong = monotone_faults(both, unseen.matrix)
    table = Table(
        "dask: one process and two workers", ("", "seconds", "mean error", "Spearman", "trees"),
        (
            ("one process", seconds[0], *theirs, alone.num_trees()),
            (f"{WORKERS} workers", seconds[1], *ours, both.num_trees()),
            ("one process, group by group", None, *shipped, trees),
        ),
        f"{len(matrix):,} rows, {trees} trees; the workers' seconds hold their start",
    )  # fmt: skip
    return [
        table,
        Result("dask: mean error, workers over one process", ours[0] / theirs[0], 1.05, at_least=False),
        Result("dask: Spearman, workers less one process", ours[1] - theirs[1], -0.005, ""),
        Result("dask: predictions that fall where a feature gets better", wrong, 0, "", at_least=False),
    ]


def in_one_process(parameters: dict[str, Any], matrix: Any, targets: Any, trees: int) -> Any:
    """A booster as `matching.ml.training` grows it, without early stopping."""
    import lightgbm

    return lightgbm.train(parameters, lightgbm.Dataset(matrix, targets, feature_name=list(NAMES)), trees)


def on_workers(matrix: Any, targets: Any, trees: int) -> Any:
    """A booster that two worker processes grow together, each holding half of the rows."""
    import lightgbm

    # By name: they are installed for training only, and carry no types.
    arrays: Any = importlib.import_module("dask.array")
    distributed: Any = importlib.import_module("distributed")
    part = -(-len(matrix) // WORKERS)
    order = np.random.default_rng(SEED).permutation(len(matrix))
    with (
        distributed.LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        x = arrays.from_array(np.asarray(matrix, np.float32)[order], chunks=(part, matrix.shape[1]))
        y = arrays.from_array(np.asarray(targets)[order], chunks=part)
        model = lightgbm.DaskLGBMRegressor(client=client, n_estimators=trees, tree_learner="data", **SHARED)
        model.fit(x, y)
        return lightgbm.Booster(model_str=model.booster_.model_to_string())


def quality(found: Any, graded: Graded) -> Quality:
    """Mean error and rank correlation."""
    return float(np.abs(found - graded.grades).mean()), float(spearman(found, graded.grades))


def monotone_faults(booster: Any, matrix: Any) -> int:
    """Rows whose prediction falls when one feature gets better by a tenth, over all features."""
    before, faults = booster.predict(matrix), 0
    for column, sign in enumerate(SIGNS):
        moved = matrix.copy()
        moved[:, column] += 0.1 * sign
        faults += int((booster.predict(moved) < before - 1e-9).sum()) if sign else 0
    return faults
