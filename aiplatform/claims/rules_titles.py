"""The rule for titles that a text gives its person. Pure."""

from __future__ import annotations

from aiplatform.claims.evidence import Evidence, Statement
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.roles import Role, abbreviates, said_of_self, title_fits, title_words
from aiplatform.claims.split import is_verb
from aiplatform.claims.studies import Certificate, certificate_statement
from aiplatform.claims.words import stem, stop_words, tokens, words_of

FIELD_WORDS = 40  # a longer statement has all kinds of words


def header_of(under: Text, index: int) -> Statement | None:
    """The statement that heads an entry."""
    return next((s for s in under.evidence.statements if s.entry == index and s.unit.kind == "header"), None)


def titles(under: Text, sentence: Sentence) -> list[Found]:
    """Titles of the person: no word added to the bound entry's title, no lowering word left out."""
    return [_title(under, sentence, role) for role in sentence.roles]


def _scope(under: Text, sentence: Sentence, role: Role) -> frozenset[int] | None:
    """The entries a title must be one of: the given ones, or those of an employer named in its clause."""
    clause = sentence.clause_of(role.start)
    bound = sentence.anchors[clause].entries
    if sentence.anchors[0].is_given:
        return bound
    near = any(m.entries for m in sentence.mentions if sentence.clause_of(m.start) == clause)
    if bound is None or not near:
        return None
    opening = tokens(under.folded, sentence.piece.start, role.start)
    if opening and not role.is_anchor and not any(one.lower in stop_words() or is_verb(one.lower) for one in opening):
        return None  # "Organic chemist with six years at X" says what one is, not what one was there
    at_school = all(under.evidence.entries[i].kind == "education" for i in bound)
    return None if at_school and not role.is_anchor else bound  # "trained as a teacher in Bristol" gives no post there


def _headline(under: Text, sentence: Sentence, role: Role) -> Found | None:
    """A title that opens a sentence and stands in the resume outside its jobs: what people call themselves."""
    told = next((s for s in under.evidence.statements if s.entry is None and said_of_self(role.words, s)), None)
    if told is None or role.start != sentence.piece.start or role.is_anchor:
        return None
    return Found(role.start, role.end, "title", "supported", "It stands in the resume.", told.unit.span, None)


def _title(under: Text, sentence: Sentence, role: Role) -> Found:
    evidence = under.evidence
    scope = _scope(under, sentence, role)
    for index, entry in enumerate(evidence.entries):
        if (
            (scope is None or index in scope)
            and entry.title
            and (title_fits(role.words, entry.title) or abbreviates(role.words, entry.title))
        ):
            statement = header_of(under, index)
            span = statement.unit.span if statement else entry.span
            return Found(role.start, role.end, "title", "supported", "It is a title of the resume.", span, index)
    for statement in evidence.allowed(scope):
        own = statement.entry is None or scope is None or statement.entry in scope
        if own and said_of_self(role.words, statement):
            why, span = "It stands in the resume.", statement.unit.span
            return Found(role.start, role.end, "title", "supported", why, span, statement.entry)
    if (headline := _headline(under, sentence, role)) is not None:
        return headline
    field = _with_field(evidence, role) if scope is None else None
    if field is not None:
        why, span = "The resume gives the title and the field.", field.unit.span
        return Found(role.start, role.end, "title", "supported", why, span, field.entry)
    shown = certificate_statement(
        evidence, Certificate(role.start, role.end, tuple(stem(word) for word in role.words), True)
    )
    if shown is not None and scope is None:
        return Found(
            role.start, role.end, "certification", "supported", "It stands in the resume.", shown.unit.span, shown.entry
        )
    return _refused(under, role, scope)


def _refused(under: Text, role: Role, scope: frozenset[int] | None) -> Found:
    evidence, said = under.evidence, under.said(role.start, role.end)
    named = [
        e for i, e in enumerate(evidence.entries) if e.title and e.kind == "work" and (scope is None or i in scope)
    ]
    titles = " or ".join(dict.fromkeys(f"\u201c{entry.title}\u201d" for entry in named))
    why = (
        f"The resume gives the title as {titles}, not \u201c{said}\u201d."
        if titles and scope is not None
        else f"The resume gives no title \u201c{said}\u201d."
    )
    return Found(role.start, role.end, "title", "unsupported", why)


def _with_field(evidence: Evidence, role: Role) -> Statement | None:
    """The statement that gives a title beside the field a text puts before it: "B2B SaaS Product Manager". A rank is no field."""
    for entry in evidence.entries:
        for cut in range(1, len(role.words)):
            field, title = role.words[:cut], role.words[cut:]
            if set(field) & words_of("titles", "modifiers") or not (entry.title and title_fits(title, entry.title)):
                continue
            for statement in evidence.statements:
                words = {token.lower for token in statement.words}
                told = statement.unit.kind in ("summary", "header", "fact") and len(words) <= FIELD_WORDS
                if told and {*field, *title} <= words | set(title_words(statement.unit.text)):
                    return statement
                if told and statement.entry is None and set(field) == words:
                    return statement  # a part of the headline
    return None
