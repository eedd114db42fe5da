"""Vectors and packed facts of postings and of talents, made on write and kept while nothing they are made of changes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

import numpy as np
from django.db import transaction
from pgvector import HalfVector

from accounts.models import ProfilePlace, TalentProfile
from matching.answers import answered_vector, packed_claims, standing_answers, taken_answers
from matching.facts import (
    encoder_id,
    encoder_or_none,
    facts_version,
    job_facts_of,
    pack_job,
    pack_talent,
    talent_digest,
    talent_facts_and_search,
    wishes_of,
)
from matching.ml.types import Floats, JobFacts, TalentFacts
from matching.models import JobPosting, JobRequirement, JobVector, TalentVector
from matching.scoring import is_current
from resumes.models import ResumeVersion

JOB_COLUMNS = [
    "owner", "company", "is_published", "model", "text_sha256", "search", "description", "requirements", "facts",
    "facts_version", "skill_keys", "country", "remote", "level", "closes_on", "embedded_at",
]  # fmt: skip
TALENT_COLUMNS = [
    "model", "inputs_sha256", "search", "skills", "experience", "goals", "facts", "facts_version", "claims", "answers",
]  # fmt: skip


def _half(vector: Floats | None) -> HalfVector | None:
    return None if vector is None else HalfVector(np.asarray(vector, np.float16))


def stale_jobs(job_ids: Sequence[uuid.UUID]) -> list[JobPosting]:
    """The rankable ones of these jobs whose stored facts are missing or made of something else; two queries."""
    jobs = list(JobPosting.objects.filter(pk__in=job_ids, is_rankable=True).live().order_by("pk"))
    kept = {
        vector.job_id: vector.text_sha256
        for vector in JobVector.objects.filter(job__in=jobs).only("job_id", "text_sha256", "model", "facts_version")
        if is_current(vector)
    }
    return [job for job in jobs if kept.get(job.pk) != job.text_sha256]


def job_vectors(jobs: Sequence[JobPosting], *, at: dt.datetime) -> list[JobVector]:
    """Unsaved vectors of these postings; one query for their requirements, and the encoder's work."""
    rows: dict[uuid.UUID, list[JobRequirement]] = {job.pk: [] for job in jobs}
    for row in JobRequirement.objects.filter(job__in=list(rows)).order_by("job_id", "position"):
        rows[row.job_id].append(row)
    encoder = encoder_or_none()
    made = job_facts_of([(job, rows[job.pk]) for job in jobs], today=at.date(), encoder=encoder)
    return [_job_vector(job, *made[job.pk], model=encoder_id(encoder), at=at) for job in jobs]


def _job_vector(job: JobPosting, facts: JobFacts, search: Floats | None, *, model: str, at: dt.datetime) -> JobVector:
    return JobVector(
        job=job,
        owner_id=job.owner_id,
        company_id=job.company_id,
        is_published=job.status == JobPosting.Status.PUBLISHED and job.deleted_at is None,
        model=model,
        text_sha256=job.text_sha256,
        search=_half(search),
        description=_half(facts.description_vector),
        requirements=_half(facts.requirements_vector),
        facts=pack_job(facts),
        facts_version=facts_version(),
        skill_keys=sorted({need.key for need in facts.needs}),
        country=job.countries[0] if len(job.countries) == 1 else "",
        remote=job.remote,
        level=facts.level,
        closes_on=job.closes_on,
        embedded_at=at,
    )


@transaction.atomic
def store_job_vectors(vectors: Sequence[JobVector]) -> int:
    """Keep vectors of postings that did not change meanwhile; returns how many.

    A posting's state may have changed while its text was encoded (published, closed): the row takes the state it has now.
    """
    keys = {vector.job_id: vector for vector in vectors}
    jobs = JobPosting.objects.filter(pk__in=list(keys)).select_for_update(of=("self",), no_key=True).order_by("pk")
    kept = []
    for job in jobs.only("pk", "text_sha256", "status", "deleted_at", "owner_id", "company_id"):
        vector = keys[job.pk]
        if vector.text_sha256 == job.text_sha256:
            vector.is_published = job.status == JobPosting.Status.PUBLISHED and job.deleted_at is None
            kept.append(vector)
    JobVector.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["job"], update_fields=JOB_COLUMNS, batch_size=200
    )
    return len(kept)


def wishes_rows(owner_id: uuid.UUID) -> tuple[TalentProfile | None, list[ProfilePlace]]:
    """A person's wishes; two queries."""
    profile = TalentProfile.objects.filter(owner_id=owner_id).first()
    places = ProfilePlace.objects.filter(owner_id=owner_id).order_by("-is_home", "name", "pk")
    return profile, list(places) if profile else []


def digest_now(version: ResumeVersion) -> str:
    """The digest of facts of this version if they were made now; three queries."""
    wishes = wishes_of(*wishes_rows(version.owner_id))
    return talent_digest(version, wishes, encoder_id(encoder_or_none()), standing_answers(version.owner_id))


def talent_vector(version: ResumeVersion, *, today: dt.date) -> tuple[TalentVector, bool]:
    """The version's vector, and whether it is new: the stored one while text, wishes, answers, encoder, taxonomy and layout are
    the same. Where only answers changed, the rest of the stored facts is taken over as it is."""
    wishes = wishes_of(*wishes_rows(version.owner_id))
    answers = standing_answers(version.owner_id)
    encoder = encoder_or_none()
    model = encoder_id(encoder)
    digest = talent_digest(version, wishes, model, answers)
    stored = TalentVector.objects.filter(version=version).first()
    if stored is not None and is_current(stored):
        if stored.inputs_sha256 == digest:
            return stored, False
        same = stored.inputs_sha256 == talent_digest(version, wishes, model, taken_answers(stored))
        if same and stored.claims is not None:
            return answered_vector(stored, answers, digest=digest), True
    facts, search = talent_facts_and_search(version, wishes, today=today, encoder=encoder)
    vector = _talent_vector(version, facts, search, model=model, digest=digest)
    return answered_vector(vector, answers, digest=digest), True


def _talent_vector(
    version: ResumeVersion, facts: TalentFacts, search: Floats | None, *, model: str, digest: str
) -> TalentVector:
    return TalentVector(
        owner_id=version.owner_id,
        version=version,
        model=model,
        inputs_sha256=digest,
        search=_half(search),
        skills=_half(facts.skills_vector),
        experience=_half(facts.experience_vector),
        goals=_half(facts.goals_vector),
        facts=pack_talent(facts),
        facts_version=facts_version(),
        claims=packed_claims(facts),
    )


def store_talent_vector(vector: TalentVector) -> None:
    """Keep a version's vector, in place of an older one."""
    TalentVector.objects.bulk_create(
        [vector], update_conflicts=True, unique_fields=["version"], update_fields=TALENT_COLUMNS
    )
