"""A company's postings in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery

from accounts.models import Company, User
from matching.models import Application, JobPosting, Match
from matching.queries.candidates import opted_in_count


@dataclass(frozen=True, slots=True)
class JobRow:
    """A posting with its candidates in numbers."""

    job: JobPosting
    applied: int
    best_score: int | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A company's postings in numbers."""

    open_count: int
    applied_count: int
    open_candidates: int
    jobs: Sequence[JobRow]


def dashboard(user: User, company: Company) -> Dashboard:
    """The company's postings outside the bin, newest first, with candidates in numbers; two queries."""
    applied = (
        Application.objects.visible_to(user)
        .filter(job=OuterRef("pk"), status=Application.Status.APPLIED)
        .live()
        .order_by()
        .values("job")
        .annotate(count=Count("pk"))
        .values("count")
    )
    best = (
        Match.objects.visible_to(user)
        .filter(job=OuterRef("pk"))
        .order_by()
        .values("job")
        .annotate(best=Max("score"))
        .values("best")
    )
    jobs = (
        JobPosting.objects.visible_to(user)
        .filter(Q(company=company))
        .live()
        .defer("description")
        .annotate(applied_count=Subquery(applied), best_score=Subquery(best))
        .order_by("-created_at", "pk")
    )
    counted: list[Any] = list(jobs)  # with the two annotations
    rows = [JobRow(job, job.applied_count or 0, job.best_score) for job in counted]
    return Dashboard(
        open_count=sum(row.job.status == JobPosting.Status.PUBLISHED for row in rows),
        applied_count=sum(row.applied for row in rows),
        open_candidates=opted_in_count(user),
        jobs=rows,
    )
