"""`manage.py replay_match ID`: computes a stored score again and says whether it is the same, bit for bit."""

from __future__ import annotations

import json
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from careercopilot.db.router import using
from matching.ml.ranker import RankerUnusable
from matching.models import ScoreRecord
from matching.replay import Replay, replay


class Command(BaseCommand):
    """Takes the key of a match (its latest score) or of a score on record."""

    help = (
        "Compute a stored score again: the card from its stored features with the ranker of its version, and the features "
        "from what they are made of today. Changes nothing. Exits with 1 when the card differs, when the"
        " same inputs give other features, or when the ranker is not here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=uuid.UUID, help="key of a match or of a score on record")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a key that is neither, an unknown ranker, and a card that differs."""
        try:
            found = replay(_record(options["id"]))
        except RankerUnusable as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(found.to_dict(), indent=1))
        else:
            self.stdout.write("\n".join(lines(found)))
        if not found.is_equal:
            raise CommandError("The card is not the stored one.")
        if found.features == "differ":
            raise CommandError("The same inputs give other features today.")


def _record(key: uuid.UUID) -> ScoreRecord:
    """The record of this key, or the latest of the match with this key; whose it is is not known before."""
    with using("owner"):
        rows = ScoreRecord.objects.filter(Q(pk=key) | Q(match_id=key)).order_by("-created_at", "pk")
        record = rows.filter(pk=key).first() or rows.first()
    if record is None:
        raise CommandError(f"{key} is neither a match nor a score on record.")
    return record


def lines(found: Replay) -> list[str]:
    """The report in words."""
    head = f"{found.score} for {found.job_title}, ranker {found.ranker_version}, {found.scored_at:%Y-%m-%d %H:%M}"
    if found.is_equal:
        report = [head, "Card: equal, bit for bit"]
    else:
        report = [head, "Card: differs"]
        report += [f"  {one.name}: stored {one.stored!r}, now {one.replayed!r}" for one in found.card]
    report.append(f"Features of today: {found.features}")
    report += [f"  {text}" for text in found.changed]
    report += [f"  {one.name}: stored {one.stored!r}, now {one.replayed!r}" for one in found.feature_differences]
    return report
