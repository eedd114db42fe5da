"""Answers in the three wire formats, whole and as events. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from aiplatform.providers.fake.asked import Asked

Ending = Literal["stop", "length", "refusal"]
CHUNK = 24


@dataclass(frozen=True, slots=True)
class Told:
    """An answer before it is put on a wire; token counts are disjoint, the wires add them up as each vendor does."""

    id: str
    model: str
    text: str
    ending: Ending
    input_tokens: int
    cache_read: int
    cache_write: int
    output_tokens: int
    reasoning: int
    is_empty: bool = False

    def half(self) -> Told:
        """The same answer, cut."""
        return replace(self, text=self.text[: max(len(self.text) // 2, 1)], ending="length")


def body(asked: Asked, told: Told) -> dict[str, Any]:
    """The whole answer."""
    return {"responses": _response, "chat": _completion, "messages": _message}[asked.wire](told)


def events(asked: Asked, told: Told) -> Iterator[bytes]:
    """The answer as server-sent events; the last two finish it."""
    makers = {"responses": _response_events, "chat": _chunks, "messages": _message_events}
    for name, data in makers[asked.wire](told):
        head = f"event: {name}\n" if name else ""
        yield f"{head}data: {data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)}\n\n".encode()


def error_body(asked: Asked, kind: str, message: str) -> dict[str, Any]:
    """An error object as the vendor sends it."""
    error = {"type": kind, "message": message}
    if asked.wire == "messages":
        return {"type": "error", "error": error}
    return {"error": {**error, "code": kind, "param": None}}


def _pieces(text: str) -> list[str]:
    return [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]


def _response(told: Told) -> dict[str, Any]:
    content = [{"type": "output_text", "text": told.text, "annotations": []}]
    if told.ending == "refusal":
        content = [{"type": "refusal", "refusal": "I cannot help with that."}]
    is_whole = told.ending != "length"
    state = "completed" if is_whole else "incomplete"
    message = {"id": f"msg_{told.id}", "type": "message", "role": "assistant", "status": state, "content": content}
    given = told.input_tokens + told.cache_read + told.cache_write
    made = told.output_tokens + told.reasoning
    return {
        "id": f"resp_{told.id}", "object": "response", "created_at": 1_790_000_000, "model": told.model, "status": state,
        "output": [] if told.is_empty else [message], "parallel_tool_calls": False, "tool_choice": "none", "tools": [],
        "error": None, "incomplete_details": None if is_whole else {"reason": "max_output_tokens"},
        "instructions": None, "metadata": {}, "temperature": None, "top_p": None,
        "usage": {
            "input_tokens": given, "output_tokens": made, "total_tokens": given + made,
            "input_tokens_details": {"cached_tokens": told.cache_read, "cache_write_tokens": told.cache_write},
            "output_tokens_details": {"reasoning_tokens": told.reasoning},
        },
    }  # fmt: skip


def _response_events(told: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    final = _response(told)
    begun = {**final, "status": "in_progress", "output": [], "usage": None}
    number = 0
    place = {"item_id": f"msg_{told.id}", "output_index": 0, "content_index": 0}
    yield "response.created", {"type": "response.created", "sequence_number": number, "response": begun}
    texts = [] if told.is_empty or told.ending == "refusal" else _pieces(told.text)
    for piece in texts:
        number += 1
        kind = "response.output_text.delta"
        yield kind, {"type": kind, "sequence_number": number, "delta": piece, "logprobs": [], **place}
    if texts:
        kind = "response.output_text.done"
        yield kind, {"type": kind, "sequence_number": number + 1, "text": told.text, "logprobs": [], **place}
    kind = f"response.{final['status']}"
    yield kind, {"type": kind, "sequence_number": number + 2, "response": final}


def _chat_usage(told: Told) -> dict[str, Any]:
    given = told.input_tokens + told.cache_read + told.cache_write
    made = told.output_tokens + told.reasoning
    return {
        "prompt_tokens": given, "completion_tokens": made, "total_tokens": given + made,
        "prompt_tokens_details": {"cached_tokens": told.cache_read, "cache_write_tokens": told.cache_write},
        "completion_tokens_details": {"reasoning_tokens": told.reasoning},
    }  # fmt: skip


def _chat_ending(told: Told) -> str:
    return "content_filter" if told.ending == "refusal" else told.ending


def _completion(told: Told) -> dict[str, Any]:
    refused = told.ending == "refusal"
    message = {
        "role": "assistant", "content": None if refused else told.text,
        "refusal": "I cannot help with that." if refused else None,
    }  # fmt: skip
    choice = {"index": 0, "message": message, "finish_reason": _chat_ending(told), "logprobs": None}
    return {
        "id": f"chatcmpl-{told.id}", "object": "chat.completion", "created": 1_790_000_000, "model": told.model,
        "choices": [] if told.is_empty else [choice], "usage": _chat_usage(told),
    }  # fmt: skip


def _chunks(told: Told) -> Iterator[tuple[str, dict[str, Any] | str]]:
    base = {
        "id": f"chatcmpl-{told.id}", "object": "chat.completion.chunk", "created": 1_790_000_000, "model": told.model,
    }  # fmt: skip
    for piece in [] if told.is_empty or told.ending == "refusal" else _pieces(told.text):
        yield "", {**base, "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]}
    if not told.is_empty:
        delta = {"refusal": "I cannot help with that."} if told.ending == "refusal" else {}
        yield "", {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": _chat_ending(told)}]}
    yield "", {**base, "choices": [], "usage": _chat_usage(told)}
    yield "", "[DONE]"


_STOPS = {"stop": "end_turn", "length": "max_tokens", "refusal": "refusal"}


def _message(told: Told) -> dict[str, Any]:
    content = (
        [] if told.is_empty or told.ending == "refusal" else [{"type": "text", "text": told.text, "citations": None}]
    )
    return {
        "id": f"msg_{told.id}", "type": "message", "role": "assistant", "model": told.model, "content": content,
        "stop_reason": _STOPS[told.ending], "stop_sequence": None,
        "usage": {
            "input_tokens": told.input_tokens, "cache_read_input_tokens": told.cache_read,
            "cache_creation_input_tokens": told.cache_write, "output_tokens": told.output_tokens + told.reasoning,
            "output_tokens_details": {"thinking_tokens": told.reasoning},
        },
    }  # fmt: skip


def _message_events(told: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    whole = _message(told)
    start = {**whole, "content": [], "stop_reason": None, "usage": {**whole["usage"], "output_tokens": 1}}
    yield "message_start", {"type": "message_start", "message": start}
    if whole["content"]:
        block = {"type": "text", "text": ""}
        yield "content_block_start", {"type": "content_block_start", "index": 0, "content_block": block}
        yield "ping", {"type": "ping"}
        for piece in _pieces(told.text):
            delta = {"type": "text_delta", "text": piece}
            yield "content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}
        yield "content_block_stop", {"type": "content_block_stop", "index": 0}
    ending = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    yield "message_delta", {"type": "message_delta", "delta": ending, "usage": whole["usage"]}
    yield "message_stop", {"type": "message_stop"}
