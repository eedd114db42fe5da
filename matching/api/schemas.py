"""What the JSON API takes and gives, field by field; the OpenAPI document is made from these."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, model_validator

MOST_RESULTS, MOST_IDS = 100, 100
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1, two capital letters.")]
Limit = Annotated[int, Field(strict=True, ge=1, le=MOST_RESULTS, description="At most this many results.")]
Score = Annotated[int, Field(strict=True, ge=0, le=100, description="Leave out what scores below.")]


class Strict(Schema):
    """A request: a field that does not exist is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")


class JobFilters(Strict):
    """What a job must be; an empty list means anything. A job that says nothing on what is asked for is left out."""

    countries: list[Country] = Field(default=[], max_length=50)
    remote: list[Literal["onsite", "hybrid", "remote"]] = Field(default=[], max_length=3)
    levels: list[Literal["intern", "entry", "mid", "senior", "lead", "executive"]] = Field(default=[], max_length=6)
    min_salary: float | None = Field(
        default=None,
        strict=True,
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        description="A year; compared with the upper end of the pay.",
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


class TrainTrigger(Strict):
    """Start a training of the ranker from what people did with matches."""

    force: bool = Field(
        default=False,
        description="Do not wait for the weekly turn. Neither the least number of samples nor the gate is skipped.",
    )


class TrainStatus(Schema):
    """How the last training stands, and what scores now."""

    state: Literal["idle", "queued", "running", "succeeded", "failed", "cancelled"]
    step: str
    percent: int
    message: str = Field(description="The result in words, such as how many samples are missing.")
    run_id: uuid.UUID | None
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    version: str = Field(description="The version that the training stored; empty when none was.")
    is_promoted: bool = Field(description="Whether that version scores now.")
    refusal: str = Field(description="Why it was not promoted.")
    active_version: str
    active_source: Literal["ranker", "fallback"]
    reason: str = Field(description="Why another than the promoted ranker scores; empty when it does.")
