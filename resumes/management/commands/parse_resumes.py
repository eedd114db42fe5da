"""`manage.py parse_resumes FILE... --out O`: resume files to flat JSON Lines; changes nothing but the output file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from careercopilot.jsonl import Progress, UnusableFile, write_jsonl
from resumes.parsing import ResumeRefused, outline, parse
from resumes.parsing.sniff import MAX_BYTES


class Command(BaseCommand):
    """Parse resume files (PDF, DOCX, TXT, MD, JSON Resume, LinkedIn export) without database, network or key."""

    help = (
        "Parse resume files to JSON Lines, one object per file in the order given. Changes nothing but the output file."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="PDF, DOCX, TXT, MD, JSON Resume or LinkedIn export zip"
        )
        parser.add_argument(
            "--out", default="-", help="output file, .gz is compressed; - for standard output (default)"
        )
        parser.add_argument("--root", help="folder that FILE and the printed paths are relative to")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(options["root"]) if options["root"] else None
        if root is not None and not root.is_dir():
            raise UnusableFile(f"Cannot open {root}: it is not a folder.")
        write_jsonl(options["out"], self._rows(options["files"], root))

    def _rows(self, files: list[str], root: Path | None) -> Iterator[dict[str, Any]]:
        progress = Progress(len(files))
        for file in files:
            yield self._row(file, root)
            progress.step()

    @staticmethod
    def _row(file: str, root: Path | None) -> dict[str, Any]:
        path = root / file if root else Path(file)
        label = str(path.relative_to(root)) if root and path.is_relative_to(root) else file
        try:
            with path.open("rb") as handle:
                data = handle.read(MAX_BYTES + 1)
            return {"file": label, **outline(parse(data, path.name))}
        except ResumeRefused as refusal:
            return {"file": label, "error": str(refusal)}
        except OSError as error:
            return {"file": label, "error": f"Cannot open this file: {error.strerror or error}."}
