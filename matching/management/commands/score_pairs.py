"""`manage.py score_pairs`: scores pairs of resumes and jobs given as text."""

from __future__ import annotations

import csv
import io
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from careercopilot.jsonl import (
    BatchCommand,
    LineError,
    Row,
    UnusableFile,
    open_text,
    read_lines,
    read_rows,
    write_jsonl,
)
from matching.batch import Batch


class Command(BatchCommand):
    """Reads texts and a CSV of pairs, writes one score card a pair. Changes nothing; no network, no database."""

    help = "Score pairs of resumes and jobs given as text. Reads and writes files only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--resumes", required=True, help="JSON Lines with id and text")
        parser.add_argument("--jobs", required=True, help="JSON Lines with id and text")
        parser.add_argument("--pairs", required=True, help="CSV with the columns resume and job")
        parser.add_argument("--out", dest="out_path", default="-", help='file to write; "-" for standard output')
        parser.add_argument("--format", choices=["jsonl", "csv"], default="jsonl", help="csv: resume, job, score only")
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help='the day "present" means (default today)'
        )
        parser.add_argument(
            "--rules", action="store_true", help="score by the fixed rules even where a ranker is shipped"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = read_pairs(options["pairs"])
        batch = Batch.open(options["today"], rules=options["rules"])
        batch.read_resumes(lines_that_are_rows(options["resumes"]), {resume for resume, _ in pairs})
        batch.read_jobs(lines_that_are_rows(options["jobs"]), {job for _, job in pairs})
        rows = batch.score(pairs)
        if options["format"] == "csv":
            write_csv(options["out_path"], rows)
        else:
            write_jsonl(options["out_path"], rows)


def read_pairs(path: str) -> list[tuple[str, str]]:
    """The columns resume and job of a CSV, as strings; raises UnusableFile."""
    text = "".join(read_lines(path))
    reader = csv.DictReader(io.StringIO(text, newline=""))
    # Other columns may hold whole texts; the library's own limit is smaller.
    before = csv.field_size_limit(max(len(text), csv.field_size_limit()))
    try:
        missing = {"resume", "job"} - set(reader.fieldnames or ())
        if missing:
            raise UnusableFile(f"{path} lacks the column {' and '.join(sorted(missing))}.")
        return [(row["resume"] or "", row["job"] or "") for row in reader]
    except csv.Error as error:
        raise UnusableFile(f"Cannot read {path} as CSV: {error}.") from error
    finally:
        csv.field_size_limit(before)


def lines_that_are_rows(path: str) -> list[Row]:
    """The objects of a JSON Lines file; a line that is none has no id, so the pairs that want it say that it is not there."""
    return [row for row in read_rows(path) if not isinstance(row, LineError)]


def write_csv(path: str, rows: Iterator[Row]) -> None:
    """resume, job, score; the score of a pair that cannot be served is empty."""
    with open_text(path, "w") as out:
        writer = csv.writer(out)
        writer.writerow(["resume", "job", "score"])
        for row in rows:
            writer.writerow([row["resume"], row["job"], row.get("score", "")])
