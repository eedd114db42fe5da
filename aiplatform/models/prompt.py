"""The texts we send: prompts, their numbered versions, and who put which one into production."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel
from aiplatform.models.people import person_key


class PromptQuerySet(models.QuerySet["Prompt"]):
    """Prompts belong to nobody; the web role reads them, staff write them."""

    def of_capability(self, capability: str) -> Self:
        """The whole prompts of a capability, composable parts left out."""
        return self.filter(capability=capability, is_part=False)


class Prompt(OwnedModel):
    """One text with a history: what a capability is asked with, or a part that several share."""

    key = models.CharField(max_length=80, unique=True, help_text="Small letters, digits, underscores.")
    capability = models.CharField(max_length=80, blank=True, db_index=True, help_text="Empty for a part.")
    title = models.CharField(max_length=120)
    is_part = models.BooleanField(default=False, help_text="Only used inside other prompts, by {{> key}}.")

    objects: ClassVar[PromptQuerySet] = PromptQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z][a-z0-9_]*$"), name="aiplatform_prompt_key"),
            models.CheckConstraint(
                condition=Q(is_part=True, capability="") | (Q(is_part=False) & ~Q(capability="")),
                name="aiplatform_prompt_part",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class PromptVersionQuerySet(models.QuerySet["PromptVersion"]):
    """Versions of prompts, of nobody."""

    def in_production(self) -> Self:
        """At most one a prompt (a partial unique index)."""
        return self.filter(state=PromptVersion.State.PRODUCTION)


class PromptVersion(OwnedModel):
    """One numbered text of a prompt. Once it is no draft, nothing of it changes but its state (privilege and trigger).

    The database gives the numbers, 1, 2, 3 without gaps, and alone changes the state: by functions, in the order draft,
    candidate, production, retired. A version is never removed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        CANDIDATE = "candidate", "Candidate"
        PRODUCTION = "production", "Production"
        RETIRED = "retired", "Retired"

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=0, help_text="Given by the database.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    system = models.TextField(blank=True, help_text="Instructions; of a part empty.")
    template = models.TextField(help_text="With {{variables}} and {{> parts}}.")
    parameters = models.JSONField(default=dict, blank=True)
    output_schema = models.JSONField(default=dict, blank=True, help_text="JSON schema of the answer.")
    sha256 = models.CharField(max_length=64, help_text="Of system, template, parameters and schema.")
    note = models.CharField(max_length=500, blank=True, help_text="What is different, and why.")
    by = person_key()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    promoted_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects: ClassVar[PromptVersionQuerySet] = PromptVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prompt", "number"], name="aiplatform_version_number"),
            models.UniqueConstraint(
                fields=["prompt"], condition=Q(state="production"), name="aiplatform_version_one_production"
            ),
            models.CheckConstraint(
                condition=~Q(state="production") | Q(promoted_at__isnull=False), name="aiplatform_version_promoted_at"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="aiplatform_version_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.prompt.key} {self.number}"


class Promotion(OwnedModel):
    """One change of what is in production: which version came, which went, by whom, and why. Never changes."""

    class Kind(models.TextChoices):
        FIRST = "first", "First version"
        PROMOTION = "promotion", "Promotion"
        ROLLBACK = "rollback", "Rollback"

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="promotions")
    version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, related_name="promotions")
    from_version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    by = person_key()
    second_approver = person_key()
    reason = models.CharField(max_length=500)
    evidence = models.JSONField(default=dict, help_text="Figures that it was decided on.")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["prompt", "-at"], name="aiplatform_promotion_at")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="aiplatform_promotion_reason"),
            models.CheckConstraint(
                condition=Q(second_approver__isnull=True) | ~Q(second_approver=models.F("by")),
                name="aiplatform_promotion_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.version_id}"
