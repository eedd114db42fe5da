"""The jobs that a person cares about and the skills they ask for, from the view `user_skill_gaps`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from matching.facts import unpack_job
from matching.ml.types import JobFacts
from matching.scoring import stored_facts


@dataclass(frozen=True)
class GapRow:
    """One skill that one job of interest asks for, and what the person's resumes and answers say of it."""

    job_id: uuid.UUID
    skill_key: str
    skill_label: str
    importance: str
    min_years: float | None
    is_saved: bool
    is_applied: bool
    is_best: bool
    answer: str | None
    state: str


def gap_rows(user: User) -> list[GapRow]:
    """All rows of the person; one query. The view gives only the caller's own, and the condition says so again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select job_id, skill_key, skill_label, importance, min_years, is_saved, is_applied, is_best, answer, state"
            " from user_skill_gaps where owner_id = %s order by skill_key, job_id",
            [user.pk],
        )
        return [GapRow(*row) for row in cursor.fetchall()]


def stored_jobs(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, JobFacts]:
    """Stored facts of these jobs as far as they are current, by key; one query."""
    return {key: unpack_job(packed) for key, packed in sorted(stored_facts(sorted(keys)).items())}
