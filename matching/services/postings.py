"""Postings: read from text, kept, published, closed, binned."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from django.db import transaction

from accounts.models import Company, User
from careercopilot.places import Place, find_place
from matching.drafts import PostingDraft, RequirementDraft
from matching.enough import says_enough
from matching.facts import job_place
from matching.models import JobPosting, JobRequirement
from matching.services.errors import PostingError
from matching.services.vectors_queue import request_vectors

READING_VERSION = "1"
LONGEST_DESCRIPTION = 60_000
MAX_REQUIREMENTS = 120
STATUSES_OF_COMPANY = (JobPosting.Status.DRAFT, JobPosting.Status.PUBLISHED, JobPosting.Status.CLOSED)


@lru_cache(maxsize=4096)
def known_place(text: str) -> Place | None:
    """`find_place`, remembered: feeds repeat a few places thousands of times."""
    return find_place(text)


def read_posting(text: str) -> PostingDraft:
    """The fields that a posting's text gives, for a person to confirm; raises PostingError for an empty text."""
    # Loaded here: reading needs the taxonomy, the pages that only list jobs do not.
    from matching.reading import read_job

    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise PostingError("Paste the text of the posting first.", code="empty")
    reading = read_job(text)
    first_line = next(line.strip() for line in text.split("\n") if line.strip())
    salary = reading.salary
    return PostingDraft(
        title=(reading.title or first_line)[:200],
        description=text[:LONGEST_DESCRIPTION],
        company_name=(reading.company or "")[:160],
        places=tuple(dict.fromkeys(place for name in reading.locations if (place := known_place(name)))),
        remote=reading.remote or "",
        level=reading.level or "",
        min_years=reading.min_years,
        salary_min=salary.min if salary else None,
        salary_max=salary.max if salary else None,
        salary_currency=(salary.currency or "") if salary else "",
        salary_period=(salary.period or "") if salary else "",
        closes_on=reading.closes,
        requirements=tuple(
            RequirementDraft(
                text=_short(item.text),
                skill_key=item.skill_key or "",
                skill_label=item.skill or "",
                importance=item.importance,
                any_of=item.any_of,
                min_years=item.min_years,
            )
            for item in reading.requirements[:MAX_REQUIREMENTS]
        ),
    )


def _short(text: str, limit: int = 500) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def place_values(place: Place) -> dict[str, Any]:
    """A place as a posting stores it."""
    return {
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "latitude": place.lat,
        "longitude": place.lon,
        "time_zone": place.timezone,
        "population": place.population,
        "kind": place.kind,
        "covers": list(place.covers),
    }


def place_words(places: tuple[Place, ...]) -> str:
    """The places in words, for lists and search."""
    words = [", ".join(dict.fromkeys(part for part in (place.name, place.country) if part)) for place in places]
    return "; ".join(dict.fromkeys(words))[:300]


def draft_from(job: JobPosting) -> PostingDraft:
    """A kept posting as a draft, for the form that edits it."""
    names = (
        "title", "description", "company_name", "remote", "level", "min_years", "salary_min", "salary_max",
        "salary_currency", "salary_period", "posted_on", "closes_on", "url", "profession",
    )  # fmt: skip
    rows = JobRequirement.objects.filter(job=job).order_by("position", "pk")
    fields = ("text", "skill_key", "skill_label", "importance", "any_of", "min_years")
    return PostingDraft(
        **{name: getattr(job, name) for name in names},
        places=tuple(job_place(values) for values in job.locations),
        requirements=tuple(RequirementDraft(**{name: getattr(row, name) for name in fields}) for row in rows),
    )


def is_enough(draft: PostingDraft) -> bool:
    """Whether there is anything but a title to match on: a named skill, or some sentences."""
    named = any(item.skill_key for item in draft.requirements)
    return says_enough(draft.title, draft.description, names_skill=named)


def digest_of(draft: PostingDraft) -> str:
    """Of everything that vectors and facts are made of: an unchanged one needs no new vectors."""
    used = asdict(replace(draft, url="", posted_on=None))
    return hashlib.sha256(json.dumps([READING_VERSION, used], default=str, sort_keys=True).encode()).hexdigest()


def posting_values(draft: PostingDraft) -> dict[str, Any]:
    """The columns of a posting that a draft decides."""
    return {
        "title": draft.title[:200],
        "company_name": draft.company_name[:160],
        "description": draft.description,
        "locations": [place_values(place) for place in draft.places],
        "place_text": place_words(draft.places),
        "countries": sorted({code for place in draft.places for code in (place.covers or (place.country,)) if code}),
        "remote": draft.remote,
        "level": draft.level,
        "profession": draft.profession,
        "min_years": draft.min_years,
        "salary_min": draft.salary_min,
        "salary_max": draft.salary_max,
        "salary_currency": draft.salary_currency,
        "salary_period": draft.salary_period,
        "posted_on": draft.posted_on,
        "closes_on": draft.closes_on,
        "url": draft.url,
        "is_rankable": is_enough(draft),
        "reading_version": READING_VERSION,
        "text_sha256": digest_of(draft),
    }


def requirement_rows(job: JobPosting, draft: PostingDraft, *, is_confirmed: bool) -> list[JobRequirement]:
    """Unsaved requirement rows of a posting, in the draft's order."""
    return [
        JobRequirement(
            job=job,
            owner_id=job.owner_id,
            company_id=job.company_id,
            is_published=job.status == JobPosting.Status.PUBLISHED and job.deleted_at is None,
            position=position,
            text=_short(item.text),
            skill_key=item.skill_key,
            skill_label=item.skill_label[:300],
            importance=item.importance,
            any_of=item.any_of,
            min_years=item.min_years,
            is_confirmed=is_confirmed,
        )
        for position, item in enumerate(draft.requirements[:MAX_REQUIREMENTS])
    ]


@transaction.atomic
def save_posting(
    job: JobPosting | None,
    draft: PostingDraft,
    *,
    by: User,
    company: Company | None,
    status: str,
    today: dt.date,
    source: str | None = None,
    is_demo: bool = False,
    external_id: str = "",
    queue: bool = True,
) -> JobPosting:
    """Keep what a person confirmed; afterwards the posting has exactly the draft's requirements and its vectors are on
    their way (unless `queue` is off). A seeker's own job (no company) is private. Raises PostingError without a title or
    with a wrong status.
    """
    _refuse_unusable(draft, company, status)
    kinds = JobPosting.Source
    values = posting_values(replace(draft, company_name=company.name) if company else draft)
    if status == JobPosting.Status.PUBLISHED and values["posted_on"] is None:
        values["posted_on"] = today
    if job is None:
        job = JobPosting(
            owner=by,
            company=company,
            source=source or (kinds.FORM if company else kinds.SEEKER),
            is_demo=is_demo,
            external_id=external_id,
        )
    for name, value in {**values, "status": status}.items():
        setattr(job, name, value)
    job.save()
    JobRequirement.objects.filter(job=job).delete()
    JobRequirement.objects.bulk_create(requirement_rows(job, draft, is_confirmed=True))
    if queue:
        request_vectors([job.pk], by=by.pk)
    return job


def _refuse_unusable(draft: PostingDraft, company: Company | None, status: str) -> None:
    if not draft.title.strip():
        raise PostingError("Give the job a title.", code="no_title")
    allowed = STATUSES_OF_COMPANY if company else (JobPosting.Status.PRIVATE,)
    if status not in allowed:
        raise PostingError("A job you add for yourself stays private to you.", code="wrong_status")


@transaction.atomic
def publish(job: JobPosting, *, by: User, today: dt.date) -> None:
    """Show a company's posting to everybody; raises PostingError for a seeker's own job and for a date in the past."""
    if job.company_id is None:
        raise PostingError("Only a company can publish a job.", code="no_company")
    if job.closes_on is not None and job.closes_on < today:
        raise PostingError("The closing date has passed. Change it, then publish.", code="past_closing_date")
    job.status = JobPosting.Status.PUBLISHED
    job.posted_on = job.posted_on or today
    job.save(update_fields=["status", "posted_on"])
    request_vectors([job.pk], by=by.pk)


@transaction.atomic
def close_posting(job: JobPosting) -> None:
    """Take a posting off the lists; its candidates stay."""
    if job.company_id is None:
        raise PostingError("Only a company's posting can be closed. Delete this one instead.", code="no_company")
    job.status = JobPosting.Status.CLOSED
    job.save(update_fields=["status"])


@transaction.atomic
def bin_posting(job: JobPosting, at: dt.datetime) -> None:
    """Put a posting in the bin: it is no longer public, and can be taken out again."""
    job.deleted_at = at
    job.save(update_fields=["deleted_at"])


@transaction.atomic
def unbin_posting(job: JobPosting) -> None:
    """Take a posting out of the bin, in the state it had."""
    job.deleted_at = None
    job.save(update_fields=["deleted_at"])
