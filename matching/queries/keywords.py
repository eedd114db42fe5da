"""The ATS check against one job: how far the resume uses the posting's own words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from matching.models import JobPosting, JobRequirement
from resumes.ats import AtsReport, Keyword, score_resume
from resumes.models import ResumeVersion
from resumes.parsing.types import ParsedResume
from resumes.queries import quote
from resumes.services import current_version
from resumes.taxonomy import taxonomy


@dataclass(frozen=True)
class JobCheck:
    """The check of the current version against a job, beside the same check without a job."""

    version: ResumeVersion
    report: AtsReport
    findings: list[dict[str, Any]]
    keyword_count: int


def keywords_of(job: JobPosting) -> list[Keyword]:
    """The job's skills once each, a must before a nice, with the other names that the taxonomy knows for them."""
    tax = taxonomy()
    found: dict[str, Keyword] = {}
    rows = JobRequirement.objects.filter(job=job).exclude(skill_key="").order_by("importance", "position", "pk")
    for row in rows:
        if row.skill_key in found:
            continue
        term = tax.skill(row.skill_key) if row.skill_key in tax else None
        names = (term.label, *term.aliases) if term else ()
        importance = "must" if row.importance == JobRequirement.Importance.MUST else "nice"
        found[row.skill_key] = Keyword(row.skill_label or row.text, importance, names, row.any_of)  # type: ignore[arg-type]
    return list(found.values())


def job_check(user: User, job: JobPosting, *, today: dt.date) -> JobCheck | None:
    """The ATS check of the person's current version with keyword coverage against the job; None without a resume."""
    version = current_version(user)
    if version is None:
        return None
    keywords = keywords_of(job)
    report = score_resume(ParsedResume.from_dict(version.parsed), requirements=keywords, today=today)
    findings = [
        finding.to_dict()
        | {
            "quote": quote(version.text, finding.start, finding.end)
            if finding.start is not None and finding.end is not None
            else ""
        }
        for finding in report.findings
    ]
    # What the job adds comes first; the rest is the same as on the resume's own page.
    findings.sort(key=lambda finding: not str(finding["rule"]).startswith("missing_"))
    return JobCheck(version, report, findings, len(keywords))
