"""The finished sections of an answer that is still being written. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json

from aiplatform.leaves import mapped, strings
from aiplatform.safety.moderation import moderate
from aiplatform.safety.redaction import restore
from aiplatform.validation import PLACEHOLDER, cleaned, leaks

OnText = Callable[[str, object], None]


class Sections:
    """Gathers the pieces of one answer and tells each top-level field of `output` once it is whole.

    Told values have the field's type, went through the output rules and have personal data put back. What is not valid,
    breaks the moderation policy, or comes after a leak, is not told: the gateway's own check of the whole answer will say why.
    """

    def __init__(
        self, output: type[BaseModel], placeholders: Mapping[str, str], secrets: Sequence[str], on_text: OnText
    ) -> None:
        self._output = output
        self._placeholders = placeholders
        self._secrets = secrets
        self._on_text = on_text
        self._text = ""
        self._told: set[str] = set()

    def feed(self, piece: str) -> None:
        """Take the next piece; tells what it completes."""
        self._text += piece
        if not any(mark in piece for mark in ',}]"') or leaks(self._text, self._secrets):
            return
        for name, value in self._whole().items():
            if name not in self._told and name in self._output.model_fields:
                self._told.add(name)
                self._tell(name, value)

    def _whole(self) -> dict[str, Any]:
        """Fields that are certainly complete: all of a whole object, else all but the last one begun."""
        try:
            data = from_json(self._text, allow_partial=True)
        except ValueError:
            return {}
        if not isinstance(data, dict):
            return {}
        is_whole = self._text.rstrip().endswith("}") and _is_json(self._text)
        return data if is_whole else dict(list(data.items())[:-1])

    def _tell(self, name: str, value: Any) -> None:
        if moderate("\n".join(text for _, text in strings(value))):
            return
        shown = mapped(value, lambda text: restore(cleaned(text)[0], self._placeholders))
        text = json.dumps(shown)
        if PLACEHOLDER.search(text):
            return
        field = self._output.model_fields[name]
        try:
            kind: Any = Annotated[field.annotation, field]  # limits of the field count too
            typed: object = TypeAdapter(kind).validate_json(text, strict=True)
        except ValidationError:
            return
        self._on_text(name, typed)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
