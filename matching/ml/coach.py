"""What would raise a score: true changes to the facts, each applied to a copy and scored by the same pipeline as the score.

Nothing is estimated from contributions and nothing is added up: every figure, of one change or of several together, is the
score of facts with exactly those changes. A change about a skill is an answer (`matching.ml.answers`), so that giving the
answer gives the gain that was promised. A change that the person cannot make by being truthful (level, years, place, pay) is
scored as if it were otherwise, shown as a limit, and never offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from matching.ml.answers import Answer, with_answers
from matching.ml.block import job_block, talent_block
from matching.ml.fact_columns import USUAL_YEARS
from matching.ml.scoring import Scorer
from matching.ml.types import Claim, Floats, JobFacts, Need, TalentFacts

Kind = Literal["surface", "confirm", "learn", "fixed"]
Reason = Literal["elsewhere", "implied", "listed", "unwritten", "years", "denied", "level", "place", "mode", "pay"]
OFFERED: tuple[Kind, ...] = ("surface", "confirm", "learn")
LEAST_GAIN = 0.1  # points; less is no reason for a line
SOMEWHERE = "a dated entry"  # stands for the place that the person will name; which one it is changes no score


@dataclass(frozen=True, slots=True)
class Written:
    """Words of the person's resumes that already tell a skill: the quote, and the dated entry it stands in. `reason` says
    how they bear on it: told in another version (which `version` names), or following from a skill of this one."""

    quote: str
    source: str
    reason: Reason = "elsewhere"
    version_id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would raise the score if it is true. `answer` is what applying it stores; None for what cannot change."""

    id: str
    kind: Kind
    reason: Reason
    key: str = ""
    must: bool = True
    is_alternative: bool = False
    answer: Answer | None = None
    written: Written | None = None
    need_years: float | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A change with its recomputed gain in points: alone, and after all offers above it (`step`)."""

    change: Change
    gain: float
    step: float


@dataclass(frozen=True, slots=True)
class Advice:
    """What would raise one score. Points within 0 and 100, before rounding: `now`, after all of `surface`, after
    `confirm` too, after `learn` too, and `chosen` after those picked; `limits` are fixed changes with what each holds
    back."""

    now: float
    offers: tuple[Offer, ...]
    limits: tuple[Offer, ...]
    surfaced: float
    confirmed: float
    learned: float
    chosen: float

    def offer(self, key: str) -> Offer | None:
        """The offer about a skill, None where there is none."""
        return next((one for one in self.offers if one.change.key == key), None)


def changes(
    told: TalentFacts,
    job: JobFacts,
    *,
    answers: Sequence[Answer] = (),
    written: Mapping[str, Written] | None = None,
    settled: frozenset[str] = frozenset(),
    silent: frozenset[str] = frozenset(),
) -> list[Change]:
    """The changes that a job suggests, by the order of its needs.

    `told` are the facts of the resume alone; `written` says which asked skills other words of the person already tell.
    `settled` skills are shown where resumes show them (a list of languages); about `silent` ones the person could not say.
    Alternatives to a skill that is shown are left out.
    """
    claims = {claim.key: claim for claim in told.skills}
    given = {answer.key: answer for answer in answers}
    shown = {claim.key for claim in with_answers(told, answers).skills if claim.evidenced} | settled
    met = {need.any_of for need in job.needs if need.any_of is not None and need.key in shown}
    found: dict[str, Change] = {}
    for need in job.needs:
        is_other = need.any_of in met and need.key not in shown  # one of the alternatives is enough
        if need.key in found or need.key in settled or need.key in silent or is_other:
            continue
        change = _change(need, claims.get(need.key), given.get(need.key), (written or {}).get(need.key))
        if change is not None:
            found[need.key] = change
    return list(found.values())


def _change(need: Need, claim: Claim | None, given: Answer | None, written: Written | None) -> Change | None:
    """What could be said about one asked skill, None where all of it is said."""
    years = need.min_years
    yes = Answer(need.key, True, place=SOMEWHERE)
    if given is not None and not given.has:
        return _of(need, "learn", "denied", yes)
    evidenced = (claim is not None and claim.evidenced) or (given is not None and given.is_evidence)
    counted = max(claim.years or 0.0 if claim else 0.0, given.years or 0.0 if given else 0.0)
    if evidenced:
        if not years or counted:
            return None  # years below those asked are what they are
        return _of(need, "confirm", "years", replace(yes, years=years))
    if written is not None:
        yes = replace(yes, place=written.source or SOMEWHERE)
        return _of(need, "surface", written.reason, yes, written)
    reason: Reason = "unwritten" if claim is None and given is None else "listed"
    return _of(need, "confirm", reason, yes)


def _of(need: Need, kind: Kind, reason: Reason, answer: Answer, written: Written | None = None) -> Change:
    is_alternative = need.any_of is not None
    return Change(
        f"skill:{need.key}", kind, reason, need.key, need.must, is_alternative, answer, written, need.min_years
    )


def advise(
    scorer: Scorer,
    told: TalentFacts,
    job: JobFacts,
    suggested: Iterable[Change],
    *,
    answers: Sequence[Answer] = (),
    chosen: frozenset[str] = frozenset(),
) -> Advice:
    """Every change scored alone, all of them one after another, those chosen together, and what is fixed: two blocks.

    Offers come by kind (what is written first), then by gain; changes that gain less than LEAST_GAIN are left out.
    """
    limits = fixed(with_answers(told, answers), job)
    now, order = _ordered(scorer, told, job, suggested, answers)
    held = score_pairs(scorer, [(facts, posting) for _, facts, posting in limits])
    kept = [change for change, _ in order]
    ladder = [_applied(told, answers, kept[: count + 1]) for count in range(len(kept))]
    picked = _applied(told, answers, [change for change in kept if change.key in chosen])
    *rungs, together = score(scorer, [*ladder, picked], job)
    before = [now, *rungs]
    ends = {kind: before[sum(OFFERED.index(one.kind) <= place for one in kept)] for place, kind in enumerate(OFFERED)}
    return Advice(
        now=now,
        offers=tuple(
            Offer(change, reached - now, rung - last)
            for (change, reached), rung, last in zip(order, rungs, before, strict=False)
        ),
        limits=tuple(
            Offer(change, reached - now, 0.0)
            for (change, _, _), reached in zip(limits, held, strict=True)
            if reached - now >= LEAST_GAIN
        ),
        surfaced=ends["surface"],
        confirmed=ends["confirm"],
        learned=ends["learn"],
        chosen=together,
    )


def _ordered(
    scorer: Scorer, told: TalentFacts, job: JobFacts, suggested: Iterable[Change], answers: Sequence[Answer]
) -> tuple[float, list[tuple[Change, float]]]:
    """The score as it is, and the changes worth a line with the score that each reaches alone, in the order of offers."""
    tried = list(suggested)
    singles = [_applied(told, answers, [change]) for change in tried]
    now, *alone = score(scorer, [with_answers(told, answers), *singles], job)
    worth = [pair for pair in zip(tried, alone, strict=True) if pair[1] - now >= LEAST_GAIN]
    return now, sorted(worth, key=lambda pair: (OFFERED.index(pair[0].kind), -round(pair[1], 6), pair[0].id))


def _applied(told: TalentFacts, answers: Sequence[Answer], made: Iterable[Change]) -> TalentFacts:
    """A copy of the facts as they would be after these answers too."""
    return with_answers(told, [*answers, *(change.answer for change in made if change.answer is not None)])


def score(scorer: Scorer, talents: Sequence[TalentFacts], job: JobFacts) -> list[float]:
    """Points of many readings of one person against one job, in one block."""
    return score_pairs(scorer, [(talent, job) for talent in talents])


def score_pairs(scorer: Scorer, pairs: Sequence[tuple[TalentFacts, JobFacts]]) -> list[float]:
    """Points of pairs on the scale of the score, kept within 0 and 100 but not rounded, in one block.

    Equal facts and equal jobs are laid out once.
    """
    if not pairs:
        return []
    talents = list({id(talent): talent for talent, _ in pairs}.values())
    jobs = list({id(job): job for _, job in pairs}.values())
    at = {id(one): number for side in (talents, jobs) for number, one in enumerate(side)}
    ti = np.array([at[id(talent)] for talent, _ in pairs], np.int64)
    ji = np.array([at[id(job)] for _, job in pairs], np.int64)
    matrix: Floats = scorer.features(talent_block(talents), job_block(jobs), ti, ji)
    return [float(value) for value in np.clip(scorer.raw(matrix), 0, 100)]


def fixed(talent: TalentFacts, job: JobFacts) -> list[tuple[Change, TalentFacts, JobFacts]]:
    """What no answer changes, each with the two sides as they would be if it were as the other side wishes."""
    found: list[tuple[Change, TalentFacts, JobFacts]] = []

    def limit(reason: Reason, facts: TalentFacts = talent, posting: JobFacts = job) -> None:
        found.append((Change(f"fixed:{reason}", "fixed", reason), facts, posting))

    if talent.level is not None and job.level is not None and talent.level < job.level:
        limit("level", replace(talent, level=job.level))
    wanted = max(job.min_years or 0.0, float(USUAL_YEARS[job.level]) if job.level is not None else 0.0)
    if talent.years is not None and talent.years < wanted:
        limit("years", replace(talent, years=wanted))
    if talent.spots and job.spots:
        limit("place", replace(talent, spots=job.spots))
    if talent.remote_wishes and job.remote is not None and job.remote not in talent.remote_wishes:
        limit("mode", replace(talent, remote_wishes=talent.remote_wishes | {job.remote}))
    if talent.pay is not None and job.pay is not None and talent.pay.currency == job.pay.currency:
        limit("pay", posting=replace(job, pay=talent.pay))
    return found
