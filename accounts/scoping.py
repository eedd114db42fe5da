"""The contract of row-scoped querysets: the Python half of row level security."""

from __future__ import annotations

import uuid
from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


class Person(Protocol):
    """A signed-in or anonymous user."""

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def pk(self) -> Any: ...


NOBODY = uuid.UUID(int=0)


def key_of(user: Person) -> uuid.UUID:
    """The user's key; for an anonymous visitor the nil key, which owns nothing."""
    return user.pk if user.is_authenticated else NOBODY


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that belong to someone.

    `visible_to` gives the rows that the SELECT policy gives, `editable_by` those that UPDATE and DELETE policies give.
    A subclass overrides the two `_q` methods; the parity test compares each with the database's own answer.
    """

    def visible_to(self, user: Person) -> Self:
        """The rows this person may read (policy `<table>_select`)."""
        return self.filter(self.visible_q(key_of(user)))

    def editable_by(self, user: Person) -> Self:
        """The rows this person may change or delete (policies `<table>_update` and `<table>_delete`)."""
        return self.filter(self.editable_q(key_of(user)))

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id)

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id)


class OwnedModel(models.Model):
    """A row with an unguessable key, an owner and its times; `updated_at` is kept by a trigger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
