"""The rules for figures and rhythms. Pure."""

from __future__ import annotations

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.derived import (
    aged_fits,
    beside_fits,
    between_dates,
    dated_fits,
    fortnight_fits,
    kinds_fit,
    listed_fits,
    named_fits,
    parted_fits,
    share_fits,
    single_fits,
    zero_fits,
)
from aiplatform.claims.evidence import Statement
from aiplatform.claims.figures import Support, coverage, direction, group_of, supports
from aiplatform.claims.numerals import Quantity
from aiplatform.claims.reading import Found, Sentence, Text, place
from aiplatform.claims.split import Piece
from aiplatform.claims.tenures import CAREER, EXPERIENCE, is_tenure, said_less, tenure
from aiplatform.claims.units import PERIODS
from aiplatform.claims.words import Token, tokens

REACH_GROUPS = frozenset({"people", "audience", "places", "sites", "groups"})


def figures(under: Text, sentence: Sentence) -> list[Found]:
    """Numbers, percentages, money, measures and counted people and places."""
    found = []
    for quantity in sentence.quantities:
        number = sentence.clause_of(quantity.start)
        clause, anchor = sentence.clauses[number], sentence.anchors[number]
        if quantity.value == 1 and under.said(quantity.start, quantity.end).lower() in ("one", "single"):
            single = _figure(under, sentence, quantity, anchor, clause)
            found += [single] if single.state == "supported" or _is_rivalled(under, quantity) else []
            continue
        if is_tenure(under, sentence, quantity, CAREER):
            one = tenure(under, sentence, quantity, anchor)
        else:
            one = _figure(under, sentence, quantity, anchor, clause)
            told = is_tenure(under, sentence, quantity, EXPERIENCE)
            if told and (one.state != "supported" or said_less(under, sentence, quantity, anchor)):
                one = tenure(under, sentence, quantity, anchor)
        found.append(one)
    return found


def _is_rivalled(under: Text, quantity: Quantity) -> bool:
    """Whether the evidence counts the same by another figure: else "one" is hardly more than "a"."""
    known = [one for statement in under.evidence.statements for one in statement.quantities]
    return any(set(quantity.noun[:1]) & set(one.noun[:1]) or (quantity.kind == one.kind == "measure") for one in known)


def _kind(quantity: Quantity) -> str:
    if quantity.kind in ("percent", "points"):
        return "percent"
    if quantity.kind == "money":
        return "money"
    if quantity.kind in ("count", "vague") and group_of(quantity.noun) in REACH_GROUPS:
        return "reach"
    return "number"


def _figure(under: Text, sentence: Sentence, quantity: Quantity, anchor: Anchor, clause: Piece) -> Found:
    evidence = under.evidence
    wide = under.concepts(sentence.piece)
    own = under.concepts(clause) or under.concepts_before(sentence.piece.start)
    wide = wide or own
    way = direction(under.folded, clause.start, quantity.start, clause.end)
    allowed = evidence.allowed(anchor.entries)
    partner = _partner(sentence, quantity)
    support, reason = supports(quantity, own, allowed, way, partner)
    if not support and own != wide:
        support, reason = supports(quantity, wide, allowed, way, partner)
    kind, said = _kind(quantity), under.said(quantity.start, quantity.end)
    at_school = anchor.entries and all(evidence.entries[i].kind == "education" for i in anchor.entries)
    if not support and at_school and not anchor.is_given:
        allowed = evidence.statements  # a school named beside it counts nothing
        support, reason = supports(quantity, own, allowed, way, partner)
    support = support or _without_print(under, sentence, quantity, allowed, (own, wide), clause)
    if support:
        return _borne_out(quantity, kind, support)
    if anchor.entries is not None:
        elsewhere, _ = supports(quantity, wide, evidence.statements, way)
        if elsewhere:
            other = elsewhere[0].statement.entry
            why = f"\u201c{said}\u201d stands under {evidence.label(other)}, not under {labels(under, anchor)}."
            return Found(quantity.start, quantity.end, kind, "unsupported", why)
    why = f"\u201c{said}\u201d: {reason}." if reason else f"The resume does not say \u201c{said}\u201d here."
    return Found(quantity.start, quantity.end, kind, "unsupported", why)


def _without_print(
    under: Text,
    sentence: Sentence,
    quantity: Quantity,
    allowed: list[Statement],
    about: tuple[frozenset[str], frozenset[str]],
    clause: Piece,
) -> list[Support]:
    """What the evidence says without printing the figure; `about` are the concepts of the clause and of the sentence."""
    own, wide = about
    found = zero_fits(quantity, allowed) if quantity.value == 0 else None
    if quantity.value == 1 and quantity.kind == "count":
        found = found or single_fits(quantity, allowed)
    found = found or listed_fits(under.folded, quantity, clause.end, allowed)
    if quantity.kind == "count":
        found = found or named_fits(under.folded, quantity, allowed)
    if quantity.unit == "mo":
        found = found or between_dates(under.folded, quantity, own, allowed)
    found = found or aged_fits(under.folded, quantity, allowed)
    found = found or fortnight_fits(under.folded, quantity, allowed)
    behind = sentence.quantities[sentence.quantities.index(quantity) + 1 :]
    found = found or kinds_fit(quantity, own, allowed) or beside_fits(under.folded, quantity, allowed)
    at = sentence.quantities.index(quantity)
    found = found or share_fits(under.folded, quantity, sentence.quantities[:at], allowed)
    found = found or parted_fits(under.folded, quantity, behind, allowed) or dated_fits(quantity, wide, allowed)
    return [found] if found else []


def _partner(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """The other end of "from A to B": both must stand in one statement."""
    at = sentence.quantities.index(quantity)
    before, behind = sentence.quantities[at - 1 : at] if at else [], sentence.quantities[at + 1 : at + 2]
    for near, wanted in ((behind, (1, 2)), (before, (2, 1)), (behind, (2, 1)), (before, (1, 2))):
        if near and (quantity.order, near[0].order) == wanted and near[0].kind == quantity.kind:
            return near[0]
    return None


def _borne_out(quantity: Quantity, kind: str, support: list[Support]) -> Found:
    best = support[0]
    span, entry = place(best.statement, best.start, best.end)
    holders = frozenset(one.statement.entry for one in support)
    return Found(quantity.start, quantity.end, kind, "supported", f"It {best.how}.", span, entry, holders)


def labels(under: Text, anchor: Anchor) -> str:
    """What people call the entries a clause is bound to."""
    return " or ".join(dict.fromkeys(under.evidence.label(index) for index in sorted(anchor.entries or ())))


_TIMES = frozenset({"day", "week", "month", "year", "quarter", "shift", "hour", "night", "minute", "second", "annum"})


def _rhythms_of(statement: Statement) -> list[Token]:
    """The words of a statement that say how often: weekly, a week, each week; "in month six" says when."""
    words = statement.words
    return [
        token
        for at, token in enumerate(words)
        if token.lower in PERIODS
        and (
            token.lower not in _TIMES
            or (at and words[at - 1].lower in ("a", "an", "per", "each", "every", "one", "the"))
        )
    ]


def rhythms(under: Text, sentence: Sentence) -> list[Found]:
    """How often: weekly where the resume says monthly is another fact."""
    found = []
    for token in tokens(under.folded, sentence.piece.start, sentence.piece.end):
        rhythm = PERIODS.get(token.lower)
        if rhythm is None or token.lower in _TIMES:
            continue
        number = sentence.clause_of(token.start)
        clause = under.concepts(sentence.clauses[number])
        told = [
            s for s in under.evidence.allowed(sentence.anchors[number].entries) if coverage(clause, s.concepts) >= 0.25
        ]
        known = next(((s, t) for s in told for t in _rhythms_of(s) if PERIODS[t.lower] == rhythm), None)
        if known:
            span, entry = place(known[0], known[1].start, known[1].end)
            found.append(Found(token.start, token.end, "number", "supported", "It stands in the resume.", span, entry))
        elif any(_rhythms_of(s) for s in told):
            found.append(
                Found(
                    token.start,
                    token.end,
                    "number",
                    "unsupported",
                    f"The resume does not say \u201c{token.written}\u201d here.",
                )
            )
    return found


RULES = (figures, rhythms)
