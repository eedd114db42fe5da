"""Reports of the bias audit, kept as they were made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel


class BiasAudit(OwnedModel):
    """One report: what was looked at, and counts and ratios by group. Holds no person's data; never changes.

    Read and added by the staff role alone (sql/0012_bias_audit.sql).
    """

    class Source(models.TextChoices):
        STORED = "stored", "Scores kept here"
        FILE = "file", "A file of scores"

    source = models.CharField(max_length=6, choices=Source)
    ranker_version = models.CharField(max_length=80, blank=True, help_text="Empty: scores of every version.")
    since = models.DateTimeField(null=True)
    before = models.DateTimeField(null=True)
    job_count = models.PositiveIntegerField(default=0, help_text="0: all jobs.")
    is_applicants = models.BooleanField(default=False, help_text="Only scores of people who applied for the job.")
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    people = models.PositiveIntegerField()
    scores = models.PositiveIntegerField()
    median = models.FloatField()
    least = models.PositiveSmallIntegerField(help_text="Groups of fewer people are compared with nobody.")
    lowest_ratio = models.FloatField(null=True, help_text="Over all compared groups; null: nothing to compare.")
    flagged = models.PositiveSmallIntegerField(help_text="Compared groups with a ratio under 0.80.")
    tables = models.JSONField(help_text="By sex, by race or ethnicity, by both.")

    objects: ClassVar[models.Manager[BiasAudit]] = models.Manager()

    class Meta:
        verbose_name = "bias audit"
        constraints = [
            models.CheckConstraint(condition=Q(people__lte=models.F("scores")), name="matching_biasaudit_people")
        ]

    def __str__(self) -> str:
        return f"Bias audit of {self.created_at:%Y-%m-%d}"
