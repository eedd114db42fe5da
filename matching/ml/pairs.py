"""Pairs of talents and jobs, and what several features share about them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.ml.block import Ids, Ints, JobBlock, TalentBlock, expand
from matching.ml.exact import sums
from matching.ml.space import SkillSpace, label_rows
from matching.ml.types import Floats

# How far a claim is believed. Telling of a skill in further lines (summary, project, work) says more than telling it once; a
# skill that only stands in lists is not believed at all.
TOLD, EVIDENCED, EACH_MORE_LINE, MOST_MORE_LINES = 0.45, 0.6, 0.2, 2
MOST_ASKED = 6  # lines of a posting that name a skill; more say nothing more
HEADED = 2.0  # weight of a skill that stands in a title beside one that does not
NICE, SOFT = 0.5, 0.4  # weights of a nice-to-have and of a soft skill beside a must and a hard skill
IMPLIED, SAME_GROUP, SAME_DOMAIN = 0.9, 0.5, 0.2  # credit for a skill that implies, neighbours, or shares a field
EMBEDDING_FLOOR = 0.35  # cosines of labels below this say nothing


def strength(mentions: Floats, evidenced: NDArray[np.bool_], headed: NDArray[np.bool_]) -> Floats:
    """0 (only in lists), 0.45 (told once) to 1 (told in a dated entry and in two further lines)."""
    more = np.clip(mentions - 1, 0, MOST_MORE_LINES) * EACH_MORE_LINE
    known = evidenced | headed | (mentions > 0)
    return np.asarray(np.where(known, np.where(evidenced, EVIDENCED, TOLD) + more, 0), np.float32)


# By the number of lines, looked up: a logarithm may come out otherwise in a longer array.
_OFTEN = np.array([(1 + math.log(max(lines, 1))) / (1 + math.log(MOST_ASKED)) for lines in range(MOST_ASKED + 1)])

T = TypeVar("T")


@dataclass(eq=False)
class Pairs:
    """Pair p joins talent ti[p] with job ji[p]. Intermediate arrays are made once, when a feature asks for them."""

    talents: TalentBlock
    jobs: JobBlock
    ti: Ints
    ji: Ints
    space: SkillSpace
    labels: NDArray[np.float16] | None = None
    _shared: dict[str, Any] = field(default_factory=dict)

    def shared(self, name: str, make: Callable[[Pairs], T]) -> T:
        """A value that several features use, made once."""
        if name not in self._shared:
            self._shared[name] = make(self)
        found: T = self._shared[name]
        return found

    @property
    def size(self) -> int:
        return len(self.ti)

    @cached_property
    def _distinct_talents(self) -> tuple[Ints, Ints]:
        rows, inverse = np.unique(self.ti, return_inverse=True)
        return rows, inverse

    @cached_property
    def _asked(self) -> tuple[Ids, Ints]:
        """The distinct skills that these jobs name, and the column of each need of the job block (-1: not asked here)."""
        slots, _ = expand(self.jobs.slot_start, np.unique(self.ji))
        needs, _ = expand(self.jobs.need_start, slots)
        asked, inverse = np.unique(self.jobs.skill[needs], return_inverse=True)
        column = np.full(len(self.jobs.skill), -1, np.int64)
        column[needs] = inverse
        return asked, column

    @cached_property
    def _claim_rows(self) -> tuple[Ints, Ints]:
        """Flat claims of the distinct talents, and the row (0..distinct) each belongs to."""
        rows, _ = self._distinct_talents
        flat, offsets = expand(self.talents.skill_start, rows)
        return flat, np.repeat(np.arange(len(rows)), np.diff(offsets))

    @property
    def claims(self) -> Ints:
        """Flat claims of the distinct talents."""
        return self._claim_rows[0]

    @property
    def column(self) -> Ints:
        """The column of each need of the job block in matrices over asked skills."""
        return self._asked[1]

    def scatter(self, values: Floats) -> Floats:
        """values per claim as a matrix (distinct talents, asked skills); 0 where the talent does not name the skill."""
        asked, _ = self._asked
        claims, owner = self._claim_rows
        out = np.zeros((len(self._distinct_talents[0]), len(asked)), np.float32)
        if not len(asked):
            return out
        ids = self.talents.skill[claims]
        at = np.minimum(np.searchsorted(asked, ids), len(asked) - 1)
        hit = asked[at] == ids
        np.maximum.at(out, (owner[hit], at[hit]), values[hit])
        return out

    @cached_property
    def _claim_strength(self) -> Floats:
        claims, _ = self._claim_rows
        talents = self.talents
        return strength(talents.mentions[claims], talents.evidenced[claims], talents.headed[claims])

    @cached_property
    def _claim_emphasis(self) -> Floats:
        """As the strength, doubled for what the talent is by title."""
        claims, _ = self._claim_rows
        return np.asarray(self._claim_strength * np.where(self.talents.headed[claims], HEADED, 1), np.float32)

    @cached_property
    def stressed(self) -> Floats:
        """As held, doubled for skills that stand in a title of the talent."""
        return self._undenied(self.scatter(self._claim_emphasis))

    @cached_property
    def stressed_or_implied(self) -> Floats:
        """As had, doubled for skills that stand in a title of the talent."""
        return self._with_implied(self.stressed.copy(), self._claim_emphasis)

    @cached_property
    def held(self) -> Floats:
        """Strength with which each distinct talent names each asked skill itself; 0 where the talent denies it."""
        return self._undenied(self.scatter(self._claim_strength))

    def _undenied(self, matrix: Floats) -> Floats:
        """A (distinct talents, asked skills) matrix with 0 for the skills that the talent said not to have."""
        asked, _ = self._asked
        rows, _ = self._distinct_talents
        flat, offsets = expand(self.talents.denied_start, rows)
        if len(asked) and len(flat):
            ids = self.talents.denied[flat]
            at = np.minimum(np.searchsorted(asked, ids), len(asked) - 1)
            hit = asked[at] == ids
            matrix[np.repeat(np.arange(len(rows)), np.diff(offsets))[hit], at[hit]] = 0
        return matrix

    @cached_property
    def had(self) -> Floats:
        """As held, with credit for skills that imply the asked one."""
        return self._with_implied(self.held.copy(), self._claim_strength)

    def _with_implied(self, out: Floats, values: Floats) -> Floats:
        """A (distinct talents, asked skills) matrix with IMPLIED of the value of each claim at the skills that it implies."""
        asked, _ = self._asked
        claims, owner = self._claim_rows
        rows = self.space.rows(self.talents.skill[claims])
        known = np.flatnonzero(rows >= 0)
        if not len(asked) or not len(known):
            return out
        flat, offsets = expand(self.space.start, rows[known])
        source = np.repeat(known, np.diff(offsets))
        ids = self.space.implied[flat]
        at = np.minimum(np.searchsorted(asked, ids), len(asked) - 1)
        hit = asked[at] == ids
        np.maximum.at(out, (owner[source[hit]], at[hit]), IMPLIED * values[source[hit]])
        return self._undenied(out)

    @cached_property
    def near(self) -> Floats:
        """As had, with credit for a skill of the same group or field of the taxonomy."""
        out = self.had.copy()
        for numbers, count, credit in (
            (self.space.group, self.space.groups, SAME_GROUP),
            (self.space.domain, self.space.domains, SAME_DOMAIN),
        ):
            np.maximum(out, credit * self._best_by(numbers, count), out=out)
        return out

    def _best_by(self, numbers: NDArray[np.int32], count: int) -> Floats:
        """For each talent and asked skill: the greatest strength among the talent's claims with the same number."""
        asked, _ = self._asked
        claims, owner = self._claim_rows
        rows = self.space.rows(self.talents.skill[claims])
        mine = np.where(rows >= 0, numbers[rows], -1)
        best = np.zeros((len(self._distinct_talents[0]), count + 1), np.float32)
        np.maximum.at(best, (owner[mine >= 0], mine[mine >= 0]), self._claim_strength[mine >= 0])
        asked_rows = self.space.rows(asked)
        theirs = np.where(asked_rows >= 0, numbers[asked_rows], -1)
        # Column `count` is never written: index -1 reads its zeros.
        return best[:, theirs]

    @cached_property
    def alike(self) -> Floats | None:
        """As had, with credit by the likeness of the labels' vectors; None when those are not prepared."""
        if self.labels is None:
            return None
        asked, _ = self._asked
        claims, owner = self._claim_rows
        out = self.had.copy()
        ids, inverse = np.unique(self.talents.skill[claims], return_inverse=True)
        if not len(asked) or not len(ids):
            return out
        mine = label_rows(self.labels, self.space.rows(ids))
        cosine = mine @ label_rows(self.labels, self.space.rows(asked)).T
        credit = np.clip((cosine - EMBEDDING_FLOOR) / (1 - EMBEDDING_FLOOR), 0, 1)
        bounds = np.searchsorted(owner, np.arange(len(out) + 1))
        for row in range(len(out)):
            part = slice(bounds[row], bounds[row + 1])
            if part.start < part.stop:
                weighted = credit[inverse[part]] * self._claim_strength[part, None]
                np.maximum(out[row], weighted.max(axis=0), out=out[row])
        return out

    @cached_property
    def needs(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Flat needs of all pairs; the pair's talent row of each; offsets of slots among needs and of pairs among slots."""
        slots, pair_offsets = expand(self.jobs.slot_start, self.ji)
        needs, slot_offsets = expand(self.jobs.need_start, slots)
        pair_of_slot = np.repeat(np.arange(self.size), np.diff(pair_offsets))
        talent = np.repeat(self._distinct_talents[1][pair_of_slot], np.diff(slot_offsets))
        return needs, talent, slot_offsets, pair_offsets

    def per_slot(self, matrix: Floats) -> Floats:
        """The best value of a (distinct talents, asked skills) matrix in each slot of each pair."""
        needs, talent, offsets, _ = self.needs
        values = matrix[talent, self._asked[1][needs]] if len(needs) else np.empty(0, np.float32)
        return np.maximum.reduceat(values, offsets[:-1]) if len(values) else values

    def need_values(self, per_need: Floats) -> Floats:
        """The greatest of a job block's per-need values in each slot of each pair; NaN only where all are."""
        needs, _, offsets, _ = self.needs
        return np.fmax.reduceat(per_need[needs], offsets[:-1]) if len(needs) else np.empty(0, np.float32)

    @cached_property
    def kind_weight(self) -> Floats:
        """How much each need of the job block counts by its kind: a soft skill less than a hard one."""
        return np.where(self.space.is_soft(self.jobs.skill), SOFT, 1).astype(np.float32)

    @cached_property
    def need_weight(self) -> Floats:
        """How much each need of the job block asks: must or nice, hard or soft, named once or often, in the title or not;
        up to 2."""
        often = _OFTEN[np.clip(self.jobs.mentions, 1, MOST_ASKED).astype(np.int64)]
        asked = np.where(self.jobs.must, 1, NICE) * np.where(self.jobs.titled, HEADED, 1)
        return np.asarray(asked * self.kind_weight * often, np.float32)

    @cached_property
    def slot_weight(self) -> Floats:
        return self.need_values(self.need_weight)

    @cached_property
    def slot_must(self) -> NDArray[np.bool_]:
        return self.need_values(self.jobs.must.astype(np.float32)) > 0

    def sum_slots(self, values: Floats) -> NDArray[np.float64]:
        """Sums of per-slot values for each pair."""
        _, _, _, offsets = self.needs
        return sums(values, offsets)

    @cached_property
    def talent_skill_mass(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """For each pair, over all the talent's believed claims: summed weight, and summed squared weighted strength."""
        claims, owner = self._claim_rows
        rows, inverse = self._distinct_talents
        weight = np.where(self.space.is_soft(self.talents.skill[claims]), SOFT, 1.0)
        mass = np.bincount(owner, weight * (self._claim_strength > 0), len(rows)).astype(np.float64)
        square = np.bincount(owner, (weight * self._claim_strength) ** 2, len(rows)).astype(np.float64)
        return mass[inverse], square[inverse]
