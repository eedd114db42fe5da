"""OpenAI through its Responses API: structured output, streaming, automatic prompt caching."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from aiplatform.providers.base import Call, Capabilities, ProviderError, Usage
from aiplatform.providers.clients import Answer, SdkProvider
from aiplatform.providers.schemas import strict
from aiplatform.providers.waiting import Emit

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.responses import Response, ResponseUsage

# OpenAI asks nothing for it.
MODERATION_MODEL = "omni-moderation-latest"
_FAILED_KINDS = {"rate_limit_exceeded": "rate_limited", "invalid_prompt": "bad_request", "server_error": "server_error"}


def make_client(api_key: str, base_url: str | None, headers: Mapping[str, str]) -> OpenAI:
    """A client that does not retry by itself; without a base URL the SDK's own (OPENAI_BASE_URL) holds."""
    import openai

    return openai.OpenAI(
        api_key=api_key, base_url=base_url or None, max_retries=0, timeout=None, default_headers=dict(headers)
    )


class OpenAIProvider(SdkProvider["OpenAI"]):
    """Speaks to OpenAI, or to a server on `base_url` that speaks its Responses API and its moderation."""

    capabilities = Capabilities()

    def __init__(
        self, *, api_key: str, base_url: str = "", name: str = "openai", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(name, lambda: make_client(api_key, base_url, headers or {}))

    def sdk(self) -> ModuleType:
        import openai

        return openai

    def ask(self, client: OpenAI, call: Call, emit: Emit) -> Answer:
        response = _respond(client, call, emit)
        return Answer(response.id, response.model, response.output_text, usage_of(response.usage))

    def moderate(self, text: str, *, deadline: float) -> tuple[str, ...]:
        """The categories that the vendor's moderation flags in a text (hate, self-harm/intent, ...); see `base.Moderator`."""
        call = Call("", (), {}, "moderation", MODERATION_MODEL, 0, deadline)
        return self.within(call, lambda client, emit: _flagged(client, call, text))


def usage_of(usage: ResponseUsage | None) -> Usage:
    """Tokens by class; a server that names none counts as zero of each."""
    if usage is None:
        return Usage()
    details: Any = usage.input_tokens_details  # servers that imitate the interface leave parts out
    read = getattr(details, "cached_tokens", 0) or 0
    written = getattr(details, "cache_write_tokens", 0) or 0
    reasoning = getattr(usage.output_tokens_details, "reasoning_tokens", 0) or 0
    return Usage(
        max(usage.input_tokens - read - written, 0), read, written, max(usage.output_tokens - reasoning, 0), reasoning
    )


def _arguments(call: Call) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": call.model,
        "instructions": call.system,
        "input": [{"role": part.role, "content": part.text} for part in call.parts],
        "max_output_tokens": call.max_output_tokens,
        "text": {
            "format": {"type": "json_schema", "name": call.schema_name, "schema": strict(call.schema), "strict": True}
        },
        "store": False,  # the vendor keeps nothing for later retrieval
        # Calls with the same beginning land where that beginning is cached.
        "prompt_cache_key": call.schema_name,
        "timeout": max(call.seconds_left(), 0.001),
    }
    if "temperature" in call.parameters:
        arguments["temperature"] = call.parameters["temperature"]
    if "effort" in call.parameters:
        arguments["reasoning"] = {"effort": call.parameters["effort"]}
    return arguments


def _respond(client: OpenAI, call: Call, emit: Emit) -> Response:
    if call.stream is None:
        return finished(client.responses.create(**_arguments(call)))
    with client.responses.create(**_arguments(call), stream=True) as events:
        return finished(_streamed(events, emit))


def _streamed(events: Iterable[Any], emit: Emit) -> Response:
    """The response of the stream's last event; a stream without one was closed early."""
    for event in events:
        kind = getattr(event, "type", "")
        if kind == "response.output_text.delta":
            emit(event.delta)
        elif kind in ("response.completed", "response.incomplete", "response.failed"):
            response: Response = event.response
            return response
        elif kind == "error":
            raise ProviderError("server_error", f"{event.code}: {event.message}")
    reply = getattr(events, "response", None)
    content_type = reply.headers.get("content-type", "") if reply is not None else ""
    if content_type and "event-stream" not in content_type:
        raise ProviderError("not_json", f"a stream of {content_type}", usage=Usage())
    raise ProviderError("closed_early", "no response.completed event")


def finished(response: Response) -> Response:
    """The response if it is a whole answer; the SDK hands out web pages, cut texts and refusals without an error."""
    from openai.types.responses import Response

    if not isinstance(response, Response):
        raise ProviderError("not_json", f"{type(response).__name__}: {str(response)[:200]}", usage=Usage())
    spent: dict[str, Any] = {"usage": usage_of(response.usage), "model": response.model or ""}
    if response.status == "failed":
        code = response.error.code if response.error else ""
        raise ProviderError(_FAILED_KINDS.get(code, "server_error"), f"response failed: {code}", **spent)
    if response.status == "incomplete":
        reason = (response.incomplete_details.reason if response.incomplete_details else None) or "unknown"
        kind = {"max_output_tokens": "cut", "content_filter": "refused"}.get(reason, "closed_early")
        raise ProviderError(kind, f"incomplete: {reason}", finish_reason=reason, **spent)
    for item in response.output or []:
        for piece in getattr(item, "content", None) or []:
            if piece.type == "refusal":
                raise ProviderError("refused", piece.refusal, finish_reason="refusal", **spent)
    if not (response.output and response.output_text):
        raise ProviderError("empty", "no text in the output", **spent)
    return response


def _flagged(client: OpenAI, call: Call, text: str) -> tuple[str, ...]:
    from openai.types import ModerationCreateResponse

    told = client.moderations.create(model=call.model, input=text, timeout=max(call.seconds_left(), 0.001))
    if not isinstance(told, ModerationCreateResponse) or not told.results:
        raise ProviderError("not_json", f"{type(told).__name__} without results", usage=Usage())
    found = told.results[0]
    names = [name for name, is_hit in found.categories.model_dump(by_alias=True).items() if is_hit]
    return tuple(sorted(names) or ["flagged"]) if found.flagged else ()
