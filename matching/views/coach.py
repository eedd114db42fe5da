"""The coach: what would raise a match, answers about skills, and skill gaps across jobs."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthedRequest
from careercopilot.errors import DomainError
from careercopilot.htmx import render_page
from matching import services
from matching.forms import SkillAnswerForm
from matching.models import SkillFact
from matching.queries.coach import coach_of, entries_for
from matching.queries.gaps import STATES, gap_page
from matching.views.jobs import PER_PAGE, back_to, visible_job

STATE_WORDS = {"": "All", "gap": "Gaps", "supported": "Supported by text", "existing": "Existing"}
SAID = {
    "yes": "Kept: {label} counts for every job from now on.",
    "no": "Kept: {label} counts for no job, whatever the resume says.",
    "cannot_say": "Kept. You are not asked about {label} for 90 days.",
}


@require_safe
def match_coach(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """What would raise this match; `with` in the address names the changes to score together."""
    job = visible_job(request, pk)
    coach = coach_of(request.user, job, today=timezone.localdate(), chosen=request.GET.getlist("with"))
    return render_page(request, "matching/match_coach.html", {"job": job, "coach": coach}, partial="coach")


@require_POST
def answer_create(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep an answer about a skill that this job asks for."""
    job = visible_job(request, pk)
    back = back_to(request, reverse("matching:match_coach", args=[job.pk]))
    form = SkillAnswerForm(request.POST, entries=entries_for(request.user))
    if not form.is_valid():
        messages.error(request, form.first_error)
        return redirect(back)
    said = form.cleaned_data
    try:
        fact = services.answer_skill(
            request.user,
            said["key"],
            said["answer"],
            at=timezone.now(),
            place=said["place"],
            years=said["years"],
            job=job,
            as_written=said["as_written"],
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    undo = reverse("matching:answer_removal", args=[fact.pk])
    messages.success(request, SAID[fact.answer].format(label=fact.skill_label), extra_tags=f"undo:{undo}")
    return redirect(back)


@require_POST
def answer_removal(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an answer back; what stood before it stands again."""
    fact = get_object_or_404(SkillFact.objects.editable_by(request.user).select_related("owner", "job"), pk=pk)
    services.withdraw_answer(fact, at=timezone.now())
    messages.success(request, f"Your answer about {fact.skill_label} is taken back.")
    return redirect(back_to(request, reverse("matching:match_gaps")))


@require_safe
def match_gaps(request: AuthedRequest) -> HttpResponse:
    """Skills that the jobs of interest ask for, what is known of each, and what it would move."""
    shown = request.GET.get("state", "")
    gaps = gap_page(request.user, today=timezone.localdate(), shown=shown if shown in STATES else "")
    page = Paginator(gaps.gaps, PER_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "matching/match_gaps.html", {"gaps": gaps, "page": page, "states": STATE_WORDS})
