"""Trials of the coach on made-up people whose true skills are known: do promises hold, and which questions are worth asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.ml.answers import Answer, with_answers
from matching.ml.coach import SOMEWHERE, Change, Written, advise, changes, score_pairs
from matching.ml.metrics import spearman
from matching.ml.questions import Question, ranked, standing
from matching.ml.scoring import Scorer
from matching.ml.types import JobFacts, TalentFacts

Store = Callable[[TalentFacts], TalentFacts]
Quality = NDArray[np.float64]
PICKED = 3  # offers that the trial also applies together


@dataclass(frozen=True, eq=False)
class Person:
    """A made-up person: what the resume tells, which skills its words tell in other terms, and which are true."""

    told: TalentFacts
    written: Mapping[str, Written]
    true: frozenset[str]


@dataclass(frozen=True, slots=True)
class Promise:
    """One offer, or several together, with the gain that was promised and the one that came of it."""

    kind: str
    promised: float
    kept: float


def promises(scorer: Scorer, person: Person, job: JobFacts, store: Store) -> tuple[list[Promise], float]:
    """Each offer of a pair applied alone, and some together, to facts that went through `store` as kept ones do; and by
    how much the single gains of those together miss their joint gain."""
    open_changes = changes(person.told, job, written=person.written)
    advice = advise(scorer, person.told, job, open_changes)
    picked = frozenset(offer.change.key for offer in advice.offers[:PICKED])
    advice = advise(scorer, person.told, job, open_changes, chosen=picked)
    answers = {offer.change.key: offer.change.answer for offer in advice.offers if offer.change.answer is not None}

    def points(given: Sequence[Answer]) -> float:
        card = scorer.score_many(store(with_answers(person.told, given)), [job])[0]
        return min(max(card.raw, 0.0), 100.0)

    now = points(())
    found = [
        Promise(offer.change.kind, offer.gain, points([answers[offer.change.key]]) - now) for offer in advice.offers
    ]
    if len(picked) < 2:
        return found, 0.0
    together = points([answers[key] for key in sorted(picked)]) - now
    added = sum(offer.gain for offer in advice.offers if offer.change.key in picked)
    return [*found, Promise("together", advice.chosen - advice.now, together)], abs(added - together)


def true_answer(person: Person, change: Change) -> Answer:
    """What the made-up person truthfully says."""
    return Answer(change.key, change.key in person.true, SOMEWHERE if change.key in person.true else "")


def open_changes(person: Person, jobs: Sequence[JobFacts], answers: Sequence[Answer]) -> list[list[Change]]:
    """What each job leaves to ask: offers about skills that were not asked about yet."""
    asked = {answer.key for answer in answers}
    found = [changes(person.told, job, answers=answers, written=person.written) for job in jobs]
    return [[change for change in some if change.key not in asked] for some in found]


def shares_true(scorer: Scorer, people: Sequence[Person], jobs: Sequence[Sequence[JobFacts]]) -> dict[str, list[int]]:
    """For each way in which an open skill stands beside what is written: how many are true, and how many there are."""
    true: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for person, some in zip(people, jobs, strict=True):
        once = {change.key: change for group in open_changes(person, some, ()) for change in group}
        for change in once.values():
            name = standing(scorer.space, person.told, change)
            seen[name] += 1
            true[name] += change.key in person.true
    return {name: [true[name], count] for name, count in sorted(seen.items())}


def forgetful(person: Person, share: float, rng: np.random.Generator) -> Person:
    """The person with this share of the skills left out of the resume; they are as true as before."""
    kept = tuple(claim for claim in person.told.skills if rng.random() >= share)
    return replace(person, told=replace(person.told, skills=kept))


Pick = Callable[[list[Question]], Question]


def most_telling(questions: list[Question]) -> Question:
    """The question of the product: the one whose answer is expected to change the scores the most."""
    return questions[0]


def fixed_order(keys: Sequence[str]) -> Pick:
    """A questionnaire in one order for everybody; questions that are no longer open are skipped."""
    place = {key: number for number, key in enumerate(keys)}
    return lambda questions: min(questions, key=lambda one: (place.get(one.change.key, len(place)), one.change.key))


def most_gain(questions: list[Question]) -> Question:
    """The question whose yes would raise the scores the most, however likely."""
    return min(questions, key=lambda one: (-round(one.gain, 6), one.change.key))


def most_asked(questions: list[Question]) -> Question:
    """The skill that most of this person's jobs ask for."""
    return min(questions, key=lambda one: (-len(one.jobs), one.change.key))


def interview(scorer: Scorer, person: Person, jobs: Sequence[JobFacts], pick: Pick, *, most: int) -> Quality:
    """After 0, 1, ... `most` questions: the rank correlation of the person's scores with those of the fully known person,
    and the mean distance between the two in points; (2, most + 1). Once nothing is left to ask, the last figures stay."""
    full: list[Answer] = []
    for group in open_changes(person, jobs, ()):
        full += [true_answer(person, change) for change in group]
    truth = _scores(scorer, person, jobs, full)
    answers: list[Answer] = []
    quality = np.empty((2, most + 1))
    for count in range(most + 1):
        scores = _scores(scorer, person, jobs, answers)
        quality[:, count:] = [[spearman(scores, truth)], [float(np.abs(scores - truth).mean())]]
        asked = ranked(scorer, person.told, jobs, open_changes(person, jobs, answers), answers=answers)
        if not asked:
            break
        answers.append(true_answer(person, pick(asked).change))
    return quality


def _scores(scorer: Scorer, person: Person, jobs: Sequence[JobFacts], answers: Sequence[Answer]) -> Quality:
    facts = with_answers(person.told, answers)
    return np.array(score_pairs(scorer, [(facts, job) for job in jobs]))


def demand(jobs: Sequence[JobFacts]) -> list[str]:
    """All skills that some jobs ask for, the most asked first."""
    counted = Counter(need.key for job in jobs for need in {need.key: need for need in job.needs}.values())
    return [key for key, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]


def fewest(reached: NDArray[np.bool_]) -> int | None:
    """The least number of questions from which on the wanted quality holds; None where it does not."""
    missed = np.flatnonzero(~reached)
    first = int(missed[-1]) + 1 if len(missed) else 0
    return first if first < len(reached) else None
