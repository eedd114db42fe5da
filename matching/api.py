"""Matches in both directions for programs: POST match/talent-to-jobs and POST match/job-to-talents."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import ConfigDict, Field, model_validator

from accounts.api import ApiRequest, ApiTokenAuth
from accounts.models import ApiToken
from matching.services.rankings import JobsAsk, Ranking, TalentsAsk, jobs_for_talent, talents_for_job

MOST_RESULTS, MOST_IDS = 100, 100
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1, two capital letters.")]
Limit = Annotated[int, Field(ge=1, le=MOST_RESULTS, description="At most this many results.")]
Score = Annotated[int, Field(ge=0, le=100, description="Leave out what scores below.")]

router = Router(tags=["match"])


class Strict(Schema):
    """A request: a field that does not exist is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")


class JobFilters(Strict):
    """What a job must be; an empty list means anything. A job that says nothing on what is asked for is left out."""

    countries: list[Country] = Field(default=[], max_length=50)
    remote: list[Literal["onsite", "hybrid", "remote"]] = Field(default=[], max_length=3)
    levels: list[Literal["intern", "entry", "mid", "senior", "lead", "executive"]] = Field(default=[], max_length=6)
    min_salary: float | None = Field(
        default=None, ge=0, le=1e9, allow_inf_nan=False, description="A year; compared with the upper end of the pay."
    )
    salary_currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217, of min_salary.")

    @model_validator(mode="after")
    def _pay_has_currency(self) -> JobFilters:
        if (self.min_salary is None) != (self.salary_currency is None):
            raise ValueError("Give min_salary and salary_currency together.")
        return self


class TalentToJobs(Strict):
    """Which jobs fit one of my resumes."""

    version_id: uuid.UUID | None = Field(
        default=None, description="A version of a resume of mine; else the newest of my primary resume."
    )
    job_ids: list[uuid.UUID] = Field(
        default=[], max_length=MOST_IDS, description="Only these jobs, open or not; else all open ones are searched."
    )
    limit: Limit = 25
    min_score: Score = 0
    filters: JobFilters = JobFilters()


class TalentFilters(Strict):
    """Nothing here asks for a wish that only the candidate may see."""

    state: Literal["applied", "opted_in"] | None = Field(default=None, description="Both unless named.")


class JobToTalents(Strict):
    """Who fits a job of my company, of those who applied or let companies find them."""

    job_id: uuid.UUID
    version_ids: list[uuid.UUID] = Field(default=[], max_length=MOST_IDS, description="Only these candidates.")
    limit: Limit = 25
    min_score: Score = 0
    filters: TalentFilters = TalentFilters()


class Points(Schema):
    """A signed number of points for each group of features."""

    skills: float
    experience: float
    location: float
    salary: float
    text: float


class Shown(Schema):
    """Whole points as pages show them: all of them add up to the score."""

    baseline: int
    skills: int
    experience: int
    location: int
    salary: int
    text: int
    end_of_scale: int = Field(description="What the ends of the scale cut off; 0 inside it.")


class SubScores(Schema):
    """0-100 for each group for itself, null where its facts are unknown. They do not add up."""

    skills: int | None
    experience: int | None
    location: int | None
    salary: int | None
    text: int | None


class Factor(Schema):
    """One reason in words with its points."""

    feature: str
    group: Literal["skills", "experience", "location", "salary", "text"]
    points: float
    text: str


class Requirement(Schema):
    """What the resume shows of one thing that the job asks for, with the words that show it."""

    text: str
    importance: Literal["must", "nice"]
    any_of: int | None
    state: Literal["met", "partial", "missing", "unknown"]
    quote: str
    source: str
    note: str
    kind: str


class Knockout(Schema):
    """A condition that stands apart from the points; `missing` where both sides say something that disagrees."""

    text: str
    state: Literal["met", "partial", "missing", "unknown"]
    why: str
    quote: str
    kind: str


class ScoreCard(Schema):
    """The score card of a pair: the same for the talent and for the company."""

    score: int = Field(ge=0, le=100)
    raw: float = Field(description="baseline + the sum of contributions.")
    baseline: float
    contributions: Points
    shown: Shown
    subscores: SubScores
    factors: list[Factor]
    requirements: list[Requirement]
    knockouts: list[Knockout]
    source: Literal["ranker", "fallback"]
    ranker_version: str
    inputs_sha256: str
    is_stale: bool = Field(description="Something that the score was made from has changed since.")
    card_sha256: str = Field(description="Of all of the card but the moment of scoring.")
    scored_at: str


class Salary(Schema):
    """Pay as the posting states it."""

    min: float | None
    max: float | None
    currency: str | None
    period: str | None


class Job(Schema):
    """What is told of a job."""

    id: uuid.UUID
    title: str
    company_name: str
    place_text: str
    countries: list[str]
    remote: str
    level: str
    salary: Salary | None
    posted_on: str | None
    closes_on: str | None
    mark: str = Field(description="`saved`, `dismissed` or empty.")
    page: str = Field(description="Path of the page of this match.")


class Candidate(Schema):
    """A candidate without name or address: these are on the candidate's page, under its own rules."""

    version_id: uuid.UUID
    application_id: uuid.UUID | None
    state: Literal["applied", "opted_in"]
    label: str = Field(description="Stands for the name while it is hidden; the same on the pages of this job.")
    is_masked: bool = Field(description="Quotes are masked: blind review is on, or the role may only look.")
    page: str = Field(description="Path of the candidate's page for this job.")


class JobResult(Schema):
    job: Job
    card: ScoreCard


class TalentResult(Schema):
    candidate: Candidate
    card: ScoreCard


class Answer(Schema):
    """What both directions tell beside their results."""

    total: int = Field(description="How many reach min_score, given or not.")
    compared: int = Field(description="How many pairs were looked at.")
    source: Literal["ranker", "fallback"] = Field(description="What scores now; a stored card names its own.")
    ranker_version: str
    is_cached: bool
    processing_ms: float
    request_id: str


class JobRanking(Answer):
    version_id: uuid.UUID
    results: list[JobResult]


class TalentRanking(Answer):
    job_id: uuid.UUID
    results: list[TalentResult]


class FieldError(Schema):
    field: str = Field(description="Path of the field, such as filters.countries.0; empty for the body as a whole.")
    message: str


class ProblemDocument(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldError]


REFUSALS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 411, 413, 422, 429), ProblemDocument)


@router.post(
    "talent-to-jobs",
    auth=ApiTokenAuth(ApiToken.Scope.MATCH_READ),
    response={200: JobRanking, **REFUSALS},
    url_name="talent_to_jobs",
    operation_id="talent_to_jobs",
    summary="Jobs for a resume of mine",
)
def talent_to_jobs(request: ApiRequest, ask: TalentToJobs) -> HttpResponse:
    """Best first. A pair that was scored before is given as stored, with `is_stale`; others are scored now."""
    started = time.perf_counter()
    wanted = JobsAsk(
        version_id=ask.version_id,
        job_ids=tuple(sorted(set(ask.job_ids))),
        limit=ask.limit,
        min_score=ask.min_score,
        countries=tuple(sorted(set(ask.filters.countries))),
        remotes=tuple(sorted(set(ask.filters.remote))),
        levels=tuple(sorted(set(ask.filters.levels))),
        min_pay=ask.filters.min_salary,
        currency=ask.filters.salary_currency or "",
    )
    found = jobs_for_talent(request.user, wanted, at=timezone.now())
    for result in found.results:
        result["job"]["page"] = reverse("matching:match_detail", args=[result["job"]["id"]])
    return _answer(request, found, started, version_id=found.version_id)


@router.post(
    "job-to-talents",
    auth=ApiTokenAuth(ApiToken.Scope.MATCH_COMPANY),
    response={200: TalentRanking, **REFUSALS},
    url_name="job_to_talents",
    operation_id="job_to_talents",
    summary="Candidates for a job of my company",
)
def job_to_talents(request: ApiRequest, ask: JobToTalents) -> HttpResponse:
    """Best first; only for members of the job's company, over those who applied or let companies find them."""
    started = time.perf_counter()
    wanted = TalentsAsk(
        job_id=ask.job_id,
        version_ids=tuple(sorted(set(ask.version_ids))),
        limit=ask.limit,
        min_score=ask.min_score,
        state=ask.filters.state or "",
    )
    found = talents_for_job(request.user, wanted, at=timezone.now())
    for result in found.results:
        keys = [found.job_id, result["candidate"]["version_id"]]
        result["candidate"]["page"] = reverse("matching:candidate_detail", args=keys)
    return _answer(request, found, started, job_id=found.job_id)


def _answer(request: HttpRequest, found: Ranking, started: float, **subject: str) -> HttpResponse:
    """The ranking as JSON; its parts were made JSON-safe once, so nothing is checked field by field again."""
    from careercopilot.api import api

    told = {name: value for name, value in asdict(found).items() if name not in ("version_id", "job_id")}
    extra = {
        "processing_ms": round((time.perf_counter() - started) * 1000, 1),
        "request_id": getattr(request, "request_id", ""),
    }
    return api.create_response(request, told | subject | extra, status=200)


__all__: Sequence[str] = ["router"]
