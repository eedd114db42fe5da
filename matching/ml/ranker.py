"""The trained ranker: LightGBM in text form, loaded and checked here, trained in `training`.

Its points are a share of the rule score (`fallback`) and what the trees add. Both are group-additive (no tree mixes features
of two groups) and monotone in every feature, so that the five contributions are exact and evidence never lowers a score.
Points of the trees are explained by their own Shapley values (Lundberg et al. 2020), which sum to the prediction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ml import fallback
from matching.ml.explain import Origin
from matching.ml.features import NAMES
from matching.ml.forest import Forest, UnreadableForest, build_forest
from matching.ml.types import GROUPS, Floats

SHIPPED = Path(__file__).resolve().parent.parent / "data"
MODEL_FILE, META_FILE = "ranker.txt", "ranker.json"
EXPORTED, PREVIOUS = "ranker", "previous"  # folders below CAREERCOPILOT_HOME, written at promotion
FEW_ROWS = 100  # below this one thread is faster than several
Values = NDArray[np.float64]


class RankerUnusable(RuntimeError):
    """No ranker can be used; the text says why. The rules score instead."""


@dataclass(frozen=True, eq=False)
class Ranker:
    """A loaded ranker. `meta` is what was written beside the model at training."""

    booster: Any
    meta: Mapping[str, Any]

    @property
    def version(self) -> str:
        return str(self.meta["version"])

    @property
    def origin(self) -> Origin:
        ranges = {group: (float(low), float(high)) for group, (low, high) in self.meta["ranges"].items()}
        return Origin("ranker", self.version, ranges)

    @property
    def rules_share(self) -> float:
        """How much of the rule score is part of this ranker's points; 0 for one of trees alone."""
        return float(self.meta.get("rules_share", 0.0))

    @cached_property
    def forest(self) -> Forest | None:
        """The model as tables, several times faster than LightGBM; None where it has trees that the tables do not cover."""
        try:
            return build_forest(self.booster.model_to_string(), len(NAMES))
        except UnreadableForest:
            return None

    def raw(self, matrix: Floats) -> Values:
        """Points of each feature row (pairs, features)."""
        if not len(matrix):
            return np.empty(0, np.float64)
        if not self.rules_share:
            return self._trees(matrix)
        baseline, points = fallback.contributions(matrix)
        return np.asarray(self._trees(matrix) + self.rules_share * (baseline + points.sum(axis=1)), np.float64)

    def _trees(self, matrix: Floats) -> Values:
        if self.forest is not None:
            return self.forest.raw(matrix)
        return np.asarray(self.booster.predict(matrix, num_threads=1 if len(matrix) < FEW_ROWS else 0), np.float64)

    def rule_points(self, matrix: Floats) -> Values:
        """What the rules' share gives each feature (pairs, features), counted from the pair of which nothing is known."""
        if not self.rules_share:
            return np.zeros(matrix.shape, np.float64)
        return self.rules_share * fallback.contributions(matrix)[1]

    def _shapley(self, matrix: Floats) -> Values:
        """Shapley values of the trees (pairs, features) around the same expected value for every row."""
        if self.forest is not None:
            return self.forest.shapley(matrix)
        return np.asarray(self.booster.predict(matrix, pred_contrib=True, num_threads=1), np.float64)[:, :-1]

    @cached_property
    def _unknown(self) -> tuple[float, Values]:
        """What the ranker says of a pair of which nothing is known: its points, and the trees' Shapley values behind them."""
        row = np.full((1, len(NAMES)), np.nan, np.float32)
        return float(self.raw(row)[0]), self._shapley(row)[0]

    def contributions(self, matrix: Floats) -> tuple[float, Values]:
        """The baseline and the points of each feature; baseline + row sum = raw to 1e-9.

        Counted from the pair of which nothing is known: no tree mixes groups, so a group without a known fact gives
        exactly 0 points, and the baseline is what such a pair scores."""
        baseline, unknown = self._unknown
        if not len(matrix):
            return baseline, np.empty(matrix.shape, np.float64)
        return baseline, self._shapley(matrix) - unknown + self.rule_points(matrix)


def load_ranker(folder: Path) -> Ranker:
    """The ranker in a folder; raises RankerUnusable when it is absent, altered, or made for other features."""
    model, meta_path = folder / MODEL_FILE, folder / META_FILE
    if not model.is_file() or not meta_path.is_file():
        raise RankerUnusable(f"There is no ranker in {folder}.")
    try:
        meta = json.loads(meta_path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RankerUnusable(f"{META_FILE} in {folder} cannot be read: {error}.") from error
    return ranker_of(model.read_bytes(), meta, name=f"The ranker in {folder}")


def ranker_of(model: bytes, meta: Any, *, name: str) -> Ranker:
    """A ranker from its text and what was written beside it; `name` begins the sentence that says what is amiss.

    Raises RankerUnusable when the text is not the one described, was made for other features, or cannot be loaded.
    """
    try:
        wanted, features, ranges = meta["sha256"], tuple(meta["features"]), set(meta["ranges"])
        str(meta["version"])
    except (KeyError, TypeError) as error:
        raise RankerUnusable(f"{name} is not described: {error} is missing.") from error
    if hashlib.sha256(model).hexdigest() != wanted:
        raise RankerUnusable(f"{name} is not the one described: its SHA-256 differs.")
    if features != NAMES or ranges != set(GROUPS):
        raise RankerUnusable(f"{name} was made for other features.")
    if meta.get("rules_share") and meta.get("rules") != fallback.VERSION:
        raise RankerUnusable(f"{name} was made for other rules.")
    try:
        import lightgbm
    except (ImportError, OSError) as error:  # OSError: the system's OpenMP runtime is missing
        raise RankerUnusable(f"LightGBM cannot be loaded: {error}.") from error
    try:
        booster = lightgbm.Booster(model_str=model.decode("utf-8"))
    except (lightgbm.basic.LightGBMError, UnicodeDecodeError) as error:
        raise RankerUnusable(f"{name} cannot be read: {error}.") from error
    return Ranker(booster, meta)


@dataclass(frozen=True, eq=False)
class Choice:
    """Which ranker scores, None for the rules; `reason` says why it is not the wanted one, and is empty when it is."""

    ranker: Ranker | None
    reason: str = ""


def choose(sources: Iterable[Callable[[], Ranker]]) -> Choice:
    """The first of these rankers, best first, that can be used; the rules when none can."""
    reasons: list[str] = []
    for load in sources:
        try:
            return Choice(load(), " ".join(reasons))
        except RankerUnusable as error:
            reasons.append(str(error))
    return Choice(None, " ".join(reasons))


def exported_choice(home: Path) -> Choice:
    """For tools without a database: the ranker that was exported at promotion, the one before it, the shipped one."""
    exported = home / EXPORTED
    promoted = [folder for folder in (exported, exported / PREVIOUS) if folder.is_dir()]
    return choose(partial(load_ranker, folder) for folder in [*promoted, SHIPPED])
