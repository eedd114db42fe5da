"""Skill gaps across the jobs that a person saved, applied to, added or fits: what each skill is, and what it would move."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from matching.ml.coach import Offer
from matching.ml.questions import Question, ranked
from matching.models import JobPosting, SkillFact
from matching.queries.coach import Item, entry_choices, item_of, label_of, person_of
from matching.queries.interest import GapRow, gap_rows, stored_jobs
from matching.queries.written import written_skills
from matching.scoring import scorer
from resumes.services import current_version

STATES = ("gap", "supported", "existing")  # what can be worked on comes first
SHOWN_JOBS = 3


@dataclass(frozen=True)
class Gap:
    """One skill across the jobs of interest. `gain`: raw points a job that asks for it, None where nothing would move.

    `is_wanted`: a job that was saved or applied to asks for it.
    """

    key: str
    label: str
    state: str
    jobs: tuple[tuple[uuid.UUID, str], ...]
    job_count: int
    must_count: int
    gain: float | None
    answer: str
    is_wanted: bool

    @property
    def more(self) -> int:
        """Jobs that ask for it beyond those named."""
        return self.job_count - len(self.jobs)


@dataclass(frozen=True)
class GapPage:
    """The page of gaps. `question` is the one worth asking now, `asker` a job that asks it; `has_scores` once facts are stored."""

    has_resume: bool
    has_scores: bool
    gaps: tuple[Gap, ...]
    job_count: int
    counts: dict[str, int]
    shown: str
    question: Item | None
    question_jobs: int
    asker: JobPosting | None
    entries: tuple[str, ...]
    answers: tuple[SkillFact, ...]


def gap_page(user: User, *, today: dt.date, shown: str = "") -> GapPage:
    """Everything on the page, with the skills of one state where `shown` names one; at most ten queries."""
    rows = gap_rows(user)
    person = person_of(user, today=today)
    facts = stored_jobs({row.job_id for row in rows})
    order = list(facts)
    asked: list[Question] = []
    if person is not None and order:
        written = written_skills(person.version, {row.skill_key for row in rows})
        changes = [person.open_changes(facts[key], written) for key in order]
        asked = ranked(scorer(), person.told, [facts[key] for key in order], changes, answers=person.answers)
    postings = JobPosting.objects.only("title").in_bulk({row.job_id for row in rows})
    titles = {key: job.title for key, job in postings.items()}
    gaps = _gaps(rows, titles, {question.change.key: question for question in asked})
    first = next((question for question in asked if question.is_open), None)
    return GapPage(
        has_resume=person is not None or current_version(user) is not None,
        has_scores=person is not None,
        gaps=tuple(gap for gap in gaps if shown in ("", gap.state)),
        job_count=len(titles),
        counts={state: sum(gap.state == state for gap in gaps) for state in STATES} | {"": len(gaps)},
        shown=shown,
        question=item_of(Offer(first.change, first.gain / len(first.jobs), 0.0), person) if first and person else None,
        question_jobs=len(first.jobs) if first else 0,
        asker=postings.get(order[first.jobs[0]]) if first else None,
        entries=entry_choices(person.version) if person else (),
        answers=_answers(user),
    )


def _answers(user: User) -> tuple[SkillFact, ...]:
    return tuple(SkillFact.objects.filter(owner=user).live().order_by("-answered_at", "pk"))


def _gaps(rows: Sequence[GapRow], titles: dict[uuid.UUID, str], asked: dict[str, Question]) -> tuple[Gap, ...]:
    """One row a skill: gaps first, of jobs saved or applied to before others, then by what they would move in all."""
    grouped: dict[str, list[GapRow]] = defaultdict(list)
    for row in rows:
        if row.job_id in titles:
            grouped[row.skill_key].append(row)
    gaps = []
    for key, group in grouped.items():
        question = asked.get(key)
        group.sort(key=lambda row: (not row.is_saved, not row.is_applied, titles[row.job_id]))
        gaps.append(
            Gap(
                key=key,
                label=group[0].skill_label or label_of(key),
                state=group[0].state,
                jobs=tuple((row.job_id, titles[row.job_id]) for row in group[:SHOWN_JOBS]),
                job_count=len(group),
                must_count=sum(row.importance == "must" for row in group),
                gain=question.gain / len(question.jobs) if question else None,
                answer=group[0].answer or "",
                is_wanted=any(row.is_saved or row.is_applied for row in group),
            )
        )
    return tuple(sorted(gaps, key=_order))


def _order(gap: Gap) -> tuple[int, bool, float, str]:
    return STATES.index(gap.state), not gap.is_wanted, -(gap.gain or 0.0) * gap.job_count, gap.label
