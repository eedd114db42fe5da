"""Lengths and amounts that are said in words: "a decade", "half a year", "half a gram". Pure."""

from __future__ import annotations

import re

from aiplatform.claims.numerals import Quantity
from aiplatform.claims.units import MEASURES
from aiplatform.claims.words import Folded

_SPOKEN = re.compile(r"\b(half\s+)?an?\s+(?:(?:full|whole|entire)\s+)?(decade|year|hour)(\s+and\s+a\s+half)?\b")
_HALF = re.compile(r"\bhalf\s+an?\s+([a-z]+)\b")


def halves(folded: Folded, start: int, end: int) -> list[Quantity]:
    """ "Half a gram", "half a million dollars": half of a unit that is measured."""
    found = []
    for match in _HALF.finditer(folded.lower, start, end):
        unit = MEASURES.get(match[1])
        if unit is not None and unit[0] not in ("mo", "s"):
            found.append(Quantity(match.start(), match.end(), 0.5 * unit[1], "measure", unit[0], raw_unit=match[1]))
    return found


def spoken(folded: Folded, start: int, end: int) -> list[Quantity]:
    """ "A decade", "half a year", "a year and a half" as months; a bare "a year" says how often, not how long."""
    found = []
    for match in _SPOKEN.finditer(folded.lower, start, end):
        if match[2] == "hour":
            hours = 0.5 if match[1] else 1.5 if match[3] else 1.0
            if match[1] or match[3]:
                found.append(Quantity(match.start(), match.end(), hours * 3600, "measure", "s", raw_unit="hour"))
            continue
        months = 120.0 if match[2] == "decade" else 12.0
        is_whole = re.search(r"full|whole|entire", match[0]) is not None
        if not (match[1] or match[3] or is_whole or match[2] == "decade"):
            continue
        months = months / 2 if match[1] else months * 1.5 if match[3] else months
        found.append(Quantity(match.start(), match.end(), months, "measure", "mo", raw_unit=match[2]))
    return found
