"""Check a text against the evidence: split it into claims, bind each to the right entry, say what bears it out. Pure."""

from __future__ import annotations

import re

from aiplatform.claims.anchors import Anchors
from aiplatform.claims.evidence import Evidence
from aiplatform.claims.moments import moments
from aiplatform.claims.names import organizations, strangers
from aiplatform.claims.quantities import quantities
from aiplatform.claims.reading import Found, Sentence, Text, place
from aiplatform.claims.roles import roles
from aiplatform.claims.rules import RULES
from aiplatform.claims.rules_awards import AWARD_RULES
from aiplatform.claims.rules_dates import DATE_RULES
from aiplatform.claims.rules_extent import EXTENT_RULES
from aiplatform.claims.rules_names import NAME_RULES
from aiplatform.claims.rules_places import PLACE_RULES
from aiplatform.claims.rules_scope import SCOPE_RULES, statements
from aiplatform.claims.rules_skills import SKILL_RULES
from aiplatform.claims.rules_work import WORK_RULES
from aiplatform.claims.split import Piece, clauses, sentences
from aiplatform.claims.studies import certificates, degrees
from aiplatform.claims.types import Check, Claim, Document, Recogniser, Term
from aiplatform.claims.verbatim import settle, standing
from aiplatform.claims.words import fold


def check(
    document: Document, text: str, *, entry: int | frozenset[int] | None = None, recogniser: Recogniser | None = None
) -> Check:
    """All claims of `text`, each supported, unsupported or unchecked by the document.

    `entry` is the index in `document.entries` that the text is written for (or several, where an employer is meant who gave more
    than one job): then nothing of another entry counts. Offsets of
    claims count characters of `text`, those of evidence characters of the document's text.
    """
    return check_against(Evidence(document, recogniser), text, entry=entry)


def check_against(evidence: Evidence, text: str, *, entry: int | frozenset[int] | None = None) -> Check:
    """As `check`, for evidence that was read before."""
    folded = fold(text)
    under = Text(folded, evidence)
    terms = list(evidence.recogniser(folded.text)) if evidence.recogniser else []
    anchors = Anchors(evidence, frozenset({entry}) if isinstance(entry, int) else entry)
    found: list[Found] = []
    for piece in sentences(folded):
        sentence = _read(under, piece, [t for t in terms if piece.start <= t.start < piece.end])
        quote = standing(evidence, folded, piece, anchors.given)
        is_told = quote is not None and quote[0].unit.kind != "header"
        sentence.anchors = anchors.of(folded, sentence, is_quote=is_told)
        found += _apply(under, sentence)
    return Check(tuple(_claim(under, one) for one in sorted(found, key=lambda one: (one.start, one.end, one.kind))))


def _read(under: Text, piece: Piece, terms: list[Term]) -> Sentence:
    folded, evidence = under.folded, under.evidence
    mentions = organizations(evidence, folded, piece)
    named = [(m.start, m.end) for m in mentions]
    studied = degrees(folded, piece.start, piece.end)
    certified = certificates(folded, piece, [*named, *((one.start, one.end) for one in studied)])
    covered = [*((one.start, one.end) for one in certified), *((one.start, one.end) for one in studied)]
    titles = [
        r for r in roles(evidence, folded, piece, mentions) if not any(a < r.end and r.start < b for a, b in covered)
    ]
    dates = moments(folded, piece.start, piece.end)
    blocked = [*named, *((one.start, one.end) for one in dates), *((one.start, one.end) for one in certified)]
    blocked += [match.span() for match in _CLASS.finditer(folded.lower, piece.start, piece.end)]
    sentence = Sentence(piece, clauses(folded, piece), mentions, titles, studied, certified, dates, terms)
    sentence.quantities = quantities(folded, piece.start, piece.end, [*blocked, *_in_terms(terms)])
    return sentence


_CLASS = re.compile(r"(?<![\d.])2(?::[12]\b|\.[12](?=\s+(?:degree|hono)))(?!\d)")  # the class of a degree


def _in_terms(terms: list[Term]) -> list[tuple[int, int]]:
    """Numbers inside a skill's name (Python 3, ISO 9001) measure nothing."""
    return [(term.start, term.end) for term in terms]


_EVERY = (
    *RULES,
    *DATE_RULES,
    *SCOPE_RULES,
    *EXTENT_RULES,
    *NAME_RULES,
    *AWARD_RULES,
    *SKILL_RULES,
    *WORK_RULES,
    *PLACE_RULES,
)


def _apply(under: Text, sentence: Sentence) -> list[Found]:
    found = [one for rule in _EVERY for one in rule(under, sentence)]
    for one in found:
        one.clause = sentence.clause_of(one.start)
    found += _strangers(under, sentence, found)
    found += _odd_numbers(under, sentence, found)
    _one_source(under, sentence, found)
    found += statements(under, sentence, found)
    settle(under, sentence, found)
    return found


def _strangers(under: Text, sentence: Sentence, found: list[Found]) -> list[Found]:
    taken = [(one.start, one.end) for one in found] + [(m.start, m.end) for m in sentence.mentions]
    return [
        Found(token.start, token.end, "name", "unsupported", f"The resume names no \u201c{token.written}\u201d.")
        for token in strangers(
            under.evidence,
            under.folded,
            sentence.piece,
            taken,
            is_header=bool(sentence.roles or sentence.degrees or any(m.pair >= 0 for m in sentence.moments)),
        )
    ]


def _odd_numbers(under: Text, sentence: Sentence, found: list[Found]) -> list[Found]:
    """Whatever else holds a digit must stand in the evidence as it is: names with numbers, and figures no rule can read."""
    result = []
    for match in _DIGITS.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
        if any(one.start < match.end() and match.start() < one.end for one in found):
            continue
        anchor = sentence.anchors[sentence.clause_of(match.start())]
        if re.fullmatch(r"p\d\d", match[0]):
            continue  # p95: the ordinal's own rule reads "95th percentile"
        word = match[0].rstrip(".,;:'\u2019-")
        pattern = re.compile(rf"(?<![\w.,]){re.escape(word)}(?![\w]|[.,]\d)")
        shown = next(
            ((s, m) for s in under.evidence.allowed(anchor.entries) if (m := pattern.search(s.folded.lower))), None
        )
        end = match.start() + len(word)
        if shown:
            span, entry = place(shown[0], shown[1].start(), shown[1].end())
            result.append(Found(match.start(), end, "number", "supported", "It stands in the resume.", span, entry))
        else:
            result.append(
                Found(
                    match.start(),
                    end,
                    "number",
                    "unsupported",
                    f"The resume does not say \u201c{under.said(match.start(), end)}\u201d here.",
                )
            )
    return result


_DIGITS = re.compile(r"(?<![\w.,])[\w.,'/-]*\d[\w.,'-]*")


def _one_source(under: Text, sentence: Sentence, found: list[Found]) -> None:
    """Figures of one part of a clause must come from one entry: two true facts of two jobs are no fact of either."""
    cuts = [cut.start() for cut in _PART.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end)]
    parts: dict[tuple[int, int], list[Found]] = {}
    for one in found:
        is_borne = one.state == "supported" and one.holders and all(_is_work(under, held) for held in one.holders)
        if is_borne and one.kind in _FIGURES and sentence.anchors[one.clause].entries is None:
            parts.setdefault((one.clause, sum(cut < one.start for cut in cuts)), []).append(one)
    for bound in parts.values():
        if frozenset.intersection(*(one.holders for one in bound)):
            continue
        counts = {index: sum(index in one.holders for one in bound) for one in bound for index in one.holders}
        home = max(counts, key=lambda index: (counts[index], -(index or 0)))
        for one in bound:
            if home not in one.holders:
                one.state = "unsupported"
                told, rest = under.evidence.label(one.entry), under.evidence.label(home)
                one.why = f"This stands under {told}, the rest of the sentence under {rest}."


def _is_work(under: Text, entry: int | None) -> bool:
    return entry is not None and under.evidence.entries[entry].kind in ("work", "volunteer", "projects")


_PART = re.compile(r",\s+(?:and|plus|as well as)\s")
_FIGURES = frozenset({"number", "percent", "money", "reach"})


def _claim(under: Text, one: Found) -> Claim:
    start, end = under.folded.original(one.start, one.end)
    entry = under.evidence.entries[one.entry].key if one.entry is not None else None
    return Claim(under.said(one.start, one.end), start, end, one.kind, one.state, one.why, one.evidence, entry)
