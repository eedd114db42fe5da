"""What a seeker does with a job: save, dismiss, apply, withdraw."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.results import forget_results_once_committed
from matching.models import Application, JobMark, JobPosting, MatchFeedback
from matching.services.errors import ApplicationError
from matching.services.feedback import record_reaction
from resumes.models import ResumeGrant, ResumeVersion
from resumes.services import current_version


@transaction.atomic
def mark_job(
    user: User, job: JobPosting, kind: str | None, *, reason: str = "", at: dt.datetime | None = None
) -> JobMark | None:
    """Save or dismiss a job (with one of the reasons, or none), or with None take the mark back; one mark a job.

    The first of each kind is also recorded as feedback on the match.
    """
    if kind is None:
        JobMark.objects.filter(owner=user, job=job).delete()
        return None
    if kind not in JobMark.Kind.values:
        raise ApplicationError("A job can be saved or dismissed.", code="unknown_mark")
    mark, _ = JobMark.objects.update_or_create(owner=user, job=job, defaults={"kind": kind})
    record_reaction(user, job, kind, at=at or timezone.now(), reason=reason)
    return mark


def _refuse(job: JobPosting, by: User, today: dt.date) -> None:
    if job.company_id is None:
        raise ApplicationError(
            "This job was not posted by a company here. Apply on the employer's own site.", code="no_company"
        )
    if job.status != JobPosting.Status.PUBLISHED or job.deleted_at is not None:
        raise ApplicationError("This job is closed.", code="closed")
    if job.closes_on is not None and job.closes_on < today:
        raise ApplicationError(f"Applications for this job closed on {job.closes_on:%-d %B %Y}.", code="closed")
    if Membership.objects.filter(company_id=job.company_id, user=by).exists():
        raise ApplicationError("You work for this company and cannot apply to it.", code="own_company")


@transaction.atomic
def apply(job: JobPosting, *, by: User, note: str, at: dt.datetime) -> Application:
    """Apply with the current resume: the company may read that version from now on, and the pair is scored.

    Raises ApplicationError without a resume, for a job that is closed, of no company or of the person's own company,
    and for a second application. After a withdrawal one may apply again.
    """
    _refuse(job, by, at.date())
    version = current_version(by)
    if version is None:
        raise ApplicationError("Add a resume first; the company reads it with your application.", code="no_resume")
    before = Application.objects.select_for_update().filter(owner=by, job=job).live().first()
    if before is not None and before.status == Application.Status.APPLIED:
        raise ApplicationError("You have applied for this job already.", code="twice")
    application = before or Application(owner=by, job=job, company_id=job.company_id)
    application.version = version
    application.status = Application.Status.APPLIED
    application.note = note.strip()
    application.applied_at = at
    application.withdrawn_at = None
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        # The same person's other request was first; nothing was there yet that could have been locked.
        raise ApplicationError("You have applied for this job already.", code="twice") from error
    _show(version, job)
    record_reaction(by, job, MatchFeedback.Kind.APPLIED, at=at)
    _request_score(version, job)
    return application


def _show(version: ResumeVersion, job: JobPosting) -> None:
    """One live grant of this version for this company; answers kept from before no longer stand."""
    ResumeGrant.objects.get_or_create(
        owner_id=version.owner_id,
        resume_id=version.resume_id,
        version=version,
        company=job.company,
        reason=ResumeGrant.Reason.APPLIED,
        revoked_at=None,
    )
    forget_results_once_committed(version.owner_id)


def _request_score(version: ResumeVersion, job: JobPosting) -> None:
    from matching.jobs import score_pairs

    score_pairs.enqueue(
        actor=version.owner_id,
        key=f"{version.pk}:{job.pk}",
        version_id=str(version.pk),
        job_ids=[str(job.pk)],
    )


@transaction.atomic
def withdraw(application: Application, *, at: dt.datetime) -> None:
    """Take an application back; the company loses sight of the version unless another live application shows it."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.status == Application.Status.WITHDRAWN:
        raise ApplicationError("This application is withdrawn already.", code="twice")
    application.status = Application.Status.WITHDRAWN
    application.withdrawn_at = at
    application.save(update_fields=["status", "withdrawn_at"])
    others = Application.objects.live().filter(
        owner_id=application.owner_id,
        company=application.company,
        version_id=application.version_id,
        status=Application.Status.APPLIED,
    )
    if not others.exists():
        ResumeGrant.objects.filter(
            owner_id=application.owner_id,
            version_id=application.version_id,
            company=application.company,
            reason=ResumeGrant.Reason.APPLIED,
            revoked_at=None,
        ).update(revoked_at=at)
    forget_results_once_committed(application.owner_id)
