"""Keys of people in rows that the database, not Django, clears when a person goes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def person_key(help_text: str = "") -> models.ForeignKey[Any, Any]:
    """A person whom a row is about or by; null for nobody, or somebody who is gone. What becomes of it with them is in the SQL."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        help_text=help_text,
    )
