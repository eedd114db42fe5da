"""The rules for countries that a text says something reaches, and for names that only another entry has. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.evidence import Statement, joined
from aiplatform.claims.figures import LOOSELY, coverage
from aiplatform.claims.names import cased, plain_words
from aiplatform.claims.places import every_name
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.rules import labels
from aiplatform.claims.split import sentences
from aiplatform.claims.words import Token, concepts, parts, tokens

_TOLD = frozenset({"bullet", "summary", "fact"})


@lru_cache(maxsize=1)
def _spread() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, every_name()), key=len, reverse=True))
    return re.compile(rf"\b(?:across|throughout|all over|all of|around)\s+(?:the\s+)?({names})\b")


def spreads(under: Text, sentence: Sentence) -> list[Found]:
    """ "Across Georgia": a statement of the bound entry must name the country or state, or its adjective; an address does not."""
    found = []
    for match in _spread().finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
        if not under.folded.text[match.start(1)].isupper():
            continue
        names = re.compile(rf"\b(?:{'|'.join(map(re.escape, every_name()[match[1]]))})\b")
        anchor = sentence.anchors[sentence.clause_of(match.start())]
        about = under.concepts(sentence.piece)
        told = [
            s for s in under.evidence.allowed(anchor.entries) if s.unit.kind in _TOLD and names.search(s.folded.lower)
        ]
        holder = next((s for s in told if coverage(about, _around(s, names)) >= LOOSELY), None)
        if holder is None:
            why = f"Nothing in the resume says \u201c{under.said(*match.span())}\u201d here."
            found.append(Found(*match.span(), "reach", "unsupported", why))
        else:
            why, span = "The resume says as much.", holder.unit.span
            found.append(Found(*match.span(), "reach", "supported", why, span, holder.entry))
    return found


def _around(statement: Statement, names: re.Pattern[str]) -> frozenset[str]:
    """The concepts of the sentences of a statement that have one of these names."""
    folded = statement.folded
    pieces = [piece for piece in sentences(folded) if names.search(folded.lower, piece.start, piece.end)]
    return frozenset(word for piece in pieces for word in concepts(folded, piece.start, piece.end))


def foreign_names(under: Text, sentence: Sentence) -> list[Found]:
    """Names that the resume has under another job alone: what was done with them was not done here."""
    taken = [*sentence.named(), *((one.start, one.end) for one in sentence.moments)]
    taken += [(one.start, one.end) for one in sentence.terms]
    if not cased(under.folded, sentence.piece, taken):
        return []
    found = []
    for token in tokens(under.folded, sentence.piece.start, sentence.piece.end)[1:]:
        anchor = sentence.anchors[sentence.clause_of(token.start)]
        is_taken = any(a < token.end and token.start < b for a, b in taken)
        if anchor.entries is None or is_taken or not _is_name(token):
            continue
        holders = [s for s in under.evidence.statements if _has(s, token)]
        here = under.evidence.allowed(anchor.entries)
        others = [s for s in holders if s.entry is not None and under.evidence.entries[s.entry].kind != "education"]
        if any(s.unit.kind == "header" for s in holders):
            continue  # a town or an employer
        if others and len(others) == len(holders) and not any(s in here for s in holders):
            told = under.evidence.label(others[0].entry)
            why = f"The resume names {token.written} under {told}, not under {labels(under, anchor)}."
            found.append(Found(token.start, token.end, "moved", "unsupported", why))
    return found


def _is_name(token: Token) -> bool:
    is_plain = token.lower in plain_words() or token.lower in _words_of_places()
    return token.written[0].isupper() and len(token.lower) > 2 and not is_plain


@lru_cache(maxsize=1)
def _words_of_places() -> frozenset[str]:
    return frozenset(word for name in every_name() for word in name.split())


def _has(statement: Statement, token: Token) -> bool:
    name = joined(token.lower.removesuffix("'s"))
    return any(name in (joined(part) for part in parts(word.lower)) for word in statement.words)


PLACE_RULES = (spreads, foreign_names)
