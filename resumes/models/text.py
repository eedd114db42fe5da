"""Texts in the making, their claims, and what the person confirmed: a text is final only when every claim is borne out."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel, ScopedQuerySet
from resumes.models.resume import ResumeEntry, ResumeVersion


class ConfirmedFactQuerySet(ScopedQuerySet["ConfirmedFact"]):
    """The person's own facts."""

    def live(self) -> Self:
        """Facts that stand: not taken back."""
        return self.filter(withdrawn_at=None)


class ConfirmedFact(OwnedModel):
    """A statement that the person said is true although the resume does not tell it; it counts for every later check.

    `organization` and `title` name the entry it belongs to (both empty: to none), so that it outlives the version.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(
        ResumeVersion, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    organization = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    text = models.CharField(max_length=2000)
    confirmed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ConfirmedFactQuerySet] = ConfirmedFactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="resumes_confirmedfact_text")]

    def __str__(self) -> str:
        return self.text[:80]


class DraftTextQuerySet(ScopedQuerySet["DraftText"]):
    """The person's own texts."""


class DraftText(OwnedModel):
    """A text about the person, checked against one version of a resume, and one entry of it where it speaks of that.

    The database refuses `final` unless the text is the one that was checked (`checked_sha256`), all its claims are there
    (`claim_count`) and each is supported or confirmed. Only `record_text_check` writes those two columns.
    """

    class Kind(models.TextChoices):
        BULLET = "bullet", "Point"
        SUMMARY = "summary", "Summary"
        SECTION = "section", "Section"
        LETTER = "letter", "Letter"
        OTHER = "other", "Other"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        FINAL = "final", "Final"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="texts")
    entry = models.ForeignKey(ResumeEntry, on_delete=models.CASCADE, null=True, related_name="texts")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    checked_sha256 = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the text that was checked.")
    claim_count = models.PositiveIntegerField(null=True, help_text="Claims that the check found.")
    checked_at = models.DateTimeField(null=True, blank=True)
    finalised_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[DraftTextQuerySet] = DraftTextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="resumes_drafttext_text"),
            models.CheckConstraint(
                condition=Q(state="draft", finalised_at=None) | Q(state="final", finalised_at__isnull=False),
                name="resumes_drafttext_finalised",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class TextClaimQuerySet(ScopedQuerySet["TextClaim"]):
    """The claims of the person's own texts."""

    def open(self) -> Self:
        """Claims that keep a text from being final."""
        return self.exclude(state__in=[TextClaim.State.SUPPORTED, TextClaim.State.CONFIRMED])


class TextClaim(OwnedModel):
    """One claim of a text: its place there (characters), and the place of the version's text that bears it out."""

    class State(models.TextChoices):
        SUPPORTED = "supported", "Supported"
        CONFIRMED = "confirmed", "Confirmed by you"
        UNSUPPORTED = "unsupported", "Not in the resume"
        UNCHECKED = "unchecked", "Cannot be checked"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(DraftText, on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=15)
    words = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    state = models.CharField(max_length=11, choices=State)
    why = models.TextField()
    evidence_start = models.PositiveIntegerField(null=True)
    evidence_end = models.PositiveIntegerField(null=True)
    fact = models.ForeignKey(ConfirmedFact, on_delete=models.PROTECT, null=True, related_name="claims")

    objects: ClassVar[TextClaimQuerySet] = TextClaimQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="confirmed", fact__isnull=False) | (~Q(state="confirmed") & Q(fact=None)),
                name="resumes_textclaim_fact",
            ),
            models.CheckConstraint(condition=Q(start__lt=models.F("end")), name="resumes_textclaim_place"),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.state}"
