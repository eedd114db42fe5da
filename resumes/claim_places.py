"""Where a place of a parsed resume's text stands in the text as it was given. Pure."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from difflib import SequenceMatcher

from aiplatform.claims import Span


class Places:
    """The way from `parsed` (cleaned, bullets and blank lines dropped) back to `given`."""

    def __init__(self, parsed: str, given: str) -> None:
        here, there = _marks(parsed), _marks(given)
        self._at = [place for _, place in here]
        if [char for char, _ in here] == [char for char, _ in there]:
            self._to: list[int | None] = [place for _, place in there]
        else:
            self._to = _aligned(here, there)

    def given(self, span: Span) -> Span | None:
        """The span in the given text that holds the same letters and digits; None when none of them is there."""
        first, last = bisect_left(self._at, span.start), bisect_left(self._at, span.end)
        known = [place for place in self._to[first:last] if place is not None]
        return Span(known[0], known[-1] + 1) if known else None


def _marks(text: str) -> list[tuple[str, int]]:
    """Letters and digits, folded, each with its place."""
    return [
        (piece, at)
        for at, char in enumerate(text)
        if char.isalnum()
        for piece in unicodedata.normalize("NFKC", char).lower()
    ]


def _aligned(here: list[tuple[str, int]], there: list[tuple[str, int]]) -> list[int | None]:
    """Character by character where the texts differ: words are lined up first, letters inside them follow."""
    to: list[int | None] = [None] * len(here)
    left, right = _words(here), _words(there)
    matcher = SequenceMatcher(None, [w for w, _ in left], [w for w, _ in right], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            word, start = left[a + step]
            for letter in range(len(word)):
                to[start + letter] = there[right[b + step][1] + letter][1]
    return to


def _words(marks: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Runs of neighbouring characters, each with the number of its first mark."""
    found: list[tuple[str, int]] = []
    last = -2
    for number, (char, at) in enumerate(marks):
        if found and at - last <= 1:
            found[-1] = (found[-1][0] + char, found[-1][1])
        else:
            found.append((char, number))
        last = at
    return found
