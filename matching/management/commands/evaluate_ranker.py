"""`manage.py evaluate_ranker`: the ranker beside the rules and simple scores, with intervals."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from careercopilot.encoder import home_folder
from careercopilot.jsonl import open_text, read_jsonl
from matching.batch import Batch
from matching.judged import SETS, JudgedSet, data_folder
from matching.management.commands.train_ranker import SEED, read_graded
from matching.measuring import RANDOM, RULES, SIMPLE, Material, Remembering, rule_scores
from matching.ml import training
from matching.ml.evaluation import DRAWS, METRICS, Draws, Judged, measure
from matching.ml.metrics import Values
from matching.ml.ranker import SHIPPED, Ranker, RankerUnusable, load_ranker
from matching.ml.synthetic import LAST_YEAR

RANKER, ORDERED = "ranker", "lambdarank"
FOLDS = 5
GOOD_SHARE = 0.25  # of the made-up pairs count as good
TOLERANCE = 0.01  # of rank correlation below the rules on made-up people
TODAY = date(LAST_YEAR + 1, 1, 1)


class Command(BaseCommand):
    """Measures on people that training never saw. Changes nothing."""

    help = (
        "Compare the ranker with the rules, TF-IDF, the plain cosine of the encoder, the mean of four simple signals and chance:"
        " errors, NDCG@10, AUC and rank correlation with 95 % intervals, and the paired gains over the best simple score and over"
        " chance. By default on made-up people, each scored by trees that were trained on the others; with --judged on the judged"
        " pairs of ../shared/data. Exits with 1 when the ranker ranks made-up people worse than the rules by more than 0.01."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ranker", type=Path, default=SHIPPED, help="folder with ranker.txt and ranker.json")
        parser.add_argument("--data", type=Path, default=None, help="folder of make_synthetic")
        parser.add_argument("--seed", type=int, default=SEED, help="of the training whose held-out talents are meant")
        parser.add_argument("--folds", type=int, default=FOLDS, help="parts of the made-up people (default 5)")
        parser.add_argument(
            "--judged", action="store_true", help="measure on the judged pairs of ../shared/data instead"
        )
        parser.add_argument("--only", action="append", metavar="SET", help="with --judged: only the set of this name")
        parser.add_argument(
            "--objectives", action="store_true", help="also train trees that learn the order in place of the grades"
        )
        parser.add_argument("--draws", type=int, default=DRAWS, help="resamplings behind an interval (default 1000)")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the figures; raises CommandError when data or ranker are unusable or the ranker is clearly worse."""
        try:
            ranker = load_ranker(options["ranker"])
        except RankerUnusable as error:
            raise CommandError(str(error)) from error
        batch = Batch.open(TODAY, rules=True)
        material = Material(Remembering(batch.reader.encoder), batch.scorer, TODAY)
        folder: Path = options["data"] or home_folder() / "synthetic"
        if options["judged"]:
            orders = {}
            if options["objectives"]:
                graded = read_graded(folder, seed=options["seed"])
                train, valid, _ = training.split(graded, seed=options["seed"])
                orders[ORDERED] = training.fit_order(graded, train, valid, seed=options["seed"])
            report = judged_report(material, ranker, orders, only=options["only"], draws=options["draws"])
        else:
            if options["folds"] < 2:
                raise CommandError("--folds must be at least 2.")
            report = crossed_report(
                material,
                folder,
                options["folds"],
                seed=options["seed"],
                order=options["objectives"],
                draws=options["draws"],
            )
        write(self.stdout, report, as_json=options["json"])
        if not options["judged"]:
            self._refuse_if_worse(report["made-up people"])

    def _refuse_if_worse(self, report: Mapping[str, Any]) -> None:
        ours, rules = (report["figures"][name]["spearman"][0] for name in (RANKER, RULES))
        if ours < rules - TOLERANCE:
            raise CommandError(f"The ranker ranks worse than the rules: {ours:.3f} against {rules:.3f}.")


def judged_report(
    material: Material, ranker: Ranker, orders: Mapping[str, Any], *, only: Sequence[str] | None, draws: int
) -> dict[str, Any]:
    """Figures on each judged set; raises CommandError when the data or a named set is absent."""
    folder = data_folder()
    if not folder.is_dir():
        raise CommandError(f"{folder} is not there: set SHARED_DATA to the development data.")
    report = {}
    for make in SETS:
        judged = make(folder)
        if only and judged.name not in only:
            continue
        report[judged.name] = of_set(judged, material, ranker, orders, draws=draws)
    if not report:
        raise CommandError("No set has that name.")
    return report


def of_set(
    judged: JudgedSet, material: Material, ranker: Ranker, orders: Mapping[str, Any], *, draws: int
) -> dict[str, Any]:
    """Figures of all scorers on one judged set."""
    where = (judged.resumes, judged.jobs, judged.talent, judged.job)
    matrix = material.matrix(*where)
    scores = {RULES: rule_scores(matrix), RANKER: ranker.raw(matrix)} | {
        name: of(matrix) for name, of in orders.items()
    }
    scores |= material.simple(*where) | {RANDOM: chance(len(matrix))}
    pairs = Judged(100 * judged.grade, judged.grade >= judged.relevant, judged.groups, scores)
    return {"what": judged.what} | summary(pairs, draws=draws)


def crossed_report(
    material: Material, folder: Path, count: int, *, seed: int, order: bool, draws: int
) -> dict[str, Any]:
    """Figures on made-up people, each scored by trees trained on the others; a posting ranks its people."""
    graded = read_graded(folder, seed=seed)
    ours, ordered = np.empty(len(graded.grades)), np.empty(len(graded.grades))
    for train, valid, test in training.folds(graded, count, seed=seed):
        ours[test] = training.ranker_of_text(training.fit(graded, train, valid, seed=seed)).raw(graded.matrix[test])
        if order:
            ordered[test] = training.fit_order(graded, train, valid, seed=seed)(graded.matrix[test])
    resumes, jobs = (
        [row["text"] for row in read_jsonl(str(folder / name))] for name in ("talents.jsonl.gz", "jobs.jsonl.gz")
    )
    with open_text(str(folder / "pairs.csv"), "r") as handle:
        job = np.array([int(row["job"]) for row in csv.DictReader(handle)], np.int64)
    scores = {RULES: rule_scores(graded.matrix), RANKER: ours} | ({ORDERED: ordered} if order else {})
    scores |= material.simple(resumes, jobs, graded.talents, job) | {RANDOM: chance(len(job))}
    good = graded.grades >= np.quantile(graded.grades, 1 - GOOD_SHARE)
    return {"made-up people": {"what": "grade"} | summary(Judged(graded.grades, good, job, scores), draws=draws)}


def chance(size: int) -> Values:
    """Scores of chance."""
    return np.random.default_rng(0).random(size)


def summary(pairs: Judged, *, draws: int) -> dict[str, Any]:
    """Figures with intervals, and the ranker's paired gains over the best simple score, the rules and chance."""
    drawn = measure(pairs, draws=draws)
    return {
        "pairs": len(pairs.grades),
        "good": int(pairs.relevant.sum()),
        "groups": len(np.unique(pairs.groups)),
        "figures": {
            name: {metric: drawn.figure(name, metric).to_list() for metric in METRICS} for name in pairs.scores
        },
        "gains": {metric: gains(drawn, metric) for metric in METRICS},
    }


def gains(drawn: Draws, metric: str) -> dict[str, Any]:
    """Of the ranker, above 0 where it is better: over the best simple score, the rules and chance."""
    best = drawn.best(SIMPLE, metric)
    found: dict[str, Any] = {
        "best_simple": best,
        "over_best_simple": drawn.gain(RANKER, best, metric).to_list(),
        "over_rules": drawn.gain(RANKER, RULES, metric).to_list(),
        "over_chance": drawn.gain(RANKER, RANDOM, metric).to_list(),
    }
    if metric != "spearman":  # chance has none of it, so there is nothing to be a share of
        found["over_chance_percent"] = drawn.gain_in_percent(RANKER, RANDOM, metric).to_list()
    if ORDERED in drawn.value:
        found["of_lambdarank_over_ranker"] = drawn.gain(ORDERED, RANKER, metric).to_list()
    return found


def write(out: OutputWrapper, report: Mapping[str, Any], *, as_json: bool) -> None:
    """As JSON, or as a table a set."""
    if as_json:
        out.write(json.dumps(report))
        return
    for name, found in report.items():
        out.write(f"{name}: {found['pairs']} pairs, {found['good']} good, {found['groups']} groups")
        out.write(f"{'':26}" + "".join(f"{metric:>24}" for metric in METRICS))
        for scorer, row in found["figures"].items():
            out.write(f"{scorer:26}" + "".join(f"{words(row[metric]):>24}" for metric in METRICS))
        for gain in (
            "over_best_simple",
            "over_rules",
            "over_chance",
            "over_chance_percent",
            "of_lambdarank_over_ranker",
        ):
            if gain in found["gains"][METRICS[0]]:
                cells = (words(found["gains"][metric].get(gain)) for metric in METRICS)
                out.write(f"{gain.replace('_', ' '):26}" + "".join(f"{cell:>24}" for cell in cells))


def words(figure: Sequence[float] | None) -> str:
    """A value with its interval."""
    return "-" if figure is None else "{:.3f} [{:.3f}, {:.3f}]".format(*figure)
