"""Answers kept for an hour for the person who asked. A key names everything that the answer depends on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
import zlib
from collections.abc import Iterable
from typing import Any

from django.db import connection

from accounts.models import CachedResult, User

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
    with connection.cursor() as cursor:
        cursor.execute("select accounts_purge_results()")


def forget_results_about_actor() -> int:
    """Remove every kept answer, whoever asked for it, that tells of the acting person; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("select accounts_forget_results()")
        return int(cursor.fetchone()[0])
