"""What the tagger sees of a text: its lines and sentences cut into words, and the features of each word.

A word is a run of characters without white space; features are strings, hashed by `tagger`. The taxonomy's own finds are features
too, so the tagger learns when to trust them and where a skill goes on beyond them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from resumes.taxonomy.core import Taxonomy
from resumes.taxonomy.types import SkillSpan

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"(?<=[\w)][.!?])[ \t]+(?=[A-Z])")
_EDGES = ".,;:()[]\"'*\u2022!?|-\u2013"
_UPPER, _LOWER, _DIGIT, _RUN = re.compile(r"[A-Z]"), re.compile(r"[a-z]"), re.compile(r"\d"), re.compile(r"(.)\1+")
NEAR = 4  # words on each side in which other known skills are counted


@dataclass(frozen=True, slots=True)
class Segment:
    """One line or sentence: the words as (start, end) offsets in the text."""

    words: tuple[tuple[int, int], ...]


def segments(text: str) -> list[Segment]:
    """Lines, long lines cut at sentence ends; empty ones are left out."""
    found: list[Segment] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for cut in [*_SENTENCE.finditer(line[0]), None]:
            end = line.start() + cut.start() if cut else line.end()
            words = tuple(m.span() for m in _WORD.finditer(text, start, end))
            if words:
                found.append(Segment(words))
            start = line.start() + cut.end() if cut else end
    return found


def core(word: str) -> str:
    """A word in lower case without punctuation at its edges."""
    return word.lower().strip(_EDGES) or word.lower()


def shape(word: str) -> str:
    """Capitals, small letters, digits and symbols of a word, runs squeezed: `Node.js` is `Xx.x`."""
    kinds = _DIGIT.sub("0", _LOWER.sub("x", _UPPER.sub("X", word)))
    return _RUN.sub(r"\1", kinds)[:8]


def _length_class(count: int) -> str:
    return "n1" if count == 1 else "n3" if count < 4 else "n7" if count < 8 else "n15" if count < 16 else "n"


def _marks(segment: Segment, spans: Sequence[SkillSpan], tax: Taxonomy) -> list[set[str]]:
    """For each word, how taxonomy spans lie on it: source (c own, e ESCO, s task or soft skill) and place (U, B, I, L)."""
    marks: list[set[str]] = [set() for _ in segment.words]
    for span in spans:
        covered = [i for i, (start, end) in enumerate(segment.words) if start < span.end and end > span.start]
        if not covered:
            continue
        source = "s" if span.kind == "skill" else "c" if tax.skill(span.key).curated else "e"
        for i in covered:
            place = "U" if len(covered) == 1 else "B" if i == covered[0] else "L" if i == covered[-1] else "I"
            marks[i].add(source + place)
    return marks


def describe(text: str, segment: Segment, spans: Sequence[SkillSpan], tax: Taxonomy) -> list[list[str]]:
    """Features of each word of a segment; `spans` are the taxonomy's finds that overlap it."""
    words = [text[start:end] for start, end in segment.words]
    count = len(words)
    low = [core(word) for word in words]
    shapes = [shape(word) for word in words]
    marks = _marks(segment, spans, tax)
    commas = sum(word[-1] == "," or word in ("/", ";") for word in words)
    length = _length_class(count)
    common = ["b", length, f"L{min(3, commas * 8 // count)}", f"ng{min(len(spans), 4)}"]
    if count > 2 and sum(word[0].isupper() for word in words) >= 0.8 * count:
        common.append("capline")
    known = [any(mark[0] == "c" for mark in one) for one in marks]
    rows: list[list[str]] = []
    for i in range(count):
        row = [*common, f"w={low[i]}", f"s={shapes[i]}", length + shapes[i][:2]]
        row += _around(i, low, shapes, words)
        row += _inside(words[i], low[i])
        for mark in sorted(marks[i]):
            row += [f"g={mark}", f"g|{mark}{shapes[i][:2]}", f"g{mark}{length}"]
        row += [f"gz{d or ''}={','.join(sorted(marks[i + d]))}" for d in (0, -1, 1) if 0 <= i + d < count]
        near = sum(known[j] for j in range(max(0, i - NEAR), min(count, i + NEAR + 1)) if j != i)
        row.append(f"near{min(near, 3)}")
        if i == 0:
            row.append("first")
        rows.append(row)
    return rows


def _around(i: int, low: Sequence[str], shapes: Sequence[str], words: Sequence[str]) -> list[str]:
    count = len(low)
    row = [f"w{d}={low[i + d] if 0 <= i + d < count else '#'}" for d in (-2, -1, 1, 2)]
    row += [f"s{d}={shapes[i + d]}" for d in (-1, 1) if 0 <= i + d < count]
    row.append(f"b-={low[i - 1] if i else '#'}|{low[i]}")
    row.append(f"b+={low[i]}|{low[i + 1] if i + 1 < count else '#'}")
    if i and not words[i - 1][-1].isalnum():
        row.append(f"e-={words[i - 1][-1]}")
    if i + 1 < count and not words[i + 1][0].isalnum():
        row.append(f"o+={words[i + 1][0]}")
    return row


def _inside(word: str, low: str) -> list[str]:
    row = [
        f"{name}{size}={part}"
        for size in (2, 3, 4)
        if len(low) > size
        for name, part in (("x", low[-size:]), ("p", low[:size]))
    ]
    if not word[-1].isalnum():
        row.append(f"e={word[-1]}")
    if not word[0].isalnum():
        row.append(f"o={word[0]}")
    if any(c.isdigit() for c in word):
        row.append("dig")
    row += [name for symbol, name in (("/", "slash"), ("-", "hyph")) if symbol in word[1:-1]]
    return row
