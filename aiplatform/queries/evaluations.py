"""What evaluations show: which calls to look at, agreement of judges with people, failures. Read on the staff connection."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median_low

from django.db.models import Avg, Count

from aiplatform.models import AIPayload, AIRequest, Evaluation, PromptVersion
from aiplatform.statistics.proportions import kappa
from careercopilot.db.router import using

OPS = "ops"
HUMAN, JUDGE = "human", "judge"
JUDGING = "judge_answer"  # the capability of judges
# A judge counts in trials from this agreement with people on, over at least so many answers; below it, it only advises.
LEAST_KAPPA, LEAST_JUDGED = 0.6, 50


@dataclass(frozen=True)
class Agreement:
    """How a judge's labels agree with people's on the same answers; kappa is None with too little to say."""

    evaluator: str
    version: str
    judged: int
    kappa: float | None

    @property
    def is_binding(self) -> bool:
        return self.kappa is not None and self.judged >= LEAST_JUDGED and self.kappa >= LEAST_KAPPA

    @property
    def words(self) -> str:
        """For pages."""
        if self.judged < LEAST_JUDGED or self.kappa is None:
            return f"Advisory: {self.judged} of {LEAST_JUDGED} answers judged by people as well."
        if not self.is_binding:
            return f"Advisory: kappa {self.kappa:.2f} with people, {LEAST_KAPPA} is needed."
        return f"Counts in trials: kappa {self.kappa:.2f} with people over {self.judged} answers."


@dataclass(frozen=True)
class Average:
    """Mean score of one evaluator on one prompt version."""

    version: int
    evaluator: str
    measure: str
    count: int
    score: float


@dataclass(frozen=True)
class Failure:
    """A point lost: by which evaluator, and why."""

    evaluator: str
    reason: str
    score: float


@dataclass(frozen=True)
class SideBySide:
    """One input and what several versions' answers to it scored: (version number, mean score, reasons)."""

    item: uuid.UUID
    answers: tuple[tuple[int, float, str], ...]


def past_requests(capability: str, count: int) -> list[uuid.UUID]:
    """The latest calls of a capability by people, whose words are still kept."""
    with using(OPS):
        kept = AIPayload.objects.filter(owner__isnull=False).values("record_id")
        rows = AIRequest.objects.filter(capability=capability, owner__isnull=False, pk__in=kept)
        return list(rows.order_by("-created_at", "pk").values_list("pk", flat=True)[:count])


def label(score: float) -> str:
    """A score as people and judges give it: good, fair or poor."""
    return "good" if score > 0.75 else "fair" if score > 0.25 else "poor"


def agreement(evaluator: str, version: str) -> Agreement:
    """Cohen's kappa between a judge (one version of it) and people; where several people judged, the middle word counts, of
    two the first."""
    with using(OPS):
        judged = Evaluation.objects.filter(evaluator=evaluator, evaluator_version=version, score__isnull=False)
        scores = judged.values_list("request_id", "score")
        theirs = {key: label(float(score)) for key, score in scores if key is not None and score is not None}
        people = Evaluation.objects.filter(evaluator=HUMAN, measure="quality", request_id__in=list(theirs))
        rows = people.filter(score__isnull=False).order_by("-created_at", "pk").values_list("request_id", "score")
        said: dict[uuid.UUID, list[float]] = {}
        for key, score in reversed(rows):
            if key is not None and score is not None:
                said.setdefault(key, []).append(float(score))
    ours = {key: label(scores[0] if len(scores) == 2 else median_low(scores)) for key, scores in said.items()}
    both = sorted(ours, key=str)
    return Agreement(evaluator, version, len(both), kappa([theirs[key] for key in both], [ours[key] for key in both]))


def judge_in_production() -> tuple[PromptVersion, Agreement] | None:
    """The judge that is in use and how it agrees with people; None where there is none."""
    with using(OPS):
        rows = PromptVersion.objects.in_production().filter(prompt__capability=JUDGING).select_related("prompt")
        version = rows.order_by("prompt__created_at", "pk").first()
    return (version, agreement(JUDGE, str(version.pk))) if version else None


def averages(version: PromptVersion) -> list[Average]:
    """Mean scores of a version by evaluator, live calls and dataset inputs together."""
    with using(OPS):
        rows = (
            Evaluation.objects.filter(version=version, score__isnull=False)
            .values("evaluator", "measure")
            .annotate(count=Count("pk"), mean=Avg("score"))
            .order_by("measure", "evaluator")
        )
        return [
            Average(version.number, row["evaluator"], row["measure"], row["count"], float(row["mean"])) for row in rows
        ]


def failures(version: PromptVersion, *, most: int = 2000) -> list[Failure]:
    """Points that a version lost with people and on train and validation inputs, the latest first."""
    with using(OPS):
        rows = Evaluation.objects.filter(version=version, score__lt=1).order_by("-created_at", "pk")
        return [
            Failure(evaluator, reason, float(score))
            for evaluator, reason, score in rows.values_list("evaluator", "reason", "score")[:most]
            if score is not None
        ]


def side_by_side(versions: list[PromptVersion], *, most: int = 100) -> Iterator[SideBySide]:
    """Train and validation inputs that all these versions answered, where they differ most first."""
    with using(OPS):
        rows = list(
            Evaluation.objects.filter(version__in=versions, item__isnull=False, measure="quality")
            .values_list("item_id", "version__number")
            .annotate(mean=Avg("score"))
            .order_by("item_id", "version__number")
        )
        reasons = Evaluation.objects.filter(version__in=versions, item__isnull=False, score__lt=1)
        told: dict[tuple[uuid.UUID, int], list[str]] = {}
        for item, number, reason in reasons.values_list("item_id", "version__number", "reason"):
            if item is not None and number is not None:
                told.setdefault((item, number), []).append(reason)
    found: dict[uuid.UUID, list[tuple[int, float, str]]] = {}
    for item, number, mean in rows:
        found.setdefault(item, []).append((number, float(mean or 0), "; ".join(sorted(told.get((item, number), [])))))
    whole = [SideBySide(item, tuple(answers)) for item, answers in found.items() if len(answers) == len(versions)]
    whole.sort(key=lambda one: (min(a[1] for a in one.answers) - max(a[1] for a in one.answers), str(one.item)))
    yield from whole[:most]
