"""A seeker's matches: list, one match, and the start page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import ProfilePlace, TalentProfile, User
from matching.facts import pair_digest
from matching.models import Application, JobMark, JobPosting, Match, TalentVector
from matching.queries.cards import Card, MatchDetail, detail_of
from matching.queries.jobs import matching_words
from matching.scoring import active_ranker_version
from resumes.models import ResumeVersion
from resumes.services import current_version

RECOMMENDED = 80
BEST = 5


@dataclass(frozen=True)
class MatchCard(Card):
    """A job of the list with its score card, mark and application."""

    job: JobPosting | None = None
    mark: str = ""
    application: Application | None = None


@dataclass(frozen=True)
class MatchState:
    """What the matches are made from: the version, and where its scores come from."""

    version: ResumeVersion | None
    source: str = ""
    keep: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Todo:
    """One thing that would help, and where to do it."""

    text: str
    url: str
    action: str


@dataclass(frozen=True)
class Overview:
    """The seeker's start page."""

    version: ResumeVersion | None
    best: Sequence[MatchCard]
    match_count: int
    recommended_count: int
    saved_count: int
    application_count: int
    todos: Sequence[Todo]


class Staleness:
    """Tells whether a match's resume, wishes, posting or ranker changed since it was scored."""

    def __init__(self, inputs: dict[uuid.UUID, str]) -> None:
        self._inputs, self._ranker = inputs, active_ranker_version()

    @classmethod
    def of(cls, version_ids: Iterable[uuid.UUID]) -> Staleness:
        """One query, however many versions."""
        rows = TalentVector.objects.filter(version__in=set(version_ids)).values_list("version_id", "inputs_sha256")
        return cls(dict(rows))

    def __call__(self, match: Match, job: JobPosting) -> bool:
        expected = pair_digest(self._inputs.get(match.version_id, ""), job.text_sha256)
        return match.inputs_sha256 != expected or match.ranker_version != self._ranker


class CardPages(Sequence[MatchCard]):
    """Cards of a list of jobs or matches, made a page at a time: count 1 query, a page 4."""

    def __init__(self, user: User, rows: QuerySet[Any], version: ResumeVersion) -> None:
        self._user, self._rows, self._version = user, rows, version

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, key: int) -> MatchCard: ...
    @overload
    def __getitem__(self, key: slice) -> list[MatchCard]: ...
    def __getitem__(self, key: int | slice) -> MatchCard | list[MatchCard]:
        if isinstance(key, int):
            return self._cards(list(self._rows[key : key + 1]))[0]
        return self._cards(list(self._rows[key]))

    def _cards(self, rows: list[Any]) -> list[MatchCard]:
        jobs = [row.job for row in rows]
        keys = [job.pk for job in jobs]
        marks = dict(JobMark.objects.filter(owner=self._user, job__in=keys).values_list("job_id", "kind"))
        applied = Application.objects.filter(owner=self._user, job__in=keys).live()
        applications = {row.job_id: row for row in applied}
        is_stale = Staleness.of([self._version.pk])
        if rows and isinstance(rows[0], JobMark):
            found = Match.objects.filter(owner=self._user, version=self._version, job__in=keys)
            matches = {match.job_id: match for match in found.defer("features", "requirements")}
        else:
            matches = {row.job_id: row for row in rows}
        return [
            MatchCard(
                match=(match := matches.get(job.pk)),
                is_stale=match is not None and is_stale(match, job),
                job=job,
                mark=marks.get(job.pk, ""),
                application=applications.get(job.pk),
            )
            for job in jobs
        ]


def _on_job(condition: Q) -> Q:
    """The condition on a job as one on a row that has a job."""
    return Q(job__in=JobPosting.objects.filter(condition).order_by().values("pk")) if condition else Q()


def match_cards(
    user: User,
    *,
    today: dt.date,
    marks: str = "open",
    min_score: int | None = None,
    remote: str = "",
    country: str = "",
    q: str = "",
    sort: str = "score",
) -> Sequence[MatchCard]:
    """The jobs scored for the current resume, to be cut into pages; three queries besides those of CardPages.

    `marks` "open" leaves out dismissed and closed jobs; "saved" and "dismissed" list the marked ones, scored or not.
    """
    version = current_version(user)
    if version is None:
        return []
    rows: QuerySet[Any]
    if marks == "open":
        dismissed = JobMark.objects.filter(owner=user, kind=JobMark.Kind.DISMISSED).values("job_id")
        rows = Match.objects.filter(owner=user, version=version).exclude(job_id__in=dismissed)
        still_open = Q(job__is_published=True) | Q(job__owner=user, job__company=None)
        rows = rows.filter(still_open, Q(job__closes_on=None) | Q(job__closes_on__gte=today))
        rows = rows.defer("features", "requirements")
        score, newest = "score", "job__posted_on"
    else:
        rows = JobMark.objects.filter(owner=user, kind=marks)
        score, newest = "created_at", "job__posted_on"
    rows = rows.filter(job__deleted_at=None).select_related("job").defer("job__description", "job__locations")
    if min_score is not None:
        rows = _with_score(rows, marks, version, min_score)
    if remote:
        rows = rows.filter(job__remote=remote)
    if country:
        rows = rows.filter(job__countries__contains=[country])
    rows = rows.filter(_on_job(matching_words(q)))
    return CardPages(user, rows.order_by(f"-{newest if sort == 'newest' else score}", "pk"), version)


def _with_score(rows: QuerySet[Any], marks: str, version: ResumeVersion, least: int) -> QuerySet[Any]:
    if marks == "open":
        return rows.filter(score__gte=least)
    scored = Match.objects.filter(version=version, score__gte=least)
    return rows.filter(job_id__in=scored.values("job_id"))


def match_of(user: User, job: JobPosting) -> Match | None:
    """The stored match of the current resume with a job; two queries."""
    version = current_version(user)
    return Match.objects.filter(owner=user, version=version, job=job).first() if version else None


def match_detail(user: User, job: JobPosting) -> MatchDetail | None:
    """The whole score card of the current resume with a job, None when it is not scored; four queries."""
    match = match_of(user, job)
    if match is None:
        return None
    mark = JobMark.objects.filter(owner=user, job=job).values_list("kind", flat=True).first() or ""
    return detail_of(match, job=job, mark=mark, is_stale=Staleness.of([match.version_id])(match, job))


def match_state(user: User) -> MatchState:
    """What the list is made from; two queries."""
    version = current_version(user)
    if version is None:
        return MatchState(None)
    source = Match.objects.filter(owner=user, version=version).values_list("source", flat=True).first()
    return MatchState(version, source or "")


def overview(user: User, *, today: dt.date) -> Overview:
    """The seeker's start page; at most thirteen queries."""
    version = current_version(user)
    counts = {"all": 0, "recommended": 0}
    best: Sequence[MatchCard] = []
    if version is not None:
        counts = Match.objects.filter(owner=user, version=version, job__deleted_at=None).aggregate(
            all=Count("pk"), recommended=Count("pk", filter=Q(score__gte=RECOMMENDED))
        )
        best = match_cards(user, today=today)[:BEST]
    marks = JobMark.objects.filter(owner=user, kind=JobMark.Kind.SAVED)
    sent = Application.objects.filter(owner=user, status=Application.Status.APPLIED).live()
    return Overview(
        version=version,
        best=best,
        match_count=counts["all"],
        recommended_count=counts["recommended"],
        saved_count=marks.count(),
        application_count=sent.count(),
        todos=_todos(user, version) if version else [],
    )


def _todos(user: User, version: ResumeVersion) -> list[Todo]:
    profile = TalentProfile.objects.filter(owner=user).first()
    wishes = reverse("accounts:wishes")
    todos = []
    if profile is None or not profile.wanted_titles:
        todos.append(Todo("Say which roles you want, so that titles count.", wishes, "Name roles"))
    if not ProfilePlace.objects.filter(owner=user).exists():
        todos.append(
            Todo("Say where you live or would work; until then the place counts for nobody.", wishes, "Add places")
        )
    if profile is None or (profile.salary_min is None and profile.salary_max is None):
        todos.append(Todo("Say what you want to earn; it is compared with what a job pays.", wishes, "Add pay"))
    errors = sum(item.get("severity") == "error" for item in version.ats_findings)
    if errors:
        url = reverse("resumes:resume_ats", args=[version.resume_id])
        words = "One thing" if errors == 1 else f"{errors} things"
        todos.append(Todo(f"{words} in your resume stop a machine from reading it well.", url, "See the check"))
    return todos
