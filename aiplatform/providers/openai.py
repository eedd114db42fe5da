"""OpenAI through its Responses API: structured output, streaming, automatic prompt caching."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from aiplatform.providers.base import Call, Capabilities, ProviderError, Reply, Usage
from aiplatform.providers.clients import Clients
from aiplatform.providers.failures import failure
from aiplatform.providers.schemas import strict
from aiplatform.providers.waiting import Emit

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.responses import Response, ResponseUsage

_FAILED_KINDS = {"rate_limit_exceeded": "rate_limited", "invalid_prompt": "bad_request", "server_error": "server_error"}


def make_client(api_key: str, base_url: str | None, headers: Mapping[str, str]) -> OpenAI:
    """A client that does not retry by itself; without a base URL the SDK's own (OPENAI_BASE_URL) holds."""
    import openai

    return openai.OpenAI(
        api_key=api_key, base_url=base_url or None, max_retries=0, timeout=None, default_headers=dict(headers)
    )


class OpenAIProvider:
    """Speaks to OpenAI, or to a server on `base_url` that speaks its Responses API."""

    capabilities = Capabilities()

    def __init__(
        self, *, api_key: str, base_url: str = "", name: str = "openai", headers: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._clients = Clients(lambda: make_client(api_key, base_url, headers or {}))

    def call(self, call: Call) -> Reply:
        """One request; see Provider."""
        import openai

        began = time.monotonic()
        try:
            response = self._clients.use(call, lambda client, emit: _respond(client, call, emit))
        except Exception as error:
            raise failure(error, openai) from error
        return Reply(
            text=response.output_text,
            model=response.model,
            usage=usage_of(response.usage),
            provider=self.name,
            provider_request_id=response.id,
            latency_ms=round((time.monotonic() - began) * 1000),
        )

    def close(self) -> None:
        self._clients.close()


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
