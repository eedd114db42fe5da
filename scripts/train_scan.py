"""Train the injection scanner's weights from our own templates: python scripts/train_scan.py

Deterministic: a fixed seed draws the sentences, liblinear fits one logistic regression on concept features. The figures
printed are from templates held out whole, so they speak of wordings the model has not seen. Needs scikit-learn.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import scan_corpus  # noqa: E402  (a script beside this one, found through the path set above)

from aiplatform.safety.features import features  # noqa: E402  (same)

SEED = 20261121
PER_TEMPLATE = 60
HELD_OUT_SHARE = 0.15
# A feature seen in fewer sentences than this is an accident of the draw.
MIN_COUNT = 30
# Inverse strength of the L2 penalty: strong enough that no single concept decides.
PENALTY_C = 0.1
# Classes weigh the same; how many false alarms a resume can bear is settled by the threshold, not by the fit.
HARMLESS_WEIGHT = 1.0
OUT = ROOT / "aiplatform" / "safety" / "data" / "scan_weights.json"

Row = tuple[set[str], int]


def work_phrases() -> list[str]:
    """Labels of a skill taxonomy ("write job descriptions"): commands that are daily work, not instructions."""
    lines = (scan_corpus.TRAINING / "work_phrases.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def surroundings(sentences: list[str], phrases: list[str], rng: random.Random) -> list[str]:
    """Harmless text as readers cut it: torn out of its line, run together, shouted, mixed with daily-work phrases."""
    made = []
    for text in sentences:
        words = text.split()
        start = rng.randrange(len(words))
        made.append(" ".join(words[start : start + rng.randint(2, 12)]))
    for _ in range(len(sentences) // 2):
        parts = rng.sample(sentences, 2) + rng.sample(phrases, rng.randint(0, 3))
        rng.shuffle(parts)
        made.append(rng.choice([" ", ", ", " and ", " "]).join(part.rstrip(".") for part in parts)[:320])
        salad = " ".join(parts).split()
        rng.shuffle(salad)
        made.append(" ".join(salad[: rng.randint(8, 40)]))
    for phrase in phrases:
        made.append(
            rng.choice(
                [phrase, phrase.capitalize() + ".", phrase.title(), "- " + phrase.capitalize(), "You " + phrase + "."]
            )
        )
        made.append(rng.choice([" and ", ", ", "; ", " / "]).join(part.capitalize() for part in rng.sample(phrases, 3)))
    return made


def corpus(seed: int, fold: tuple[int, int] | None) -> tuple[list[Row], list[Row]]:
    """(training rows, held-out rows); a template is wholly in one of them."""
    kept: list[Row] = []
    held: list[Row] = []
    harmless: list[str] = []
    for name, label in (("attacks", 1), ("harmless", 0)):
        grammar = scan_corpus.Grammar(scan_corpus.read_blocks(scan_corpus.TRAINING / "slots.txt"))
        for number, template in enumerate(scan_corpus.read_blocks(scan_corpus.TRAINING / f"{name}.txt")):
            rng = random.Random(f"{seed}/{name}/{template.text}")
            out = fold is not None and number % fold[1] == fold[0]
            drawn = sorted({grammar.draw(template.text, rng) for _ in range(PER_TEMPLATE)})
            (held if out else kept).extend((features(text), label) for text in drawn)
            if not label and not out:
                harmless += drawn
    rng = random.Random(f"{seed}/surroundings")
    kept.extend((features(text), 0) for text in surroundings(harmless, work_phrases(), rng))
    return kept, held


def fit(rows: list[Row]) -> tuple[dict[str, float], float]:
    """Weights by feature name, and the bias."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for names, _ in rows for name in names)
    columns = {name: at for at, name in enumerate(sorted(name for name, n in counts.items() if n >= MIN_COUNT))}
    pointers, indices = [0], list[int]()
    for names, _ in rows:
        indices += sorted(columns[name] for name in names if name in columns)
        pointers.append(len(indices))
    matrix: Any = csr_matrix(([1.0] * len(indices), indices, pointers), shape=(len(rows), len(columns)))
    model = LogisticRegression(
        C=PENALTY_C, solver="liblinear", class_weight={0: HARMLESS_WEIGHT, 1: 1.0}, random_state=SEED, max_iter=1000
    )
    model.fit(matrix, [label for _, label in rows])
    weights = {name: round(float(model.coef_[0][at]), 3) for name, at in columns.items()}
    return {name: weight for name, weight in weights.items() if weight}, round(float(model.intercept_[0]), 3)


def margin(names: set[str], weights: dict[str, float], bias: float) -> float:
    """The log odds of one sentence."""
    return bias + sum(weights.get(name, 0.0) for name in names)


def main() -> None:
    rows: list[tuple[float, int]] = []
    for fold in range(5):
        kept, held = corpus(SEED, (fold, 5))
        weights, bias = fit(kept)
        rows += [(margin(names, weights, bias), label) for names, label in held]
    for threshold in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0):
        recall = sum(m > threshold for m, y in rows if y) / sum(y for _, y in rows)
        fpr = sum(m > threshold for m, y in rows if not y) / sum(1 - y for _, y in rows)
        print(f"held-out templates, log odds > {threshold}: recall {recall:.3f}, false positives {fpr:.4f}")
    everything, _ = corpus(SEED, None)
    weights, bias = fit(everything)
    OUT.write_text(
        json.dumps({"bias": bias, "weights": dict(sorted(weights.items()))}, separators=(",", ":")) + "\n",
        encoding="utf-8",
    )
    print(f"{len(everything)} sentences, {len(weights)} weights, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
