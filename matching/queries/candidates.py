"""A company's view: who applied or is open to companies, ranked for one job. All of it through row security."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import Count, F, Func, IntegerField, Max, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Company, User
from matching.models import Application, JobPosting, JobVector, Match
from matching.queries.cards import Card, MatchDetail, detail_values
from matching.queries.matches import Staleness
from matching.retrieval import as_array, granted_versions
from matching.scoring import score_versions
from resumes.models import ResumeEntry, ResumeGrant, ResumeVersion

MOST = 200  # candidates ranked for one job
HEAVY = ("parsed", "text", "ats_findings", "ats_signals")


@dataclass(frozen=True)
class CandidateRow(Card):
    """One candidate of the list; `version` carries `parsed_hidden`, the number of hidden pieces left out."""

    version: Any = None
    application: Application | None = None
    name: str = ""
    headline: str = ""


@dataclass(frozen=True)
class CandidateDetail(MatchDetail):
    """One candidate in full, with the score card that the candidate sees."""

    version: Any = None
    application: Application | None = None
    name: str = ""
    headline: str = ""
    hidden_count: int = 0


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


@dataclass(frozen=True, slots=True)
class _Found:
    version_id: uuid.UUID
    owner_id: uuid.UUID
    application: Application | None
    match: Match | None


def _opted_in(user: User) -> dict[uuid.UUID, uuid.UUID]:
    """Versions (by owner) of the people who are open to companies."""
    grants = ResumeGrant.objects.visible_to(user).filter(
        company=None, reason=ResumeGrant.Reason.OPTED_IN, revoked_at=None
    )
    return dict(grants.exclude(owner=user).order_by("created_at", "pk").values_list("owner_id", "version_id"))


def _applied(user: User, job: JobPosting) -> list[Application]:
    rows = Application.objects.visible_to(user).filter(job=job, status=Application.Status.APPLIED).live()
    return list(rows.order_by("applied_at", "pk"))


def _found(user: User, job: JobPosting, state: str) -> list[_Found]:
    """Those who applied, then the nearest of those open to companies, with their matches; at most MOST."""
    applications = _applied(user, job) if state in ("", "applied") else []
    versions: dict[uuid.UUID, tuple[uuid.UUID, Application | None]] = {}
    for row in applications:
        versions[row.version_id] = (row.owner_id, row)
    if state in ("", "opted_in"):
        people = {row.owner_id for row in applications} if applications else set()
        open_to = {version: owner for owner, version in _opted_in(user).items() if owner not in people}
        vector = JobVector.objects.filter(job=job).first()
        search = as_array(vector.search) if vector is not None else None
        nearest = granted_versions(search, list(open_to), model=vector.model if vector else "", limit=MOST)
        for key in nearest:
            versions[key] = (open_to[key], None)
    keys = list(versions)[:MOST]
    stored = Match.objects.visible_to(user).filter(job=job, version__in=keys).defer("features", "requirements")
    matches = {match.version_id: match for match in stored}
    missing = [key for key in keys if key not in matches]
    matches |= {match.version_id: match for match in score_versions(missing, job, at=timezone.now(), proofs=False)}
    return [_Found(key, *versions[key], matches.get(key)) for key in keys]


class CandidatePages(Sequence[CandidateRow]):
    """Ranked candidates, their names and headlines read a page at a time (two queries)."""

    def __init__(self, user: User, job: JobPosting, found: list[_Found]) -> None:
        self._user, self._job, self._found = user, job, found

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, key: int) -> CandidateRow: ...
    @overload
    def __getitem__(self, key: slice) -> list[CandidateRow]: ...
    def __getitem__(self, key: int | slice) -> CandidateRow | list[CandidateRow]:
        if isinstance(key, int):
            return self._rows([self._found[key]])[0]
        return self._rows(self._found[key])

    def _rows(self, page: list[_Found]) -> list[CandidateRow]:
        keys = [item.version_id for item in page]
        versions = {version.pk: version for version in _with_names(self._user).filter(pk__in=keys)}
        lines = headlines(keys)
        is_stale = Staleness.of(keys)
        return [
            CandidateRow(
                match=item.match,
                is_stale=item.match is not None and is_stale(item.match, self._job),
                version=version,
                application=item.application,
                name=name_of(version),
                headline=lines.get(item.version_id, ""),
            )
            for item in page
            if (version := versions.get(item.version_id)) is not None
        ]


def _with_names(user: User) -> Any:
    """Visible versions with the name they state and the number of hidden pieces, without the heavy columns."""
    return (
        ResumeVersion.objects.visible_to(user)
        .select_related("owner")
        .defer(*HEAVY)
        .annotate(
            stated_name=KeyTextTransform("value", KeyTransform("name", "parsed")),
            parsed_hidden=Func(F("parsed__hidden"), function="jsonb_array_length", output_field=IntegerField()),
        )
    )


def name_of(version: Any) -> str:
    """The name that the resume states, else the account's."""
    return str(version.stated_name or version.owner.display_name)


def headlines(version_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The first work entry of each version in words: what the person does now; one query."""
    entries = ResumeEntry.objects.filter(version__in=version_ids, kind="work").order_by(
        "version_id", "section__position", "position", "pk"
    )
    lines: dict[uuid.UUID, str] = {}
    for entry in entries.only("version_id", "title", "organization"):
        lines.setdefault(entry.version_id, ", ".join(part for part in (entry.title, entry.organization) if part))
    return lines


def candidates(
    user: User,
    company: Company,
    job: JobPosting,
    *,
    sort: str = "score",
    min_score: int | None = None,
    state: str = "",
) -> Sequence[CandidateRow]:
    """Who applied to the job or is open to companies, ranked, to be cut into pages; at most eleven queries in all.

    `state` is "applied", "opted_in" or "" for both. A pair without a stored match is scored here and not stored. Gives
    nothing for a job of another company.
    """
    if job.company_id != company.pk:
        return []
    found = [
        item for item in _found(user, job, state) if min_score is None or (item.match and item.match.score >= min_score)
    ]
    if sort == "name":
        names = {
            version.pk: name_of(version).casefold()
            for version in _with_names(user).filter(pk__in=[f.version_id for f in found])
        }
        found.sort(key=lambda item: (names.get(item.version_id, ""), item.version_id))
    elif sort == "newest":
        found.sort(
            key=lambda item: (-(item.application.applied_at.timestamp() if item.application else 0), item.version_id)
        )
    else:
        found.sort(key=lambda item: (-(item.match.raw if item.match else float("-inf")), item.version_id))
    return CandidatePages(user, job, found)


def candidate_detail(user: User, job: JobPosting, version_id: uuid.UUID) -> CandidateDetail:
    """One candidate for one job; Http404 for a version that this person was not shown, or that is no candidate.

    At most nine queries.
    """
    version = get_object_or_404(_with_names(user).defer(None).exclude(owner=user), pk=version_id)
    application = next((row for row in _applied(user, job) if row.version_id == version_id), None)
    if application is None and version_id not in _opted_in(user).values():
        get_object_or_404(ResumeVersion.objects.none(), pk=version_id)
    match = Match.objects.visible_to(user).filter(job=job, version=version_id).first()
    if match is None:
        match = next(iter(score_versions([version_id], job, at=timezone.now())), None)
    person = {
        "version": version,
        "application": application,
        "name": name_of(version),
        "headline": headlines([version_id]).get(version_id, ""),
        "hidden_count": version.parsed_hidden or 0,
        "job": job,
    }
    if match is None:
        return CandidateDetail(match=None, **person)
    return CandidateDetail(**detail_values(match), is_stale=Staleness.of([version_id])(match, job), **person)


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
        open_candidates=len(_opted_in(user)),
        jobs=rows,
    )
