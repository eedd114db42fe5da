"""What the page of improvements for a job shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from aiplatform.capabilities import CapabilityInput
from matching.capabilities.match_job import MatchJobInput
from matching.models import JobPosting, Match
from matching.queries.card_pages import Staleness
from resumes.advice_queries import Cost, ShownAdvice, cost_of, latest, shown_advice
from resumes.capabilities.pieces import resume_piece
from resumes.models import ResumeVersion
from resumes.parsing.types import ParsedResume
from resumes.services import current_version

KIND = "job"


@dataclass(frozen=True)
class ImprovementsPage:
    """The newest answers about this job for the current version; `match` is None where that is not scored or the score is stale."""

    version: ResumeVersion | None
    match: Match | None
    suggestions: ShownAdvice | None
    words: ShownAdvice | None
    cost: Cost


def improvements_page(user: User, job: JobPosting, *, today: dt.date) -> ImprovementsPage:
    """Everything on the page; some eight queries, and those of prices where a model is set up."""
    version = current_version(user)
    if version is None:
        return ImprovementsPage(None, None, None, None, Cost(False))
    match = Match.objects.filter(owner=user, version=version, job=job).first()
    if match is not None and Staleness.of([match.version_id])(match, job):
        match = None
    found = {
        key: latest(user, version, key, kind=KIND, about=str(job.pk)) for key in ("suggest_improvements", "match_job")
    }
    shown = {key: shown_advice(advice) if advice else None for key, advice in found.items()}
    asked: CapabilityInput = MatchJobInput(
        resume=resume_piece(ParsedResume.from_dict(version.parsed)), job_title=job.title, posting=job.description
    )
    cost = cost_of(user, "suggest_improvements", asked, today=today)
    return ImprovementsPage(version, match, shown["suggest_improvements"], shown["match_job"], cost)
