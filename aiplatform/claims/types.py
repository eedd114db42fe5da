"""What the claim checker takes and gives: evidence with places, claims with places. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

# Classes with a measured recall (docs/ai-platform.md). "statement" is what no rule below can decide: it is never
# reported as supported.
CLASSES = (
    "number", "percent", "money", "date", "tenure", "employer", "title", "degree", "certification", "skill", "scope",
    "reach", "moved", "language", "name", "award", "statement",
)  # fmt: skip
State = Literal["supported", "unsupported", "unchecked"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start..end (end exclusive) of the evidence's own text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement of the evidence: `text` as a reader sees it, `span` where it stands in the document's text.

    `kind` is bullet, summary, header, skill, certification, language, contact or fact (confirmed by the person). `is_exact`:
    character i of `text` is character `span.start + i` of the document; otherwise only the whole span is known.
    """

    text: str
    span: Span | None
    kind: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A job, school, project or certificate; dates are `YYYY`, `YYYY-MM` or `present`, empty where unknown."""

    key: str
    kind: str
    organization: str = ""
    title: str = ""
    degree: str = ""
    area: str = ""
    start: str = ""
    end: str = ""
    units: tuple[Unit, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The evidence: entries in order, statements outside of entries, and the day that "present" means (`YYYY-MM`).

    Nothing else is evidence; a posting never is.
    """

    entries: tuple[Entry, ...]
    units: tuple[Unit, ...]
    today: str

    def work(self) -> tuple[Entry, ...]:
        """The paid entries, in order: what an entry's number counts."""
        return tuple(entry for entry in self.entries if entry.kind == "work")


@dataclass(frozen=True, slots=True)
class Term:
    """A skill that a recogniser found: `text[start:end]`, a stable key, and the keys that it stands for as well.

    `is_tool`: a product or technique that is used somewhere or not; a field of work (accounting) may be named of any job.
    """

    start: int
    end: int
    key: str
    implies: frozenset[str] = frozenset()
    is_tool: bool = True


Recogniser = Callable[[str], Sequence[Term]]


@dataclass(frozen=True, slots=True)
class Claim:
    """One atomic claim: its words and place in the checked text, and what the evidence says.

    `evidence` is a span of the document's text (None: nothing, or a fact without a place); `entry` the key of the entry it
    stands under; `why` a sentence for people.
    """

    text: str
    start: int
    end: int
    kind: str
    state: State
    why: str
    evidence: Span | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """All claims of a text in order of place. The text is supported when no claim is unsupported."""

    claims: tuple[Claim, ...]

    @property
    def verdict(self) -> Literal["supported", "blocked"]:
        """Blocked as soon as one claim is unsupported."""
        return "blocked" if any(claim.state == "unsupported" for claim in self.claims) else "supported"
