"""Making and keeping a bias audit, as the staff role."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.utils import timezone

from careercopilot.db.router import using
from matching.bias_report import Report, tables_of
from matching.ml.impact import Count, Judged, Sample, impact, sample_of
from matching.models import BiasAudit
from matching.services.errors import BiasAuditError

STAFF = "ops"
# The same numbers stand in sql/0014_bias_audit_records.sql, which holds them.
LEAST_ANSWERED, LEAST_TOLD = 20, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """Which scores on record are audited. No ranker version means all of them, no jobs all jobs; `applicants` means only
    people who applied for the job, whom Local Law 144 calls candidates for employment."""

    since: dt.datetime
    before: dt.datetime
    ranker: str = ""
    jobs: Sequence[uuid.UUID] = ()
    applicants: bool = False


def stored_sample(asked: Asked) -> Sample:
    """Counts over stored scores; raises BiasAuditError when there are none, or too few people answered."""
    with connections[STAFF].cursor() as cursor:
        cursor.execute(
            "select sex, race_ethnicity, people, scores, above, median from matching_bias_counts(%s, %s, %s, %s, %s)",
            [asked.since, asked.before, asked.ranker or None, list(asked.jobs) or None, asked.applicants],
        )
        rows = cursor.fetchall()
    counts = tuple(Count(*row[:5]) for row in rows)
    if not any(count.scores for count in counts):
        raise BiasAuditError("There are no scores of this period, ranker and jobs.", code="no_scores")
    if len(counts) == 1:
        raise BiasAuditError(
            f"Not enough: fewer than {LEAST_ANSWERED} of the people with these scores answered who they are.",
            code="too_few_answers",
        )
    return Sample(float(rows[0][5]), counts)


def audit_stored(asked: Asked, *, least: int, on: dt.date) -> Report:
    """The report on stored scores; raises BiasAuditError as `stored_sample` does."""
    sample = stored_sample(asked)
    return Report(
        source=BiasAudit.Source.STORED,
        made_on=on,
        ranker=asked.ranker,
        period=_period(asked.since, asked.before),
        jobs=_jobs(len(asked.jobs), is_applicants=asked.applicants),
        people=sample.whole.people,
        scores=sample.whole.scores,
        median=sample.median,
        least=least,
        tables=tables_of(impact(sample, least=least)),
    )


def audit_file(rows: Sequence[Judged], *, name: str, ranker: str, least: int, on: dt.date) -> Report:
    """The report on scores of a file."""
    sample = sample_of(rows)
    return Report(
        source=BiasAudit.Source.FILE,
        made_on=on,
        ranker=ranker,
        period=f"the file {name}",
        jobs="as in the file",
        people=sample.whole.people,
        scores=sample.whole.scores,
        median=sample.median,
        least=least,
        tables=tables_of(impact(sample, least=least)),
    )


def _jobs(count: int, *, is_applicants: bool) -> str:
    """Which jobs, and whose scores for them, in words."""
    return (f"{count} chosen" if count else "all") + (", only people who applied" if is_applicants else "")


def _period(since: dt.datetime, before: dt.datetime) -> str:
    """First and last day, in words."""
    first, last = timezone.localtime(since), timezone.localtime(before - dt.timedelta(microseconds=1))
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def keep_audit(report: Report, *, asked: Asked | None = None, file_name: str = "", file_sha256: str = "") -> BiasAudit:
    """Store the report for the operations site. It never changes afterwards."""
    with using(STAFF):
        return BiasAudit.objects.create(
            source=report.source,
            ranker_version=report.ranker,
            since=asked.since if asked else None,
            before=asked.before if asked else None,
            job_count=len(asked.jobs) if asked else 0,
            is_applicants=bool(asked and asked.applicants),
            file_name=file_name,
            file_sha256=file_sha256,
            people=report.people,
            scores=report.scores,
            median=report.median,
            least=report.least,
            lowest_ratio=report.lowest_ratio,
            flagged=report.flagged,
            tables=list(report.tables),
        )


def report_of(audit: BiasAudit) -> Report:
    """A kept report as it was made."""
    is_stored = audit.since is not None and audit.before is not None
    return Report(
        source=audit.source,
        made_on=audit.created_at.date(),
        ranker=audit.ranker_version,
        period=_period(audit.since, audit.before) if audit.since and audit.before else f"the file {audit.file_name}",
        jobs=_jobs(audit.job_count, is_applicants=audit.is_applicants) if is_stored else "as in the file",
        people=audit.people,
        scores=audit.scores,
        median=audit.median,
        least=audit.least,
        tables=audit.tables,
    )
