"""Matches in both directions for programs: POST match/talent-to-jobs and POST match/job-to-talents."""

from __future__ import annotations

import time
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from accounts.api import ApiRequest, ApiTokenAuth
from accounts.models import ApiToken
from matching.api.refusals import REFUSALS
from matching.api.schemas import JobRanking, JobToTalents, TalentRanking, TalentToJobs
from matching.services.rankings import JobsAsk, Ranking, TalentsAsk, jobs_for_talent, talents_for_job

router = Router(tags=["match"])


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
