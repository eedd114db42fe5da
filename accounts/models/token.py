"""Bearer tokens of the JSON API: only their digest is kept."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.scoping import OwnedModel, ScopedQuerySet


class ApiTokenQuerySet(ScopedQuerySet["ApiToken"]):
    """The person's own tokens only."""

    def usable_at(self, at: dt.datetime) -> Self:
        """Tokens that still open something at this moment."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class ApiToken(OwnedModel):
    """A key with which a program acts for a person; what it may do is fixed when it is made."""

    class Scope(models.TextChoices):
        MATCH_READ = "match:read", "Read the jobs that fit my resume"
        MATCH_COMPANY = "match:company", "Read the ranked candidates of my company’s jobs"
        TRAIN_ADMIN = "train:admin", "Start training of the ranker and read its state"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12, editable=False, help_text="The first characters, to tell tokens apart.")
    secret_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ApiTokenQuerySet] = ApiTokenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "owner", Lower("name"), condition=Q(revoked_at=None), name="accounts_apitoken_name_once"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["match:read", "match:company", "train:admin"])
                & Q(scopes__len__gte=1),
                name="accounts_apitoken_scopes_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scope_labels(self) -> list[str]:
        """What the token may do, in words."""
        return [str(self.Scope(scope).label) for scope in self.scopes]
