"""Studies and certificates that the resume calls unfinished: a text may not say that the person has them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aiplatform.claims.evidence import Statement
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.words import stem

NEAR = 45  # characters between what is named and the words that call it unfinished
_ONGOING = re.compile(
    r"\b(?:part[- ]qualified|in progress|ongoing|studying|student|candidate|pursuing|expected|anticipated|working towards?|towards"
    r"|enrolled|not yet|to be completed|(?<!all )papers? (?:remaining|left|to go|passed)|exams? passed|finalist|trainee|studies"
    r"|level (?:i|ii|1|2) (?:passed|exam|candidate))\b"
)
_HELD = re.compile(
    r"\b(?:charterholder|hold|holds|holding|held|fully|qualified|certified|chartered|licensed|registered|completed|earned|obtained|graduated|graduate"
    r"|awarded|passed|member|fellow|gained|achieved|have|has)\b"
)


def unfinished(
    under: Text, sentence: Sentence, named: Iterable[tuple[int, int, tuple[str, ...], list[Statement]]], kind: str
) -> list[Found]:
    """What is said to be held where every statement that shows it calls it unfinished; `named` gives place, stems and statements."""
    low = under.folded.lower
    piece = sentence.piece
    if not _HELD.search(low, piece.start, piece.end) or _ONGOING.search(low, piece.start, piece.end):
        return []
    found = []
    for start, end, words, told in named:
        if told and all(_is_ongoing(statement, words) for statement in told):
            why = f"The resume says that \u201c{under.said(start, end)}\u201d is not finished."
            found.append(Found(start, end, kind, "unsupported", why))
    return found


def _is_ongoing(statement: Statement, words: tuple[str, ...]) -> bool:
    low = statement.folded.lower
    places = [token for token in statement.words if stem(token.lower) in words]
    return any(_ONGOING.search(low, max(0, one.start - NEAR), min(len(low), one.end + NEAR)) for one in places)
