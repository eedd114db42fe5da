"""manage.py ats_score: itemised ATS scores of resume files, with keyword coverage when a posting is given."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from careercopilot.jsonl import Progress, Row, UnusableFile, write_jsonl
from matching.reading import JobReading, read_job
from resumes.ats import Keyword, score_resume
from resumes.parsing import ResumeRefused, parse
from resumes.taxonomy import taxonomy


def keywords(job: JobReading, posting: str) -> list[Keyword]:
    """The posting's skills in its own words, once each, with the other names that the taxonomy knows for them."""
    found: dict[str, Keyword] = {}
    for requirement in job.requirements:
        if requirement.skill_key is None or requirement.skill is None:
            continue
        term = taxonomy().skill(requirement.skill_key)
        label = (
            " ".join(posting[requirement.skill_start : requirement.skill_end].split())
            if requirement.skill_end
            else requirement.skill
        )
        keyword = Keyword(label, requirement.importance, (term.label, *term.aliases), requirement.any_of)
        known = found.get(requirement.skill_key)
        if known is None or (known.importance, keyword.importance) == ("nice", "must"):
            found[requirement.skill_key] = keyword
    return list(found.values())


class Command(BaseCommand):
    help = (
        "Score resume files by the itemised rules of docs/ats.md. One output object per file: file, score, version, "
        "findings [{rule, severity, page, start, end, meaning, fix, points}], or file and error. Changes nothing."
    )
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("formatter_class", argparse.HelpFormatter)
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="resumes: PDF, DOCX, TXT, MD, JSON Resume, LinkedIn zip"
        )
        parser.add_argument("--job", help="a posting as plain text; adds keyword coverage")
        parser.add_argument("--out", default="-", help='JSON Lines to write; "-" (default) for standard output')

    def handle(self, *args: Any, **options: Any) -> None:
        posting = _text(options["job"]) if options["job"] else None
        required = keywords(read_job(posting), posting) if posting is not None else None
        write_jsonl(options["out"], self._rows(options["files"], required))

    def _rows(self, files: list[str], required: list[Keyword] | None) -> Iterator[Row]:
        progress = Progress(len(files))
        today = timezone.localdate()
        for name in files:
            try:
                parsed = parse(Path(name).read_bytes(), Path(name).name)
            except OSError as error:
                yield {"file": name, "error": f"Cannot read the file: {error.strerror or error}."}
            except ResumeRefused as refusal:
                yield {"file": name, "error": str(refusal)}
            else:
                report = score_resume(parsed, requirements=required, today=today)
                findings = [finding.to_dict() for finding in report.findings]
                yield {"file": name, "score": report.score, "version": report.version, "findings": findings}
            progress.step()


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile(f"Cannot read {path} as UTF-8 text: {error}.") from error
