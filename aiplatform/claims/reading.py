"""What the rules read: the text under check, its sentences with all names and figures found in them, and claims in the making. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiplatform.claims.anchors import Anchor
from aiplatform.claims.evidence import Evidence, Statement
from aiplatform.claims.moments import Moment
from aiplatform.claims.names import Mention
from aiplatform.claims.numerals import Quantity
from aiplatform.claims.roles import Role
from aiplatform.claims.split import Piece
from aiplatform.claims.studies import Certificate, Degree
from aiplatform.claims.types import Span, State, Term
from aiplatform.claims.words import Folded, concepts


@dataclass(slots=True)
class Found:
    """A claim in the making; `holders` are the entries that bear it out (None: outside of entries)."""

    start: int
    end: int
    kind: str
    state: State
    why: str
    evidence: Span | None = None
    entry: int | None = None
    holders: frozenset[int | None] = frozenset()
    clause: int = -1


@dataclass(slots=True)
class Sentence:
    """One sentence of the text with all that was read in it."""

    piece: Piece
    clauses: list[Piece]
    mentions: list[Mention]
    roles: list[Role]
    degrees: list[Degree]
    certificates: list[Certificate]
    moments: list[Moment]
    terms: list[Term]
    quantities: list[Quantity] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)

    def named(self) -> list[tuple[int, int]]:
        """The places of names: employers, titles, degrees and certificates."""
        found = [(one.start, one.end) for one in self.mentions]
        found += [(one.start, one.end) for one in self.roles]
        found += [(one.start, one.end) for one in self.degrees]
        return found + [(one.start, one.end) for one in self.certificates]

    def clause_of(self, at: int) -> int:
        """The number of the clause that holds a place."""
        return next((n for n, one in enumerate(self.clauses) if one.start <= at < one.end), len(self.clauses) - 1)


@dataclass(slots=True)
class Text:
    """The text under check with the evidence it is held against."""

    folded: Folded
    evidence: Evidence

    def concepts(self, piece: Piece) -> frozenset[str]:
        """The concepts of a piece."""
        return frozenset(concepts(self.folded, piece.start, piece.end))

    def concepts_before(self, at: int) -> frozenset[str]:
        """The concepts of the same line before a place: what "there were six" is about."""
        begin = self.folded.text.rfind("\n", 0, at) + 1
        return frozenset(concepts(self.folded, begin, at)) if begin < at else frozenset()

    def said(self, start: int, end: int) -> str:
        """The words between two places."""
        return self.folded.text[start:end].strip()


def place(statement: Statement, start: int, end: int) -> tuple[Span | None, int | None]:
    """(span, entry) of a place in a statement."""
    return statement.span(start, end), statement.entry
