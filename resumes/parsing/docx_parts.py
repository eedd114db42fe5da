"""Rows of DOCX tables as lines, and what a drawing says about its place and fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from resumes.parsing.dates import is_date_text
from resumes.parsing.docx_styles import W
from resumes.parsing.headings import exact_kind
from resumes.parsing.lines import Line

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def row_cells(row: Element) -> Iterator[Element]:
    """The cells of a row, also those wrapped in content controls; cells of nested tables are not among them."""
    for item in row:
        if item.tag == W + "tc":
            yield item
        elif item.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from row_cells(item)


def row_lines(cells: list[list[Line]], column: int) -> Iterator[Line]:
    """A row whose cells are labels, dates or single lines reads across; cells full of text are columns."""
    if len(cells) < 2:
        yield from (line for cell in cells for line in cell)
        return
    long = [cell for cell in cells if len(cell) > 1]
    across = (
        not long
        or (len(long) == 1 and all(_marginal(cell) for cell in cells if cell is not long[0]))
        or _marginal(cells[0])
        and len(cells) == 2
    )
    if across:
        first = cells[0][0]
        yield replace(
            first,
            segments=[segment for cell in cells for segment in cell[0].segments],
            bullet=False,
            level=0 if len(cells) > 1 else first.level,
        )
        for cell in cells:
            for line in cell[1:]:
                line.aside = cell is not max(cells, key=len)
                yield line
        return
    for number_of, cell in enumerate(cells):
        for line in cell:
            line.column = column or min(number_of + 1, 2)
            yield line


def _marginal(cell: list[Line]) -> bool:
    texts = [line.text.strip() for line in cell]
    if len(texts) == 1 and (exact_kind(texts[0]) or len(texts[0].split()) <= 5):
        return True
    return (
        len(texts) <= 3
        and all(is_date_text(text) or len(text.split()) <= 4 for text in texts)
        and any(is_date_text(text) for text in texts)
    )


def outside_page(item: Element) -> bool:
    """True if a drawing is placed wholly left of or above the page (EMU offsets)."""
    extent = item.find(f".//{WP}extent")
    if extent is None:
        return False
    for axis, side in (("positionH", "cx"), ("positionV", "cy")):
        position = item.find(f".//{WP}{axis}")
        offset = position.find(f"{WP}posOffset") if position is not None else None
        if position is None or offset is None or position.get("relativeFrom") not in ("page", None):
            continue
        value, length = (offset.text or "0").strip(), extent.get(side, "0")
        if (
            re.fullmatch(r"-?\d{1,12}", value)
            and re.fullmatch(r"\d{1,12}", length)
            and (int(value) + int(length) <= 0 or int(value) > 20_000_000)
        ):
            return True
    return False


def shape_fill(item: Element) -> str | None:
    """The fill colour of a shape; grey where a theme or gradient chooses it."""
    for found in item.iter():
        if found.tag.endswith("}spPr"):
            solid = found.find(f"{A}solidFill/{A}srgbClr")
            if solid is not None:
                return solid.get("val", "FFFFFF").upper()
            if found.find(A + "gradFill") is not None or found.find(f"{A}solidFill/{A}schemeClr") is not None:
                return "808080"
        color = found.get("fillcolor")
        if color and re.match(r"#[0-9a-fA-F]{6}", color):
            return color[1:7].upper()
    return None


PANEL_SHARE = 0.12  # of an A4 page: a smaller shape behind the text is an ornament
_A4_POINTS = 595.0 * 842.0
_A4_EMU = 7_560_000.0 * 10_692_000.0
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,5}(?:\.\d+)?)pt")


def panel_fill(body: Element) -> str | None:
    """The colour of a large dark shape drawn behind the text (a sidebar), on which white text can be read."""
    for item in body.iter():
        style = item.get("style", "")
        if "z-index:-" in style.replace(" ", ""):
            sides = {name: float(value) for name, value in _LENGTH.findall(style)}
            large = sides.get("width", 0.0) * sides.get("height", 0.0) >= PANEL_SHARE * _A4_POINTS
        elif item.tag == WP + "anchor" and item.get("behindDoc") in ("1", "true"):
            large = _extent_area(item) >= PANEL_SHARE * _A4_EMU
        else:
            continue
        if large and (fill := next((fill for fill in _fills(item) if _dark(fill)), None)):
            return fill
    return None


def _extent_area(item: Element) -> float:
    extent = item.find(WP + "extent")
    sides = [extent.get(side, "") for side in ("cx", "cy")] if extent is not None else []
    return (
        float(sides[0]) * float(sides[1])
        if len(sides) == 2 and all(re.fullmatch(r"\d{1,9}", side) for side in sides)
        else 0.0
    )


def _fills(item: Element) -> Iterator[str]:
    for found in item.iter():
        color = found.get("fillcolor", "")
        if re.match(r"#[0-9a-fA-F]{6}", color):
            yield color[1:7].upper()
        elif found.tag.endswith("}spPr") and (fill := shape_fill(found)):
            yield fill


def _dark(fill: str) -> bool:
    red, green, blue = (
        (int(fill[at : at + 2], 16) for at in (0, 2, 4)) if re.fullmatch(r"[0-9A-F]{6}", fill) else (255, 255, 255)
    )
    return 0.3 * red + 0.59 * green + 0.11 * blue < 170
