"""What a person says about a skill, taken back again, and what follows for the scores."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import User
from matching.models import JobPosting, JobRequirement, SkillFact
from matching.queries.written import written_skills
from matching.services.errors import AnswerError
from matching.services.matches import request_refresh, score_pair
from matching.services.vectors import store_talent_vector, talent_vector
from resumes.services import current_version
from resumes.taxonomy import taxonomy

ASK_AGAIN = dt.timedelta(days=90)  # after "cannot say" the question rests
MOST_YEARS = 70


@transaction.atomic
def answer_skill(
    user: User,
    key: str,
    answer: str,
    *,
    at: dt.datetime,
    label: str = "",
    place: str = "",
    years: float | None = None,
    job: JobPosting | None = None,
    as_written: bool = False,
) -> SkillFact:
    """Keep an answer in place of an earlier one, and bring the stored facts and the asking job's score up to date.

    `as_written` takes place and quote from the words of the person's own resumes that already tell the skill; they are
    looked up here, never taken from the page. Raises AnswerError for an unknown answer or skill, for years that cannot be,
    and where `as_written` finds no words.
    """
    if answer not in SkillFact.Answer.values:
        raise AnswerError("Answer yes, no or cannot say.", code="unknown_answer")
    if years is not None and not 0 < years <= MOST_YEARS:
        raise AnswerError(f"Years go from a part of one to {MOST_YEARS}.", code="years")
    if key not in taxonomy() and not JobRequirement.objects.filter(job=job, skill_key=key).exists():
        raise AnswerError("No job asks for this skill.", code="unknown_skill")
    fact = SkillFact(owner=user, skill_key=key, skill_label=label or label_of(key), answer=answer, answered_at=at)
    if answer == SkillFact.Answer.YES:
        fact.place, fact.years = place.strip(), years
        if as_written:
            _quote(fact, user)
    if answer == SkillFact.Answer.CANNOT_SAY:
        fact.ask_again_on = (at + ASK_AGAIN).date()
    if job is not None:
        fact.job, fact.job_title = job, job.title
    SkillFact.objects.filter(owner=user, skill_key=key).live().update(withdrawn_at=at)
    fact.save()
    _take_effect(user, job, at=at)
    return fact


def label_of(key: str) -> str:
    """A skill's name in the taxonomy, or the key itself where it has none."""
    tax = taxonomy()
    return tax.skill(key).label if key in tax else key


def _quote(fact: SkillFact, user: User) -> None:
    version = current_version(user)
    found = written_skills(version, [fact.skill_key]).get(fact.skill_key) if version else None
    if found is None:
        raise AnswerError("None of your resumes says so in a dated entry.", code="not_written")
    fact.place, fact.quote, fact.version_id = found.source, found.quote, uuid.UUID(found.version_id)


@transaction.atomic
def withdraw_answer(fact: SkillFact, *, at: dt.datetime, job: JobPosting | None = None) -> SkillFact | None:
    """Take an answer back; the one that it replaced stands again and is given back. Scores follow as after an answer.

    An answer that stands no more is left as it is."""
    if not SkillFact.objects.filter(pk=fact.pk).live().update(withdrawn_at=at):
        return None  # taken back or replaced before
    before = SkillFact.objects.filter(
        owner_id=fact.owner_id, skill_key=fact.skill_key, withdrawn_at=fact.answered_at
    ).exclude(pk=fact.pk)
    earlier = before.order_by("-answered_at", "pk").first()
    if earlier is not None:
        SkillFact.objects.filter(pk=earlier.pk).update(withdrawn_at=None)
        earlier.refresh_from_db()
    _take_effect(fact.owner, job or fact.job, at=at)
    return earlier


def _take_effect(user: User, job: JobPosting | None, *, at: dt.datetime) -> None:
    """The current version's facts take the answers into account; the asking job is scored now, the others in the background."""
    version = current_version(user)
    if version is None:
        return
    vector, is_new = talent_vector(version, today=at.date())
    if not is_new:
        return
    store_talent_vector(vector)
    if job is not None and job.is_rankable and job.deleted_at is None:
        score_pair(version, job, at=at)
    request_refresh(user)
