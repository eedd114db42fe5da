"""What recruiters do beside the score: blind review, revealing who a candidate is, notes."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from accounts.models import User
from matching.models import CandidateNote, IdentityReveal, JobPosting, ReviewSwitch
from matching.services.errors import HiringError
from resumes.models import ResumeVersion

LONGEST_NOTE = 4000
LONGEST_REASON = 300


def _named(user: User) -> str:
    return user.display_name[:120]


@transaction.atomic
def set_blind_review(job: JobPosting, *, is_blind: bool, by: User) -> bool:
    """Turn a posting's blind review on or off; a row says who did. False where it was so already.

    Turning it off shows every name at once to the company's recruiters, without a reveal for each.
    """
    if job.company_id is None:
        raise HiringError("Only a company reviews candidates.", code="no_company")
    JobPosting.objects.select_for_update().get(pk=job.pk)
    newest = ReviewSwitch.objects.filter(job=job).order_by("-created_at", "-pk").first()
    if (newest is not None and newest.is_blind) == is_blind:
        return False
    ReviewSwitch.objects.create(owner=by, owner_name=_named(by), job=job, company_id=job.company_id, is_blind=is_blind)
    return True


@transaction.atomic
def reveal_identity(job: JobPosting, version: ResumeVersion, *, by: User, reason: str = "") -> bool:
    """Show `by` who this candidate is, from now on and for this job; a row says so to colleagues and to the candidate.

    False where it was revealed to this person before. Raises HiringError where the name is shown anyway.
    """
    if job.company_id is None or not _is_blind(job):
        raise HiringError("Blind review is off for this posting: names are shown already.", code="not_blind")
    try:
        with transaction.atomic():
            IdentityReveal.objects.create(
                owner_id=version.owner_id,
                version=version,
                job=job,
                company_id=job.company_id,
                revealed_by=by,
                revealed_by_name=_named(by),
                reason=" ".join(reason.split())[:LONGEST_REASON],
            )
    except IntegrityError:
        # The same click sent twice: the first row stands.
        if not IdentityReveal.objects.filter(job=job, owner_id=version.owner_id, revealed_by=by).exists():
            raise
        return False
    return True


def _is_blind(job: JobPosting) -> bool:
    newest = ReviewSwitch.objects.filter(job=job).order_by("-created_at", "-pk").first()
    return newest is not None and newest.is_blind


def _text(text: str) -> str:
    text = text.strip()
    if not text:
        raise HiringError("Write something first; an empty note is not kept.", code="empty")
    if len(text) > LONGEST_NOTE:
        raise HiringError(f"A note may have at most {LONGEST_NOTE:,} characters.", code="too_long")
    return text


@transaction.atomic
def add_note(job: JobPosting, version: ResumeVersion, *, by: User, text: str) -> CandidateNote:
    """Keep a note about a candidate, for colleagues only. Raises HiringError for an empty or too long one."""
    if job.company_id is None:
        raise HiringError("Only a company keeps notes on candidates.", code="no_company")
    return CandidateNote.objects.create(
        owner=by,
        candidate_id=version.owner_id,
        version=version,
        job=job,
        company_id=job.company_id,
        text=_text(text),
    )


@transaction.atomic
def edit_note(note: CandidateNote, *, text: str, at: dt.datetime) -> None:
    """Change a note's text and say when."""
    note.text = _text(text)
    note.edited_at = at
    note.save(update_fields=["text", "edited_at"])


@transaction.atomic
def bin_note(note: CandidateNote, *, at: dt.datetime) -> None:
    """Delete a note so that it can be taken back."""
    note.deleted_at = at
    note.save(update_fields=["deleted_at"])


@transaction.atomic
def unbin_note(note: CandidateNote) -> None:
    """Take a deletion back."""
    note.deleted_at = None
    note.save(update_fields=["deleted_at"])
