"""What capabilities about a job take: the matcher's proofs and the coach's changes, as pieces with names. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from resumes.capabilities.pieces import Importance, Piece

State = Literal["met", "partial", "unknown", "missing"]
Criticality = Literal["critical", "important", "minor"]
OfferKind = Literal["surface", "confirm", "learn"]
LONGEST_POSTING = 12_000  # characters that a model reads of a posting


class RequirementPiece(Piece):
    """One requirement and what the matcher found of it in the resume: state, quote, the entry it stands in, and why."""

    id: str
    text: str
    importance: Importance
    state: State
    quote: str = ""
    source: str = ""
    note: str = ""
    kind: str = "skill"

    @property
    def criticality(self) -> Criticality:
        """How much it matters that it is not met: a missing must-have most, a wish least."""
        if self.importance != "must":
            return "minor"
        return "critical" if self.state == "missing" else "important"


class OfferPiece(Piece):
    """One change of the coach: bring to the front what is written, confirm what is true, or learn."""

    id: str
    kind: OfferKind
    label: str
    title: str
    why: str
    quote: str = ""
    source: str = ""


class JobKeyword(Piece):
    """One keyword of a posting, and whether the resume names it in the posting's words."""

    label: str
    importance: Importance
    is_named: bool


def requirement_pieces(proofs: Iterable[dict[str, Any]]) -> tuple[RequirementPiece, ...]:
    """Stored proofs of a match in the posting's order, named r1, r2, ..."""
    kept = ("text", "importance", "state", "quote", "source", "note", "kind")
    return tuple(
        RequirementPiece.model_validate({"id": f"r{n}", **{name: row[name] for name in kept if name in row}})
        for n, row in enumerate(proofs, start=1)
    )


def ordered(ids: Sequence[str], known: Iterable[str]) -> list[str]:
    """The known ones in the order of `ids`, each once; those not among `ids` follow in their own order."""
    left = list(known)
    return [*(name for name in dict.fromkeys(ids) if name in left), *(name for name in left if name not in set(ids))]
