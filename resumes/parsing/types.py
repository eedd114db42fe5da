"""What a parsed resume is: frozen records that survive a round trip through JSON unchanged.

`from_dict` is strict, because in production its input comes from a child process that has read a hostile file: a wrong type,
a number out of range or an unknown kind raises `InvalidParse`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

FORMATS = ("pdf", "docx", "txt", "md", "jsonresume", "linkedin")
SECTION_KINDS = (
    "summary", "work", "education", "skills", "languages", "certifications", "projects", "publications", "awards",
    "volunteer", "interests", "references", "other",
)  # fmt: skip
MAX_TEXT = 200_000
MAX_ITEMS = 20_000

T = TypeVar("T")
Json = dict[str, Any]


class InvalidParse(ValueError):
    """The data does not describe a parsed resume."""


def _mapping(data: object) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InvalidParse("expected an object")
    return data


def _string(value: object, limit: int = MAX_TEXT) -> str:
    if not isinstance(value, str) or len(value) > limit:
        raise InvalidParse("expected a string of bounded length")
    return value


def _whole(value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise InvalidParse(f"expected a whole number from {low} to {high}")
    return value


def _number(value: object, low: float, high: float) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise InvalidParse("expected a number")
    if not low <= value <= high:
        raise InvalidParse(f"expected a number from {low} to {high}")
    return float(value)


def _offset(value: object) -> int | None:
    return None if value is None else _whole(value, 0, MAX_TEXT)


def _many(value: object, make: Callable[[Any], T]) -> tuple[T, ...]:
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)) or len(value) > MAX_ITEMS:
        raise InvalidParse("expected a list of bounded length")
    return tuple(make(item) for item in value)


def _one_of(value: object, allowed: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise InvalidParse("unknown kind")
    return value


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: page counts from 1, the sides are fractions of the page, origin at the top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    def to_dict(self) -> Json:
        return {"page": self.page, "x0": self.x0, "y0": self.y0, "x1": self.x1, "y1": self.y1}

    @classmethod
    def from_dict(cls, data: object) -> Box:
        row = _mapping(data)
        sides = [_number(row.get(key), 0.0, 1.0) for key in ("x0", "y0", "x1", "y1")]
        return cls(_whole(row.get("page"), 1, 1000), *sides)


@dataclass(frozen=True, slots=True)
class Field:
    """One value as read; `start` and `end` are offsets into `ParsedResume.text` (None: not from one place in the text)."""

    value: str
    confidence: float
    start: int | None = None
    end: int | None = None
    boxes: tuple[Box, ...] = ()

    def to_dict(self) -> Json:
        return {
            "value": self.value,
            "confidence": self.confidence,
            "start": self.start,
            "end": self.end,
            "boxes": [box.to_dict() for box in self.boxes],
        }

    @classmethod
    def from_dict(cls, data: object) -> Field:
        row = _mapping(data)
        return cls(
            _string(row.get("value")),
            _number(row.get("confidence"), 0.0, 1.0),
            _offset(row.get("start")),
            _offset(row.get("end")),
            _many(row.get("boxes"), Box.from_dict),
        )


@dataclass(frozen=True, slots=True)
class Bullet:
    """One point of an entry, lines joined and hyphenation undone."""

    text: str
    confidence: float
    start: int | None = None
    end: int | None = None
    boxes: tuple[Box, ...] = ()

    def to_dict(self) -> Json:
        return {
            "text": self.text,
            "confidence": self.confidence,
            "start": self.start,
            "end": self.end,
            "boxes": [box.to_dict() for box in self.boxes],
        }

    @classmethod
    def from_dict(cls, data: object) -> Bullet:
        row = _mapping(data)
        return cls(
            _string(row.get("text")),
            _number(row.get("confidence"), 0.0, 1.0),
            _offset(row.get("start")),
            _offset(row.get("end")),
            _many(row.get("boxes"), Box.from_dict),
        )


ENTRY_FIELDS = ("organization", "title", "location", "start_date", "end_date", "degree", "area", "url")


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, school, project or the like; dates are `YYYY`, `YYYY-MM` or `present`."""

    kind: str
    organization: Field | None = None
    title: Field | None = None
    location: Field | None = None
    start_date: Field | None = None
    end_date: Field | None = None
    degree: Field | None = None
    area: Field | None = None
    url: Field | None = None
    summary: str = ""
    bullets: tuple[Bullet, ...] = ()
    confidence: float = 0.0
    start: int | None = None
    end: int | None = None
    boxes: tuple[Box, ...] = ()

    def to_dict(self) -> Json:
        fields = {key: getattr(self, key) for key in ENTRY_FIELDS}
        return {
            "kind": self.kind,
            **{key: value.to_dict() if value else None for key, value in fields.items()},
            "summary": self.summary,
            "bullets": [bullet.to_dict() for bullet in self.bullets],
            "confidence": self.confidence,
            "start": self.start,
            "end": self.end,
            "boxes": [box.to_dict() for box in self.boxes],
        }

    @classmethod
    def from_dict(cls, data: object) -> Entry:
        row = _mapping(data)
        return cls(
            kind=_one_of(row.get("kind"), SECTION_KINDS),
            **{key: _maybe_field(row.get(key)) for key in ENTRY_FIELDS},
            summary=_string(row.get("summary")),
            bullets=_many(row.get("bullets"), Bullet.from_dict),
            confidence=_number(row.get("confidence"), 0.0, 1.0),
            start=_offset(row.get("start")),
            end=_offset(row.get("end")),
            boxes=_many(row.get("boxes"), Box.from_dict),
        )


def _maybe_field(data: object) -> Field | None:
    return None if data is None else Field.from_dict(data)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the resume under one heading (`heading` is empty where none was printed)."""

    kind: str
    heading: str
    text: str
    confidence: float
    start: int | None = None
    end: int | None = None
    boxes: tuple[Box, ...] = ()
    entries: tuple[Entry, ...] = ()

    def to_dict(self) -> Json:
        return {
            "kind": self.kind,
            "heading": self.heading,
            "text": self.text,
            "confidence": self.confidence,
            "start": self.start,
            "end": self.end,
            "boxes": [box.to_dict() for box in self.boxes],
            "entries": [entry.to_dict() for entry in self.entries],
        }

    @classmethod
    def from_dict(cls, data: object) -> Section:
        row = _mapping(data)
        return cls(
            kind=_one_of(row.get("kind"), SECTION_KINDS),
            heading=_string(row.get("heading")),
            text=_string(row.get("text")),
            confidence=_number(row.get("confidence"), 0.0, 1.0),
            start=_offset(row.get("start")),
            end=_offset(row.get("end")),
            boxes=_many(row.get("boxes"), Box.from_dict),
            entries=_many(row.get("entries"), Entry.from_dict),
        )


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text a reader of the page can not see; it enters no field and no score. `page` is None where there are no pages."""

    text: str
    page: int | None
    why: str
    boxes: tuple[Box, ...] = ()

    def to_dict(self) -> Json:
        return {"text": self.text, "page": self.page, "why": self.why, "boxes": [box.to_dict() for box in self.boxes]}

    @classmethod
    def from_dict(cls, data: object) -> Hidden:
        row = _mapping(data)
        page = row.get("page")
        return cls(
            _string(row.get("text")),
            None if page is None else _whole(page, 1, 1000),
            _string(row.get("why"), 200),
            _many(row.get("boxes"), Box.from_dict),
        )


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page as printed: width and height in points, the number of text columns, whether it holds only pictures."""

    number: int
    width: float
    height: float
    columns: int
    image_only: bool

    def to_dict(self) -> Json:
        return {
            "number": self.number,
            "width": self.width,
            "height": self.height,
            "columns": self.columns,
            "image_only": self.image_only,
        }

    @classmethod
    def from_dict(cls, data: object) -> PageInfo:
        row = _mapping(data)
        image_only = row.get("image_only")
        if not isinstance(image_only, bool):
            raise InvalidParse("expected true or false")
        return cls(
            _whole(row.get("number"), 1, 1000),
            _number(row.get("width"), 0.0, 1e6),
            _number(row.get("height"), 0.0, 1e6),
            _whole(row.get("columns"), 0, 20),
            image_only,
        )


Signal = bool | int | float | str | None


def _layout(data: object) -> dict[str, Signal]:
    signals: dict[str, Signal] = {}
    for key, value in _mapping(data).items():
        if isinstance(value, str):
            signals[_string(key, 60)] = _string(value, 200)
        elif value is None or isinstance(value, bool):
            signals[_string(key, 60)] = value
        elif isinstance(value, int):
            signals[_string(key, 60)] = _whole(value, -1_000_000, 1_000_000)
        else:
            signals[_string(key, 60)] = _number(value, -1e6, 1e6)
    return signals


LIST_FIELDS = ("links", "skills", "languages", "certifications", "unplaced")


@dataclass(frozen=True, slots=True)
class ParsedResume:
    """Everything read from one file. `text` is all visible text in reading order; each offset counts its characters."""

    format: str
    text: str
    parser_version: str
    name: Field | None = None
    email: Field | None = None
    phone: Field | None = None
    location: Field | None = None
    links: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    skills: tuple[Field, ...] = ()
    languages: tuple[Field, ...] = ()
    certifications: tuple[Field, ...] = ()
    unplaced: tuple[Field, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    pages: tuple[PageInfo, ...] = ()
    layout: dict[str, Signal] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> Json:
        one = {key: getattr(self, key) for key in ("name", "email", "phone", "location")}
        return {
            "format": self.format,
            "text": self.text,
            "parser_version": self.parser_version,
            **{key: value.to_dict() if value else None for key, value in one.items()},
            **{key: [item.to_dict() for item in getattr(self, key)] for key in LIST_FIELDS},
            "sections": [section.to_dict() for section in self.sections],
            "hidden": [item.to_dict() for item in self.hidden],
            "pages": [page.to_dict() for page in self.pages],
            "layout": dict(self.layout),
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_dict(cls, data: object) -> ParsedResume:
        """The record described by `data`; raises InvalidParse for anything else."""
        row = _mapping(data)
        person = {key: _maybe_field(row.get(key)) for key in ("name", "email", "phone", "location")}
        lists = {key: _many(row.get(key), Field.from_dict) for key in LIST_FIELDS}
        return cls(
            format=_one_of(row.get("format"), FORMATS),
            text=_string(row.get("text")),
            parser_version=_string(row.get("parser_version"), 40),
            name=person["name"],
            email=person["email"],
            phone=person["phone"],
            location=person["location"],
            links=lists["links"],
            sections=_many(row.get("sections"), Section.from_dict),
            skills=lists["skills"],
            languages=lists["languages"],
            certifications=lists["certifications"],
            unplaced=lists["unplaced"],
            hidden=_many(row.get("hidden"), Hidden.from_dict),
            pages=_many(row.get("pages"), PageInfo.from_dict),
            layout=_layout(row.get("layout")),
            warnings=_many(row.get("warnings"), _string),
        )
