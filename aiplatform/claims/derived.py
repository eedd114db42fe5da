"""Figures that the evidence says without printing them: one of a thing, none of it, what a list or two dates come to. Pure."""

from __future__ import annotations

import re

from aiplatform.claims.evidence import Statement
from aiplatform.claims.figures import LOOSELY, Support, close, coverage
from aiplatform.claims.numerals import Quantity
from aiplatform.claims.words import Folded, concept, stop_words, tokens


def single_fits(claim: Quantity, statements: list[Statement]) -> Support | None:
    """ "One surveyor" is what "a surveyor" says, as long as no other number of them is told."""
    for statement in statements:
        others = {noun for known in statement.quantities for noun in known.noun[:2]}
        if claim.noun and claim.noun[0] in statement.concepts and not set(claim.noun[:2]) & others:
            return Support(statement, 0, len(statement.folded.text), "stands in the resume")
    return None


def between_dates(claim: Quantity, clause: frozenset[str], statements: list[Statement]) -> Support | None:
    """ "In three years" is what "from 11 in 2020 to 3 in 2023" says: the time between two years of a statement about the same."""
    for statement in statements:
        years = [int(one.value[:4]) for one in statement.moments if one.value[:4].isdigit()]
        is_close = len(years) == 2 and close(claim.value, 12.0 * abs(years[1] - years[0]))
        is_same = coverage(clause, statement.concepts) >= LOOSELY or set(claim.before) & statement.concepts
        if is_close and is_same:
            first, second = sorted((one.start, one.end) for one in statement.moments)
            return Support(statement, first[0], second[1], "follows from the two dates of the resume")
    return None


LARGEST_NAMED = 100
_NAME = re.compile(r"([A-Z][\w-]*)\s$")


def named_fits(folded: Folded, claim: Quantity, statements: list[Statement]) -> Support | None:
    """ "Year 9", "Level 3": a number behind a capital is part of a name, and borne out by the same name."""
    before = _NAME.search(folded.text, max(0, claim.start - 30), claim.start)
    is_digit = folded.lower[claim.start : claim.end].isdigit() and claim.value < LARGEST_NAMED
    if before is None or not is_digit or not folded.text[: before.start()].rstrip(" ")[-1:].isalnum():
        return None  # a capital that only opens a sentence is no name
    name = re.compile(rf"(?<!\w){re.escape(folded.lower[before.start() : claim.end])}(?!\w|[.,]\d)")
    for statement in statements:
        match = name.search(statement.folded.lower)
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
    words = frozenset(
        concept(token.lower)
        for token in tokens(folded, match.start(1), match.end(1))
        if token.lower not in stop_words()
    )
    for statement in statements:
        if words and words <= statement.concepts:
            return Support(statement, 0, len(statement.folded.text), "counts what the resume names")
    return None


_TERMS = frozenset(concept(word) for word in "semester term year time occasion season quarter".split())  # noqa: SIM905  # a word list


def dated_fits(claim: Quantity, clause: frozenset[str], statements: list[Statement]) -> Support | None:
    """ "In two semesters" is what "Fall 2023, Spring 2024" says: as many dates of a statement about the same."""
    if claim.kind != "count" or claim.head not in _TERMS or not 2 <= claim.value <= LONGEST_LIST:
        return None
    for statement in statements:
        is_same = coverage(clause, statement.concepts) >= LOOSELY or set(claim.before) & statement.concepts
        if is_same and len(statement.moments) == claim.value:
            return Support(statement, 0, len(statement.folded.text), "counts the dates that the resume gives")
    return None


def parted_fits(claim: Quantity, behind: list[Quantity], statements: list[Statement]) -> Support | None:
    """ "20 websites, 16 in WordPress and 4 in Shopify": a sum, where one statement has all that it is the sum of."""
    parts = [one for one in behind if one.kind == "count" and not one.order]
    for size in range(2, len(parts) + 1):
        if claim.kind != "count" or not close(claim.value, sum(one.value for one in parts[:size])):
            continue
        for statement in statements:
            known = [one.value for one in statement.quantities if one.kind == "count"]
            if all(one.value in known for one in parts[:size]):
                return Support(statement, 0, len(statement.folded.text), "is the sum of what the resume gives")
    return None
