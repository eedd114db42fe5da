"""`manage.py promote_ranker VERSION`: makes a stored ranker the one that scores."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching.services import RankerError
from matching.services.rankers import promote


class Command(BaseCommand):
    """Refuses, in words, a ranker that its training found something against."""

    help = (
        "Promote a stored ranker: it scores from now on, in every process within a second, and its files are written to "
        "CAREERCOPILOT_HOME/ranker. Stored scores become stale and stay until they are scored again. Exits with 1 and the "
        "reason where something was found against it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", help="as the list of rankers in the admin shows it")
        parser.add_argument("--note", default="", help="why, for those who look later")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the refusal."""
        try:
            row = promote(options["version"], by=None, at=timezone.now(), note=options["note"])
        except RankerError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            json.dumps({"version": row.version, "state": row.state})
            if options["json"]
            else f"{row.version} scores from now on."
        )
