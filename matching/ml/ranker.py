"""The trained ranker: LightGBM in text form, loaded and checked here, trained in `training`.

It is group-additive (no tree mixes features of two groups) and monotone in every feature, so that the five
contributions are exact and evidence never lowers a score. Points are explained by the trees' own Shapley values
(Lundberg et al. 2020), which sum to the prediction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ml.explain import Origin
from matching.ml.features import NAMES
from matching.ml.types import GROUPS, Floats

SHIPPED = Path(__file__).resolve().parent.parent / "data"
MODEL_FILE, META_FILE = "ranker.txt", "ranker.json"
FEW_ROWS = 100  # below this one thread is faster than several


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

    def raw(self, matrix: Floats) -> NDArray[np.float64]:
        """Points of each feature row (pairs, features)."""
        if not len(matrix):
            return np.empty(0, np.float64)
        return np.asarray(self.booster.predict(matrix, num_threads=1 if len(matrix) < FEW_ROWS else 0), np.float64)

    @cached_property
    def _unknown(self) -> tuple[float, NDArray[np.float64]]:
        """What the model says of a pair of which nothing is known: its points, and the Shapley values behind them."""
        row = np.full((1, len(NAMES)), np.nan, np.float32)
        values = np.asarray(self.booster.predict(row, pred_contrib=True, num_threads=1), np.float64)[0]
        return float(values.sum()), values[:-1]

    def contributions(self, matrix: Floats) -> tuple[float, NDArray[np.float64]]:
        """The baseline and the points of each feature; baseline + row sum = raw to 1e-9.

        Counted from the pair of which nothing is known: no tree mixes groups, so a group without a known fact gives
        exactly 0 points, and the baseline is what such a pair scores."""
        baseline, unknown = self._unknown
        if not len(matrix):
            return baseline, np.empty(matrix.shape, np.float64)
        out = np.asarray(self.booster.predict(matrix, pred_contrib=True, num_threads=1), np.float64)
        return baseline, out[:, :-1] - unknown


def load_ranker(folder: Path) -> Ranker:
    """The ranker in a folder; raises RankerUnusable when it is absent, altered, or made for other features."""
    model, meta_path = folder / MODEL_FILE, folder / META_FILE
    if not model.is_file() or not meta_path.is_file():
        raise RankerUnusable(f"There is no ranker in {folder}.")
    data = model.read_bytes()
    try:
        meta = json.loads(meta_path.read_text(encoding="utf-8"))
        wanted, features, ranges = meta["sha256"], tuple(meta["features"]), set(meta["ranges"])
    except (ValueError, KeyError, TypeError) as error:
        raise RankerUnusable(f"{META_FILE} in {folder} cannot be read: {error}.") from error
    if hashlib.sha256(data).hexdigest() != wanted:
        raise RankerUnusable(f"{MODEL_FILE} in {folder} is not the file that {META_FILE} describes.")
    if features != NAMES or ranges != set(GROUPS):
        raise RankerUnusable(f"The ranker in {folder} was made for other features; run `make ranker`.")
    try:
        import lightgbm
    except (ImportError, OSError) as error:  # OSError: the system's OpenMP runtime is missing
        raise RankerUnusable(f"LightGBM cannot be loaded: {error}.") from error
    try:
        booster = lightgbm.Booster(model_str=data.decode("utf-8"))
    except (lightgbm.basic.LightGBMError, UnicodeDecodeError) as error:
        raise RankerUnusable(f"{MODEL_FILE} in {folder} cannot be read: {error}.") from error
    return Ranker(booster, meta)
