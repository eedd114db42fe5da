"""A call of the past once more: rendered again from what is kept of it, and, when that is wanted, asked again.

Rendering takes the stored input, the prompt version, the parts that were in force then, and the codes of then; so the digest is
the one on record exactly when neither words nor code that prepares them have changed. Used on the staff connection.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import User
from aiplatform import capabilities, gateway
from aiplatform.capabilities import Capability, CapabilityInput
from aiplatform.models import AIRequest, AIResponse
from aiplatform.preparing import Text, prepare
from aiplatform.pricing import usd
from aiplatform.queries.log import REPLAY, Said, said
from aiplatform.rendering import RenderError
from aiplatform.services import prompts, record
from aiplatform.services.record import Subject
from aiplatform.switchboard import Switchboard

GONE = "The words of this call were erased; only that it was made is on record."


class CanNotReplay(Exception):
    """Why a call can not be rendered or asked again, in one sentence."""


@dataclass(frozen=True)
class Again:
    """A call rendered again. `sha256` is what the rendering comes to today."""

    call: Said
    capability: Capability[Any, Any]
    inputs: CapabilityInput
    owner: User | None
    text: Text
    sha256: str

    @property
    def is_same(self) -> bool:
        """Whether it is exactly the prompt that was sent then."""
        return self.sha256 == self.call.request.rendered_sha256


@dataclass(frozen=True)
class Answered:
    """One answer on record: the served text, or None where there was no model's answer to serve."""

    model: str
    state: str
    served: str
    output: str | None
    validation: Mapping[str, Any]
    cost_usd: Decimal | None
    latency_ms: int


@dataclass(frozen=True)
class Compared:
    """The same question twice. `differing` names the places of the answer that are not the same; None without two answers."""

    then: Answered
    now: Answered
    request_id: str
    is_same_prompt: bool
    differing: list[str] | None
    why: str

    @property
    def is_same_validation(self) -> bool:
        return (self.then.state, self.then.validation) == (self.now.state, self.now.validation)


def rendered_again(call: Said) -> Again:
    """Raises CanNotReplay when words, version or capability are gone, or the input has a form that is no more."""
    if call.words is None:
        raise CanNotReplay(GONE)
    sent, version = call.words.get("rendered"), call.prompt_version
    if version is None or not isinstance(sent, Mapping) or not {"nonce", "canary"} <= sent.keys():
        raise CanNotReplay("This call was not made with a prompt of the registry, so it can not be rendered again.")
    try:
        capability = capabilities.get(call.request.capability)
        inputs = capability.input.model_validate(call.words["input"])
        text = Text(version, prompts.parts_at(_moment(call)), str(sent["canary"]), str(sent["nonce"]))
        rendered = prepare(capability, inputs, call.request.owner, text).rendered
    except KeyError as error:
        raise CanNotReplay(f"The capability {call.request.capability} is no more.") from error
    except (ValueError, RenderError) as error:
        raise CanNotReplay(f"Today's code can not render this input: {' '.join(str(error).split())[:300]}") from error
    return Again(call, capability, inputs, call.request.owner, text, record.digest_of(rendered.as_json()))


def _moment(call: Said) -> dt.datetime:
    """When the text of a call was in force: a replay, or the replay of one, was asked with that of the first call."""
    request = call.request
    while request.subject_kind == REPLAY and request.subject_id is not None:
        request = AIRequest.objects.get(pk=request.subject_id)
    return request.created_at


def ask_again(again: Again, *, at: dt.datetime, cap_usd: Decimal, board: Switchboard | None = None) -> Compared:
    """Ask the same prompt once more, as a call of its own that names the first; raises CanNotReplay when nobody was asked.

    It goes through the gateway: it counts towards budgets, is held to the same checks, and may cost at most `cap_usd` with all
    its repairs and tries.
    """
    key, version = again.capability.key, again.text.version
    told = gateway.estimate(key, again.inputs, by=None, at=at, board=board, version=version)
    if told is None:
        raise CanNotReplay("Not asked again: no model provider is set up.")
    if told.held_usd is None:
        raise CanNotReplay("Not asked again: the model has no price, so no cap can be kept; add one.")
    if told.held_usd > cap_usd:
        raise CanNotReplay(f"Not asked again: it may cost {usd(told.held_usd)}, and the cap is {usd(cap_usd)}.")
    subject = Subject(REPLAY, again.call.request.pk, "A call asked again")
    outcome = gateway.run(
        key, again.inputs, by=None, owner=again.owner, at=at, board=board, subject=subject, again=again.text
    )
    asked = said(outcome.request_id) if outcome.request_id else None
    if asked is None:
        raise CanNotReplay(f"Not asked again: {outcome.why}")
    then, now = answered(again.call), answered(asked)
    return Compared(
        then=then,
        now=now,
        request_id=str(asked.request.pk),
        is_same_prompt=asked.request.rendered_sha256 == again.call.request.rendered_sha256,
        differing=differing(then.output, now.output),
        why=outcome.why,
    )


def answered(call: Said) -> Answered:
    """The last attempt of a call, with the cost and time of all of them."""
    if not call.answers:
        return Answered("", "started", "", None, {}, Decimal(0), 0)
    last, words = call.answers[-1]
    costs = [response.cost_usd for response, _ in call.answers]
    return Answered(
        model=last.model,
        state=last.state,
        served=last.served,
        output=(words or {}).get("output") if last.served == AIResponse.Served.MODEL else None,
        validation=last.validation,
        cost_usd=None if None in costs else sum((cost for cost in costs if cost is not None), Decimal(0)),
        latency_ms=sum(response.latency_ms for response, _ in call.answers),
    )


def differing(then: str | None, now: str | None) -> list[str] | None:
    """Places (`hints.0`) at which two JSON answers are not the same, in order; None when one of them is missing or no JSON."""
    if then is None or now is None:
        return None
    try:
        first, second = dict(_leaves(json.loads(then))), dict(_leaves(json.loads(now)))
    except ValueError:
        return None
    missing = object()
    places = [*first, *(place for place in second if place not in first)]
    return [place for place in places if first.get(place, missing) != second.get(place, missing)]


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that holds no other, with its place."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if not value or inner is None:
        yield place or "the answer", value
        return
    for key, held in inner:
        yield from _leaves(held, f"{place}.{key}".lstrip("."))
