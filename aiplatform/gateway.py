"""The one way to a language model: everything that a call owes to the person it is about, in order.

Injected instructions are cut and personal data masked, the prompt version rendered, money reserved, the request put on
record, a provider asked, the answer held against its form and the capability's checks, mended once, priced, recorded. Where any
of it fails the capability's deterministic answer is served, with the reason. Never call it inside a transaction.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import structlog
from django.conf import settings
from django.db import transaction

from accounts.models import User
from aiplatform import capabilities
from aiplatform.asking import Answered, Book, Question, Unusable, ask_model
from aiplatform.capabilities import Capability, CapabilityInput, CapabilityOutput, Problem
from aiplatform.ledger import Ledger
from aiplatform.limits import DEADLINE_S, STREAM_DEADLINE_S
from aiplatform.models import PromptVersion
from aiplatform.moderating import moderation
from aiplatform.partial import OnText
from aiplatform.preparing import Prepared, Text, at_most, prepare
from aiplatform.providers.base import ProviderError
from aiplatform.providers.registry import build
from aiplatform.queries.calls import OVER_BUDGET
from aiplatform.rendering import RenderError, canary_for
from aiplatform.safety.inbound import FieldFinding
from aiplatform.services import money, prompts, record
from aiplatform.services.errors import PromptError
from aiplatform.services.money import OverBudget, Reservation
from aiplatform.services.record import Subject
from aiplatform.switchboard import Line, Switchboard
from careercopilot.db.context import acting_as
from careercopilot.db.router import current_alias
from careercopilot.logging import get_logger
from careercopilot.metrics import AI_ANSWERS

WITHOUT = "What you see was made without a model."
NO_PROVIDER = "No model provider is set up."
NO_PROMPT = "There is no usable prompt for this."
BROKEN = "Something went wrong with the model's answer."
# An answer and its repair turn, whose prompt also holds the first answer: under three times the most that one costs. Each
# further provider adds one, for attempts of which nobody knows whether they were billed.
TURNS_HELD = 3

log = get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What to show. `source` says who made `value`; `why`, for people, is empty only for a model's answer.

    `problems` are claims that code does not bear out: their texts must not be used. `findings` are places of the input that
    spoke to the model, `removed` what the output rules took out of the answer. `cost_usd` is None when nobody knows it;
    `counted_usd` is what budgets count then: at most what it may have been.
    `request_id` is None when nothing was asked and so nothing is on record.
    """

    value: CapabilityOutput
    source: Literal["model", "deterministic"]
    why: str = ""
    request_id: uuid.UUID | None = None
    cost_usd: Decimal | None = Decimal(0)
    counted_usd: Decimal = Decimal(0)
    problems: tuple[Problem, ...] = ()
    findings: tuple[FieldFinding, ...] = ()
    removed: tuple[str, ...] = ()
    is_repaired: bool = False
    model: str = ""
    reason: str = ""  # the kind of `why`, for code: no_provider, over_budget, unfit, leak, a provider's failure, ...


@dataclass(frozen=True)
class Request:
    """Who asks what about whom."""

    capability: Capability[Any, Any]
    inputs: CapabilityInput
    by: User | None
    owner: User | None
    subject: Subject | None
    company: uuid.UUID | None
    at: dt.datetime
    on_text: OnText | None
    seed: str
    version: PromptVersion | None
    again: Text | None


@lru_cache(maxsize=1)
def switchboard() -> Switchboard:
    """The providers that the settings name; one board a process, so that breakers remember."""
    return Switchboard(build(settings.AI_PROVIDERS))


def run(
    capability_key: str,
    inputs: CapabilityInput,
    *,
    by: User | None,
    owner: User | None,
    at: dt.datetime,
    subject: Subject | None = None,
    company: uuid.UUID | None = None,
    on_text: OnText | None = None,
    seed: str = "",
    board: Switchboard | None = None,
    seconds: float | None = None,
    version: PromptVersion | None = None,
    again: Text | None = None,
) -> Outcome:
    """Ask a model, or answer without one; always an Outcome for a valid input.

    `on_text(section, value)` is told each top-level field as soon as it is whole and valid, before settling and checks; after
    a retry or repair a section may come again. `seconds` is the one deadline of all of it (30, with `on_text` 120). A `version`
    is asked with instead of the one in force: trials do so, on the staff connection, where nobody may be `by` and, for made-up
    inputs, `owner`. `again` is the text of an earlier call with its parts and codes, so that the very same prompt is sent.
    Raises RuntimeError inside a transaction, RecordError when `by` may not record about `owner`.
    """
    capability = capabilities.get(capability_key)
    if not isinstance(inputs, capability.input):
        raise TypeError(f"{capability_key} takes {capability.input.__name__}, not {type(inputs).__name__}.")
    board = switchboard() if board is None else board
    request = Request(capability, inputs, by, owner, subject, company, at, on_text, seed, version, again)
    if not board.providers:
        return _without(request, NO_PROVIDER, "no_provider")
    with transaction.atomic(using=current_alias(), durable=True):
        pass  # RuntimeError inside a transaction: it would be held open, with its locks, while a vendor thinks
    try:
        prepared = _prepare(request)
    except (PromptError, RenderError) as error:
        log.warning("ai_prompt_unusable", capability=capability.key, error=str(error))
        return _without(request, NO_PROMPT, "no_prompt")
    until = board.world.clock() + (seconds or (STREAM_DEADLINE_S if on_text else DEADLINE_S))
    return _ask(request, prepared, board, until)


@dataclass(frozen=True)
class Estimate:
    """What one answer would cost at most, None when the model has no price, and who would be asked."""

    most_usd: Decimal | None
    provider: str
    model: str
    held_usd: Decimal | None = None  # what all its turns and tries together never pass
    refusal: str = ""  # why a budget has no room for that now, for people; empty where it has


def estimate(
    capability_key: str,
    inputs: CapabilityInput,
    *,
    by: User | None,
    at: dt.datetime,
    board: Switchboard | None = None,
    version: PromptVersion | None = None,
) -> Estimate | None:
    """The cost to show before the click: of one answer by the first provider; None when no model would be asked.

    A repair turn or another try can add as much again, within the amount that is held before the call. With a `version`, of a
    call that is asked with it.
    """
    board = switchboard() if board is None else board
    capability = capabilities.get(capability_key)
    if not board.providers:
        return None
    with acting_as(by):
        try:
            version = version or prompts.chosen(capability.key, by=by)
            canary = canary_for(settings.SECRET_KEY, version.sha256, at.date())
            sent = at_most(capability, inputs, Text(version, prompts.parts(), canary))
        except (PromptError, RenderError):
            return None
        lines = _lines(board, capability.key, version.parameters)
        most = [
            money.estimate(
                capability.key, sent, provider=line.provider.name, model=line.model, on=at.date(),
                max_output_tokens=_most_tokens(version, capability),
            )
            for line in lines
        ]  # fmt: skip
    held = None if None in most else max(filter(None, most), default=Decimal(0)) * (TURNS_HELD + len(lines) - 1)
    over = money.no_room(by=by, capability=capability.key, amount=held)
    return Estimate(most[0], lines[0].provider.name, lines[0].model, held, over.why if over else "")


def _most_tokens(version: PromptVersion, capability: Capability[Any, Any]) -> int:
    return int(version.parameters.get("max_output_tokens") or capability.max_output_tokens)


def _prepare(request: Request) -> Prepared:
    """Guard the input and render the version in force, or the one of a replayed call with its codes and parts."""
    if request.again is not None:
        return prepare(request.capability, request.inputs, request.owner, request.again)
    with acting_as(request.by):
        version = request.version or prompts.chosen(request.capability.key, by=request.by, seed=request.seed)
        parts = prompts.parts()
    canary = canary_for(settings.SECRET_KEY, version.sha256, request.at.date())
    return prepare(request.capability, request.inputs, request.owner, Text(version, parts, canary))


def _lines(board: Switchboard, capability: str, parameters: Mapping[str, Any]) -> tuple[Line, ...]:
    """The model of each provider: the prompt version's word, then the settings'."""
    named: Mapping[str, str] = parameters.get("models") or {}
    lines = []
    for number, provider in enumerate(board.providers):
        own = named.get(provider.name) or (parameters.get("model") if number == 0 else None)
        lines.append(Line(provider, own or settings.AI_PROVIDERS.model(provider.name, capability)))
    return tuple(lines)


def _ask(request: Request, prepared: Prepared, board: Switchboard, until: float) -> Outcome:
    """Reserve, record, ask, settle."""
    parameters = prepared.version.parameters
    lines = _lines(board, request.capability.key, parameters)
    most_tokens = _most_tokens(prepared.version, request.capability)
    most = {line.provider.name: _most(request, prepared, line, most_tokens) for line in lines}
    attempts = TURNS_HELD + len(lines) - 1
    held = None if None in most.values() else max(filter(None, most.values()), default=Decimal(0)) * attempts
    reserved = money.reserve(by=request.by, capability=request.capability.key, amount=held, company=request.company)
    reservation = reserved if isinstance(reserved, Reservation) else None
    ledger = _open(request, prepared, lines[0], reservation)
    if isinstance(reserved, OverBudget):
        ledger.close("failed", "deterministic", prepared.safety(), reason=OVER_BUDGET)
        return _without(request, reserved.why, OVER_BUDGET, ledger, prepared)
    for name, amount in most.items():
        ledger.expect(name, amount)
    question = Question(
        request.capability, request.inputs, prepared.rendered, prepared.guarded.map, prepared.schema, parameters,
        lines, until, most_tokens, request.on_text, moderation(board.providers, until),
    )  # fmt: skip
    return _answer(request, prepared, question, board, ledger)


def _most(request: Request, prepared: Prepared, line: Line, most_tokens: int) -> Decimal | None:
    """The most that one attempt may cost."""
    sent = {**prepared.rendered.as_json(), "schema": prepared.schema}
    with acting_as(request.by):
        return money.estimate(
            request.capability.key, sent, provider=line.provider.name, model=line.model,
            max_output_tokens=most_tokens, on=request.at.date(),
        )  # fmt: skip


def _open(request: Request, prepared: Prepared, line: Line, reservation: Reservation | None) -> Ledger:
    """Put the request on record; what was held is given back if that fails."""
    try:
        request_id = record.start(
            by=request.by,
            owner=request.owner,
            capability=request.capability.key,
            rendered=prepared.rendered.as_json(),
            input=request.inputs.model_dump(mode="json"),
            provider=line.provider.name,
            model=line.model,
            parameters=prepared.version.parameters,
            prompt_version=prepared.version,
            subject=request.subject,
            company=request.company,
            web_request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
        )
    except BaseException:
        if reservation is not None:
            money.release(reservation, by=request.by)
        raise
    return Ledger(by=request.by, request_id=request_id, reservation=reservation, on=request.at.date())


def _answer(request: Request, prepared: Prepared, question: Question, board: Switchboard, ledger: Ledger) -> Outcome:
    """The model's answer, or the deterministic one with the reason; the ledger is closed either way."""
    safety = prepared.safety()
    try:
        answered = ask_model(question, board, Book(ledger.note, ledger.judge, ledger.afford))
    except ProviderError as error:
        log.warning("ai_provider_failed", capability=request.capability.key, kind=error.kind, detail=error.detail)
        ledger.close("refused" if error.kind == "refused" else "failed", "deterministic", safety)
        return _without(request, str(error), error.kind, ledger, prepared)
    except Unusable as error:
        log.warning("ai_answer_unusable", capability=request.capability.key, reason=error.reason)
        ledger.close(error.state, "deterministic", safety)
        return _without(request, str(error), error.reason, ledger, prepared)
    except Exception:
        # A fault of ours in settling or checking; the person still gets an answer, and we the trace.
        log.exception("ai_answer_broken", capability=request.capability.key)
        ledger.close("failed", "deterministic", safety)
        return _without(request, BROKEN, "broken", ledger, prepared)
    ledger.close("repaired" if answered.is_repaired else "succeeded", "model", safety)
    return _with(request, prepared, answered, ledger)


def _with(request: Request, prepared: Prepared, answered: Answered, ledger: Ledger) -> Outcome:
    AI_ANSWERS.labels(request.capability.key, "model", "").inc()
    value = answered.verdict.value
    if not isinstance(value, CapabilityOutput) or answered.attempt.reply is None:
        raise AssertionError("a fine verdict has a value and a reply")
    return Outcome(
        value=value,
        source="model",
        request_id=ledger.request_id,
        cost_usd=ledger.cost_usd,
        counted_usd=ledger.counted_usd,
        problems=answered.verdict.problems,
        findings=prepared.guarded.findings,
        removed=answered.verdict.removed,
        is_repaired=answered.is_repaired,
        model=answered.attempt.reply.model,
    )


def _without(
    request: Request, why: str, reason: str, ledger: Ledger | None = None, prepared: Prepared | None = None
) -> Outcome:
    """The deterministic answer from the input as given, labelled with the reason."""
    AI_ANSWERS.labels(request.capability.key, "deterministic", reason).inc()
    return Outcome(
        value=request.capability.deterministic(request.inputs),
        source="deterministic",
        why=f"{why} {WITHOUT}",
        request_id=ledger.request_id if ledger else None,
        cost_usd=ledger.cost_usd if ledger else Decimal(0),
        counted_usd=ledger.counted_usd if ledger else Decimal(0),
        findings=prepared.guarded.findings if prepared else (),
        reason=reason,
    )
