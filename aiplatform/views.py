"""Pages of a person's account about the use of AI: every call about them, what was said, and erasing the words."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthedRequest
from aiplatform.queries import calls
from aiplatform.services import money, record
from careercopilot.htmx import render_page

PER_PAGE = 25


@require_safe
def request_list(request: AuthedRequest) -> HttpResponse:
    """Every call of a model about the person, its cost, and what is left of their budget."""
    page = Paginator(calls.requests_about(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "calls": calls.calls_of(request.user, list(page)),
        "totals": calls.totals_of(request.user, at=timezone.now()),
        "budgets": money.own_budgets(),
        "words_days": settings.AI_WORDS_DAYS,
    }
    return render_page(request, "aiplatform/request_list.html", context)


@require_safe
def request_detail(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """One call: what was sent, what came back, what it cost."""
    found = get_object_or_404(calls.requests_about(request.user).select_related("prompt_version__prompt"), pk=pk)
    return render_page(request, "aiplatform/request_detail.html", {"exchange": calls.exchange_of(request.user, found)})


@require_POST
def request_erasure(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove the words of one call; that it was made stays."""
    found = get_object_or_404(calls.requests_about(request.user), pk=pk)
    record.erase_payloads(by=request.user, request_id=found.pk)
    messages.success(request, "The words of this call are erased.")
    return redirect("aiplatform:request_detail", pk=pk)


@require_POST
def payload_erasure(request: AuthedRequest) -> HttpResponse:
    """Remove the words of all calls about the person."""
    if record.erase_payloads(by=request.user):
        messages.success(
            request, "The words of all calls about you are erased. That they were made, and their cost, stays."
        )
    return redirect("aiplatform:request_list")
