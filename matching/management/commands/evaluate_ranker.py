"""`manage.py evaluate_ranker`: a ranker beside the rules, on the same pairs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from numpy.typing import NDArray

from careercopilot.encoder import home_folder
from matching.batch import Batch
from matching.judged import SETS, JudgedSet, data_folder
from matching.management.commands.train_ranker import SEED, read_graded
from matching.ml import fallback
from matching.ml.block import job_block, talent_block
from matching.ml.metrics import auc
from matching.ml.ranker import SHIPPED, Ranker, RankerUnusable, load_ranker
from matching.ml.synthetic import LAST_YEAR
from matching.ml.training import Graded, figures, split


class Command(BaseCommand):
    """Measures on the synthetic talents that training never saw. Changes nothing."""

    help = (
        "Compare a ranker with the rules on held-out synthetic talents. For labelled pairs of real texts use "
        "score_pairs with and without --rules. Exits with 1 when the ranker ranks worse than the rules by more than 0.01."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ranker", type=Path, default=SHIPPED, help="folder with ranker.txt and ranker.json")
        parser.add_argument("--data", type=Path, default=None, help="folder of make_synthetic")
        parser.add_argument("--seed", type=int, default=SEED, help="of the training whose held-out talents are meant")
        parser.add_argument(
            "--judged", action="store_true", help="measure on the judged pairs of ../shared/data instead"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints both sets of figures; raises CommandError when the ranker is unusable or clearly worse."""
        try:
            ranker = load_ranker(options["ranker"])
        except RankerUnusable as error:
            raise CommandError(str(error)) from error
        if options["judged"]:
            report_judged(self.stdout, ranker, as_json=options["json"])
            return
        graded = read_graded(options["data"] or home_folder() / "synthetic", seed=options["seed"])
        _, _, rows = split(graded, seed=options["seed"])
        held_out = Graded(graded.matrix[rows], graded.grades[rows], graded.talents[rows])
        baseline, points = fallback.contributions(held_out.matrix)
        report = {
            "pairs": len(rows),
            ranker.version: figures(held_out, ranker.raw(held_out.matrix)),
            fallback.VERSION: figures(held_out, baseline + points.sum(axis=1)),
        }
        self.stdout.write(json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items()))
        if report[ranker.version]["spearman"] < report[fallback.VERSION]["spearman"] - 0.01:  # type: ignore[index]
            raise CommandError("The ranker ranks worse than the rules.")


def report_judged(out: Any, ranker: Ranker, *, as_json: bool) -> None:
    """Mean AUC by person (or posting) on every judged set, for the ranker and the rules, with a 95 % interval of the
    ranker's; raises CommandError when the development data is absent."""
    folder = data_folder()
    if not folder.is_dir():
        raise CommandError(f"{folder} is not there: set SHARED_DATA to the development data.")
    batch = Batch.open(date(LAST_YEAR + 1, 1, 1), rules=True)
    report: dict[str, Any] = {}
    for make in SETS:
        judged = make(folder)
        talents = talent_block([batch.reader.resume(text) for text in judged.resumes])
        jobs = job_block([batch.reader.job(text) for text in judged.jobs])
        matrix = batch.scorer.features(talents, jobs, judged.talent, judged.job)
        mine, rules = by_group(judged, ranker.raw(matrix)), by_group(judged, batch.scorer.raw(matrix))
        report[judged.name] = {
            "groups": len(mine),
            "ranker": round(float(mine.mean()), 3),
            "interval": interval(mine),
            "rules": round(float(rules.mean()), 3),
            "held_out": judged.held_out,
        }
    out.write(json.dumps(report) if as_json else "\n".join(f"{name}: {row}" for name, row in report.items()))


def by_group(judged: JudgedSet, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The AUC of each group that has both kinds of pairs."""
    rows = (judged.groups == group for group in np.unique(judged.groups))
    found = np.array([auc(judged.grade[own] >= judged.relevant, scores[own]) for own in rows])
    return np.asarray(found[~np.isnan(found)], np.float64)


def interval(values: NDArray[np.float64], *, draws: int = 1000) -> list[float] | None:
    """A 95 % interval of the mean by resampling groups; None for a single group."""
    if len(values) < 2:
        return None
    rng = np.random.default_rng(0)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(draws)]
    return [round(float(end), 3) for end in np.percentile(means, [2.5, 97.5])]
