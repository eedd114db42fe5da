"""`manage.py sync_prices`: the shipped unit prices and first budgets into their tables."""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from aiplatform.services import price_list


class Command(BaseCommand):
    """Safe to run again: rows that are there stay as they are."""

    help = (
        "Add the unit prices of aiplatform/data/prices.toml that are not in the price table, and, while there is no budget"
        " at all, the first budgets. What staff changed stays."
    )

    def version(self) -> str:
        """Of the file; `prepare` runs this command again when it changes."""
        return hashlib.sha256(price_list.SHIPPED.read_bytes()).hexdigest()[:40]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        prices, budgets = price_list.load()
        if options["json"]:
            self.stdout.write(json.dumps({"prices": prices, "budgets": budgets}))
        else:
            self.stdout.write(f"{prices} prices and {budgets} budgets added")
