"""`manage.py make_dataset`: inputs that prompt versions are measured on."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aiplatform import examples
from aiplatform.queries.evaluations import past_requests
from aiplatform.services import datasets
from aiplatform.services.errors import EvaluationError


class Command(BaseCommand):
    """One frozen dataset."""

    help = (
        "Gather inputs of a capability into a new dataset, split them into train, validation and held-out, and freeze it. The"
        " inputs are made up from a seed, with attacks among the held-out ones, and may be past calls as well. Changes"
        " nothing else. Exits with 1 and the reason when the dataset is there or cannot be filled."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="name of the dataset")
        parser.add_argument("--capability", required=True)
        parser.add_argument("--count", type=int, default=900, help="made-up inputs (900: enough for a trial)")
        parser.add_argument("--attacks", type=int, default=160, help="made-up inputs with an order to the model")
        parser.add_argument("--past", type=int, default=0, help="so many of the latest calls by people as well")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError; then no half of a dataset is left frozen."""
        capability, seed = options["capability"], options["seed"]
        try:
            made = list(examples.made(capability, seed=seed, count=options["count"], attacks=options["attacks"]))
            dataset = datasets.create(
                options["key"],
                capability=capability,
                title=options["key"],
                source=f"made up from seed {seed}; {options['past']} past calls",
                by=None,
                seed=seed,
            )
            datasets.add_made(dataset, made)
            if options["past"]:
                datasets.add_requests(dataset, past_requests(capability, options["past"]))
            frozen = datasets.freeze(dataset, at=timezone.now())
        except (LookupError, EvaluationError) as error:
            raise CommandError(str(error.args[0] if isinstance(error, LookupError) else error)) from error
        report = {"dataset": frozen.key, "sha256": frozen.sha256, **dataclasses.asdict(datasets.sizes(frozen))}
        words = ", ".join(f"{name}: {value}" for name, value in report.items())
        self.stdout.write(json.dumps(report) if options["json"] else words)
