"""Scoring live calls as they come: code on a sample of them, a judge on a smaller one. Never call it inside a transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from aiplatform import gateway
from aiplatform.judging import KEY, SCORES, JudgeOutput, question
from aiplatform.models import AIResponse, Evaluation, PromptVersion
from aiplatform.queries.evaluations import JUDGE
from aiplatform.queries.log import said
from aiplatform.services import evaluating, prompts
from aiplatform.services.errors import PromptError
from aiplatform.services.evaluating import BACK, PARTS, answer_of, place_of
from aiplatform.switchboard import Switchboard
from careercopilot.db.router import using

OPS = "ops"
# So many judgements at a time: each is a call.
MOST_JUDGED = 20


@dataclass(frozen=True)
class Scored:
    """What one round did."""

    scored: int
    waiting: int
    judged: int


def score_live(*, at: dt.datetime, share: float, judged_share: float = 0.0, board: Switchboard | None = None) -> Scored:
    """Score the calls of the last day that belong to the samples and are not scored yet."""
    sampled = evaluating.score_sample(at=at, share=share)
    judged = judge_sample(at=at, share=judged_share, board=board) if judged_share > 0 else 0
    return Scored(sampled.scored, sampled.waiting, judged)


def judge_sample(*, at: dt.datetime, share: float, board: Switchboard | None = None) -> int:
    """Have the judge in production look at the calls of its sample; returns how many it judged.

    Each judgement is a call of its own, on record under the person whom the first call was about. A failed one is tried again
    the next time; nothing is made up for it.
    """
    with using(OPS):
        try:
            version = prompts.chosen(KEY, by=None)
        except PromptError:
            return 0
        known = Evaluation.objects.filter(evaluator=JUDGE, evaluator_version=str(version.pk))
        done = set(known.values_list("request_id", flat=True))
        served = AIResponse.objects.filter(served="model", created_at__gte=at - BACK, created_at__lt=at)
        served = served.filter(request__by__isnull=False)
        keys = list(served.order_by("created_at", "pk").values_list("request_id", flat=True))
    judged = 0
    for key in [key for key in keys if key not in done and place_of(key, "judge") < share * PARTS]:
        if judged >= MOST_JUDGED or (verdict := _judge(key, version, at, board)) is False:
            break
        judged += verdict is True
    return judged


def _judge(key: uuid.UUID, version: PromptVersion, at: dt.datetime, board: Switchboard | None) -> bool | None:
    """One judgement: True when it was kept, False when no model answered, None when there is nothing to judge."""
    with using(OPS):
        call = said(key)
        answer = answer_of(call) if call else None
        if call is None or answer is None:
            return None
        inputs = question(answer.capability, call.words["input"] if call.words else {}, answer.value)
        outcome = gateway.run(KEY, inputs, by=None, owner=call.request.owner, at=at, board=board, version=version)
    if outcome.source != "model" or not isinstance(outcome.value, JudgeOutput):
        return False
    evaluating.keep_judgement(
        call.request,
        evaluator=JUDGE,
        evaluator_version=str(version.pk),
        score=SCORES.get(outcome.value.label),
        reason=outcome.value.reason,
    )
    evaluating.note_dispute(call.request)
    return True
