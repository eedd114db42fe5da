"""A minimal application: applied or withdrawn; the company sees it."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import company_ids_of
from accounts.scoping import OwnedModel, ScopedQuerySet
from matching.models.job import JobPosting
from resumes.models import ResumeVersion


class ApplicationQuerySet(ScopedQuerySet["Application"]):
    """The applicant's rows, and those for jobs of the person's companies."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id) | Q(company_id__in=company_ids_of(user_id), deleted_at=None)

    def live(self) -> Self:
        """Applications that are not in the bin."""
        return self.filter(deleted_at=None)


class Application(OwnedModel):
    """One person's application for one job with one resume version."""

    class Status(models.TextChoices):
        APPLIED = "applied", "Applied"
        WITHDRAWN = "withdrawn", "Withdrawn"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications")
    job = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="applications")
    company = models.ForeignKey("accounts.Company", on_delete=models.CASCADE, null=True, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.PROTECT, related_name="applications")
    status = models.CharField(max_length=9, choices=Status, default=Status.APPLIED)
    note = models.TextField(max_length=4000, blank=True)
    applied_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "job"], condition=Q(deleted_at=None), name="matching_application_once"
            ),
            models.CheckConstraint(
                condition=Q(status="applied", withdrawn_at=None) | Q(status="withdrawn", withdrawn_at__isnull=False),
                name="matching_application_withdrawn_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status}: {self.job_id}"
