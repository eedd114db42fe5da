"""The rules for skills: tools and fields that a recogniser finds, and what a text says the person is proficient in. Pure."""

from __future__ import annotations

import re

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.evidence import Statement
from aiplatform.claims.names import known_word
from aiplatform.claims.places import country_of, spelled_out
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.rules import labels
from aiplatform.claims.types import Term
from aiplatform.claims.words import concept, concepts, humps, stop_words, tokens, words_of
from aiplatform.safety.names import is_common_word

LONGEST_SKILL = 4  # words; more are no name


def skills(under: Text, sentence: Sentence) -> list[Found]:
    """Tools and fields of skill that the recogniser finds."""
    taken = sentence.named()
    found = []
    for term in sentence.terms:
        if under.folded.lower[term.start : term.end] in words_of("languages", "names"):
            continue  # a language has a rule of its own
        if not any(a < term.end and term.start < b for a, b in taken):
            found.append(_skill(under, sentence, term))
    return [one for one in found if one is not None]


_OF_SELF = re.compile(
    r"\b(?:strong|skilled|expert|experienced|proficient|versed|fluent|interested|at home)\s+(?:in|with)\b[^.;]{0,60}$"
)
_OPENERS = frozenset({":", ";", "\u2014", "\u2013"})


def _open_to(under: Text, sentence: Sentence, term: Term, anchor: Anchor) -> list[Statement]:
    """The statements that may show a skill: those of the bound job; for what is said of the person, or beside a school, all."""
    evidence = under.evidence
    at_school = all(evidence.entries[i].kind == "education" for i in anchor.entries or ())
    of_self = _OF_SELF.search(under.folded.lower, sentence.piece.start, term.start) is not None
    return evidence.allowed(None if (at_school or of_self) and not anchor.is_given else anchor.entries)


def _skill(under: Text, sentence: Sentence, term: Term) -> Found | None:
    evidence = under.evidence
    said = under.said(term.start, term.end)
    anchor = sentence.anchors[sentence.clause_of(term.start)]
    words = frozenset(concepts(under.folded, term.start, term.end))
    numbered = _as_names(under, sentence, term)
    for statement in _open_to(under, sentence, term, anchor):
        shown = _shows(statement, term, words, numbered)
        if shown is not None:
            start, end = shown
            return Found(
                term.start,
                term.end,
                "skill",
                "supported",
                "It stands in the resume.",
                statement.span(start, end),
                statement.entry,
                frozenset({statement.entry}),
            )
    other = _by_another_name(under, sentence, term, evidence.allowed(anchor.entries))
    if other is not None:
        why, span = "It stands in the resume in another form.", other.unit.span
        return Found(term.start, term.end, "skill", "supported", why, span, other.entry)
    why = f"The resume does not name {said}."
    if anchor.entries is not None:
        elsewhere = next((s for s in evidence.statements if _shows(s, term, words, numbered) is not None), None)
        if elsewhere is not None and not term.is_tool:
            return Found(
                term.start, term.end, "skill", "supported", "The resume names it.", elsewhere.unit.span, elsewhere.entry
            )
        if elsewhere is not None:
            where = (
                f"under {evidence.label(elsewhere.entry)}" if elsewhere.entry is not None else "outside of your jobs"
            )
            why = f"The resume names {said} {where}, not under {labels(under, anchor)}."
    return Found(term.start, term.end, "skill", "unsupported", why)


def _by_another_name(under: Text, sentence: Sentence, term: Term, allowed: list[Statement]) -> Statement | None:
    """The statement with the abbreviation that a term spells out, alone or in a longer name, or with the country of an adjective."""
    folded, piece = under.folded, sentence.piece
    for start, end, statement in spelled_out(allowed, folded, piece.start, piece.end):
        is_name = all(token.is_capital or token.lower in stop_words() for token in tokens(folded, start, end))
        if start <= term.start and term.end <= end and (is_name or (start, end) == (term.start, term.end)):
            return statement
    return country_of(under.evidence, folded, term.start, term.end)


def _as_names(under: Text, sentence: Sentence, term: Term) -> frozenset[str]:
    """The words of a term that must stand as they are: a name is itself, not a word of its stem (Looker is not "looked").

    Numbers and single letters (R, C) as well. A common word that only opens a sentence is no name.
    """
    said = under.said(term.start, term.end)
    opens = term.start == sentence.piece.start or under.folded.text[: term.start].rstrip()[-1:] in _OPENERS
    is_word = opens and said[1:].islower() and is_common_word(said.lower())
    is_name = any(char.isupper() for char in said) and not is_word
    return frozenset(
        token.lower
        for token in tokens(under.folded, term.start, term.end)
        if is_name or len(token.lower) == 1 or any(char.isdigit() for char in token.lower)
    )


def _shows(statement: Statement, term: Term, words: frozenset[str], numbered: frozenset[str]) -> tuple[int, int] | None:
    """Where a statement names a skill: the term itself, one that stands for it, or all its words."""
    for known in statement.terms:
        if known.key == term.key or term.key in known.implies:
            return known.start, known.end
    single = [token for token in statement.words if not words and token.lower in numbered]
    if single:  # R, C: a name of one letter
        return single[0].start, single[0].end
    if words and words <= statement.concepts and numbered <= {token.lower for token in statement.words}:
        first = next(
            token
            for token in statement.words
            if any(concept(part) in words for part in (token.lower, *token.lower.split("-"), *humps(token)))
        )
        return first.start, first.end
    return None


_CUE = re.compile(
    r"\b(?:proficient|skilled|experienced|expert|versed|fluent|trained|specialis\w+|specializ\w+)\s+(?:in|with)\s+"
    r"|\b(?:knowledge|command|mastery|user)\s+of\s+|\b(?:experience|hands-on|familiar|works?|working)\s+with\s+|\bskills:\s+|\btools:\s+"
)
_EXPERT = re.compile(r"(?:^|[.;]\s+)([^\W\d_][\w.+#-]*)\s+(?:expert|specialist|guru|pro|power user)\b")


def named_skills(under: Text, sentence: Sentence) -> list[Found]:
    """What a text says the person is proficient in: each item needs a word that the resume has."""
    low, piece = under.folded.lower, sentence.piece
    spans = [match.span(1) for match in _EXPERT.finditer(low, piece.start, piece.end)]
    for cue in _CUE.finditer(low, piece.start, piece.end):
        stop = re.compile(r"[.;:()]|\s(?:at|for|who|which|while|to|every|each|from|on)\s|$").search(
            low, cue.end(), piece.end
        )
        end = stop.start() if stop else piece.end
        spans += [
            m.span() for m in re.compile(r"[^,/&]+?(?=\s*(?:[,/&]|\sand\s|\sor\s|$))").finditer(low[:end], cue.end())
        ]
    found = []
    spelled = {(a, b) for a, b, _ in spelled_out(under.evidence.statements, under.folded, piece.start, piece.end)}
    for start, end in spans:
        words = [
            token
            for token in tokens(under.folded, start, end)
            if token.lower not in stop_words() and len(token.lower) > 1
        ]
        if re.match(r"\s*(?:with|who|which|cooking)\b", low[start:end]):
            continue  # the list is over
        if words and (words[0].start, words[-1].end) in spelled:
            continue  # nuclear magnetic resonance, where the resume has NMR
        known = sum(known_word(under.evidence, word.lower) for word in words)
        if words and len(words) <= LONGEST_SKILL and 2 * known < len(words):
            why = f"The resume does not name {under.said(words[0].start, words[-1].end)}."
            found.append(Found(words[0].start, words[-1].end, "skill", "unsupported", why))
    return found


SKILL_RULES = (skills, named_skills)
