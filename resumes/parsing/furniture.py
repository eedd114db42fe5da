"""Page furniture: page numbers, running heads and "last updated" lines, kept in the text but out of the fields."""

from __future__ import annotations

import re
from collections import Counter

from resumes.parsing.contact import EMAIL
from resumes.parsing.lines import Line, PageSize

_PAGE = re.compile(
    r"^(?:.{0,40}\b)?(?:page|seite|pagina|página|pág\.?|p\.)\s*\d{1,2}(?:\s*(?:of|von|/|sur|de|di|van)\s*\d{1,2})?$|^[-–—\s]*\d{1,2}(?:\s*/\s*\d{1,2})?[-–—\s]*$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"^(?:last\s+)?(?:updated|modified|stand|mise à jour|actualizado|aggiornato)\b.{0,40}$", re.IGNORECASE
)
_TAIL = re.compile(r"[-–—|·]\s*\d{1,2}\s*/\s*\d{1,2}$")
EDGE = 0.09  # of the page height


def mark_furniture(lines: list[Line], sizes: list[PageSize]) -> None:
    """Mark lines at the edges of pages that number, repeat or date the page."""
    if not sizes:
        for line in lines:
            line.furniture = bool(_PAGE.match(line.text) and re.search(r"[a-z]", line.text, re.IGNORECASE))
        return
    edge = [line for line in lines if 1 <= line.page <= len(sizes) and _at_edge(line, sizes[line.page - 1])]
    repeated = Counter((_key(line.text)) for line in edge)
    pages = Counter(_key(line.text) for line in {(line.page, _key(line.text)): line for line in edge}.values())
    first = {_bare(line.text) for line in lines if line.page == 1 and line.y1 < 0.3 * sizes[0].height}
    for line in edge:
        key = _key(line.text)
        runs = line.page > 1 and (
            repeated[key] > 1 and pages[key] > 1 or len(_bare(line.text)) > 3 and _bare(line.text) in first
        )
        line.furniture = bool(_PAGE.match(line.text) or _UPDATED.match(line.text) or _TAIL.search(line.text) or runs)
        if line.furniture and EMAIL.search(line.text) and line.page == 1:
            line.furniture = False


def _at_edge(line: Line, size: PageSize) -> bool:
    return line.y1 < EDGE * size.height or line.y0 > (1 - EDGE) * size.height


def _bare(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).casefold()


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip().casefold()
