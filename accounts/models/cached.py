"""Answers kept for a person for a while, under row security like everything else that is theirs."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.scoping import OwnedModel, ScopedQuerySet


class CachedResultQuerySet(ScopedQuerySet["CachedResult"]):
    """The results of the person who asked only."""

    def fresh_at(self, at: dt.datetime) -> Self:
        """Results that have not run out."""
        return self.filter(expires_at__gt=at)


class CachedResult(OwnedModel):
    """A computed answer. Its key is a digest of everything that it depends on, so a change of any gives another key."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    value = models.BinaryField(help_text="JSON, compressed.")
    subject_ids = ArrayField(models.UUIDField(), default=list, help_text="The people whom the answer tells of.")
    expires_at = models.DateTimeField()

    objects: ClassVar[CachedResultQuerySet] = CachedResultQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="accounts_cachedresult_once")]
        indexes = [
            GinIndex(fields=["subject_ids"], name="accounts_cachedresult_subject"),
            models.Index(fields=["expires_at"], name="accounts_cachedresult_expires"),
        ]

    def __str__(self) -> str:
        return f"Result {self.key[:8]} of {self.owner_id}"
