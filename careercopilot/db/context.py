"""Who acts: the transaction-local setting that row level security reads."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from typing import Protocol

from django.db import connections, transaction

from careercopilot.db.router import current_alias


class Actor(Protocol):
    """Anything with a primary key and the mark whether it signed in."""

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def pk(self) -> object: ...


def actor_id(actor: Actor | uuid.UUID | None) -> str:
    """The text form of an actor's key; empty for nobody."""
    if actor is None:
        return ""
    if isinstance(actor, uuid.UUID):
        return str(actor)
    return str(actor.pk) if actor.is_authenticated else ""


def set_actor(value: str, *, using: str | None = None) -> str:
    """Set who acts for the rest of the transaction; returns who acted before."""
    with connections[using or current_alias()].cursor() as cursor:
        # Both in one statement: the sub-select reads the old value before the outer call sets the new one.
        cursor.execute(
            "select before, set_config('app.user_id', %s, true)"
            " from (select coalesce(current_setting('app.user_id', true), '') as before offset 0) as was",
            [value],
        )
        row = cursor.fetchone()
    return str(row[0])


@contextlib.contextmanager
def acting_as(actor: Actor | uuid.UUID | None, *, using: str | None = None) -> Iterator[None]:
    """Run the block in a transaction in which row level security sees this actor; afterwards the former one again."""
    alias = using or current_alias()
    # The setting ends with the transaction; only inside another one must the former actor be put back.
    is_outermost = not connections[alias].in_atomic_block
    with transaction.atomic(using=alias):
        before = set_actor(actor_id(actor), using=alias)
        yield
        # After an error the transaction (or its savepoint) rolls back, and the setting with it.
        if not (is_outermost or connections[alias].needs_rollback):
            set_actor(before, using=alias)
