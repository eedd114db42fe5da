"""A JSON schema as the vendors' strict modes take it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

# Keywords that OpenAI's strict mode refuses; they go into the description, and our own validation holds them.
_UNSUPPORTED = (
    "minLength",
    "maxLength",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "default",
    "examples",
    "contains",
)
_DROPPED = ("title", "default", "examples")


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in which each object is closed and requires all its properties; what strict mode refuses is described."""
    out: dict[str, Any] = {}
    notes: list[str] = []
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            out[key] = {name: strict(inner) for name, inner in value.items()}
        elif key in ("items", "additionalProperties") and isinstance(value, Mapping):
            out[key] = strict(value)
        elif key in ("anyOf", "allOf", "oneOf"):
            out["anyOf" if key == "oneOf" else key] = [strict(inner) for inner in value]
        elif key not in _UNSUPPORTED and key not in _DROPPED:
            out[key] = value
        elif key not in _DROPPED:
            notes.append(f"{key}: {json.dumps(value)}")
    if "properties" in out:
        out["additionalProperties"] = False
        out["required"] = list(out["properties"])
    if notes and "$ref" not in out:
        out["description"] = " ".join([*filter(None, [out.get("description")]), f"({', '.join(notes)})"])
    return out


def described(schema: Mapping[str, Any], name: str) -> str:
    """The instruction for models without structured output."""
    titled = {"title": name, **strict(schema)}
    return (
        "Answer with one JSON object and nothing else: no words before or after it, no code fence. "
        f"It must follow this JSON schema:\n{json.dumps(titled, ensure_ascii=False, separators=(',', ':'))}"
    )


def bare_json(text: str) -> str:
    """The text without a code fence around it; small models add one however they are asked."""
    stripped = text.strip()
    if not (stripped.startswith("```") and stripped.endswith("```") and len(stripped) > 6):
        return text
    first, _, rest = stripped[3:-3].partition("\n")
    return rest.strip() if first.strip().lower() in ("json", "") else text
