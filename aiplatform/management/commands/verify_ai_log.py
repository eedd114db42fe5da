"""`manage.py verify_ai_log`: whether the record of AI calls is as it was written."""

from __future__ import annotations

import json
import uuid
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aiplatform.queries import log
from careercopilot.db.router import using


class Command(BaseCommand):
    """Reads all chains over the staff connection and changes nothing."""

    help = (
        "Compute the chain of digests of every person's AI calls anew and compare. Exits with 1 and names the first row of each"
        " chain that was changed, removed or put in. Words that a person erased, or that went by age, are no fault"
        " and are counted. With --save the ends of all chains"
        " are written to FILE (keep it on another machine, daily); --against FILE also finds chains that were cut or written anew"
        " as a whole since then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--owner", type=uuid.UUID, help="only the chain of this person")
        parser.add_argument("--save", type=Path, metavar="FILE", help="write the ends of the chains here")
        parser.add_argument("--against", type=Path, metavar="FILE", help="compare with ends saved before")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a chain is broken; with status 2 for a file that holds no ends."""
        kept = self._read(options["against"]) if options["against"] else []
        with using("ops"):
            broken = log.broken_chains(options["owner"])
            broken += log.differing(kept)
            heads = log.heads(options["owner"])
            requests, responses = log.counts()
            gone = log.without_words(options["owner"])
        if options["save"] and not broken:
            lines = [
                json.dumps({"owner": str(head.owner), "place": head.place, "sha256": head.sha256}) for head in heads
            ]
            options["save"].write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        if options["json"]:
            report = {"chains": len(heads), "requests": requests, "responses": responses, "without_words": gone}
            self.stdout.write(json.dumps({**report, "broken": [asdict(row) for row in broken]}, default=str))
        elif not broken:
            told = f"{len(heads)} chains, {requests} requests, {responses} responses: all as written"
            self.stdout.write(f"{told}; {gone} of them have no words any more")
        if broken:
            rows = [f"{row.owner}, row {row.place} ({row.kind} {row.record or ''}): {row.problem}" for row in broken]
            raise CommandError("\n".join(["The record is not as it was written.", *rows]))

    def _read(self, path: Path) -> list[log.Head]:
        try:
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
            return [log.Head(uuid.UUID(row["owner"]), int(row["place"]), str(row["sha256"])) for row in rows]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path} holds no ends of chains: {error}", returncode=2) from error
