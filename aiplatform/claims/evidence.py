"""The evidence prepared for binding: each statement with its figures, dates, concepts and clauses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from aiplatform.claims.moments import Moment, moments
from aiplatform.claims.numerals import Quantity
from aiplatform.claims.quantities import quantities
from aiplatform.claims.scope import Duty, duties
from aiplatform.claims.split import clauses, sentences
from aiplatform.claims.types import Document, Entry, Recogniser, Span, Term, Unit
from aiplatform.claims.words import Folded, Token, concepts, fold, humps, parts, stem, stop_words, tokens

PLACES = frozenset({"work", "volunteer", "education", "projects"})
GENERIC_ORGANIZATION = frozenset(
    [
        "inc",
        "ltd",
        "llc",
        "plc",
        "gmbh",
        "ag",
        "sa",
        "bv",
        "nv",
        "co",
        "corp",
        "corporation",
        "company",
        "group",
        "limited",
        "the",
        "of",
        "and",
        "&",
        "for",
        "de",
        "la",
        "le",
        "der",
        "das",
        "institut",
        "institute",
        "university",
        "college",
        "school",
    ]
)


_CAPITALS = re.compile(r"[A-Z](?=[a-z])")  # of a name in parts: Model-View-ViewModel


def joined(word: str) -> str:
    """A word without inner hyphens, full stops and apostrophes: front-end and frontend are one."""
    return re.sub(r"[-.'&\u2019]", "", word) or word


@dataclass(slots=True)
class Statement:
    """One unit of the evidence, read. `entry` is the index of its entry, None outside of entries."""

    unit: Unit
    entry: int | None
    folded: Folded
    concepts: frozenset[str]
    quantities: list[Quantity]
    moments: list[Moment]
    duties: list[Duty]
    words: list[Token]
    terms: list[Term] = field(default_factory=list)

    def span(self, start: int, end: int) -> Span | None:
        """Where characters start..end of the folded text stand in the document."""
        if self.unit.span is None or not self.unit.is_exact:
            return self.unit.span
        first, last = self.folded.original(start, end)
        return Span(self.unit.span.start + first, self.unit.span.start + last)


class Evidence:
    """A document read once and asked many times. `recogniser` finds skills; without one only names are compared."""

    def __init__(self, document: Document, recogniser: Recogniser | None = None) -> None:
        self.document = document
        self.recogniser = recogniser
        self.entries = document.entries
        self.statements = [self._read(unit, None) for unit in document.units]
        for index, entry in enumerate(document.entries):
            self.statements += [self._read(unit, index) for unit in _units(entry)]

    def _read(self, unit: Unit, entry: int | None) -> Statement:
        folded = fold(unit.text)
        end = len(folded.text)
        dates = moments(folded, 0, end)
        figures = quantities(folded, 0, end, [(one.start, one.end) for one in dates], is_source=True)
        pieces = [piece for sentence in sentences(folded) for piece in clauses(folded, sentence)]
        return Statement(
            unit, entry, folded, frozenset(concepts(folded)),
            figures, dates,
            duties(folded, pieces, figures, ()), tokens(folded),
            list(self.recogniser(unit.text)) if self.recogniser and unit.kind not in ("contact", "header") else [],
        )  # fmt: skip

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the evidence: as written in lower case, joined, in parts and as stems."""
        return frozenset(_forms(token for statement in self.statements for token in statement.words))

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Initials of two to six capitalised words near each other, as people shorten names."""
        found: set[str] = set()
        small = ("of", "and", "the", "for", "in")
        for statement in self.statements:
            found |= {
                "".join(one).lower() for token in statement.words if len(one := _CAPITALS.findall(token.written)) > 1
            }
            words = [token for token in statement.words if token.is_capital or token.lower in small]
            for size in range(2, 7):
                for at in range(len(words) - size + 1):
                    run = words[at : at + size]
                    if run[0].lower in small or run[-1].end - run[0].start > 20 * size:
                        continue
                    found.add("".join(token.lower[0] for token in run))
                    found.add("".join(token.lower[0] for token in run if token.lower not in small))
        return frozenset(found)

    @cached_property
    def initials(self) -> frozenset[str]:
        """Initials of two to four words side by side, in whatever case: VM for virtual machine."""
        found: set[str] = set()
        for statement in self.statements:
            words = statement.words
            for at in range(len(words)):
                for size in range(2, 5):
                    run = words[at : at + size]
                    if len(run) == size and not any(token.lower in stop_words() for token in run):
                        found.add("".join(token.lower[0] for token in run))
        return frozenset(found)

    @cached_property
    def entry_concepts(self) -> list[frozenset[str]]:
        """The concepts of each entry, all its statements together."""
        found: list[set[str]] = [set() for _ in self.entries]
        for statement in self.statements:
            if statement.entry is not None:
                found[statement.entry] |= statement.concepts
        return [frozenset(one) for one in found]

    @cached_property
    def organizations(self) -> list[tuple[str, ...]]:
        """The words of each entry's organisation, folded and joined; empty where it has none, or gave a certificate or award."""
        return [
            tuple(joined(token.lower) for token in tokens(fold(entry.organization))) if entry.kind in PLACES else ()
            for entry in self.entries
        ]

    def allowed(self, scope: frozenset[int] | None) -> list[Statement]:
        """The statements a claim may rest on: all, or those of the entries in scope, confirmed facts and what names them outside."""
        if scope is None:
            return self.statements
        names = [_without_form(self.organizations[index]) for index in scope if self.organizations[index]]
        return [
            statement for statement in self.statements
            if statement.entry in scope
            or (statement.entry is None and (statement.unit.kind == "fact" or _names(statement, names)))
            or (statement.entry is not None and self.entries[statement.entry].kind == "awards" and _names(statement, names))
        ]  # fmt: skip

    def label(self, index: int | None) -> str:
        """What people call an entry."""
        if index is None:
            return "the resume"
        entry = self.entries[index]
        return entry.organization or entry.title or entry.degree or "another entry"


_FORMS = frozenset("ltd limited inc llc plc gmbh ag kg bv nv sa srl spa pvt pty corp co ab oy as".split())  # noqa: SIM905  # a word list


def _without_form(name: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a company's name without its legal form: an award names "Acme", the job "Acme Pvt Ltd"."""
    words = [word for word in name if word not in _FORMS]
    return tuple(words) if words and (len(words) > 1 or len(words[0]) > 4) else name


def _names(statement: Statement, names: Iterable[tuple[str, ...]]) -> bool:
    words = [joined(token.lower) for token in statement.words]
    return any(tuple(words[at : at + len(name)]) == name for name in names for at in range(len(words)))


def _forms(words: Iterable[Token]) -> set[str]:
    found: set[str] = set()
    for token in words:
        for part in parts(token.lower):
            found |= {part, joined(part), stem(part)}
        found |= {*re.split(r"[.&'\u2019]", token.lower), *humps(token)}
    return found


def _units(entry: Entry) -> Iterable[Unit]:
    """The entry's statements; its organisation, title and degree are one where no header unit is given."""
    if not any(unit.kind == "header" for unit in entry.units):
        named = ", ".join(part for part in (entry.title, entry.degree, entry.area, entry.organization) if part)
        if named:
            yield Unit(named, entry.span, "header", is_exact=False)
    yield from entry.units
