"""Training of the title head: titles of one occupation closer together than titles of two.

A contrastive loss (InfoNCE both ways, van den Oord et al. 2018) over pairs drawn from one occupation against the other
pairs of the batch, on frozen unit vectors; the head starts as the identity and is held near it. numpy only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ml.types import Floats

Ints = NDArray[np.int64]
TEMPERATURE = 0.05
BATCH = 512
STEPS = 600
RATE = 5e-4
HELD_NEAR = 1e-3  # weight of the squared distance from the identity
EVERY = 100  # steps between two looks at the held-out occupations
PROBES = 2_000


@dataclass(frozen=True)
class Titles:
    """Unit vectors of titles and the number of the occupation that each names."""

    vectors: Floats
    occupation: Ints


@dataclass(frozen=True)
class Trained:
    """A head and how it did on occupations it never saw; `history` is (step, MRR) at each look, step 0 the identity."""

    head: Floats
    history: tuple[tuple[int, float], ...]

    @property
    def before(self) -> float:
        """MRR of the plain vectors."""
        return self.history[0][1]

    @property
    def after(self) -> float:
        """MRR of the head that was kept."""
        return max(value for _, value in self.history)


def unit(rows: Floats) -> Floats:
    """Rows at length 1."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def split(titles: Titles, *, share: float, seed: int) -> tuple[Titles, Titles]:
    """(training, held out) by whole occupations."""
    numbers = np.unique(titles.occupation)
    held = np.random.default_rng(seed).permutation(numbers)[: round(share * len(numbers))]
    out = np.isin(titles.occupation, held)
    return Titles(titles.vectors[~out], titles.occupation[~out]), Titles(titles.vectors[out], titles.occupation[out])


def reciprocal_rank(titles: Titles, head: Floats, *, seed: int) -> float:
    """Mean reciprocal rank of the nearest other title of the same occupation, over up to PROBES titles."""
    rows = unit(titles.vectors @ head)
    probes = np.random.default_rng(seed).permutation(len(rows))[:PROBES]
    ranks = []
    for start in range(0, len(probes), 250):
        chosen = probes[start : start + 250]
        cosines = rows[chosen] @ rows.T
        cosines[np.arange(len(chosen)), chosen] = -np.inf
        same = titles.occupation[chosen][:, None] == titles.occupation[None, :]
        best = np.where(same, cosines, -np.inf).max(axis=1)
        ranks.append(1.0 / (1.0 + (np.where(same, -np.inf, cosines) > best[:, None]).sum(axis=1)))
    return float(np.concatenate(ranks).mean())


def train(titles: Titles, *, seed: int, told: Callable[[int, float], None] = lambda step, value: None) -> Trained:
    """The head (384, 384) that did best on a tenth of the occupations, which it was not trained on.

    Titles of occupations with a single title teach nothing and are passed over. `told` hears of each look.
    """
    learn, held = split(titles, share=0.1, seed=seed)
    rng = np.random.default_rng(seed)
    head = np.eye(titles.vectors.shape[1], dtype=np.float32)
    step_of = _Adam(head.shape)
    draw = _Pairs(learn)
    best, history = head, [(0, reciprocal_rank(held, head, seed=seed))]
    told(*history[0])
    for step in range(1, STEPS + 1):
        rate = RATE * 0.5 * (1.0 + np.cos(np.pi * step / STEPS))
        head = head - rate * step_of(gradient(head, *draw(rng)))
        if step % EVERY == 0:
            history.append((step, reciprocal_rank(held, head, seed=seed)))
            told(*history[-1])
            if history[-1][1] >= max(value for _, value in history):
                best = head
    return Trained(best.astype(np.float32), tuple(history))


def gradient(head: Floats, left: Floats, right: Floats) -> Floats:
    """Of the loss of pairs (left[i], right[i]) by the head; all other right rows are the wrong answers, and the reverse."""
    a, b = left @ head, right @ head
    long_a, long_b = (np.linalg.norm(rows, axis=1, keepdims=True) for rows in (a, b))
    ua, ub = a / long_a, b / long_b
    scores = ua @ ub.T / TEMPERATURE
    count = len(left)
    wrong = (_softmax(scores) + _softmax(scores.T).T - 2 * np.eye(count, dtype=np.float32)) / (2 * count * TEMPERATURE)
    to_a, to_b = wrong @ ub, wrong.T @ ua
    by_a = (to_a - ua * (to_a * ua).sum(axis=1, keepdims=True)) / long_a
    by_b = (to_b - ub * (to_b * ub).sum(axis=1, keepdims=True)) / long_b
    identity = np.eye(len(head), dtype=np.float32)
    return np.asarray(left.T @ by_a + right.T @ by_b + HELD_NEAR * (head - identity), np.float32)


def loss(head: Floats, left: Floats, right: Floats) -> float:
    """What `gradient` is the slope of."""
    scores = unit(left @ head) @ unit(right @ head).T / TEMPERATURE
    both = [-np.log(np.diag(_softmax(table)) + 1e-30).mean() for table in (scores, scores.T)]
    identity = np.eye(len(head), dtype=head.dtype)
    return float(np.mean(both) + 0.5 * HELD_NEAR * ((head - identity) ** 2).sum())


def _softmax(table: Floats) -> Floats:
    raised = np.exp(table - table.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


class _Pairs:
    """Draws two different titles of each of some occupations."""

    def __init__(self, titles: Titles) -> None:
        self._vectors = titles.vectors
        self._order = np.argsort(titles.occupation, kind="stable")
        _, starts, counts = np.unique(titles.occupation[self._order], return_index=True, return_counts=True)
        self._starts, self._counts = starts[counts > 1], counts[counts > 1]

    def __call__(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        chosen = rng.choice(len(self._starts), min(BATCH, len(self._starts)), replace=False)
        counts = self._counts[chosen]
        first = (rng.random(len(chosen)) * counts).astype(np.int64)
        second = (first + 1 + (rng.random(len(chosen)) * (counts - 1)).astype(np.int64)) % counts
        rows = self._order[self._starts[chosen] + first], self._order[self._starts[chosen] + second]
        return self._vectors[rows[0]], self._vectors[rows[1]]


class _Adam:
    """Adam's step direction (Kingma and Ba 2015)."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._mean, self._square, self._count = np.zeros(shape, np.float32), np.zeros(shape, np.float32), 0

    def __call__(self, slope: Floats) -> Floats:
        self._count += 1
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.999 * self._square + 0.001 * slope * slope
        mean, square = self._mean / (1 - 0.9**self._count), self._square / (1 - 0.999**self._count)
        return np.asarray(mean / (np.sqrt(square) + 1e-8), np.float32)


def write_head(head: Floats, path: Path) -> None:
    """Save a head as an ONNX graph: vector (1, 384) -> unit vector (1, 384); weights in half precision."""
    from onnx import TensorProto, checker, helper, numpy_helper

    size = head.shape[0]
    nodes = [
        helper.make_node("Cast", ["weights"], ["head"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["vector", "head"], ["turned"]),
        helper.make_node("ReduceL2", ["turned", "axis"], ["length"], keepdims=1),
        helper.make_node("Div", ["turned", "length"], ["unit"]),
    ]
    constants = [
        numpy_helper.from_array(head.astype(np.float16), "weights"),
        numpy_helper.from_array(np.array([-1], np.int64), "axis"),
    ]
    rows: Any = [1, size]
    graph = helper.make_graph(
        nodes,
        "title_head",
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, rows)],
        [helper.make_tensor_value_info("unit", TensorProto.FLOAT, rows)],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))
