"""Background work of a person: what it is, how far it is, and how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel, ScopedQuerySet


class RunQuerySet(ScopedQuerySet["Run"]):
    """The person's own rows only."""

    def unfinished(self) -> RunQuerySet:
        """Runs that still wait or work."""
        return self.filter(state__in=[Run.State.QUEUED, Run.State.RUNNING])


class Run(OwnedModel):
    """One piece of background work; the page polls it, and it survives being left."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Working"
        SUCCEEDED = "succeeded", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60, help_text="Name of the job, such as matching.refresh_matches.")
    label = models.CharField(max_length=200, help_text="What a person calls it, such as Reading resume.pdf.")
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    step = models.CharField(max_length=80, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=120, blank=True, help_text="Two runs with one key are one piece of work.")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[RunQuerySet] = RunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["owner", "-created_at"], name="accounts_run_recent")]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="accounts_run_percent"),
            models.UniqueConstraint(
                fields=["owner", "key"],
                condition=~Q(key="") & Q(state__in=["queued", "running"]),
                name="accounts_run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.state})"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state not in (self.State.QUEUED, self.State.RUNNING)
