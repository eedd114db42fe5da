"""A small linear-chain tagger that marks hard skills in running text.

Its weights come from `scripts/train_skill_tagger.py`: a conditional random field over the features of `features`, trained on
SkillSpan (MIT), quantised to eight bits. Here it is numpy only: hash the features, add their weights, take the best path.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from resumes.taxonomy.core import Taxonomy
from resumes.taxonomy.features import Segment, describe, segments
from resumes.taxonomy.types import SkillSpan

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "skill_tagger.bin.gz"
OUTSIDE, BEGIN, INSIDE = 0, 1, 2
LABELS = 3
FORBIDDEN = -1e4  # score of a path that enters a skill in its middle

Floats = npt.NDArray[np.float64]


def feature_hash(feature: str) -> int:
    """32 bits of a feature's name; at some 40,000 features one unseen name in 100,000 meets a known one."""
    return zlib.crc32(feature.encode(errors="surrogatepass"))


@dataclass(frozen=True, slots=True)
class Weights:
    """`hashes` (n, sorted uint32) with `emissions` (n, 3); `transitions` (3, 3); `start` (3,); labels outside, begin, inside."""

    version: str
    hashes: npt.NDArray[np.uint32]
    emissions: Floats
    transitions: Floats
    start: Floats

    def to_bytes(self) -> bytes:
        """The shipped form, the same bytes for the same weights: one line of JSON, the hashes, eight-bit emissions."""
        scale = float(np.abs(self.emissions).max()) / 127
        packed = np.round(self.emissions / scale).astype(np.int8)
        head = {
            "version": self.version,
            "features": len(self.hashes),
            "scale": scale,
            "transitions": self.transitions.round(4).tolist(),
            "start": self.start.round(4).tolist(),
        }
        raw = json.dumps(head).encode() + b"\n" + self.hashes.astype("<u4").tobytes() + packed.tobytes()
        return gzip.compress(raw, 9, mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> Weights:
        """Read what `to_bytes` wrote; raises `ValueError` for anything else."""
        head, _, body = gzip.decompress(data).partition(b"\n")
        about = json.loads(head)
        count = int(about["features"])
        hashes = np.frombuffer(body, "<u4", count)
        packed = np.frombuffer(body, np.int8, offset=4 * count).reshape(count, LABELS)
        emissions = packed.astype(np.float64) * float(about["scale"])
        return cls(about["version"], hashes, emissions, np.array(about["transitions"]), np.array(about["start"]))


@dataclass(frozen=True, slots=True)
class Marked:
    """One segment with the (start, end) of its hard skills; `scores` (words, 3) and the weights tell how sure that is."""

    segment: Segment
    spans: list[tuple[int, int]]
    scores: Floats
    weights: Weights

    def inside(self) -> Floats:
        """(words,): the probability that each word is part of a hard skill, by the forward-backward sums."""
        scores, transitions = self.scores, self.weights.transitions
        forward, backward = np.empty_like(scores), np.zeros_like(scores)
        forward[0] = scores[0] + self.weights.start
        for i in range(1, len(scores)):
            forward[i] = scores[i] + _logsum(forward[i - 1][:, None] + transitions, 0)
        for i in range(len(scores) - 1, 0, -1):
            backward[i - 1] = _logsum(transitions + (scores[i] + backward[i])[None, :], 1)
        outside = forward[:, OUTSIDE] + backward[:, OUTSIDE] - _logsum(forward[-1], 0)
        return np.asarray(1.0 - np.exp(np.minimum(outside, 0.0)))


class Tagger:
    """Immutable after construction; safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    @property
    def version(self) -> str:
        """Changes whenever the weights change."""
        return self._weights.version

    def read(self, text: str, known: Sequence[SkillSpan], tax: Taxonomy) -> list[Marked]:
        """The segments of a text as marked; `known` are the taxonomy's finds in it, in order."""
        parts = with_spans(segments(text), known)
        return [self.of_features(part, describe(text, part, inside, tax)) for part, inside in parts]

    def of_features(self, segment: Segment, rows: Sequence[Sequence[str]]) -> Marked:
        """One segment as marked, from the features of its words."""
        scores = self._emissions(rows)
        return Marked(segment, labelled(segment, self._best_path(scores)), scores, self._weights)

    def _emissions(self, rows: Sequence[Sequence[str]]) -> Floats:
        """(words, 3): the sum of the weights of each word's features."""
        hashes = np.array([feature_hash(feature) for row in rows for feature in row], np.uint32)
        at = np.minimum(np.searchsorted(self._weights.hashes, hashes), len(self._weights.hashes) - 1)
        weights = np.where((self._weights.hashes[at] == hashes)[:, None], self._weights.emissions[at], 0.0)
        starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
        return np.asarray(np.add.reduceat(weights, starts, axis=0))

    def _best_path(self, scores: Floats) -> list[int]:
        best = scores[0] + self._weights.start
        back: list[npt.NDArray[np.intp]] = []
        for emission in scores[1:]:
            steps = best[:, None] + self._weights.transitions
            back.append(steps.argmax(axis=0))
            best = steps.max(axis=0) + emission
        path = [int(best.argmax())]
        for choice in reversed(back):
            path.append(int(choice[path[-1]]))
        return path[::-1]


def _logsum(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis)
    return np.asarray(top + np.log(np.exp(values - np.expand_dims(top, axis)).sum(axis=axis)))


def with_spans(parts: Sequence[Segment], spans: Sequence[SkillSpan]) -> list[tuple[Segment, list[SkillSpan]]]:
    """Each segment with the spans that overlap it; both in text order."""
    result: list[tuple[Segment, list[SkillSpan]]] = []
    first = 0
    for part in parts:
        start, end = part.words[0][0], part.words[-1][1]
        while first < len(spans) and spans[first].end <= start:
            first += 1
        inside: list[SkillSpan] = []
        for span in spans[first:]:
            if span.start >= end:
                break
            inside.append(span)
        result.append((part, inside))
    return result


def labelled(segment: Segment, labels: Sequence[int]) -> list[tuple[int, int]]:
    """The (start, end) offsets of the runs that labels mark."""
    found: list[tuple[int, int]] = []
    open_at: int | None = None
    for i, label in enumerate([*labels, OUTSIDE]):
        if open_at is not None and label != INSIDE:
            found.append((segment.words[open_at][0], segment.words[i - 1][1]))
            open_at = None
        if label == BEGIN:
            open_at = i
    return found


@cache
def tagger() -> Tagger:
    """The shipped tagger, read once per process."""
    return Tagger(Weights.from_bytes(SHIPPED.read_bytes()))
