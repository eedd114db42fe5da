"""Trying a version on a share of people: A/B splits, canaries, and going back without waiting for anybody."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.models import User
from aiplatform.models import Promotion, Prompt, PromptVersion, Split, TrialArm
from aiplatform.queries.live import both, live
from aiplatform.queries.trials import rules_of, suite_of
from aiplatform.services import prompts
from aiplatform.services.errors import EvaluationError
from aiplatform.services.held_out import held_out
from aiplatform.services.trials import granted_arm, missing_for
from aiplatform.statistics.canary import after, beside
from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from careercopilot.logging import get_logger

OPS = "ops"
# How long a version that everybody gets is watched against the one before it, and over how long that one is looked at.
WATCH = dt.timedelta(days=7)
BEFORE = dt.timedelta(days=30)

log = get_logger(__name__)


@dataclass(frozen=True)
class RolledBack:
    """A version that was taken back because it did harm."""

    prompt: str
    version: PromptVersion
    kind: str
    why: str


def start(
    version: PromptVersion,
    *,
    kind: Split.Kind,
    percent: int,
    by: User,
    second: User,
    at: dt.datetime,
    salt: str = "",
) -> Split:
    """From now on this share of people gets the candidate. Raises EvaluationError.

    A canary needs a granted trial; an A/B split at least that the version withstood all attacks in a trial. Both need two people.
    """
    if by.pk == second.pk:
        raise EvaluationError("The second approver must be another person.", code="second")
    with held_out():
        production = _beside(version, kind)
        try:
            with transaction.atomic(using=OPS), acting_as(by, using=OPS):
                return Split.objects.create(
                    prompt_id=version.prompt_id, production=production, version=version, kind=kind, percent=percent,
                    salt=salt or secrets.token_hex(8), by=by, second_approver=second, started_at=at,
                )  # fmt: skip
        except IntegrityError as error:
            raise EvaluationError(
                "A share is 1 to 50 %, and a prompt has one split at a time; end the other first.", code="split"
            ) from error


def _beside(version: PromptVersion, kind: Split.Kind) -> PromptVersion:
    """What is in production beside a version that may be tried on people; EvaluationError when it may not."""
    production = PromptVersion.objects.in_production().filter(prompt=version.prompt_id).first()
    if production is None or version.state != PromptVersion.State.CANDIDATE:
        raise EvaluationError("Only a candidate is tried, and only beside a version in production.", code="state")
    if kind == Split.Kind.CANARY and granted_arm(version) is None:
        raise EvaluationError("No canary. " + " ".join(missing_for(version)), code="missing")
    if not _withstood(version):
        raise EvaluationError("No share of people before the version withstood all attacks in a trial.", code="suite")
    return production


def _withstood(version: PromptVersion) -> bool:
    for arm in TrialArm.objects.filter(version=version).select_related("trial"):
        suite = suite_of(arm.trial, version)
        if suite.run >= rules_of(arm.trial).least_suite and not suite.failed:
            return True
    return False


def end(split: Split, *, at: dt.datetime, why: str, outcome: Split.Outcome = Split.Outcome.ENDED) -> None:
    """Everybody gets the version in production again. Nothing happens to a split that has ended."""
    with using(OPS):
        Split.objects.active().filter(pk=split.pk).update(ended_at=at, outcome=outcome, why=why[:500])


def watch(*, at: dt.datetime) -> list[RolledBack]:
    """Take back what does harm: canaries and A/B versions, and versions promoted within the last week.

    Harm is shown by bounds that hold at every look, so watching often takes back no harmless version more often. A share is
    compared with production over the same period, a promoted version with the one before it. Each is on record with the figures.
    """
    with using(OPS):
        splits = list(Split.objects.active().select_related("prompt", "production", "version__prompt").order_by("pk"))
    found = [one for split in splits if (one := _watch_split(split, at)) is not None]
    return found + [one for prompt in _lately_promoted(at) if (one := _watch_promoted(*prompt, at)) is not None]


def _watch_split(split: Split, at: dt.datetime) -> RolledBack | None:
    with using(OPS):
        why = beside(*both(split.version, split.production, since=split.started_at))
    if not why:
        return None
    end(split, at=at, why=why, outcome=Split.Outcome.ROLLED_BACK)
    return _told(split.prompt, split.version, str(split.kind), why)


def _lately_promoted(at: dt.datetime) -> list[tuple[Prompt, Promotion]]:
    with using(OPS):
        rows = Promotion.objects.filter(at__gte=at - WATCH, kind=Promotion.Kind.PROMOTION)
        rows = rows.filter(version__state=PromptVersion.State.PRODUCTION, from_version__isnull=False)
        found = rows.select_related("prompt", "version__prompt", "from_version").order_by("at", "pk")
        return [(row.prompt, row) for row in found]


def _watch_promoted(prompt: Prompt, promotion: Promotion, at: dt.datetime) -> RolledBack | None:
    if promotion.from_version is None:
        return None
    with using(OPS):
        before = live(promotion.from_version, since=promotion.at - BEFORE, until=promotion.at)
        why = after(live(promotion.version, since=promotion.at), before)
    if not why:
        return None
    prompts.rollback(prompt, by=None, reason=f"By itself: {why}"[:500])
    return _told(prompt, promotion.version, "promotion", why)


def _told(prompt: Prompt, version: PromptVersion, kind: str, why: str) -> RolledBack:
    log.warning("ai_version_taken_back", prompt=prompt.key, number=version.number, kind=kind, why=why)
    return RolledBack(prompt.key, version, kind, why)
