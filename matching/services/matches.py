"""Matches of a person: found, scored, kept; and one pair at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Run, User
from accounts.runs import start_run
from matching.enough import TOO_LITTLE
from matching.facts import pair_digest
from matching.models import Application, JobMark, JobPosting, Match, TalentVector
from matching.retrieval import LIMIT, Filters, as_array, find
from matching.scoring import (
    Talent,
    active_ranker_version,
    postings,
    score_jobs,
    score_talents,
    talent_of,
)
from matching.services.errors import MatchError
from matching.services.vectors import digest_now, store_talent_vector, talent_vector
from matching.services.watch import note_refreshed
from resumes.models import ResumeVersion
from resumes.services import current_version

MATCH_COLUMNS = [
    "owner", "company", "score", "raw", "baseline", "source", "ranker_version", "ranker_sha256", "inputs_sha256", "features",
    "contributions", "subscores", "factors", "requirements", "knockouts", "scored_at",
]  # fmt: skip


@dataclass(frozen=True)
class Computed:
    """What a refresh found out and has yet to keep."""

    vector: TalentVector
    is_new_vector: bool
    matches: list[Match]
    candidates: list[uuid.UUID]
    at: dt.datetime


def refresh_matches(user: User) -> Run:
    """Queue the finding and scoring of jobs for the current resume; while one waits or works, that one is given back.

    Raises MatchError without a resume.
    """
    from matching.jobs import refresh_matches as job

    if current_version(user) is None:
        raise MatchError("Upload a resume first; jobs are found for it.", code="no_resume")
    return start_run(job, by=user, label="Finding jobs that fit", subject_kind="matches", key="matches")


def request_refresh(user: User, *, delay: float = 0.0) -> None:
    """Queue a refresh that nobody watches (a resume, the wishes or the choice of resume changed)."""
    from matching.jobs import refresh_matches as job

    if current_version(user) is not None:
        job.enqueue(actor=user.pk, key=f"{user.pk}:quiet", delay=delay)


# Reading an upload makes a version current and then matches it itself; the quiet refresh comes after and finds it done.
QUIET_DELAY_S = 5.0


def refresh_when_changed(user: User) -> None:
    """Another version stands for the person now."""
    request_refresh(user, delay=QUIET_DELAY_S)


def refresh_when_wished(user: User) -> None:
    """The person's wishes were saved: where they changed, every score is stale until the refresh has come by."""
    mark_changed(user)
    request_refresh(user)


def mark_changed(user: User) -> None:
    """Take the digest from the stored facts of the current version if they are no longer what would be made now: whatever
    was computed from them is stale from this moment; five queries at most."""
    version = current_version(user)
    vector = TalentVector.objects.filter(version=version).only("pk", "inputs_sha256").first() if version else None
    if version is not None and vector is not None and vector.inputs_sha256 != digest_now(version):
        TalentVector.objects.filter(pk=vector.pk).update(inputs_sha256="")


def find_jobs(talent: Talent, vector: TalentVector, *, today: dt.date) -> list[uuid.UUID]:
    """Keys of the jobs worth scoring for a talent, and of those that the person marked or applied to."""
    claims = sorted(talent.facts.skills, key=lambda claim: (not claim.evidenced, -(claim.years or 0.0), claim.key))
    search = vector.search
    found = find(
        as_array(search),
        [claim.key for claim in claims],
        owner_id=talent.owner_id,
        model=vector.model,
        filters=Filters(open_on=today),
        limit=LIMIT,
    )
    return list(dict.fromkeys([*kept_jobs(talent.owner_id), *found]))


def kept_jobs(owner_id: uuid.UUID) -> list[uuid.UUID]:
    """Jobs whose match stays whatever retrieval finds: saved, dismissed, applied to; two queries."""
    marked = JobMark.objects.filter(owner_id=owner_id).order_by("pk").values_list("job_id", flat=True)
    applied = Application.objects.filter(owner_id=owner_id).live().order_by("pk").values_list("job_id", flat=True)
    return [*marked, *applied]


def compute_matches(version: ResumeVersion, *, at: dt.datetime, is_asked: bool = True) -> Computed:
    """Vector, candidates and score cards of a version; nothing is written.

    Pairs whose inputs did not change since they were scored are left as they are. Those that another ranker scored are
    scored again only when somebody asked for it (`is_asked`): else they stay, and show as stale.
    """
    vector, is_new = talent_vector(version, today=at.date())
    talent = talent_of(vector, version)
    keys = find_jobs(talent, vector, today=at.date())
    current = _unchanged(version, talent, keys, ranker=active_ranker_version() if is_asked else None)
    found = postings([key for key in keys if key not in current], today=at.date())
    return Computed(vector, is_new, score_jobs(talent, found, at=at), keys, at)


def _unchanged(
    version: ResumeVersion, talent: Talent, keys: Sequence[uuid.UUID], *, ranker: str | None
) -> set[uuid.UUID]:
    """Of these jobs, those whose stored match was computed from the same inputs, and by this ranker if one is given; one
    query."""
    rows = Match.objects.filter(version=version, job__in=keys)
    rows = rows if ranker is None else rows.filter(ranker_version=ranker)
    return {
        job_id
        for job_id, stored, job_digest in rows.values_list("job_id", "inputs_sha256", "job__text_sha256")
        if stored == pair_digest(talent.digest, job_digest)
    }


@transaction.atomic
def store_matches(version: ResumeVersion, computed: Computed) -> int:
    """Keep a refresh: afterwards the version has the matches of its candidates, and the person no others but those of
    versions that a company was shown with an application. Returns how many were written.
    """
    if computed.is_new_vector:
        store_talent_vector(computed.vector)
    write_matches(computed.matches)
    shown = Application.objects.filter(owner_id=version.owner_id).live().values("version_id")
    older = Q(owner_id=version.owner_id) & ~Q(version=version) & ~Q(version_id__in=shown)
    left_out = Q(version=version) & ~Q(job_id__in=computed.candidates)
    Match.objects.filter(owner_id=version.owner_id).filter(older | left_out).delete()
    note_refreshed(version.owner_id, at=computed.at)
    return len(computed.matches)


def write_matches(matches: Sequence[Match]) -> None:
    """Insert matches, or replace those of the same version and job."""
    Match.objects.bulk_create(
        matches,
        update_conflicts=True,
        unique_fields=["version", "job"],
        update_fields=MATCH_COLUMNS,
        batch_size=250,
    )


@transaction.atomic
def score_pair(version: ResumeVersion, job: JobPosting, *, at: dt.datetime | None = None) -> Match:
    """Score one pair now and keep it, with the version's facts; its owner must be the one who acts.

    The company reads the card that is kept here. Raises MatchError for a job with too little text and for one that is
    no longer there.
    """
    at = at or timezone.now()
    if not job.is_rankable:
        raise MatchError(TOO_LITTLE, code="too_little")
    found = postings([job.pk], today=at.date())
    if not found:
        raise MatchError("This job is no longer there.", code="gone")
    vector, is_new = talent_vector(version, today=at.date())
    if is_new:
        store_talent_vector(vector)
    match = score_talents([talent_of(vector, version)], found[0], at=at)[0]
    write_matches([match])
    return Match.objects.get(version=version, job=job)


def score_now(user: User, job: JobPosting, *, at: dt.datetime | None = None) -> Match:
    """Score a job against the person's current resume; raises MatchError without one."""
    version = current_version(user)
    if version is None:
        raise MatchError("Upload a resume first; it is what a job is scored against.", code="no_resume")
    return score_pair(version, job, at=at)
