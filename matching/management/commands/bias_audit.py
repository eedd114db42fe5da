"""`manage.py bias_audit`: impact ratios over scores, and paired swaps over a ranker."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching.bias_report import Report, label, notice, read_scores, to_csv, to_html
from matching.ml.fairness import SwapReport
from matching.ml.impact import LEAST_PEOPLE

A_YEAR = dt.timedelta(days=365)
PAGE, VALUES, NOTICE = "bias-audit.html", "bias-audit.csv", "notice.txt"


class Command(BaseCommand):
    """Reads counts (never anybody's answers) or a file; writes files and one row that keeps the report."""

    help = (
        "Impact ratios after New York City's Local Law 144 over the scores stored here, or over a CSV file with the columns "
        "sex, race_ethnicity, score and perhaps person (--data, needs no database); with --swaps instead the paired swaps "
        "that every ranker must pass (exit code 1 when it does not). Stored scores need the staff connection. "
        "A means to look, no compliance."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", default="", metavar="FILE", help="CSV of scores instead of the stored ones")
        parser.add_argument(
            "--ranker", default="", metavar="VERSION", help="scores of this version only; with --swaps, this one"
        )
        parser.add_argument("--since", type=_day, default=None, help="first day (default: a year before the last)")
        parser.add_argument("--until", type=_day, default=None, help="last day (default: today)")
        parser.add_argument("--job", action="append", type=uuid.UUID, default=[], help="only this job; may be repeated")
        parser.add_argument(
            "--applicants", action="store_true", help="only people who applied for the job, as the law counts"
        )
        parser.add_argument("--least", type=int, default=LEAST_PEOPLE, help="people a group needs to be compared")
        parser.add_argument(
            "--out", type=Path, default=None, metavar="FOLDER", help=f"write {PAGE}, {VALUES} and {NOTICE}"
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--no-store", action="store_true", help="keep no row of the report")
        parser.add_argument("--store", action="store_true", help="with --data: keep a row of the report")
        parser.add_argument("--swaps", action="store_true", help="audit a ranker by paired swaps")
        parser.add_argument("--rules", action="store_true", help="with --swaps: audit the fixed rules")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["least"] < 1:
            raise CommandError("--least must be at least 1.", returncode=2)
        if options["swaps"]:
            self._swaps(options)
            return
        report = self._of_file(options) if options["data"] else self._of_stored(options)
        if options["out"]:
            write(report, options["out"])
        self.stdout.write(json.dumps(report.to_dict()) if options["json"] else in_words(report))

    def _of_file(self, options: dict[str, Any]) -> Report:
        from matching.services import bias_audit

        path = Path(options["data"])
        rows = read_scores(options["data"], self.stderr.write)
        report = bias_audit.audit_file(
            rows, name=path.name, ranker=options["ranker"], least=options["least"], on=timezone.localdate()
        )
        if options["store"]:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            bias_audit.keep_audit(report, file_name=path.name[:200], file_sha256=digest)
        return report

    def _of_stored(self, options: dict[str, Any]) -> Report:
        from matching.services import bias_audit
        from matching.services.errors import BiasAuditError

        last = options["until"] or timezone.localdate()
        before = _midnight(last + dt.timedelta(days=1))
        since = _midnight(options["since"]) if options["since"] else before - A_YEAR
        if since >= before:
            raise CommandError("--since must not be after --until.", returncode=2)
        asked = bias_audit.Asked(since, before, options["ranker"], tuple(options["job"]), options["applicants"])
        try:
            report = bias_audit.audit_stored(asked, least=options["least"], on=timezone.localdate())
        except BiasAuditError as error:
            raise CommandError(error.message) from error
        if not options["no_store"]:
            bias_audit.keep_audit(report, asked=asked)
        return report

    def _swaps(self, options: dict[str, Any]) -> None:
        from careercopilot.encoder import EncoderMissing, get_encoder
        from matching.fairness_audit import swap_audit
        from matching.ml.ranker import Choice, RankerUnusable
        from matching.ml.scoring import load_scorer
        from matching.rankers import load_version

        try:
            encoder = get_encoder()
            choice = Choice(load_version(options["ranker"])) if options["ranker"] else None
            scorer = load_scorer(encoder, rules=options["rules"], choice=choice)
            report = swap_audit(scorer, encoder=encoder)
        except (EncoderMissing, RankerUnusable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report.to_dict()) if options["json"] else swaps_in_words(report))
        if not report.passed:
            raise CommandError("This ranker tells people apart by what must not count: " + " ".join(report.reasons()))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day such as 2026-01-31") from error


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def write(report: Report, folder: Path) -> None:
    """The page, the values and the notice; the folder is made when missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_text(to_html(report, standalone=True), encoding="utf-8")
        (folder / VALUES).write_text(to_csv(report), encoding="utf-8")
        (folder / NOTICE).write_text(notice(report), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"Cannot write to {folder}: {error.strerror}.", returncode=2) from error


def in_words(report: Report) -> str:
    """The report for a terminal."""
    lines = [f"{report.scores} scores of {report.people} people ({report.period}), median {report.median:g}"]
    for table in report.tables:
        lines.append(f"\nby {table['by'].replace('_', ' or ')}")
        lines += [_line(group) for group in table["groups"]]
        lines.append(f"  {'unknown':<58} {table['unknown_people']:>7} people")
    lowest = "nothing to compare" if report.lowest_ratio is None else f"lowest ratio {report.lowest_ratio:.3f}"
    lines.append(f"\n{lowest}; {report.flagged} under 0.80. A means to look, no compliance.")
    return "\n".join(lines)


def _line(group: dict[str, Any]) -> str:
    rate = "    -" if group["rate"] is None else f"{group['rate']:.3f}"
    ratio = group["standing"] if group["ratio"] is None else f"ratio {group['ratio']:.3f}"
    mark = "  under 0.80" if group["is_flagged"] else ""
    return f"  {label(group['name']):<58} {group['people']:>7} people  rate {rate}  {ratio}{mark}"


def swaps_in_words(report: SwapReport) -> str:
    """The swap audit for a terminal."""
    lines = [f"{report.version}, {report.jobs} jobs"]
    lines += [
        f"  {one.kind:<16} {one.swaps:>3} swaps {one.pairs:>4} pairs  largest {one.largest:.4f}  mean {one.mean:.4f}"
        f"  {one.rule}: {'passed' if one.passed else 'FAILED'}"
        for one in report.classes
    ]
    return "\n".join(lines)
