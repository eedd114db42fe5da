"""`manage.py worker`: runs background jobs until it is told to stop."""

from __future__ import annotations

import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from prometheus_client import start_http_server

from careercopilot.job_worker import drain, run_worker
from careercopilot.metrics import REGISTRY


class Command(BaseCommand):
    help = "Runs background jobs, and rescues those of workers that died. Ctrl-C or SIGTERM ends it cleanly."

    requires_system_checks = ()  # `make test` runs them; a restart should be quick

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at once (default 2)")
        parser.add_argument("--queue", action="append", dest="queues", help="only this queue; may be given again")
        parser.add_argument(
            "--metrics",
            metavar="[HOST:]PORT",
            default="",
            help="show this worker's own figures there (default host: 127.0.0.1)",
        )
        parser.add_argument("--once", action="store_true", help="run what waits now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until a signal; with --once until the queue is empty."""
        if options["once"]:
            self.stdout.write(f"{drain()} jobs done.")
            return
        if options["metrics"]:
            host, _, port = options["metrics"].rpartition(":")
            if not port.isdigit():
                raise CommandError("--metrics takes a port, or host:port.", returncode=2)
            start_http_server(int(port), addr=host or "127.0.0.1", registry=REGISTRY)
        asyncio.run(run_worker(concurrency=options["concurrency"], queues=options["queues"]))
