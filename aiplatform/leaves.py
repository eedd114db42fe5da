"""The strings inside JSON data. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


def strings(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """(place, text) of every string in JSON data, keys of objects not included."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from strings(inner, f"{where}.{key}".lstrip("."))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from strings(inner, f"{where}.{at}".lstrip("."))


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON data with each string changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: mapped(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [mapped(inner, change) for inner in value]
    return value
