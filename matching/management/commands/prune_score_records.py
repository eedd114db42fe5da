"""`manage.py prune_score_records`: removes scores on record that are older than they are kept."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careercopilot.db.router import using
from matching.models import ScoreRecord

LEAST_DAYS = 184  # six months, which the database's own policy holds as well


class Command(BaseCommand):
    """To be run daily by the machine's scheduler, with the owner's connection."""

    help = (
        "Remove scores on record that are older than SCORE_RECORD_DAYS (at least 184 days). Matches stay as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=settings.SCORE_RECORD_DAYS, help="keep so many days")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for less than six months."""
        days = options["days"]
        if days < LEAST_DAYS:
            raise CommandError(f"Scores are kept for at least {LEAST_DAYS} days.")
        with using("owner"):
            count, _ = ScoreRecord.objects.filter(scored_at__lt=timezone.now() - dt.timedelta(days=days)).delete()
        self.stdout.write(f"{count} removed")
