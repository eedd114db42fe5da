"""New postings reach people by themselves: whose matches are due, and what each has not seen yet."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import connections

from accounts.models import User
from careercopilot.db.router import current_alias
from matching.models import MatchWatch

MOST_AT_ONCE = 5_000  # a look; there is one an hour


def queue_due_refreshes(*, most: int = MOST_AT_ONCE) -> int:
    """Queue quiet refreshes for the people whose turn it is (sql/0015_match_watch.sql says whose); one statement, however
    many. Returns how many."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select matching_queue_due_refreshes(%s)", [most])
        return int(cursor.fetchone()[0])


def note_refreshed(owner_id: uuid.UUID, *, at: dt.datetime) -> None:
    """The person's matches are up to date as of this moment; one query."""
    MatchWatch.objects.bulk_create(
        [MatchWatch(owner_id=owner_id, refreshed_at=at)],
        update_conflicts=True,
        unique_fields=["owner"],
        update_fields=["refreshed_at"],
    )


def note_seen(user: User, *, at: dt.datetime) -> None:
    """The person looked at the list; what is there now is no longer new. One query."""
    MatchWatch.objects.filter(owner=user).update(seen_at=at)
