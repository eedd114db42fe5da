"""Improvements for a job, and the job in words: asked for, shown, accepted elsewhere."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthedRequest
from careercopilot.errors import DomainError
from careercopilot.htmx import render_page
from matching.queries.improving import improvements_page
from matching.views.jobs import visible_job
from resumes import advising
from resumes.services import current_version

ASKED = ("suggest_improvements", "match_job")


@require_safe
def match_improvements(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The newest suggestions for this job, and the job in words."""
    job = visible_job(request, pk)
    page = improvements_page(request.user, job, today=timezone.localdate())
    return render_page(request, "matching/match_improvements.html", {"job": job, "page": page})


@require_POST
def match_advice(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for suggestions or for the job in words; the worker answers, since scores are recomputed."""
    job = visible_job(request, pk)
    version = current_version(request.user)
    capability = request.POST.get("capability", "")
    back = redirect(reverse("matching:match_improvements", args=[job.pk]))
    if version is None or capability not in ASKED:
        messages.error(request, "Upload a resume first.")
        return back
    try:
        advice = advising.ask(
            version,
            capability,
            by=request.user,
            at=timezone.now(),
            about_kind="job",
            about=str(job.pk),
            about_label=job.title,
            with_model=bool(request.POST.get("with_model")),
        )
    except DomainError as error:
        messages.error(request, error.message)
        return back
    return redirect(f"{back.url}#advice-{advice.pk}")
