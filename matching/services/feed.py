"""Postings of a feed (load_jobs): kept in bulk under a user of its own, published, owned by no company.

Runs on the staff connection (`using("ops")`), the only one whose policies let a job of no company be published.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts.models import User
from matching.drafts import PostingDraft, RequirementDraft
from matching.job_import import JobRecord, RowProblem, completed
from matching.models import JobPosting, JobRequirement
from matching.services.postings import (
    LONGEST_DESCRIPTION,
    MAX_REQUIREMENTS,
    known_place,
    posting_values,
    requirement_rows,
)

FEED_EMAIL = "feed@careercopilot.invalid"  # a reserved domain: nobody can sign in or be written to
BATCH = 500


@dataclass
class FeedReport:
    """What became of each row of a feed."""

    loaded: int = 0
    updated: int = 0
    unchanged: int = 0
    too_little_text: int = 0
    skipped: list[dict[str, Any]] = field(default_factory=list)
    job_ids: list[uuid.UUID] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        names = ("loaded", "updated", "unchanged", "too_little_text", "skipped")
        return {name: getattr(self, name) for name in names}


def feed_user() -> User:
    """The user that loaded postings belong to; nobody can sign in as it."""
    user, made = User.objects.get_or_create(
        email=FEED_EMAIL, defaults={"name": "Loaded jobs", "is_seeker": False, "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def draft_of_record(record: JobRecord) -> PostingDraft:
    """A record of a file as a draft; what the file does not state is read from its text."""
    full = completed(record)
    reading, salary = full.reading, full.salary
    places = tuple(dict.fromkeys(place for name in full.locations if (place := known_place(name))))
    low, high = (salary.min, salary.max) if salary else (None, None)
    if low is not None and high is not None and high < low:
        low, high = high, low
    return PostingDraft(
        title=full.title[:200],
        description=full.text[:LONGEST_DESCRIPTION],
        company_name=full.company,
        places=places,
        remote=full.remote or "",
        level=full.level or "",
        min_years=full.min_years,
        salary_min=low,
        salary_max=high,
        salary_currency=(salary.currency or "") if salary else "",
        salary_period=(salary.period or "") if salary else "",
        posted_on=full.posted,
        closes_on=full.closes,
        url=full.url[:500],
        requirements=tuple(
            RequirementDraft(
                item.text, item.skill_key or "", item.skill or "", item.importance, item.any_of, item.min_years
            )
            for item in (reading.requirements if reading else ())[:MAX_REQUIREMENTS]
        ),
    )


def external_id_of(record: JobRecord, source_name: str) -> str:
    """The feed's own id below the feed's name; a row without one is known by its content."""
    own = record.source_id
    if not own:
        content = "\n".join([record.title, record.company, record.text, *record.locations])
        own = "sha256-" + hashlib.sha256(content.encode()).hexdigest()[:32]
    return f"{source_name}:{own}"[-120:]


def load_records(rows: Iterable[JobRecord | RowProblem], *, source_name: str, feed: User, today: dt.date) -> FeedReport:
    """Keep the rows; afterwards each good one is a published posting, known by its id so that loading again changes only
    what changed. Rows that are no posting are reported and left out. `job_ids` of the report need vectors.
    """
    report = FeedReport()
    waiting: list[tuple[str, JobRecord]] = []
    seen: dict[str, int] = {}
    for row in rows:
        if isinstance(row, RowProblem):
            report.skipped.append({"row": row.number, "reason": row.reason})
            continue
        key = external_id_of(row, source_name)
        if key in seen:
            report.skipped.append({"row": row.number, "reason": f"the same posting as row {seen[key]}"})
            continue
        seen[key] = row.number
        waiting.append((key, row))
        if len(waiting) == BATCH:
            _keep(waiting, feed, report, today)
            waiting = []
    if waiting:
        _keep(waiting, feed, report, today)
    return report


@transaction.atomic
def _keep(rows: list[tuple[str, JobRecord]], feed: User, report: FeedReport, today: dt.date) -> None:
    known = {
        job.external_id: job
        for job in JobPosting.objects.filter(
            owner=feed, source=JobPosting.Source.LOADED, external_id__in=[key for key, _ in rows]
        ).live()
    }
    made: list[tuple[JobPosting, PostingDraft]] = []
    changed: list[tuple[JobPosting, PostingDraft]] = []
    for key, record in rows:
        draft = draft_of_record(record)
        values = posting_values(draft)
        values["posted_on"] = values["posted_on"] or (known[key].posted_on if key in known else today)
        report.too_little_text += not values["is_rankable"]
        job = known.get(key)
        if job is None:
            fixed = {"owner": feed, "source": JobPosting.Source.LOADED, "status": JobPosting.Status.PUBLISHED}
            made.append((JobPosting(**fixed, external_id=key, **values), draft))
        elif any(getattr(job, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(job, name, value)
            changed.append((job, draft))
        else:
            report.unchanged += 1
    _write(made, changed)
    report.loaded += len(made)
    report.updated += len(changed)
    report.job_ids += [job.pk for job, _ in [*made, *changed]]


def _write(made: list[tuple[JobPosting, PostingDraft]], changed: list[tuple[JobPosting, PostingDraft]]) -> None:
    JobPosting.objects.bulk_create([job for job, _ in made], batch_size=BATCH)
    if changed:
        names = list(posting_values(changed[0][1]))
        JobPosting.objects.bulk_update([job for job, _ in changed], names, batch_size=BATCH)
        JobRequirement.objects.filter(job__in=[job.pk for job, _ in changed]).delete()
    JobRequirement.objects.bulk_create(
        [row for job, draft in [*made, *changed] for row in requirement_rows(job, draft, is_confirmed=False)],
        batch_size=2000,
    )
