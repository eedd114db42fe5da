"""Figures that the evidence says without printing them: one of a thing, none of it, what a list or two dates come to. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.evidence import Statement
from aiplatform.claims.figures import LOOSELY, Support, close, coverage
from aiplatform.claims.numerals import Quantity
from aiplatform.claims.places import every_name
from aiplatform.claims.words import Folded, concept, concepts, fold, tokens, words_of


def single_fits(claim: Quantity, statements: list[Statement]) -> Support | None:
    """ "One surveyor" is what "a surveyor" says, as long as no other number of them is told."""
    for statement in statements:
        others = {noun for known in statement.quantities for noun in known.noun[:2]}
        if claim.noun and claim.noun[0] in statement.concepts and not set(claim.noun[:2]) & others:
            return Support(statement, 0, len(statement.folded.text), "stands in the resume")
    return None


_AGED = re.compile(r"-?(?:year-)?\s?olds?\b|-? (?:and|to|or) [\w-]+-year-olds?\b")


def aged_fits(folded: Folded, claim: Quantity, statements: list[Statement]) -> Support | None:
    """ "Five- and six-year-olds" is what "aged 5 and 6" says."""
    if not _AGED.match(folded.lower, claim.end):
        return None
    years = claim.value / 12 if claim.unit == "mo" else claim.value
    for statement in statements:
        for one in statement.quantities:
            if re.search(r"\b(?:age[ds]?|years? old|-year-old)", statement.folded.lower) and close(one.value, years):
                return Support(statement, one.start, one.end, "stands in the resume")
    return None


_IN_A_ROW = re.compile(r"\s+(?:in a row|running|straight|consecutively)\b")


def between_dates(
    folded: Folded, claim: Quantity, clause: frozenset[str], statements: list[Statement]
) -> Support | None:
    """ "In three years" is what "from 11 in 2020 to 3 in 2023" says: the time between two years of a statement about the same.

    "Two years in a row": the statement has as many years.
    """
    for statement in statements:
        each = {one.value[:4] for one in statement.moments}
        if (
            _IN_A_ROW.match(folded.lower, claim.end)
            and len(each) * 12 == claim.value
            and set(clause) & statement.concepts
        ):
            return Support(statement, 0, len(statement.folded.text), "counts the years that the resume gives")
        years = [int(one.value[:4]) for one in statement.moments if one.value[:4].isdigit()]
        is_close = len(years) == 2 and close(claim.value, 12.0 * abs(years[1] - years[0]))
        is_same = coverage(clause, statement.concepts) >= LOOSELY or set(claim.before) & statement.concepts
        if is_close and is_same:
            first, second = sorted((one.start, one.end) for one in statement.moments)
            return Support(statement, first[0], second[1], "follows from the two dates of the resume")
    return None


LARGEST_NAMED = 100
_PRINTED = re.compile(r"\d+(?:\.\d+)*")
_NAME = re.compile(r"(?:([A-Z][\w-]*)\s)?([A-Z][\w-]*)\s$")


def named_fits(folded: Folded, claim: Quantity, statements: list[Statement]) -> Support | None:
    """ "Year 9", "Level 3": a number behind a capital is part of a name, and borne out by the same name."""
    before = _NAME.search(folded.text, max(0, claim.start - 30), claim.start)
    is_digit = _PRINTED.fullmatch(folded.lower, claim.start, claim.end) is not None and claim.value < LARGEST_NAMED
    if before is None or not is_digit or not folded.text[: before.start(2)].rstrip(" ")[-1:].isalnum():
        return None  # a capital that only opens a sentence is no name
    name = re.compile(rf"(?<!\w){re.escape(folded.lower[before.start(2) : claim.end])}(?!\w|[.,]\d)")
    opens = before.start() == 0 or not folded.text[: before.start()].rstrip(" ")[-1:].isalnum()
    more = "" if opens else (before[1] or "").lower()  # "Sign Language Level 2" is no Level 2 of something else
    for statement in statements:
        match = name.search(statement.folded.lower)
        if match and (not more or more in {token.lower for token in statement.words}):
            return Support(statement, match.start(), match.end(), "stands in the resume")
    return None


_FORTNIGHT = re.compile(r"\b(?:fortnight(?:ly)?|bi-?weekly|every (?:second|other) week|every (?:two|2) weeks)\b")
TWO_WEEKS = 14 * 86400.0  # seconds


def fortnight_fits(folded: Folded, claim: Quantity, statements: list[Statement]) -> Support | None:
    """ "Every two weeks" is what "every second week" and "fortnightly" say."""
    if claim.unit != "s" or claim.value != TWO_WEEKS or not folded.lower[: claim.start].rstrip().endswith("every"):
        return None
    for statement in statements:
        match = _FORTNIGHT.search(statement.folded.lower)
        if match:
            return Support(statement, match.start(), match.end(), "stands in the resume")
    return None


_NONE = re.compile(r"\b(?:without|no|zero|none|0|never|free of)\b")


def zero_fits(claim: Quantity, statements: list[Statement]) -> Support | None:
    """ "Zero downtime" is what "without downtime" says."""
    for statement in statements:
        for match in _NONE.finditer(statement.folded.lower):
            near = {
                concept(token.lower)
                for token in tokens(statement.folded, match.end(), min(len(statement.folded.text), match.end() + 40))[
                    :3
                ]
            }
            if near & set(claim.after[:3]):
                return Support(statement, match.start(), match.end(), "stands in the resume")
    return None


_LIST = re.compile(r"(?:\s+[^\W\d]+){0,3}\s*[,:(\u2013\u2014]\s*([^.;:)(]+)")
LONGEST_LIST = 8


def listed_fits(folded: Folded, claim: Quantity, end: int, statements: list[Statement]) -> Support | None:
    """ "Two languages, English and Spanish": a figure that counts what is listed behind it, when one statement has it all."""
    match = _LIST.match(folded.lower, claim.end, end)
    if match is None or claim.kind != "count" or not 2 <= claim.value <= LONGEST_LIST:
        return None
    items = [item for item in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", match[1]) if item.strip()]
    if len(items) != claim.value:
        return None
    holders = [next((s for s in statements if _has(s, item.strip())), None) for item in items]
    first = holders[0]
    if first is None or None in holders:
        return None
    return Support(first, 0, len(first.folded.text), "counts what the resume names")


def _has(statement: Statement, item: str) -> bool:
    """Whether a statement has all words of an item of a list, or the year that it is."""
    words = frozenset(concepts(fold(item)))
    years = {one.value[:4] for one in statement.moments}
    return (bool(words) and words <= statement.concepts) or item in years


_TERMS = frozenset(
    concept(word)
    for word in [
        "semester",
        "term",
        "year",
        "time",
        "occasion",
        "season",
        "quarter",
        "summer",
        "winter",
        "spring",
        "autumn",
    ]
)  # noqa: SIM905  # a word list


def dated_fits(claim: Quantity, clause: frozenset[str], statements: list[Statement]) -> Support | None:
    """ "In two semesters" is what "Fall 2023, Spring 2024" says: as many dates of a statement about the same."""
    if claim.kind != "count" or claim.head not in _TERMS or not 2 <= claim.value <= LONGEST_LIST:
        return None
    for statement in statements:
        is_same = coverage(clause, statement.concepts) >= LOOSELY or set(claim.before) & statement.concepts
        if is_same and len(statement.moments) == claim.value:
            return Support(statement, 0, len(statement.folded.text), "counts the dates that the resume gives")
    return None


_AND_ONE = re.compile(r"[^.;]{0,80}\band an? [a-z]")


def parted_fits(folded: Folded, claim: Quantity, behind: list[Quantity], statements: list[Statement]) -> Support | None:
    """ "20 websites, 16 in WordPress and 4 in Shopify": a sum, where one statement has all that it is the sum of.

    "Three: two drafters and an engineer" counts the last as one.
    """
    with_one = _AND_ONE.match(folded.lower, claim.end) is not None
    parts = [one for one in behind if one.kind == "count" and not one.order]
    for size in range(1 if with_one else 2, len(parts) + 1):
        told = sum(one.value for one in parts[:size])
        if claim.kind != "count" or not (close(claim.value, told) or (with_one and close(claim.value, told + 1))):
            continue
        for statement in statements:
            known = [one.value for one in statement.quantities if one.kind == "count"]
            if all(one.value in known for one in parts[:size]):
                return Support(statement, 0, len(statement.folded.text), "is the sum of what the resume gives")
    return None


@lru_cache(maxsize=1)
def _kinds() -> dict[str, re.Pattern[str]]:
    """What can be counted by reading its names: languages, countries, states."""
    places = sorted(every_name(), key=len, reverse=True)
    tongues = sorted(words_of("languages", "names"))
    found = {"language": tongues, "country": places, "state": places}
    return {concept(kind): re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") for kind, names in found.items()}


def kinds_fit(claim: Quantity, clause: frozenset[str], statements: list[Statement]) -> Support | None:
    """ "In three languages" is what "in Polish, German and English" says: as many of them in a statement about the same."""
    pattern = _kinds().get(claim.head)
    if pattern is None or claim.kind != "count":
        return None
    for statement in statements:
        is_same = coverage(clause, statement.concepts) >= LOOSELY or statement.unit.kind == "language"
        if is_same and len(set(pattern.findall(statement.folded.lower))) == claim.value:
            return Support(statement, 0, len(statement.folded.text), "counts what the resume names")
    return None


_BESIDE = re.compile(
    r"\s+(?:above|below|over|under|ahead of|behind|short of|more than|better than|higher than|lower than)\b"
)


def beside_fits(folded: Folded, claim: Quantity, statements: list[Statement]) -> Support | None:
    """ "Six points above the average": two shares of one statement are as far apart."""
    if claim.kind != "points" or not _BESIDE.match(folded.lower, claim.end):
        return None
    for statement in statements:
        shares = [one.value for one in statement.quantities if one.kind == "percent"]
        if any(close(abs(a - b), claim.value) for a in shares for b in shares):
            return Support(statement, 0, len(statement.folded.text), "follows from the two figures of the resume")
    return None


def share_fits(folded: Folded, claim: Quantity, before: list[Quantity], statements: list[Statement]) -> Support | None:
    """ "Six trained; half of them promoted" is what "trained 6, 3 of whom were promoted" says."""
    if claim.kind != "percent" or not _OF_THEM.match(folded.lower, claim.end):
        return None
    for whole in (one.value for one in before if one.kind == "count"):
        for statement in statements:
            counts = [one.value for one in statement.quantities if one.kind == "count"]
            if whole in counts and any(close(one, whole * claim.value / 100) for one in counts):
                return Support(statement, 0, len(statement.folded.text), "follows from the two figures of the resume")
    return None


_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|which|these|those)\b")
