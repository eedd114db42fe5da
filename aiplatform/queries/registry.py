"""Prompts and their versions for the pages of staff."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from json import dumps
from typing import Any

from django.db import connections

from aiplatform.models import Promotion, Prompt, PromptVersion
from careercopilot.db.router import current_alias
from careercopilot.word_diff import Piece, word_diff

_PERFORMANCE = """
select prompt_version_id, requests, failed + refused, deterministic, unpriced, mean_cost_usd, p50_ms, p95_ms, last_at
from prompt_performance where prompt_version_id = any(%s)
"""


@dataclass(frozen=True, slots=True)
class Performance:
    """What came of the calls with one version; costs in USD, times in milliseconds, None where nothing is known."""

    requests: int = 0
    failed: int = 0
    deterministic: int = 0
    unpriced: int = 0
    mean_cost_usd: Decimal | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    last_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list of its prompt."""

    version: PromptVersion
    performance: Performance


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field of two versions, as pieces in reading order."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.kind == "same" for piece in self.pieces)


def performance(versions: Sequence[uuid.UUID]) -> dict[uuid.UUID, Performance]:
    """Figures of these versions; one that was never asked with has none. One query."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(_PERFORMANCE, [list(versions)])
        return {row[0]: Performance(*row[1:]) for row in cursor.fetchall()}


def lines(prompt: Prompt) -> list[Line]:
    """All versions, the newest first. Two queries."""
    versions = list(PromptVersion.objects.filter(prompt=prompt).select_related("by").order_by("-number", "pk"))
    found = performance([version.pk for version in versions])
    return [Line(version, found.get(version.pk, Performance())) for version in versions]


def history(prompt: Prompt, *, most: int = 50) -> list[Promotion]:
    """What went into production and why, the newest first."""
    rows = Promotion.objects.filter(prompt=prompt).select_related("version", "from_version", "by", "second_approver")
    return list(rows.order_by("-at", "pk")[:most])


def compared(old: PromptVersion, new: PromptVersion) -> list[FieldDiff]:
    """What differs between two versions, field by field."""
    fields = {
        "Instructions": (old.system, new.system),
        "Template": (old.template, new.template),
        "Parameters": (_json(old.parameters), _json(new.parameters)),
        "Schema of the answer": (_json(old.output_schema), _json(new.output_schema)),
    }
    return [FieldDiff(name, tuple(word_diff(*texts))) for name, texts in fields.items()]


def _json(value: Any) -> str:
    return dumps(value, indent=2, ensure_ascii=False) if value else ""
