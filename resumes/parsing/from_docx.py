"""DOCX as a source of lines: paragraphs, tables, text boxes, headers and footers; runs in the child process only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from resumes.parsing.archive import Archive
from resumes.parsing.build import Source
from resumes.parsing.characters import clean, invisible_runs, is_private
from resumes.parsing.contact import EMAIL
from resumes.parsing.docx_parts import A, outside_page, panel_fill, row_cells, row_lines, shape_fill
from resumes.parsing.docx_styles import Look, Styles, W, apply, fill_of, number
from resumes.parsing.lines import Line, Segment, Word
from resumes.parsing.refusal import ResumeRefused
from resumes.parsing.types import MAX_TEXT, Hidden

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
MAX_DEPTH = 12
_FIELD_LINK = re.compile(r'HYPERLINK\s+"([^"]{4,500})"')


@dataclass(slots=True)
class _Box:
    """A text box found in a paragraph, read after it."""

    content: Element
    fill: str | None
    outside: bool


def docx_source(data: bytes) -> Source:
    """Lines in reading order, hidden text, links and layout signals; raises ResumeRefused."""
    archive = Archive(data)
    if "word/document.xml" not in archive.names or "[Content_Types].xml" not in archive.names:
        raise ResumeRefused("mismatch")
    reader = _Reader(archive)
    try:
        return reader.source()
    except RecursionError as error:
        raise ResumeRefused("too_hard") from error


class _Reader:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.styles = Styles(archive.xml("word/styles.xml"))
        self.links: list[str] = []
        self.hidden: list[Hidden] = []
        self.tables = self.images = self.boxes = self.characters = 0
        self.rels: dict[str, tuple[str, str]] = {}
        self.fonts: set[str] = set()
        self.sizes: list[float] = []

    def source(self) -> Source:
        root = self.archive.xml("word/document.xml")
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise ResumeRefused("damaged")
        self.rels = self._relations("word/_rels/document.xml.rels")
        main_rels = self.rels
        base = self.styles.base
        panel = panel_fill(body)
        lines = list(self._blocks(body, replace(base, fill=panel) if panel else base, 0, 0))
        top, bottom = self._margin(main_rels, "header"), self._margin(main_rels, "footer")
        source = Source("docx", [*top, *lines, *bottom], styled=True, hidden=self.hidden)
        _set_gaps(source.lines)
        if not any(line.words for line in source.lines) and self.images:
            raise ResumeRefused("scanned")
        if panel:
            source.warnings.append(
                "This document has a dark shape behind its text, so white text was taken as visible."
            )
        source.links = [(link, ()) for link in dict.fromkeys(self.links)]
        source.layout = {
            "two_column": any(line.column for line in lines),
            "naive_order_differs": 0.0,
            "tables": self.tables,
            "images": self.images,
            "fonts": len(self.fonts),
            "smallest_font": min(self.sizes, default=0.0),
            "text_boxes": self.boxes,
            "header_footer_contact": any(EMAIL.search(line.text) for line in [*top, *bottom]),
        }
        return source

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        root = self.archive.xml(name)
        found: dict[str, tuple[str, str]] = {}
        for item in root.findall(REL + "Relationship") if root is not None else []:
            found[item.get("Id", "")] = (item.get("Type", "").rsplit("/", 1)[-1], item.get("Target", ""))
        return found

    def _margin(self, rels: dict[str, tuple[str, str]], kind: str) -> list[Line]:
        """Lines of the headers or footers, repeats once."""
        lines: list[Line] = []
        seen: set[str] = set()
        for found, target in rels.values():
            if found != kind:
                continue
            name = "word/" + target.removeprefix("/word/")
            root = self.archive.xml(name)
            self.rels = self._relations(f"word/_rels/{target.rsplit('/', 1)[-1]}.rels")
            for line in self._blocks(root, self.styles.base, 0, 0) if root is not None else []:
                if line.text not in seen:
                    seen.add(line.text)
                    lines.append(line)
        return lines

    def _blocks(self, parent: Element, look: Look, column: int, depth: int) -> Iterator[Line]:
        if depth > MAX_DEPTH:
            return
        for item in parent:
            if item.tag == W + "p":
                yield from self._paragraph(item, look, column, depth)
            elif item.tag == W + "tbl":
                yield from self._table(item, look, column, depth)
            elif item.tag == W + "sdt":
                content = item.find(W + "sdtContent")
                if content is not None:
                    yield from self._blocks(content, look, column, depth + 1)
            elif item.tag in (W + "ins", W + "smartTag", W + "customXml", W + "txbxContent"):
                yield from self._blocks(item, look, column, depth + 1)
            elif item.tag == MC + "AlternateContent":
                chosen = item.find(MC + "Choice")
                yield from self._blocks(chosen if chosen is not None else item, look, column, depth + 1)

    def _paragraph(self, item: Element, look: Look, column: int, depth: int) -> Iterator[Line]:
        properties = item.find(W + "pPr")
        style = properties.find(W + "pStyle") if properties is not None else None
        style_id = style.get(W + "val") if style is not None else None
        look = self.styles.look(style_id, look)
        fill = fill_of(properties)
        look = replace(look, fill=fill) if fill else look
        level = self.styles.level(style_id)
        outline = number(properties.find(W + "outlineLvl")) if properties is not None else None
        listed = (
            properties is not None
            and properties.find(W + "numPr") is not None
            or self.styles.listed(style_id)
            and not level
        )
        lines = [Line([Segment([])], column=column)]
        boxes: list[_Box] = []
        for kind, text, run_look in self._runs(item, look, boxes, 0):
            self._add(lines, kind, text, run_look, column)
        indent = properties.find(W + "ind") if properties is not None else None
        left = (number(indent, "left") or number(indent, "start") or 0.0) / 20
        before, after = _spacing(properties)
        for index, line in enumerate(lines):
            line.segments = [segment for segment in line.segments if segment.words]
            line.x0, line.level = left, level or (int(outline) + 1 if outline is not None and 0 <= outline < 9 else 0)
            line.y0, line.y1 = before if index == 0 else 0.0, after
            line.bullet = bool(listed and index == 0 and line.words and not line.level)
            if line.bullet:
                line.x0 += (
                    18.0 * (1 + (number(properties.find(f"{W}numPr/{W}ilvl")) or 0.0))
                    if properties is not None
                    else 18.0
                )
            yield line
        for box in boxes:
            self.boxes += 1
            yield from self._box_lines(box, column, depth)

    def _box_lines(self, box: _Box, column: int, depth: int) -> Iterator[Line]:
        look = replace(self.styles.base, fill=box.fill)
        lines = list(self._blocks(box.content, look, column, depth + 1))
        if box.outside:
            text = " ".join(line.text for line in lines if line.words)
            if text.strip():
                self.hidden.append(Hidden(text, None, "outside the page"))
            return
        yield from lines

    def _add(self, lines: list[Line], kind: str, text: str, look: Look, column: int) -> None:
        if kind == "break":
            lines.append(Line([Segment([])], column=column))
            return
        if kind == "tab":
            lines[-1].segments.append(Segment([]))
            return
        self.characters += len(text)
        if self.characters > MAX_TEXT:
            raise ResumeRefused("too_long")
        self.hidden += [Hidden(run, None, "invisible characters") for run in invisible_runs(text)]
        why = look.hidden()
        if why:
            self._conceal(text, why)
            return
        visible = clean(text.upper() if look.caps else text)
        for part in re.finditer(r"(\s*)(\S+)", visible):
            self._word(lines[-1].segments, part[2], look, spaced=bool(part[1]))
        if visible and visible[-1].isspace() and lines[-1].segments[-1].words:
            lines[-1].segments[-1].words.append(Word("", space_before=True))
        self.sizes.append(look.size)

    @staticmethod
    def _word(segments: list[Segment], text: str, look: Look, *, spaced: bool) -> None:
        words = segments[-1].words
        if words and not words[-1].text:
            words.pop()
            spaced = True
        color = int(look.color, 16) if re.fullmatch(r"[0-9A-F]{6}", look.color) else 0
        if words and not spaced and (words[-1].bold, words[-1].italic) == (look.bold, look.italic):
            words[-1].text += text
            return
        words.append(Word(text, size=look.size, bold=look.bold, italic=look.italic, color=color, space_before=spaced))

    def _conceal(self, text: str, why: str) -> None:
        """Add to the hidden text; runs of one kind that follow each other are one item."""
        if self.hidden and self.hidden[-1].why == why and not self.hidden[-1].text.endswith("\n"):
            self.hidden[-1] = Hidden(self.hidden[-1].text + text, None, why)
        elif text.strip():
            self.hidden.append(Hidden(text.strip(), None, why))

    def _runs(self, parent: Element, look: Look, boxes: list[_Box], depth: int) -> Iterator[tuple[str, str, Look]]:
        """("text" | "tab" | "break", text, look) of a paragraph; text boxes are put aside."""
        if depth > MAX_DEPTH:
            return
        for item in parent:
            if item.tag == W + "r":
                yield from self._run(item, look, boxes)
            elif item.tag == W + "hyperlink":
                kind, target = self.rels.get(item.get(R + "id", ""), ("", ""))
                if kind == "hyperlink":
                    self.links.append(target)
                yield from self._runs(item, look, boxes, depth + 1)
            elif item.tag in (
                W + "ins",
                W + "smartTag",
                W + "fldSimple",
                W + "sdtContent",
                W + "customXml",
                W + "bdo",
                W + "dir",
            ):
                yield from self._runs(item, look, boxes, depth + 1)
            elif item.tag == W + "sdt":
                content = item.find(W + "sdtContent")
                if content is not None:
                    yield from self._runs(content, look, boxes, depth + 1)

    def _run(self, run: Element, look: Look, boxes: list[_Box]) -> Iterator[tuple[str, str, Look]]:
        properties = run.find(W + "rPr")
        style = properties.find(W + "rStyle") if properties is not None else None
        look = apply(self.styles.look(style.get(W + "val") if style is not None else None, look), properties)
        font = properties.find(W + "rFonts") if properties is not None else None
        if font is not None and font.get(W + "ascii"):
            self.fonts.add(font.get(W + "ascii", ""))
        for item in run:
            if item.tag == W + "t":
                yield "text", item.text or "", look
            elif item.tag in (W + "tab", W + "ptab"):
                yield "tab", "\t", look
            elif item.tag in (W + "br", W + "cr"):
                yield "break", "\n", look
            elif item.tag == W + "noBreakHyphen":
                yield "text", "-", look
            elif item.tag == W + "sym":
                code = (
                    int(item.get(W + "char", "0"), 16)
                    if re.fullmatch(r"[0-9A-Fa-f]{1,6}", item.get(W + "char", ""))
                    else 0
                )
                yield "text", "•" if is_private(code) else clean(chr(code) if 0 < code < 0x110000 else ""), look
            elif item.tag == W + "instrText":
                self.links += _FIELD_LINK.findall(item.text or "")
            elif item.tag in (W + "drawing", W + "pict", MC + "AlternateContent", W + "object"):
                self._drawing(item, boxes)

    def _drawing(self, item: Element, boxes: list[_Box]) -> None:
        """Text boxes and pictures of a drawing; of two renderings of one drawing only the first is read."""
        if item.tag == MC + "AlternateContent":
            chosen = item.find(MC + "Choice")
            item = chosen if chosen is not None else item
        self.images += sum(1 for found in item.iter() if found.tag in (A + "blip", VML + "imagedata"))
        outside = outside_page(item)
        contents = list(item.iter(W + "txbxContent"))
        inner = {id(below) for content in contents for below in content.iter(W + "txbxContent") if below is not content}
        for content in contents:
            if id(content) not in inner:
                boxes.append(_Box(content, shape_fill(item), outside))

    def _table(self, table: Element, look: Look, column: int, depth: int) -> Iterator[Line]:
        self.tables += 1
        style = table.find(f"{W}tblPr/{W}tblStyle")
        fill = fill_of(table.find(W + "tblPr"))
        if self.styles.shaded_table(style.get(W + "val") if style is not None else None):
            fill = (
                fill or "808080"
            )  # a shade that the style chooses by row: neither black nor white text is hidden on it
        look = replace(look, fill=fill) if fill else look
        for row in table.findall(W + "tr"):
            cells: list[list[Line]] = []
            for cell in row_cells(row):
                shade = fill_of(cell.find(W + "tcPr"))
                lines = list(self._blocks(cell, replace(look, fill=shade) if shade else look, column, depth + 1))
                cells.append([line for line in lines if line.words])
            yield from row_lines([cell for cell in cells if cell], column)


def _spacing(properties: Element | None) -> tuple[float, float]:
    """White space before and after a paragraph in points."""
    spacing = properties.find(W + "spacing") if properties is not None else None
    return (number(spacing, "before") or 0.0) / 20, (number(spacing, "after") or 0.0) / 20


def _set_gaps(lines: list[Line]) -> None:
    """Turn the spacing of paragraphs, and empty ones, into gaps in line heights; empty lines stay without words."""
    space = 0.0
    for line in lines:
        before, after = line.y0, line.y1
        line.y0 = line.y1 = 0.0
        if not line.words:
            space += 10.0
            continue
        line.gap = min((space + before) / max(line.size, 1.0), 3.0)
        space = after
