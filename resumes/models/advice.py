"""What was advised about a resume version: answers of capabilities, single suggestions, and what rests on which words."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.scoping import OwnedModel, ScopedQuerySet
from resumes.models.resume import ResumeVersion
from resumes.models.text import DraftText


class AdviceQuerySet(ScopedQuerySet["Advice"]):
    """The owner's advice alone: no company reads what a person was advised."""

    def about(self, kind: str, key: str) -> Self:
        """Advice about one thing: an entry, a section, a job."""
        return self.filter(about_kind=kind, about=key)


class Advice(OwnedModel):
    """One answer of a capability about a version. `value` grows section by section while a model answers."""

    class State(models.TextChoices):
        WORKING = "working", "Being made"
        DONE = "done", "Done"
        FAILED = "failed", "Not made"

    class Source(models.TextChoices):
        MODEL = "model", "By a model"
        DETERMINISTIC = "deterministic", "By rules"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="advice")
    capability = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=10, blank=True, help_text="entry, section or job; empty: all of it.")
    about = models.CharField(max_length=120, blank=True, help_text="A path in the version, or the key of a posting.")
    about_label = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True, help_text="What the person noted for this question.")
    with_model = models.BooleanField(default=False, help_text="Whether a model was to be asked.")
    state = models.CharField(max_length=8, choices=State, default=State.WORKING)
    source = models.CharField(max_length=13, choices=Source, default=Source.DETERMINISTIC)
    why = models.CharField(max_length=500, blank=True, help_text="Why no model answered; for people.")
    model = models.CharField(max_length=120, blank=True)
    value = models.JSONField(default=dict, help_text="The capability's output, or its sections so far.")
    request_id = models.UUIDField(null=True, help_text="The call on record.")
    cost_usd = models.DecimalField(max_digits=18, decimal_places=8, null=True, help_text="Null: not known.")
    run = models.ForeignKey("accounts.Run", on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[AdviceQuerySet] = AdviceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "advice"
        indexes = [models.Index(fields=["owner", "version", "capability", "-created_at"], name="resumes_advice_recent")]

    def __str__(self) -> str:
        return f"{self.capability}, {self.state}"


class SuggestionQuerySet(ScopedQuerySet["Suggestion"]):
    """The owner's suggestions alone."""


class Suggestion(OwnedModel):
    """One change that was proposed. Accepting it makes a new version; nothing of the old one is lost.

    New words stand in `draft` with their claims; the database accepts a suggestion only while its draft is final.
    `edits` are [path, text before, text after] each; none of them means that it is advice to act on by hand.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="+")
    advice = models.ForeignKey(Advice, on_delete=models.CASCADE, related_name="suggestions")
    position = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=12, help_text="reword, move_up, order, summary, or the kind of advice.")
    title = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    priority = models.CharField(max_length=6, blank=True)
    edits = models.JSONField(default=list)
    entry = models.CharField(max_length=60, blank=True, help_text="The entry that the texts are written for.")
    impact_match = models.FloatField(null=True, help_text="Points of the match score, recomputed; null: not computed.")
    impact_ats = models.FloatField(null=True, help_text="Points of the ATS check; null: none.")
    draft = models.ForeignKey(
        DraftText, on_delete=models.PROTECT, null=True, related_name="+", help_text="The new words and their claims."
    )
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    made = models.ForeignKey(
        ResumeVersion, on_delete=models.SET_NULL, null=True, related_name="+", help_text="The version with it."
    )

    objects: ClassVar[SuggestionQuerySet] = SuggestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["advice", "position"], name="resumes_suggestion_position"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="resumes_suggestion_decided",
            ),
            # Only what says nothing new is accepted without a checked text; the rest needs one, and a trigger its final state.
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(draft__isnull=False) | Q(action__in=["order", "move_up", "dropped"]),
                name="resumes_suggestion_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.action


class ExplanationQuerySet(ScopedQuerySet["Explanation"]):
    """The owner's explanations alone."""


class Explanation(OwnedModel):
    """Why a line of a version reads as it does: a signal, the words that it rests on, and how sure the rule is.

    The database refuses a row whose `quote` does not stand at its place in the version's text.
    """

    class Confidence(models.TextChoices):
        HIGH = "high", "Sure"
        MEDIUM = "medium", "Likely"
        LOW = "low", "Check this"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="explanations")
    subject = models.CharField(max_length=120, help_text="The path of the line that it explains.")
    signal = models.CharField(max_length=40, help_text="Such as action_verb.")
    value = models.CharField(max_length=200, help_text="Such as Led: the signal is written action_verb:Led.")
    start = models.PositiveIntegerField(help_text="Characters of the version's text.")
    end = models.PositiveIntegerField()
    quote = models.TextField()
    text = models.CharField(max_length=300, help_text="In a sentence.")
    confidence = models.CharField(max_length=6, choices=Confidence)

    objects: ClassVar[ExplanationQuerySet] = ExplanationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["version", "start"], name="resumes_explanation_place")]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="resumes_explanation_span")]

    def __str__(self) -> str:
        return f"{self.signal}:{self.value}"

    @property
    def label(self) -> str:
        """The kind of signal in a word or two, for people."""
        names = {
            "action_verb": "Verb",
            "metric": "Figure",
            "result": "Result",
            "weak_opening": "Weak opening",
            "first_person": "Pronoun",
        }
        return f"STAR {self.value}" if self.signal == "star_format" else names.get(self.signal, self.signal)
