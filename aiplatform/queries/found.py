"""What the safety checks found in one call about a person, in words: places that spoke to a machine, and what was masked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from aiplatform.leaves import strings
from aiplatform.models import AIPayload, AIResponse
from aiplatform.safety.inbound import INVISIBLE, SHOWN

LONGEST_QUOTE = 300
# Kinds of findings in words; those that are not here hide a sentence in a code ("encoded_base64", "rot13").
KINDS = {
    "instruction": "Speaks to a machine reader",
    "mixed_script": "Letters of two alphabets in one word",
} | dict.fromkeys(INVISIBLE, "Characters that nobody sees")
MASKED = {
    "NAME": ("name", "names"),
    "EMAIL": ("e-mail address", "e-mail addresses"),
    "PHONE": ("phone number", "phone numbers"),
    "URL": ("link", "links"),
    "HANDLE": ("handle", "handles"),
    "ADDRESS": ("address", "addresses"),
    "DATE": ("date of birth", "dates of birth"),
}
OTHER = ("identifying number", "identifying numbers")


@dataclass(frozen=True)
class Place:
    """One place of what was given. `words` are empty where they were erased or cannot be seen."""

    field: str
    what: str
    words: str
    is_cut: bool
    is_seen: bool


@dataclass(frozen=True)
class Found:
    """The places in their order, and how much of what was masked."""

    places: tuple[Place, ...] = ()
    masked: tuple[str, ...] = ()

    @property
    def cut(self) -> tuple[Place, ...]:
        """Sentences that were left out of what the model read."""
        return tuple(place for place in self.places if place.is_cut and place.is_seen)


def found_in(answers: Iterable[AIResponse], given: Any) -> Found:
    """Of the answers to one request, with its input as far as it is kept. No query."""
    noted = [answer.safety for answer in answers if isinstance(answer.safety, Mapping)]
    places: list[Any] = next((safety["findings"] for safety in reversed(noted) if safety.get("findings")), [])
    masked: Mapping[str, int] = next((safety["masked"] for safety in reversed(noted) if safety.get("masked")), {})
    texts = dict(strings(given))
    counted: dict[tuple[str, str], int] = {}
    for kind, count in masked.items():
        words = MASKED.get(kind, OTHER)
        counted[words] = counted.get(words, 0) + count
    return Found(
        tuple(_place(one, texts) for one in places),
        tuple(f"{count} {words[count > 1]}" for words, count in counted.items()),
    )


def found_by(user: User, request_id: uuid.UUID | None) -> Found:
    """Of one call about this person; two queries, none without a call."""
    if request_id is None:
        return Found()
    answers = AIResponse.objects.visible_to(user).filter(request=request_id).order_by("attempt", "pk")
    kept = AIPayload.objects.visible_to(user).filter(record_id=request_id).values_list("content", flat=True).first()
    return found_in(answers, (kept or {}).get("input"))


def _place(one: Mapping[str, Any], texts: Mapping[str, str]) -> Place:
    kind = str(one["kind"])
    is_seen = kind not in INVISIBLE
    words = " ".join(texts.get(one["field"], "")[one["start"] : one["end"]].split()) if is_seen else ""
    field = str(one["field"]).partition(".")[0].replace("_", " ")
    what = KINDS.get(kind, "Hides a sentence in a code")
    return Place(field.capitalize(), what, words[:LONGEST_QUOTE], kind not in SHOWN, is_seen)
