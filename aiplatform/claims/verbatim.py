"""Sentences and clauses that stand in the evidence word for word: they say what the resume says, whatever they name. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.evidence import Evidence, Statement
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.split import Piece
from aiplatform.claims.words import Folded

_MARK = re.compile(r"^[\s\-*\u2022\u25aa\u25cf\u2013\u2014(\"'\u201c]+|[\s.,;:!?)\"'\u201d]+$")
# A quote must begin and end where a statement or a part of it does: "no experience with Docker" shows no experience.
_BEGINS = re.compile(r"(?:^|[.;:(|\u2022\u2013\u2014]\s*|,\s+|\s-\s|\b(?:and|while|who|which)\s+)$")
_ENDS = re.compile(
    r"\s*(?:$|[.;:)|\u2022\u2013\u2014]|,\s|\s-\s|(?:and|while|who|which|with|for|using|to|in|at|on|by|from)\s)"
)
_DENIES = re.compile(r"\b(?:no|not|never|without|nor|cannot|n't|wish|want|wants|hope|looking|seeking|aim|goal|would)\b")
_KINDS = frozenset({"bullet", "summary", "fact", "certification", "skill", "language", "header"})
SHORTEST = 3  # words; fewer must be a whole statement


def _plain(text: str) -> str:
    return _MARK.sub("", re.sub(r"\s+", " ", text))


def quoted(statement: Statement, words: str) -> tuple[int, int] | None:
    """Where a statement has these words (plain, lower case) as a part of its own."""
    told = statement.folded.lower
    if words.split(" ", 1)[0] not in told:
        return None
    for match in _spaced(words).finditer(told):
        at, end = match.span()
        is_part = _BEGINS.search(told, 0, at) and _ENDS.match(told, end) and not _DENIES.search(told, 0, at)
        if is_part and (len(words.split()) >= SHORTEST or _plain(told) == words):
            return at, end
    return None


@lru_cache(maxsize=512)
def _spaced(words: str) -> re.Pattern[str]:
    """The words with white space of any kind between them."""
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


def standing(
    evidence: Evidence, folded: Folded, piece: Piece, among: frozenset[int] | None
) -> tuple[Statement, int, int] | None:
    """The statement that a piece is a part of, and its place there; of the entries in scope where there are any."""
    words = _plain(folded.lower[piece.start : piece.end])
    if not words:
        return None
    for statement in evidence.allowed(among):
        told = quoted(statement, words) if statement.unit.kind in _KINDS else None
        if told is not None:
            return statement, *told
    return None


def settle(under: Text, sentence: Sentence, found: list[Found]) -> None:
    """What stands word for word under the bound entry is supported, whatever the rules made of its words."""
    if all(one.state == "supported" for one in found):
        return
    whole = sentence.anchors[0] if sentence.anchors else Anchor(None)
    pieces = [(sentence.piece, whole), *zip(sentence.clauses, sentence.anchors, strict=True)]
    for piece, anchor in pieces:
        inside = [
            one for one in found if piece.start <= one.start and one.end <= piece.end and one.state != "supported"
        ]
        told = standing(under.evidence, under.folded, piece, anchor.entries) if inside else None
        if told is None:
            continue
        statement, start, end = told
        for one in inside:
            one.state, one.why = "supported", "It stands in the resume word for word."
            one.evidence, one.entry = statement.span(start, end), statement.entry
