"""The calls about a person, as their page shows them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform

from accounts.models import User
from aiplatform import capabilities
from aiplatform.models import AIPayload, AIRequest, AIResponse
from aiplatform.pricing import usd
from aiplatform.queries.found import Found, found_in

# The finish reason of a call that a budget had no room for.
OVER_BUDGET = "over_budget"
# (state, served) of the last answer -> what became of the call, in words, with the tone of its badge.
OUTCOMES = {
    ("succeeded", "model"): ("Answered by the model", "good"),
    ("repaired", "model"): ("Answered after a correction", "good"),
    ("succeeded", "deterministic"): ("Made without a model", "info"),
    ("refused", "deterministic"): ("Not asked, made without a model", "info"),
    ("failed", "deterministic"): ("Failed, made without a model", "warn"),
}


@dataclass
class Call:
    """One call with its answers. `label` is empty where the words were erased."""

    request: AIRequest
    title: str
    label: str = ""
    has_words: bool = False
    answers: list[AIResponse] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        """Whether the person it is about asked for it."""
        return self.request.by_id == self.request.owner_id

    @property
    def outcome(self) -> tuple[str, str]:
        """What became of it: words and tone."""
        if not self.answers:
            return "No answer on record", "warn"
        last = self.answers[-1]
        if last.finish_reason == OVER_BUDGET:
            return "Over budget, made without a model", "info"
        return OUTCOMES.get((last.state, last.served), (last.get_state_display(), "warn"))

    @property
    def model(self) -> str:
        """The model that answered last, else the one that was to be asked; empty: none."""
        return next((answer.model for answer in reversed(self.answers) if answer.model), self.request.model)

    @property
    def cost(self) -> str:
        """Of all attempts together."""
        costs = [answer.cost_usd for answer in self.answers]
        known = [cost for cost in costs if cost is not None]
        # A failed attempt that cost nothing says nothing of one whose cost nobody knows.
        if not known or (len(known) < len(costs) and not any(known)):
            return usd(None)
        return usd(sum(known, Decimal(0))) + (" and more" if len(known) < len(costs) else "")


@dataclass(frozen=True)
class Totals:
    """What all calls about a person cost, in one line."""

    this_month: str
    in_all: str
    unknown: int


def requests_about(user: User) -> QuerySet[AIRequest]:
    """Every call about this person, the latest first."""
    return AIRequest.objects.visible_to(user).order_by("-created_at", "pk")


def calls_of(user: User, requests: Sequence[AIRequest]) -> list[Call]:
    """The requests with their answers and the names of what they are about; two queries for all of them."""
    keys = [request.pk for request in requests]
    answers: dict[uuid.UUID, list[AIResponse]] = defaultdict(list)
    for answer in AIResponse.objects.visible_to(user).filter(request__in=keys).order_by("attempt", "pk"):
        answers[answer.request_id].append(answer)
    labels = AIPayload.objects.visible_to(user).filter(record_id__in=keys)
    named = dict(labels.values_list("record_id", KeyTextTransform("subject_label", "content")))
    return [
        Call(
            request, title_of(request.capability), named.get(request.pk) or "", request.pk in named, answers[request.pk]
        )
        for request in requests
    ]


def totals_of(user: User, *, at: dt.datetime) -> Totals:
    """What the calls about this person cost, in this month (UTC) and in all."""
    start = at.astimezone(dt.UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = AIResponse.objects.visible_to(user).aggregate(
        month=Sum("cost_usd", filter=Q(created_at__gte=start)),
        whole=Sum("cost_usd"),
        unknown=Count("pk", filter=Q(is_unpriced=True)),
    )
    zero = Decimal(0)
    return Totals(usd(rows["month"] or zero), usd(rows["whole"] or zero), rows["unknown"])


@dataclass(frozen=True)
class Exchange:
    """One call with everything that was said in it, as far as it is kept."""

    call: Call
    sent: list[tuple[str, str]]
    received: list[tuple[AIResponse, str]]
    found: Found


def exchange_of(user: User, request: AIRequest) -> Exchange:
    """What was sent and answered in one call about this person."""
    kept = AIPayload.objects.visible_to(user).filter(request=request.pk)
    words = dict(kept.values_list("record_id", "content"))
    call = calls_of(user, [request])[0]
    received = [(answer, (words.get(answer.pk) or {}).get("output") or "") for answer in call.answers]
    asked = words.get(request.pk) or {}
    return Exchange(call, list(_sent(asked.get("rendered"))), received, found_in(call.answers, asked.get("input")))


def _sent(rendered: Any) -> Iterable[tuple[str, str]]:
    """(who says it, text) of each stretch of a rendered prompt."""
    if not isinstance(rendered, dict):
        return
    if rendered.get("system"):
        yield "Instructions", str(rendered["system"])
    for part in rendered.get("parts") or []:
        yield "Message", str(part.get("text", "") if isinstance(part, dict) else part)


def title_of(capability: str) -> str:
    """A capability's name for people; for one that is no longer there, its key in words."""
    try:
        return capabilities.get(capability).title
    except KeyError:
        return capability.replace("_", " ").capitalize()
