"""`manage.py load_demo`: people, companies and jobs of our own making, so that a new installation is a living product."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

PASSWORD = "a-demo-password"  # noqa: S105  printed at every start; demo accounts hold nobody's data
STAFF = ("staff@example.com", "Demo Staff")
LOG_INS = (
    ("seeker@example.com", "a seeker with a resume, wishes and matches"),
    ("recruiter@example.com", "a company with postings and candidates"),
    (STAFF[0], "staff of this installation, for /admin/"),
)
FOLDERS = ("matching/demo", "resumes/demo")


class Command(BaseCommand):
    help = (
        "Makes the demo users, companies, postings, resumes (read like any upload), wishes, applications and matches; all"
        " are marked as demo. Safe to run again: what is there is brought up to date, dates count from today."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was made as JSON")

    def version(self) -> str:
        """Changes when the demo files change, so that they are loaded again."""
        root = Path(__file__).resolve().parents[3]
        digest = hashlib.sha256()
        for folder in FOLDERS:
            for path in sorted((root / folder).rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()[:16]

    def log_ins(self) -> list[tuple[str, str, str]]:
        """E-mail address, password and a word about who that is."""
        return [(email, PASSWORD, words) for email, words in LOG_INS]

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything; raises what a service refuses."""
        # Loaded here: this reads files and needs the taxonomy, the parser and the encoder.
        from matching.demo import demo_applications, demo_companies, demo_postings
        from matching.services import demo
        from resumes.demo import demo_resumes

        began, today = time.monotonic(), timezone.localdate()
        people = demo.DemoPeople(PASSWORD)
        people.user(*STAFF, is_seeker=False, is_staff=True)
        companies = {company.slug: people.company(company) for company in demo_companies()}
        jobs = demo.keep_postings(companies, demo_postings(), today=today)
        users = demo.keep_resumes(people, demo_resumes(), today=today)
        applications = demo.keep_applications(users, jobs, demo_applications(), at=timezone.now())
        scored = demo.keep_matches(users.values())
        report = {
            "companies": len(companies),
            "postings": len(jobs),
            "seekers": len(users),
            "new_applications": applications,
            "pairs_scored": scored,
            "seconds": round(time.monotonic() - began, 1),
        }
        self.stdout.write(json.dumps(report) if options["json"] else _words(report))


def _words(report: dict[str, Any]) -> str:
    return "    " + ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in report.items())
