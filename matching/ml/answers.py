"""A person's answers about skills, and what they do to the facts that scoring takes.

A yes that names a dated entry or years is as good as a skill told in that entry; a bare yes is as good as a skill that is
only listed. A no takes the claim away and outranks whatever the text or another skill says. Years count only where stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from matching.ml.types import Claim, TalentFacts


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that counts. `place` is a dated entry in words, `day` the ISO date on which it was given."""

    key: str
    has: bool
    place: str = ""
    years: float | None = None
    day: str = ""

    @property
    def is_evidence(self) -> bool:
        """Whether it counts as told in a dated entry."""
        return self.has and bool(self.place or self.years)

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Answer:
        return cls(**values)


def with_answers(facts: TalentFacts, answers: Iterable[Answer]) -> TalentFacts:
    """The facts with these answers taken into account: the claims of `facts.skills` as the resume alone tells them.

    One answer a key; a later one of the same key wins. Claims keep their order, new ones follow by key.
    """
    given = {answer.key: answer for answer in answers}
    kept = [_answered(claim, given.get(claim.key)) for claim in facts.skills]
    told = {claim.key for claim in facts.skills}
    added = [_answered(Claim(key), given[key]) for key in sorted(set(given) - told)]
    return replace(
        facts,
        skills=tuple(claim for claim in (*kept, *added) if claim is not None),
        denied=frozenset(key for key, answer in given.items() if not answer.has),
    )


def _answered(claim: Claim, answer: Answer | None) -> Claim | None:
    if answer is None:
        return claim
    if not answer.has:
        return None
    years = [years for years in (claim.years, answer.years) if years is not None]
    return replace(claim, evidenced=claim.evidenced or answer.is_evidence, years=max(years, default=None))
