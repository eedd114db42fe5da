"""Past inputs to try versions on, and what came of a try. Read on the staff connection."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from aiplatform.models import AIPayload, AIRequest, AIResponse, PromptVersion
from aiplatform.pricing import usd
from aiplatform.queries.log import REPLAY

SUBJECT = "playground"


@dataclass(frozen=True, slots=True)
class PastInput:
    """A past call whose words are kept."""

    request: AIRequest
    words: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One version's answer to one input; `output` is None while it is awaited or where no model answered."""

    version: PromptVersion
    request: AIRequest
    output: str | None
    served: str
    cost_usd: Decimal | None
    latency_ms: int
    tokens: int

    @property
    def cost(self) -> str:
        """For reading."""
        return usd(self.cost_usd)


@dataclass(frozen=True, slots=True)
class Row:
    """One input with the answers of the versions, in the order in which they were asked."""

    words: str
    answers: list[Tried] = field(default_factory=list)


def past_calls(capability: str, *, hidden: Iterable[uuid.UUID] = ()) -> QuerySet[AIRequest]:
    """Calls that a person made for themselves and whose words are kept, the newest first.

    What trials, improvement, judges, tries and replays asked is left out: nobody pressed a button for it, and part of it is
    held out. `hidden` are calls whose inputs a dataset holds out.
    """
    rows = AIRequest.objects.filter(capability=capability, owner__isnull=False, by__isnull=False)
    kept = rows.filter(pk__in=AIPayload.objects.values("record_id")).exclude(subject_kind__in=[SUBJECT, REPLAY])
    return kept.exclude(pk__in=list(hidden)).order_by("-created_at", "pk")


def past_inputs(calls: Sequence[AIRequest]) -> list[PastInput]:
    """These calls with their first words; one query."""
    words = dict(AIPayload.objects.filter(record_id__in=[row.pk for row in calls]).values_list("record_id", "content"))
    return [PastInput(row, in_short(words[row.pk]["input"])) for row in calls if row.pk in words]


def in_short(value: Any, *, most: int = 160) -> str:
    """The first words of an input."""
    pieces: list[str] = []

    def collect(one: Any) -> None:
        if isinstance(one, str):
            pieces.append(one)
        elif isinstance(one, dict | list):
            for inner in one.values() if isinstance(one, dict) else one:
                collect(inner)

    collect(value)
    text = " ".join(" ".join(pieces).split())
    return text if len(text) <= most else f"{text[:most]}…"


def tried(run: uuid.UUID) -> list[Row]:
    """What a try came to so far, input by input. Three queries."""
    requests = list(
        AIRequest.objects.filter(subject_kind=SUBJECT, subject_id=run)
        .select_related("prompt_version__prompt")
        .order_by("created_at", "pk")
    )
    keys = [request.pk for request in requests]
    answers: dict[uuid.UUID, list[AIResponse]] = {}
    for response in AIResponse.objects.filter(request__in=keys).order_by("attempt", "pk"):
        answers.setdefault(response.request_id, []).append(response)
    words = dict(AIPayload.objects.filter(request__in=keys).values_list("record_id", "content"))
    rows: dict[str, Row] = {}
    for request in requests:
        given = words.get(request.pk, {}).get("input")
        row = rows.setdefault(str(given), Row(in_short(given) if given is not None else "erased"))
        if request.prompt_version is not None:
            row.answers.append(_tried(request.prompt_version, request, answers.get(request.pk, []), words))
    return list(rows.values())


def _tried(
    version: PromptVersion, request: AIRequest, answers: Sequence[AIResponse], words: dict[uuid.UUID, Any]
) -> Tried:
    costs = [answer.cost_usd for answer in answers]
    last = answers[-1] if answers else None
    return Tried(
        version=version,
        request=request,
        output=words.get(last.pk, {}).get("output") if last else None,
        served=last.get_served_display() if last else "Not answered yet",
        cost_usd=None if None in costs or not costs else sum((cost for cost in costs if cost is not None), Decimal(0)),
        latency_ms=sum(answer.latency_ms for answer in answers),
        tokens=sum(answer.total_tokens or 0 for answer in answers),
    )
