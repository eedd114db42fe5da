"""Cuts a text into parts short enough for one vector each."""

from __future__ import annotations

import re
from collections import Counter

from matching.ml.words import STUFFED, tokens

WORDS = 45  # near the length of the sentences that the encoder was trained on
MOST = 24
LEAST_BULLET, MOST_BULLETS = 5, 48
_BREAK = re.compile(r"\n+|(?<=[.;!?])\s+")


def chunks(text: str, *, words: int = WORDS, most: int = MOST) -> list[str]:
    """Whole lines and sentences gathered to at most `words` words; at most `most` parts, in order.

    A line whose words were all said before adds no meaning and is left out; a word stuffed into a line is said once.
    """
    parts: list[str] = []
    current: list[str] = []
    said: set[str] = set()
    for line in _BREAK.split(text):
        new = Counter(tokens(line))
        if not new.keys() - said:
            continue
        said.update(new)
        pieces = unstuffed(line, new)
        for start in range(0, len(pieces), words):
            piece = pieces[start : start + words]
            if len(current) + len(piece) > words:
                parts.append(" ".join(current))
                current = []
            current += piece
    if current:
        parts.append(" ".join(current))
    return [part for part in parts if part][:most]


def bullets(text: str) -> list[str]:
    """Each line of a resume for itself, so that another line leaves the others as they are; neighbours of few words are one
    part. At most MOST_BULLETS parts, in order; a line that was said before is left out, and one of few words that
    were."""
    parts: list[str] = []
    short: list[str] = []
    said: set[tuple[str, ...]] = set()
    words: set[str] = set()
    for line in text.split("\n"):
        new = Counter(tokens(line))
        key = tuple(sorted(new))
        if not new or key in said:
            continue
        said.add(key)
        pieces = [piece for piece in unstuffed(line, new) if piece != "|"]
        is_new = bool(new.keys() - words)
        words.update(new)
        if len(pieces) < LEAST_BULLET:
            short += pieces if is_new else []
            continue
        if short:
            parts.append(" ".join(short))
            short = []
        parts += [" ".join(pieces[start : start + WORDS]) for start in range(0, len(pieces), WORDS)]
    if short:
        parts.append(" ".join(short))
    return parts[:MOST_BULLETS]


def unstuffed(line: str, counts: Counter[str]) -> list[str]:
    """The line's pieces, where a word said STUFFED times or more keeps its first place only."""
    if max(counts.values()) < STUFFED:
        return line.split()
    kept: list[str] = []
    said: set[str] = set()
    for piece in line.split():
        stuffed = {word for word in tokens(piece) if counts[word] >= STUFFED}
        if not stuffed or stuffed - said:
            kept.append(piece)
        said |= stuffed
    return kept
