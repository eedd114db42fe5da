"""A request in any of the three wire formats, read into one shape. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiplatform.rendering import FENCED

Wire = Literal["responses", "chat", "messages"]
PATHS: Mapping[str, Wire] = {"/v1/responses": "responses", "/v1/chat/completions": "chat", "/v1/messages": "messages"}


class BadRequest(ValueError):
    """A request that the vendor would refuse; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request asks for; `text` is all that the user's turns say, `data` what of it stands in fences."""

    wire: Wire
    model: str
    system: str
    turns: tuple[tuple[str, str], ...]
    schema: Mapping[str, Any] | None
    schema_name: str
    max_tokens: int
    is_stream: bool
    is_reasoning: bool
    has_cache_mark: bool

    @property
    def text(self) -> str:
        return "\n".join(text for role, text in self.turns if role == "user")

    @property
    def data(self) -> str:
        fenced = [found["text"] for found in FENCED.finditer(self.text)]
        return "\n".join(fenced) if fenced else self.text

    def tokens(self) -> tuple[int, int]:
        """Estimated tokens of the system prompt and of the turns, four characters each."""
        return math.ceil(len(self.system) / 4), math.ceil(sum(len(text) for _, text in self.turns) / 4)


def _text(content: Any) -> str:
    """The text of a message: a string, or blocks with a text."""
    if isinstance(content, str):
        return content
    return "".join(str(block.get("text", "")) for block in content or [] if isinstance(block, dict))


def _need(body: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if not body.get(name):
            raise BadRequest(f"{name}: field required")


def read(wire: Wire, body: Mapping[str, Any]) -> Asked:
    """The request of a decoded body; BadRequest for what the vendor's interface would not take."""
    readers = {"responses": _responses, "chat": _chat, "messages": _messages}
    return readers[wire](body)


def _responses(body: Mapping[str, Any]) -> Asked:
    _need(body, "model", "input")
    given = body["input"]
    turns = [("user", given)] if isinstance(given, str) else [(item["role"], _text(item["content"])) for item in given]
    form = (body.get("text") or {}).get("format") or {}
    _check_strict(form)
    return Asked(
        wire="responses", model=body["model"], system=body.get("instructions") or "", turns=tuple(turns),
        schema=form.get("schema"), schema_name=form.get("name", ""), max_tokens=body.get("max_output_tokens") or 0,
        is_stream=bool(body.get("stream")), is_reasoning=bool(body.get("reasoning")), has_cache_mark=True,
    )  # fmt: skip


def _chat(body: Mapping[str, Any]) -> Asked:
    _need(body, "model", "messages")
    turns = [(message["role"], _text(message["content"])) for message in body["messages"]]
    system = "\n".join(text for role, text in turns if role in ("system", "developer"))
    form = (body.get("response_format") or {}).get("json_schema") or _described(system)
    _check_strict(form)
    return Asked(
        wire="chat", model=body["model"], system=system,
        turns=tuple(turn for turn in turns if turn[0] in ("user", "assistant")),
        schema=form.get("schema"), schema_name=form.get("name", ""),
        max_tokens=body.get("max_completion_tokens") or body.get("max_tokens") or 0,
        is_stream=bool(body.get("stream")), is_reasoning=False, has_cache_mark=True,
    )  # fmt: skip


def _described(system: str) -> dict[str, Any]:
    """The schema that the system prompt spells out for servers without structured output."""
    _, found, text = system.partition("JSON schema:\n")
    schema = json.JSONDecoder().raw_decode(text)[0] if found else None
    return {"schema": schema, "name": schema.get("title", "")} if schema else {}


def _messages(body: Mapping[str, Any]) -> Asked:
    _need(body, "model", "messages", "max_tokens")
    for name in ("temperature", "top_p", "top_k"):
        if name in body:
            raise BadRequest(f"{name}: Extra inputs are not permitted")
    system = body.get("system") or ""
    config = body.get("output_config") or {}
    schema = (config.get("format") or {}).get("schema")
    marked = not isinstance(system, str) and any("cache_control" in block for block in system)
    return Asked(
        wire="messages", model=body["model"], system=_text(system),
        turns=tuple((message["role"], _text(message["content"])) for message in body["messages"]),
        # This interface has no name for a schema; the title that pydantic writes stands in for it.
        schema=schema, schema_name=(schema or {}).get("title", ""), max_tokens=body["max_tokens"],
        is_stream=bool(body.get("stream")), is_reasoning=bool(config.get("effort")), has_cache_mark=marked,
    )  # fmt: skip


def _check_strict(form: Mapping[str, Any]) -> None:
    """OpenAI refuses a strict schema with an open object or an optional property."""
    if form.get("strict"):
        _check_closed(form["schema"])


def _check_closed(schema: Any) -> None:
    if isinstance(schema, list):
        for part in schema:
            _check_closed(part)
    if not isinstance(schema, dict):
        return
    if "properties" in schema and (
        schema.get("additionalProperties") is not False or set(schema.get("required", ())) != set(schema["properties"])
    ):
        raise BadRequest(
            "Invalid schema: 'additionalProperties' must be false and 'required' must name every property."
        )
    for part in schema.values():
        _check_closed(part)
