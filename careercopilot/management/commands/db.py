"""`manage.py db ...`: the embedded server, the roles, and backups."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from careercopilot.db import dumps
from careercopilot.db.connections import admin_url, database_urls, is_embedded
from careercopilot.db.embedded import EmbeddedServerError, embedded_server
from careercopilot.db.roles import apply_roles, prepare_database

NOT_RUNNING = 3  # as pg_ctl


class Command(BaseCommand):
    help = (
        "start: starts the embedded server and leaves it running. stop: stops it for everybody. status: says whether it"
        " runs (exit 3 when not). roles: creates the four roles and their rights, on the embedded server or the one of"
        " DATABASE_ADMIN_URL. shell: psql as a role. backup FILE: dumps the database. restore FILE: replaces it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name in ("start", "stop", "roles"):
            actions.add_parser(name)
        actions.add_parser("status").add_argument("--json", action="store_true", help="print one JSON object")
        shell = actions.add_parser("shell")
        shell.add_argument("--role", choices=("owner", "app", "ops", "backup"), default="app")
        actions.add_parser("backup").add_argument("file", type=Path)
        restore = actions.add_parser("restore")
        restore.add_argument("file", type=Path)
        restore.add_argument("--yes", action="store_true", help="really replace everything that is in the database now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing asked for; a refusal is one sentence and exit status 1."""
        try:
            getattr(self, f"_{options['action']}")(options)
        except (EmbeddedServerError, dumps.DumpError, psycopg.Error, OSError) as error:
            raise CommandError(str(error).strip()) from error

    def _start(self, _options: dict[str, Any]) -> None:
        self._only_embedded()
        record = embedded_server().pin()
        self.stdout.write(f"PostgreSQL runs on 127.0.0.1:{record.port} (process {record.pid}).")

    def _stop(self, _options: dict[str, Any]) -> None:
        self._only_embedded()
        self.stdout.write("Stopped." if embedded_server().stop() else "It was not running.")

    def _status(self, options: dict[str, Any]) -> None:
        if not is_embedded():
            parts = urlsplit(database_urls()["app"])
            report: dict[str, Any] = {"embedded": False, "host": parts.hostname, "port": parts.port}
            running = True
        else:
            server = embedded_server()
            record = server.running()
            running = record is not None
            report = {"embedded": True, "running": running, "data": str(server.data)}
            if record:
                report |= {"host": "127.0.0.1", "port": record.port, "process": record.pid}
        text = json.dumps(report) if options["json"] else "\n".join(f"{key}: {value}" for key, value in report.items())
        self.stdout.write(text)
        if not running:
            raise SystemExit(NOT_RUNNING)

    def _roles(self, _options: dict[str, Any]) -> None:
        urls = database_urls(ensure=True)
        given = [urlsplit(str(url)) for url in urls.values()]
        passwords = {unquote(url.username or ""): unquote(url.password or "") for url in given}
        name = unquote(urlsplit(urls["owner"]).path.lstrip("/"))
        with psycopg.connect(admin_url(name), autocommit=True) as connection:
            created = apply_roles(connection, passwords)
            prepare_database(connection)
        self.stdout.write(f"Created: {', '.join(created) or 'none, all were there'}. Rights are set in {name}.")

    def _shell(self, options: dict[str, Any]) -> None:
        url = database_urls(ensure=True)[options["role"]]  # type: ignore[literal-required]  # argparse checked it
        # A child, not exec: this process holds the embedded server, which stops with its last user.
        raise SystemExit(
            subprocess.run([dumps.program("psql")], env=dumps.client_environment(url), check=False).returncode
        )

    def _backup(self, options: dict[str, Any]) -> None:
        size = dumps.backup(options["file"].resolve())
        self.stdout.write(f"Wrote {options['file']} ({size:,} bytes). It holds everybody's data: keep it safe.")

    def _restore(self, options: dict[str, Any]) -> None:
        if not options["yes"]:
            raise CommandError("This replaces everything in the database. Say --yes when you mean it.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        dumps.restore(options["file"].resolve())
        self.stdout.write(f"The database is now what {options['file']} holds.")

    def _only_embedded(self) -> None:
        if not is_embedded():
            raise CommandError("The environment names a database server: it is started and stopped by whoever runs it.")
