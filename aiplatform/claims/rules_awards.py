"""The rules for awards, patents, publications and being called the best. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.evidence import Statement
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.words import lexicon, stem, stop_words, tokens, words_of


def awards(under: Text, sentence: Sentence) -> list[Found]:
    """Awards, patents, publications: the resume must speak of one with the same words."""
    found: list[Found] = []
    low = under.folded.lower
    for cue in sorted(words_of("awards", "cues"), key=len, reverse=True):
        for match in re.finditer(
            rf"(?<![\w-]){re.escape(cue)}(?![\w-])", low[sentence.piece.start : sentence.piece.end]
        ):
            start, end = sentence.piece.start + match.start(), sentence.piece.start + match.end()
            given = cue == "awarded" and sentence.degrees  # a degree is awarded
            if given or any(one.start < end and start < one.end for one in found):
                continue
            needed = {stem(word) for word in re.split(r"[ -]", cue) if word not in stop_words()} - {"win"}
            holder = next(
                (
                    s
                    for s in under.evidence.statements
                    if needed <= {stem(p) for t in s.words for p in t.lower.split("-")}
                ),
                None,
            )
            holder = holder or _won_or_published(under, sentence, cue, end)
            if holder is None:
                found.append(Found(start, end, "award", "unsupported", f"The resume tells of no \u201c{cue}\u201d."))
            else:
                found.append(
                    Found(start, end, "award", "supported", "The resume tells of it.", holder.unit.span, holder.entry)
                )
    return found


def _won_or_published(under: Text, sentence: Sentence, cue: str, at: int) -> Statement | None:
    """The statement that tells of the prize awarded or of the works published in other words: "won a travel grant", "4 papers"."""
    wanted, told = {"awarded": ("prizes", "got"), "published": ("works", "")}.get(cue, ("", ""))
    clause = sentence.clauses[sentence.clause_of(at - 1)]
    stop = re.compile(r"[,;:.](?!\d)|\b(?:for|in|on|by|from|at|to)\b").search(under.folded.lower, at, clause.end)
    words = {stem(t.lower) for t in tokens(under.folded, at, stop.start() if stop else clause.end)} if wanted else set()
    plain = {word for word in words if word.isalpha()} - {stem(w) for w in stop_words()} - _numbers()
    if not words & {stem(word) for word in words_of("awards", wanted or "works")}:
        return None
    for statement in under.evidence.statements:
        known = {stem(token.lower) for token in statement.words}
        if plain <= known and (not told or known & {stem(word) for word in words_of("awards", told)}):
            return statement
    return None


@lru_cache(maxsize=1)
def _numbers() -> frozenset[str]:
    return frozenset(stem(pair.split(":")[0]) for pair in lexicon()["numbers"]["units"].split())


_BEST = re.compile(
    r"\b(?:named|voted|selected|chosen|recogni[sz]ed|crowned|honou?red|picked)\s+(?:as\s+)?(?:the\s+|a\s+)?(?:[\w-]+\s+){0,2}?"
    r"(best|top|outstanding|number one)\b"
    r"|\b(best|top|outstanding)\s+(?:[\w-]+\s+){1,3}of the (?:year|month|quarter|season|class|cohort)\b"
    r"|\b(?!end\b)[\w-]+ of the (year|month|quarter)\b"
)


def praises(under: Text, sentence: Sentence) -> list[Found]:
    """ "Named best team", "of the year": a statement must have the same word."""
    found = []
    for match in _BEST.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
        word = next(group for group in match.groups() if group)
        told = rf"\bof the {word}\b" if match[3] else rf"\b{word}\b"
        holder = next((s for s in under.evidence.statements if re.search(told, s.folded.lower)), None)
        if holder is None:
            why = f"The resume tells of no \u201c{under.said(*match.span())}\u201d."
            found.append(Found(*match.span(), "award", "unsupported", why))
        else:
            why, span = "The resume tells of it.", holder.unit.span
            found.append(Found(*match.span(), "award", "supported", why, span, holder.entry))
    return found


AWARD_RULES = (awards, praises)
