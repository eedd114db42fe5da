"""Pages of advice: the analysis of a resume, help with its texts, and suggestions to accept or reject."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthedRequest
from careercopilot.errors import DomainError
from careercopilot.htmx import render_page
from resumes import advice_queries, advising, texts
from resumes.forms import AskForm
from resumes.models import Advice, ResumeVersion, Suggestion, TextClaim
from resumes.views import _resume, _version


@require_safe
def resume_analysis(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The analysis by rules at once, and a model's where one was asked for."""
    resume = _resume(request, pk)
    version = _version(request, resume)
    if version is None:
        return render_page(request, "resumes/resume_unread.html", {"resume": resume})
    page = advice_queries.analysis_page(request.user, version, today=timezone.localdate())
    context = {"resume": resume, "version": version, "analysis": page, "here": "analysis"}
    return render_page(request, "resumes/resume_analysis.html", context)


@require_safe
def resume_help(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Summary, points and sections, each with its signals and the help that can be asked for."""
    resume = _resume(request, pk)
    version = _version(request, resume)
    if version is None:
        return render_page(request, "resumes/resume_unread.html", {"resume": resume})
    page = advice_queries.help_page(request.user, version, today=timezone.localdate())
    context = {"resume": resume, "version": version, "help": page, "here": "help"}
    return render_page(request, "resumes/resume_help.html", context)


@require_POST
def advice_create(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for advice about a version."""
    version = get_object_or_404(ResumeVersion.objects.editable_by(request.user).select_related("resume"), pk=pk)
    form = AskForm(request.POST)
    back = reverse("resumes:resume_help", args=[version.resume_id])
    if not form.is_valid():
        messages.error(request, "That cannot be asked. Reload the page and try again.")
        return redirect(back)
    try:
        advice = advising.ask(version, by=request.user, at=timezone.now(), **form.asked())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    if advice.capability == "analyze_resume":
        return redirect(
            f"{reverse('resumes:resume_analysis', args=[version.resume_id])}?version={version.number}#advice-{advice.pk}"
        )
    return redirect("resumes:advice_detail", pk=advice.pk)


@require_safe
def advice_detail(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """One advice; while it is being made the page asks again."""
    mine = Advice.objects.visible_to(request.user).select_related("version__resume", "run")
    advice = get_object_or_404(mine, pk=pk)
    shown = advice_queries.shown_advice(advice)
    context = {"advice": shown, "resume": advice.version.resume, "version": advice.version, "here": "help"}
    return render_page(request, "resumes/advice_detail.html", context, partial="advice")


def _suggestion(request: AuthedRequest, pk: uuid.UUID) -> Suggestion:
    mine = Suggestion.objects.editable_by(request.user).select_related("version__resume", "advice")
    return get_object_or_404(mine, pk=pk)


def _back(request: AuthedRequest, suggestion: Suggestion) -> HttpResponse:
    """To the page that the person was on, if it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if is_ours else reverse("resumes:advice_detail", args=[suggestion.advice_id]))


@require_POST
def suggestion_acceptance(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the version with this change."""
    suggestion = _suggestion(request, pk)
    try:
        made = advising.accept(suggestion, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return _back(request, suggestion)
    undo = reverse("resumes:suggestion_reopening", args=[suggestion.pk])
    words = f"Accepted: version {made.number} has it. Version {made.number - 1} is kept."
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return _back(request, suggestion)


@require_POST
def claim_confirmation(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The person says that a claim is true."""
    claim = get_object_or_404(TextClaim.objects.editable_by(request.user).select_related("text__entry"), pk=pk)
    try:
        texts.confirm(claim, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Kept as a fact that you confirmed. It counts for later texts too.")
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if is_ours else reverse("resumes:resume_list"))


@require_POST
def suggestion_rejection(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Put the suggestion aside."""
    suggestion = _suggestion(request, pk)
    advising.reject(suggestion, at=timezone.now())
    undo = reverse("resumes:suggestion_reopening", args=[suggestion.pk])
    messages.success(request, "Rejected. Nothing was changed.", extra_tags=f"undo:{undo}")
    return _back(request, suggestion)


@require_POST
def suggestion_reopening(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a decision back."""
    suggestion = _suggestion(request, pk)
    try:
        restored = advising.reopen(suggestion, today=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
        return _back(request, suggestion)
    messages.success(
        request, f"Taken back, as version {restored.number}." if restored else "The suggestion is open again."
    )
    return _back(request, suggestion)
