"""Values that follow a JSON schema: plain ones, always the same, and random ones from a seed. Pure."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

WORDS = ["clear", "plain", "useful", "short", "direct", "honest", "specific", "concrete", "relevant", "recent"]
# Letters of several scripts, marks, a quote and a bracket: what a real model may send in any string.
ODD = ["naïve", "Übung", "東京", "Ωmega", "🙂", "a\tb", 'say "x"', "{y}", "O’Neil", "100 %", "e\u0301"]
_NOTE = re.compile(r"\b(minLength|maxLength|minimum|maximum|minItems|maxItems): (-?\d+(?:\.\d+)?)")
MAX_DEPTH = 12


class Values:
    """Builds values; without a generator each string, number and list is the plainest allowed."""

    def __init__(self, schema: Mapping[str, Any], rng: random.Random | None = None) -> None:
        self.root = schema
        self.rng = rng

    def of(self, schema: Mapping[str, Any], name: str = "", depth: int = 0) -> Any:
        """A value for `schema`, a part of the root schema."""
        if "$ref" in schema:
            return self.of(self._referred(str(schema["$ref"])), name, depth + 1)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return self.rng.choice(schema["enum"]) if self.rng else schema["enum"][0]
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                return self.of(self._chosen(schema[key], depth), name, depth + 1)
        if schema.get("allOf"):
            return self.of({key: value for part in schema["allOf"] for key, value in part.items()}, name, depth + 1)
        kind = schema.get("type", "object" if "properties" in schema else "string")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind in ("null", "boolean"):
            return None if kind == "null" else self._true()
        limited = {**schema, **_noted(schema)}
        if kind in ("integer", "number"):
            return self._number(limited, name, depth)
        maker = {"object": self._object, "array": self._array}.get(kind, self._string)
        return maker(limited, name, depth)

    def _referred(self, reference: str) -> Mapping[str, Any]:
        found: Any = self.root
        for key in reference.removeprefix("#/").split("/"):
            found = found[key]
        return dict(found)

    def _chosen(self, options: list[Mapping[str, Any]], depth: int) -> Mapping[str, Any]:
        if depth > MAX_DEPTH:  # a schema that contains itself must end somewhere
            return next((option for option in options if option.get("type") == "null"), options[0])
        return self.rng.choice(options) if self.rng else options[0]

    def _true(self) -> bool:
        return self.rng.random() < 0.5 if self.rng else True

    def _object(self, schema: Mapping[str, Any], _name: str, depth: int) -> dict[str, Any]:
        return {key: self.of(part, key, depth + 1) for key, part in schema.get("properties", {}).items()}

    def _array(self, schema: Mapping[str, Any], name: str, depth: int) -> list[Any]:
        least = int(schema.get("minItems", 0 if depth > MAX_DEPTH else 1))
        most = int(schema.get("maxItems", max(least, 3)))
        least = int(schema.get("minItems", 0)) if self.rng else min(least, most)
        count = self.rng.randint(least, most) if self.rng else least
        return [self.of(schema.get("items", {}), name, depth + 1) for _ in range(count)]

    def _number(self, schema: Mapping[str, Any], _name: str, _depth: int) -> float | int:
        low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
        high = schema.get("maximum", schema.get("exclusiveMaximum", low + 100))
        value = self.rng.uniform(low, high) if self.rng else (low + high) / 2
        return int(value) if schema.get("type") == "integer" else round(float(value), 4)

    def _string(self, schema: Mapping[str, Any], name: str, _depth: int) -> str:
        least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", 400))
        if schema.get("format") == "date":
            return "2026-01-31"
        if self.rng is None:
            text = f"A plain sentence for {name.replace('_', ' ') or 'this'}."
        else:
            text = " ".join(self.rng.choice(WORDS + ODD) for _ in range(self.rng.randint(0, 30)))
        while len(text) < least:
            text = f"{text} {WORDS[len(text) % len(WORDS)]}"
        return text[:most]


def _noted(schema: Mapping[str, Any]) -> dict[str, float]:
    """Limits that an adapter moved into the description, because strict modes take them nowhere else."""
    return {key: float(value) for key, value in _NOTE.findall(str(schema.get("description", "")))}
