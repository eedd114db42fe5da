"""Trained rankers with the evidence for each; at most one is active."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel


class RankerVersionQuerySet(models.QuerySet["RankerVersion"]):
    """Rankers belong to nobody; everybody's scores come from them."""

    def light(self) -> Self:
        """Without the columns that are megabytes long."""
        return self.defer("model_text", "plots")

    def once_active(self) -> Self:
        """The active one, then those that were active before it, the latest first."""
        return self.filter(promoted_at__isnull=False).order_by("state", "-promoted_at", "pk")


class RankerVersion(OwnedModel):
    """One ranker as it was trained. Only its state and the notes of people about it ever change (privilege and trigger)."""

    class State(models.TextChoices):
        # In the order in which `once_active` wants them.
        ACTIVE = "active", "Active"
        CANDIDATE = "candidate", "Candidate"
        RETIRED = "retired", "Retired"
        STANDBY = "standby", "Shipped"

    class Origin(models.TextChoices):
        SHIPPED = "shipped", "Came with the software"
        FEEDBACK = "feedback", "Trained on synthetic pairs and feedback"

    version = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.CANDIDATE)
    origin = models.CharField(max_length=8, choices=Origin)
    compared_with = models.CharField(max_length=80, blank=True, help_text="The version that scored at that time.")
    sha256 = models.CharField(max_length=64, help_text="Of model_text.")
    model_text = models.TextField()
    features = models.JSONField(help_text="Names in the order of the columns.")
    meta = models.JSONField(help_text="What lies beside the model in ranker.json; ranges and baseline among it.")
    parameters = models.JSONField(default=dict)
    data_sha256 = models.CharField(max_length=64, blank=True, help_text="Of every training row and its target.")
    metrics = models.JSONField(default=dict, help_text="Old and new on held-out people, with intervals.")
    slices = models.JSONField(default=list)
    calibration = models.JSONField(default=dict)
    importance = models.JSONField(default=list)
    plots = models.JSONField(default=dict, help_text="SVG made at training time.")
    refusals = models.JSONField(default=list, help_text="Why it may not be promoted, in words; empty: it may.")
    run_id = models.UUIDField(null=True, help_text="The run that trained it; runs are removed in time.")
    note = models.CharField(max_length=500, blank=True)
    promoted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    promoted_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True)

    objects: ClassVar[RankerVersionQuerySet] = RankerVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="matching_ranker_one_active"),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "retired"]) | Q(promoted_at__isnull=False),
                name="matching_ranker_promoted_at",
            ),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def may_be_promoted(self) -> bool:
        """Whether nothing was found against it, or it was active before."""
        return not self.refusals or self.promoted_at is not None

    @property
    def held_out(self) -> dict[str, Any]:
        """The comparison on held-out people; empty for a ranker that was never compared."""
        return dict(self.metrics.get("feedback", {}))
