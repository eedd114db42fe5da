"""A person's corrections of what was read, applied to a parsed resume without losing the places of the rest."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from resumes.parsing.types import ParsedResume

CONTACT = ("name", "email", "phone", "location")
LISTS = ("links", "skills", "languages", "certifications", "unplaced")
ENTRY_FIELDS = ("organization", "title", "location", "start_date", "end_date", "degree", "area", "url")
# Dates are kept as YYYY-MM, the page says "May 2019": the value changes, the words on the page stay.
VALUE_ONLY = ("start_date", "end_date")
SUMMARY = "Summary"  # heading of a summary that a person adds
LONGEST_INDEX = 9  # digits; `int` refuses thousands of them


@dataclass(frozen=True)
class Correction:
    """`path` names a field: `email`, `skills.3`, `sections.1.entries.0.title`, `sections.1.entries.0.bullets.2`.

    An empty value removes a list item or empties a field. `skills.new` adds an item to a list.
    """

    path: str
    value: str


def apply_corrections(parsed: ParsedResume, corrections: Sequence[Correction]) -> ParsedResume:
    """The resume with the corrections in place, certain (confidence 1), spans after them moved; LookupError for a bad path."""
    data: dict[str, Any] = copy.deepcopy(parsed.to_dict())
    for correction in corrections:
        # The database keeps no NUL, and nobody means one.
        _apply(data, correction.path.split("."), correction.value.replace("\0", "").strip())
    return ParsedResume.from_dict(data)


def _apply(data: dict[str, Any], path: list[str], value: str) -> None:
    match path:
        case [name] if name in CONTACT:
            _set_field(data, data, name, value)
        case [name, "new"] if name in LISTS and name != "unplaced":
            if value:
                data[name].append(_new_field(value))
        case [name, index] if name in LISTS:
            _set_item(data, data[name], _at(index), value, key="value")
        case ["sections", section, "text"]:
            _set_text(data, data["sections"][_at(section)], value)
        case ["summary", "new"]:
            _add_summary(data, value)
        case ["sections", section, "entries", entry, name] if name in ENTRY_FIELDS:
            _set_field(data, data["sections"][_at(section)]["entries"][_at(entry)], name, value)
        case ["sections", section, "entries", entry, "bullets", "new"]:
            found = data["sections"][_at(section)]
            _add_bullet(data, found, found["entries"][_at(entry)], value)
        case ["sections", section, "entries", entry, "bullets", index]:
            bullets = data["sections"][_at(section)]["entries"][_at(entry)]["bullets"]
            _set_item(data, bullets, _at(index), value, key="text")
        case _:
            raise LookupError(".".join(path))


def _at(number: str) -> int:
    if not number.isdecimal() or len(number) > LONGEST_INDEX:
        raise LookupError(number[:LONGEST_INDEX])
    return int(number)


def _new_field(value: str) -> dict[str, Any]:
    return {"value": value, "confidence": 1.0, "start": None, "end": None, "boxes": []}


def _set_field(data: dict[str, Any], holder: dict[str, Any], name: str, value: str) -> None:
    old = holder[name]
    if not value:
        holder[name] = None
    elif old is None:
        holder[name] = _new_field(value)
    else:
        if name not in VALUE_ONLY:
            _rewrite(data, old, value)
        old.update(value=value, confidence=1.0)


def _set_text(data: dict[str, Any], section: dict[str, Any], value: str) -> None:
    """Other words below a heading; LookupError for a section that has entries, whose words belong to them."""
    if section["entries"]:
        raise LookupError(section["heading"])
    start, end = section["start"], section["end"]
    if start is not None and end is not None:
        body = data["text"][start:end]
        head = len(section["heading"]) if section["heading"] and body.startswith(section["heading"]) else 0
        _rewrite(data, {"start": start + head, "end": end}, f"\n{value}" if head else value)
    section.update(text=value, confidence=1.0)


def _add_summary(data: dict[str, Any], value: str) -> None:
    """A first section of these words, before all others; nothing for no words."""
    if not value:
        return
    at = min((one["start"] for one in data["sections"] if one["start"] is not None), default=len(data["text"]))
    _insert(data, at, f"{SUMMARY}\n{value}\n\n")
    made = {"kind": "summary", "heading": SUMMARY, "text": value, "confidence": 1.0, "boxes": [], "entries": []}
    data["sections"].insert(0, {**made, "start": at, "end": at + len(SUMMARY) + 1 + len(value)})


def _add_bullet(data: dict[str, Any], section: dict[str, Any], entry: dict[str, Any], value: str) -> None:
    """One more point at the end of an entry; nothing for no words."""
    if not value:
        return
    field = _new_field(value)
    at = entry["end"]
    if at is not None:
        _insert(data, at, f"\n{value}", (section, entry))
        field.update(start=at + 1, end=at + 1 + len(value))
    entry["bullets"].append({"text": field.pop("value"), **field})


def _insert(data: dict[str, Any], at: int, added: str, holders: Sequence[dict[str, Any]] = ()) -> None:
    """Put words into the text; places after them move, `holders` and places around them grow."""
    for place in _places(data):
        if place["start"] >= at:
            place["start"] += len(added)
        if place["end"] > at or any(place is holder for holder in holders):
            place["end"] += len(added)
    data["text"] = data["text"][:at] + added + data["text"][at:]


def _set_item(data: dict[str, Any], items: list[dict[str, Any]], index: int, value: str, *, key: str) -> None:
    item = items[index]
    _rewrite(data, item, value)
    if value:
        item.update({key: value, "confidence": 1.0})
    else:
        del items[index]


def _rewrite(data: dict[str, Any], item: dict[str, Any], value: str) -> None:
    """Put the value into the text where the item stood, and move every later place by the difference."""
    start, end = item["start"], item["end"]
    if start is None or end is None:
        return
    data["text"] = data["text"][:start] + value + data["text"][end:]
    shift = len(value) - (end - start)
    moved = list(_places(data))
    for place in moved:
        if place is item:
            place["end"] = start + len(value)
            continue
        if place["start"] >= end:
            place["start"] += shift
        elif start < place["start"] < end:
            place["start"] = start
        if place["end"] >= end:
            place["end"] += shift
        elif start < place["end"] < end:
            place["end"] = min(place["end"], start + len(value))


def _places(node: Any) -> Iterator[dict[str, Any]]:
    """Every object below that has a place in the text."""
    if isinstance(node, dict):
        if isinstance(node.get("start"), int) and isinstance(node.get("end"), int):
            yield node
        for child in node.values():
            yield from _places(child)
    elif isinstance(node, list):
        for child in node:
            yield from _places(child)
