"""The rules for employers, titles, degrees, certifications and languages. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.datings import misdated, misdated_papers
from aiplatform.claims.evidence import Evidence, Statement, joined
from aiplatform.claims.places import country_of, spelled_out
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.roles import title_fits
from aiplatform.claims.rules_titles import header_of, titles
from aiplatform.claims.studies import (
    Certificate,
    Degree,
    certificate_statement,
    certificate_statements,
    degrees,
    level_fits,
    misnamed,
)
from aiplatform.claims.types import Entry, Span
from aiplatform.claims.unfinished import unfinished
from aiplatform.claims.words import Token, fold, lexicon, stem, stop_words, tokens, words_of


def employers(under: Text, sentence: Sentence) -> list[Found]:
    """Organisations: one of the evidence, and the one the text is written for."""
    found = []
    for mention in sentence.mentions:
        said = under.said(mention.start, mention.end)
        anchor = sentence.anchors[sentence.clause_of(mention.start)]
        if not mention.entries:
            why = f"The resume names no \u201c{said}\u201d."
            found.append(Found(mention.start, mention.end, "employer", "unsupported", why))
        elif anchor.is_given and not mention.entries & (anchor.entries or frozenset()):
            why = f"This text is for {_label(under, anchor)}; it names \u201c{said}\u201d."
            found.append(Found(mention.start, mention.end, "employer", "unsupported", why))
        else:
            index = (
                min(mention.entries & anchor.entries)
                if anchor.entries and mention.entries & anchor.entries
                else min(mention.entries)
            )
            statement = header_of(under, index)
            span = (
                _word_span(statement, under.evidence.organizations[index])
                if statement
                else under.evidence.entries[index].span
            )
            found.append(
                Found(mention.start, mention.end, "employer", "supported", "It stands in the resume.", span, index)
            )
    return found


def _label(under: Text, anchor: Anchor) -> str:
    return under.evidence.label(min(anchor.entries or {0}))


def _word_span(statement: Statement, name: tuple[str, ...]) -> Span | None:
    words = [joined(token.lower) for token in statement.words]
    for at in range(len(words) - len(name) + 1):
        if name and tuple(words[at : at + len(name)]) == name:
            return statement.span(statement.words[at].start, statement.words[at + len(name) - 1].end)
    return statement.unit.span


def schooling(under: Text, sentence: Sentence) -> list[Found]:
    """Degrees with their subject and school, and honours."""
    found = [_degree(under, sentence, degree) for degree in sentence.degrees]
    found += misdated(
        under, sentence, [(one.start, one.end) for one in sentence.degrees], _shows_degree(under, sentence), "degree"
    )
    for phrase in sorted(words_of("degrees", "honours"), key=len, reverse=True):
        for match in re.finditer(
            rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", under.folded.lower[sentence.piece.start : sentence.piece.end]
        ):
            start, end = sentence.piece.start + match.start(), sentence.piece.start + match.end()
            if not any(one.start <= start and end <= one.end and one.kind == "honours" for one in found):
                found.append(_honours(under, phrase, start, end))
    return found


_CLASSES = tuple(
    (re.compile(claimed), re.compile(told))
    for claimed, told in (
        (r"\b2[:.]1\b|\bupper[- ]second\b", r"\b2[:.]1\b|\bupper[- ]second\b"),
        (r"\b2[:.]2\b|\blower[- ]second\b", r"\b2[:.]2\b|\blower[- ]second\b"),
        (
            r"\b(?:first|1st)[- ]class(?: hono| degree|\b)",
            r"\b(?:first|1st)[- ]class\b|[(,]\s*(?:first|1st)\s*(?:[),]|hono|$)",
        ),
        (r"\bthird[- ]class\b", r"\bthird[- ]class\b"),
    )
)


def classes(under: Text, sentence: Sentence) -> list[Found]:
    """The class of a British degree: 2:1 and upper second are one."""
    found = []
    for claimed, source in _CLASSES:
        for match in claimed.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
            told = next((s for s in under.evidence.statements if source.search(s.folded.lower)), None)
            if told is None:
                why = f"The resume does not say \u201c{under.said(*match.span())}\u201d."
                found.append(Found(*match.span(), "degree", "unsupported", why))
            else:
                why, span = "It stands in the resume.", told.unit.span
                found.append(Found(*match.span(), "degree", "supported", why, span, told.entry))
    return found


def _honours(under: Text, phrase: str, start: int, end: int) -> Found:
    plain = phrase.replace("honors", "honours").removeprefix("with ")
    for statement in under.evidence.statements:
        told = statement.folded.lower.replace("honors", "honours")
        if plain in told or (plain.startswith("honours") and re.search(r"\bhons?\b", told)):
            return Found(
                start, end, "degree", "supported", "It stands in the resume.", statement.unit.span, statement.entry
            )
    return Found(start, end, "degree", "unsupported", f"The resume does not say \u201c{phrase}\u201d.")


def _degree(under: Text, sentence: Sentence, degree: Degree) -> Found:
    evidence = under.evidence
    said = under.said(degree.start, degree.end)
    clause = sentence.clause_of(degree.start)
    schools = frozenset(i for m in sentence.mentions if sentence.clause_of(m.start) == clause for i in m.entries)
    schools = frozenset(i for i in schools if evidence.entries[i].kind == "education")
    wrong = ""
    for statement in evidence.statements:
        if schools and statement.entry not in schools:
            continue
        fit = _fit(evidence, degree, statement)
        if fit:
            span, why = statement.unit.span, "It stands in the resume."
            return Found(degree.start, degree.end, "degree", "supported", why, span, statement.entry)
        if fit is False:
            wrong = "with another subject"
    why = (
        f"The resume has this degree {wrong}."
        if wrong
        else f"The resume shows no \u201c{said}\u201d{' from there' if schools else ''}."
    )
    return Found(degree.start, degree.end, "degree", "unsupported", why)


def _fit(evidence: Evidence, degree: Degree, statement: Statement) -> bool | None:
    """Whether a statement shows a degree; False where only its subject is another, None where it shows none of this level."""
    entry = evidence.entries[statement.entry] if statement.entry is not None else None
    areas = [area for level, area in _known_degrees(statement, entry) if level_fits(degree.level, level)]
    if not areas:
        return None
    return any(set(degree.area) <= area | statement.concepts for area in areas)


def _shows_degree(under: Text, sentence: Sentence) -> dict[tuple[int, int], list[Statement]]:
    """The statements that show each degree of a sentence."""
    told = under.evidence.statements
    return {(one.start, one.end): [s for s in told if _fit(under.evidence, one, s)] for one in sentence.degrees}


def _known_degrees(statement: Statement, entry: Entry | None) -> list[tuple[str, frozenset[str]]]:
    """(level, subject) of each degree in a statement; the header of a school shows a degree of some kind in any case."""
    found = [(one.level, frozenset(one.area)) for one in degrees(statement.folded, 0, len(statement.folded.text))]
    if entry is not None and entry.kind == "education" and statement.unit.kind == "header":
        named = fold(f"{entry.degree} in {entry.area}" if entry.area else entry.degree)
        found += [(one.level, frozenset(one.area)) for one in degrees(named, 0, len(named.text))]
        first = entry.degree.split(" ")[0].lower().rstrip("s'")
        if not found:
            found = [(first if first in ("bachelor", "master") else "any", statement.concepts)]
    return found


def _certified(under: Text, sentence: Sentence) -> dict[tuple[int, int], list[Statement]]:
    """What is named in a sentence that a certificate shows (certificates, titles they give, bodies spelled out), with what shows it."""
    evidence = under.evidence
    shown = {(one.start, one.end): certificate_statements(evidence, one) for one in sentence.certificates}
    for role in sentence.roles:
        named = Certificate(role.start, role.end, tuple(stem(word) for word in role.words), True)
        told_of = certificate_statements(evidence, named)
        if told_of and not any(title_fits(role.words, entry.title) for entry in evidence.entries if entry.title):
            shown[role.start, role.end] = told_of
    for start, end, told in spelled_out(evidence.statements, under.folded, sentence.piece.start, sentence.piece.end):
        is_degree = any(one.start < end and start < one.end for one in sentence.degrees)
        # "Registered with" a body has the date of the register.
        if told.moments and not is_degree and told.unit.kind in ("certification", "header"):
            words = {token.lower for token in tokens(under.folded, start, end)}
            spelled = [s for s in evidence.statements if words <= {token.lower for token in s.words}]
            shown[start, end] = [told, *spelled]
    return shown


def certifications(under: Text, sentence: Sentence) -> list[Found]:
    """Certifications: all words of the name in one statement that tells of a certificate."""
    found = []
    for one in sentence.certificates:
        said = under.said(one.start, one.end)
        statement = certificate_statement(under.evidence, one)
        if statement is not None:
            found.append(
                Found(
                    one.start,
                    one.end,
                    "certification",
                    "supported",
                    "It stands in the resume.",
                    statement.unit.span,
                    statement.entry,
                )
            )
        else:
            found.append(
                Found(one.start, one.end, "certification", "unsupported", f"The resume shows no \u201c{said}\u201d.")
            )
    shown = _certified(under, sentence)
    found += misdated(under, sentence, sorted(shown), shown, "certification") or misdated_papers(under, sentence)
    held = [(one.start, one.end, one.words, shown[one.start, one.end]) for one in sentence.certificates]
    found += unfinished(under, sentence, held, "certification")
    taken = [*sentence.named(), *((one.start, one.end) for one in sentence.moments)]
    for one in misnamed(under.evidence, under.folded, sentence.piece, taken):
        why = f"The resume shows no \u201c{under.said(one.start, one.end)}\u201d."
        found.append(Found(one.start, one.end, "certification", "unsupported", why))
    return found


@lru_cache(maxsize=1)
def _levels() -> dict[str, int]:
    return {pair.split(":")[0]: int(pair.split(":")[1]) for pair in lexicon()["languages"]["levels"].split()}


def languages(under: Text, sentence: Sentence) -> list[Found]:
    """Languages, and levels no higher than the resume's own."""
    words = tokens(under.folded, sentence.piece.start, sentence.piece.end)
    found = []
    for at, token in enumerate(words):
        if token.lower not in words_of("languages", "names") or not token.written[0].isupper():
            continue
        near = [_levels()[w.lower] for w in _own_words(under, words, at) if w.lower in _levels()]
        known = [(s, n) for s in under.evidence.statements for n, w in enumerate(s.words) if w.lower == token.lower]
        level = max((_level_at(s, n) for s, n in known), default=0)
        country = None if known or near else country_of(under.evidence, under.folded, token.start, token.end)
        if country is not None:
            why, span = "The resume names the country.", country.unit.span
            found.append(Found(token.start, token.end, "name", "supported", why, span, country.entry))
        elif not known:
            if token.lower != "english" or near:
                found.append(
                    Found(token.start, token.end, "language", "unsupported", f"The resume names no {token.written}.")
                )
        elif near and level and max(near) > level:
            found.append(
                Found(
                    token.start,
                    token.end,
                    "language",
                    "unsupported",
                    f"The resume gives a lower level of {token.written}.",
                )
            )
        else:
            statement, place = known[0]
            span = statement.span(statement.words[place].start, statement.words[place].end)
            found.append(
                Found(
                    token.start, token.end, "language", "supported", "It stands in the resume.", span, statement.entry
                )
            )
    return found


_PARTS = re.compile(r"[,;/\n]|\s(?:and|with|plus)$")


def _own_words(under: Text, words: list[Token], at: int) -> list[Token]:
    """The words near a language that can say how well it is spoken: those of its part of a list, the word before it first."""
    text = under.folded.text
    first = last = at
    while first > 0 and at - first < 3 and not _PARTS.search(text, words[first - 1].end, words[first].end):
        first -= 1
    while last + 1 < len(words) and last - at < 3 and not _PARTS.search(text, words[last].end, words[last + 1].end):
        last += 1
    before = [
        word for n, word in enumerate(words[first:at], first) if word.lower in _levels() and _tells_level(words, n)
    ]
    behind = words[at + 1 : last + 1]
    languages = [n for n, word in enumerate(behind) if word.lower in words_of("languages", "names")]
    return before or behind[: languages[0] if languages else None]


def _tells_level(words: list[Token], at: int) -> bool:
    """Whether a word of a level stands before a language and not before some other thing: "bilingual worksheets (English"."""
    behind = words[at + 1].lower
    is_tongue = behind in words_of("languages", "names")
    return (
        is_tongue
        or behind in _levels()
        or behind in stop_words()
        or behind in ("speaker", "level", "command", "knowledge")
    )


def _level_at(statement: Statement, at: int) -> int:
    if statement.unit.kind != "language":
        return 0
    return max((_levels()[w.lower] for w in statement.words[at + 1 : at + 4] if w.lower in _levels()), default=0)


NAME_RULES = (employers, titles, schooling, classes, certifications, languages)
