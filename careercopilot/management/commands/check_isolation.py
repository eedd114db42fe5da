"""`manage.py check_isolation`: asks the running database whether row security holds everywhere."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from careercopilot.db.catalogue import EXEMPT, faults, owned_tables


class Command(BaseCommand):
    help = (
        "Reads the database's catalogue: forced row security and policies on every owned table, what the serving roles may"
        " do, views and functions. Changes nothing; exits with 1 when something is open."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found, tables = faults(connection), owned_tables(connection)
        if options["json"]:
            body = {
                "tables": tables,
                "exempt": EXEMPT,
                "faults": [{"subject": f.subject, "words": f.words} for f in found],
            }
            self.stdout.write(json.dumps(body))
        else:
            self.stdout.write(f"{len(tables)} tables under forced row security, {len(EXEMPT)} exempt by name.")
            for fault in found:
                self.stdout.write(f"{fault.subject} {fault.words}.")
        if found:
            raise CommandError(f"{len(found)} openings found.")
