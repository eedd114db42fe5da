"""Facts as bytes, laid out so that those of hundreds of rows become columns without a Python object for each.

The layout is that of `matching.fact_records`. A new vector is one more name in its `SINGLES` or `STACKS` and one more
column of its block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.fact_records import (
    CLAIM,
    DENIED,
    HALF,
    HEAD,
    ID,
    JOB_MAGIC,
    JOB_SINGLES,
    JOB_STACKS,
    KNOWS_PAY,
    KNOWS_SKILLS,
    KNOWS_WORDS,
    NEED,
    NO_MODE,
    SPOT,
    SPOTS,
    TALENT_MAGIC,
    TALENT_SINGLES,
    TALENT_STACKS,
    Records,
    UnreadableFacts,
)  # fmt: skip
from matching.ml.block import LANGUAGES, MODES, JobBlock, TalentBlock, code, slot_numbers, starts
from matching.ml.space import skill_id
from matching.ml.types import Claim, JobFacts, Need, Pay, Spot, TalentFacts, Words

__all__ = [
    "UnreadableFacts",
    "pack_job",
    "pack_talent",
    "packed_jobs",
    "packed_talents",
    "unpack_job",
    "unpack_outlines",
    "unpack_talent",
]
_NAN = float("nan")


def _number(value: float | None) -> float:
    return _NAN if value is None else value


def _or_none(value: float) -> float | None:
    return None if value != value else value


def _letters(number: int) -> str:
    """The letters that `block.code` made a number of."""
    return number.to_bytes(4, "big").lstrip(b"\0").decode("ascii")


def _array(rows: Sequence[Any], kind: np.dtype[Any]) -> NDArray[Any]:
    return np.array(rows, kind)


def _pack(head: NDArray[Any], facts: Any, items: NDArray[Any], words: Sequence[Words | None], keys: Sequence[str],
          denied: Sequence[str], singles: tuple[str, ...], stacks: tuple[str, ...]) -> bytes:  # fmt: skip
    """A record of facts; `head` carries what only one kind has."""
    one = [getattr(facts, name) for name in singles]
    many = [getattr(facts, name) for name in stacks]
    head["items"], head["spots"], head["denied"] = len(items), len(facts.spots), len(denied)
    head["singles"] = sum(1 << at for at, vector in enumerate(one) if vector is not None)
    head["stacks"] = sum(1 << at for at, rows in enumerate(many) if rows is not None)
    head["rows"][: len(many)] = [0 if rows is None else len(rows) for rows in many]
    head["level"] = -1 if facts.level is None else facts.level
    pay = facts.pay or Pay(None, None, "")
    head["low"], head["high"], head["currency"] = _number(pay.low), _number(pay.high), code(pay.currency)
    head["flags"] |= KNOWS_PAY * (facts.pay is not None)
    texts: list[NDArray[Any]] = []
    for at, text in enumerate(words):
        if text is not None:
            head["flags"] |= KNOWS_WORDS[at]
            head["words"][at], head["language"][at] = len(text.ids), LANGUAGES.index(text.language)
            texts += [text.ids.astype(ID), text.weights.astype(HALF)]
    spots = [(spot.lat, spot.lon, code(spot.country), _number(spot.utc_offset), spot.exact) for spot in facts.spots]
    vectors = [rows.astype(HALF) for rows in (*one, *many) if rows is not None]
    parts = [head, items, _array(spots, SPOT), _array([skill_id(key) for key in denied], ID), *texts, *vectors]
    return b"".join([*(part.tobytes() for part in parts), "\n".join([*keys, *denied]).encode()])


def pack_talent(facts: TalentFacts) -> bytes:
    """A talent's facts as bytes."""
    head = np.zeros((), HEAD)
    head["magic"], head["years"], head["flags"] = TALENT_MAGIC, _number(facts.years), KNOWS_SKILLS * facts.skills_known
    head["mode"] = sum(1 << at for at, mode in enumerate(MODES) if mode in facts.remote_wishes)
    claims = [
        (skill_id(c.key), c.mentions, c.evidenced, _number(c.years), _number(c.proficiency), c.headed)
        for c in facts.skills
    ]
    keys = [claim.key for claim in facts.skills]
    words, items = (facts.words,), _array(claims, CLAIM)
    return _pack(head, facts, items, words, keys, sorted(facts.denied), TALENT_SINGLES, TALENT_STACKS)


def pack_job(facts: JobFacts) -> bytes:
    """A job's facts as bytes."""
    head = np.zeros((), HEAD)
    slots = slot_numbers(facts.needs)
    head["magic"], head["years"], head["slots"] = JOB_MAGIC, _number(facts.min_years), max(slots, default=-1) + 1
    head["mode"] = NO_MODE if facts.remote is None else MODES.index(facts.remote)
    needs = [
        (
            skill_id(n.key),
            slot,
            n.must,
            -1 if n.any_of is None else n.any_of,
            n.mentions,
            _number(n.min_years),
            n.titled,
        )
        for n, slot in zip(facts.needs, slots, strict=True)
    ]
    keys = [need.key for need in facts.needs]
    words, items = (facts.words, facts.title_words), _array(needs, NEED)
    return _pack(head, facts, items, words, keys, (), JOB_SINGLES, JOB_STACKS)


def _talents(packed: Sequence[bytes]) -> Records:
    return Records(packed, TALENT_MAGIC, CLAIM, TALENT_SINGLES)


def _jobs(packed: Sequence[bytes]) -> Records:
    return Records(packed, JOB_MAGIC, NEED, JOB_SINGLES)


def packed_talents(packed: Sequence[bytes]) -> TalentBlock:
    """Columns of packed talents, as `talent_block` gives them; raises UnreadableFacts."""
    read = _talents(packed)
    claims, head, vectors = read.items, read.head, read.vectors
    return TalentBlock(
        size=len(packed),
        known=head["flags"] & KNOWS_SKILLS > 0,
        skill_start=read.offsets("items"),
        skill=claims["id"].astype(np.uint32),
        mentions=claims["mentions"].astype(np.float32),
        evidenced=claims["evidenced"] > 0,
        headed=claims["headed"] > 0,
        skill_years=claims["years"].astype(np.float32),
        proficiency=claims["proficiency"].astype(np.float32),
        denied_start=read.offsets("denied"),
        denied=read.section(DENIED, ID),
        level=read.levels(),
        years=head["years"].astype(np.float32),
        spots=read.spots(),
        wishes=head["mode"][:, None] >> np.arange(len(MODES)) & 1 > 0,
        pay=read.pays(),
        words=read.words(),
        titles=read.stack(0),
        chunks=read.stack(1),
        skills_vector=vectors["skills_vector"],
        experience_vector=vectors["experience_vector"],
        goals_vector=vectors["goals_vector"],
    )


def packed_jobs(packed: Sequence[bytes]) -> JobBlock:
    """Columns of packed jobs, as `job_block` gives them; raises UnreadableFacts."""
    read = _jobs(packed)
    needs, head, vectors = read.items, read.head, read.vectors
    slot_start = read.offsets("slots")
    slot = np.repeat(slot_start[:-1], head["items"]) + needs["slot"]
    if (np.diff(slot) < 0).any():  # alternatives that stand apart in the posting
        order = np.argsort(slot, kind="stable")
        needs, slot = needs[order], slot[order]
    mode = head["mode"].astype(np.int32)
    return JobBlock(
        size=len(packed),
        slot_start=slot_start,
        need_start=starts(np.bincount(slot, minlength=int(slot_start[-1]))),
        skill=needs["id"].astype(np.uint32),
        must=needs["must"] > 0,
        mentions=needs["mentions"].astype(np.float32),
        titled=needs["titled"] > 0,
        need_years=needs["years"].astype(np.float32),
        level=read.levels(),
        min_years=head["years"].astype(np.float32),
        spots=read.spots(),
        mode=np.where(mode == NO_MODE, -1, mode).astype(np.int32),
        pay=read.pays(),
        words=read.words(),
        title_words=read.words(1),
        chunks=read.stack(0),
        title=vectors["title"],
        description_vector=vectors["description_vector"],
        requirements_vector=vectors["requirements_vector"],
    )


def _words(read: Records, number: int) -> Words | None:
    if not read.head["flags"][0] & KNOWS_WORDS[number]:
        return None
    words = read.words(number)
    return Words(words.ids, words.weights, LANGUAGES[words.language[0]])


def _pay(head: Any) -> Pay | None:
    if not head["flags"] & KNOWS_PAY:
        return None
    return Pay(_or_none(float(head["low"])), _or_none(float(head["high"])), _letters(int(head["currency"])))


def _spots(rows: Sequence[Any]) -> tuple[Spot, ...]:
    return tuple(
        Spot(lat, lon, _letters(country), _or_none(offset), bool(exact)) for lat, lon, country, offset, exact in rows
    )


def _common(read: Records, stacks: tuple[str, ...]) -> dict[str, Any]:
    """What the facts of both kinds share, of the only row of these records."""
    head = read.head[0]
    singles = {
        name: rows[0] if head["singles"] >> at & 1 else None for at, (name, rows) in enumerate(read.vectors.items())
    }
    return {
        "level": None if head["level"] < 0 else int(head["level"]),
        "spots": _spots(read.section(SPOTS, SPOT).tolist()),
        "pay": _pay(head),
        "words": _words(read, 0),
        **singles,
        **{name: read.stack(at).vectors if head["stacks"] >> at & 1 else None for at, name in enumerate(stacks)},
    }


def unpack_talent(data: bytes) -> TalentFacts:
    """The facts that `pack_talent` packed; raises UnreadableFacts."""
    read = _talents([data])
    head, (keys, denied) = read.head[0], read.keys()
    return TalentFacts(
        skills=tuple(
            Claim(key, mentions, bool(evidenced), _or_none(years), _or_none(proficiency), bool(headed))
            for key, (_, mentions, evidenced, years, proficiency, headed) in zip(keys, read.items.tolist(), strict=True)
        ),
        skills_known=bool(head["flags"] & KNOWS_SKILLS),
        years=_or_none(float(head["years"])),
        remote_wishes=frozenset(mode for at, mode in enumerate(MODES) if head["mode"] >> at & 1),
        denied=frozenset(denied),
        **_common(read, TALENT_STACKS),
    )


def unpack_job(data: bytes) -> JobFacts:
    """The facts that `pack_job` packed; raises UnreadableFacts."""
    read = _jobs([data])
    head, (keys, _) = read.head[0], read.keys()
    return JobFacts(
        needs=tuple(
            Need(key, bool(must), None if any_of < 0 else any_of, mentions, _or_none(years), bool(titled))
            for key, (_, _, must, any_of, mentions, years, titled) in zip(keys, read.items.tolist(), strict=True)
        ),
        min_years=_or_none(float(head["years"])),
        remote=None if head["mode"] == NO_MODE else MODES[int(head["mode"])],
        title_words=_words(read, 1),
        **_common(read, JOB_STACKS),
    )


def unpack_outlines(packed: Sequence[bytes]) -> list[JobFacts]:
    """Where jobs are and how they are done, of many at once: places, level and way of working; nothing else is filled in."""
    read = _jobs(packed)
    spots, start = read.section(SPOTS, SPOT).tolist(), read.offsets("spots").tolist()
    rows = zip(read.head["level"].tolist(), read.head["mode"].tolist(), start[:-1], start[1:], strict=True)
    return [
        JobFacts(
            level=None if level < 0 else level,
            remote=None if mode == NO_MODE else MODES[mode],
            spots=_spots(spots[first:last]),
        )
        for level, mode, first, last in rows
    ]
