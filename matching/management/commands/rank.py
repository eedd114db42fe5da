"""`manage.py rank`: one resume against many jobs, or one job against many resumes, best first."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from careercopilot.jsonl import BatchCommand, LineError, Row, UnusableFile, read_rows, write_jsonl
from matching.batch import Batch, TooLittle
from resumes.parsing import ResumeRefused, parse


class Command(BatchCommand):
    """Reads one file and JSON Lines of id and text, writes score cards. Changes nothing; no network, no database."""

    help = "Rank jobs for one resume, or resumes for one job, best first. Reads and writes files only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group(required=True)
        one.add_argument("--resume", help="a resume file (PDF, DOCX, TXT, MD, JSON Resume, LinkedIn zip); needs --jobs")
        one.add_argument("--job", help="a text file with one posting; needs --resumes")
        parser.add_argument("--jobs", help="JSON Lines with id and text")
        parser.add_argument("--resumes", help="JSON Lines with id and text")
        parser.add_argument("--limit", type=int, default=None, help="at most so many rows")
        parser.add_argument("--min-score", type=int, default=0, help="only scores from here on")
        parser.add_argument("--out", dest="out_path", default="-", help='file to write; "-" for standard output')
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help='the day "present" means (default today)'
        )
        parser.add_argument(
            "--rules", action="store_true", help="score by the fixed rules even where a ranker is shipped"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        many = options["jobs"] if options["resume"] else options["resumes"]
        if many is None:
            raise CommandError("--resume goes with --jobs, --job with --resumes.", returncode=2)
        batch = Batch.open(options["today"], rules=options["rules"])
        resume_side = bool(options["resume"])
        lines = [checked(line) for line in read_rows(many)]
        # By place in the file: ids may be of any type, and may repeat.
        rows = [numbered(place, line) for place, line in enumerate(lines) if isinstance(line, dict)]
        if resume_side:
            one = read_resume(batch, options["resume"])
            batch.read_jobs(rows)
            pairs = [(one, row["id"]) for row in rows]
        else:
            one = read_posting(batch, options["job"])
            batch.read_resumes(rows)
            pairs = [(row["id"], one) for row in rows]
        side = "job" if resume_side else "resume"
        other = {"resume": one} if resume_side else {"job": one}
        cards = [card | {side: lines[int(card[side])].get("id")} for card in batch.score(pairs)]  # type: ignore[union-attr]  # numbered
        faults = [
            {"resume": None, "job": None} | other | {"error": str(line)}
            for line in lines
            if isinstance(line, LineError)
        ]
        write_jsonl(options["out_path"], best_first(cards + faults, options["limit"], options["min_score"]))


def checked(line: Row | LineError) -> Row | LineError:
    """The line, or the reason when it is an object without an id."""
    return line if isinstance(line, LineError) or "id" in line else LineError("Missing: id.")


def numbered(place: int, row: Row) -> Row:
    """The row with its place in the file as its id."""
    return {"id": str(place), "text": row.get("text")}


def read_resume(batch: Batch, path: str) -> str:
    """Read the one resume file into the batch, once; returns its id (the path). Raises UnusableFile."""
    if path not in batch.resumes:
        try:
            batch.resumes[path] = batch.reader.parsed(parse(Path(path).read_bytes(), Path(path).name))
        except OSError as error:
            raise UnusableFile(f"Cannot open {path}: {error.strerror or error}.") from error
        except ResumeRefused as error:
            raise UnusableFile(f"{path}: {error}") from error
    return path


def read_posting(batch: Batch, path: str) -> str:
    """Read the one posting into the batch, once; returns its id (the path). Raises UnusableFile."""
    if path not in batch.jobs:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnusableFile(f"Cannot read {path} as UTF-8 text: {error}.") from error
        if not text.strip():
            raise UnusableFile(f"{path} has no text.")
        try:
            batch.jobs[path] = batch.posting(text)
        except TooLittle as error:
            raise UnusableFile(f"{path}: {error}") from error
    return path


def best_first(rows: list[Row], limit: int | None, least: int) -> list[Row]:
    """Scored rows by falling raw score, ties in the order given; rows that could not be served come last."""
    scored = [row for row in rows if "score" in row and row["score"] >= least]
    scored.sort(key=lambda row: -row["raw"])
    return scored[:limit] + [row for row in rows if "error" in row]
