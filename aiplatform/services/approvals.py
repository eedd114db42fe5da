"""Promotion by two people: one asks for it, another agrees; the gate is asked both times."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from accounts.models import User
from aiplatform.models import Approval, Promotion, PromptVersion
from aiplatform.services import trials
from aiplatform.services.errors import EvaluationError, PromptError
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

OPS = "ops"


def open_for(version: PromptVersion) -> Approval | None:
    """The wish that waits for a second person."""
    with using(OPS):
        return Approval.objects.select_related("by").filter(version=version, closed_at__isnull=True).first()


def ask(version: PromptVersion, *, by: User, reason: str) -> Approval:
    """Ask for a promotion. Raises EvaluationError with what the gate misses, PromptError without a reason or when asked already."""
    if not reason.strip():
        raise PromptError("Say why this version should be used.", code="reason")
    missing = trials.missing_for(version)
    if missing:
        raise EvaluationError("Not promoted. " + " ".join(missing), code="missing")
    if version.state != PromptVersion.State.CANDIDATE:
        raise PromptError("Only a candidate can be promoted.", code="state")
    with using(OPS):
        try:
            with transaction.atomic(using=OPS), acting_as(by, using=OPS):
                return Approval.objects.create(version=version, by=by, reason=reason.strip()[:500])
        except IntegrityError as error:
            raise PromptError("It was asked for already; a second person must agree.", code="asked") from error


def agree(approval: Approval, *, by: User, at: dt.datetime) -> Promotion:
    """Be the second person: the version goes into production. Raises PromptError for the one who asked, EvaluationError as `ask`."""
    asker = approval.by
    if asker is None:
        raise PromptError("The person who asked is gone; ask anew.", code="gone")
    if asker.pk == by.pk:
        raise PromptError("You asked for this promotion; another person must agree.", code="second")
    with using(OPS), transaction.atomic(using=OPS):
        promotion = trials.promote(approval.version, by=asker, second=by, reason=approval.reason)
        _close(approval, Approval.Outcome.PROMOTED, at)
    return promotion


def withdraw(approval: Approval, *, at: dt.datetime) -> None:
    """Take the wish back; nothing happens to one that is closed."""
    with using(OPS):
        _close(approval, Approval.Outcome.WITHDRAWN, at)


def _close(approval: Approval, outcome: Approval.Outcome, at: dt.datetime) -> None:
    Approval.objects.filter(pk=approval.pk, closed_at__isnull=True).update(outcome=outcome, closed_at=at)
