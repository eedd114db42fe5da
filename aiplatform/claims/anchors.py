"""Which entry a clause speaks of: by the entry given, an employer named, a title or dates beside it, or what went before. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiplatform.claims.evidence import Evidence
from aiplatform.claims.moments import same
from aiplatform.claims.roles import title_fits
from aiplatform.claims.split import is_verb
from aiplatform.claims.words import Folded, tokens

if TYPE_CHECKING:
    from aiplatform.claims.reading import Sentence

_GOES_ON = re.compile(
    r"^(?:there|here|while there|in (?:this|that|my|the same) (?:role|position|job|capacity|time|post)|in it|within this role"
    r"|during (?:this|that|my) (?:time|period|tenure|stint)|at the same (?:company|time|employer))\b"
)
_ELSEWHEN = re.compile(
    r"(?:long |shortly )?(?:before|prior to|after|ahead of|since leaving)\s+(?:i\s+)?"
    r"(?:join|leav|start|mov|work|begin|graduat|complet|finish|earn|train)"
    r"|(?:having|since|starting|beginning)\s+(?:first\s+)?(?:start|begun|beg[ai]n|work|out\b|as\b|left|train)"
)
_EARLIER = re.compile(r"\b(?:before|after|prior to)\s+$")
_OF_SELF = re.compile(r"(?:i\s+)?(?:have\s+(?:since\s+)?been|am|now|currently|today)\b")
HEADER_WORDS = 14


@dataclass(frozen=True, slots=True)
class Anchor:
    """The entries a clause is bound to (None: any), and whether a caller named it rather than the text."""

    entries: frozenset[int] | None
    is_given: bool = False


def _acts(folded: Folded, sentence: Sentence, number: int) -> bool:
    """Whether a clause opens with a verb: what it tells was done where the next clause says."""
    clause = sentence.clauses[number]
    first = [
        token for token in tokens(folded, clause.start, clause.end) if token.lower not in ("i", "we", "have", "also")
    ]
    return any(is_verb(token.lower) for token in first[:2] if "-" not in token.lower)


_HONOURED = frozenset({"finalist", "winner", "nominee", "shortlisted"})


class Anchors:
    """Follows a text from sentence to sentence."""

    def __init__(self, evidence: Evidence, given: frozenset[int] | None) -> None:
        self._evidence = evidence
        self.given = given
        self._header: frozenset[int] | None = None
        self._line = -1
        self._last: frozenset[int] | None = None

    def of(self, folded: Folded, sentence: Sentence, *, is_quote: bool = False) -> list[Anchor]:
        """The anchor of each clause of the next sentence; names in a quote from the evidence bind nothing."""
        if self.given is not None:
            return [Anchor(self.given, True) for _ in sentence.clauses]
        named = [None if is_quote else self._named(sentence, number) for number in range(len(sentence.clauses))]
        start = folded.lower[sentence.piece.start : sentence.piece.end]
        above = self._header if sentence.piece.line > self._line else None
        fallback = self._last if _GOES_ON.match(start) else above
        if self._is_header(folded, sentence, named):
            self._header, self._line = next(one for one in named if one), sentence.piece.line
        result: list[Anchor] = []
        later = next((one for one in named if one), None)
        current: frozenset[int] | None = None
        for number, one in enumerate(named):
            if self._is_new(folded, sentence, number):
                current = current if self._is_named(sentence, number) else None
            current = one or self._post_there(sentence, number, current) or current
            clause = sentence.clauses[number]
            if one is None and _OF_SELF.match(folded.lower, clause.start, clause.end):
                current = self._post_anywhere(sentence, number) or current
            if current and one is None and self._is_school(current):
                current = None  # what comes after a school was not done there
            apart = self._tells_apart(folded, sentence, number, named) or not _acts(folded, sentence, number)
            ahead = None if apart or (later and self._is_school(later)) else later
            result.append(Anchor(current or ahead or fallback))
            clause = sentence.clauses[number]
            if _ELSEWHEN.match(folded.lower, clause.start, clause.end):
                current = None  # "Before joining Acme" says nothing of where the rest was
        self._last = result[-1].entries or self._last
        return result

    def _named(self, sentence: Sentence, number: int) -> frozenset[int] | None:
        """The entries that a clause itself names."""
        evidence = self._evidence
        mentions = [m for m in sentence.mentions if m.entries and sentence.clause_of(m.start) == number]
        found = frozenset(i for m in mentions for i in m.entries)
        titles = [role for role in sentence.roles if sentence.clause_of(role.start) == number]
        if found:
            by_title = frozenset(
                i for i in found if any(title_fits(role.words, evidence.entries[i].title) for role in titles)
            )
            found = by_title or found
            return self._by_dates(sentence, found) or found
        fitting = frozenset(
            i
            for i, entry in enumerate(evidence.entries)
            if entry.title and any(role.is_anchor and title_fits(role.words, entry.title) for role in titles)
        )
        clause = sentence.clauses[number]
        dated = any(clause.start <= moment.start < clause.end for moment in sentence.moments)
        every = frozenset(range(len(evidence.entries)))
        return fitting or (self._by_dates(sentence, every, whole=True) if dated or number == 0 else None)

    def _post_anywhere(self, sentence: Sentence, number: int) -> frozenset[int]:
        """The entries whose title a clause gives that says what the person is."""
        titles = [role for role in sentence.roles if sentence.clause_of(role.start) == number]
        entries = self._evidence.entries
        return frozenset(
            i
            for i, one in enumerate(entries)
            if one.title and any(title_fits(role.words, one.title) for role in titles)
        )

    def _is_school(self, entries: frozenset[int]) -> bool:
        kinds = {self._evidence.entries[i].kind for i in entries}
        return kinds == {"education"} or {self._evidence.entries[i].title.lower() for i in entries} <= _HONOURED

    @staticmethod
    def _is_new(folded: Folded, sentence: Sentence, number: int) -> bool:
        """Whether a clause begins anew with "I": what titles and dates bound before it, binds it no more."""
        clause = sentence.clauses[number]
        return number > 0 and re.match(r"I\b", folded.text[clause.start : clause.end]) is not None

    @staticmethod
    def _is_named(sentence: Sentence, number: int) -> bool:
        """Whether an employer is named in a clause before."""
        return any(one.entries and sentence.clause_of(one.start) < number for one in sentence.mentions)

    def _tells_apart(self, folded: Folded, sentence: Sentence, number: int, named: list[frozenset[int] | None]) -> bool:
        """Whether a clause and the next that names an entry each say "I" did it: then the name is of the second alone."""
        ahead = next((at for at in range(number + 1, len(named)) if named[at]), None)
        clauses = sentence.clauses
        here = clauses[number]
        if ahead is not None and _EARLIER.search(folded.lower, 0, clauses[ahead].start):
            return True  # "... before joining Acme" was not at Acme
        if ahead is not None and _ELSEWHEN.match(folded.lower, here.start, here.end):
            return True
        return ahead is not None and all(
            re.search(r"(?<!\w)I(?!\w)", folded.text[clauses[at].start : clauses[at].end]) for at in (number, ahead)
        )

    def _post_there(self, sentence: Sentence, number: int, current: frozenset[int] | None) -> frozenset[int] | None:
        """The entries of the employer spoken of whose title a clause gives: "returned as a technician"."""
        titles = [role for role in sentence.roles if sentence.clause_of(role.start) == number]
        names = {self._evidence.organizations[i] for i in current or ()} - {()}
        return frozenset(
            i
            for i, entry in enumerate(self._evidence.entries)
            if self._evidence.organizations[i] in names and any(title_fits(role.words, entry.title) for role in titles)
        )

    def _by_dates(self, sentence: Sentence, among: frozenset[int], *, whole: bool = False) -> frozenset[int] | None:
        """The only entry among these that a range of dates of the sentence fits."""
        for first in sentence.moments:
            second = next(
                (m for m in sentence.moments if m.pair == first.pair and m is not first and m.start > first.start), None
            )
            if second is None or first.pair < 0 or first.role != "start":
                continue
            entries = self._evidence.entries
            fitting = [i for i in among if same(first.value, entries[i].start) and same(second.value, entries[i].end)]
            if len(fitting) == 1 or (fitting and not whole):
                return frozenset(fitting)
        return None

    def _is_header(self, folded: Folded, sentence: Sentence, named: list[frozenset[int] | None]) -> bool:
        """A line that only names a job: the points below it speak of that job."""
        words = tokens(folded, sentence.piece.start, sentence.piece.end)
        known = {token for mention in sentence.mentions for token in range(mention.start, mention.end)}
        verbs = [
            token
            for token in words
            if is_verb(token.lower) and token.start not in known and not token.written[0].isupper()
        ]
        return any(named) and bool(sentence.mentions) and len(words) <= HEADER_WORDS and not verbs
