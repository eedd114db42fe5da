"""Facts as columns: many talents or many jobs in flat arrays with start offsets, ready for vectorised features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder import DIMENSION
from matching.ml.common_words import STOP_WORDS
from matching.ml.space import skill_id
from matching.ml.types import Floats, JobFacts, Need, Pay, Remote, Spot, TalentFacts, Words

Ints = NDArray[np.int64]
Ids = NDArray[np.uint32]
MODES: tuple[Remote, ...] = ("onsite", "hybrid", "remote")
LANGUAGES = ("", *STOP_WORDS)  # a language fact is a place in this order
_NAN = float("nan")


@dataclass(frozen=True, eq=False)
class Spots:
    """Places of all rows: row i owns [start[i], start[i + 1]). Countries are two letters as one number, 0 = unknown."""

    start: Ints
    lat: Floats
    lon: Floats
    country: NDArray[np.int32]
    offset: Floats
    exact: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Pays:
    """Money a year; NaN = unknown. Currencies are three letters as one number, 0 = unknown."""

    low: Floats
    high: Floats
    currency: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Sparse:
    """Weighted words of all rows. `language` is a place in LANGUAGES, 0 = unknown."""

    start: Ints
    ids: Ids
    weights: Floats
    language: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Stacks:
    """Several unit vectors a row: row i owns vectors[start[i]:start[i + 1]]."""

    start: Ints
    vectors: Floats


@dataclass(frozen=True, eq=False)
class TalentBlock:
    """Columns of many talents."""

    size: int
    known: NDArray[np.bool_]
    skill_start: Ints
    skill: Ids
    mentions: Floats
    evidenced: NDArray[np.bool_]
    headed: NDArray[np.bool_]
    skill_years: Floats
    proficiency: Floats
    level: Floats
    years: Floats
    spots: Spots
    wishes: NDArray[np.bool_]
    pay: Pays
    words: Sparse
    titles: Stacks
    chunks: Stacks
    skills_vector: Floats
    experience_vector: Floats
    goals_vector: Floats
    denied_start: Ints
    denied: Ids


@dataclass(frozen=True, eq=False)
class JobBlock:
    """Columns of many jobs. Needs lie in slots: a slot is one need or one group of alternatives."""

    size: int
    slot_start: Ints
    need_start: Ints
    skill: Ids
    must: NDArray[np.bool_]
    mentions: Floats
    titled: NDArray[np.bool_]
    need_years: Floats
    level: Floats
    min_years: Floats
    spots: Spots
    mode: NDArray[np.int32]
    pay: Pays
    words: Sparse
    title: Floats
    chunks: Stacks
    description_vector: Floats
    requirements_vector: Floats
    title_words: Sparse


def starts(counts: Iterable[int] | NDArray[Any]) -> Ints:
    """Offsets of ragged rows: [0, c0, c0 + c1, ...]."""
    each = counts.astype(np.int64) if isinstance(counts, np.ndarray) else np.fromiter(counts, np.int64)
    out = np.zeros(len(each) + 1, np.int64)
    np.cumsum(each, out=out[1:])
    return out


def expand(start: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Flat positions of the given ragged rows one after another, and the offsets of each row among them."""
    first = start[rows]
    counts = start[rows + 1] - first
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    return np.arange(offsets[-1]) + np.repeat(first - offsets[:-1], counts), offsets


def taken(rows: Floats, at: Ints) -> Floats:
    """rows[at], without a copy where `at` is all rows in order."""
    is_all = len(at) == len(rows) and (not len(at) or (at[0] == 0 and bool((np.diff(at) == 1).all())))
    return rows if is_all else rows[at]


def code(letters: str) -> int:
    """Two or three letters as one number; 0 for none."""
    return int.from_bytes(letters.encode("ascii", "replace")[:3], "big") if letters else 0


def talent_block(talents: Sequence[TalentFacts]) -> TalentBlock:
    """Columns of some talents."""
    claims = [claim for talent in talents for claim in talent.skills]
    return TalentBlock(
        size=len(talents),
        known=np.array([talent.skills_known for talent in talents], bool),
        skill_start=starts(len(talent.skills) for talent in talents),
        skill=_ids(claim.key for claim in claims),
        mentions=_floats(claim.mentions for claim in claims),
        evidenced=np.array([claim.evidenced for claim in claims], bool),
        headed=np.array([claim.headed for claim in claims], bool),
        skill_years=_floats(claim.years for claim in claims),
        proficiency=_floats(claim.proficiency for claim in claims),
        level=_floats(talent.level for talent in talents),
        years=_floats(talent.years for talent in talents),
        spots=_spots([talent.spots for talent in talents]),
        wishes=np.array([[mode in talent.remote_wishes for mode in MODES] for talent in talents], bool).reshape(-1, 3),
        pay=_pays([talent.pay for talent in talents]),
        words=_sparse([talent.words for talent in talents]),
        titles=_stacks([talent.titles for talent in talents]),
        chunks=_stacks([talent.chunks for talent in talents]),
        skills_vector=_rows([talent.skills_vector for talent in talents]),
        experience_vector=_rows([talent.experience_vector for talent in talents]),
        goals_vector=_rows([talent.goals_vector for talent in talents]),
        denied_start=starts(len(talent.denied) for talent in talents),
        denied=_ids(key for talent in talents for key in sorted(talent.denied)),
    )


def job_block(jobs: Sequence[JobFacts]) -> JobBlock:
    """Columns of some jobs."""
    slots = [_slots(job) for job in jobs]
    needs = [need for groups in slots for group in groups for need in group]
    return JobBlock(
        size=len(jobs),
        slot_start=starts(len(groups) for groups in slots),
        need_start=starts(len(group) for groups in slots for group in groups),
        skill=_ids(need.key for need in needs),
        must=np.array([need.must for need in needs], bool),
        mentions=_floats(need.mentions for need in needs),
        titled=np.array([need.titled for need in needs], bool),
        need_years=_floats(need.min_years for need in needs),
        level=_floats(job.level for job in jobs),
        min_years=_floats(job.min_years for job in jobs),
        spots=_spots([job.spots for job in jobs]),
        mode=np.array([-1 if job.remote is None else MODES.index(job.remote) for job in jobs], np.int32),
        pay=_pays([job.pay for job in jobs]),
        words=_sparse([job.words for job in jobs]),
        title=_rows([job.title for job in jobs]),
        chunks=_stacks([job.chunks for job in jobs]),
        description_vector=_rows([job.description_vector for job in jobs]),
        requirements_vector=_rows([job.requirements_vector for job in jobs]),
        title_words=_sparse([job.title_words for job in jobs]),
    )


def slot_numbers(needs: Sequence[Need]) -> list[int]:
    """The slot of each need, counted as they first appear."""
    seen: dict[object, int] = {}
    return [
        seen.setdefault(("one", number) if need.any_of is None else ("any", need.any_of), len(seen))
        for number, need in enumerate(needs)
    ]


def _slots(job: JobFacts) -> list[list[Need]]:
    groups: dict[int, list[Need]] = {}
    for slot, need in zip(slot_numbers(job.needs), job.needs, strict=True):
        groups.setdefault(slot, []).append(need)
    return list(groups.values())


def _ids(keys: Iterable[str]) -> Ids:
    return np.array([skill_id(key) for key in keys], np.uint32)


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array([_NAN if value is None else value for value in values], np.float32)


def _spots(rows: Sequence[tuple[Spot, ...]]) -> Spots:
    flat = [spot for row in rows for spot in row]
    return Spots(
        start=starts(len(row) for row in rows),
        lat=_floats(spot.lat for spot in flat),
        lon=_floats(spot.lon for spot in flat),
        country=np.array([code(spot.country) for spot in flat], np.int32),
        offset=_floats(spot.utc_offset for spot in flat),
        exact=np.array([spot.exact for spot in flat], bool),
    )


def _pays(rows: Sequence[Pay | None]) -> Pays:
    return Pays(
        low=_floats(None if pay is None else pay.low for pay in rows),
        high=_floats(None if pay is None else pay.high for pay in rows),
        currency=np.array([0 if pay is None else code(pay.currency) for pay in rows], np.int32),
    )


def _sparse(rows: Sequence[Words | None]) -> Sparse:
    present = [row for row in rows if row is not None]
    return Sparse(
        start=starts(0 if row is None else len(row.ids) for row in rows),
        ids=np.concatenate([np.empty(0, np.uint32), *(row.ids for row in present)]),
        weights=np.concatenate([np.empty(0, np.float32), *(row.weights for row in present)]),
        language=np.array([LANGUAGES.index(row.language) if row is not None else 0 for row in rows], np.int8),
    )


def _stacks(rows: Sequence[Floats | None]) -> Stacks:
    present = [row for row in rows if row is not None]
    return Stacks(
        start=starts(0 if row is None else len(row) for row in rows),
        vectors=np.concatenate([np.empty((0, DIMENSION), np.float32), *present]),
    )


def _rows(rows: Sequence[Floats | None]) -> Floats:
    out = np.full((len(rows), DIMENSION), np.nan, np.float32)
    for number, row in enumerate(rows):
        if row is not None:
            out[number] = row
    return out
