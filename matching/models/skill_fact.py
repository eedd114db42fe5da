"""What a person said about a skill when a job asked for it: kept once, counted for every job."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel, ScopedQuerySet
from matching.models.job import JobPosting
from resumes.models import ResumeVersion


class SkillFactQuerySet(ScopedQuerySet["SkillFact"]):
    """The person's own answers only; companies see what they come to on a score card, never these rows."""

    def live(self) -> Self:
        """Answers that stand: neither taken back nor replaced by a later one."""
        return self.filter(withdrawn_at=None)


class SkillFact(OwnedModel):
    """One answer of a person about one skill, with where it comes from.

    `place` and `years` tie a yes to something that can be checked; a yes with neither counts as a skill that is only
    listed. `version` and `quote` hold the words of a resume that already say it; `job` is the one that asked.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        CANNOT_SAY = "cannot_say", "Cannot say"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skill_facts")
    skill_key = models.CharField(max_length=160)
    skill_label = models.CharField(max_length=300)
    answer = models.CharField(max_length=10, choices=Answer)
    place = models.CharField(max_length=300, blank=True, help_text="The dated entry where it was used, in words.")
    years = models.FloatField(null=True, blank=True)
    # Both keys are made in SQL, tied to the owner, and set to null when what they point at goes.
    version = models.ForeignKey(
        ResumeVersion, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    quote = models.CharField(max_length=400, blank=True)
    job = models.ForeignKey(JobPosting, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    job_title = models.CharField(max_length=200, blank=True, help_text="Kept when the job goes.")
    answered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    ask_again_on = models.DateField(null=True, blank=True, help_text="For cannot say: not asked before.")

    objects: ClassVar[SkillFactQuerySet] = SkillFactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "skill_key"], condition=Q(withdrawn_at=None), name="matching_skillfact_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="yes") | Q(place="", years=None, quote="", version=None),
                name="matching_skillfact_detail",
            ),
            models.CheckConstraint(
                condition=Q(years=None) | Q(years__gt=0, years__lte=70), name="matching_skillfact_years"
            ),
            models.CheckConstraint(
                condition=Q(answer="cannot_say", ask_again_on__isnull=False)
                | (~Q(answer="cannot_say") & Q(ask_again_on=None)),
                name="matching_skillfact_ask_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_label}: {self.answer}"
