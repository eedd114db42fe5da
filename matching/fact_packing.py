"""Facts as bytes: a JSON head and the raw arrays behind it. Vectors are kept in half precision, as the database keeps them."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import fields
from operator import attrgetter
from typing import Any

import numpy as np

from matching.ml.types import Claim, Floats, JobFacts, Need, Pay, Spot, TalentFacts, Words

MAGIC = b"CCF1"
TALENT_ARRAYS = ("titles", "chunks", "skills_vector", "experience_vector", "goals_vector")
JOB_ARRAYS = ("title", "chunks", "description_vector", "requirements_vector")


# Tens of thousands of small records are packed in a bulk load: reading their fields beats `asdict` tenfold.
_CLAIM, _NEED, _SPOT, _PAY = (attrgetter(*(field.name for field in fields(kind))) for kind in (Claim, Need, Spot, Pay))


class UnreadableFacts(ValueError):
    """The bytes are of another layout: make the facts again."""


def _pack(head: dict[str, Any], arrays: dict[str, Any]) -> bytes:
    kept = {name: np.ascontiguousarray(array) for name, array in arrays.items() if array is not None}
    head["arrays"] = [[name, array.dtype.str, array.shape] for name, array in kept.items()]
    packed = json.dumps(head, separators=(",", ":")).encode()
    return b"".join([MAGIC, struct.pack("<I", len(packed)), packed, *(array.tobytes() for array in kept.values())])


def _unpack(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    if data[:4] != MAGIC:
        raise UnreadableFacts("These facts are not of a layout that this version reads.")
    (length,) = struct.unpack_from("<I", data, 4)
    head = json.loads(data[8 : 8 + length])
    arrays, at = {}, 8 + length
    for name, kind, shape in head["arrays"]:
        dtype = np.dtype(kind)
        count = math.prod(shape)
        arrays[name] = np.frombuffer(data, dtype, count, at).reshape(shape)
        at += count * dtype.itemsize
    return head, arrays


def _halves(facts: Any, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: getattr(facts, name) for name in names}
    arrays = {name: array.astype(np.float16) for name, array in found.items() if array is not None}
    if facts.words is not None:
        arrays |= {"word_ids": facts.words.ids, "word_weights": facts.words.weights.astype(np.float16)}
    return arrays


def _singles(arrays: dict[str, Any], names: tuple[str, ...]) -> dict[str, Floats]:
    return {name: arrays[name].astype(np.float32) for name in names if name in arrays}


def _words(arrays: dict[str, Any]) -> Words | None:
    if "word_ids" not in arrays:
        return None
    return Words(arrays["word_ids"], arrays["word_weights"].astype(np.float32))


def pack_talent(facts: TalentFacts) -> bytes:
    """A talent's facts as bytes."""
    head = {
        "skills": [_CLAIM(claim) for claim in facts.skills],
        "skills_known": facts.skills_known,
        "level": facts.level,
        "years": facts.years,
        "spots": [_SPOT(spot) for spot in facts.spots],
        "remote_wishes": sorted(facts.remote_wishes),
        "pay": _PAY(facts.pay) if facts.pay else None,
        "denied": sorted(facts.denied),
    }
    return _pack(head, _halves(facts, TALENT_ARRAYS))


def unpack_talent(data: bytes) -> TalentFacts:
    """The facts that `pack_talent` packed; raises UnreadableFacts."""
    head, arrays = _unpack(data)
    return TalentFacts(
        skills=tuple(Claim(*values) for values in head["skills"]),
        skills_known=head["skills_known"],
        level=head["level"],
        years=head["years"],
        spots=tuple(Spot(*values) for values in head["spots"]),
        remote_wishes=frozenset(head["remote_wishes"]),
        pay=Pay(*head["pay"]) if head["pay"] else None,
        words=_words(arrays),
        denied=frozenset(head.get("denied", ())),
        **_singles(arrays, TALENT_ARRAYS),
    )


def pack_job(facts: JobFacts) -> bytes:
    """A job's facts as bytes."""
    head = {
        "needs": [_NEED(need) for need in facts.needs],
        "level": facts.level,
        "min_years": facts.min_years,
        "spots": [_SPOT(spot) for spot in facts.spots],
        "remote": facts.remote,
        "pay": _PAY(facts.pay) if facts.pay else None,
    }
    return _pack(head, _halves(facts, JOB_ARRAYS))


def unpack_job(data: bytes) -> JobFacts:
    """The facts that `pack_job` packed; raises UnreadableFacts."""
    head, arrays = _unpack(data)
    return JobFacts(
        needs=tuple(Need(*values) for values in head["needs"]),
        level=head["level"],
        min_years=head["min_years"],
        spots=tuple(Spot(*values) for values in head["spots"]),
        remote=head["remote"],
        pay=Pay(*head["pay"]) if head["pay"] else None,
        words=_words(arrays),
        **_singles(arrays, JOB_ARRAYS),
    )
