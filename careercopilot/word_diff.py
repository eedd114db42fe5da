"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(slots=True)
class _Run:
    """Neighbouring words: what was there and what is there instead; the same where nothing changed."""

    old: str
    new: str
    is_same: bool

    @property
    def size(self) -> int:
        return max(len(self.old), len(self.new))


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in reading order: those that are not added make up `old`, those that are not removed make up `new`.

    Words, single marks and runs of white space are the units. What was replaced comes as removed, then added. A few words
    that happen to stay between two larger changes count as replaced too: nobody reads a sentence in splinters.
    """
    return [piece for run in _without_splinters(_runs(old, new)) for piece in _pieces(run)]


def _runs(old: str, new: str) -> list[_Run]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [_Run("".join(before[i:j]), "".join(after[k:m]), tag == "equal") for tag, i, j, k, m in found]


def _without_splinters(runs: list[_Run]) -> list[_Run]:
    """The runs with each unchanged one merged into its neighbours where both of those are longer than it."""
    kept: list[_Run] = []
    for run in runs:
        kept.append(run)
        while len(kept) >= 3 and _is_splinter(*kept[-3:]):
            last, between, first = kept.pop(), kept.pop(), kept.pop()
            kept.append(_Run(first.old + between.old + last.old, first.new + between.new + last.new, is_same=False))
    return kept


def _is_splinter(first: _Run, between: _Run, last: _Run) -> bool:
    return between.is_same and not first.is_same and not last.is_same and between.size < min(first.size, last.size)


def _pieces(run: _Run) -> Iterator[Piece]:
    if run.is_same:
        yield Piece("same", run.old)
        return
    if run.old:
        yield Piece("removed", run.old)
    if run.new:
        yield Piece("added", run.new)
