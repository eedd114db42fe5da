"""Deciding by context whether an ambiguous word (Go, R, Excel, Spring, Lean ...) names a skill here.

A word earns points for what stands around it and counts from `ENOUGH` on. The points are rules of reading, not tuned weights:
a neighbour in the same list that is certainly a skill is proof alone; a cue word and the right capitals together are too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from resumes.taxonomy.automaton import Hit
from resumes.taxonomy.normalise import BARRIER, Normalised

ENOUGH = 2.0
NEAR = 60  # characters: about ten words, the reach of one list or clause


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SEPARATOR = re.compile(r"[ ]*(?:[,;/|+&()\[\]:*\x01]|and |or |\u2022|\u00b7|\u25cf)[ ]*(?:and |or )?")
_CUES = _words(
    "programming programmer language languages framework frameworks developer developers development engineer engineers script "
    "scripts scripting library libraries coding code codebase version proficient proficiency knowledge skills "
    "tools technologies technology stack "
    "software microsoft ms apache advanced expert certified certification experience backend frontend database databases server "
    "spreadsheet spreadsheets using toolkit cli sdk api syntax compiler platform statistical modelling modeling package packages "
    "suite office pipeline pipelines cluster clusters cloud familiarity fluent applications application apps app manufacturing "
    "methodology methodologies principles practices"
)
_WORD = re.compile(r"[a-z0-9+#']+(?:\.[a-z0-9]+)*")
_CLAUSE_END = re.compile(rf"[.!?] |{BARRIER}")
# Words that after (or before) an everyday word show that it is one: "go to", "excel at", "access to", "spring 2020", "in the lead".
_ORDINARY_NEXT = _words(
    "to at in on the a an your our their his her its my with it up out for of by from as into over that this these those ahead "
    "above beyond live through further back down away off not no is was will would can could should must has have be been being "
    "when where if while than then who which we you they i us them me all any every each more most"
)
_ORDINARY_BEFORE = _words(
    "to will can could should must would may might a an the you we they i your our not head executive sous"
)


class Context:
    """The surroundings of one text; `firm` are the hits that need no context."""

    def __init__(self, text: str, norm: Normalised, firm: Sequence[Hit], doubtful: Sequence[Hit]) -> None:
        self._text = text
        self._norm = norm
        self._firm_starts = sorted({h.start for h in firm})
        self._firm_ends = {h.end for h in firm}
        self._firm_begin = {h.start for h in firm}
        self._doubtful_ends = {h.end for h in doubtful}
        self._doubtful_begin = {h.start for h in doubtful}

    def accepts(self, hit: Hit) -> bool:
        """Whether an ambiguous hit names its skill here."""
        return self._case(hit) + self._list(hit) + self._cues(hit) + self._near(hit) >= ENOUGH

    def _case(self, hit: Hit) -> float:
        start, end = self._norm.span(hit.start, hit.end)
        surface = self._text[start:end]
        if surface != hit.pattern.written:
            return -1.0 if surface.islower() and len(surface) < 3 else -0.5 if surface.islower() else 0.0
        if surface.islower():
            return 0.0
        before = self._text[max(0, start - 3) : start].rstrip(" \t")
        opens = not before or before[-1] in ".!?\n\u2022*-"
        return 0.5 if opens else 1.0

    def _list(self, hit: Hit) -> float:
        text, points = self._norm.text, 0.0
        after = _SEPARATOR.match(text, hit.end)
        if after and after.end() > hit.end:
            points += 2.0 if after.end() in self._firm_begin else 1.0 if after.end() in self._doubtful_begin else 0.0
        for width in range(1, 7):
            left = hit.start - width
            if left < 0 or points >= ENOUGH:
                break
            if (left in self._firm_ends or left in self._doubtful_ends) and _SEPARATOR.fullmatch(text, left, hit.start):
                points += 2.0 if left in self._firm_ends else 1.0
                break
        return points

    def _cues(self, hit: Hit) -> float:
        text = self._norm.text
        after = _WORD.findall(_CLAUSE_END.split(text[hit.end : hit.end + NEAR])[0])[:3]
        before = _WORD.findall(_CLAUSE_END.split(text[max(0, hit.start - NEAR) : hit.start])[-1])[-4:]
        points = 0.0
        if after and after[0] in _CUES:
            points += 2.0
        elif not _CUES.isdisjoint(after) or not _CUES.isdisjoint(before):
            points += 1.0
        joined = text[hit.end : hit.end + 1] == " "
        if joined and after and (after[0] in _ORDINARY_NEXT or re.fullmatch(r"(?:19|20)\d\d", after[0])):
            points -= 1.5
        elif joined and after and re.fullmatch(r"v?\d+(?:\.\d+)*", after[0]):
            points += 1.0
        if before and before[-1] in _ORDINARY_BEFORE and text[hit.start - 1] == " ":
            points -= 1.0
        return points

    def _near(self, hit: Hit) -> float:
        at = bisect_left(self._firm_starts, hit.start - NEAR)
        while at < len(self._firm_starts) and self._firm_starts[at] <= hit.end + NEAR:
            if not hit.start <= self._firm_starts[at] < hit.end:
                # One or two letters stand for too many things to be proved by company alone.
                return 1.0 if hit.end - hit.start > 2 else 0.5
            at += 1
        return 0.0
