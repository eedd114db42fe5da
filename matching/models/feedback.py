"""What became of a match: shown, opened, saved, applied, dismissed, and what the company decided."""

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
from resumes.models import ResumeVersion

COMPANY_KINDS = ("contacted", "rejected", "hired")


class MatchFeedbackQuerySet(ScopedQuerySet["MatchFeedback"]):
    """The seeker's own rows, all of them; a company reads the outcomes that it recorded, and no other kind.

    Nobody changes or removes a row: the log is append-only, and goes with the person, the version or the job.
    """

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id) | Q(company_id__in=company_ids_of(user_id), kind__in=COMPANY_KINDS)

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=NOBODY)


class MatchFeedback(OwnedModel):
    """One thing that happened to a seeker's match with a job, once a kind, with the score card's numbers at that moment.

    The pair is (owner, job), not (version, job): a person judges a job once, whichever version of the resume stood for
    them; a new version would else make one opinion count twice. Foreign keys and what follows a deletion are in
    sql/0008_feedback.sql, because the web role may not delete here.
    """

    class Kind(models.TextChoices):
        SHOWN = "shown", "Shown"
        OPENED = "opened", "Opened"
        SAVED = "saved", "Saved"
        APPLIED = "applied", "Applied"
        DISMISSED = "dismissed", "Dismissed"
        CONTACTED = "contacted", "Contacted"
        REJECTED = "rejected", "Rejected"
        HIRED = "hired", "Hired"

    class DismissReason(models.TextChoices):
        ROLE = "role", "Not my kind of work"
        LEVEL = "level", "Wrong level"
        SKILLS = "skills", "I lack what it asks for"
        PLACE = "place", "Wrong place"
        PAY = "pay", "Wrong pay"
        COMPANY = "company", "Not this employer"
        DONE = "done", "Applied elsewhere already"
        LATER = "later", "Not looking now"

    class RejectReason(models.TextChoices):
        SKILLS = "skills", "Skills"
        EXPERIENCE = "experience", "Experience"
        LEVEL = "level", "Level"
        PLACE = "place", "Place"
        PAY = "pay", "Pay"
        FILLED = "filled", "Position filled"
        WITHDREW = "withdrew", "Candidate withdrew"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    job = models.ForeignKey(JobPosting, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    kind = models.CharField(max_length=9, choices=Kind)
    reason = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    position = models.PositiveIntegerField(null=True, help_text="Place in the list, from 1; of shown rows only.")
    propensity = models.FloatField(null=True, help_text="Assumed chance that a card at this place is looked at.")
    score = models.PositiveSmallIntegerField(null=True)
    ranker_version = models.CharField(max_length=80, blank=True)
    features = ArrayField(models.FloatField(null=True), null=True)
    traits = models.JSONField(default=dict, help_text="Level, remote, country, asked skills, source of the resume.")

    objects: ClassVar[MatchFeedbackQuerySet] = MatchFeedbackQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="matching_feedback_recent"),
            models.Index(fields=["job", "version"], name="matching_feedback_pair"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "job", "kind"], name="matching_feedback_once"),
            models.CheckConstraint(
                condition=Q(kind="shown", position__gte=1, propensity__gt=0, propensity__lte=1)
                | (~Q(kind="shown") & Q(position=None, propensity=None)),
                name="matching_feedback_position",
            ),
            models.CheckConstraint(
                condition=Q(kind="dismissed")
                | (Q(kind="rejected") & ~Q(reason=""))
                | (Q(reason="") & ~Q(kind="rejected")),
                name="matching_feedback_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.job_id}"

    @property
    def reason_text(self) -> str:
        """The reason in words, empty without one."""
        choices = self.RejectReason if self.kind == self.Kind.REJECTED else self.DismissReason
        return str(choices(self.reason).label) if self.reason else ""
