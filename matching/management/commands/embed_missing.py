"""`manage.py embed_missing`: vectors of postings and resumes that have none by the encoder in use."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Run
from careercopilot.db.context import acting_as

POLL_S = 0.5


class Command(BaseCommand):
    help = (
        "Makes the vectors that are missing or of another encoder, of published and private postings, of the newest version of each"
        " resume and of versions that companies may read. Queues batches for the worker and ends; one backfill runs at a"
        " time, and goes on where it was after a restart. Changes matching_jobvector and matching_talentvector."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", action="store_true", help="work here too until it is done; 1 when some are not made"
        )
        parser.add_argument("--status", action="store_true", help="say what is missing and how the last one stands")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start one, or tell of the last; raises CommandError when --now ends without every vector."""
        from matching.services import backfill

        counts = backfill.missing()
        run = backfill.last_backfill()
        if not options["status"] and (any(counts.values()) or (run and not run.is_finished)):
            run = backfill.start_backfill()
            if options["now"]:
                run = self._work(run)
                counts = backfill.missing()
        self._tell(counts, run, as_json=options["json"])
        if options["now"] and run and run.state != Run.State.SUCCEEDED:
            raise CommandError(run.message)

    def _work(self, run: Run) -> Run:
        """Run waiting jobs here until this run has ended, beside whatever workers there are."""
        from careercopilot.job_worker import drain

        told = ""
        while not run.is_finished:
            if not drain(most=1):
                time.sleep(POLL_S)
            with acting_as(run.owner_id):
                run = Run.objects.get(pk=run.pk)
            line = f"{run.percent:3} % {run.step}: {run.message}"
            if line != told:
                self.stderr.write(line)
                told = line
        return run

    def _tell(self, counts: dict[Any, int], run: Run | None, *, as_json: bool) -> None:
        if as_json:
            stands = (
                {"state": run.state, "percent": run.percent, "step": run.step, "message": run.message} if run else None
            )
            self.stdout.write(json.dumps({"missing": counts, "run": stands}))
            return
        self.stdout.write(
            f"{counts['jobs']:,} postings and {counts['talents']:,} resume versions have no current vector."
        )
        if run:
            self.stdout.write(
                f"Backfill: {run.get_state_display().lower()}, {run.percent} %, {run.message or run.step}"
            )
