"""`manage.py sync_prompts`: prompts from their files into the registry."""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aiplatform.prompt_files import PromptFileError
from aiplatform.services import PromptError, sync

WORDS = {"first": "in production", "candidate": "a candidate; production is as it was", "known": "there already"}


class Command(BaseCommand):
    """Safe to run again: what is known is left alone."""

    help = (
        "Load <app>/prompts/*.md into the registry of prompts. A prompt's first text goes into production; a changed file"
        " becomes a candidate and never replaces what is in production. Exits with 1 and the reason when a file cannot be read."
    )

    def version(self) -> str:
        """Of all prompt files; `prepare` runs this command again when it changes."""
        digest = hashlib.sha256()
        for folder in sync.folders():
            for path in sorted([*folder.glob("*.md"), *folder.glob("*.json")]):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:40]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError."""
        try:
            done = sync.sync()
        except (PromptFileError, PromptError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps({"prompts": [asdict(one) for one in done]}))
            return
        for one in done:
            self.stdout.write(f"{one.key}: version {one.number}, {WORDS[one.outcome]}")
