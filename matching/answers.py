"""The answers that a person gave about skills, as rows and as what scoring takes; and stored facts with and without them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from matching.fact_packing import pack_talent, unpack_talent
from matching.ml.answers import Answer, with_answers
from matching.ml.types import Claim, TalentFacts
from matching.models import SkillFact, TalentVector

_CLAIM = attrgetter(*(item.name for item in fields(Claim)))


def standing_answers(owner_id: uuid.UUID) -> list[Answer]:
    """A person's answers that count, by key; one query."""
    rows = SkillFact.objects.filter(owner_id=owner_id).live().exclude(answer=SkillFact.Answer.CANNOT_SAY)
    return [answer_of(row) for row in rows.order_by("skill_key")]


def answer_of(row: SkillFact) -> Answer:
    """A kept answer as scoring takes it."""
    has = row.answer == SkillFact.Answer.YES
    return Answer(row.skill_key, has, row.place, row.years, row.answered_at.date().isoformat())


def told_facts(vector: TalentVector) -> TalentFacts:
    """The stored facts as the resume and the wishes alone tell them, before any answer."""
    facts = unpack_talent(bytes(vector.facts))
    if vector.claims is None:
        return facts
    return replace(facts, skills=tuple(Claim(*values) for values in vector.claims), denied=frozenset())


def answered_vector(vector: TalentVector, answers: Sequence[Answer], *, digest: str) -> TalentVector:
    """The vector with these answers in place of those that its facts took into account; not saved."""
    vector.facts = pack_talent(with_answers(told_facts(vector), answers))
    vector.answers = [answer.to_dict() for answer in answers]
    vector.inputs_sha256 = digest
    return vector


def packed_claims(facts: TalentFacts) -> list[list[Any]]:
    """The claims of facts as a vector keeps them."""
    return [list(_CLAIM(claim)) for claim in facts.skills]


def taken_answers(vector: TalentVector) -> list[Answer]:
    """The answers that a vector's facts take into account."""
    return [Answer.from_dict(values) for values in vector.answers]
