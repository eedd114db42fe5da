"""Marks of list items that a PDF draws rather than writes: browsers print the discs of a list as small filled shapes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from resumes.parsing.lines import Word

SMALLEST, LARGEST = 0.12, 0.55  # of the font size of the text beside it: the height of a mark
NEAREST, FARTHEST = 0.15, 2.2  # of that size: the gap between mark and text
MOST = 3000  # shapes of a page that are looked at

Shape = tuple[float, float, float, float]


def shapes(page: pdfium.PdfPage) -> list[Shape]:
    """Left, bottom, right, top of the page's small, about square shapes, in the file's coordinates."""
    found: list[Shape] = []
    for item in islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4), MOST):
        left, bottom, right, top = item.get_bounds()
        width, height = right - left, top - bottom
        if 0.8 < width < 12 and 0.8 < height < 12 and 0.6 < width / height < 1.7:
            found.append((left, bottom, right, top))
    return found


def mark_words(words: list[Word], boxes: Iterable[Shape]) -> list[Word]:
    """The words with a "•" before each that follows a mark; `boxes` in points from the top left (x0, y0, x1, y1).

    A mark is a small shape alone to the left of the first word of a line, about at half its height. Several side by side
    are a rating ("●●●○○") and no marks.
    """
    drawn = list(boxes)
    added: dict[int, Word] = {}
    for box in drawn:
        x0, y0, x1, y1 = box
        middle = (y0 + y1) / 2
        if any(other is not box and abs(other[1] - y0) < 2 and 0 < abs(other[0] - x0) < 25 for other in drawn):
            continue
        row = [word for word in words if word.y0 - 1 <= middle <= max(word.baseline, word.y1) + 1 and not word.rotated]
        after = min((word for word in row if word.x0 >= x1 - 0.5), key=lambda word: word.x0, default=None)
        if after is None or any(word.x1 > x0 - 3 * after.size and word.x0 < x0 for word in row):
            continue
        size, gap = max(after.size, 1.0), after.x0 - x1
        if SMALLEST * size <= y1 - y0 <= LARGEST * size and NEAREST * size <= gap <= FARTHEST * size:
            added[id(after)] = Word(
                "•", x0, y0, x1, y1, after.page, after.baseline, after.size, after.font, color=after.color
            )
    return [piece for word in words for piece in ((added[id(word)], word) if id(word) in added else (word,))]
