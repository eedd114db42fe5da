"""Answers kept for an hour for the person who asked. A key names everything that the answer depends on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
import zlib
from collections.abc import Iterable
from typing import Any

from django.db import connections, transaction

from accounts.models import CachedResult, User
from careercopilot.db.context import acting_as
from careercopilot.db.router import current_alias, using

LIFE = dt.timedelta(hours=1)
MOST_KEPT = 50  # a person


def key_of_parts(*parts: Any) -> str:
    """A digest of these JSON-safe values (dates and keys in their text form)."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def kept_result(user: User, key: str, *, at: dt.datetime) -> dict[str, Any] | None:
    """The person's own answer under this key while it is fresh; one query."""
    row = CachedResult.objects.filter(owner=user, key=key).fresh_at(at).values_list("value", flat=True).first()
    if row is None:
        return None
    value: dict[str, Any] = json.loads(zlib.decompress(bytes(row)))
    return value


def keep_result(user: User, key: str, value: dict[str, Any], *, subjects: Iterable[uuid.UUID], at: dt.datetime) -> None:
    """Keep an answer that tells of these people; the person's oldest beyond MOST_KEPT go, and some that have run out."""
    CachedResult.objects.bulk_create(
        [
            CachedResult(
                owner=user,
                key=key,
                value=zlib.compress(json.dumps(value).encode(), 1),
                subject_ids=sorted(set(subjects)),
                expires_at=at + LIFE,
            )
        ],
        update_conflicts=True,
        unique_fields=["owner", "key"],
        update_fields=["value", "subject_ids", "expires_at"],
    )
    newest = CachedResult.objects.filter(owner=user).order_by("-expires_at", "pk").values("pk")[:MOST_KEPT]
    CachedResult.objects.filter(owner=user).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select accounts_purge_results()")


def forget_results_about_actor() -> int:
    """Remove every kept answer, whoever asked for it, that tells of the acting person; returns how many."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select accounts_forget_results()")
        return int(cursor.fetchone()[0])


def forget_results_once_committed(person_id: uuid.UUID) -> None:
    """Have every kept answer that tells of this person removed as soon as this transaction is committed: what others may
    see of them changed.

    Not before, because who asks meanwhile still sees the old state and would keep an answer of it again. A failure is
    logged and leaves rows that nothing gives out (their keys name candidates who are no longer found) until they run out.
    """
    alias = current_alias()

    def forget() -> None:
        with using(alias), acting_as(person_id):
            forget_results_about_actor()

    transaction.on_commit(forget, using=alias, robust=True)
