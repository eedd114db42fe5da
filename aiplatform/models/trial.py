"""Trials of candidates against production on the same inputs, and the shares of people that try one in earnest."""

from __future__ import annotations

import hashlib
import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.scoping import OwnedModel
from aiplatform.models.evaluation import Dataset, DatasetItem
from aiplatform.models.people import person_key
from aiplatform.models.prompt import Prompt, PromptVersion

PARTS = 10_000


class Trial(OwnedModel):
    """Candidates of one prompt against what is in production, on the held-out inputs of one frozen dataset."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ENDED = "ended", "Ended"

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="trials")
    production = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, related_name="+")
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="trials")
    number = models.PositiveSmallIntegerField(
        default=0, help_text="Of the trials against this version; by the database."
    )
    state = models.CharField(max_length=5, choices=State, default=State.OPEN)
    rules = models.JSONField(help_text="What the gate asks for, fixed when the trial was opened.")
    slices = ArrayField(models.CharField(max_length=60), default=list, help_text="None of them may get worse.")
    judge = models.JSONField(
        default=dict,
        help_text="The judge in production at the opening, how it agreed with people, and whether it counts.",
    )
    cost_cap_usd = models.DecimalField(max_digits=12, decimal_places=4)
    spent_usd = models.DecimalField(max_digits=18, decimal_places=8, default=0)
    by = person_key()
    note = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["production", "number"], name="aiplatform_trial_number"),
            models.UniqueConstraint(fields=["prompt"], condition=Q(state="open"), name="aiplatform_trial_one_open"),
            models.CheckConstraint(condition=Q(cost_cap_usd__gt=0, spent_usd__gte=0), name="aiplatform_trial_money"),
        ]

    def __str__(self) -> str:
        return f"Trial {self.number} against {self.production}"


class TrialArm(OwnedModel):
    """One candidate of a trial, and what the gate said of it last."""

    class State(models.TextChoices):
        RUNNING = "running", "Not decided"
        GRANTED = "granted", "May be promoted"
        REFUSED = "refused", "Refused"

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="arms")
    version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, related_name="arms")
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    decision = models.JSONField(default=dict, help_text="Verdict, what is missing, and each check with its bounds.")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trial", "version"], name="aiplatform_arm_once")]

    def __str__(self) -> str:
        return f"{self.version}: {self.State(self.state).label.lower()}"


class TrialRun(OwnedModel):
    """One version's answer to one input of a trial, in scores. Hidden but inside `services.held_out`."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="runs")
    item = models.ForeignKey(DatasetItem, on_delete=models.DO_NOTHING, db_constraint=False, related_name="runs")
    version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, related_name="runs")
    request_id = models.UUIDField(null=True, help_text="The call on record.")
    quality = models.DecimalField(max_digits=4, decimal_places=3)
    is_safe = models.BooleanField()
    claims = models.DecimalField(max_digits=4, decimal_places=3, help_text="Share of claims that are supported.")
    judged = models.DecimalField(max_digits=4, decimal_places=3, null=True, help_text="By the judge; null: not judged.")
    cost_usd = models.DecimalField(max_digits=18, decimal_places=8, null=True, help_text="Null: not known.")
    latency_ms = models.PositiveIntegerField()
    reasons = models.JSONField(default=list, help_text="Evaluator and reason of each point lost.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "item", "version"], name="aiplatform_trialrun_once"),
            models.CheckConstraint(
                condition=Q(quality__gte=0, quality__lte=1, claims__gte=0, claims__lte=1),
                name="aiplatform_trialrun_scores",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} on {self.item}"


class SplitQuerySet(models.QuerySet["Split"]):
    """Splits of traffic; the web role reads them to know which version a person gets."""

    def active(self) -> Self:
        """At most one a prompt (a partial unique index)."""
        return self.filter(ended_at__isnull=True)


class Split(OwnedModel):
    """A share of people, by a digest of salt and key, gets another version than the one in production; the same each time."""

    class Kind(models.TextChoices):
        AB = "ab", "A/B"
        CANARY = "canary", "Canary"

    class Outcome(models.TextChoices):
        RUNNING = "", "Running"
        ENDED = "ended", "Ended"
        ROLLED_BACK = "rolled_back", "Rolled back"

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="splits")
    production = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, related_name="splits")
    kind = models.CharField(max_length=6, choices=Kind)
    percent = models.PositiveSmallIntegerField()
    salt = models.CharField(max_length=32)
    by = person_key()
    second_approver = person_key()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True, default=Outcome.RUNNING)
    why = models.CharField(max_length=500, blank=True)

    objects: ClassVar[SplitQuerySet] = SplitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prompt"], condition=Q(ended_at__isnull=True), name="aiplatform_split_one"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=50), name="aiplatform_split_percent"),
            models.CheckConstraint(condition=~Q(version=F("production")), name="aiplatform_split_two"),
            models.CheckConstraint(
                condition=Q(second_approver__isnull=True) | ~Q(second_approver=F("by")), name="aiplatform_split_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % of people get {self.version}"

    def includes(self, person: uuid.UUID) -> bool:
        """Whether this person gets the version that is tried: always the same answer while the split runs, and those of a
        smaller share are in every larger one of the same salt."""
        digest = hashlib.sha256(f"{self.salt}:{person}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % PARTS < self.percent * PARTS // 100
