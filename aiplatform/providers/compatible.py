"""Any server that speaks OpenAI's chat completions (local runtimes, gateways, other vendors), by base URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from aiplatform.providers.base import Call, Capabilities, ProviderError, Usage
from aiplatform.providers.clients import Answer, SdkProvider
from aiplatform.providers.openai import make_client
from aiplatform.providers.schemas import bare_json, described, strict
from aiplatform.providers.waiting import Emit

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import CompletionUsage

_FINISHED = {"length": "cut", "content_filter": "refused"}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What both forms of a completion come to."""

    id: str
    model: str
    text: str
    refusal: str
    finish_reason: str
    usage: Usage


class CompatibleProvider(SdkProvider["OpenAI"]):
    """Chat completions on `base_url`; `capabilities` says what the server can do."""

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str,
        capabilities: Capabilities | None = None,
        name: str = "compatible",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.capabilities = capabilities or Capabilities(is_caching=False)
        # Local servers ask for no key, the SDK does.
        super().__init__(name, lambda: make_client(api_key or "none", base_url, headers or {}))

    def sdk(self) -> ModuleType:
        import openai

        return openai

    def ask(self, client: OpenAI, call: Call, emit: Emit) -> Answer:
        told = self._complete(client, call, emit)
        return Answer(told.id, told.model, bare_json(told.text), told.usage)

    def _arguments(self, call: Call) -> dict[str, Any]:
        system = (
            call.system
            if self.capabilities.is_structured
            else f"{call.system}\n\n{described(call.schema, call.schema_name)}"
        )
        arguments: dict[str, Any] = {
            "model": call.model,
            "messages": [
                {"role": "system", "content": system},
                *({"role": part.role, "content": part.text} for part in call.parts),
            ],
            "max_tokens": call.max_output_tokens,  # the older name is the one that imitations know
            "timeout": max(call.seconds_left(), 0.001),
        }
        if self.capabilities.is_structured:
            form = {"name": call.schema_name, "schema": strict(call.schema), "strict": True}
            arguments["response_format"] = {"type": "json_schema", "json_schema": form}
        if "temperature" in call.parameters:
            arguments["temperature"] = call.parameters["temperature"]
        return arguments

    def _complete(self, client: OpenAI, call: Call, emit: Emit) -> _Answer:
        arguments = self._arguments(call)
        if call.stream is None or not self.capabilities.is_streaming:
            return _finished(_whole(client.chat.completions.create(**arguments)))
        streaming: dict[str, Any] = {"stream": True, "stream_options": {"include_usage": True}}
        with client.chat.completions.create(**arguments, **streaming) as chunks:
            return _finished(_streamed(chunks, emit))


def usage_of(usage: CompletionUsage | None) -> Usage:
    """Tokens by class; a server that names none counts as zero of each."""
    if usage is None:
        return Usage()
    prompt, completion = usage.prompt_tokens_details, usage.completion_tokens_details
    read = (prompt.cached_tokens if prompt else 0) or 0
    written = (prompt.cache_write_tokens if prompt else 0) or 0
    reasoning = (completion.reasoning_tokens if completion else 0) or 0
    return Usage(
        max(usage.prompt_tokens - read - written, 0),
        read,
        written,
        max(usage.completion_tokens - reasoning, 0),
        reasoning,
    )


def _whole(completion: Any) -> _Answer:
    from openai.types.chat import ChatCompletion

    if not isinstance(completion, ChatCompletion):
        raise ProviderError("not_json", f"{type(completion).__name__}: {str(completion)[:200]}", usage=Usage())
    usage = usage_of(completion.usage)
    if not completion.choices:
        raise ProviderError("empty", "no choices", usage=usage, model=completion.model or "")
    choice = completion.choices[0]
    message = choice.message
    return _Answer(
        completion.id, completion.model, message.content or "", message.refusal or "", choice.finish_reason or "", usage
    )


def _streamed(chunks: Iterable[Any], emit: Emit) -> _Answer:
    text: list[str] = []
    refusal: list[str] = []
    key, model, reason, usage = "", "", "", Usage()
    is_counted = False
    for chunk in chunks:
        key, model = chunk.id or key, chunk.model or model
        if chunk.usage:  # the last chunk, so the stream is whole
            usage, is_counted = usage_of(chunk.usage), True
        for choice in chunk.choices[:1]:
            reason = choice.finish_reason or reason
            refusal.append(choice.delta.refusal or "")
            if choice.delta.content:
                text.append(choice.delta.content)
                emit(choice.delta.content)
    if not (key or text):
        raise ProviderError("not_json", "a stream without events", usage=Usage())
    if not reason:
        kind = "empty" if is_counted and not text else "closed_early"
        raise ProviderError(kind, "no finish_reason", usage=usage, model=model)
    return _Answer(key, model, "".join(text), "".join(refusal), reason, usage)


def _finished(answer: _Answer) -> _Answer:
    """The answer if it is whole; the SDK raises nothing for a cut, filtered or empty one."""
    spent: dict[str, Any] = {"usage": answer.usage, "model": answer.model, "finish_reason": answer.finish_reason}
    if answer.finish_reason != "stop":
        kind = _FINISHED.get(answer.finish_reason, "closed_early")
        raise ProviderError(kind, f"finish_reason {answer.finish_reason!r}", **spent)
    if answer.refusal:
        raise ProviderError("refused", answer.refusal, **{**spent, "finish_reason": "refusal"})
    if not answer.text.strip():
        raise ProviderError("empty", "no text in the message", **spent)
    return answer
