"""Scores of answers: of a sample of live calls, of inputs of a dataset, by judges and by people. Nothing here changes an answer."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from pydantic import ValidationError

from accounts.models import User
from aiplatform import capabilities
from aiplatform.capabilities import Problem
from aiplatform.evaluators import Answer, Scores, evaluate
from aiplatform.models import AIRequest, AIResponse, AnnotationTask, Evaluation, PromptVersion
from aiplatform.queries.evaluations import HUMAN, JUDGE
from aiplatform.queries.log import Said, said
from aiplatform.services.errors import EvaluationError
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

OPS = "ops"
PARTS = 10_000
# How far back a scoring looks, and how many calls it takes at a time.
BACK = dt.timedelta(days=1)
MOST = 500
# A person looks at this share of the sample, and at every answer with less quality than this.
ANNOTATED = 0.2
LOW = Decimal("0.5")
# So far apart are two scores that somebody else should decide; one step of good, fair, poor.
DISPUTE = 0.5
# The share of answers that a second person looks at, to see how far people agree.
SECOND = 0.1
LABELS = {"good": Decimal(1), "fair": Decimal("0.5"), "poor": Decimal(0)}


@dataclass(frozen=True)
class Sampled:
    """What one scoring did."""

    scored: int
    waiting: int


def place_of(key: uuid.UUID, salt: str) -> int:
    """0 to 9,999: the same for a call each time, so that a larger sample holds the smaller one."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{key}".encode()).digest()[:4], "big") % PARTS


def score_sample(*, at: dt.datetime, share: float) -> Sampled:
    """Score the calls of the last day that belong to the sample and are not scored yet; some then wait for a person.

    Which calls belong is a digest of their key, whoever asks and when. A call whose words are erased is passed over.
    """
    scored = waiting = 0
    with using(OPS):
        known = Evaluation.objects.filter(request_id__isnull=False, by__isnull=True, created_at__gte=at - 2 * BACK)
        done = set(known.values_list("request_id", flat=True))
        served = AIResponse.objects.filter(served="model", created_at__gte=at - BACK, created_at__lt=at)
        served = served.filter(request__by__isnull=False)  # calls by people: not those of trials and judges
        keys = served.order_by("created_at", "pk").values_list("request_id", flat=True)
        for key in [key for key in keys if key not in done and place_of(key, "sample") < share * PARTS][:MOST]:
            call = said(key)
            answer = answer_of(call) if call else None
            if call is None or answer is None:
                continue
            scores = evaluate(answer)
            keep(scores, request=call.request)
            scored += 1
            waiting += _queue(call.request, scores) + note_dispute(call.request)
    return Sampled(scored, waiting)


def answer_of(call: Said) -> Answer | None:
    """A recorded answer as evaluators take it; None where its words are erased or of a form that is no more."""
    served = next(((response, words) for response, words in call.answers if response.served == "model"), None)
    if call.words is None or served is None or served[1] is None:
        return None
    response, words = served[0], served[1]
    try:
        capability = capabilities.get(call.request.capability)
        inputs = capability.input.model_validate(call.words["input"])
        value = capability.settle(inputs, capability.output.model_validate_json(words["output"] or ""))
    except (KeyError, ValidationError):
        return None
    problems = [Problem(one["code"], one["path"], "", one["kind"]) for one in response.validation.get("problems", [])]
    return Answer(
        capability=capability,
        inputs=inputs,
        value=value,
        problems=tuple(problems),
        removed=tuple(response.safety.get("removed", [])),
        is_repaired=response.state == AIResponse.State.REPAIRED,
    )


def keep(
    scores: Scores,
    *,
    request: AIRequest | None = None,
    item: uuid.UUID | None = None,
    version: PromptVersion | None = None,
    capability: str = "",
) -> None:
    """Keep what the evaluators found of a call, or of an answer to an input of a dataset."""
    rows = [
        Evaluation(
            owner_id=request.owner_id if request else None,
            request_id=request.pk if request else None,
            item_id=item,
            version_id=request.prompt_version_id if request else version.pk if version else None,
            capability=request.capability if request else capability,
            evaluator=part.evaluator.key,
            evaluator_version=part.evaluator.version,
            measure=part.evaluator.measure,
            score=Decimal(str(round(part.finding.score, 3))),
            reason=part.finding.reason[:500],
        )
        for part in scores.parts
    ]
    with using(OPS):
        Evaluation.objects.bulk_create(rows, ignore_conflicts=True)


def keep_judgement(
    request: AIRequest, *, evaluator: str, evaluator_version: str, score: float | None, reason: str
) -> None:
    """Keep a judge's word with its reason; the same judge judges a call once."""
    row = Evaluation(
        owner_id=request.owner_id,
        request_id=request.pk,
        version_id=request.prompt_version_id,
        capability=request.capability,
        evaluator=evaluator,
        evaluator_version=evaluator_version,
        measure="quality",
        score=None if score is None else Decimal(str(round(score, 3))),
        reason=reason[:500],
    )
    with using(OPS):
        Evaluation.objects.bulk_create([row], ignore_conflicts=True)


def _queue(request: AIRequest, scores: Scores) -> int:
    is_low = Decimal(str(scores.quality)) < LOW or not scores.is_safe
    if not is_low and place_of(request.pk, "annotate") >= ANNOTATED * PARTS:
        return 0
    return _wait(request, AnnotationTask.Why.LOW if is_low else AnnotationTask.Why.SAMPLE)


def _wait(request: AIRequest, why: str) -> int:
    """Put an answer into the queue for this reason, once; how many were put there."""
    task = AnnotationTask(owner_id=request.owner_id, request_id=request.pk, capability=request.capability, why=why)
    if AnnotationTask.objects.filter(request_id=request.pk, why=why).exists():
        return 0
    return len(AnnotationTask.objects.bulk_create([task], ignore_conflicts=True))


def note_dispute(request: AIRequest) -> int:
    """Put an answer into the queue when its judge and code, or two people, are half of the scale or more apart.

    Nobody is asked where a person has decided between code and judge already, or a third person between two. Returns how many
    answers were put there.
    """
    with using(OPS):
        rows = Evaluation.objects.filter(request_id=request.pk, measure="quality", score__isnull=False)
        found: dict[str, list[float]] = {"code": [], JUDGE: [], HUMAN: []}
        for evaluator, score in rows.values_list("evaluator", "score"):
            found[evaluator if evaluator in (JUDGE, HUMAN) else "code"].append(float(score or 0))
        people, judged, code = found[HUMAN], found[JUDGE], found["code"]
        is_disputed = len(people) == 2 and abs(people[0] - people[1]) >= DISPUTE
        if not people and judged and code:
            is_disputed = abs(judged[-1] - sum(code) / len(code)) >= DISPUTE
        return _wait(request, AnnotationTask.Why.DISPUTED) if is_disputed else 0


def next_task(after: Iterable[uuid.UUID] = (), *, by: User | None = None) -> AnnotationTask | None:
    """The answer to look at next: disputed ones, then low scores, then the oldest; those in `after`, and those that this
    person has judged already, are passed over."""
    with using(OPS):
        rows = AnnotationTask.objects.filter(done_at__isnull=True).exclude(pk__in=list(after))
        if by is not None:
            mine = Evaluation.objects.filter(by=by, request_id__isnull=False)
            rows = rows.exclude(request_id__in=mine.values("request_id"))
        return rows.order_by("why", "created_at", "pk").first()


def annotate(task: AnnotationTask, *, by: User, label: str, reason: str, at: dt.datetime) -> Evaluation | None:
    """Keep a person's word on an answer (good, fair, poor), or pass over it (skip). Raises EvaluationError.

    Afterwards the task is done; a tenth of the answers wait for a second person, and those on which two are apart for a
    third. A person judges an answer once.
    """
    if label not in (*LABELS, "skip"):
        raise EvaluationError("Say good, fair, poor or skip.", code="label")
    if label == "poor" and not reason.strip():
        raise EvaluationError("Say what is wrong with a poor answer.", code="reason")
    with using(OPS), acting_as(by, using=OPS):
        open_task = AnnotationTask.objects.select_for_update().filter(pk=task.pk, done_at__isnull=True)
        if not open_task.update(done_at=at, is_skipped=label == "skip"):
            raise EvaluationError("Somebody else has judged this answer already.", code="done")
        if label == "skip":
            return None
        request = AIRequest.objects.get(pk=task.request_id)
        values: dict[str, Any] = {"score": LABELS[label], "reason": reason.strip()[:500], "by": by}
        try:
            with transaction.atomic(using=OPS):
                made = Evaluation.objects.create(
                    owner_id=request.owner_id,
                    request_id=request.pk,
                    version_id=request.prompt_version_id,
                    capability=request.capability,
                    evaluator=HUMAN,
                    evaluator_version="1",
                    measure="quality",
                    **values,
                )
        except IntegrityError as error:
            raise EvaluationError("You have judged this answer already.", code="done") from error
        if task.why != AnnotationTask.Why.SECOND and place_of(request.pk, "second") < SECOND * PARTS:
            _wait(request, AnnotationTask.Why.SECOND)
        note_dispute(request)
        return made
