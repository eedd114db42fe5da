"""`manage.py simulate_trials`: how often the promotion gate errs when the truth is planted."""

from __future__ import annotations

import dataclasses
import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aiplatform.statistics.gate import Rules
from aiplatform.statistics.report import Row, simulate

COUNT = 2000
SEED = 20261121


class Command(BaseCommand):
    """Prints one row a planted truth; the gate's own functions decide, after every pair from the first to the 500th."""

    help = (
        "Measure by simulation how often the promotion gate is right: identical versions, planted gains, planted "
        "regressions, beside the usual rule. Needs no database and changes nothing. Exits with 1 when a promise is not kept."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--trials", type=int, default=COUNT, help=f"trials a row (default {COUNT})")
        parser.add_argument("--seed", type=int, default=SEED, help="the gate was tuned on seeds 11 and 12 only")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the rows that do not hold."""
        if options["trials"] < 1:
            raise CommandError("--trials must be at least 1.")
        started = time.monotonic()
        rows = simulate(options["trials"], options["seed"])
        broken = [row.words for row in rows if row.holds is False]
        if options["json"]:
            report = {
                "seed": options["seed"],
                "seconds": round(time.monotonic() - started, 1),
                "rules": dataclasses.asdict(Rules()),
                "rows": [dataclasses.asdict(row) for row in rows],
                "holds": not broken,
            }
            self.stdout.write(json.dumps(report))
        else:
            self.stdout.write("\n".join([TITLES, *(line(row) for row in rows)]))
        if broken:
            raise CommandError(f"Not kept: {'; '.join(broken)}.")


TITLES = f"{'rule':<28} {'truth':<72} {'shared':>6} {'arms':>4} {'promoted':>13} {'share':>7}  95 % interval  pairs"


def line(row: Row) -> str:
    """One row of the table for people; the promise and whether it holds at its end."""
    shared = "" if row.shared is None else f"{row.shared:.1f}"
    kept = "" if row.holds is None else f"  {row.promise}: {'kept' if row.holds else 'NOT KEPT'}"
    return (
        f"{row.rule:<28} {row.words:<72} {shared:>6} {row.candidates:>4} {f'{row.promoted}/{row.trials}':>13}"
        f" {row.share:>7.2%}  {row.low:.2%}-{row.high:.2%}  {row.median_pairs or ''}{kept}"
    )
