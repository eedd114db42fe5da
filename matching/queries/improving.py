"""What the page of improvements for a job shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from aiplatform.capabilities import CapabilityInput
from matching.models import JobPosting, Match
from matching.queries.asked import improvements_input, match_input
from matching.queries.card_pages import Staleness
from matching.queries.coach import Coach, Item, coach_of
from resumes.advice_queries import Cost, ShownAdvice, cost_of, latest, shown_advice
from resumes.advising import has_model
from resumes.models import Advice, ResumeVersion
from resumes.services import current_version

KIND = "job"
OFFERS_SHOWN = 4


@dataclass(frozen=True)
class ImprovementsPage:
    """The newest answers about this job for the current version; `match` is None where that is not scored or the score is stale.

    Until suggestions were asked for, `offers` are the first of the coach's `offer_count` changes. Without a current score,
    `before` are the last suggestions for this job, made for whichever version.
    """

    version: ResumeVersion | None
    match: Match | None
    suggestions: ShownAdvice | None
    words: ShownAdvice | None
    cost: Cost
    words_cost: Cost
    offers: tuple[Item, ...] = ()
    offer_count: int = 0
    before: Advice | None = None


def improvements_page(user: User, job: JobPosting, *, today: dt.date) -> ImprovementsPage:
    """Everything on the page; some eight queries, the coach's before the first suggestions and with a model, and
    then those of prices."""
    version = current_version(user)
    if version is None:
        return ImprovementsPage(None, None, None, None, Cost(False), Cost(False))
    match = Match.objects.filter(owner=user, version=version, job=job).first()
    if match is not None and Staleness.of([match.version_id])(match, job):
        match = None
    if match is None:
        return ImprovementsPage(version, None, None, None, Cost(False), Cost(False), before=_last(user, job))
    found = {
        key: latest(user, version, key, kind=KIND, about=str(job.pk)) for key in ("suggest_improvements", "match_job")
    }
    shown = {key: shown_advice(advice) if advice else None for key, advice in found.items()}
    coach = coach_of(user, job, today=today) if has_model() or not shown["suggest_improvements"] else None
    costs = _costs(user, job, coach, today=today)
    offers = coach.items if coach and not shown["suggest_improvements"] else ()
    return ImprovementsPage(
        version,
        match,
        shown["suggest_improvements"],
        shown["match_job"],
        *costs,
        offers=offers[:OFFERS_SHOWN],
        offer_count=len(offers),
    )


def _costs(user: User, job: JobPosting, coach: Coach | None, *, today: dt.date) -> tuple[Cost, Cost]:
    """What suggestions, and the job in words, would cost with the coach's changes as they are now; no query without a model."""
    if not has_model() or coach is None:
        return Cost(False), Cost(False)
    asked: dict[str, CapabilityInput | None] = {
        "suggest_improvements": improvements_input(user, job, today=today, coach=coach, is_rescored=False),
        "match_job": match_input(user, job, today=today, coach=coach),
    }
    suggestions, words = (
        cost_of(user, key, inputs, today=today) if inputs else Cost(False) for key, inputs in asked.items()
    )
    return suggestions, words


def _last(user: User, job: JobPosting) -> Advice | None:
    """The newest suggestions for a job, whichever version they were made for; one query."""
    rows = Advice.objects.visible_to(user).filter(capability="suggest_improvements").about(KIND, str(job.pk))
    return rows.defer("value").order_by("-created_at", "pk").first()
