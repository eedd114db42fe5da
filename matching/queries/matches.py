"""A seeker's matches: list, one match, and the start page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.models import ProfilePlace, TalentProfile, User
from matching.models import Application, JobMark, JobPosting, Match, MatchWatch, ScoreRecord
from matching.queries.card_pages import (
    MATCH_COLUMNS,
    OF_JOB,
    VECTOR_COLUMNS,
    CardPages,
    MatchCard,
    Staleness,
    inputs_of,
    not_dismissed,
)
from matching.queries.cards import MatchDetail, detail_of
from matching.queries.jobs import matching_words
from resumes.models import ResumeVersion
from resumes.services import current_version, current_versions

RECOMMENDED = 80
BEST = 5
VERSION_COLUMNS = (
    "owner", "number", "ats_score", "ats_findings", "resume__title", *(f"talent_vector__{name}" for name in VECTOR_COLUMNS),
)  # fmt: skip


@dataclass(frozen=True)
class MatchState:
    """What the matches are made from: the version, and the digest of the facts that stand for it now."""

    version: ResumeVersion | None
    inputs: str = ""
    is_unseen: bool = False  # whether something may have come since the person last looked at the list


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
    new_count: int
    saved_count: int
    application_count: int
    todos: Sequence[Todo]


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
    state: MatchState | None = None,
) -> Sequence[MatchCard]:
    """The jobs scored for the current resume, to be cut into pages; one query besides those of CardPages, none where the
    caller has read the `state` already.

    `marks` "open" leaves out dismissed and closed jobs; "saved" and "dismissed" list the marked ones, scored or not.
    """
    state = state or match_state(user)
    version = state.version
    if version is None:
        return []
    rows: QuerySet[Any]
    wanted: dict[str, Any] = {"owner": user, "job__deleted_at": None}
    if remote:
        wanted["job__remote"] = remote
    if country:
        wanted["job__countries__contains"] = [country]
    if marks == "open":
        if min_score is not None:
            wanted["score__gte"] = min_score
        rows = Match.objects.filter(_still_open(user, today), _on_job(matching_words(q)), version=version, **wanted)
        # The uncut points decide among those whose score is cut at 100, as they do in the company's list.
        rows, best = rows.only(*MATCH_COLUMNS, *OF_JOB), ["-score", "-raw"]
    else:
        scored = Match.objects.filter(version=version, score__gte=min_score or 0).order_by().values("job_id")
        condition = Q() if min_score is None else Q(job_id__in=scored)
        rows = JobMark.objects.filter(condition, _on_job(matching_words(q)), kind=marks, **wanted)
        rows, best = rows.only("owner", "job", "kind", *OF_JOB), ["-created_at"]
    order = ["-job__posted_on"] if sort == "newest" else best
    return CardPages(user, rows.order_by(*order, "pk"), version, state.inputs)


def _still_open(user: User, today: dt.date) -> Q:
    """Matches whose job can be applied to and was not dismissed."""
    shown = Q(job__is_published=True) | Q(job__owner=user, job__company=None)
    return shown & (Q(job__closes_on=None) | Q(job__closes_on__gte=today)) & Q(not_dismissed(user.pk))


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
    """What the list is made from; one query."""
    versions = current_versions(user).select_related("resume", "talent_vector").only(*VERSION_COLUMNS)
    unseen = MatchWatch.objects.filter(Q(seen_at=None) | Q(seen_at__lt=F("refreshed_at")), owner=user)
    version = versions.annotate(is_unseen=Exists(unseen)).first()
    if version is None:
        return MatchState(None)
    return MatchState(version, inputs_of(getattr(version, "talent_vector", None)), bool(version.is_unseen))


def scored_by_rules(cards: Iterable[MatchCard]) -> bool:
    """Whether any of these scores comes from the fixed rules, because no ranker could be loaded."""
    return any(card.match is not None and card.match.source == Match.Source.FALLBACK for card in cards)


def new_count(user: User, version: ResumeVersion, *, today: dt.date) -> int:
    """How many open jobs were scored for this person for the first time since they last looked at the list; 0 before
    they ever did. One query."""
    seen = MatchWatch.objects.filter(owner=user).values("seen_at")
    before = ScoreRecord.objects.filter(owner=user, job=OuterRef("job"), created_at__lte=Subquery(seen))
    came = Match.objects.filter(_still_open(user, today), owner=user, version=version, job__deleted_at=None)
    return came.filter(~Exists(before), created_at__gt=Subquery(seen)).count()


def overview(user: User, *, today: dt.date) -> Overview:
    """The seeker's start page; at most eight queries."""
    state = match_state(user)
    version = state.version
    counts = {"all": 0, "recommended": 0}
    best: Sequence[MatchCard] = []
    if version is not None:
        counts = Match.objects.filter(owner=user, version=version, job__deleted_at=None).aggregate(
            all=Count("pk"), recommended=Count("pk", filter=Q(score__gte=RECOMMENDED))
        )
        best = match_cards(user, today=today, state=state)[:BEST]
    marks = JobMark.objects.filter(owner=user, kind=JobMark.Kind.SAVED)
    sent = Application.objects.filter(owner=user, status=Application.Status.APPLIED).live()
    return Overview(
        version=version,
        best=best,
        new_count=new_count(user, version, today=today) if version and state.is_unseen else 0,
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
        words = "One thing in your resume stops" if errors == 1 else f"{errors} things in your resume stop"
        todos.append(Todo(f"{words} a machine from reading it well.", url, "See the check"))
    return todos
