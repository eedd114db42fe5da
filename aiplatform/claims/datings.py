"""Dates beside a degree or a certificate: they must be its own, not those of another entry. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from aiplatform.claims.evidence import Evidence, Statement
from aiplatform.claims.moments import Moment, same
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.words import concepts, stop_words, tokens, words_of


def misdated(
    under: Text,
    sentence: Sentence,
    named: Sequence[tuple[int, int]],
    shown: Mapping[tuple[int, int], list[Statement]],
    kind: str,
) -> list[Found]:
    """Dates that stand beside what is named and that no statement which shows it gives; `shown` are those statements."""
    found = []
    for moment in sentence.moments:
        place = _beside(under, sentence, moment, named)
        told = shown.get(place, []) if place is not None else []
        if told and not any(same(moment.value, known) for one in told for known in _dates_of(under.evidence, one)):
            why = f"The resume gives another date, or none, for \u201c{under.said(*place)}\u201d." if place else ""
            found.append(Found(moment.start, moment.end, kind, "unsupported", why))
    return found


_AFTER_NAME = re.compile(r"((?:[\w-]+\s+){2,4})(?:since|in|\()\s*$")


def misdated_papers(under: Text, sentence: Sentence) -> list[Found]:
    """ "An independent prescriber since 2021": a certificate of the evidence in other words, with another date."""
    found = []
    for moment in sentence.moments:
        match = _AFTER_NAME.search(under.folded.lower, sentence.piece.start, moment.start)
        if match and any(one.start < match.end(1) and match.start(1) < one.end for one in sentence.roles):
            continue
        named = concepts(under.folded, match.start(1), match.end(1))[-2:] if match else []
        told = [
            s
            for s in under.evidence.statements
            if s.unit.kind == "certification" and s.moments and len(named) > 1 and set(named) <= s.concepts
        ]
        if told and not any(same(moment.value, known) for one in told for known in _dates_of(under.evidence, one)):
            why = (
                f"The resume gives another date for \u201c{under.said(match.start(1), match.end(1))}\u201d."
                if match
                else ""
            )
            found.append(Found(moment.start, moment.end, "certification", "unsupported", why))
    return found


def _dates_of(evidence: Evidence, statement: Statement) -> list[str]:
    entry = evidence.entries[statement.entry] if statement.entry is not None else None
    own = [entry.start, entry.end] if entry is not None and entry.kind != "work" else []
    return [*own, *(one.value for one in statement.moments)]


def _beside(
    under: Text, sentence: Sentence, moment: Moment, named: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """What is named right before a date of the same clause, or else right after it."""
    clause = sentence.clause_of(moment.start)
    here = [one for one in named if sentence.clause_of(one[0]) == clause]
    before = [one for one in here if one[1] <= moment.start]
    behind = [one for one in here if moment.end <= one[0]]
    if before:
        return before[-1] if _reads_on(under, sentence, before[-1][1], moment.start) else None
    if under.folded.text[: moment.start].endswith("("):
        return None  # it dates what stands before the bracket
    if under.folded.text[moment.end :].startswith(","):
        return None  # the next of a list
    return behind[0] if behind and _reads_on(under, sentence, moment.end, behind[0][0]) else None


def _reads_on(under: Text, sentence: Sentence, start: int, end: int) -> bool:
    """Whether only a school and words about studies stand between."""
    work = frozenset(i for i, entry in enumerate(under.evidence.entries) if entry.kind == "work")
    if any(start <= one.start < end and one.entries and one.entries <= work for one in sentence.mentions):
        return False
    if any(start <= one.start < end for one in sentence.roles):
        return False
    if re.search(r"[|;\u00b7\u2022]", under.folded.text[start:end]):
        return False
    return all(
        token.lower in stop_words()
        or token.lower in words_of("names", "beside_studies")
        or not token.written[0].islower()
        for token in tokens(under.folded, start, end)
    )
