"""`manage.py improve_prompts`: a better text out of what went wrong, put to a trial."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aiplatform.improvement.loop import Improved, Improver, Tested
from aiplatform.models import Dataset, Prompt
from aiplatform.pricing import usd
from aiplatform.services.errors import EvaluationError
from careercopilot.db.router import using

OPS = "ops"


class Command(BaseCommand):
    """One prompt, once."""

    help = (
        "Measure a prompt on train inputs, cluster what went wrong there and with people, propose texts (by a model, else by"
        " rules), test them on validation inputs, and open a trial of the best if it is better there. Held-out inputs are"
        " out of its reach. Promotes nothing. Exits with 1 when no trial was opened, with the reason."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("prompt", help="key of the prompt")
        parser.add_argument("--dataset", required=True, help="key of a frozen dataset (make_dataset)")
        parser.add_argument("--inputs", type=int, default=40, help="most inputs of each split to measure on (40)")
        parser.add_argument("--cap", default="1", help="most to spend in USD (1)")
        parser.add_argument("--trial-cap", default="5", help="cost cap of the trial that is opened (5)")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError."""
        with using(OPS):
            prompt = Prompt.objects.filter(key=options["prompt"]).first()
            dataset = Dataset.objects.filter(key=options["dataset"], frozen_at__isnull=False).first()
        if prompt is None or dataset is None:
            raise CommandError("There is no such prompt, or no frozen dataset of that name.")
        try:
            cap, trial_cap = Decimal(options["cap"]), Decimal(options["trial_cap"])
        except InvalidOperation as error:
            raise CommandError("--cap and --trial-cap are amounts in USD.") from error
        try:
            found = Improver(prompt, dataset, cap, timezone.now).run(inputs=options["inputs"], trial_cap_usd=trial_cap)
        except EvaluationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report(found)) if options["json"] else "\n".join(lines(found)))
        if found.trial is None:
            raise CommandError(found.why)


def report(found: Improved) -> dict[str, Any]:
    """As JSON data."""
    return {
        "prompt": found.prompt,
        "failures": [dataclasses.asdict(one) for one in found.clusters],
        "production": dataclasses.asdict(found.production) if found.production else None,
        "proposals": [dataclasses.asdict(one) for one in found.tested],
        "trial": str(found.trial.pk) if found.trial else None,
        "spent_usd": f"{found.spent_usd:f}",
        "unpriced_calls": found.unpriced,
        "dropped": found.dropped,
        "why": found.why,
    }


def lines(found: Improved) -> list[str]:
    """For people."""
    rows = [f"{one.count} x {one.evaluator}: {one.reason}" for one in found.clusters[:8]] or ["Nothing went wrong."]
    rows += [f"Not tried. {one}" for one in found.dropped]
    rows += [_line(one) for one in (found.production, *found.tested) if one is not None]
    if found.trial is not None:
        rows.append(f"A trial is open; run it with: run_trial {found.prompt}")
    return [*rows, _spent(found)]


def _spent(found: Improved) -> str:
    if not found.unpriced:
        return f"{usd(found.spent_usd)} spent."
    calls = f"{found.unpriced} call{'' if found.unpriced == 1 else 's'} without a known cost"
    return f"At most {usd(found.spent_usd)} spent: {calls}, counted as the most that it may be."


def _line(one: Tested) -> str:
    return f"Version {one.version}: quality {one.quality:.3f}, claims {one.claims:.3f} over {one.inputs} inputs. {one.note}"
