"""What the words around a figure say of it: about, over or under; a change or a level; what it is per. Pure."""

from __future__ import annotations

import re

from aiplatform.claims.numerals import Quantity
from aiplatform.claims.units import PERIODS
from aiplatform.claims.words import Folded, words_of

_PER = re.compile(
    r"\s*(?:[^\W\d][^\W\d-]*(?:-[^\W\d]+)*\s+){0,3}?(?:a|an|per|each|every|/)\s*(day|week|month|year|quarter|shift|hour|night|annum|minute|second)\b"
    r"|\s*(?:[^\W\d]+\s+){0,1}?(daily|weekly|monthly|yearly|annually|quarterly|hourly)\b|/(day|week|month|year|hour)"
)


_CHANGES = "reduction|increase|uplift|drop|decrease|growth|rise|cut|decline|improvement|saving|gain|fall"
_HEDGES = r"(?:(?:about|around|over|more than|nearly|almost|roughly|some|at least|up to|as much as|a|an|another|only|just|under)\s+)*"
CHANGED_BY = re.compile(
    rf"(?:\bby|\bsav(?:ed|es|e|ing)|\b(?:{_CHANGES})s?\s+of|\b(?:rose|grew|fell|dropped|increased|decreased|declined|improved))\s+{_HEDGES}$"
)
_UP_DOWN = re.compile(rf"\b(?:up|down)\s+{_HEDGES}$")
_TOWARDS = re.compile(rf"\b(?:to|from)\s+{_HEDGES}$")
_THAN_BEFORE = re.compile(
    rf"\s*(?:fewer|less|more|lower|higher|faster|quicker|shorter|longer|cheaper|better|{_CHANGES})\b(?!\s+than\s+\d)"
)


_WHOLE = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?:out\s+)?of\s+(?:the\s+|its\s+|our\s+|all\s+)?$"
)


_PART_BEHIND = re.compile(
    r"[^.;]{0,60}?\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half) of (?:which|whom|them|these|those)\b"
)


def role(folded: Folded, one: Quantity, start: int, end: int) -> str:
    """Whether a figure is told as a change (by 9 percent), a level (to 9 percent), a whole (two of nine) or parted (nine, two of which)."""
    before = folded.lower[max(start, one.start - 48) : one.start].rstrip("$\u20ac\u00a3")
    is_share = one.kind in ("percent", "points")
    if (
        CHANGED_BY.search(before)
        or _THAN_BEFORE.match(folded.lower, one.end, end)
        or (is_share and _UP_DOWN.search(before))
    ):
        return "change"
    if _WHOLE.search(before):
        return "whole"
    if _PART_BEHIND.match(folded.lower, one.end, end):
        return "parted"
    return "level" if _TOWARDS.search(before) else ""


_NOT_OVER = re.compile(r"\b(?:none|not|no|never|nothing)\b[^.,;]{0,40}$")


def hedge(before: str) -> str:
    """about, over or under when the words right before a figure say so."""
    for name in ("least", "over", "under", "about"):
        for phrase in sorted(words_of("numbers", name), key=len, reverse=True):
            if re.search(rf"(?<!\w){re.escape(phrase)}\s*(?:a\s+|the\s+|an\s+|\$|\u20ac|\u00a3)?$", before):
                at_most = phrase in ("up to", "as many as") or (name == "over" and _NOT_OVER.search(before))
                return "upto" if at_most else name
    return ""


_WITHIN = re.compile(r"\b(?:within|in|over|after|for|during|inside)\s+an?\s*\w+$")


def period(behind: str) -> str:
    """What a figure is per, by the words right behind it: day, week and so on; empty for none."""
    match = _PER.match(behind)
    if not match or _WITHIN.search(match[0]):
        return ""
    return PERIODS[next(group for group in match.groups() if group)]


_RHYTHM = re.compile(
    r"\b(daily|weekly|monthly|quarterly|yearly|annual|hourly)\s+(?:[a-z-]+\s+){0,2}?(?:of|to|is|was|:)\s+(?:[a-z]+\s+){0,2}[$\u20ac\u00a3]?$"
)


def period_before(before: str) -> str:
    """The period of "a yearly budget of ..."."""
    match = _RHYTHM.search(before)
    return PERIODS[match[1]] if match else ""
