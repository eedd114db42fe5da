"""The skill taxonomy, and the skills that a resume version shows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.scoping import OwnedModel
from resumes.models.resume import ResumeVersion, VersionChildQuerySet


class Skill(models.Model):
    """A node of the taxonomy (ESCO and our own terms); public reference data, so exempt from row level security."""

    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge", "Knowledge"
        SKILL = "skill", "Skill"

    key = models.SlugField(primary_key=True, max_length=160)
    label = models.CharField(max_length=300)
    kind = models.CharField(max_length=9, choices=Kind)
    esco_uri = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=120, blank=True, db_index=True)
    domain = models.CharField(max_length=120, blank=True)
    implies = ArrayField(models.CharField(max_length=160), default=list, blank=True, help_text="Keys it implies.")
    origin = models.CharField(max_length=20, default="shipped", help_text="shipped, esco or onet")

    objects: ClassVar[models.Manager[Skill]] = models.Manager()

    def __str__(self) -> str:
        return self.label


class SkillAlias(models.Model):
    """Another name of a skill."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)

    objects: ClassVar[models.Manager[SkillAlias]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["skill", "name"], name="resumes_skillalias_once")]

    def __str__(self) -> str:
        return self.name


class ResumeSkill(OwnedModel):
    """A skill that a version shows, with every place that shows it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="skills")
    key = models.CharField(max_length=160, help_text="Taxonomy key; kept also if the term leaves the taxonomy.")
    label = models.CharField(max_length=300)
    spans = models.JSONField(default=list, help_text="[start, end, section kind, entry position or null] each.")
    years = models.FloatField(null=True, help_text="From the dated entries that name it.")
    last_used = models.CharField(max_length=7, blank=True)
    proficiency = models.FloatField(null=True)
    is_evidenced = models.BooleanField(default=False, help_text="Named in a dated entry, not only listed.")
    is_implied = models.BooleanField(default=False, help_text="Follows from another skill.")

    objects: ClassVar[VersionChildQuerySet[ResumeSkill]] = VersionChildQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="resumes_resumeskill_once")]

    def __str__(self) -> str:
        return self.label
