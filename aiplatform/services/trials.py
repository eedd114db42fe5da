"""Trials: opening one, keeping its runs, deciding on its candidates, and promotion through the gate."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from aiplatform.evaluators import Scores
from aiplatform.models import (
    Dataset,
    DatasetItem,
    Promotion,
    Prompt,
    PromptVersion,
    Trial,
    TrialArm,
    TrialRun,
)
from aiplatform.queries.evaluations import JUDGING, judge_in_production
from aiplatform.queries.trials import evidence_of, rules_of
from aiplatform.services import prompts
from aiplatform.services.errors import EvaluationError, PromptError
from aiplatform.services.held_out import held_out
from aiplatform.statistics.gate import Decision, Rules, decide
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

OPS = "ops"
State = TrialArm.State
# Why a version in this state can be in no trial.
WHY_NOT = {
    PromptVersion.State.DRAFT: "is a draft; submit it first.",
    PromptVersion.State.PRODUCTION: "is in production already; a trial compares it with candidates.",
    PromptVersion.State.RETIRED: "is retired; make a new draft of its text and submit that.",
}
# A slice is guarded when so many times the gate's least number of pairs of it may be expected.
SLICE_ROOM = 2


@dataclass(frozen=True)
class Ran:
    """One answer to one input of a trial. `counted_usd` is what it takes of the cap, also where its cost is not known."""

    version: PromptVersion
    item: DatasetItem
    scores: Scores
    cost_usd: Decimal | None
    latency_ms: int
    request_id: uuid.UUID | None
    counted_usd: Decimal = Decimal(0)
    judged: float | None = None
    judging_usd: Decimal = Decimal(0)


def open_trial(
    prompt: Prompt,
    candidates: Sequence[PromptVersion],
    dataset: Dataset,
    *,
    by: User | None,
    cost_cap_usd: Decimal,
    note: str = "",
    rules: Rules | None = None,
) -> Trial:
    """A trial of these candidates against what is in production, on the held-out inputs of the dataset.

    The rules, the candidates, the slices and whether a judge counts are fixed from here on, so that nobody chooses them by what
    comes out. Raises
    EvaluationError when the dataset is not frozen, is of another capability, or could never be enough; when there is nothing
    in production, no candidate, or an open trial of this prompt.
    """
    rules = rules or Rules()
    _check_dataset(prompt, dataset)
    with held_out():
        production = _compared(prompt, candidates)
        slices = _slices(dataset, rules)
        judge = _judge(prompt)
        try:
            with transaction.atomic(using=OPS), acting_as(by, using=OPS):
                trial = Trial.objects.create(
                    prompt=prompt, production=production, dataset=dataset, rules=dataclasses.asdict(rules), slices=slices,
                    judge=judge, cost_cap_usd=cost_cap_usd, by=by, note=note[:500],
                )  # fmt: skip
                for version in candidates:
                    TrialArm.objects.create(trial=trial, version=version)
        except IntegrityError as error:
            raise EvaluationError(f"A trial of {prompt.key} is open already; end it first.", code="open") from error
        return Trial.objects.select_related("prompt", "production__prompt", "dataset").get(pk=trial.pk)


def _compared(prompt: Prompt, candidates: Sequence[PromptVersion]) -> PromptVersion:
    """What is in production; EvaluationError when nothing is, or what is to be tried is no candidate of this prompt."""
    production = PromptVersion.objects.in_production().filter(prompt=prompt).first()
    if production is None:
        raise EvaluationError(f"{prompt.key} has nothing in production to compare with.", code="production")
    if not candidates or any(one.prompt_id != prompt.pk for one in candidates):
        raise EvaluationError("A trial compares candidates of its prompt; name at least one.", code="candidate")
    for one in candidates:
        if one.state != PromptVersion.State.CANDIDATE:
            raise EvaluationError(f"Version {one.number} {WHY_NOT[PromptVersion.State(one.state)]}", code="candidate")
        try:
            prompts.check_text(one)
        except PromptError as error:
            raise EvaluationError(error.message, code="candidate") from error
    return production


def _check_dataset(prompt: Prompt, dataset: Dataset) -> None:
    if dataset.frozen_at is None:
        raise EvaluationError("Freeze the dataset first: its inputs must not change while a trial runs.", code="frozen")
    if dataset.capability != prompt.capability:
        raise EvaluationError(f"The dataset holds inputs of {dataset.capability}.", code="capability")


def _judge(prompt: Prompt) -> dict[str, Any]:
    """The judge in production, how it agrees with people today, and whether that is enough to count; empty where there is none.

    A judge does not judge versions of itself.
    """
    found = judge_in_production() if prompt.capability != JUDGING else None
    if found is None:
        return {}
    version, told = found
    return {
        "version": str(version.pk),
        "number": version.number,
        "judged": told.judged,
        "kappa": None if told.kappa is None else round(told.kappa, 4),
        "counts": told.is_binding,
        "words": told.words,
    }


def _slices(dataset: Dataset, rules: Rules) -> list[str]:
    """Slices with enough held-out inputs; raises EvaluationError when no trial on these inputs could be decided."""
    rows = list(dataset.items.filter(split=DatasetItem.Split.HELD_OUT).values_list("is_adversarial", "slices"))
    attacks = sum(1 for is_adversarial, _ in rows if is_adversarial)
    if attacks < rules.least_suite:
        raise EvaluationError(
            f"The dataset holds {attacks} adversarial inputs; at least {rules.least_suite} are needed.", code="suite"
        )
    ordinary = [found for is_adversarial, found in rows if not is_adversarial]
    if len(ordinary) < rules.safety_pairs:
        raise EvaluationError(
            f"The dataset holds {len(ordinary)} held-out inputs; a trial needs {rules.safety_pairs} to be decided.",
            code="inputs",
        )
    counts: dict[str, int] = {}
    for found in ordinary:
        for name in found:
            counts[name] = counts.get(name, 0) + 1
    share = min(1.0, rules.most_pairs / len(ordinary))
    return sorted(name for name, count in counts.items() if count * share >= SLICE_ROOM * rules.least_slice)


def keep_run(trial: Trial, ran: Ran) -> None:
    """Keep one answer's scores and add its cost to what the trial spent. The same version and input count once."""
    with held_out():
        TrialRun.objects.create(
            trial=trial,
            item=ran.item,
            version=ran.version,
            request_id=ran.request_id,
            quality=Decimal(str(round(ran.scores.quality, 3))),
            is_safe=ran.scores.is_safe,
            claims=Decimal(str(round(ran.scores.claims, 3))),
            judged=None if ran.judged is None else Decimal(str(round(ran.judged, 3))),
            cost_usd=ran.cost_usd,
            latency_ms=ran.latency_ms,
            reasons=ran.scores.reasons(),
        )
    spend(trial, ran.counted_usd + ran.judging_usd)


def spend(trial: Trial, cost: Decimal) -> None:
    """Count a cost towards the trial's cap."""
    with using(OPS):
        Trial.objects.filter(pk=trial.pk).update(spent_usd=F("spent_usd") + cost)


def review(trial: Trial, *, at: dt.datetime) -> dict[TrialArm, Decision]:
    """Ask the gate about every candidate that is not decided, and keep what it says; looking costs nothing.

    Once granted or refused, an arm stays so. A trial whose arms are all decided is ended.
    """
    found = {}
    with held_out():
        arms = list(trial.arms.select_related("version__prompt").order_by("version__number"))
        for arm in arms:
            if arm.state != State.RUNNING:
                continue
            decision = decide(evidence_of(arm), rules_of(trial))
            found[arm] = decision
            arm.decision, arm.decided_at = plain(decision), at
            if decision.verdict != "continue":
                arm.state = State.GRANTED if decision.verdict == "promote" else State.REFUSED
            arm.save(update_fields=["decision", "decided_at", "state", "updated_at"])
        if all(arm.state != State.RUNNING for arm in arms):
            _end(trial, at)
    return found


def end(trial: Trial, *, at: dt.datetime) -> None:
    """End a trial early: what is not decided stays so, and the next trial has a stricter level."""
    with held_out():
        _end(trial, at)


def _end(trial: Trial, at: dt.datetime) -> None:
    Trial.objects.filter(pk=trial.pk, state=Trial.State.OPEN).update(state=Trial.State.ENDED, ended_at=at)


def plain(decision: Decision) -> dict[str, Any]:
    """The decision as JSON data."""
    data: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(decision)))
    return data


def granted_arm(version: PromptVersion) -> TrialArm | None:
    """The arm that allows this version in the place of the one in production now."""
    with using(OPS):
        return (
            TrialArm.objects.filter(
                version=version, state=State.GRANTED, trial__production__state=PromptVersion.State.PRODUCTION
            )
            .select_related("trial")
            .order_by("-decided_at", "pk")
            .first()
        )


def missing_for(version: PromptVersion) -> list[str]:
    """What stands between this version and production, in words; empty when nothing but people's approval does."""
    with using(OPS):
        if not PromptVersion.objects.in_production().filter(prompt=version.prompt_id).exists() or granted_arm(version):
            return []
        arm = (
            TrialArm.objects.filter(version=version, trial__production__state=PromptVersion.State.PRODUCTION)
            .order_by("-created_at", "pk")
            .first()
        )
        if arm is None:
            return ["This version was in no trial against the version in production. Open one, and run it."]
        words = list(arm.decision.get("missing", []))
    if arm.state == State.REFUSED:
        return ["The trial refused this version.", *words]
    return words or ["Its trial has not been run yet."]


def promote(version: PromptVersion, *, by: User, second: User, reason: str) -> Promotion:
    """Put a candidate into production, if a trial against the present version granted it and two people want it.

    The figures of the decision go on record with the promotion. Raises EvaluationError (code "missing") that says what is
    missing, PromptError when it is no candidate, has no reason, or both are one person.
    """
    missing = missing_for(version)
    if missing:
        raise EvaluationError("Not promoted. " + " ".join(missing), code="missing")
    arm = granted_arm(version)
    evidence = (
        {"trial": str(arm.trial_id), "number": arm.trial.number, "judge": arm.trial.judge, **arm.decision}
        if arm
        else {}
    )
    return prompts.promote(version, by=by, second=second, reason=reason, evidence=evidence)
