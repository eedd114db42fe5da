"""Dates of a text, and the time between dates. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiplatform.claims.words import Folded

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner",
            "february feb februar",
            "march mar marz maerz mrz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sept sep",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DATE = re.compile(
    rf"\b(?P<name>{_NAME})\.?,?(?:\s+of)?\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*)?(?P<year1>{_YEAR})\b|(?<![\d.,/-])(?P<year2>{_YEAR})[-/.](?P<month2>0[1-9]|1[0-2])(?![\d])"
    rf"|(?<![\d.,/])(?P<month3>0?[1-9]|1[0-2])[/.](?P<year3>{_YEAR})(?!\d)|(?<![\d.,$\u20ac\u00a3\w])(?P<year4>{_YEAR})(?![\d%\w]|[.,]\d)"
)
_SHORT = re.compile(rf"(?P<year>{_YEAR})\s*[-\u2013/]\s*(?P<end>\d\d)(?!\d)")
_COUNTED = re.compile(
    r"\s+(?!to\b|and\b|until\b|till\b|through\b|as\b|with\b|at\b|in\b|on\b|by\b|for\b|when\b|where\b|while\b|after\b|the\b|present\b|now\b|i\b|we\b|using\b|from\b|or\b)(?:[a-z-]+\s+)?[a-z-]{3,}s\b"
)
_BEFORE = re.compile(
    r"(?:\b(?:a|the|in|since|from|until|till|by|of|to|between|during|early|late|mid|and|through|after|before|year|class|spring|summer|autumn|fall|winter)\s*|[(\u2013\u2014/-]\s*)$"
)
_START = re.compile(
    r"\b(?:(?:since|from|seit|ab|von)\s*|(?:joined|joining|started|starting|began|beginning|hired|appointed|founded)\b(?:\s+[^\d.;]{0,40})?)$"
)
_END = re.compile(
    r"\b(?:(?:until|till|through|class of|to|bis)\s*"
    r"|(?:left|ended|leaving|finished|graduated|graduating|completed|ending)\b(?:\s+[^\d.;]{0,60})?)$"
)
_JOIN = re.compile(r"\s*(?:[-\u2013\u2014/]+|to|until|till|through|and|bis)\s*(?:the\s+)?")
_NOW = re.compile(
    r"\s*(?:[-\u2013\u2014/]+|to|until|till|through|bis)\s*(?:the\s+)?(?:present(?: day)?|now|today|current|date|ongoing|heute|jetzt)\b"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date: `value` is `YYYY`, `YYYY-MM` or `present`; `role` start, end or none; the two ends of a range share `pair`."""

    start: int
    end: int
    value: str
    role: str = ""
    pair: int = -1


def moments(folded: Folded, start: int, end: int) -> list[Moment]:
    """The dates between two places, in order; a bare year counts as one where the words around it say so."""
    low = folded.lower
    found: list[Moment] = []
    for match in _DATE.finditer(low, start, end):
        year = next(match[f"year{n}"] for n in range(1, 5) if match[f"year{n}"])
        if (
            match["year4"]
            and _COUNTED.match(low[match.end() : match.end() + 40])
            and not _BEFORE.search(low[start : match.start()])
        ):
            continue
        month = _MONTHS.get(match["name"] or "") or int(match["month2"] or match["month3"] or 0)
        value = f"{year}-{month:02d}" if month else year
        found.append(Moment(match.start(), match.end(), value, _role(low[start : match.start()])))
    found = _short_ends(low, [*_bare_months(folded, start, end), *found], start, end)
    return _paired(low, found)


_BARE = re.compile(
    rf"\b(?P<name>{_NAME})\.?(?=\s*(?:[-\u2013\u2014]|to|until|till|through|and)\s*(?:{_NAME})\.?,?\s+(?P<year>{_YEAR})\b)"
)


def _bare_months(folded: Folded, start: int, end: int) -> list[Moment]:
    """The first month of "from January to August 2024": of the same year."""
    return [
        Moment(match.start(), match.end(), f"{match['year']}-{_MONTHS[match['name']]:02d}", "start")
        for match in _BARE.finditer(folded.lower, start, end)
        if folded.text[match.start()].isupper()
    ]


def _role(before: str) -> str:
    if re.search(r"\bto\s*$", before) and not re.search(rf"{_YEAR}\s+to\s*$", before):
        return ""
    if _START.search(before):
        return "start"
    return "end" if _END.search(before) else ""


def _short_ends(low: str, found: list[Moment], start: int, end: int) -> list[Moment]:
    """2018-21: the second end is a year too."""
    result = []
    for one in found:
        match = _SHORT.match(low, one.start, end)
        result.append(one)
        if (
            match
            and len(one.value) == 4
            and not any(m.start < match.end() and m.end > match.start("end") for m in found)
        ):
            result.append(Moment(match.start("end"), match.end(), one.value[:2] + match["end"], "end"))
    return result


def _paired(low: str, found: list[Moment]) -> list[Moment]:
    result: list[Moment] = []
    pair = 0
    at = 0
    while at < len(found):
        one = found[at]
        following = found[at + 1] if at + 1 < len(found) else None
        now = _NOW.match(low, one.end)
        if (
            following is not None
            and _JOIN.fullmatch(low, one.end, following.start)
            and following.value[:4] >= one.value[:4]
        ):
            together = (
                "and" in low[one.end : following.start] and "between" not in low[max(0, one.start - 12) : one.start]
            )
            ends = ("", "") if together else ("start", "end")
            result += [
                Moment(one.start, one.end, one.value, ends[0], pair),
                Moment(following.start, following.end, following.value, ends[1], pair),
            ]
            at += 2
        elif now:
            result += [
                Moment(one.start, one.end, one.value, "start", pair),
                Moment(one.end, now.end(), "present", "end", pair),
            ]
            at += 1
        else:
            result.append(one)
            at += 1
        pair += 1
    return result


def same(claimed: str, known: str) -> bool:
    """Whether a claimed date says what a known one says: equal, or its year alone."""
    if not known:
        return False
    return claimed == known or (len(claimed) == 4 and known.startswith(claimed))


def months(value: str, today: str, *, end: bool) -> int | None:
    """Months since year 0; a bare year is its January, as an end its December; None where unknown."""
    if value == "present":
        value = today
        end = False
    year, _, month = value.partition("-")
    if not year.isdigit():
        return None
    return int(year) * 12 + (int(month) - 1 if month.isdigit() else 11 if end else 0)


def union(spans: list[tuple[int, int]]) -> int:
    """Months covered by spans (both ends counted), overlaps once."""
    total, reach = 0, -1
    for first, last in sorted(spans):
        begin = max(first, reach + 1)
        if last >= begin:
            total += last - begin + 1
            reach = last
    return total
