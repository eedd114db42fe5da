"""The rule for words that take in everything, nothing or the top: all, none, the first. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.counted import is_plural
from aiplatform.claims.evidence import Statement
from aiplatform.claims.figures import LOOSELY, coverage
from aiplatform.claims.reading import Found, Sentence, Text, place
from aiplatform.claims.units import PERIODS
from aiplatform.claims.words import lexicon, tokens

_KINDS = {"total": "reach", "none": "number", "top": "award"}


@lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each kind what claims it, and what in the evidence bears it out."""
    table = lexicon()["extent"]
    times = "|".join([*PERIODS, *table["times"].split()])
    found = {}
    for name in _KINDS:
        claimed, source = (table[key].replace("\n", "").replace("{times}", times) for key in (name, f"{name}_source"))
        found[name] = re.compile(claimed), re.compile(source)
    return found


def extents(under: Text, sentence: Sentence) -> list[Found]:
    """ "All stores", "no errors", "the first": a statement of the bound entry about the same must say so as well."""
    found = []
    low = under.folded.lower
    for name, (claimed, source) in _patterns().items():
        for match in claimed.finditer(low, sentence.piece.start, sentence.piece.end):
            if any(a <= match.start() < b for a, b in sentence.named()):
                continue
            found.append(_extent(under, sentence, match, name, source))
    return found


def _extent(under: Text, sentence: Sentence, match: re.Match[str], name: str, source: re.Pattern[str]) -> Found:
    number = sentence.clause_of(match.start())
    about = under.concepts(sentence.piece)
    start, end = match.span()
    following = tokens(under.folded, end, min(sentence.piece.end, end + 40))[:3]
    behind = frozenset(token.lower for token in following if is_plural(token.lower))
    for statement in under.evidence.allowed(sentence.anchors[number].entries):
        told = _told(statement, name, match[0], source, about, behind)
        if told is not None:
            span, entry = place(statement, *told)
            return Found(start, end, _KINDS[name], "supported", "The resume says as much.", span, entry)
    why = f"Nothing in the resume says \u201c{under.said(start, end)}\u201d here."
    return Found(start, end, _KINDS[name], "unsupported", why)


def _told(
    statement: Statement, name: str, words: str, source: re.Pattern[str], about: frozenset[str], behind: frozenset[str]
) -> tuple[int, int] | None:
    """Where a statement about the same says it; the top only in the same words."""
    if statement.unit.kind == "contact" or coverage(about, statement.concepts) < LOOSELY:
        return None
    for match in source.finditer(statement.folded.lower):
        if (
            name == "total"
            and match[0] in _AS_ONE
            and behind
            and not behind & {token.lower for token in statement.words}
        ):
            continue  # "across the school" takes in no other schools
        if name != "top" or _top(words) == _top(match[0]):
            return match.span()
    return None


_AS_ONE = frozenset({"across", "throughout", "whole", "entire", "full", "complete"})
_ONLY = frozenset({"only", "sole"})
_LARGEST = frozenset({"biggest", "largest", "greatest"})


def _top(words: str) -> str:
    """The word that claims the top; words for the largest are one."""
    last = re.split(r"[ -]", words)[-1]
    return "largest" if last in _LARGEST else "only" if last in _ONLY else last


EXTENT_RULES = (extents,)
