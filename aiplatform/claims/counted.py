"""What a figure counts: the words around it, and which of them is the noun. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from aiplatform.claims.numerals import Quantity
from aiplatform.claims.units import PERIODS
from aiplatform.claims.words import Folded, Token, concept, concepts, irregular, parts, stop_words, tokens, words_of

_NEAR = 4  # content words on either side that tell what a figure counts
_NOUNS = frozenset({"man", "woman", "child", "person", "analysis", "half", "life", "datum", "index"})
_IRREGULAR_VERBS = frozenset(irregular().values()) - _NOUNS


def surrounded(folded: Folded, one: Quantity, start: int, end: int) -> Quantity:
    """The quantity with its noun and the concepts on either side; the sentence is start..end."""
    behind = _NUMBERED.sub(lambda match: match[1] + "x" * len(match[2]), folded.text[one.end : end]).lower()
    stop = re.search(
        r"[,;:.](?:\s|$)|\(|\s[-\u2013\u2014]\s|\d|\s(?:and|which|that|who|while|by|with|from|for|using|in|on|at|to)\s",
        behind,
    )
    noun_end = one.end + (stop.start() if stop else len(behind))
    noun = tuple(word for word in _noun_words(folded, one.end, noun_end))[:4]
    strong = _STRONG.match(behind)
    if strong or (not noun and one.kind == "count" and _TEAM_OF.search(folded.lower, start, one.start)):
        noun = (concept("people"),)
        told = tuple(concepts(folded, start, one.start)[-_NEAR:])
        return replace(one, noun=noun, after=_near(folded, one.end, end), before=told, is_people=True, head=noun[0])
    head = _head(folded, one.end, noun_end, noun)
    people = one.kind in ("count", "vague") and _tells_people(folded, one.end, noun_end, noun)
    after = _near(folded, one.end, end)
    before = tuple(concepts(folded, start, one.start)[-_NEAR:])
    more = _AND.match(folded.lower, noun_end, end)
    also = tuple(concepts(folded, more.start(1), more.end(1))) if more and noun else ()
    return replace(one, noun=noun, after=after, before=before, is_people=people, head=head, also=also)


_AND = re.compile(r"\s+and\s+((?:[a-z-]+\s?){1,4})")
_NUMBERED = re.compile(r"([A-Z][A-Za-z]+ )(\d+)")  # Windows 11: the number is part of the name


def _near(folded: Folded, start: int, end: int) -> tuple[str, ...]:
    return tuple(concepts(folded, start, end)[:_NEAR])


_STRONG = re.compile(r"-(?:strong|person|people|man|member|head)\b")
_TEAM_OF = re.compile(r"\b(?:team|crew|staff|squad|brigade|workforce|shift|headcount)\s+of\s+(?:\w+\s+){0,2}$")
_PEOPLE_ENDS = ("ers", "ors", "ists", "ians", "ants", "ees", "men", "women", "smiths")


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    return frozenset(concept(word) for name in ("people", "audience") for word in words_of("nouns", name))


def _tells_people(folded: Folded, start: int, end: int, noun: tuple[str, ...]) -> bool:
    """Whether the words behind a figure name people: the last is one of ours, or one has their ending."""
    if noun and noun[-1] in _people():
        return True
    behind = [token.lower for token in tokens(folded, start, end) if concept(token.lower) in noun]
    return any(word.endswith(_PEOPLE_ENDS) for word in behind)


def _head(folded: Folded, start: int, end: int, noun: tuple[str, ...]) -> str:
    """Which of the words behind a figure is counted: the first in the plural, else the first."""
    every = tokens(folded, start, end)
    for token, following in zip(every, [*every[1:], None], strict=False):
        word = token.lower.split("-")[-1]
        is_name = token.is_capital and following is not None and following.lower[0].isdigit()  # Windows 11
        if is_plural(word) and concept(word) in noun and not is_name:
            return concept(word)
    return noun[0] if noun else ""


def is_plural(word: str) -> bool:
    """Whether a lower-case word has the form of a plural."""
    return (word.endswith("s") and not word.endswith(("ss", "'s", "us", "is"))) or word in _PLURALS


_PLURALS = frozenset(
    {"people", "men", "women", "children", "staff", "personnel", "data", "media", "criteria", "mice", "feet"}
)


def _is_past(word: str) -> bool:
    """Whether a word reads as a verb in the past: what is counted stands before it."""
    return (word.endswith("ed") and len(word) > 4) or irregular().get(word, "") in _IRREGULAR_VERBS


def _ends_noun(token: Token, following: str, before: Token | None, *, ends: bool) -> bool:
    """Whether a verb in the past ends what is counted; "small limited companies" has none."""
    describes = (
        is_plural(following) and following not in stop_words() and not (before is not None and is_plural(before.lower))
    )
    return _is_past(token.lower) and ends and not describes


_AUXILIARY = frozenset(
    "have has had are were is was did do does can could will would came come went go got get".split()  # noqa: SIM905  # a word list
)
_COMPARING = frozenset({"longer", "later", "earlier", "shorter", "higher", "lower", "better"})


_MANY_OF = re.compile(r"[A-Z]{2,}s")  # SKUs, KPIs: more than one, whatever letter stands before the s


def _noun_words(folded: Folded, start: int, end: int) -> list[str]:
    found: list[str] = []
    every = tokens(folded, start, end)
    for at, token in enumerate(every):
        if token.lower.endswith("'s"):
            continue  # nine of the team's runbooks are no team
        following = every[at + 1].lower if at + 1 < len(every) else ""
        ends = not following or following in stop_words() or following in _COMPARING or following.endswith("ly")
        # "34 run, nine kept", "14 permanent and 60 casual": a single word that is no plural is not what is counted.
        is_last = not found and not following and not is_plural(token.lower)
        is_last &= _MANY_OF.fullmatch(token.written) is None
        if token.lower.endswith("ly") and not found and following:
            continue  # 65 previously unknown ligands
        if (
            token.lower in _AUXILIARY
            or is_last
            or _ends_noun(token, following, every[at - 1] if at else None, ends=bool(found) or ends)
        ):
            return found
        for part in parts(token.lower)[:1] if "-" not in token.lower else token.lower.split("-"):
            if part in ("per", "each", "every") or (part in ("a", "of") and (found or following in PERIODS)):
                return found
            if part not in stop_words() and part not in PERIODS and not part[0].isdigit():
                found.append(concept(part))
    return found
