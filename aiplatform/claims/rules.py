"""The rules for figures, rhythms, dates and tenure. Pure."""

from __future__ import annotations

import re

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.derived import between_dates, listed_fits, named_fits, single_fits, zero_fits
from aiplatform.claims.evidence import Statement
from aiplatform.claims.figures import Support, coverage, direction, group_of, supports
from aiplatform.claims.moments import Moment, months, same, union
from aiplatform.claims.numerals import Quantity
from aiplatform.claims.reading import Found, Sentence, Text, place
from aiplatform.claims.split import Piece
from aiplatform.claims.types import Entry
from aiplatform.claims.units import PERIODS
from aiplatform.claims.words import Token, concepts, fold, stem, tokens

REACH_GROUPS = frozenset({"people", "audience", "places", "sites", "groups"})
_CAREER = re.compile(r"experience|career|expertise|track record|veteran")
_EXPERIENCE = re.compile(
    r"experience|background|career|tenure|expertise|track record|veteran"
    r"|(?:years?|months?)"
    r" (?:in|of|as|at|with|on|within|between|working|doing|building|leading)\b|\bfor\s+(?:the\s+(?:past|last)\s+)?\S+(?:\s+\S+)?\s*$"
)


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
        if _is_tenure(under, sentence, quantity, _CAREER):
            one = _tenure(under, quantity, anchor)
        else:
            one = _figure(under, sentence, quantity, anchor, clause)
            if one.state != "supported" and _is_tenure(under, sentence, quantity, _EXPERIENCE):
                one = _tenure(under, quantity, anchor)
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
    if not support and quantity.value == 0:
        zero = zero_fits(quantity, allowed)
        support = [zero] if zero else []
    kind, said = _kind(quantity), under.said(quantity.start, quantity.end)
    if not support and quantity.value == 1 and quantity.kind == "count":
        single = single_fits(quantity, allowed)
        support = [single] if single else []
    if not support:
        listed = listed_fits(under.folded, quantity, clause.end, allowed)
        support = [listed] if listed else []
    if not support and quantity.kind == "count":
        named = named_fits(under.folded, quantity, allowed)
        support = [named] if named else []
    if not support and quantity.unit == "mo":
        between = between_dates(quantity, own, allowed)
        support = [between] if between else []
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


def _partner(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """The other end of "from A to B": both must stand in one statement."""
    at = sentence.quantities.index(quantity)
    before, behind = sentence.quantities[at - 1 : at] if at else [], sentence.quantities[at + 1 : at + 2]
    for near, wanted in ((behind, (1, 2)), (before, (2, 1)), (behind, (2, 1)), (before, (1, 2))):
        if near and (quantity.order, near[0].order) == wanted:
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


def _is_tenure(under: Text, sentence: Sentence, quantity: Quantity, told: re.Pattern[str]) -> bool:
    """A time in months or years that says how long the person did something."""
    if quantity.kind != "measure" or quantity.unit != "mo":
        return False
    behind = under.folded.lower[quantity.start : min(sentence.piece.end, quantity.end + 60)]
    before = under.folded.lower[max(sentence.piece.start, quantity.start - 40) : quantity.start]
    return bool(
        told.search(behind)
        or (told is _EXPERIENCE and re.search(r"-(?:year|month)$", under.said(quantity.start, quantity.end).lower()))
        or told is _EXPERIENCE
        and re.search(
            r"\b(?:for|spent|over|with)\s+(?:(?:the|about|over|more|than|past|last|nearly|almost|around)\s+)*$", before
        )
    )


def _tenure(under: Text, quantity: Quantity, anchor: Anchor) -> Found:
    """A tenure is what the resume says of the same thing, or what its dates give."""
    evidence = under.evidence
    said = under.said(quantity.start, quantity.end)
    own = _subject(under, quantity)
    for statement in evidence.allowed(anchor.entries):
        for known in statement.quantities:
            if (
                known.unit == "mo"
                and _tenure_says(quantity, known.value, exact=True)
                and _same_practice(own, statement, known)
            ):
                span, entry = place(statement, known.start, known.end)
                return Found(
                    quantity.start, quantity.end, "tenure", "supported", "It stands in the resume.", span, entry
                )
    chosen = _practice(under, own, anchor)
    spans = _spans(under, chosen)
    total = union(spans)
    for tried in (chosen, _titled(under, quantity, anchor)):
        dated = _spans(under, tried)
        if dated and any(_tenure_says(quantity, value, exact=False) for value in _lengths(dated, tried)):
            why = f"The dates of the resume come to {_in_years(union(dated))}."
            return Found(quantity.start, quantity.end, "tenure", "supported", why)
    why = (
        f"\u201c{said}\u201d: the dates of the resume come to {_in_years(total)}."
        if spans
        else f"The resume does not say \u201c{said}\u201d."
    )
    return Found(quantity.start, quantity.end, "tenure", "unsupported", why)


_SUBJECT_ENDS = re.compile(r"[,;:.()\u2013\u2014]\s|$")


def _subject(under: Text, quantity: Quantity) -> frozenset[str]:
    """What a length of time is told of: the concepts right behind it, up to the next comma or stop."""
    stop = _SUBJECT_ENDS.search(under.folded.lower, quantity.end)
    end = stop.start() if stop else quantity.end
    return frozenset(quantity.after) & frozenset(concepts(under.folded, quantity.end, end))


def _same_practice(own: frozenset[str], statement: Statement, known: Quantity) -> bool:
    """Years of the same thing: a shared concept behind both, or a bare statement of experience."""
    told = own - {"experi", "profess", "work", "career"}
    if not told:
        return statement.unit.kind in ("summary", "fact")
    return bool(told & (set(known.after) | set(known.before) | statement.concepts))


def _tenure_says(quantity: Quantity, known: float, *, exact: bool) -> bool:
    value = quantity.value
    if quantity.hedge in ("over", "least"):
        return known * 0.75 - 6 <= value <= known
    if quantity.hedge in ("under", "about", "upto"):
        return abs(value - known) <= 6 or abs(value - known) <= 0.06 * known
    if exact:
        return abs(value - known) < 0.5
    if quantity.raw_unit.startswith("mo"):
        return abs(value - known) <= 1
    # A number of years is the full years, or the rounded ones.
    return value == known // 12 * 12 or abs(value - known) <= 6


def _practice(under: Text, own: frozenset[str], anchor: Anchor) -> list[Entry]:
    """The dated work a tenure can speak of: the bound entries, those that name its subject, or all."""
    evidence = under.evidence
    entries = list(enumerate(evidence.entries))
    if anchor.entries is not None:
        chosen = [(i, e) for i, e in entries if i in anchor.entries]
    else:
        work = [(i, e) for i, e in entries if e.kind in ("work", "volunteer")]
        subjects = own & frozenset().union(*evidence.entry_concepts) if evidence.entries else own
        naming = [(i, e) for i, e in work if subjects & evidence.entry_concepts[i]]
        everywhere = not subjects or len(naming) == len(work)
        chosen = work if everywhere else naming
    return [entry for _, entry in chosen]


def _titled(under: Text, quantity: Quantity, anchor: Anchor) -> list[Entry]:
    """The jobs whose title's last word stands right before a tenure: "a teacher with twelve years of experience"."""
    if anchor.entries is not None:
        return []
    # Stems, not concepts: a tutor is no teacher here.
    before = {stem(token.lower) for token in tokens(under.folded, max(0, quantity.start - 40), quantity.start)}
    work = [entry for entry in under.evidence.entries if entry.kind in ("work", "volunteer") and entry.title]
    return [entry for entry in work if stem(_noun(entry.title)) in before]


def _noun(title: str) -> str:
    """The word of a title that says what the person is: the one before "of", else the last."""
    words = fold(title).lower.split()
    return words[0] if len(words) > 1 and words[1] == "of" else words[-1]


def _lengths(spans: list[tuple[int, int]], entries: list[Entry]) -> set[float]:
    """How long spans of months are; between bare years both the years whole and, as people count, their difference."""
    total = float(union(spans))
    if not all(len(entry.start) == len(entry.end) == 4 for entry in entries):
        return {total}
    reach, blocks = -1, 0
    for first, last in sorted(spans):
        blocks += first > reach + 1
        reach = max(reach, last)
    return {total, total - 12 * blocks}


def _spans(under: Text, entries: list[Entry]) -> list[tuple[int, int]]:
    """Months (first, last) of dated entries."""
    evidence = under.evidence
    spans = []
    for entry in entries:
        first = months(entry.start, evidence.document.today, end=False)
        last = months(entry.end or entry.start, evidence.document.today, end=True)
        if first is not None and last is not None and last >= first:
            spans.append((first, last))
    return spans


def _in_years(total: int) -> str:
    years, rest = divmod(total, 12)
    parts = [f"{years} year{'s' if years != 1 else ''}"] if years else []
    parts += [f"{rest} month{'s' if rest != 1 else ''}"] if rest else []
    return " and ".join(parts) or "no time"


def dates(under: Text, sentence: Sentence) -> list[Found]:
    """Dates: a start, an end or a year must be the bound entry's, or stand in a statement of it."""
    found = []
    for moment in sentence.moments:
        anchor = sentence.anchors[sentence.clause_of(moment.start)]
        found.append(_date(under, sentence, moment, anchor))
    return found


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
    if not employed and any(sentence.clause_of(one.start) == number for one in sentence.certificates):
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
    for statement in under.evidence.allowed(anchor.entries):
        if statement.entry is not None and under.evidence.entries[statement.entry].kind in kinds:
            continue
        if statement.unit.kind == "contact" or not any(same(moment.value, one.value) for one in statement.moments):
            continue
        if coverage(clause, statement.concepts) >= 0.25 or (
            clause and statement.unit.kind in ("certification", "header") and clause & statement.concepts
        ):
            return statement
    return None


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


RULES = (figures, dates, rhythms)
