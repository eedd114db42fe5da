"""`manage.py load_jobs FILE`: real postings from a file, as a feed."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careercopilot.db.context import acting_as
from careercopilot.db.router import using

STAFF = "ops"


class Command(BaseCommand):
    help = (
        "Loads postings from FILE (CSV, TSV, JSON Lines, JSON or schema.org JobPosting, each also .gz) and publishes them"
        " under their source's name. Known postings are updated by their id; rows that are no posting are reported and"
        " left out. Changes matching_jobposting and its requirements, and queues the making of vectors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to load")
        parser.add_argument("--source-name", default="", help="name of the source (default: the file's name)")
        parser.add_argument(
            "--now", action="store_true", help="make the vectors here instead of leaving them to the worker"
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file; raises CommandError when it is not a file of postings, or when no row is one."""
        # Loaded here: reading postings needs the taxonomy.
        from matching import services
        from matching.job_import import UnreadableJobs, read_file

        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        began = time.monotonic()
        feed = services.feed_user()
        name = options["source_name"] or path.name.split(".", 1)[0]
        try:
            with using(STAFF), acting_as(feed):
                report = services.load_records(read_file(path), source_name=name, feed=feed, today=timezone.localdate())
        except UnreadableJobs as error:
            raise CommandError(str(error), returncode=2) from error
        services.make_or_queue_vectors(report.job_ids, actor=feed, now=options["now"])
        self._tell(report.to_dict() | {"seconds": round(time.monotonic() - began, 1)}, as_json=options["json"])
        if not report.loaded + report.updated + report.unchanged:
            raise CommandError("No row of the file is a posting.")

    def _tell(self, report: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, indent=2))
            return
        self.stdout.write(
            f"{report['loaded']} loaded, {report['updated']} updated, {report['unchanged']} unchanged,"
            f" {len(report['skipped'])} skipped in {report['seconds']} s;"
            f" {report['too_little_text']} have too little text to match on"
        )
        for row in report["skipped"]:
            self.stdout.write(f"  row {row['row']}: {row['reason']}")
