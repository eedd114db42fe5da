"""How long the person did something: what the resume says of it, or what its dates come to. Pure."""

from __future__ import annotations

import re

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.evidence import Statement
from aiplatform.claims.moments import months, union
from aiplatform.claims.numerals import Quantity
from aiplatform.claims.reading import Found, Sentence, Text, place
from aiplatform.claims.scope import LEAD
from aiplatform.claims.types import Entry
from aiplatform.claims.words import concept, concepts, fold, stem, tokens

CAREER = re.compile(r"experience|career|expertise|track record|veteran")
EXPERIENCE = re.compile(
    r"experience|background|career|tenure|expertise|track record|veteran"
    r"|(?:years?|months?)"
    r" (?:in|of|as|at|with|on|within|between|working|doing|building|leading)\b|\bfor\s+(?:the\s+(?:past|last)\s+)?\S+(?:\s+\S+)?\s*$"
)


_AGED = re.compile(r"-?\s?(?:year-)?olds?\b")


def is_tenure(under: Text, sentence: Sentence, quantity: Quantity, told: re.Pattern[str]) -> bool:
    """A time in months or years that says how long the person did something."""
    if quantity.kind != "measure" or quantity.unit != "mo" or _AGED.match(under.folded.lower, quantity.end):
        return False
    behind = under.folded.lower[quantity.start : min(sentence.piece.end, quantity.end + 60)]
    before = under.folded.lower[max(sentence.piece.start, quantity.start - 40) : quantity.start]
    return bool(
        told.search(behind)
        or (told is EXPERIENCE and re.search(r"-(?:year|month)$", under.said(quantity.start, quantity.end).lower()))
        or told is EXPERIENCE
        and re.search(
            r"\b(?:for|spent|over|with)\s+(?:(?:the|about|over|more|than|past|last|nearly|almost|around)\s+)*$", before
        )
    )


def tenure(under: Text, sentence: Sentence, quantity: Quantity, anchor: Anchor) -> Found:
    """A tenure is what the resume says of the same thing, or what its dates give."""
    evidence = under.evidence
    said = under.said(quantity.start, quantity.end)
    own = _subject(under, sentence, quantity)
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
    rival = said_less(under, sentence, quantity, anchor)
    if rival is not None:
        why = f"The resume says \u201c{rival}\u201d of this."
        return Found(quantity.start, quantity.end, "tenure", "unsupported", why)
    chosen = _practice(under, own, anchor)
    spans = _spans(under, chosen)
    total = union(spans)
    for tried in (chosen, _titled(under, quantity, anchor), _led(under, own)):
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

_SUBJECT_LIST = re.compile(
    r"(?:'|\s+of\s+experience|\s+experience)?\s+(?:of|in|with|across|on)\s+[^,.;:()]{2,40}(?:,\s+[^,.;:()]{2,30})*,?\s+and\s+[^,.;:()]{2,40}"
)


def _subject(under: Text, sentence: Sentence, quantity: Quantity) -> frozenset[str]:
    """What a length of time is told of: the concepts right behind it, up to the next comma or stop."""
    low = under.folded.lower
    listed = _SUBJECT_LIST.match(low, quantity.end, sentence.piece.end)
    tools = any(term.is_tool and quantity.end <= term.start for term in sentence.terms)
    stop = listed if listed and not tools else _SUBJECT_ENDS.search(low, quantity.end)
    end = (stop.end() if stop is listed else stop.start()) if stop else quantity.end
    return frozenset(quantity.after) & frozenset(concepts(under.folded, quantity.end, end))


def said_less(under: Text, sentence: Sentence, quantity: Quantity, anchor: Anchor) -> str | None:
    """The shorter time that the resume itself gives for the same thing, as it is written there."""
    told = _subject(under, sentence, quantity) - _BARE
    for statement in under.evidence.allowed(anchor.entries) if told else ():
        for known in statement.quantities:
            is_same = known.unit == "mo" and told & _told_of(statement, known)
            if is_same and quantity.value > known.value + 6 and statement.unit.kind in ("summary", "fact"):
                return statement.folded.text[known.start : known.end]
    return None


_BARE = frozenset(concept(word) for word in "experience professional work working career job".split())  # noqa: SIM905  # a word list


def _same_practice(own: frozenset[str], statement: Statement, known: Quantity) -> bool:
    """Years of the same thing: a shared concept behind both, or a bare statement of experience."""
    told = own - _BARE
    if not told:
        return statement.unit.kind in ("summary", "fact")
    return bool(told & _told_of(statement, known))


def _told_of(statement: Statement, known: Quantity) -> frozenset[str]:
    """What the resume's own length of time is told of: the concepts up to the next comma or stop, or those right before it."""
    stop = _SUBJECT_ENDS.search(statement.folded.lower, known.end)
    end = stop.start() if stop else len(statement.folded.text)
    return frozenset(concepts(statement.folded, known.end, end)) or frozenset(known.before[-2:])


def _tenure_says(quantity: Quantity, known: float, *, exact: bool) -> bool:
    value = quantity.value
    if quantity.hedge in ("over", "least"):
        return known * 0.5 <= value <= known  # less than it is: modest, not made up
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
    bound = [(i, e) for i, e in entries if i in (anchor.entries or ()) and (anchor.is_given or e.kind != "education")]
    if bound:
        chosen = bound
    else:
        work = [(i, e) for i, e in entries if e.kind in ("work", "volunteer")]
        subjects = own & frozenset().union(*evidence.entry_concepts) if evidence.entries else own
        naming = [(i, e) for i, e in work if subjects & evidence.entry_concepts[i]]
        told = subjects - _BARE
        titled = [(i, e) for i, e in work if len(told) > 1 and told <= frozenset(concepts(fold(e.title)))]
        naming = titled or naming
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
    return [entry for entry in work if _nouns(entry.title) & before]


def _led(under: Text, own: frozenset[str]) -> list[Entry]:
    """The jobs in which somebody or something was led, for "five years leading teams"."""
    if concept("lead") not in own:
        return []
    led = {s.entry for s in under.evidence.statements for duty in s.duties if duty.claimed == LEAD}
    return [entry for i, entry in enumerate(under.evidence.entries) if i in led and entry.kind in ("work", "volunteer")]


def _nouns(title: str) -> set[str]:
    """Stems of the words of a title that say what the person is: the one before "of" or a comma, and the last."""
    words = fold(re.sub(r"[()]", " ", title)).lower.split()
    first = fold(re.split(r"\s+of\s+|[,(|]", title)[0]).lower.split()
    return {stem(run[-1]) for run in (words, first) if run}


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
