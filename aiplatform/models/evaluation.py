"""Inputs that versions are measured on, and what was found of their answers. Staff alone read and add them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel
from aiplatform.models.people import person_key
from aiplatform.models.prompt import PromptVersion


class Measure(models.TextChoices):
    """What a score is about; each is gated in its own way."""

    QUALITY = "quality", "Quality"
    SAFETY = "safety", "Safety"
    CLAIMS = "claims", "Claims"


class Dataset(OwnedModel):
    """Inputs of one capability. Once frozen, nothing is added and its digest says which inputs they are."""

    key = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    capability = models.CharField(max_length=80, db_index=True)
    seed = models.PositiveIntegerField(default=0, help_text="Decides which split each input falls into.")
    source = models.CharField(max_length=300, help_text="Where the inputs come from.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of all its items' digests in order, once frozen.")
    frozen_at = models.DateTimeField(null=True)
    by = person_key()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, sha256="")
                | Q(frozen_at__isnull=False, sha256__regex=r"^[0-9a-f]{64}$"),
                name="aiplatform_dataset_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class DatasetItemQuerySet(models.QuerySet["DatasetItem"]):
    """Held-out items are not among them unless `services.held_out` was entered: the database hides them."""

    def in_split(self, split: str) -> Self:
        """Ordinary inputs of one split, in their order."""
        return self.filter(split=split, is_adversarial=False).order_by("position", "pk")


class DatasetItem(OwnedModel):
    """One input: made up and kept here, or the key of a past request, whose words stay where their person can remove them."""

    class Split(models.TextChoices):
        TRAIN = "train", "Train"
        VALIDATION = "validation", "Validation"
        HELD_OUT = "held_out", "Held out"

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    split = models.CharField(max_length=10, choices=Split)
    is_adversarial = models.BooleanField(default=False, help_text="Attacks; every one must be withstood.")
    input = models.JSONField(null=True)
    request_id = models.UUIDField(null=True, help_text="The past call whose input it is.")
    owner = person_key("Whose input it is; the database removes the row with the person.")
    sha256 = models.CharField(max_length=64, help_text="Of the input.")
    slices = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    expected = models.JSONField(default=dict, blank=True, help_text="What evaluators compare with.")

    objects: ClassVar[DatasetItemQuerySet] = DatasetItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "position"], name="aiplatform_item_position"),
            models.UniqueConstraint(fields=["dataset", "sha256"], name="aiplatform_item_once"),
            models.CheckConstraint(
                condition=Q(input__isnull=False, request_id__isnull=True)
                | Q(input__isnull=True, request_id__isnull=False),
                name="aiplatform_item_source",
            ),
        ]

    def __str__(self) -> str:
        return f"input {self.position}"


class Evaluation(OwnedModel):
    """What one evaluator found of one answer. Never changes; goes with the person it is about."""

    owner = person_key("Whose call it was; the database removes the row with the person.")
    request_id = models.UUIDField(null=True, help_text="The call whose answer it is about.")
    item = models.ForeignKey(
        DatasetItem, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="evaluations"
    )
    version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, null=True, related_name="evaluations")
    capability = models.CharField(max_length=80)
    evaluator = models.CharField(max_length=80, help_text="Key of a code evaluator, judge or human.")
    evaluator_version = models.CharField(max_length=80, help_text="Of a judge the key of its prompt version.")
    measure = models.CharField(max_length=8, choices=Measure)
    score = models.DecimalField(max_digits=4, decimal_places=3, null=True, help_text="0 to 1; null: not judged.")
    reason = models.CharField(max_length=500, blank=True)
    by = person_key()

    class Meta:
        indexes = [
            models.Index(fields=["version", "measure", "-created_at"], name="aiplatform_evaluation_version"),
            models.Index(fields=["request_id", "evaluator"], name="aiplatform_evaluation_request"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1), name="aiplatform_evaluation_score"
            ),
            models.UniqueConstraint(
                fields=["request_id", "evaluator", "evaluator_version"],
                condition=Q(by__isnull=True, request_id__isnull=False),
                name="aiplatform_evaluation_once",
            ),
            models.UniqueConstraint(
                fields=["request_id", "by", "measure"],
                condition=Q(by__isnull=False, request_id__isnull=False),
                name="aiplatform_evaluation_once_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator}: {self.score}"


class AnnotationTask(OwnedModel):
    """An answer that waits for a person's judgement, once for each reason; goes with the person it is about."""

    class Why(models.TextChoices):
        SAMPLE = "sample", "Part of the sample"
        LOW = "low", "A low score"
        DISPUTED = "disputed", "Evaluators disagree"
        SECOND = "second", "A second opinion"

    owner = person_key()
    request_id = models.UUIDField()
    capability = models.CharField(max_length=80)
    why = models.CharField(max_length=8, choices=Why)
    done_at = models.DateTimeField(null=True)
    is_skipped = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(done_at__isnull=True), name="aiplatform_annotation_open"),
        ]
        constraints = [models.UniqueConstraint(fields=["request_id", "why"], name="aiplatform_annotation_once")]

    def __str__(self) -> str:
        return f"{self.capability}: {self.get_why_display().lower()}"
