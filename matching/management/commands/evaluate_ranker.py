"""`manage.py evaluate_ranker`: a ranker beside the rules, on the same pairs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from careercopilot.encoder import home_folder
from matching.management.commands.train_ranker import SEED, read_graded
from matching.ml import fallback
from matching.ml.ranker import SHIPPED, RankerUnusable, load_ranker
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
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints both sets of figures; raises CommandError when the ranker is unusable or clearly worse."""
        try:
            ranker = load_ranker(options["ranker"])
        except RankerUnusable as error:
            raise CommandError(str(error)) from error
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
