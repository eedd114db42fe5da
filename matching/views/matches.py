"""Matches of a seeker: the overview, the list, and one match in full."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthedRequest
from careercopilot.errors import DomainError
from careercopilot.htmx import render_page
from matching import queries, services
from matching.forms import MatchFilterForm
from matching.models import Application, MatchFeedback
from matching.queries.history import History
from matching.queries.keywords import job_check
from matching.views.jobs import PER_PAGE, filters_of, visible_job

LISTS = {"open": "Open", "saved": "Saved", "dismissed": "Dismissed"}


@require_safe
def overview(request: AuthedRequest) -> HttpResponse:
    """The seeker's start: resume, best matches, what to do next."""
    context = {"overview": queries.overview(request.user, today=timezone.localdate())}
    return render_page(request, "matching/overview.html", context)


@require_safe
def match_list(request: AuthedRequest) -> HttpResponse:
    """Jobs that fit, best first."""
    form = MatchFilterForm(request.GET)
    shown = request.GET.get("list", "open")
    shown = shown if shown in LISTS else "open"
    state = queries.match_state(request.user)
    today = timezone.localdate()
    cards = queries.match_cards(request.user, marks=shown, today=today, state=state, **filters_of(form))
    page = queries.CountedPaginator(cards, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "shown": shown, "lists": LISTS, "state": state}
    context["keep"] = [] if shown == "open" else [("list", shown)]
    context["by_rules"] = queries.scored_by_rules(page)
    if state.is_unseen and shown == "open":
        services.note_seen(request.user, at=timezone.now())
    return render_page(request, "matching/match_list.html", context, partial="results")


@require_safe
def match_detail(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """One match: requirement by requirement, knock-outs apart, contributions that add up."""
    job = visible_job(request, pk)
    detail = queries.match_detail(request.user, job)
    application = (
        Application.objects.filter(owner=request.user, job=job, status=Application.Status.APPLIED).live().first()
    )
    if detail is not None and detail.match is not None:
        services.record_opened(detail.match.version_id, job, at=timezone.now())
    reasons = MatchFeedback.DismissReason.choices
    context = {"job": job, "detail": detail, "application": application, "dismiss_reasons": reasons}
    return render_page(request, "matching/match_detail.html", context)


@require_safe
def match_check(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The ATS check of the current resume against this job's words."""
    job = visible_job(request, pk)
    check = job_check(request.user, job, today=timezone.localdate())
    return render_page(request, "matching/match_check.html", {"job": job, "check": check})


@require_safe
def match_history(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Every score that the person had with this job."""
    job = visible_job(request, pk)
    page = Paginator(History(request.user, job), PER_PAGE).get_page(request.GET.get("page"))
    context = {"job": job, "page": page, "detail": queries.match_detail(request.user, job)}
    return render_page(request, "matching/match_history.html", context)


@require_POST
def match_score(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Score this job now, for one that is not in the list or whose score is stale."""
    job = visible_job(request, pk)
    try:
        services.score_now(request.user, job)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("matching:match_detail", pk=job.pk)


@require_POST
def match_refresh(request: AuthedRequest) -> HttpResponse:
    """Bring all matches up to date in the background."""
    try:
        run = services.refresh_matches(request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("matching:match_list")
    return redirect("accounts:run_detail", pk=run.pk)
