"""`manage.py try_injections`: whether texts that speak to a model change a score, rank or status, with a model that obeys."""

from __future__ import annotations

import gzip
import json
import logging
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone


class Command(BaseCommand):
    """Changes nothing; no database."""

    help = (
        "Put each text labelled malicious (JSON Lines of text and label, also .gz) into a demo resume, ask a model that obeys "
        "injected text about it over HTTP on this machine (the scan of inputs is left out, so that every text reaches it), and "
        "compare every score, state, gain and level served with what code computes without a model. Exits non-zero when one "
        "differs. Changes nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="JSON Lines, also compressed")
        parser.add_argument("--every", type=int, default=1, help="only every Nth text")
        parser.add_argument("--json", action="store_true", help="print figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        from aiplatform.providers.fake.server import FakeServer
        from aiplatform.providers.openai import OpenAIProvider
        from aiplatform.switchboard import Switchboard
        from careercopilot.encoder import get_encoder
        from matching.attacked import read_attacks, trial
        from matching.ml.scoring import load_scorer
        from matching.textfacts import Reader

        logging.getLogger("httpx2").setLevel(logging.WARNING)  # a line a request would hide the figures
        attacks = [attack for file in options["files"] for attack in read_attacks(_rows(file))][:: options["every"]]
        encoder = get_encoder()
        with FakeServer(mode="obedient") as server:
            board = Switchboard([OpenAIProvider(api_key="fake", base_url=f"{server.url}/v1")])
            reader = Reader(encoder, timezone.localdate())
            found = trial(attacks, board, "fake-obedient", scorer=load_scorer(encoder), reader=reader)
            board.close()
        figures = {
            "texts": len(attacks),
            "questions": found.tried,
            "answered_by_model": found.by_model,
            "changed": len(found.changed),
        }
        words = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in figures.items())
        self.stdout.write(json.dumps(figures) if options["json"] else words)
        if found.changed:
            raise CommandError(f"{len(found.changed)} answers differ, first {found.changed[0]!r}.")


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        held = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return [json.loads(line) for line in held.decode().splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}", returncode=2) from error
