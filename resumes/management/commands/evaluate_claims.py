"""`manage.py evaluate_claims`: how many made-up claims the checker blocks, and how many true ones."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from resumes.claim_trial.trial import BARS, FALSE_BLOCKS, SEEDS, Result, cases, run


class Command(BaseCommand):
    """Runs the claim trial. Changes nothing."""

    help = (
        "Make false and true texts from the demo resumes and from made-up ones, check them, and print the share of each class that is "
        "blocked, with 95 % Wilson intervals. No database, no network. Changes nothing. Status 1 when a class misses its bar."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--family", choices=list(SEEDS), default="held_out", help="which people and wordings (default: held_out)"
        )
        parser.add_argument("--seed", type=int, help="another seed than the family's own")
        parser.add_argument("--each", type=int, default=120, help="texts of each class of fabrication (default 120)")
        parser.add_argument("--truthful", type=int, default=600, help="truthful texts (default 600)")
        parser.add_argument("--json", action="store_true", help="figures as JSON")
        parser.add_argument("--wrong", action="store_true", help="also print each text that was judged wrongly")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["each"] < 1 or options["truthful"] < 1:
            raise CommandError("--each and --truthful must be at least 1.", returncode=2)
        texts = cases(options["family"], seed=options["seed"], each=options["each"], truthful=options["truthful"])
        results, wrong = run(texts)
        missed = [one.kind for one in results if not reached(one)]
        if options["json"]:
            self.stdout.write(
                json.dumps({"family": options["family"], "classes": [as_row(one) for one in results], "missed": missed})
            )
        else:
            for one in results:
                self.stdout.write(line(one))
        if options["wrong"]:
            for case, _ in wrong:
                self.stdout.write(f"{case.kind} | {case.person.key} | {case.entry} | {case.text}")
        if missed:
            raise CommandError(f"Under the bar: {', '.join(missed)}.", returncode=1)


def reached(one: Result) -> bool:
    """Whether a class reaches its bar: enough fabrications blocked, or few enough truthful texts."""
    return one.share <= FALSE_BLOCKS if one.kind == "truthful" else one.share >= BARS[one.kind]


def as_row(one: Result) -> dict[str, Any]:
    """A result for machines; shares are 0 to 1."""
    bar = FALSE_BLOCKS if one.kind == "truthful" else BARS[one.kind]
    return {
        "class": one.kind,
        "texts": one.total,
        "blocked": one.blocked,
        "share": round(one.share, 4),
        "low": round(one.low, 4),
        "high": round(one.high, 4),
        "bar": bar,
        "reached": reached(one),
    }


def line(one: Result) -> str:
    """A result for people."""
    interval = f"{100 * one.low:.1f} to {100 * one.high:.1f}"
    return f"{one.kind:<14} {one.blocked:>4} of {one.total:<4} blocked  {100 * one.share:5.1f} %  ({interval})"
