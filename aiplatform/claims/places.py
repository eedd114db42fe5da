"""Names in another form: abbreviations spelled out, states and countries by a shorter name, adjectives of countries. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.evidence import Evidence, Statement
from aiplatform.claims.words import Folded, Token, lexicon, tokens

_SMALL = frozenset({"of", "and", "the", "for", "in"})
SHORTEST, LONGEST = 3, 6  # letters of an abbreviation that may be spelled out; two fit too much


def _abbreviations(statements: list[Statement]) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for statement in statements:
        for token in statement.words:
            if SHORTEST <= len(token.written) <= LONGEST and token.written.isalpha() and token.written.isupper():
                found.setdefault(token.lower, statement)
    return found


def spelled_out(statements: list[Statement], folded: Folded, start: int, end: int) -> list[tuple[int, int, Statement]]:
    """(start, end, statement) of words side by side whose initials stand in a statement: "Health and Safety Executive" for HSE."""
    known = _abbreviations(statements)
    words = [
        part for token in tokens(folded, start, end) for part in _parts(token) if part[2].isalpha()
    ]  # fmt: skip
    found = []
    for first in range(len(words) if known else 0):
        for last in range(first + SHORTEST - 1, min(first + LONGEST + 2, len(words))):
            gap = folded.text[words[last - 1][1] : words[last][0]]
            if gap.strip(" -&"):
                break
            run = words[first : last + 1]
            if run[0][2] in _SMALL or run[-1][2] in _SMALL or folded.text[run[0][1] : run[1][0]].strip(" -&"):
                continue
            initials = {"".join(word[0] for _, _, word in run)}
            initials.add("".join(word[0] for _, _, word in run if word not in _SMALL))
            found += [(run[0][0], run[-1][1], known[one]) for one in initials & known.keys()]
    return found


def _parts(token: Token) -> list[tuple[int, int, str]]:
    """(start, end, word) of the parts of a word with hyphens."""
    return [(token.start + m.start(), token.start + m.end(), m[0]) for m in re.finditer(r"[^-]+", token.lower)]


@lru_cache(maxsize=1)
def _same_places() -> tuple[tuple[str, ...], ...]:
    lines = lexicon()["places"]["same"].strip().splitlines()
    return tuple(tuple(name.strip() for name in line.split("|")) for line in lines)


@lru_cache(maxsize=1)
def adjectives() -> dict[str, str]:
    """The adjective of a country to its name, both in lower case."""
    return dict(pair.split(":") for pair in lexicon()["places"]["adjectives"].split())


_CONTINENTS = "europe asia africa australia oceania scandinavia".split()  # noqa: SIM905  # a word list


@lru_cache(maxsize=1)
def every_name() -> dict[str, frozenset[str]]:
    """Each state, country and continent we know in lower case, to all that says the same: its other names and its adjective."""
    found = {name: frozenset(names) for names in _same_places() for name in names if len(name) > 2}
    for adjective, country in adjectives().items():
        found[country] = found.get(country, frozenset({country})) | {adjective}
    return found | {name: frozenset({name, f"{name}an"}) for name in _CONTINENTS}


def _stands(name: str, folded: Folded, start: int, end: int) -> list[tuple[int, int]]:
    """Where a place stands, written as a name; a code of two letters in capitals."""
    spans = [m.span() for m in re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])").finditer(folded.lower, start, end)]
    return [
        (a, b) for a, b in spans if folded.text[a].isupper() and (len(name) > 2 or folded.text[a:b].isupper())
    ]  # fmt: skip


def _told(evidence: Evidence, name: str) -> Statement | None:
    return next((s for s in evidence.statements if _stands(name, s.folded, 0, len(s.folded.text))), None)


def other_names(evidence: Evidence, folded: Folded, start: int, end: int) -> list[tuple[int, int]]:
    """Places of a text that the evidence has by another name (Ohio for OH), and adjectives of its countries."""
    found = []
    for names in _same_places():
        for name in names:
            here = _stands(name, folded, start, end)
            if here and any(_told(evidence, other) for other in names if other != name):
                found += here
    for adjective, country in adjectives().items():
        here = _stands(adjective, folded, start, end)
        if here and _told(evidence, country):
            found += here
        there = _stands(country, folded, start, end)
        if there and _told(evidence, adjective):
            found += there  # "Portugal's coast" where the resume has a Portuguese one
    return found


_NO_NOUN = frozenset(
    [
        "and",
        "or",
        "speaker",
        "speakers",
        "language",
        "languages",
        "at",
        "to",
        "in",
        "as",
        "on",
        "with",
        "level",
        "skills",
        "for",
        "from",
        "by",
        "plus",
    ]
)
_OF_SPEECH = re.compile(
    r"\b(?:in|speaks?|speaking|spoken|spoke|fluent|fluently|native|basic|conversational|intermediate|advanced|business|good|written|bilingual)\s+$"
)


def country_of(evidence: Evidence, folded: Folded, start: int, end: int) -> Statement | None:
    """The statement that names the country of an adjective which describes something ("an Italian manufacturer"); None for a language."""
    following = re.match(r"\s+([a-z]{3,})", folded.text[end:])
    if following is None or following[1] in _NO_NOUN or _OF_SPEECH.search(folded.lower, 0, start):
        return None
    country = adjectives().get(folded.lower[start:end])
    return _told(evidence, country) if country else None
