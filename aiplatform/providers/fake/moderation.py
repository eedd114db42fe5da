"""What the fake server says of a text that it is asked to moderate, in OpenAI's form. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PATH = "/v1/moderations"
# The categories of omni-moderation; a text is flagged for each that it names as [flag NAME].
CATEGORIES = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip


def told(body: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one request: its input is a text, or a list of texts."""
    given = body.get("input", "")
    results = [_result(str(text)) for text in ([given] if isinstance(given, str) else given)]
    return {"id": "modr-fake", "model": str(body.get("model", "omni-moderation-latest")), "results": results}


def _result(text: str) -> dict[str, Any]:
    hits = {name: f"[flag {name}]" in text for name in CATEGORIES}
    return {
        "flagged": any(hits.values()),
        "categories": hits,
        "category_scores": {name: float(hit) for name, hit in hits.items()},
        "category_applied_input_types": {name: ["text"] for name in CATEGORIES},
    }
