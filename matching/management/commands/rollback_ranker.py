"""`manage.py rollback_ranker`: goes back to the ranker that was active before, or to the shipped one."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching.services import RankerError
from matching.services.rankers import rollback


class Command(BaseCommand):
    """One step back; given again, one more."""

    help = (
        "Retire the active ranker: the one that was active before it scores from now on, else the shipped one. Exits with 1 "
        "when no promoted ranker is active."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", default="", help="why, for those who look later")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when there is nothing to go back from."""
        try:
            row = rollback(by=None, at=timezone.now(), note=options["note"])
        except RankerError as error:
            raise CommandError(error.message) from error
        name = row.version if row else "shipped"
        words = f"{row.version}" if row else "The shipped ranker"
        self.stdout.write(json.dumps({"version": name}) if options["json"] else f"{words} scores from now on.")
