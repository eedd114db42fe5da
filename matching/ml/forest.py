"""A trained LightGBM model as tables: points and exact Shapley values of many rows with a few array operations.

A leaf is reached when the row meets the conditions of every feature on its path. For each feature the values between two
thresholds are alike, so what they leave of the leaves of all trees is looked up at once and joined by AND (QuickScorer,
Lucchese et al. 2015). The Shapley value of a feature depends, leaf by leaf, only on which of the path's features meet
their conditions (Lundberg et al. 2020, path-dependent): all cases are worked out when the model is loaded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ml.types import Floats

MOST_LEAVES = 64  # of one tree: its leaves are the bits of one number
MOST_ON_PATH = 8  # features of one path: their states are the bits of one byte
NEARLY_ZERO = float(np.float32(1e-35))  # what LightGBM takes for 0
AT_ONCE = 256  # rows worked on at once, so that intermediate arrays stay in the cache
CATEGORICAL, DEFAULT_LEFT, ZERO_MISSING, NAN_MISSING = 1, 2, 4, 8  # bits of LightGBM's decision_type

Values = NDArray[np.float64]
Ints = NDArray[np.int64]


class UnreadableForest(ValueError):
    """The model has a kind of tree that the tables do not cover; the text says which. LightGBM itself can still run it."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree as LightGBM writes it. A child below 0 is the leaf ~child; counts are the training rows that came by."""

    feature: list[int]
    threshold: list[float]
    kind: list[int]
    left: list[int]
    right: list[int]
    value: list[float]
    leaf_count: list[float]
    node_count: list[float]

    def count(self, child: int) -> float:
        """Training rows below a child."""
        return self.leaf_count[~child] if child < 0 else self.node_count[child]


@dataclass(slots=True)
class Condition:
    """What a path asks of one feature: low < value <= high by threshold number, and whether NaN passes.

    `share` is the share of training rows that pass (TreeSHAP's zero fraction).
    """

    low: int
    high: int
    nan: bool
    share: float


Path = dict[int, Condition]


def read_trees(text: str) -> list[Tree]:
    """The trees of a model text; raises UnreadableForest."""
    trees = []
    for block in text.split("\nTree=")[1:]:
        values = dict(line.split("=", 1) for line in block.partition("\n\n")[0].splitlines()[1:] if "=" in line)
        if values.get("num_cat", "0") != "0" or values.get("is_linear", "0") != "0":
            raise UnreadableForest("categories and linear leaves are not covered")
        if values["num_leaves"] == "1":
            trees.append(Tree([], [], [], [], [], [float(values["leaf_value"])], [1.0], []))
            continue
        kind = _ints(values["decision_type"])
        if any(one & (CATEGORICAL | ZERO_MISSING) for one in kind):
            raise UnreadableForest("categories and zeros that mean missing are not covered")
        trees.append(
            Tree(
                _ints(values["split_feature"]), _floats(values["threshold"]), kind, _ints(values["left_child"]),
                _ints(values["right_child"]), _floats(values["leaf_value"]), _floats(values["leaf_count"]),
                _floats(values["internal_count"]),
            )
        )  # fmt: skip
    if max((len(tree.value) for tree in trees), default=0) > MOST_LEAVES:
        raise UnreadableForest(f"a tree has more than {MOST_LEAVES} leaves")
    return trees


def _ints(text: str) -> list[int]:
    return [int(value) for value in text.split()]


def _floats(text: str) -> list[float]:
    return [float(value) for value in text.split()]


def components(trees: Sequence[Tree]) -> list[list[Tree]]:
    """Trees that share features, directly or through others, together; a group-additive model falls into several parts."""
    parts: list[tuple[set[int], list[Tree]]] = []
    for tree in trees:
        used, joined = set(tree.feature), [tree]
        rest = []
        for features, members in parts:
            if features & used:
                used |= features
                joined = [*members, *joined]
            else:
                rest.append((features, members))
        parts = [*rest, (used, joined)]
    return [members for _, members in sorted(parts, key=lambda part: min(part[0], default=-1))]


@dataclass(frozen=True, eq=False)
class Part:
    """Tables of trees that share no feature with other parts. Bins of a feature: between its thresholds, then NaN.

    `left[f]` (bins, trees): the leaves, as bits, that a value of feature f leaves; `values` (trees * leaves,);
    `states[f]` (bins, leaves): the bit that says "met", for each leaf with f on its path; `users[f]`: those leaves, and
    `shapley[f]` (users, 2 ** on_path), flat: the value that f is given there, by the states of all features.
    """

    features: tuple[int, ...]
    edges: tuple[Values, ...]
    left: tuple[NDArray[np.unsignedinteger], ...]
    trees: int
    values: Values
    first: Ints
    states: tuple[NDArray[np.uint8], ...]
    users: tuple[Ints, ...]
    offsets: tuple[Ints, ...]
    shapley: tuple[Values, ...]

    def bins(self, matrix: Floats) -> list[Ints]:
        """The bin of each row's value, feature by feature."""
        found = []
        for column, edges in zip(self.features, self.edges, strict=True):
            values = matrix[:, column].astype(np.float64)
            values[np.abs(values) <= NEARLY_ZERO] = 0
            at = np.searchsorted(edges, values)
            at[np.isnan(values)] = len(edges) + 1
            found.append(at)
        return found

    def points(self, bins: list[Ints], rows: slice) -> Values:
        """What these trees add to the score of each row."""
        if not bins:
            return np.broadcast_to(self.values.sum(), (1,))
        found = self.left[0][bins[0][rows]]
        for masks, at in zip(self.left[1:], bins[1:], strict=True):
            found &= masks[at[rows]]
        # One bit is left: its number is the leaf.
        leaf = np.frexp(found)[1] + self.first
        return np.asarray(self.values.take(leaf).sum(axis=1), np.float64)

    def explain(self, bins: list[Ints], rows: slice, out: Values) -> None:
        """Write the Shapley values of this part's features to their columns of `out`."""
        state = np.zeros((len(out), len(self.values)), np.uint8)
        for bits, at in zip(self.states, bins, strict=True):
            state += bits[at[rows]]
        for column, users, offsets, table in zip(self.features, self.users, self.offsets, self.shapley, strict=True):
            # Indexing by [:, users] would lay the result out by columns, and a sum across those depends on how many rows
            # there are; a sum along a row does not, to the last bit.
            out[:, column] = table.take(state.take(users, axis=1) + offsets).sum(axis=1)


@dataclass(frozen=True, eq=False)
class Forest:
    """All parts of a model with `width` features. Results equal LightGBM's to rounding (1e-9)."""

    width: int
    parts: tuple[Part, ...]

    def raw(self, matrix: Floats) -> Values:
        """The model's output for each row (rows, features)."""
        return np.asarray(self.by_part(matrix).sum(axis=1), np.float64)

    def by_part(self, matrix: Floats) -> Values:
        """The output of each part (rows, parts); they sum to the model's."""
        out = np.empty((len(matrix), len(self.parts)), np.float64)
        for number, part in enumerate(self.parts):
            bins = part.bins(matrix)
            for rows in _slices(len(matrix)):
                out[rows, number] = part.points(bins, rows)
        return out

    def shapley(self, matrix: Floats) -> Values:
        """The Shapley values (rows, features); without the expected value, which is the same for all rows."""
        out = np.zeros((len(matrix), self.width), np.float64)
        for part in self.parts:
            bins = part.bins(matrix)
            for rows in _slices(len(matrix)):
                part.explain(bins, rows, out[rows])
        return out


def _slices(size: int) -> Iterator[slice]:
    return (slice(start, min(start + AT_ONCE, size)) for start in range(0, size, AT_ONCE))


def build_forest(text: str, width: int) -> Forest:
    """The tables of a model text with `width` features; raises UnreadableForest."""
    return Forest(width, tuple(_part(trees) for trees in components(read_trees(text))))


def _part(trees: list[Tree]) -> Part:
    features = sorted({feature for tree in trees for feature in tree.feature})
    edges = {feature: _edges(trees, feature) for feature in features}
    width = max(len(tree.value) for tree in trees)
    paths, values = _leaves(trees, edges, width)
    on_path = max(len(path) for path in paths)
    if on_path > MOST_ON_PATH:
        raise UnreadableForest(f"a path asks about more than {MOST_ON_PATH} features")
    real = np.concatenate([np.arange(width) < len(tree.value) for tree in trees])
    met = {feature: _met(paths, real, feature, len(edges[feature])) for feature in features}
    users, tables = _shapley(paths, values, features, on_path)
    return Part(
        features=tuple(features),
        edges=tuple(np.array(edges[feature], np.float64) for feature in features),
        left=tuple(_bits(met[feature].reshape(-1, len(trees), width)) for feature in features),
        trees=len(trees),
        values=values,
        first=np.arange(len(trees), dtype=np.int64) * width - 1,  # frexp counts from 1
        states=tuple(_states(met[feature], paths, feature) for feature in features),
        users=tuple(users[feature] for feature in features),
        offsets=tuple(np.arange(len(users[feature]), dtype=np.int64) << on_path for feature in features),
        shapley=tuple(tables[feature] for feature in features),
    )


def _edges(trees: Sequence[Tree], feature: int) -> list[float]:
    """The thresholds at which some tree asks about the feature, in order."""
    asked = (zip(tree.feature, tree.threshold, strict=True) for tree in trees)
    return sorted({threshold for pairs in asked for one, threshold in pairs if one == feature})


def _leaves(trees: Sequence[Tree], edges: dict[int, list[float]], width: int) -> tuple[list[Path], Values]:
    """Conditions and value of every leaf, `width` places a tree; places beyond a tree's leaves are empty."""
    number = {feature: {edge: at for at, edge in enumerate(found)} for feature, found in edges.items()}
    paths: list[Path] = [{} for _ in range(len(trees) * width)]
    values = np.zeros(len(trees) * width, np.float64)
    for at, tree in enumerate(trees):
        values[at * width : at * width + len(tree.value)] = tree.value
        for leaf, path in _paths(tree, number):
            paths[at * width + leaf] = path
    return paths, values


def _states(met: NDArray[np.bool_], paths: Sequence[Path], feature: int) -> NDArray[np.uint8]:
    """(bins, leaves): the bit that stands for the feature on the leaf's path where it is met, else 0."""
    slots = np.array([list(path).index(feature) if feature in path else -1 for path in paths])
    return np.asarray(met * np.where(slots >= 0, 1 << np.maximum(slots, 0), 0), np.uint8)


def _paths(tree: Tree, number: dict[int, dict[float, int]]) -> Iterator[tuple[int, Path]]:
    """Each leaf with its conditions."""
    if not tree.feature:
        yield 0, {}
        return
    waiting: list[tuple[int, Path]] = [(0, {})]
    while waiting:
        node, path = waiting.pop()
        if node < 0:
            yield ~node, path
            continue
        feature, kind = tree.feature[node], tree.kind[node]
        edge = number[feature][tree.threshold[node]]
        # Where missing is not a value of its own, LightGBM takes 0 for it.
        nan_left = bool(kind & DEFAULT_LEFT) if kind & NAN_MISSING else tree.threshold[node] >= 0
        own = path.get(feature, Condition(-1, len(number[feature]), True, 1.0))
        for child, is_left in ((tree.left[node], True), (tree.right[node], False)):
            share = own.share * tree.count(child) / tree.node_count[node]
            low, high = (own.low, min(own.high, edge)) if is_left else (max(own.low, edge), own.high)
            waiting.append((child, path | {feature: Condition(low, high, own.nan and nan_left == is_left, share)}))


def _met(paths: list[Path], real: NDArray[np.bool_], feature: int, edges: int) -> NDArray[np.bool_]:
    """(bins, leaves): whether a value in the bin meets what the leaf's path asks of the feature; never at unused places."""
    anything = Condition(-1, edges, True, 1.0)
    asked = [path.get(feature, anything) for path in paths]
    bins = np.arange(edges + 1)[:, None]
    inside = (bins > np.array([one.low for one in asked])) & (bins <= np.array([one.high for one in asked]))
    return np.concatenate([inside, np.array([[one.nan for one in asked]])]) & real


def _bits(met: NDArray[np.bool_]) -> NDArray[np.unsignedinteger]:
    """(bins, trees, leaves) as one number a tree, leaf 0 the lowest bit."""
    size = next(size for size in (8, 16, 32, 64) if met.shape[2] <= size)
    padded = np.zeros((*met.shape[:2], size), bool)
    padded[:, :, : met.shape[2]] = met
    packed = np.packbits(padded, axis=2, bitorder="little")
    return np.ascontiguousarray(packed).view(f"<u{size // 8}")[:, :, 0]


def _shapley(
    paths: list[Path], values: Values, features: list[int], on_path: int
) -> tuple[dict[int, Ints], dict[int, Values]]:
    """For each feature the leaves with it on their path, and its value there for each state of the path's features."""
    tables = np.zeros((len(paths), max(on_path, 1), 1 << on_path), np.float64)
    lengths = np.array([len(path) for path in paths])
    for length in range(1, on_path + 1):
        leaves = np.flatnonzero(lengths == length)
        shares = np.array([[one.share for one in paths[leaf].values()] for leaf in leaves]).reshape(-1, length)
        tables[leaves, :length] = values[leaves, None, None] * _cases(shares, on_path)
    users, found = {}, {}
    for feature in features:
        at = [(leaf, list(path).index(feature)) for leaf, path in enumerate(paths) if feature in path]
        users[feature] = np.array([leaf for leaf, _ in at], np.int64)
        found[feature] = np.concatenate([tables[leaf, slot] for leaf, slot in at])
    return users, found


def _cases(shares: Values, on_path: int) -> Values:
    """(leaves, features, states): Shapley values of a leaf of value 1, from the shares (leaves, features).

    With a set S of known features the leaf counts by the product of met (1 or 0) over S and of shares over the others;
    the coefficients of prod(share + met * t) add those up by the size of S.
    """
    leaves, length = shares.shape
    met = ((np.arange(1 << on_path)[:, None] >> np.arange(length)) & 1).astype(np.float64)
    out = np.empty((leaves, length, 1 << on_path), np.float64)
    for own in range(length):
        sums = np.zeros((leaves, 1 << on_path, length), np.float64)
        sums[:, :, 0] = 1
        for other in range(length):
            if other != own:
                grown = sums * shares[:, other, None, None]
                grown[:, :, 1:] += sums[:, :, :-1] * met[None, :, other, None]
                sums = grown
        weights = [math.factorial(s) * math.factorial(length - 1 - s) / math.factorial(length) for s in range(length)]
        out[:, own] = (sums @ np.array(weights)) * (met[None, :, own] - shares[:, own, None])
    return out
