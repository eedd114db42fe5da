"""`manage.py rank`: one resume against many jobs, or one job against many resumes, best first."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from careercopilot.jsonl import BatchCommand, Row, UnusableFile, read_jsonl, write_jsonl
from matching.batch import Batch
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
        rows = read_jsonl(many)
        ids = [str(row.get("id")) for row in rows]
        if options["resume"]:
            pairs = [(read_resume(batch, options["resume"]), key) for key in ids]
            batch.read_jobs(rows)
        else:
            pairs = [(key, read_posting(batch, options["job"])) for key in ids]
            batch.read_resumes(rows)
        write_jsonl(options["out_path"], best_first(list(batch.score(pairs)), options["limit"], options["min_score"]))


def read_resume(batch: Batch, path: str) -> str:
    """Read the one resume file into the batch, once; returns its id (the path). Raises UnusableFile."""
    if path not in batch.resumes:
        try:
            batch.resumes[path] = batch.reader.parsed(parse(Path(path).read_bytes(), path))
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
        batch.jobs[path] = batch.reader.job(text)
    return path


def best_first(rows: list[Row], limit: int | None, least: int) -> list[Row]:
    """Scored rows by falling raw score, ties in the order given; rows that could not be served come last."""
    scored = [row for row in rows if "score" in row and row["score"] >= least]
    scored.sort(key=lambda row: -row["raw"])
    return scored[:limit] + [row for row in rows if "error" in row]
