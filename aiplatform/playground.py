"""Trying versions on past inputs, side by side. What is tried is on record like every call, and about the same person."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from accounts.models import User
from aiplatform import capabilities, gateway
from aiplatform.capabilities import CapabilityInput
from aiplatform.models import AIPayload, AIRequest, PromptVersion
from aiplatform.queries.playground import SUBJECT
from aiplatform.services.errors import EvaluationError
from aiplatform.services.record import Subject
from careercopilot.db.router import using

OPS = "ops"
MOST_INPUTS, MOST_VERSIONS = 5, 3
Tell = Callable[[int, int], None]


def check(versions: Sequence[PromptVersion], requests: Sequence[uuid.UUID]) -> None:
    """Raises EvaluationError when there is nothing to try, or too much."""
    if not versions or not requests:
        raise EvaluationError("Choose at least one version and one past input.", code="nothing")
    if len(versions) > MOST_VERSIONS or len(requests) > MOST_INPUTS:
        raise EvaluationError(f"Choose at most {MOST_VERSIONS} versions and {MOST_INPUTS} inputs.", code="too_many")


def try_out(
    run: uuid.UUID, versions: Sequence[uuid.UUID], requests: Sequence[uuid.UUID], *, now: Callable[[], dt.datetime],
    tell: Tell,
) -> int:  # fmt: skip
    """Ask every version every input; how many calls were made. Inputs whose words were erased are left out."""
    with using(OPS):
        found = PromptVersion.objects.select_related("prompt").in_bulk(list(versions))
    chosen = [found[key] for key in versions if key in found]
    made = 0
    for number, key in enumerate(requests):
        tell(number, len(requests))
        past = _past(key)
        if past is None:
            continue
        inputs, owner = past
        for version in chosen:
            with using(OPS):
                gateway.run(
                    version.prompt.capability, inputs, by=None, owner=owner, at=now(), version=version,
                    subject=Subject(SUBJECT, run, "A try of a prompt on this input"),
                )  # fmt: skip
            made += 1
    return made


def _past(key: uuid.UUID) -> tuple[CapabilityInput, User | None] | None:
    """The input of a past call as its capability takes it today, and the person it was about."""
    with using(OPS):
        request = AIRequest.objects.select_related("owner").filter(pk=key).first()
        content: Any = AIPayload.objects.filter(record_id=key).values_list("content", flat=True).first()
    if request is None or content is None:
        return None
    try:
        inputs: CapabilityInput = capabilities.get(request.capability).input.model_validate(content["input"])
    except ValueError:  # an input from before the capability changed
        return None
    return inputs, request.owner
