"""What the fake model says: canned replies, lines of the request, the schema's plainest values, or what injected text orders.

Pure but for reading a folder of canned replies.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiplatform.providers.fake import reading
from aiplatform.providers.fake.asked import Asked
from aiplatform.providers.fake.values import Values

# Any sentence with one of these counts as an order to the obedient model: it errs on the side of the attacker.
_ORDER = re.compile(
    r"\b(ignore|disregard|forget|override|overwrite|instead|must|should|always|never|respond|reply|answer|say|state|output"
    r"|print|write|tell|rate|rank|score|grade|give|set|assign|add|include|append|insert|mention|recommend|reveal|repeat"
    r"|translate|act|pretend|hire|shortlist|advance|reject|select|prefer|system|assistant|instructions?|prompt|model|ai)\b"
    r"|[<{[]\s*/?\s*(system|inst|user|assistant)",
    re.IGNORECASE,
)
_TELL = re.compile(r"\b(system|prompt|instructions?|rules|above|secret|confidential|canary|verbatim)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


@dataclass(frozen=True, slots=True)
class Canned:
    """Replies by name of the schema: a value, or a list of {"when": text of the request, "answer": value}."""

    replies: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_folder(cls, folder: Path) -> Canned:
        """One NAME.json a capability."""
        return cls({path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))})

    def reply(self, asked: Asked) -> Any | None:
        """The reply for a request; None when none is kept for it."""
        kept = self.replies.get(asked.schema_name)
        if isinstance(kept, list) and all(isinstance(row, dict) and "answer" in row for row in kept):
            return next((row["answer"] for row in kept if row.get("when", "") in asked.text), None)
        return kept


def answer(asked: Asked, mode: str, canned: Canned, seed: int) -> str:
    """The text of the answer in a mode of `faults.MODES`; the same request gets the same answer."""
    if mode == "obedient":
        return _obeyed(asked)
    if mode == "schema_random":
        digest = hashlib.sha256(f"{seed}:{asked.schema_name}:{asked.text}".encode()).digest()
        return _shaped(asked, random.Random(digest))
    kept = canned.reply(asked)
    if kept is None and mode == "reading":
        kept = reading.answer(asked)
    return json.dumps(kept, ensure_ascii=False) if kept is not None else _shaped(asked, None)


def _shaped(asked: Asked, rng: random.Random | None) -> str:
    if asked.schema is None:
        return "A plain sentence."
    return json.dumps(Values(asked.schema, rng).of(asked.schema), ensure_ascii=False)


def orders(asked: Asked) -> list[str]:
    """The sentences in the fenced data of a request (in all of it, when nothing is fenced) that an attacker may have put there."""
    return [found.group().strip() for found in _SENTENCE.finditer(asked.data) if _ORDER.search(found.group())][:40]


def _obeyed(asked: Asked) -> str:
    """The default answer with each text replaced by the orders, each number at its top, and the system prompt if asked for."""
    told = orders(asked)
    if not told or asked.schema is None:
        return _shaped(asked, None)
    text = " ".join(told)
    if _TELL.search(text):
        text = f"{asked.system} {text}"
    return json.dumps(_Captured(asked.schema, text).of(asked.schema), ensure_ascii=False)


class _Captured(Values):
    """Values of a model that does what it read: the attacker's words in each text, the best of each number."""

    def __init__(self, schema: Mapping[str, Any], text: str) -> None:
        super().__init__(schema)
        self.text = text

    def _string(self, schema: Mapping[str, Any], name: str, _depth: int) -> str:
        least = super()._string(schema, name, _depth)
        return (self.text if len(self.text) >= len(least) else f"{self.text} {least}")[
            : int(schema.get("maxLength", 4000))
        ]

    def _number(self, schema: Mapping[str, Any], _name: str, _depth: int) -> float | int:
        top = schema.get("maximum", 100)
        return int(top) if schema.get("type") == "integer" else float(top)
