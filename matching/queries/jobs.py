"""The list of jobs, and what one job asks for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from accounts.scoping import Person, key_of
from matching.models import JobPosting, JobRequirement
from matching.models.job import JobPostingQuerySet
from matching.proof import Asked, grouped, importance_of

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class RequirementGroup:
    """One thing that a job asks for, alternatives put together."""

    text: str
    importance: str
    any_of: int | None
    min_years: float | None


def words_query(q: str) -> str:
    """What a person typed as a full-text query: every word, each as a beginning; empty when it holds no word."""
    return " & ".join(f"{word}:*" for word in re.findall(r"\w+", q.lower())[:MOST_WORDS])


def matching_words(q: str) -> Q:
    """Jobs whose title, employer or place has all the words: published ones by index, the few others by looking."""
    query = words_query(q)
    if not query:
        return Q()
    published = RawSQL("select matching_search_published(%s)", [query])
    other = Q(is_published=False)
    for word in re.findall(r"\w+", q)[:MOST_WORDS]:
        other &= Q(title__icontains=word) | Q(company_name__icontains=word) | Q(place_text__icontains=word)
    return Q(pk__in=published) | other


def job_list(
    user: Person,
    *,
    today: dt.date,
    q: str = "",
    remote: str = "",
    country: str = "",
    level: str = "",
    min_salary: float | None = None,
    source: str = "",
    sort: str = "newest",
) -> JobPostingQuerySet:
    """Open published jobs and the person's own, filtered; two queries a page (count and rows).

    `source` "mine" gives those the person added, "companies" those of companies here. `min_salary` is compared with the
    upper end as stated, whatever its currency and period. Postings without text are among them.
    """
    jobs = JobPosting.objects.visible_to(user).open_on(today).defer("description", "locations")
    jobs = jobs.filter(Q(is_published=True) | Q(owner_id=key_of(user), company=None)).filter(matching_words(q))
    exact: dict[str, Any] = {"remote": remote, "level": level}
    jobs = jobs.filter(**{name: value for name, value in exact.items() if value})
    if country:
        jobs = jobs.filter(countries__contains=[country])
    if min_salary:
        jobs = jobs.filter(Q(salary_max__gte=min_salary) | Q(salary_max=None, salary_min__gte=min_salary))
    if source == "mine":
        jobs = jobs.filter(owner_id=key_of(user), company=None, is_published=False)
    elif source == "companies":
        jobs = jobs.exclude(company=None)
    if sort == "title":
        return jobs.order_by("title", "pk")
    return jobs.order_by(F("posted_on").desc(nulls_last=True), "pk")


def asked_of(job: JobPosting) -> list[Asked]:
    """The job's requirements as the proof takes them; one query."""
    rows = JobRequirement.objects.filter(job=job).order_by("position", "pk")
    return [Asked(row.text, row.skill_key, row.skill_label, row.importance, row.any_of, row.min_years) for row in rows]


def requirement_groups(job: JobPosting) -> list[RequirementGroup]:
    """What the job asks for, alternatives as one, in the posting's order; one query."""
    return [
        RequirementGroup(text, importance_of(items), items[0].any_of, items[0].min_years)
        for items, text in grouped(asked_of(job))
    ]
