"""`manage.py fake_provider`: a stand-in for model vendors on this machine."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aiplatform.providers.fake.answers import Canned
from aiplatform.providers.fake.faults import FAULTS, MODES, UnknownModel
from aiplatform.providers.fake.server import FakeServer
from aiplatform.providers.registry import FAKE_PORT

PARENT_CHECK_S = 0.5


class Command(BaseCommand):
    """Serve until Ctrl-C, SIGTERM or the end of the process that started this one."""

    help = (
        "Serves the wire formats of OpenAI (Responses, chat completions) and Anthropic (messages) on 127.0.0.1, without a "
        "model and without a key. Changes nothing. A request picks another behaviour by its model's name (fake-reading, fake-obedient, "
        "fake-fault-slow_drip, fake-fault-server_error-x2) or by the header x-fake-behaviour. "
        f"Modes: {', '.join(MODES)}, fault:NAME. Faults: {', '.join(FAULTS)}."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=int, default=FAKE_PORT, help=f"port; 0 takes a free one (default {FAKE_PORT})"
        )
        parser.add_argument("--mode", default="canned", help="what a model of any other name does (default canned)")
        parser.add_argument("--canned", type=Path, help="folder of NAME.json, one a capability; else from the schema")
        parser.add_argument("--seed", type=int, default=0, help="seed of schema_random (default 0)")
        parser.add_argument("--retry-after", type=float, default=1.0, help="seconds named with status 429 (default 1)")
        parser.add_argument("--pace", type=float, default=0.0, help="seconds between pieces of a stream (default 0)")
        parser.add_argument("--drip", type=float, default=0.2, help="seconds between bytes of slow_drip (default 0.2)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the address once it answers, then serve."""
        parent = os.getppid()  # before anybody is told the address, and may end because of it
        folder: Path | None = options["canned"]
        if folder is not None and not folder.is_dir():
            raise CommandError(f"Cannot open {folder}: it is not a folder.", returncode=2)
        try:
            server = FakeServer(
                port=options["port"],
                mode=options["mode"],
                canned=Canned.from_folder(folder) if folder else None,
                seed=options["seed"],
                retry_after=options["retry_after"],
                drip_seconds=options["drip"],
                pace_seconds=options["pace"],
            )
        except UnknownModel as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"Cannot listen on port {options['port']}: {error.strerror}.", returncode=2) from error
        ended = threading.Event()
        with server:
            self.stdout.write(f"{server.url}", ending="\n")
            self.stdout.flush()
            _wait(ended, parent)


def _wait(ended: threading.Event, parent: int) -> None:
    """Return on SIGINT or SIGTERM, or when another process has become the parent: the one that wanted us is gone."""

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not ended.wait(PARENT_CHECK_S) and os.getppid() == parent:
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
