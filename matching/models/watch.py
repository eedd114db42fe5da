"""How far a person's matches are: brought up to date, and looked at."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.scoping import OwnedModel, ScopedQuerySet


class MatchWatchQuerySet(ScopedQuerySet["MatchWatch"]):
    """The person's own row only."""


class MatchWatch(OwnedModel):
    """When a person's matches were last brought up to date, and when the person last looked at the list; one a person."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    refreshed_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[MatchWatchQuerySet] = MatchWatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["refreshed_at"], name="matching_watch_due")]

    def __str__(self) -> str:
        return f"Matches of {self.owner_id} as of {self.refreshed_at:%Y-%m-%d %H:%M}"
