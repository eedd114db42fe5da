"""Which one question to ask: the one whose answer is expected to move the scores of the jobs at hand the most.

For each asked skill that is open, both answers are applied to a copy and scored against every job that asks for it. The
expected change is P(yes) x the gain of a yes + P(no) x the loss of a no, summed over jobs. P(yes) comes from how the skill
stands beside what is written; the shares were counted in made-up people whose true skills are known (docs/matching.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.ml.answers import Answer, with_answers
from matching.ml.coach import Change, score_pairs
from matching.ml.scoring import Scorer
from matching.ml.space import SkillSpace, skill_id
from matching.ml.types import JobFacts, TalentFacts

# Share of true skills among those that are so far written; `evaluate_coach` counts them again.
LIKELY: Mapping[str, float] = {
    "elsewhere": 0.95, "implied": 0.95, "listed": 0.9, "years": 0.5, "group": 0.15, "domain": 0.05, "far": 0.02,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One open skill. Points summed over `jobs` (numbers of the jobs that ask for it): `expected` change, `gain` of a yes."""

    change: Change
    expected: float
    gain: float
    jobs: tuple[int, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is something to ask: the person has not said no."""
        return self.change.kind != "learn"


def standing(space: SkillSpace, told: TalentFacts, change: Change) -> str:
    """How an open skill stands beside what is written: a key of LIKELY."""
    if change.reason != "unwritten":
        return change.reason if change.reason in LIKELY else "far"
    held = np.array([skill_id(claim.key) for claim in told.skills], np.uint32)
    mine, own = space.rows(held), space.rows(np.array([skill_id(change.key)], np.uint32))[0]
    mine = mine[mine >= 0]
    if own < 0:
        return "far"
    if space.group[own] >= 0 and (space.group[mine] == space.group[own]).any():
        return "group"
    return "domain" if space.domain[own] >= 0 and (space.domain[mine] == space.domain[own]).any() else "far"


def ranked(
    scorer: Scorer,
    told: TalentFacts,
    jobs: Sequence[JobFacts],
    open_changes: Sequence[Iterable[Change]],
    *,
    answers: Sequence[Answer] = (),
    likely: Mapping[str, float] = LIKELY,
) -> list[Question]:
    """The open skills, the most telling first; `open_changes[j]` are the changes that jobs[j] suggests. One block.

    A skill that the person denied is among them for what learning it would bring; it is nothing to ask about
    (`Question.is_open`).
    """
    first: dict[str, Change] = {}
    asking: dict[str, list[int]] = {}
    for number, suggested in enumerate(open_changes):
        for change in suggested:
            first.setdefault(change.key, change)
            asking.setdefault(change.key, []).append(number)
    base = with_answers(told, answers)
    pairs = [(base, job) for job in jobs]
    for key, change in first.items():
        yes, no = (with_answers(told, [*answers, said]) for said in _both(change))
        pairs += [(side, jobs[number]) for side in (yes, no) for number in asking[key]]
    points = score_pairs(scorer, pairs)
    now, at = points[: len(jobs)], len(jobs)
    found = []
    for key, change in first.items():
        count = len(asking[key])
        gains, losses = (
            [points[start + place] - now[number] for place, number in enumerate(asking[key])]
            for start in (at, at + count)
        )
        at += 2 * count
        share = likely[standing(scorer.space, told, change)]
        expected = share * sum(map(abs, gains)) + (1 - share) * sum(map(abs, losses))
        found.append(Question(change, expected, sum(gains), tuple(asking[key])))
    return sorted(found, key=lambda one: (-round(one.expected, 6), one.change.key))


def _both(change: Change) -> tuple[Answer, Answer]:
    yes = change.answer or Answer(change.key, True)
    return yes, replace(yes, has=False, place="", years=None)
