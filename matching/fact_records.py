"""Layout of packed facts, and reading sections of many records at once.

A record is a head of fixed size with the counts of what follows, then: skills, places, skills denied, words (ids, weights)
of the text and of the title, single vectors, stacks of vectors, the keys of the skills. Vectors are kept in half
precision, as the database keeps them. A change of layout wants another `FACTS_VERSION` (`matching.facts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder import DIMENSION
from matching.ml.block import Ints, Pays, Sparse, Spots, Stacks, starts
from matching.ml.types import Floats

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


class UnreadableFacts(ValueError):
    """The bytes are of another layout: make the facts again."""


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
