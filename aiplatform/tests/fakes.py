"""What the tests of providers and gateway share: a fake server, and providers that reach it through the vendors' SDKs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiplatform.providers.anthropic import AnthropicProvider
from aiplatform.providers.base import Call, Capabilities, Part, Provider
from aiplatform.providers.compatible import CompatibleProvider
from aiplatform.providers.fake.server import FakeServer
from aiplatform.providers.openai import OpenAIProvider

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "summary": {"type": "string", "minLength": 3, "maxLength": 200},
        "score": {"type": "integer", "minimum": 0, "maximum": 100},
        "level": {"type": "string", "enum": ["low", "high"]},
        "hints": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 4},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
    },
    "required": ["summary", "score", "level", "hints"],
}
WIRES: dict[str, Callable[[str], Provider]] = {
    "openai": lambda url: OpenAIProvider(api_key="key", base_url=f"{url}/v1"),
    "anthropic": lambda url: AnthropicProvider(api_key="key", base_url=url),
    "compatible": lambda url: CompatibleProvider(api_key="", base_url=f"{url}/v1"),
    "plain": lambda url: CompatibleProvider(
        api_key="", base_url=f"{url}/v1", name="plain", capabilities=Capabilities(False, False, False)
    ),
}


@contextmanager
def fake_server(**options: Any) -> Iterator[FakeServer]:
    """A server with short waits; ends with the block."""
    with FakeServer(**{"retry_after": 0.05, "drip_seconds": 0.02, **options}) as server:
        yield server


def make_call(model: str = "fake-canned", *, seconds: float = 20.0, **changes: Any) -> Call:
    values: dict[str, Any] = {
        "system": "You read texts.",
        "parts": (
            Part("Say what the data is.", is_fixed=True),
            Part("[data 00ff00ff00ff00ff text]\nI led a team.\n[end 00ff00ff00ff00ff]"),
        ),
        "schema": SCHEMA,
        "schema_name": "describe",
        "max_output_tokens": 500,
    }
    return Call(model=model, deadline=time.monotonic() + seconds, **{**values, **changes})
