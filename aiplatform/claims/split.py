"""A text as sentences and clauses: the pieces that claims are bound by. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from aiplatform.claims.words import Folded, Token, irregular, stem, tokens, words_of

_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(
    r"(?<=[^\s.A-Z][.!?])[\"')\]]*\s+(?=[^\sa-z])|(?<=[a-z0-9)%][.!?])\s+(?=[A-Z0-9])|(?<=[A-Z]{2}[.!?])\s+(?=[A-Z])|\s*;\s+|\s+[\u2022\u00b7]\s+"
)
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u25cf\u25aa\u2013+]|\d{1,2}[.)])\s+")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|approx|ca|vs|no|st|dr|mr|mrs|ms|inc|ltd|co|corp|etc|dept|sr|jr|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|b\.sc|m\.sc|ph\.d|b\.a|m\.a)\.$",
    re.IGNORECASE,
)
_CUT = re.compile(
    r",?\s+(?:and|while|whilst|before|then|but|plus|as well as|which|who|where|after which|along with)\s+(?:then\s+|also\s+)?"
    r"|,\s+(?=[a-z]+(?:ed|ing)\b)|\s+[\u2013\u2014]\s+|:\s+|\s+\("
)


_THEN = re.compile(
    r",\s+(?:(?:and|but)\s+)?(?=(?:(?:from|since|until|in|between|during)\s+[^,.;]{2,40}?\s)?I\s+[a-z])"
    r"|\s+and\s+(?=(?:in|since|from)\s+(?:19|20)\d\d\s+[a-z]+ed\b)"
    r"|,\s+(?:and\s+)?(?=(?:after|previously|before|earlier|followed by|formerly|prior to|then)\b)"
    r"|,\s+and\s+(?=[A-Z][a-z]+\s+(?:[A-Za-z]+\s+){0,4}(?:at|with|for)\s)"
)


_EARLIER = re.compile(r"(?:Before|After|Having|Prior to)\b")
_NEW = re.compile(r"[a-z0-9]\s+(?=I\s+[a-z])")  # "Before moving into sales I spent ..."


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters start..end of the folded text; `line` numbers its line, `sentence` its sentence."""

    start: int
    end: int
    line: int
    sentence: int


def sentences(folded: Folded) -> list[Piece]:
    """The sentences of each line, bullets and semicolons apart; no piece is empty."""
    found: list[Piece] = []
    for number, line in enumerate(_LINE.finditer(folded.text)):
        mark = _BULLET.match(line[0])
        at = line.start() + (mark.end() if mark else 0)
        begin = at
        for stop in _STOP.finditer(folded.text, at, line.end()):
            if _ABBREVIATION.search(folded.text, begin, stop.start()):
                continue
            _add(found, folded, begin, stop.start(), number)
            begin = stop.end()
        _add(found, folded, begin, line.end(), number)
    return found


def _add(found: list[Piece], folded: Folded, start: int, end: int, line: int) -> None:
    body = folded.text[start:end]
    start, end = start + len(body) - len(body.lstrip()), end - (len(body) - len(body.rstrip()))
    if any(char.isalnum() for char in folded.text[start:end]):
        found.append(Piece(start, end, line, len(found)))


def clauses(folded: Folded, sentence: Piece) -> list[Piece]:
    """The clauses of a sentence: cut before each new verb, so that what one verb says stays together."""
    cuts = [sentence.start]
    cuts += [match.end() for match in _THEN.finditer(folded.text, sentence.start, sentence.end)]
    if _EARLIER.match(folded.text, sentence.start, sentence.end):
        cuts += [match.end() for match in _NEW.finditer(folded.text, sentence.start, sentence.end)]
    for match in _CUT.finditer(folded.text, sentence.start, sentence.end):
        following = tokens(folded, match.end(), sentence.end)[:2]
        if following and opens_clause(following):
            cuts.append(match.end())
    bounds = [*sorted(set(cuts)), sentence.end]
    return [
        Piece(start, end, sentence.line, sentence.sentence)
        for start, end in zip(bounds, bounds[1:], strict=False)
        if end > start
    ]


def opens_clause(following: list[Token]) -> bool:
    """Whether a verb comes next, an adverb or a pronoun before it passed over."""
    word = following[0].lower
    if word in ("have", "has", "had", "was", "were", "am"):
        return len(following) > 1 and (following[1].lower == "been" or is_verb(following[1].lower))
    if word in ("i", "we") or (word.endswith("ly") and len(following) > 1):
        return len(following) > 1 and is_verb(following[1].lower)
    return is_verb(word)


def is_verb(word: str) -> bool:
    """Whether a lower-case word reads as a verb in the past or as a form of a verb of our lists."""
    if word.endswith(("ed", "ing")) and len(word) > 4:
        return True
    return word in irregular() or (stem(word) in _verb_stems() and not word.endswith(("tion", "ment", "er", "ers")))


@lru_cache(maxsize=1)
def _verb_stems() -> frozenset[str]:
    tiers = (words_of("scope", tier) for tier in ("lead", "do", "contribute", "help", "share", "watch", "other"))
    return frozenset(stem(word) for words in tiers for word in words)
