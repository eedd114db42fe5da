"""`manage.py prepare`: brings a database up to date, from empty to a living product."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

OWNER = "owner"
# What is loaded, in this order. A command may have `version() -> str`: it is loaded again when that changes.
LOADS = {"taxonomy": "load_taxonomy", "prompts": "sync_prompts", "prices": "sync_prices"}
DEMO = {"demo data": "load_demo"}


class Command(BaseCommand):
    help = (
        "Applies migrations, makes the cache table, loads taxonomy and prompts, and with --demo the demo data, each"
        " once. Safe to run again: what is up to date is left alone."
    )

    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo people, jobs and log-ins as well")
        parser.add_argument("--json", metavar="FILE", help="write what was loaded, and the demo log-ins, to FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing; raises what a step raises."""
        self.stdout.write("  migrations")
        call_command("migrate", database=OWNER, verbosity=0, interactive=False)
        call_command("createcachetable", database=OWNER, verbosity=0)
        available = get_commands()
        loaded = []
        for name, command in {**LOADS, **(DEMO if options["demo"] else {})}.items():
            if command in available and self._load_once(name, command, available[command]):
                loaded.append(name)
        if options["json"]:
            report = {"loaded": loaded, "log_ins": self._log_ins(available) if options["demo"] else []}
            Path(options["json"]).write_text(json.dumps(report), encoding="utf-8")

    def _load_once(self, name: str, command: str, app: Any) -> bool:
        loader = app if isinstance(app, BaseCommand) else load_command_class(app, command)
        version = str(loader.version()) if hasattr(loader, "version") else "1"
        with connections[OWNER].cursor() as cursor:
            cursor.execute("select version from setup_step where name = %s", [name])
            if cursor.fetchone() == (version,):
                return False
        self.stdout.write(f"  {name}")
        call_command(loader)
        with connections[OWNER].cursor() as cursor:
            cursor.execute(
                "insert into setup_step (name, version) values (%s, %s)"
                " on conflict (name) do update set version = excluded.version, at = now()",
                [name, version],
            )
        return True

    def _log_ins(self, available: dict[str, Any]) -> list[list[str]]:
        """E-mail address, password and a word about who that is, from the demo command's `log_ins()`."""
        command = DEMO["demo data"]
        if command not in available:
            return []
        loader: Any = load_command_class(available[command], command)
        return [list(row) for row in loader.log_ins()]
