"""Every score that was ever stored, as it was stored."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import company_ids_of
from accounts.scoping import NOBODY, OwnedModel, ScopedQuerySet
from matching.models.job import JobPosting
from matching.models.match import Match
from resumes.models import ResumeVersion, granted_version_ids


class ScoreRecordQuerySet(ScopedQuerySet["ScoreRecord"]):
    """Read like the matches they record. Nobody changes, adds or removes one: the database itself writes them."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        shared = Q(company_id__in=company_ids_of(user_id), version_id__in=granted_version_ids(user_id))
        return Q(owner_id=user_id) | shared

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=NOBODY)


class ScoreRecord(OwnedModel):
    """One stored score: what it was, what it was computed from and by what, and why it was computed.

    Triggers on the matches write these rows (sql/0007_score_record.sql). A record outlives its match and its job; it goes
    with its owner and with the version of the resume whose features it holds, through foreign keys of the database.
    """

    class Reason(models.TextChoices):
        FIRST = "first", "First score"
        RESUME = "resume", "Another version of the resume"
        TALENT = "talent", "Wishes, answers or what is read from the resume"
        POSTING = "posting", "The posting changed"
        RANKER = "ranker", "Another ranker"
        AGAIN = "again", "Scored again, nothing changed"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    version = models.ForeignKey(ResumeVersion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    job = models.ForeignKey(JobPosting, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    match_id = models.UUIDField(help_text="The match that held this score; it may be gone.")
    job_title = models.CharField(max_length=200, help_text="Kept for when the posting is gone.")
    score = models.PositiveSmallIntegerField()
    raw = models.FloatField()
    baseline = models.FloatField()
    source = models.CharField(max_length=8, choices=Match.Source)
    ranker_version = models.CharField(max_length=80)
    ranker_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the ranker's text; empty for the rules.")
    inputs_sha256 = models.CharField(max_length=64, help_text="Of both sides, as the match has it.")
    talent_sha256 = models.CharField(max_length=64, help_text="Of version, wishes, answers, encoder and taxonomy.")
    job_sha256 = models.CharField(max_length=64, help_text="Of the posting.")
    features = ArrayField(models.FloatField(null=True), default=list)
    contributions = models.JSONField(default=dict)
    subscores = models.JSONField(default=dict)
    scored_at = models.DateTimeField()
    reason = models.CharField(max_length=7, choices=Reason)
    previous_score = models.PositiveSmallIntegerField(null=True)

    objects: ClassVar[ScoreRecordQuerySet] = ScoreRecordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["owner", "job", "-created_at"], name="matching_record_history"),
            models.Index(fields=["match_id", "-created_at"], name="matching_record_match"),
            models.Index(fields=["scored_at"], name="matching_record_age"),
        ]

    def __str__(self) -> str:
        return f"{self.score} on {self.scored_at:%Y-%m-%d}: {self.job_title}"
