"""The rules for verbs and words of reach, and for what no other rule can decide. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.evidence import Statement
from aiplatform.claims.figures import LOOSELY, coverage
from aiplatform.claims.reading import Found, Sentence, Text, place
from aiplatform.claims.rules import labels
from aiplatform.claims.scope import CONTRIBUTE, HELP, LEAD, SOME, TIER_NAMES, Duty, duties, makes_less, reaches
from aiplatform.claims.split import Piece
from aiplatform.claims.words import concept, concepts, lexicon, stop_words, tokens, words_of

_ALIGNED = 0.34  # share of the objects of a clause that a duty of the evidence must have to be the same duty
_SAME = 0.99  # share of what a verb governs from which on it is the same
_RIVAL = 0.8  # a duty nearly as close as the closest one counts as well


_WISHED = re.compile(  # what somebody would like to do is no claim of having done it
    r"\b(?:would|will|hope to|glad to|happy to|eager to|keen to|ready to|pleased to|look(?:ing)? forward to|like to|want to)\s*$"
)


def scope(under: Text, sentence: Sentence) -> list[Found]:
    """Verbs: the closest duty of the evidence must be of the same tier or a higher one."""
    found = []
    named = sentence.named()
    for number, duty in enumerate(duties(under.folded, sentence.clauses, sentence.quantities, named)):
        if duty.claimed and not _WISHED.search(under.folded.lower[sentence.piece.start : duty.start]):
            one = _duty(under, duty, sentence.anchors[number])
            if one is not None:
                found.append(one)
    return found


def _duty(under: Text, duty: Duty, anchor: Anchor) -> Found | None:
    nearest = _nearest(under, duty, anchor)
    said = under.said(duty.start, duty.end)
    if not nearest:
        if duty.claimed < LEAD or not duty.nearest:
            return None
        return Found(
            duty.start,
            duty.end,
            "scope",
            "unsupported",
            f"Nothing in the resume shows what \u201c{said}\u201d says here.",
        )
    granted, statement, known = max(nearest, key=lambda one: one[0])
    if duty.claimed > granted and (duty.claimed, granted) != (CONTRIBUTE, HELP):  # nobody can tell these two apart
        why = f"The resume says that you {TIER_NAMES[granted]} this; \u201c{said}\u201d says more."
        return Found(duty.start, duty.end, "scope", "unsupported", why)
    less = [makes_less(duty, one) for _, _, one in nearest]
    if any(less) and not any(
        tier >= duty.claimed and one.made and not is_less for (tier, _, one), is_less in zip(nearest, less, strict=True)
    ):
        why = f"The resume tells of something done for this; \u201c{said}\u201d says that you made it."
        return Found(duty.start, duty.end, "scope", "unsupported", why)
    start, end = (known.start, known.end) if known.end > known.start else (0, len(statement.folded.text))
    span, entry = place(statement, start, end)
    return Found(duty.start, duty.end, "scope", "supported", "The resume says as much.", span, entry)


_IN_CHARGE = re.compile(
    r"\b(?:manager|head|chief|director|supervisor|lead|leader|owner|principal|captain|foreman)\b", re.IGNORECASE
)


def _borne(under: Text, statement: Statement, known: Duty) -> int:
    """The tier a duty bears out; below a title of somebody in charge, "Team of 34" without a verb tells who was led."""
    if known.end > known.start or statement.entry is None or statement.unit.kind != "bullet":
        return known.granted
    led = {concept(word) for word in words_of("scope", "led")}
    in_charge = _IN_CHARGE.search(under.evidence.entries[statement.entry].title)
    return max(known.granted, LEAD) if in_charge and led & statement.concepts else known.granted


def _nearest(under: Text, duty: Duty, anchor: Anchor) -> list[tuple[int, Statement, Duty]]:
    """The duties of the evidence that are about the same objects: (tier they bear out, statement, duty)."""
    scored = []
    for statement in under.evidence.allowed(anchor.entries):
        if statement.unit.kind in ("contact", "skill"):
            continue
        for known in statement.duties:
            shared = coverage(duty.nearest, known.objects)
            near = coverage(duty.nearest, statement.concepts | known.objects)
            if shared > 0:
                scored.append((shared + 0.2 * near, shared, _borne(under, statement, known), statement, known))
    if not scored:
        return []
    direct = duty.made.direct if duty.made else frozenset()
    close = [one for one in scored if len(direct) > 1 and coverage(direct, one[4].objects) >= _SAME]
    scored = close or scored  # what a verb governs itself tells more than all the rest of its clause
    best = max(one[0] for one in scored)
    if max(one[1] for one in scored) < _ALIGNED and best < _ALIGNED:
        return []
    return [(tier, statement, known) for score, _, tier, statement, known in scored if score >= _RIVAL * best]


def reach(under: Text, sentence: Sentence) -> list[Found]:
    """Words of reach ("company-wide", "global"): the bound entry must have one of the same kind."""
    found = []
    for start, end, kind in reaches(under.folded, sentence.piece.start, sentence.piece.end):
        if any(a < end and start < b for a, b in sentence.named()):
            continue
        anchor = sentence.anchors[sentence.clause_of(start)]
        found.append(_reach(under, start, end, kind, anchor))
    return found


def _reach(under: Text, start: int, end: int, kind: int, anchor: Anchor) -> Found:
    for statement in under.evidence.allowed(anchor.entries):
        for at, to, known in reaches(statement.folded, 0, len(statement.folded.text)):
            if known == kind >= 0:
                span, entry = place(statement, at, to)
                return Found(
                    start, end, "reach", "supported", "The resume says as much.", span, entry, frozenset({entry})
                )
    words = [token.lower for token in tokens(under.folded, start, end) if token.lower not in stop_words()]
    named = _in_name(under, start, end) if under.folded.text[start].isupper() else None
    if named is not None:
        why = "It is part of a name of the resume."
        return Found(start, end, "reach", "supported", why, named.unit.span, named.entry)
    if kind == SOME:
        words = words[-1:]  # the resume counts them, or names more than one
    for statement in under.evidence.allowed(anchor.entries):
        told = {token.lower for token in statement.words}
        if words and all(word in told for word in words):
            return Found(
                start,
                end,
                "reach",
                "supported",
                "The resume says as much.",
                statement.unit.span,
                statement.entry,
                frozenset({statement.entry}),
            )
    return Found(
        start, end, "reach", "unsupported", f"Nothing in the resume says \u201c{under.said(start, end)}\u201d here."
    )


def _in_name(under: Text, start: int, end: int) -> Statement | None:
    """The statement that has a word of reach beside the same capitalised word: "BCS International Diploma"."""
    around = under.folded.text[end : end + 40].split()[:1], under.folded.text[max(0, start - 40) : start].split()[-1:]
    word = under.folded.lower[start:end]
    for near, pattern in ((around[0], "{word} {near}"), (around[1], "{near} {word}")):
        if not near or not near[0][0].isupper():
            continue
        wanted = pattern.format(word=word, near=near[0].lower().strip(",.;:()|"))
        for statement in under.evidence.statements:
            if wanted in statement.folded.lower:
                return statement
    return None


@lru_cache(maxsize=1)
def _alone() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What claims that nobody else took part, and what in the evidence says so."""
    table = lexicon()["scope"]
    claimed, source = (rf"(?<![\w-])(?:{table[key]})(?![\w-])" for key in ("alone", "alone_source"))
    return re.compile(claimed), re.compile(source)


def alone(under: Text, sentence: Sentence) -> list[Found]:
    """ "Sole", "single-handedly": a statement about the same must say so; and who was a co-author is no author."""
    claimed, source = _alone()
    found = []
    for match in claimed.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
        number = sentence.clause_of(match.start())
        told = _closest(under, sentence, number)
        if any(source.search(one.folded.lower) for one in told):
            continue
        why = f"Nothing in the resume says \u201c{under.said(*match.span())}\u201d here."
        found.append(Found(*match.span(), "scope", "unsupported", why))
    return found + _without_partners(under, sentence)


def _closest(under: Text, sentence: Sentence, number: int) -> list[Statement]:
    """The statements about the same as a clause, the closest first."""
    about = under.concepts(sentence.clauses[number])
    told = [(coverage(about, one.concepts), one) for one in under.evidence.allowed(sentence.anchors[number].entries)]
    near = [(score, one) for score, one in told if score >= LOOSELY and one.unit.kind != "contact"]
    best = max((score for score, _ in near), default=0.0)
    return [one for score, one in near if score >= _RIVAL * best]


_PARTNER = re.compile(r"co-?([a-z]{3,}(?:er|or)s?)")
_SHARED = re.compile(r"(?<![\w])(?:co-\w+|joint\w*|together|shared|one of)(?![\w])")


def _without_partners(under: Text, sentence: Sentence) -> list[Found]:
    """Words such as inventor where the closest statement says co-inventor."""
    found = []
    for token in tokens(under.folded, sentence.piece.start, sentence.piece.end):
        number = sentence.clause_of(token.start)
        clause = sentence.clauses[number]
        if "-" in token.lower or _SHARED.search(under.folded.lower, clause.start, clause.end):
            continue
        for one in _closest(under, sentence, number) if token.lower.rstrip("s").endswith(("er", "or")) else []:
            told = {word.lower for word in one.words}
            partners = {concept(m[1]) for word in told if (m := _PARTNER.fullmatch(word))}
            if concept(token.lower) in partners and token.lower not in told:
                why = f"The resume says that you shared this; \u201c{token.written}\u201d says more."
                found.append(Found(token.start, token.end, "scope", "unsupported", why))
                break
    return found


def statements(under: Text, sentence: Sentence, found: list[Found]) -> list[Found]:
    """Clauses told of another entry than the bound one, and clauses with nothing in them that a rule could check."""
    result = []
    for number, clause in enumerate(sentence.clauses):
        own = _plain(under, sentence, clause)
        if len(own) < 3:
            continue
        anchor = sentence.anchors[number]
        here = max((coverage(own, one.concepts) for one in under.evidence.allowed(anchor.entries)), default=0.0)
        moved = _moved(under, own, anchor, here)
        checked = any(one.clause == number and one.kind != "scope" for one in found)
        if moved is not None:
            why = f"This is told of {under.evidence.label(moved.entry)}, not of {labels(under, anchor)}."
            result.append(Found(clause.start, clause.end, "moved", "unsupported", why))
        elif here < 0.2 and not checked:
            why = "No rule can check this, and the resume says nothing like it."
            result.append(Found(clause.start, clause.end, "statement", "unchecked", why))
    return result


def _plain(under: Text, sentence: Sentence, clause: Piece) -> frozenset[str]:
    """The concepts of a clause outside of names and titles."""
    named = [*sentence.named(), *((m.start, m.end) for m in sentence.moments)]
    own: set[str] = set()
    for token in tokens(under.folded, clause.start, clause.end):
        if not any(a <= token.start < b for a, b in named):
            own |= set(concepts(under.folded, token.start, token.end))
    return frozenset(own)


def _moved(under: Text, own: frozenset[str], anchor: Anchor, here: float) -> Statement | None:
    """The statement of another entry that a bound clause repeats."""
    if anchor.entries is None or here >= 0.45:
        return None
    if not anchor.is_given and all(under.evidence.entries[i].kind == "education" for i in anchor.entries):
        return None  # a school is named beside much that was not done there
    others = [
        s
        for s in under.evidence.statements
        if s.entry is not None and s.entry not in anchor.entries and s.unit.kind in ("bullet", "summary")
    ]
    best = max(others, key=lambda one: coverage(own, one.concepts), default=None)
    if best is None:
        return None
    there = coverage(own, best.concepts)
    return best if there >= 0.55 and there - here >= 0.3 else None


SCOPE_RULES = (scope, alone, reach)
