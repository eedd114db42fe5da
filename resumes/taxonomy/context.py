"""Deciding by context whether an ambiguous word (Go, R, Excel, Spring, Lean ...) names a skill here.

A word earns points for what stands around it and counts from `ENOUGH` on. The points are rules of reading, not tuned weights:
a neighbour in the same list that is certainly a skill is proof alone; a cue word and the right capitals together are too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from resumes.taxonomy.automaton import Hit
from resumes.taxonomy.normalise import BARRIER, Normalised
from resumes.taxonomy.store import NAMED

ENOUGH = 2.0
_OPENING = frozenset(".!?\n\u2022*-")  # what a sentence or a point of a list begins after
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
# A small everyday word before one of these is a verb ("react to", "excel at", "go with"), unless a word of use stands before it.
_VERB_NEXT = _words("to at in on into for from with up out over under upon towards")
_OF_USE = _words("in using with use uses used of know knows knowledge learned ms microsoft apache")
_MONEY = re.compile(r"[ \u00a0]?[\d$\u20ac\u00a3]")
_LONGEST_CODE = 3  # letters of a province, state or currency
# Trades whose words stand in one list: a lower-case everyday word is proved by a neighbour of its own kind only.
_DESK = _words("software data-science business finance sales-marketing engineering manufacturing")
_ORDINARY_BEFORE = _words(
    "to will can could should must would may might a an the you we they i your our not head executive sous"
)


def is_money(text: str, start: int, end: int) -> bool:
    """Whether the three capitals at `[start, end)` are a currency beside its amount: `CAD 420,000`, `90 000 CAD`."""
    if end - start != _LONGEST_CODE or not text[start:end].isupper():
        return False
    return _MONEY.match(text, end) is not None or text[max(0, start - 2) : start].strip()[-1:].isdigit()


def surely_named(text: str, start: int, end: int, hit: Hit) -> bool:
    """Whether a name that is an everyday word too stands as written inside a sentence, alone on its line, as its subject or in capitals.

    A short code after a comma or a bracket may be a province (`Montr\u00e9al, QC`): that is for the context to decide.
    """
    if text[start:end] != hit.pattern.written or is_money(text, start, end):
        return False
    before = text[max(0, start - 3) : start].rstrip(" \t")
    if end - start <= _LONGEST_CODE and hit.pattern.written.isupper() and before[-1:] in {",", "("}:
        return False
    if (before and before[-1] not in _OPENING) or hit.pattern.written.isupper() or text.startswith(" is ", end):
        return True
    line = (
        text[text.rfind("\n", 0, start) + 1 : start]
        + text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
    )
    return not any(char.isalnum() for char in line) and len(text) > end - start


class Context:
    """The surroundings of one text; `firm` are the hits that need no context."""

    def __init__(
        self, text: str, norm: Normalised, firm: Sequence[Hit], doubtful: Sequence[Hit], domain: Callable[[int], str]
    ) -> None:
        self._text = text
        self._norm = norm
        self._domain = domain
        self._firm_begin = {h.start: h.pattern.row for h in firm}
        self._firm_starts = sorted(self._firm_begin)
        self._firm_ends = {h.end: h.pattern.row for h in firm}
        self._doubtful_ends = {h.end for h in doubtful}
        self._doubtful_begin = {h.start for h in doubtful}

    def accepted(self, doubtful: Sequence[Hit]) -> list[Hit]:
        """The ambiguous hits that name their skills here, in order; one that does proves the next of its list."""
        found: list[Hit] = []
        for hit in sorted(doubtful, key=lambda h: h.start):
            if self.accepts(hit):
                found.append(hit)
                self._firm_ends.setdefault(hit.end, hit.pattern.row)
        return found

    def accepts(self, hit: Hit) -> bool:
        """Whether an ambiguous hit names its skill here."""
        start, end = self._norm.span(hit.start, hit.end)
        if is_money(self._text, start, end):
            return False
        small = self._text[start:end].islower()
        if small and self._is_verb(hit):
            return False
        return self._case(hit) + self._list(hit, small) + self._cues(hit) + self._near(hit, small) >= ENOUGH

    def _is_verb(self, hit: Hit) -> bool:
        text = self._norm.text
        after = _WORD.match(text, hit.end + 1) if text[hit.end : hit.end + 1] == " " else None
        if after is None or after[0] not in _VERB_NEXT:
            return False
        before = _WORD.findall(text[max(0, hit.start - NEAR) : hit.start])
        return not before or before[-1] not in _OF_USE

    def _proves(self, hit: Hit, row: int | None, small: bool) -> bool:
        """Whether a sure skill beside an ambiguous word shows that this is one too."""
        if row is None or not small:
            return row is not None
        mine, other = self._domain(hit.pattern.row), self._domain(row)
        return mine == other or (mine in _DESK and other in _DESK)

    def _case(self, hit: Hit) -> float:
        start, end = self._norm.span(hit.start, hit.end)
        surface = self._text[start:end]
        if surface != hit.pattern.written:
            return -1.0 if surface.islower() and len(surface) < 3 else -0.5 if surface.islower() else 0.0
        if surface.islower():
            return 0.0
        before = self._text[max(0, start - 3) : start].rstrip(" \t")
        opens = not before or before[-1] in _OPENING
        return 0.5 if opens and hit.pattern.mode != NAMED else 1.0

    def _list(self, hit: Hit, small: bool) -> float:
        text, points = self._norm.text, 0.0
        after = _SEPARATOR.match(text, hit.end)
        if after and after.end() > hit.end:
            if self._proves(hit, self._firm_begin.get(after.end()), small):
                points += 2.0
            elif after.end() in self._doubtful_begin:
                points += 1.0
        for width in range(1, 7):
            left = hit.start - width
            if left < 0 or points >= ENOUGH:
                break
            if (left in self._firm_ends or left in self._doubtful_ends) and _SEPARATOR.fullmatch(text, left, hit.start):
                if self._proves(hit, self._firm_ends.get(left), small):
                    points += 2.0
                elif left in self._doubtful_ends:
                    points += 1.0
                break
        # A list that has lost its commas; a letter or two stand for too many things ("selling c. 900 seats").
        if not points and hit.end - hit.start > 2 and text[hit.start - 1 : hit.start] == " ":
            points += 1.5 * self._proves(hit, self._firm_ends.get(hit.start - 1), small)
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
        if joined and after and (after[0] in _ORDINARY_NEXT or re.fullmatch(r"(?:19|20)\d\d|[a-z]{3,}ly", after[0])):
            points -= 1.5
        elif joined and after and re.fullmatch(r"v?\d+(?:\.\d+)*", after[0]):
            points += 1.0
        if before and before[-1] in _ORDINARY_BEFORE and text[hit.start - 1] == " ":
            points -= 1.0
        return points

    def _near(self, hit: Hit, small: bool) -> float:
        at = bisect_left(self._firm_starts, hit.start - NEAR)
        while at < len(self._firm_starts) and self._firm_starts[at] <= hit.end + NEAR:
            other = self._firm_starts[at]
            if not hit.start <= other < hit.end and self._proves(hit, self._firm_begin[other], small):
                # One or two letters stand for too many things to be proved by company alone.
                return 1.0 if hit.end - hit.start > 2 else 0.5
            at += 1
        return 0.0
