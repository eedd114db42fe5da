"""A person's own answers for the bias audit: given, read back, changed, withdrawn. Nothing here reaches anybody else's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections

from careercopilot.db.router import current_alias

# Of the text on the page; a new text gets a new name, so that it is known what somebody agreed to.
WORDING = "2026-11"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the acting person told; empty: not told."""

    sex: str
    race_ethnicity: str
    given_at: dt.datetime


def own_answers() -> Answers | None:
    """The acting person's answers, None where nothing is kept."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select sex, race_ethnicity, given_at from accounts_own_self_identification()")
        row = cursor.fetchone()
    return Answers(*row) if row else None


def give_answers(*, sex: str, race_ethnicity: str) -> None:
    """Keep these in place of earlier ones, for the acting person; raises IntegrityError for words that are no category."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select accounts_give_self_identification(%s, %s, %s)", [sex, race_ethnicity, WORDING])


def withdraw_answers() -> bool:
    """Remove what the acting person told; whether there was anything. Nothing of it is kept."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select accounts_withdraw_self_identification()")
        return bool(cursor.fetchone()[0])
