"""The record of calls: whether it is whole, and what was said in one call. Read on the staff connection."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections

from aiplatform.models import AIPayload, AIRequest, AIResponse, PromptVersion
from careercopilot.db.router import current_alias

NOBODY = uuid.UUID(int=0)
# The kind of subject of a call that asks another once more; the subject's key is that call's.
REPLAY = "replay"
RECORDS = (
    "select id, coalesce(owner_id, %(nil)s) as owner, chain_position, row_sha256 from aiplatform_airequest"
    " union all select id, coalesce(owner_id, %(nil)s), chain_position, row_sha256 from aiplatform_airesponse"
)


@dataclass(frozen=True)
class Broken:
    """The first row of a person's chain that is not as it was written. `record` is None for the end of a chain."""

    owner: uuid.UUID
    place: int
    kind: str
    record: uuid.UUID | None
    problem: str


@dataclass(frozen=True)
class Head:
    """Where a chain ended at some time."""

    owner: uuid.UUID
    place: int
    sha256: str


def broken_chains(owner: uuid.UUID | None = None) -> list[Broken]:
    """The first broken row of each chain, or of one person's; empty when all that is on record is as it was written."""
    rows = _rows("select owner, at_position, kind, record, problem from ai_verify_log(%s)", [owner])
    return [Broken(*row) for row in rows]


def heads(owner: uuid.UUID | None = None) -> list[Head]:
    """The end of each chain, by owner; kept elsewhere, they show a record that was cut or written anew as a whole."""
    rows = _rows(
        "select owner_id, chain_position, row_sha256 from ai_chain_head where %s::uuid is null or owner_id = %s order by 1",
        [owner, owner],
    )
    return [Head(*row) for row in rows]


def counts() -> tuple[int, int]:
    """How many requests and responses are on record."""
    return AIRequest.objects.count(), AIResponse.objects.count()


def without_words(owner: uuid.UUID | None = None) -> int:
    """How many rows of the record have no words any more: erased by their person, with the account, or by age."""
    sql = (
        f"select count(*) from ({RECORDS}) r where (%(about)s::uuid is null or r.owner = %(about)s)"  # noqa: S608
        " and not exists (select from aiplatform_aipayload p where p.record_id = r.id)"
    )
    return int(_rows(sql, {"nil": NOBODY, "about": owner})[0][0])


def differing(kept: Iterable[Head]) -> list[Broken]:
    """Chains that are not continuations of what they were when these heads were kept."""
    found = []
    for head in kept:
        rows = _rows(
            f"select row_sha256 from ({RECORDS}) r where owner = %(owner)s and chain_position = %(place)s",  # noqa: S608
            {"nil": NOBODY, "owner": head.owner, "place": head.place},
        )
        if rows != [(head.sha256,)]:
            found.append(Broken(head.owner, head.place, "head", None, "the row is not the one that was kept elsewhere"))
    return found


@dataclass(frozen=True)
class Said:
    """One call with its words; `words` and each answer's are None where they were erased."""

    request: AIRequest
    prompt_version: PromptVersion | None
    words: dict[str, Any] | None
    answers: list[tuple[AIResponse, dict[str, Any] | None]]


def said(request_id: uuid.UUID) -> Said | None:
    """A call and what was said in it, as far as this connection may see it; None when there is no such call."""
    request = AIRequest.objects.select_related("prompt_version__prompt").filter(pk=request_id).first()
    if request is None:
        return None
    words = dict(AIPayload.objects.filter(request=request_id).values_list("record_id", "content"))
    responses = AIResponse.objects.filter(request=request_id).order_by("attempt", "pk")
    answers = [(response, words.get(response.pk)) for response in responses]
    return Said(request, request.prompt_version, words.get(request.pk), answers)


def _rows(sql: str, arguments: Any) -> list[tuple[Any, ...]]:
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(sql, arguments)
        return [tuple(row) for row in cursor.fetchall()]
