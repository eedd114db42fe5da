"""`manage.py run_trial`: candidates of a prompt against what is in production."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.runs import start_run
from aiplatform.jobs import run_trial
from aiplatform.models import Dataset, Prompt, PromptVersion, Trial
from aiplatform.pricing import usd
from aiplatform.queries.trials import judge_words, status_of
from aiplatform.services import trials
from aiplatform.services.errors import EvaluationError
from aiplatform.services.held_out import held_out
from aiplatform.trialling import Runner, Stopped
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

OPS = "ops"


class Command(BaseCommand):
    """Opens a trial where none is open, then goes on with it."""

    help = (
        "Run candidates of a prompt and the version in production on the same held-out inputs, through the gateway, and let the"
        " gate decide. Opens a trial, or goes on with the open one; what was run is not run again. Nothing is promoted: that is"
        " for two people. Exits with 1 when the model can not be reached or the cost cap is reached before a decision."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("prompt", help="key of the prompt")
        parser.add_argument(
            "--candidate", type=int, action="append", default=[], help="number of a version; may repeat"
        )
        parser.add_argument("--dataset", help="key of a frozen dataset (make_dataset)")
        parser.add_argument("--cap", default="5", help="most to spend in USD over the whole trial (default 5)")
        parser.add_argument("--pairs", type=int, help="stop after so many inputs")
        parser.add_argument("--end", action="store_true", help="end the open trial instead")
        parser.add_argument("--queue-as", metavar="EMAIL", help="let the worker do it, as a run of this person")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError."""
        try:
            trial = self._trial(options)
            if options["end"]:
                trials.end(trial, at=timezone.now())
            elif options["queue_as"]:
                self._queue(trial, options["queue_as"])
            else:
                self._run(trial, options["pairs"])
        except (EvaluationError, Stopped) as error:
            raise CommandError(str(error)) from error
        self._report(trial, as_json=options["json"])

    def _trial(self, options: dict[str, Any]) -> Trial:
        with using(OPS):
            prompt = Prompt.objects.filter(key=options["prompt"]).first()
            if prompt is None:
                raise CommandError(f"There is no prompt {options['prompt']}.")
            rows = Trial.objects.select_related("prompt", "production__prompt", "dataset")
            found = rows.filter(prompt=prompt, state=Trial.State.OPEN).first()
            if found is not None:
                return found
            if options["end"] or not (options["candidate"] and options["dataset"]):
                raise CommandError("No trial is open. To open one, give --candidate and --dataset.")
            versions = list(PromptVersion.objects.filter(prompt=prompt, number__in=options["candidate"]))
            if len(versions) != len(set(options["candidate"])):
                raise CommandError(f"{prompt.key} has no such version.")
            dataset = Dataset.objects.filter(key=options["dataset"]).first()
            if dataset is None:
                raise CommandError(f"There is no dataset {options['dataset']}.")
        try:
            cap = Decimal(options["cap"])
        except InvalidOperation as error:
            raise CommandError("--cap is an amount in USD.") from error
        return trials.open_trial(prompt, versions, dataset, by=None, cost_cap_usd=cap)

    def _run(self, trial: Trial, pairs: int | None) -> None:
        for progress in Runner(trial, timezone.now).run(pairs):
            if sys.stderr.isatty():
                self.stderr.write(
                    f"\r{progress.stage}: {progress.done} of {progress.of}, {usd(progress.spent_usd)} ", ending=""
                )

    def _queue(self, trial: Trial, email: str) -> None:
        person = User.objects.filter(email=email, is_staff=True).first()
        if person is None:
            raise CommandError(f"{email} is nobody of staff.")
        with acting_as(person):
            start_run(
                run_trial, by=person, label=f"Trial of {trial.prompt.key}", key=f"trial:{trial.pk}", trial=str(trial.pk)
            )

    def _report(self, trial: Trial, *, as_json: bool) -> None:
        with held_out():
            trial.refresh_from_db()
            arms = status_of(trial)
        report = {
            "trial": str(trial.pk),
            "prompt": trial.prompt.key,
            "production": trial.production.number,
            "state": trial.state,
            "spent_usd": f"{trial.spent_usd:f}",
            "judge": trial.judge,
            "candidates": [
                {
                    "version": one.arm.version.number,
                    "state": one.arm.state,
                    "pairs": one.pairs,
                    "adversarial": {"run": one.suite_run, "failed": one.suite_failed},
                    "quality": one.quality,
                    "latency_ms": one.latency_ms,
                    "judged": one.judged,
                    "missing": one.missing,
                }
                for one in arms
            ],
        }
        if as_json:
            self.stdout.write(json.dumps(report))
            return
        self.stdout.write(f"Trial {trial.number} of {trial.prompt.key}: {trial.state}, {usd(trial.spent_usd)} spent")
        self.stdout.write(judge_words(trial))
        for one in arms:
            quality = "{:.3f} against {:.3f}".format(*reversed(one.quality)) if one.quality else "not known"
            words = " ".join(one.missing) or one.arm.get_state_display()
            self.stdout.write(f"Version {one.arm.version.number}: quality {quality} over {one.pairs} pairs. {words}")
