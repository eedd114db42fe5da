"""Facts as bytes, laid out so that those of hundreds of rows become columns without a Python object for each.

A record is a head of fixed size with the counts of what follows, then: skills, places, skills denied, words (ids, weights)
of the text and of the title, single vectors, stacks of vectors, the keys of the skills. Vectors are kept in half
precision, as the database keeps them. A new vector is one more name in `SINGLES` or `STACKS` of its kind and one more
column of its block; a change of layout wants another `FACTS_VERSION` (`matching.facts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder import DIMENSION
from matching.ml.block import (
    LANGUAGES,
    MODES,
    Ints,
    JobBlock,
    Pays,
    Sparse,
    Spots,
    Stacks,
    TalentBlock,
    code,
    slot_numbers,
    starts,
)
from matching.ml.space import skill_id
from matching.ml.types import Claim, Floats, JobFacts, Need, Pay, Spot, TalentFacts, Words

TALENT_MAGIC, JOB_MAGIC = b"CCT3", b"CCJ3"
TALENT_SINGLES, TALENT_STACKS = ("skills_vector", "experience_vector", "goals_vector"), ("titles", "chunks")
JOB_SINGLES, JOB_STACKS = ("title", "description_vector", "requirements_vector"), ("chunks",)
MOST_STACKS = 3

HEAD = np.dtype(
    [
        ("magic", "S4"), ("items", "<u4"), ("slots", "<u4"), ("spots", "<u4"), ("denied", "<u4"), ("words", "<u4", 2),
        ("language", "u1", 2), ("rows", "<u4", MOST_STACKS), ("singles", "u1"), ("stacks", "u1"), ("flags", "u1"),
        ("level", "i1"), ("mode", "u1"), ("years", "<f8"), ("low", "<f8"), ("high", "<f8"), ("currency", "<i4"),
    ]
)  # fmt: skip
CLAIM = np.dtype(
    [
        ("id", "<u4"), ("mentions", "<u4"), ("evidenced", "u1"), ("years", "<f8"), ("proficiency", "<f8"),
        ("headed", "u1"),
    ]
)  # fmt: skip
NEED = np.dtype(
    [
        ("id", "<u4"), ("slot", "<u4"), ("must", "u1"), ("any_of", "<i4"), ("mentions", "<u4"), ("years", "<f8"),
        ("titled", "u1"),
    ]
)  # fmt: skip
SPOT = np.dtype([("lat", "<f8"), ("lon", "<f8"), ("country", "<i4"), ("offset", "<f8"), ("exact", "u1")])
ID, HALF = np.dtype("<u4"), np.dtype("<f2")
KNOWS_PAY, KNOWS_SKILLS = 1, 2  # bits of `flags`; then one for each set of words
KNOWS_WORDS = (4, 8)
# Sections of a record, then one for each stack.
ITEMS, SPOTS, DENIED, IDS, WEIGHTS, TITLE_IDS, TITLE_WEIGHTS, SINGLE_VECTORS, FIRST_STACK = range(9)
NO_MODE = 255
_NAN = float("nan")


class UnreadableFacts(ValueError):
    """The bytes are of another layout: make the facts again."""


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


@dataclass(frozen=True, eq=False)
class Records:
    """Packed facts of many rows: their heads, and each section joined over all rows. Raises UnreadableFacts."""

    packed: Sequence[bytes]
    magic: bytes
    item: np.dtype[Any]
    singles: tuple[str, ...]

    @cached_property
    def head(self) -> NDArray[Any]:
        if any(data[:4] != self.magic or len(data) < HEAD.itemsize for data in self.packed):
            raise UnreadableFacts("These facts are not of a layout that this version reads.")
        return np.frombuffer(b"".join([data[: HEAD.itemsize] for data in self.packed]), HEAD)

    @cached_property
    def ends(self) -> list[list[int]]:
        """Where each section of each row ends, section by section."""
        head = self.head
        vector = DIMENSION * HALF.itemsize
        singles = (head["singles"][:, None] >> np.arange(8) & 1).sum(axis=1)
        counts = [head["items"], head["spots"], head["denied"], *np.repeat(head["words"].T, 2, axis=0), singles]
        sizes = [self.item.itemsize, SPOT.itemsize, 4, 4, HALF.itemsize, 4, HALF.itemsize, vector]
        sizes += [vector] * MOST_STACKS
        held = np.array([*counts, *head["rows"].T], np.int64) * np.array(sizes)[:, None]
        ends: list[list[int]] = (HEAD.itemsize + np.cumsum(held, axis=0)).tolist()
        return ends

    def section(self, number: int, kind: np.dtype[Any]) -> NDArray[Any]:
        """A section of all rows, one after another."""
        start = self.ends[number - 1] if number else [HEAD.itemsize] * len(self.packed)
        parts = zip(self.packed, start, self.ends[number], strict=True)
        return np.frombuffer(b"".join([memoryview(data)[a:b] for data, a, b in parts]), kind)

    @cached_property
    def items(self) -> NDArray[Any]:
        """Skills of all rows."""
        return self.section(ITEMS, self.item)

    def offsets(self, name: str) -> Ints:
        """A count of each row as offsets."""
        return starts(self.head[name])

    def keys(self, row: int = 0) -> tuple[list[str], list[str]]:
        """The keys of a row's skills, and of those denied."""
        data, at, count = self.packed[row], self.ends[-1][row], int(self.head["items"][row])
        keys = data[at:].decode().split("\n") if len(data) > at else []
        return keys[:count], keys[count:]

    @cached_property
    def vectors(self) -> dict[str, Floats]:
        """The single vectors by name (rows, DIMENSION); NaN where a row has none."""
        flat = self.section(SINGLE_VECTORS, HALF).reshape(-1, DIMENSION)
        bits = self.head["singles"][:, None] >> np.arange(len(self.singles)) & 1
        place = np.cumsum(bits).reshape(bits.shape) - 1
        found = {}
        for at, name in enumerate(self.singles):
            rows = np.full((len(bits), DIMENSION), np.nan, np.float32)
            has = bits[:, at] > 0
            rows[has] = flat[place[has, at]]
            found[name] = rows
        return found

    def stack(self, number: int) -> Stacks:
        """A stack of vectors of all rows."""
        vectors = self.section(FIRST_STACK + number, HALF).astype(np.float32).reshape(-1, DIMENSION)
        return Stacks(starts(self.head["rows"][:, number]), vectors)

    def words(self, number: int = 0) -> Sparse:
        """The words of the text (0) or of the title (1) of all rows."""
        ids, weights = self.section(IDS + 2 * number, ID), self.section(WEIGHTS + 2 * number, HALF).astype(np.float32)
        language = self.head["language"][:, number].astype(np.int8)
        return Sparse(starts(self.head["words"][:, number]), ids, weights, language)

    def spots(self) -> Spots:
        """Places of all rows."""
        flat = self.section(SPOTS, SPOT)
        return Spots(
            start=self.offsets("spots"),
            lat=flat["lat"].astype(np.float32),
            lon=flat["lon"].astype(np.float32),
            country=flat["country"].astype(np.int32),
            offset=flat["offset"].astype(np.float32),
            exact=flat["exact"] > 0,
        )

    def pays(self) -> Pays:
        """Pay of all rows."""
        head = self.head
        return Pays(head["low"].astype(np.float32), head["high"].astype(np.float32), head["currency"].astype(np.int32))

    def levels(self) -> Floats:
        """Levels of all rows; NaN = unknown."""
        level = self.head["level"].astype(np.float32)
        level[level < 0] = np.nan
        return level


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
