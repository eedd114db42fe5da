"""`manage.py evaluate_coach`: whether the coach keeps its promises, and what its questions are worth."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from matching.batch import Batch
from matching.fact_packing import pack_talent, unpack_talent
from matching.ml import coach_trial
from matching.ml.coach import Written
from matching.ml.coach_trial import Person, Promise, interview
from matching.ml.scoring import Scorer
from matching.ml.synthetic import LAST_YEAR, MadeTalent, World, make_world
from matching.ml.types import JobFacts, TalentFacts
from matching.queries.written import words_of
from matching.textfacts import Reader
from resumes.parsing import parse_text
from resumes.skill_evidence import collect
from resumes.taxonomy import taxonomy

SEED = 8_119  # of a world that no training saw
TODAY = date(LAST_YEAR, 12, 31)
WITHIN = 0.5  # points between a promised and a kept gain
QUESTIONS = 20
FIXED = 20  # questions of the fixed questionnaire whose quality is the one to reach


class Command(BaseCommand):
    """Makes people, reads their resumes as real ones are read, and tries every offer of the coach. Changes nothing."""

    help = (
        "Try the coach on made-up people: every offered change is applied to facts as they are stored and scored again, and "
        "people whose true skills are known are asked questions. Exits with 1 when a gain misses its promise by more than 0.5."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="of the made-up world")
        parser.add_argument("--people", type=int, default=40)
        parser.add_argument("--jobs", type=int, default=400, help="in the world")
        parser.add_argument("--each", type=int, default=12, help="jobs a person cares about")
        parser.add_argument("--forgotten", type=float, default=0.3, help="share of skills left out before asking")
        parser.add_argument("--rules", action="store_true", help="score by the rules instead of the ranker")
        parser.add_argument("--no-questions", action="store_true", help="only try the promises")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the figures; raises CommandError when a promise was not kept."""
        world = make_world(taxonomy(), seed=options["seed"], talents=options["people"], jobs=options["jobs"])
        batch = Batch.open(TODAY, rules=options["rules"])
        people = [person_of(batch.reader, made) for made in world.talents]
        jobs = [batch.reader.job(made.text) for made in world.jobs]
        chosen = [
            [jobs[number] for number in cared_for(world, number, options["each"])] for number in range(len(people))
        ]
        report = tried(batch.scorer, people, chosen)
        if not options["no_questions"]:
            rng = np.random.default_rng(options["seed"])
            asked = [coach_trial.forgetful(person, options["forgotten"], rng) for person in people]
            report |= questioned(batch.scorer, asked, chosen, coach_trial.demand(jobs))
        self.stdout.write(json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items()))
        if report["kept"] < report["offers"]:
            raise CommandError(f"{report['offers'] - report['kept']} gains missed their promise by more than {WITHIN}.")


def person_of(reader: Reader, made: MadeTalent) -> Person:
    """A made-up person read as an upload is: facts through storage, and the quotes for skills that others imply."""
    parsed = parse_text(made.text)
    evidence = collect(parsed, reader.tax, today=reader.today)
    facts = replace(reader.parsed(parsed, evidence), remote_wishes=made.wishes, pay=made.pay)
    written = {}
    for one in evidence:
        words = words_of(parsed, one.spans) if one.implied_by and one.evidenced else None
        if words is not None:
            written[one.key] = Written(*words, reason="implied")
    true = set(made.skills) | set(reader.tax.implied(list(made.skills)))
    return Person(stored(facts), written, frozenset(true))


def stored(facts: TalentFacts) -> TalentFacts:
    """The facts as they come back from the database."""
    return unpack_talent(pack_talent(facts))


def cared_for(world: World, number: int, count: int) -> list[int]:
    """Jobs that a person cares about: those of the profession first, then others, in the order they were made."""
    own = world.talents[number].profession
    order = sorted(
        range(len(world.jobs)), key=lambda job: (world.jobs[job].profession != own, (job + number) % 97, job)
    )
    return order[:count]


def tried(scorer: Scorer, people: list[Person], jobs: list[list[JobFacts]]) -> dict[str, Any]:
    """Every offer of every pair applied alone and some together: promised against kept."""
    found: list[Promise] = []
    missed: list[float] = []
    start = time.perf_counter()
    pairs = [(person, job) for person, some in zip(people, jobs, strict=True) for job in some[:3]]
    for person, job in pairs:
        made, miss = coach_trial.promises(scorer, person, job, stored)
        found += made
        missed += [miss] if miss else []
    gaps = np.array([abs(one.promised - one.kept) for one in found])
    return {
        "scored_by": scorer.origin.model,
        "pairs": len(pairs),
        "offers": len(found),
        "kept": int((gaps <= WITHIN).sum()),
        "worst_miss": float(gaps.max(initial=0.0)),
        "mean_gain": float(np.mean([one.promised for one in found])) if found else 0.0,
        "kinds": {kind: sum(one.kind == kind for one in found) for kind in sorted({one.kind for one in found})},
        "adding_up_would_miss_by": float(np.mean(missed)) if missed else 0.0,
        "adding_up_worst": float(max(missed, default=0.0)),
        "seconds": round(time.perf_counter() - start, 2),
    }


def questioned(scorer: Scorer, people: list[Person], jobs: list[list[JobFacts]], market: list[str]) -> dict[str, Any]:
    """Mean rank correlation with the fully known person after each question, by who chooses the questions."""
    ways = {
        "most telling": coach_trial.most_telling,
        "most gain": coach_trial.most_gain,
        "fixed questionnaire": coach_trial.fixed_order(market),
        "most asked by own jobs": coach_trial.most_asked,
    }
    curves = {
        name: np.nanmean(
            [interview(scorer, one, some, pick, most=QUESTIONS) for one, some in zip(people, jobs, strict=True)], axis=0
        )
        for name, pick in ways.items()
    }
    ranks, errors = (float(value) for value in curves["fixed questionnaire"][:, FIXED])
    return {
        "true_by_standing": coach_trial.shares_true(scorer, people, jobs),
        "rank_correlation": {name: curve[0].round(4).tolist() for name, curve in curves.items()},
        "score_error": {name: curve[1].round(3).tolist() for name, curve in curves.items()},
        "wanted": {"rank_correlation": round(ranks, 4), "score_error": round(errors, 3)},
        "questions_for_rank": {name: coach_trial.fewest(curve[0] >= ranks - 1e-9) for name, curve in curves.items()},
        "questions_for_error": {name: coach_trial.fewest(curve[1] <= errors + 1e-9) for name, curve in curves.items()},
    }
