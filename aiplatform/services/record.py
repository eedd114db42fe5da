"""Putting calls on record, and removing their words."""

from __future__ import annotations

import contextlib
import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, connections

from accounts.models import User
from aiplatform.models import AIPayload, PromptVersion
from aiplatform.pricing import Price
from aiplatform.providers.base import Usage
from aiplatform.services.errors import RecordError
from careercopilot.db.context import acting_as
from careercopilot.db.router import current_alias


@dataclass(frozen=True)
class Subject:
    """What a call is about: a kind such as resume, its key, and its name, which is kept with the words."""

    kind: str
    id: uuid.UUID | None = None
    label: str = ""


@dataclass(frozen=True)
class Recorded:
    """A response as it was put on record; a cost of None is not known, which is not zero."""

    response_id: uuid.UUID
    cost_usd: Decimal | None

    @property
    def is_unpriced(self) -> bool:
        return self.cost_usd is None


def digest_of(rendered: Any) -> str:
    """SHA-256 of what was to be sent, in one spelling, as hexadecimal text."""
    text = json.dumps(clean(rendered), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def clean(value: Any) -> Any:
    """The value with text that PostgreSQL can keep: no null characters, no half of a pair of surrogates."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {clean(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [clean(item) for item in value]
    return value


def start(
    *,
    by: User | None,
    owner: User | None,
    capability: str,
    rendered: Any,
    input: Any,  # noqa: A002  (the word for it)
    provider: str = "",
    model: str = "",
    parameters: Mapping[str, Any] | None = None,
    prompt_version: PromptVersion | None = None,
    subject: Subject | None = None,
    company: uuid.UUID | None = None,
    web_request_id: str = "",
) -> uuid.UUID:
    """Put on record that a call begins; returns the key of the request, which `finish` wants.

    Stored in a transaction of its own when none is open; call it outside one, so that it is there whatever becomes of the
    call, and other calls about this person need not wait. Raises RecordError when `by` may not record about `owner`.
    """
    subject = subject or Subject("")
    content = clean({"input": input, "rendered": rendered, "subject_label": subject.label})
    row = _call(
        "record_ai_request",
        by,
        [
            *(owner.pk if owner else None, company, capability, prompt_version.pk if prompt_version else None),
            *(digest_of(rendered), provider[:40], model[:120], json.dumps(clean(dict(parameters or {})))),
            *(subject.kind[:40], subject.id, web_request_id[:64], json.dumps(content)),
        ],
        "uuid, uuid, text, uuid, text, text, text, jsonb, text, uuid, text, jsonb",
    )
    return uuid.UUID(str(row[0]))


def finish(
    request_id: uuid.UUID,
    *,
    by: User | None,
    state: str,
    served: str,
    provider: str = "",
    model: str = "",
    provider_request_id: str = "",
    usage: Usage | None = None,
    total_tokens: int | None = None,
    price: Price | None = None,
    latency_ms: int = 0,
    finish_reason: str = "",
    validation: Any = None,
    safety: Any = None,
    confidence: float | None = None,
    output: str | None = None,
) -> Recorded:
    """Put on record what came of one attempt; with `served` not empty the call is closed.

    Without `usage` (the vendor told nothing) or `price` the cost is null and flagged; no token at all costs 0.
    `total_tokens` is the vendor's own sum: where the classes do not add up to it, RecordError. `validation` and `safety` hold
    kinds and places, never quotations: these rows cannot be erased.
    """
    tokens = _tokens(usage, total_tokens)
    row = _call(
        "record_ai_response",
        by,
        [
            *(request_id, state, served, provider[:40], model[:120], provider_request_id[:120]),
            *tokens,
            *(_prices(price) if price else [None] * 6 + [""]),
            *(latency_ms, finish_reason[:40], json.dumps(clean(validation or {})), json.dumps(clean(safety or {}))),
            *(None if confidence is None else round(confidence, 3), json.dumps(clean({"output": output}))),
        ],
        "uuid, text, text, text, text, text, int, int, int, int, int, int, numeric, numeric, numeric, numeric, numeric,"
        " date, text, int, text, jsonb, jsonb, numeric, jsonb",
    )
    return Recorded(uuid.UUID(str(row[0])), row[1])


def erase_payloads(*, by: User, request_id: uuid.UUID | None = None) -> int:
    """Remove the words of all calls about this person, or of one; that they were made stays on record. Returns how many."""
    rows = AIPayload.objects.editable_by(by)
    if request_id is not None:
        rows = rows.filter(request=request_id)
    count, _ = rows.delete()
    return count


def remove_words(days: int) -> int:
    """Remove the words of all calls that began more than so many days ago, on the staff connection; returns how many texts."""
    with connections[current_alias()].cursor() as cursor:
        cursor.execute("select ai_remove_words(%s)", [days])
        return int(cursor.fetchone()[0])


def _tokens(usage: Usage | None, total: int | None) -> list[int | None]:
    if usage is None:
        return [None] * 6
    classes = [
        usage.input_tokens,
        usage.cache_read_tokens,
        usage.cache_write_tokens,
        usage.output_tokens,
        usage.reasoning_tokens,
    ]
    return [*classes, sum(classes) if total is None else total]


def _prices(price: Price) -> list[Any]:
    units = [price.input, price.cache_read, price.cache_write, price.output, price.reasoning]
    return [*units, price.from_date, price.source[:300]]


def _call(function: str, by: User | None, arguments: list[Any], types: str) -> tuple[Any, ...]:
    casts = ", ".join(f"%s::{name.strip()}" for name in types.split(","))
    alias = current_alias()
    with _refusals(), acting_as(by, using=alias), connections[alias].cursor() as cursor:
        cursor.execute(f"select * from {function}({casts})", arguments)  # noqa: S608  (our two functions)
        return tuple(cursor.fetchone())


# What the functions and constraints of the database raise: insufficient_privilege, object_not_in_prerequisite_state,
# check_violation, program_limit_exceeded.
REFUSALS = {"42501": "person", "55000": "closed", "23514": "values", "54000": "size"}


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        code = REFUSALS.get(getattr(error.__cause__, "sqlstate", ""))
        if code is None:
            raise
        raise RecordError(f"Not put on record: {str(error).partition(chr(10))[0]}.", code=code) from error
