"""Candidates of a posting: the ranked list, one in full, side by side; blind review and notes."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthedRequest, MemberRequest, member_required, recruiter_required
from careercopilot.errors import DomainError
from careercopilot.htmx import render_page
from matching import queries, services
from matching.forms_hiring import CandidateFilterForm, ComparisonForm, NoteForm, RevealForm
from matching.models import CandidateNote, JobPosting, MatchFeedback
from matching.views.company import company_posting
from matching.views.jobs import PER_PAGE
from resumes.models import ResumeVersion


def _candidate(request: MemberRequest, job: JobPosting, version: uuid.UUID) -> ResumeVersion:
    """A version that is a candidate for the job, or 404."""
    queries.candidate_details(request.user, job, [version])
    return get_object_or_404(ResumeVersion.objects.visible_to(request.user).only("owner_id"), pk=version)


@require_safe
@member_required
def candidate_list(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Ranked candidates of a posting: those who applied or are open to companies."""
    job = company_posting(request, pk)
    asked = [group.text for group in queries.requirement_groups(job)]
    form = CandidateFilterForm(request.GET, requirements=asked)
    rows = queries.candidates(request.user, request.membership.company, job, form.filters)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"job": job, "form": form, "page": page, "rows": rows, "membership": request.membership}
    return render_page(request, "matching/candidate_list.html", context, partial="results")


@require_safe
@member_required
def candidate_detail(request: MemberRequest, pk: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """One candidate for one posting: the same score card that the candidate sees, with its quotes."""
    job = company_posting(request, pk)
    view = queries.reviewing(request.user, job)
    detail = queries.candidate_detail(request.user, job, version, view=view)
    context = {
        "job": job,
        "detail": detail,
        "reviewing": view,
        "reveals": queries.reveals(request.user, job, detail.person),
        "notes": queries.notes(request.user, job, detail.person, view),
        "reveal_form": RevealForm(),
        "note_form": NoteForm(),
        "outcomes": queries.outcomes(request.user, job, version),
        "reject_reasons": MatchFeedback.RejectReason.choices,
    }
    return render_page(request, "matching/candidate_detail.html", context)


@require_safe
@member_required
def candidate_comparison(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Two to five candidates side by side, requirement by requirement."""
    job = company_posting(request, pk)
    form = ComparisonForm(request.GET)
    if not form.is_valid():
        raise Http404
    keys = form.cleaned_data["c"]
    context = {"job": job, "chosen": len(keys), "least": queries.LEAST_COMPARED, "most": queries.MOST_COMPARED}
    if not queries.LEAST_COMPARED <= len(keys) <= queries.MOST_COMPARED:
        return render_page(request, "matching/candidate_comparison.html", context, status=422)
    view = queries.reviewing(request.user, job)
    context |= {"comparison": queries.comparison(request.user, job, keys, view=view), "reviewing": view}
    return render_page(request, "matching/candidate_comparison.html", context)


@require_POST
@recruiter_required
def identity_reveal(request: MemberRequest, pk: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """Show who a candidate is to the person who asks; it is logged for colleagues and for the candidate."""
    job = company_posting(request, pk)
    found = _candidate(request, job, version)
    reason = request.POST.get("reason", "")
    try:
        services.reveal_identity(job, found, by=request.user, reason=reason)
    except DomainError as error:
        messages.info(request, error.message)
    else:
        messages.success(request, "The name is shown to you from now on. The candidate sees that you looked.")
    return redirect("matching:candidate_detail", pk=pk, version=version)


@require_POST
@recruiter_required
def note_create(request: MemberRequest, pk: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """Keep a note about a candidate."""
    job = company_posting(request, pk)
    found = _candidate(request, job, version)
    try:
        services.add_note(job, found, by=request.user, text=request.POST.get("text", ""))
    except DomainError as error:
        messages.error(request, error.message)
    return _to_notes(pk, version)


def _to_notes(job_id: uuid.UUID, version_id: uuid.UUID) -> HttpResponse:
    return redirect(reverse("matching:candidate_detail", args=[job_id, version_id]) + "#notes")


def _own_note(request: MemberRequest, pk: uuid.UUID) -> CandidateNote:
    """A note of this person's own that they may still see, or 404."""
    notes = CandidateNote.objects.visible_to(request.user).editable_by(request.user)
    return get_object_or_404(notes.filter(company=request.membership.company_id), pk=pk)


@require_POST
@recruiter_required
def note_edit(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Change an own note."""
    note = _own_note(request, pk)
    try:
        services.edit_note(note, text=request.POST.get("text", ""), at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    return _to_notes(note.job_id, note.version_id)


@require_POST
@recruiter_required
def note_bin(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete an own note; it can be taken back."""
    note = _own_note(request, pk)
    services.bin_note(note, at=timezone.now())
    undo = reverse("matching:note_restoration", args=[note.pk])
    messages.success(request, "The note is deleted.", extra_tags=f"undo:{undo}")
    return _to_notes(note.job_id, note.version_id)


@require_POST
@recruiter_required
def note_restoration(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a deletion back."""
    note = _own_note(request, pk)
    services.unbin_note(note)
    return _to_notes(note.job_id, note.version_id)


@require_safe
def reveal_list(request: AuthedRequest) -> HttpResponse:
    """For the candidate: who looked up their name under blind review, for which job, when and why."""
    page = Paginator(queries.reveals_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "matching/reveal_list.html", {"page": page})
