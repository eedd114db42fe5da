"""Styles of a DOCX file: what a paragraph or run looks like once all its style sheets are applied."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset(["0", "false", "off", "none"])
_HEADING_NAME = re.compile(r"^(?:heading|überschrift|titre|título|titolo|kop)\s*([1-6])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """Run properties in force; `fill` is the colour behind the text, None where nothing says it."""

    bold: bool = False
    italic: bool = False
    caps: bool = False
    size: float = 11.0
    color: str = "auto"
    fill: str | None = None
    vanish: bool = False
    squeezed: bool = False

    def hidden(self) -> str | None:
        """Why a reader of the page can not see this text; None when it can be seen."""
        if self.vanish:
            return "marked as hidden"
        if self.size < 2 or self.squeezed:
            return "smaller than 2 points"
        background = self.fill if self.fill and self.fill != "auto" else "FFFFFF"
        if self.color != "auto" and _near(self.color, background):
            return "same colour as the background"
        return None


def _near(one: str, other: str) -> bool:
    try:
        pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4)]
    except ValueError:
        return False
    return all(abs(left - right) < 20 for left, right in pairs)


def flag(properties: Element | None, name: str) -> bool | None:
    """An on/off property; None when it is not given."""
    item = properties.find(W + name) if properties is not None else None
    return None if item is None else item.get(W + "val", "1").lower() not in _OFF


def number(item: Element | None, name: str = "val") -> float | None:
    """A numeric attribute; None when absent or not a number."""
    try:
        return float(item.get(W + name, "")) if item is not None else None
    except ValueError:
        return None


def fill_of(properties: Element | None) -> str | None:
    """The shading colour of a run, paragraph, cell or table."""
    shading = properties.find(W + "shd") if properties is not None else None
    fill = shading.get(W + "fill") if shading is not None else None
    return fill.upper() if fill and fill.lower() != "auto" else None


def apply(look: Look, properties: Element | None) -> Look:
    """The look after run properties are laid over it."""
    if properties is None:
        return look
    changes: dict[str, object] = {}
    for name, attribute in (
        ("b", "bold"),
        ("i", "italic"),
        ("caps", "caps"),
        ("vanish", "vanish"),
        ("webHidden", "vanish"),
    ):
        value = flag(properties, name)
        if value is not None:
            changes[attribute] = value
    size = number(properties.find(W + "sz"))
    if size is not None and 0 < size < 2000:
        changes["size"] = size / 2
    scale = number(properties.find(W + "w"))
    if scale is not None:
        changes["squeezed"] = scale <= 10
    color = properties.find(W + "color")
    if color is not None and color.get(W + "val"):
        changes["color"] = color.get(W + "val", "auto").upper().replace("AUTO", "auto")
    fill = fill_of(properties)
    if fill:
        changes["fill"] = fill
    return replace(look, **changes)  # type: ignore[arg-type]


class Styles:
    """The style sheet: looks, heading levels, list styles, shaded table styles."""

    def __init__(self, root: Element | None) -> None:
        self.base = Look()
        self._styles: dict[str, Element] = {}
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.base = apply(self.base, defaults)
        for style in root.findall(W + "style"):
            self._styles[style.get(W + "styleId", "")] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") == "1":
                self.base = apply(self.base, style.find(W + "rPr"))

    def chain(self, style_id: str | None) -> list[Element]:
        """A style and what it is based on, the base first; loops end."""
        found: list[Element] = []
        while style_id and style_id in self._styles and len(found) < 12:
            style = self._styles[style_id]
            if style in found:
                break
            found.append(style)
            based = style.find(W + "basedOn")
            style_id = based.get(W + "val") if based is not None else None
        return found[::-1]

    def look(self, style_id: str | None, look: Look) -> Look:
        for style in self.chain(style_id):
            fill = fill_of(style.find(W + "pPr"))
            look = apply(replace(look, fill=fill) if fill else look, style.find(W + "rPr"))
        return look

    def level(self, style_id: str | None) -> int:
        """Heading level 1-9, 0 for other paragraphs."""
        for style in reversed(self.chain(style_id)):
            name = style.find(W + "name")
            match = _HEADING_NAME.match(name.get(W + "val", "")) if name is not None else None
            if match:
                return int(match[1])
            outline = number(style.find(f"{W}pPr/{W}outlineLvl"))
            if outline is not None and 0 <= outline < 9:
                return int(outline) + 1
        return 0

    def listed(self, style_id: str | None) -> bool:
        return any(style.find(f"{W}pPr/{W}numPr") is not None for style in self.chain(style_id))

    def shaded_table(self, style_id: str | None) -> bool:
        return any(
            fill_of(item) for style in self.chain(style_id) for item in style.iter() if item.find(W + "shd") is not None
        )
