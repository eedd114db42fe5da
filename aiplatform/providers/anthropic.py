"""Anthropic through its Messages API: structured output, streaming, prompt caching by marked prefixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from aiplatform.providers.base import Call, Capabilities, Part, ProviderError, Usage
from aiplatform.providers.clients import Answer, SdkProvider
from aiplatform.providers.waiting import Emit

if TYPE_CHECKING:
    from anthropic import Anthropic

_CACHED = {"type": "ephemeral"}
_FINISHED = {"max_tokens": "cut", "model_context_window_exceeded": "cut", "refusal": "refused"}


@dataclass(frozen=True, slots=True)
class _Answer:
    id: str
    model: str
    text: str
    stop_reason: str
    usage: Usage


def make_client(api_key: str, base_url: str, headers: Mapping[str, str]) -> Anthropic:
    """A client that does not retry by itself; without a base URL the SDK's own (ANTHROPIC_BASE_URL) holds."""
    import anthropic

    return anthropic.Anthropic(
        api_key=api_key, base_url=base_url or None, max_retries=0, timeout=None, default_headers=dict(headers)
    )


class AnthropicProvider(SdkProvider["Anthropic"]):
    """Speaks to Anthropic, or to a server on `base_url` that speaks its Messages API."""

    capabilities = Capabilities()

    def __init__(
        self, *, api_key: str, base_url: str = "", name: str = "anthropic", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(name, lambda: make_client(api_key, base_url, headers or {}))

    def sdk(self) -> ModuleType:
        import anthropic

        return anthropic

    def ask(self, client: Anthropic, call: Call, emit: Emit) -> Answer:
        told = _answer(client, call, emit)
        return Answer(told.id, told.model, told.text, told.usage)


def _messages(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """Consecutive parts of a role are blocks of one message; the last fixed one ends the cached prefix."""
    fixed = [at for at, part in enumerate(parts) if part.is_fixed]
    messages: list[dict[str, Any]] = []
    for at, part in enumerate(parts):
        block: dict[str, Any] = {"type": "text", "text": part.text}
        if fixed and at == fixed[-1]:
            block["cache_control"] = _CACHED
        if messages and messages[-1]["role"] == part.role:
            messages[-1]["content"].append(block)
        else:
            messages.append({"role": part.role, "content": [block]})
    return messages


def _arguments(call: Call) -> dict[str, Any]:
    """No temperature, top_p or top_k: this SDK knows them no more (TypeError)."""
    from anthropic import transform_schema

    config: dict[str, Any] = {
        "format": {"type": "json_schema", "schema": transform_schema({**call.schema, "title": call.schema_name})}
    }
    if "effort" in call.parameters:
        config["effort"] = call.parameters["effort"]
    return {
        "model": call.model,
        "max_tokens": call.max_output_tokens,
        "system": [{"type": "text", "text": call.system, "cache_control": _CACHED}],
        "messages": _messages(call.parts),
        "output_config": config,
        "timeout": max(call.seconds_left(), 0.001),
    }


def _answer(client: Anthropic, call: Call, emit: Emit) -> _Answer:
    if call.stream is None:
        return _finished(_whole(client.messages.create(**_arguments(call))))
    with client.messages.create(**_arguments(call), stream=True) as events:
        return _finished(_streamed(events, emit))


def usage_of(*usages: Any) -> Usage:
    """Tokens by class; of several reports (a stream sends two) the later figures win where they are given."""
    last: dict[str, int] = {}
    for usage in usages:
        if usage is None:
            continue
        for name in ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"):
            if getattr(usage, name, None) is not None:
                last[name] = getattr(usage, name)
        if (details := getattr(usage, "output_tokens_details", None)) is not None:
            last["thinking"] = details.thinking_tokens or 0
    thinking = last.get("thinking", 0)
    return Usage(
        last.get("input_tokens", 0),
        last.get("cache_read_input_tokens", 0),
        last.get("cache_creation_input_tokens", 0),
        max(last.get("output_tokens", 0) - thinking, 0),
        thinking,
    )


def _whole(message: Any) -> _Answer:
    from anthropic.types import Message

    if not isinstance(message, Message):
        raise ProviderError("not_json", f"{type(message).__name__}: {str(message)[:200]}", usage=Usage())
    text = "".join(block.text for block in message.content or [] if block.type == "text")
    return _Answer(message.id, message.model, text, message.stop_reason or "", usage_of(message.usage))


def _streamed(events: Iterable[Any], emit: Emit) -> _Answer:
    text: list[str] = []
    started: Any = None
    delta_usage: Any = None
    reason, is_ended = "", False
    for event in events:
        kind = getattr(event, "type", "")
        if kind == "message_start":
            started = event.message
        elif kind == "content_block_delta" and event.delta.type == "text_delta":
            text.append(event.delta.text)
            emit(event.delta.text)
        elif kind == "message_delta":
            reason, delta_usage = event.delta.stop_reason or reason, event.usage
        elif kind == "message_stop":
            is_ended = True
    if started is None:
        raise ProviderError("not_json", "a stream without events", usage=Usage())
    usage = usage_of(started.usage, delta_usage)
    if not is_ended:
        raise ProviderError("closed_early", "no message_stop event", usage=usage, model=started.model)
    return _Answer(started.id, started.model, "".join(text), reason, usage)


def _finished(answer: _Answer) -> _Answer:
    """The answer if it is whole; the SDK raises nothing for a cut, refused or empty one."""
    spent: dict[str, Any] = {"usage": answer.usage, "model": answer.model, "finish_reason": answer.stop_reason}
    if answer.stop_reason != "end_turn":
        kind = _FINISHED.get(answer.stop_reason, "closed_early" if answer.stop_reason else "empty")
        raise ProviderError(kind, f"stop_reason {answer.stop_reason!r}", **spent)
    if not answer.text.strip():
        raise ProviderError("empty", "no text in the message", **spent)
    return answer
