"""What becomes of matches, recorded where it happens: one statement each, with the numbers that the match had then."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import DatabaseError, connections, transaction
from psycopg.errors import InsufficientPrivilege

from accounts.models import User
from careercopilot.db.router import current_alias
from matching.ml.feedback import propensity
from matching.models import COMPANY_KINDS, JobPosting, MatchFeedback
from matching.services.errors import FeedbackError
from resumes.services import current_version

Kind = MatchFeedback.Kind
MOST_SHOWN = 100  # cards of one page at most


def record_shown(user: User, positions: Mapping[uuid.UUID, int], *, at: dt.datetime) -> int:
    """Jobs whose cards this person had on the screen, with their places in the list from 1; returns how many are new.

    A job counts as shown once, at the place where it was seen first, and only with a match of the current resume.
    """
    version = current_version(user)
    seen = {job: place for job, place in positions.items() if place >= 1}
    if version is None or not seen or len(seen) > MOST_SHOWN:
        return 0
    chances = [propensity(place) for place in seen.values()]
    return _record(Kind.SHOWN, version.pk, list(seen), list(seen.values()), chances, at=at)


def record_opened(version_id: uuid.UUID, job: JobPosting, *, at: dt.datetime) -> bool:
    """The person looked at the whole score card of this version of theirs."""
    return bool(_record(Kind.OPENED, version_id, [job.pk], at=at))


def record_reaction(user: User, job: JobPosting, kind: str, *, at: dt.datetime, reason: str = "") -> bool:
    """The person saved, dismissed (with a reason or none) or applied to a job; False where it was recorded before.

    Without a resume there is no match that could be learned from, and nothing is recorded. Raises FeedbackError for an
    unknown reason.
    """
    if reason and (kind != Kind.DISMISSED or reason not in MatchFeedback.DismissReason.values):
        raise FeedbackError("That is no reason to dismiss a job.", code="reason")
    version = current_version(user)
    return version is not None and bool(_record(kind, version.pk, [job.pk], at=at, reason=reason))


def record_outcome(
    job: JobPosting, version_id: uuid.UUID, kind: str, *, by: User, at: dt.datetime, reason: str = ""
) -> bool:
    """A person of the company contacted, rejected (with a reason) or hired the candidate behind this version.

    True when it is recorded now, False when it was before. `by` must be the one who acts: the database refuses any other, viewers,
    and people whom the company was not shown. Raises FeedbackError.
    """
    if kind not in COMPANY_KINDS:
        raise FeedbackError("A candidate is contacted, rejected or hired.", code="kind")
    is_rejection = kind == Kind.REJECTED
    if is_rejection != bool(reason) or (reason and reason not in MatchFeedback.RejectReason.values):
        raise FeedbackError("Say why: a rejection needs one of the reasons.", code="reason")
    if by.pk is None or job.company_id is None:
        raise FeedbackError("Only a person of the company can decide.", code="no_actor")
    try:
        with transaction.atomic(using=current_alias()):
            return bool(_record(kind, version_id, [job.pk], at=at, reason=reason))
    except DatabaseError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise FeedbackError("You cannot decide about this candidate.", code="not_allowed") from error
        raise


def _record(
    kind: str,
    version_id: uuid.UUID,
    jobs: list[uuid.UUID],
    positions: list[int] | None = None,
    chances: list[float] | None = None,
    *,
    at: dt.datetime,
    reason: str = "",
) -> int:
    nothing: list[None] = [None] * len(jobs)
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(
            "select matching_record_feedback(%s, %s, %s::uuid[], %s::int[], %s::float8[], %s, %s)",
            [kind, version_id, jobs, positions or nothing, chances or nothing, reason, at],
        )
        return int(cursor.fetchone()[0])
