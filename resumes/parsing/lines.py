"""The common ground of all formats: words with style and place, set in lines, and the text they make.

A format reader produces `Line`s in reading order; `Document` joins them to one text (a tab between segments, a line feed
between lines) and keeps for each word where it starts, so that any span of the text can be traced back to the page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from resumes.parsing.types import Box


@dataclass(slots=True)
class Word:
    """A word; x and y in points from the top left of page `page` (0 where the format has no pages)."""

    text: str
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0
    page: int = 0
    baseline: float = 0.0
    size: float = 10.0
    font: str = ""
    bold: bool = False
    italic: bool = False
    color: int = 0
    rotated: bool = False
    space_before: bool = True
    soft_hyphen: bool = False
    start: int = 0


@dataclass(slots=True)
class Segment:
    """Words that belong together on a line, apart from others by a tab or a wide gap."""

    words: list[Word]
    start: int = 0

    @property
    def text(self) -> str:
        parts: list[str] = []
        for index, word in enumerate(self.words):
            if index and word.space_before:
                parts.append(" ")
            parts.append(word.text)
        return "".join(parts)


@dataclass(slots=True)
class Line:
    """One line. `level` > 0 is a heading by the format's own mark-up; `bullet` a list item's first line; `cont` a list
    item's further line; `gap` the white space above in line heights; `right` the right edge of its column."""

    segments: list[Segment]
    page: int = 0
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0
    right: float = 0.0
    gap: float = 0.0
    level: int = 0
    bullet: bool = False
    cont: bool = False
    column: int = 0
    furniture: bool = False
    aside: bool = False
    start: int = 0
    end: int = 0
    marker: str = ""

    @property
    def words(self) -> list[Word]:
        return [word for segment in self.segments for word in segment.words]

    @property
    def text(self) -> str:
        return "\t".join(segment.text for segment in self.segments)

    @property
    def size(self) -> float:
        words = self.words
        total = sum(len(word.text) for word in words)
        return sum(word.size * len(word.text) for word in words) / total if total else 0.0

    @property
    def bold(self) -> bool:
        words = self.words
        return bool(words) and all(word.bold for word in words)

    @property
    def caps(self) -> bool:
        letters = [char for char in self.text if char.isalpha()]
        return len(letters) > 2 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)


@dataclass(slots=True)
class PageSize:
    """Width and height in points."""

    width: float
    height: float


@dataclass(slots=True)
class Document:
    """Lines in reading order and the text they make."""

    lines: list[Line]
    sizes: list[PageSize] = field(default_factory=list)
    text: str = ""
    _words: list[Word] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        parts: list[str] = []
        offset = 0
        for line in self.lines:
            line.start = offset
            for number, segment in enumerate(line.segments):
                if number:
                    parts.append("\t")
                    offset += 1
                segment.start = offset
                for index, word in enumerate(segment.words):
                    if index and word.space_before:
                        parts.append(" ")
                        offset += 1
                    word.start = offset
                    self._words.append(word)
                    self._starts.append(offset)
                    parts.append(word.text)
                    offset += len(word.text)
            line.end = offset
            parts.append("\n")
            offset += 1
        self.text = "".join(parts)

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words that overlap a span of the text."""
        first = max(bisect_left(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        return [word for word in self._words[first:last] if word.start < end and word.start + len(word.text) > start]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box per printed line of a span; empty where the format has no pages."""
        return boxes_of(self.words_in(start, end), self.sizes)


def boxes_of(words: Iterable[Word], sizes: list[PageSize]) -> tuple[Box, ...]:
    """Boxes around neighbouring words on the same baseline, as fractions of their pages."""
    groups: list[list[Word]] = []
    for word in words:
        if not 1 <= word.page <= len(sizes):
            continue
        last = groups[-1][-1] if groups else None
        near = last and last.page == word.page and abs(last.baseline - word.baseline) < 0.5 * max(word.size, 1.0)
        if last and near and word.x0 - last.x1 < 4 * max(word.size, 1.0) and word.x0 >= last.x0:
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(_box(group, sizes[group[0].page - 1]) for group in groups)


def _box(words: list[Word], size: PageSize) -> Box:
    def share(value: float, whole: float) -> float:
        return round(min(max(value / whole if whole else 0.0, 0.0), 1.0), 4)

    return Box(
        words[0].page,
        share(min(word.x0 for word in words), size.width),
        share(min(word.y0 for word in words), size.height),
        share(max(word.x1 for word in words), size.width),
        share(max(word.y1 for word in words), size.height),
    )
