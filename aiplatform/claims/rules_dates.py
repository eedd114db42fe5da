"""The rule for dates: a start, an end or a year must be that of what it is told of. Pure."""

from __future__ import annotations

import re

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.evidence import Statement
from aiplatform.claims.figures import LOOSELY, coverage
from aiplatform.claims.moments import Moment, same
from aiplatform.claims.reading import Found, Sentence, Text, place
from aiplatform.claims.rules import labels
from aiplatform.claims.studies import certificate_statements


def dates(under: Text, sentence: Sentence) -> list[Found]:
    """Dates: a start, an end or a year must be the bound entry's, or stand in a statement of it."""
    found = []
    for moment in sentence.moments:
        anchor = sentence.anchors[sentence.clause_of(moment.start)]
        beside = _beside_name(under, sentence, moment)
        if not anchor.is_given and _beside_degree(under, sentence, moment):
            anchor = Anchor(None)
        found.append(_date(under, sentence, moment, Anchor(beside) if beside and not anchor.is_given else anchor))
    return found


_WHEN = re.compile(
    r"\s*,?\s*(?:in|from|since|until|till|during|by|\()\s*(?:the\s+)?"
    r"(?:early|late|mid|spring|summer|autumn|fall|winter)?(?:\s+of)?\s*"
)


def _beside_degree(under: Text, sentence: Sentence, moment: Moment) -> bool:
    """Whether a degree stands right before a date: "finished my M.S. in Geology in 2018 while employed at Acme"."""
    before = [one for one in sentence.degrees if one.end <= moment.start]
    return bool(before) and _WHEN.fullmatch(under.folded.lower, before[-1].end, moment.start) is not None


def _beside_name(under: Text, sentence: Sentence, moment: Moment) -> frozenset[int] | None:
    """The entries of the organisation named right before a date: "joined Acme in May 2020"."""
    before = [one for one in sentence.mentions if one.end <= moment.start and one.entries]
    if not before or not _WHEN.fullmatch(under.folded.lower, before[-1].end, moment.start):
        return None
    bound = sentence.anchors[sentence.clause_of(moment.start)].entries or frozenset()
    return before[-1].entries & bound or before[-1].entries


def _date(under: Text, sentence: Sentence, moment: Moment, anchor: Anchor) -> Found:
    evidence = under.evidence
    said = under.said(moment.start, moment.end)
    kinds = _foreign_kinds(under, sentence, moment)
    for index, entry in enumerate(evidence.entries):
        if (anchor.entries is not None and index not in anchor.entries) or entry.kind in kinds:
            continue
        ends = {"start": (entry.start,), "end": (entry.end,)}.get(moment.role, (entry.start, entry.end))
        if any(same(moment.value, known) for known in ends) and _partner_fits(sentence, moment, entry.start, entry.end):
            return Found(
                moment.start,
                moment.end,
                "date",
                "supported",
                f"It is a date of {evidence.label(index)}.",
                entry.span,
                index,
                frozenset({index}),
            )
    statement = _told(under, sentence, moment, anchor, kinds)
    if statement is None and anchor.entries is not None and not anchor.is_given:
        outside = _told(under, sentence, moment, Anchor(None), kinds)
        statement = outside if outside is not None and outside.entry is None else None
    if statement is not None:
        known = next(one for one in statement.moments if same(moment.value, one.value))
        span, holder = place(statement, known.start, known.end)
        return Found(
            moment.start, moment.end, "date", "supported", "It stands in the resume.", span, holder, frozenset({holder})
        )
    where = f" for {labels(under, anchor)}" if anchor.entries else ""
    return Found(
        moment.start, moment.end, "date", "unsupported", f"The resume does not give \u201c{said}\u201d{where}."
    )


def _foreign_kinds(under: Text, sentence: Sentence, moment: Moment) -> frozenset[str]:
    """The kinds of entries whose dates a date cannot be: a degree's is no job's and no certificate's, a certificate's no job's."""
    number = sentence.clause_of(moment.start)
    if sentence.roles or any(one.pair >= 0 for one in sentence.moments):
        return frozenset()
    if any(sentence.clause_of(one.start) == number for one in sentence.degrees):
        return frozenset({"work", "volunteer", "projects", "certificates"})
    employed = any(under.evidence.entries[i].kind == "work" for one in sentence.mentions for i in one.entries)
    here = [one for one in sentence.certificates if sentence.clause_of(one.start) == number]
    shown = [statement for one in here for statement in certificate_statements(under.evidence, one)]
    at_work = any(s.entry is not None and under.evidence.entries[s.entry].kind == "work" for s in shown)
    if here and not employed and not at_work:
        return frozenset({"work", "volunteer"})
    return frozenset()


def _partner_fits(sentence: Sentence, moment: Moment, start: str, end: str) -> bool:
    """Both ends of a range must be those of one entry."""
    other = next((m for m in sentence.moments if m.pair == moment.pair >= 0 and m is not moment and m.role), None)
    if other is None or not moment.role:
        return True
    return same(other.value, start if other.role == "start" else end)


def _told(under: Text, sentence: Sentence, moment: Moment, anchor: Anchor, kinds: frozenset[str]) -> Statement | None:
    """A statement that gives this date and speaks of the same; never of an entry of these kinds."""
    clause = under.concepts(sentence.piece)
    own = under.concepts(sentence.clauses[sentence.clause_of(moment.start)])
    for statement in under.evidence.allowed(anchor.entries):
        if statement.entry is not None and under.evidence.entries[statement.entry].kind in kinds:
            continue
        if statement.unit.kind == "contact" or not any(same(moment.value, one.value) for one in statement.moments):
            continue
        if max(coverage(clause, statement.concepts), coverage(own, statement.concepts)) >= LOOSELY or (
            clause and statement.unit.kind in ("certification", "header") and clause & statement.concepts
        ):
            return statement
    return None


DATE_RULES = (dates,)
