"""A talent's vectors, scored pairs, and what a seeker did with a job."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField

from accounts.models import company_ids_of
from accounts.scoping import OwnedModel, ScopedQuerySet
from matching.models.job import JobPosting
from resumes.models import ResumeVersion, granted_version_ids
from resumes.models.resume import VersionChildQuerySet


class TalentVector(OwnedModel):
    """A resume version's meaning as unit vectors and its packed facts; searched exactly, owner by owner."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.OneToOneField(ResumeVersion, on_delete=models.CASCADE, related_name="talent_vector")
    model = models.CharField(max_length=80)
    inputs_sha256 = models.CharField(max_length=64, help_text="Of the version's text and the wishes behind the facts.")
    search = HalfVectorField(dimensions=384, null=True)
    skills = HalfVectorField(dimensions=384, null=True)
    experience = HalfVectorField(dimensions=384, null=True)
    goals = HalfVectorField(dimensions=384, null=True)
    facts = models.BinaryField(help_text="Packed, with the person's answers taken into account.")
    facts_version = models.CharField(max_length=40)
    claims = models.JSONField(null=True, help_text="Skills as the resume alone tells them; null: not kept yet.")
    answers = models.JSONField(default=list, help_text="The answers about skills that the facts take into account.")

    objects: ClassVar[VersionChildQuerySet[TalentVector]] = VersionChildQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"Vectors of {self.version_id}"


class MatchQuerySet(ScopedQuerySet["Match"]):
    """The seeker's matches; the person's company reads those of granted versions with its jobs, and writes none."""

    def shared_q(self, user_id: uuid.UUID) -> Q:
        return Q(company_id__in=company_ids_of(user_id), version_id__in=granted_version_ids(user_id))

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id) | self.shared_q(user_id)


class Match(OwnedModel):
    """The score card of one resume version and one job, with everything it was computed from."""

    class Source(models.TextChoices):
        RANKER = "ranker", "Ranker"
        FALLBACK = "fallback", "Fallback"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="matches")
    job = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="matches")
    company = models.ForeignKey("accounts.Company", on_delete=models.CASCADE, null=True, related_name="+")
    score = models.PositiveSmallIntegerField()
    raw = models.FloatField()
    baseline = models.FloatField()
    source = models.CharField(max_length=8, choices=Source)
    ranker_version = models.CharField(max_length=80)
    ranker_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the ranker's text; empty for the rules.")
    inputs_sha256 = models.CharField(max_length=64)
    features = ArrayField(models.FloatField(null=True), default=list)
    contributions = models.JSONField(default=dict, help_text="Points a group; with the baseline they give raw.")
    subscores = models.JSONField(default=dict, help_text="0-100 a group, null where unknown.")
    factors = models.JSONField(default=list)
    requirements = models.JSONField(default=list, help_text="Each requirement with its quote or none.")
    knockouts = models.JSONField(default=list)
    scored_at = models.DateTimeField()

    objects: ClassVar[MatchQuerySet] = MatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["owner", "version", "-score"], name="matching_match_best"),
            models.Index(fields=["job", "-score"], name="matching_match_job"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["version", "job"], name="matching_match_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="matching_match_score"),
        ]

    def __str__(self) -> str:
        return f"{self.score} for {self.version_id} and {self.job_id}"


class JobMarkQuerySet(ScopedQuerySet["JobMark"]):
    """The seeker's own marks only."""


class JobMark(OwnedModel):
    """A seeker saved or dismissed a job."""

    class Kind(models.TextChoices):
        SAVED = "saved", "Saved"
        DISMISSED = "dismissed", "Dismissed"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=9, choices=Kind)

    objects: ClassVar[JobMarkQuerySet] = JobMarkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "job"], name="matching_jobmark_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.job_id}"
