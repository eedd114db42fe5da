"""What a company adds to a candidate beside the score: blind review, who was revealed to whom, and notes."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Membership, company_ids_of
from accounts.scoping import NOBODY, OwnedModel, ScopedQuerySet
from matching.models.application import Application
from matching.models.job import JobPosting
from resumes.models import ResumeVersion, granted_version_ids

NO_ROW = Q(pk=NOBODY)  # append-only: no row is ever changed or removed by the application


class ReviewSwitchQuerySet(ScopedQuerySet["ReviewSwitch"]):
    """Colleagues and the job's applicants read them; nobody changes them."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        applied = Application.objects.filter(owner_id=user_id, deleted_at=None).order_by().values("job_id")
        return Q(company_id__in=company_ids_of(user_id)) | Q(job_id__in=applied)

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return NO_ROW


class ReviewSwitch(OwnedModel):
    """Somebody turned a posting's blind review on or off; the newest row counts, and none means off.

    The setting is its own log: turning it off shows every name at once, which must not go unseen. Links are plain keys
    without a delete of their own: the database removes the rows with the posting (sql/0011_hiring.sql).
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text="Who turned it.",
    )
    owner_name = models.CharField(max_length=120, help_text="As it was then; the row outlives the account.")
    job = models.ForeignKey(JobPosting, on_delete=models.DO_NOTHING, related_name="review_switches")
    company = models.ForeignKey("accounts.Company", on_delete=models.DO_NOTHING, related_name="+")
    is_blind = models.BooleanField()

    objects: ClassVar[ReviewSwitchQuerySet] = ReviewSwitchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["job", "-created_at"], name="matching_switch_newest")]

    def __str__(self) -> str:
        return f"Blind review {'on' if self.is_blind else 'off'}: {self.job_id}"


class IdentityRevealQuerySet(ScopedQuerySet["IdentityReveal"]):
    """The candidate and the company's members read them; nobody changes them."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id) | Q(company_id__in=company_ids_of(user_id))

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return NO_ROW


class IdentityReveal(OwnedModel):
    """Under blind review one member looked up who one candidate is. It holds for that member, job and person.

    `owner` is the candidate, who reads the row too.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.DO_NOTHING, related_name="reveals")
    job = models.ForeignKey(JobPosting, on_delete=models.DO_NOTHING, related_name="reveals")
    company = models.ForeignKey("accounts.Company", on_delete=models.DO_NOTHING, related_name="+")
    revealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    revealed_by_name = models.CharField(max_length=120, help_text="As it was then; the row outlives the account.")
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[IdentityRevealQuerySet] = IdentityRevealQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "owner", "revealed_by"], name="matching_reveal_once"),
        ]
        indexes = [models.Index(fields=["owner", "-created_at"], name="matching_reveal_owner")]

    def __str__(self) -> str:
        return f"{self.version_id} revealed for {self.job_id}"


class CandidateNoteQuerySet(ScopedQuerySet["CandidateNote"]):
    """Members of the company while the candidate shows them the version; the author, if still a recruiter, writes."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(company_id__in=company_ids_of(user_id), version_id__in=granted_version_ids(user_id))

    def editable_q(self, user_id: uuid.UUID) -> Q:
        writers = company_ids_of(user_id, Membership.Role.OWNER, Membership.Role.RECRUITER)
        return Q(owner_id=user_id, company_id__in=writers)

    def live(self) -> Self:
        """Notes that are not deleted."""
        return self.filter(deleted_at=None)


class CandidateNote(OwnedModel):
    """A word of a colleague about a candidate for a job. It is no part of any score: nothing in scoring reads it.

    `owner` is the author. The candidate is kept beside the version, so that notes stay with the person who brings a newer one.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.DO_NOTHING, related_name="notes")
    job = models.ForeignKey(JobPosting, on_delete=models.DO_NOTHING, related_name="candidate_notes")
    company = models.ForeignKey("accounts.Company", on_delete=models.DO_NOTHING, related_name="+")
    text = models.TextField(max_length=4000)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[CandidateNoteQuerySet] = CandidateNoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="matching_note_text")]
        indexes = [models.Index(fields=["job", "candidate", "created_at"], name="matching_note_candidate")]

    def __str__(self) -> str:
        return f"Note on {self.candidate_id} for {self.job_id}"
