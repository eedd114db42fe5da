"""Texts, claims and confirmed facts for tests; claims are written as the product writes them, by the database's function."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import factory
from django.db import connection

from accounts.tests.factories import OwnedFactory
from careercopilot.db.context import acting_as
from resumes.models import ConfirmedFact, DraftText, TextClaim
from resumes.tests.factories import ResumeVersionFactory

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


class ConfirmedFactFactory(OwnedFactory):
    class Meta:
        model = ConfirmedFact

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    text = "Led nine nurses"
    confirmed_at = AT


class DraftTextFactory(OwnedFactory):
    class Meta:
        model = DraftText

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    kind = "bullet"
    text = "Built pipelines in Python"


def claims_of(text: DraftText, *states: str) -> list[TextClaim]:
    """Claims of a text in these states, as a check leaves them."""
    rows: list[dict[str, Any]] = [
        {"kind": "number", "words": text.text[n], "start": n, "end": n + 1, "state": state, "why": "So it is."}
        for n, state in enumerate(states)
    ]
    digest = hashlib.sha256(text.text.encode()).hexdigest()
    with acting_as(text.owner), connection.cursor() as cursor:
        cursor.execute("select record_text_check(%s, %s, %s::jsonb)", [text.pk, digest, json.dumps(rows)])
        return list(TextClaim.objects.filter(text=text).order_by("start"))
