"""`manage.py make_ranker`: makes the shipped ranker again, from the seed."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from matching.ml.ranker import SHIPPED


class Command(BaseCommand):
    """make_synthetic and train_ranker with their fixed seeds; writes matching/data/ranker.txt and ranker.json."""

    help = "Make the shipped ranker again: the same files on the same type of machine. Writes below matching/data."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=SHIPPED, help="folder to write the ranker to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Some three minutes on one processor."""
        with tempfile.TemporaryDirectory() as folder:
            call_command("make_synthetic", out=Path(folder), stdout=self.stdout)
            call_command("train_ranker", data=Path(folder), out=options["out"], stdout=self.stdout)
