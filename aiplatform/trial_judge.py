"""The judge of a trial: the one that was in production when it was opened, asked about each answer as it comes.

Whether its word counts was fixed at the opening (`services.trials`). One that counts judges every answer; one that does not
judges the share of inputs that is judged of live calls (AI_JUDGED_SHARE), to be looked at only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from aiplatform import gateway
from aiplatform.evaluators import Answer
from aiplatform.gateway import Outcome
from aiplatform.judging import KEY, SCORES, JudgeInput, JudgeOutput, question
from aiplatform.models import DatasetItem, PromptVersion, Trial
from aiplatform.services.evaluating import PARTS, place_of
from aiplatform.switchboard import Switchboard
from careercopilot.db.router import using

OPS = "ops"


@dataclass(frozen=True)
class Judgement:
    """A judge's word on one answer; `score` is None where it can not tell or did not answer (`outcome.source` says which)."""

    outcome: Outcome
    score: float | None
    reason: str

    @property
    def is_given(self) -> bool:
        return self.outcome.source == "model"

    @property
    def cost_usd(self) -> Decimal | None:
        return self.outcome.cost_usd


@dataclass(frozen=True)
class TrialJudge:
    """The judge of one trial. `counts` says whether its word is part of an answer's quality."""

    version: PromptVersion
    counts: bool

    def wants(self, item: DatasetItem) -> bool:
        """Whether answers to this input are judged: the same for every version of the trial. Attacks never are."""
        share = 1.0 if self.counts else settings.AI_JUDGED_SHARE
        return not item.is_adversarial and place_of(item.pk, "judge") < share * PARTS

    def question(self, answer: Answer) -> JudgeInput:
        """What the judge is asked about an answer."""
        return question(answer.capability, answer.inputs.model_dump(mode="json"), answer.value)

    def ask(self, asked: JudgeInput, item: DatasetItem, *, at: dt.datetime, board: Switchboard | None) -> Judgement:
        """One judgement, on record under the person whose input it is; never inside a transaction."""
        with using(OPS):
            owner = item.owner
            outcome = gateway.run(KEY, asked, by=None, owner=owner, at=at, board=board, version=self.version)
        if outcome.source != "model" or not isinstance(outcome.value, JudgeOutput):
            return Judgement(outcome, None, "")
        return Judgement(outcome, SCORES.get(outcome.value.label), outcome.value.reason)


def judge_of(trial: Trial) -> TrialJudge | None:
    """None for a trial that was opened without a judge in production."""
    if not trial.judge:
        return None
    with using(OPS):
        version = PromptVersion.objects.select_related("prompt").get(pk=trial.judge["version"])
    return TrialJudge(version, bool(trial.judge["counts"]))
