"""Plots of a ranker as SVG, made once at training time; colours are classes of the style sheet. No Django, no chart library.

Where shap is installed (requirements-train.txt) its values are drawn, after they were found equal to LightGBM's own to
1e-9; else LightGBM's own are, which are the same numbers.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ml.features import NAMES
from matching.ml.ranker import Ranker
from matching.ml.types import Floats

TOP, ROWS, SHADES = 12, 150, 5
WIDTH, LINE, LEFT, RIGHT, HEAD = 760, 30, 170, 20, 14
AGREEMENT = 1e-9
Values = NDArray[np.float64]


def beeswarm(ranker: Ranker, matrix: Floats, *, seed: int = 0) -> dict[str, Any]:
    """The summary plot: each dot is a pair, its place the points that the feature gave it, its shade the feature's value.

    `source` says whose values were drawn; `difference` is the largest distance between shap's and LightGBM's, None without
    shap; `png` is shap's own drawing as a data address where matplotlib is installed too. Raises ValueError when the two disagree.
    """
    rng = np.random.default_rng(seed)
    rows = matrix[rng.choice(len(matrix), min(ROWS, len(matrix)), replace=False)]
    own = ranker.contributions(rows)[1]
    theirs = _by_shap(ranker, rows)
    difference = None if theirs is None else float(np.abs(theirs - own).max())
    if difference is not None and difference > AGREEMENT:
        raise ValueError(f"shap and LightGBM disagree by {difference:.2e} points.")
    values = own if theirs is None else theirs
    return {
        "beeswarm": _swarm(values, rows),
        "source": "lightgbm" if theirs is None else "shap",
        "difference": difference,
        "rows": len(rows),
        "png": _shap_png(values, rows) if theirs is not None else "",
    }


def _by_shap(ranker: Ranker, rows: Floats) -> Values | None:
    """shap's values of the same rows and the rules' share, counted from the pair of which nothing is known; None where shap is
    not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap's own, about its libraries
        try:
            import shap
        except ImportError:
            return None
        explainer = shap.TreeExplainer(ranker.booster)
        unknown = explainer.shap_values(np.full((1, len(NAMES)), np.nan, np.float32))
        return np.asarray(explainer.shap_values(rows) - unknown + ranker.rule_points(rows), np.float64)


def _shap_png(values: Values, rows: Floats) -> str:
    """shap's own summary plot as a data address; empty where matplotlib is not installed."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import matplotlib.pyplot as plt
            import shap
        except ImportError:
            return ""
        plt.switch_backend("agg")
        shap.summary_plot(values, rows, feature_names=list(NAMES), show=False, max_display=TOP)
        plt.savefig(out, format="png", dpi=110, bbox_inches="tight")
        plt.close()
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def _swarm(values: Values, rows: Floats) -> str:
    order = np.argsort(-np.abs(values).mean(axis=0), kind="stable")[:TOP]
    reach = float(np.abs(values[:, order]).max()) or 1.0
    height = HEAD + LINE * len(order) + 30
    middle, scale = (LEFT + WIDTH - RIGHT) / 2, (WIDTH - LEFT - RIGHT) / 2 / reach
    parts = [_axis(middle, height, reach, scale)]
    for number, column in enumerate(order):
        y = HEAD + LINE * number + LINE / 2
        parts.append(
            f'<text class="name" x="{LEFT - 10}" y="{y + 4:.0f}" text-anchor="end">{escape(NAMES[column])}</text>'
        )
        parts += _dots(values[:, column], rows[:, column], y, middle, scale)
    words = f"Points that the {len(order)} strongest features gave to each of {len(rows)} pairs."
    return _svg("swarm", height, "What moves scores", words, parts)


def _dots(points: Values, feature: Floats, y: float, middle: float, scale: float) -> list[str]:
    """Dots of one feature, those at one place stacked around the line."""
    shades = _shades(feature)
    places = np.round(middle + points * scale).astype(int)
    stacked: dict[int, int] = {}
    dots = []
    for place, shade in zip(places.tolist(), shades, strict=True):
        count = stacked.get(place // 4, 0)
        stacked[place // 4] = count + 1
        lift = min((count + 1) // 2, 6) * (1 if count % 2 else -1) * 1.9
        dots.append(f'<circle class="{shade}" cx="{place}" cy="{y + lift:.1f}" r="2.2"/>')
    return dots


def _shades(feature: Floats) -> list[str]:
    """Class of each value by its rank among the known ones: v0 (low) to v4 (high), or vn where it is not known."""
    known = ~np.isnan(feature)
    ranks = np.searchsorted(np.sort(feature[known]), feature, side="right") / max(int(known.sum()), 1)
    steps = np.clip((ranks * SHADES).astype(int), 0, SHADES - 1)
    return [f"v{step}" if is_known else "vn" for step, is_known in zip(steps.tolist(), known.tolist(), strict=True)]


def _axis(middle: float, height: int, reach: float, scale: float) -> str:
    step = _step(reach)
    marks = []
    for at in np.arange(-np.floor(reach / step), np.floor(reach / step) + 1) * step:
        x = middle + at * scale
        marks.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{HEAD}" y2="{height - 26}"/>')
        marks.append(
            f'<text class="mark" x="{x:.1f}" y="{height - 10}" text-anchor="middle">{f"{at:+.3g}" if at else "0"}</text>'
        )
    return "".join(marks)


def _step(reach: float) -> float:
    """A round distance between marks that gives about three on each side."""
    rough = reach / 3
    base = 10.0 ** np.floor(np.log10(rough))
    return float(next(base * factor for factor in (1, 2, 5, 10) if base * factor >= rough))


def calibration_plot(bins: Sequence[Mapping[str, float]], name: str) -> str:
    """Mean grade over mean score of each bin, against the diagonal; a dot's size tells how many pairs are behind it."""
    side, edge = 320, 36
    scale = (side - 2 * edge) / 100
    most = max((row["pairs"] for row in bins), default=1)
    parts = []
    for at in (0, 25, 50, 75, 100):
        x, y = edge + at * scale, side - edge - at * scale
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{edge}" y2="{side - edge}"/>')
        parts.append(f'<line class="grid" x1="{edge}" x2="{side - edge}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="mark" x="{x:.1f}" y="{side - edge + 16}" text-anchor="middle">{at}</text>')
        parts.append(f'<text class="mark" x="{edge - 6}" y="{y + 4:.1f}" text-anchor="end">{at}</text>')
    parts.append(f'<line class="ideal" x1="{edge}" y1="{side - edge}" x2="{side - edge}" y2="{edge}"/>')
    for row in bins:
        x, y = edge + min(max(row["score"], 0), 100) * scale, side - edge - min(max(row["grade"], 0), 100) * scale
        radius = 3 + 6 * (row["pairs"] / most) ** 0.5
        parts.append(f'<circle class="v3" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
    words = "; ".join(f"score {row['score']:.0f}: {row['grade']:.0f} ({row['pairs']:.0f} pairs)" for row in bins)
    key = f"calibration-{name.replace(' ', '-')}"
    return _svg("calibration", side, f"Calibration on {name}", words or "No pairs.", parts, width=side, key=key)


def importance_plot(rows: Sequence[Mapping[str, Any]]) -> str:
    """Mean absolute points of each feature as bars, most first."""
    shown = list(rows[:TOP])
    most = max((row["points"] for row in shown), default=0) or 1.0
    height = HEAD + 24 * len(shown) + 6
    parts = []
    for number, row in enumerate(shown):
        y, length = HEAD + 24 * number, (WIDTH - LEFT - 80) * row["points"] / most
        parts.append(
            f'<text class="name" x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(row["feature"])}</text>'
        )
        parts.append(f'<rect class="bar" x="{LEFT}" y="{y + 3}" width="{length:.1f}" height="14" rx="3"/>')
        parts.append(f'<text class="mark" x="{LEFT + length + 6:.1f}" y="{y + 14}">{row["points"]:.2f}</text>')
    words = "; ".join(f"{row['feature']} {row['points']:.2f}" for row in shown)
    return _svg("importance", height, "Mean absolute points of each feature", words, parts)


def _svg(
    kind: str, height: int, title: str, words: str, parts: Sequence[str], *, width: int = WIDTH, key: str = ""
) -> str:
    key = key or kind
    return (
        f'<svg class="plot plot--{kind}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(words)}</desc>{"".join(parts)}</svg>'
    )
