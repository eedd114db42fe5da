"""Whether a figure of a text stands in the evidence: value, unit, order of magnitude, what it counts, its direction. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from aiplatform.claims.counted import is_plural
from aiplatform.claims.evidence import Statement
from aiplatform.claims.numerals import Quantity
from aiplatform.claims.units import MEASURES, PERIODS
from aiplatform.claims.words import Folded, concept, stem, stop_words, tokens, words_of

ABOUT = 0.06  # how far "about" may be from the figure, as a share of it
LOOSELY = 0.25  # share of the clause's concepts in the statement from which on a measure belongs to it
CLOSELY = 0.5  # the same for a count whose noun is not the source's own
NEARLY = 0.6  # the same for a count of another kind of people or things: engineers are no nurses
_UP = frozenset(
    stem(w)
    for w in [
        "raise",
        "increase",
        "grow",
        "boost",
        "rise",
        "gain",
        "expand",
        "climb",
        "lift",
        "doubled",
        "tripled",
        "double",
        "triple",
        "up",
        "higher",
        "more",
        "accelerate",
        "surge",
        "soar",
        "uplift",
    ]
)
_DOWN = frozenset(
    stem(w)
    for w in [
        "reduce",
        "cut",
        "lower",
        "decrease",
        "shorten",
        "drop",
        "fall",
        "shrink",
        "down",
        "halve",
        "less",
        "fewer",
        "decline",
        "slash",
        "trim",
        "minimise",
        "minimize",
        "diminish",
        "shrank",
        "shrunk",
        "lessen",
        "reduction",
    ]
)


@dataclass(frozen=True, slots=True)
class Support:
    """A figure of the evidence that bears a claim out; `how` says so for people."""

    statement: Statement
    start: int
    end: int
    how: str


def close(a: float, b: float, share: float = 1e-9) -> bool:
    """Equal within a share of the larger one."""
    return math.isclose(a, b, rel_tol=share, abs_tol=1e-9)


def value_fits(claim: Quantity, known: float, hedge: str) -> bool:
    """Whether a claimed value says what a known one says, its hedge (about, over, under) taken into account."""
    value = claim.value
    if claim.kind == "vague":
        return claim.value <= known <= claim.high
    if claim.hedge == "about":
        return close(value, known, ABOUT)
    if claim.hedge in ("over", "least"):
        floor = known * (1 - (1 / 6))
        return (
            close(value, known)
            and (claim.hedge == "least" or claim.kind == "measure" or value <= 12 or hedge in ("over", "least"))
        ) or floor <= value < known
    if claim.hedge in ("under", "upto"):
        return (
            close(value, known) and (claim.hedge == "upto" or hedge in ("under", "upto", "about"))
        ) or known < value <= known * (1.05 if claim.hedge == "upto" else 1.15)
    # "A third" is 33 percent; only shares told as fractions are that fine.
    fraction = (
        claim.kind == "percent" and abs(known * 3 - round(known * 3 / 100) * 100) < 0.01 and abs(value - known) <= 0.5
    )
    return close(value, known) or fraction


def _kinds_fit(claim: Quantity, known: Quantity) -> bool:
    if claim.kind == "vague":
        return known.kind in ("count", "vague")
    if claim.kind == "measure" and known.kind == "count" and known.order and not known.noun:
        return claim.raw_unit in MEASURES  # the resume gives the ends bare: "days outstanding from 52 to 41"
    if claim.kind != known.kind:
        # Shares in words and in figures, "twice" and "2": both are kept in one kind already; a doubling is 100 percent more.
        return claim.kind == "percent" and known.kind == "factor"
    return claim.kind not in ("money", "measure") or claim.unit == known.unit


def _known_value(claim: Quantity, known: Quantity) -> float:
    if claim.kind == "measure" and known.kind == "count":
        return known.value * MEASURES[claim.raw_unit][1]
    return (known.value - 1) * 100 if claim.kind == "percent" and known.kind == "factor" else known.value


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    table: dict[str, str] = {}
    for name in ("people", "audience", "places", "sites", "groups", "money", "things"):
        for word in words_of("nouns", name):
            table.setdefault(concept(word), name)
    return table


def group_of(nouns: Iterable[str]) -> str:
    """The group of what is counted: of the last noun known ("student nurses" are people)."""
    found = [_groups()[noun] for noun in nouns if noun in _groups()]
    return found[0] if found else ""


def coverage(claim: frozenset[str], statement: frozenset[str]) -> float:
    """Share of the claim's concepts that the statement has."""
    return len(claim & statement) / len(claim) if claim else 0.0


_OF_SAMPLE = re.compile(r"\bn\s*=\s*$")


def _same_counted(
    claim: Quantity, known: Quantity, clause: frozenset[str], shared: float, statement: Statement
) -> bool:
    """Whether both figures count the same thing."""
    near_claim, near_known = {*claim.after, *claim.before}, {*known.after, *known.before}
    if claim.kind == "money" and claim.noun and known.noun and claim.noun[0] not in statement.concepts:
        return False  # pounds of sales are no pounds of profit
    if claim.kind in ("percent", "points", "money", "measure", "factor", "ordinal"):
        return bool(near_claim & near_known) or shared >= LOOSELY
    if not claim.noun:
        return bool(near_claim & near_known) or shared >= LOOSELY
    is_told = claim.head in statement.concepts
    if known.head and known.head in claim.before and claim.head in known.after:
        return True  # "interviewed 86 patients", "86 interviews with patients"
    if shared >= LOOSELY and _OF_SAMPLE.search(statement.folded.lower, 0, known.start):
        return True  # "(n = 1,850)"
    if claim.noun[:1] == known.noun[:1] and group_of(claim.noun[1:]) == group_of(known.noun[1:]) == "things":
        return True  # physical machines, physical servers
    if claim.head in known.also and known.head in claim.also:
        return True  # "40 sole traders and small companies", whichever comes first
    if claim.head in known.noun or (known.head in claim.noun and not (is_told and _is_single(statement, claim.head))):
        return True
    if {*claim.noun, *known.noun} & _concepts_of("containers"):
        return shared >= CLOSELY
    here, there = group_of(claim.noun), group_of(known.noun)
    is_general = bool({claim.head, known.head} & _concepts_of("generic")) and here != "things"
    if not known.noun:
        return (is_told and _is_several(statement, claim)) or (is_general and shared >= LOOSELY)
    if claim.is_people and not (known.is_people or there in ("people", "audience")):
        return False
    if not here or here != there or is_told or (known.head in clause - set(claim.noun) and not is_general):
        return False  # another noun of the resume, or one that nobody knows
    return shared >= NEARLY or (is_general and (shared >= LOOSELY or bool(near_claim & near_known)))


def _is_several(statement: Statement, claim: Quantity) -> bool:
    """Whether a statement names what is counted in the plural: "the protocol for children under 5" tells of no five protocols."""
    forms = [token.lower for token in statement.words if concept(token.lower) == claim.head]
    return claim.value == 1 or any(is_plural(form) for form in forms)


def _is_single(statement: Statement, noun: str) -> bool:
    """Whether a statement tells of one such thing ("a parenting course") and so counts something else."""
    words = statement.words
    return any(
        concept(token.lower) == noun
        and any(before.lower in ("a", "an", "one") for before in words[max(0, at - 2) : at])
        for at, token in enumerate(words)
    )


@lru_cache(maxsize=4)
def _concepts_of(name: str) -> frozenset[str]:
    return frozenset(concept(word) for word in words_of("nouns", name))


def _period_fits(claim: Quantity, known: Quantity, statement: Statement) -> bool:
    if not claim.period or claim.period == known.period:
        return True
    if known.period:
        return False
    return any(PERIODS.get(token.lower) == claim.period for token in statement.words)


def direction(folded: Folded, start: int, at: int, end: int) -> int:
    """1 up, -1 down, 0 unknown: by the nearest such word before a figure in its clause, else right behind it."""
    words = tokens(folded, start, at)
    for number, token in reversed(list(enumerate(words))):
        following = words[number + 1].lower if number + 1 < len(words) else ""
        found = stem(token.lower)
        if found in _UP | _DOWN and following not in ("than", "to"):  # "more than half", "up to 3 %" tell of no change
            return 1 if found in _UP else -1
    for token in tokens(folded, at, end)[1:4]:
        found = stem(token.lower)
        if found in _UP | _DOWN:
            return 1 if found in _UP else -1
    return 0


def supports(
    claim: Quantity, clause: frozenset[str], statements: list[Statement], way: int, partner: Quantity | None = None
) -> tuple[list[Support], str]:
    """The figures that bear a claim out, best first, and else the nearest reason why none does."""
    found: list[tuple[float, Support]] = []
    reason = ""
    counted = frozenset(
        known.noun[0] for s in statements for known in s.quantities if known.noun and known.kind == "count"
    )
    for statement in statements:
        if partner is not None and not _has(statement, partner):
            continue
        shared = coverage(clause, statement.concepts)
        for known in statement.quantities:
            if not _kinds_fit(claim, known) or not value_fits(claim, _known_value(claim, known), known.hedge):
                continue
            refusal = _refusal(claim, known, clause, statement, way, counted)
            if refusal:
                reason = reason or refusal
            else:
                found.append((shared, Support(statement, known.start, known.end, "stands in the resume")))
        if not any(one.statement is statement for _, one in found):
            found += [(shared - 0.01, one) for one in _computed(claim, shared, statement)]
    found.sort(key=lambda one: -one[0])
    return [one for _, one in found], reason


def _has(statement: Statement, claim: Quantity) -> bool:
    """Whether a statement has the other end of a change."""
    return any(
        _kinds_fit(claim, known) and value_fits(claim, _known_value(claim, known), known.hedge)
        for known in statement.quantities
    )


def _refusal(
    claim: Quantity, known: Quantity, clause: frozenset[str], statement: Statement, way: int, counted: frozenset[str]
) -> str:
    """Why an equal figure does not bear the claim out; empty when it does."""
    shared = coverage(clause, statement.concepts)
    elsewhere = claim.kind == "count" and bool(set(claim.noun[:1]) & counted) and claim.noun[0] not in known.noun
    elsewhere &= not (claim.head in (*known.noun, *known.also) and claim.head != claim.noun[0])
    if elsewhere or not _same_counted(claim, known, clause, shared, statement):
        return "the resume has this figure for something else"
    if known.role == "whole" and claim.role not in ("whole", "parted"):
        return "the resume tells of a part of these"
    if not _period_fits(claim, known, statement):
        return "the resume gives this figure for another period of time"
    if claim.order and known.order and claim.order != known.order:
        return "the resume tells it the other way round"
    if claim.kind == "count" and claim.role == "change" and known.order:
        return "the resume gives this figure as what it came to, not as a change"
    if claim.kind not in ("count", "vague", "ordinal", "factor") and _is_change(claim) != _is_change(known):
        if _is_change(claim) is True and _is_change(known) is False:
            return "the resume gives this figure as what it came to, not as a change"
        if _is_change(known) is True and _is_change(claim) is False:
            return "the resume gives this figure as a change, not as what it came to"
    theirs = _course(statement, known) or direction(statement.folded, 0, known.start, len(statement.folded.text))
    if (
        way
        and theirs
        and way != theirs
        and claim.kind in ("percent", "points", "factor")
        and not (claim.order and known.order)
    ):
        return "the resume tells of the opposite change"
    return ""


def _course(statement: Statement, known: Quantity) -> int:
    """1 or -1 for an end of "from A to B": that one grew or fell; 0 for any other figure."""
    for first, second in zip(statement.quantities, statement.quantities[1:], strict=False):
        if known in (first, second) and {first.order, second.order} == {1, 2} and first.kind == second.kind:
            before, after = (first, second) if first.order == 1 else (second, first)
            return (after.value > before.value) - (after.value < before.value)
    return 0


def _is_change(one: Quantity) -> bool | None:
    """Whether a figure is a change; None when the words leave it open."""
    if one.order or one.role == "level":
        return False
    return True if one.role == "change" else None


def _computed(claim: Quantity, shared: float, statement: Statement) -> list[Support]:
    """Changes that follow from a "from A to B" of the statement: the percentage, the factor, the points between."""
    if shared < LOOSELY or claim.order or (claim.kind in ("count", "money") and claim.role != "change"):
        return []
    found = []
    for first, second in zip(statement.quantities, statement.quantities[1:], strict=False):
        if {first.order, second.order} != {1, 2} or first.kind != second.kind:
            continue
        before, after = (first.value, second.value) if first.order == 1 else (second.value, first.value)
        if _follows(claim, before, after, first.kind):
            found.append(Support(statement, first.start, second.end, "follows from the two figures of the resume"))
    return found


def _follows(claim: Quantity, before: float, after: float, kind: str) -> bool:
    """Whether a claimed change is the one from `before` to `after`, as exact as it says to be."""
    if min(before, after) <= 0 or {"grew": after < before, "fell": after > before}.get(claim.raw_unit, False):
        return False
    if claim.kind == "percent":
        change, fine = abs(after - before) / before * 100, 0.51
    elif claim.kind == "factor":
        change, fine = max(before, after) / min(before, after), 0.06 * claim.value
    elif claim.kind == "points" and kind in ("percent", "count"):
        change, fine = abs(after - before), 0.051
    elif claim.kind == "measure" and kind == "count" and claim.raw_unit in MEASURES:
        change, fine = abs(after - before) * MEASURES[claim.raw_unit][1], 1e-6 * claim.value
    elif claim.kind == kind and kind in ("measure", "money", "count"):
        change, fine = abs(after - before), 1e-6 * claim.value
    else:
        return False
    low = high = fine
    if claim.hedge == "about":
        low = high = max(fine, 0.06 * claim.value)
    elif claim.hedge in ("over", "least"):
        # "More than halved" says no more than it says; a figure far below the true one is odd, not false.
        wide = {"percent": max(5.0, 0.33 * claim.value), "factor": 0.99}
        high = max(wide.get(claim.kind, 0.0), 0.15 * claim.value)
    elif claim.hedge in ("under", "upto"):
        low, high = 0.08 * claim.value, max(fine, 0.02 * claim.value)
    return claim.value - low - 1e-9 <= change <= claim.value + high + 1e-9


def nouns_in(folded: Folded, start: int, end: int) -> list[str]:
    """Content words as written, for messages."""
    return [token.written for token in tokens(folded, start, end) if token.lower not in stop_words()]
