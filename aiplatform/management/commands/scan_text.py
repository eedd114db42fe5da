"""manage.py scan_text: instructions aimed at a machine reader, invisible or confusable characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from aiplatform.safety.detect import scan
from careercopilot.jsonl import BatchCommand, Row


class Command(BatchCommand):
    help = (
        "Scan texts for instructions aimed at a machine reader and for invisible or confusable characters. "
        "In: id, text. Out: id, flag, score (0-1), findings [{kind, start, end}]. Changes nothing."
    )

    def handler(self, options: Mapping[str, Any]) -> Callable[[Row], Row]:
        return lambda row: asdict(scan(row["text"]))
