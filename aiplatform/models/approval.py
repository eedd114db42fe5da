"""Two people for one promotion: the first asks, the second agrees."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel
from aiplatform.models.people import person_key
from aiplatform.models.prompt import PromptVersion


class Approval(OwnedModel):
    """One person's wish that a candidate go into production; open until another agrees or it is withdrawn."""

    class Outcome(models.TextChoices):
        OPEN = "", "Open"
        PROMOTED = "promoted", "Promoted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, related_name="approvals")
    by = person_key()
    reason = models.CharField(max_length=500)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default=Outcome.OPEN)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(closed_at__isnull=True), name="aiplatform_approval_one_open"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="aiplatform_approval_reason"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="aiplatform_approval_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_outcome_display().lower()}"
