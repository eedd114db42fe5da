"""Jobs as a seeker sees them: the list, one job, adding one, marking and applying."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthedRequest
from careercopilot.errors import DomainError
from careercopilot.htmx import render_page
from matching import queries, services
from matching.forms import (
    ApplicationForm,
    JobFilterForm,
    PasteForm,
    PostingForm,
    RequirementFormSet,
    blank_requirements,
    draft_of,
    requirement_initial,
)
from matching.models import Application, JobMark, JobPosting, MatchFeedback

PER_PAGE = 20


def filters_of(form: Form) -> dict[str, Any]:
    """The filters that were given in the address; a value that is no choice counts as none given."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def visible_job(request: HttpRequest, pk: uuid.UUID) -> JobPosting:
    """A job that this person may see, or 404."""
    return get_object_or_404(JobPosting.objects.visible_to(request.user).live().select_related("company"), pk=pk)


@login_not_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """All open jobs, with search and filters in the address."""
    form = JobFilterForm(request.GET)
    wanted = filters_of(form)
    jobs = queries.job_list(request.user, today=timezone.localdate(), **wanted)
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "matching/job_list.html", {"form": form, "page": page}, partial="results")


@login_not_required
@require_safe
def job_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One job; for a seeker with the score card in short, and the way to apply."""
    job = visible_job(request, pk)
    context: dict[str, Any] = {"job": job, "requirements": queries.requirement_groups(job), "form": ApplicationForm()}
    context["may_edit"] = JobPosting.objects.editable_by(request.user).filter(pk=pk).exists()
    if request.user.is_authenticated and request.user.is_seeker:
        context["match"] = queries.match_of(request.user, job)
        context["application"] = Application.objects.filter(owner=request.user, job=job).live().first()
        context["mark"] = JobMark.objects.visible_to(request.user).filter(job=job).first()
    return render_page(request, "matching/job_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def job_create(request: AuthedRequest) -> HttpResponse:
    """A seeker adds a job for themselves: paste the text, confirm what was read."""
    return create_posting(
        request,
        for_company=False,
        template="matching/job_create.html",
        save=lambda draft: services.save_posting(
            None, draft, by=request.user, company=None, status=JobPosting.Status.PRIVATE, today=timezone.localdate()
        ),
        then=lambda job: reverse("matching:match_detail", args=[job.pk]),
    )


def create_posting(request: AuthedRequest, *, for_company: bool, template: str, save: Any, then: Any) -> HttpResponse:
    """The two steps of adding a posting: the pasted text becomes a filled form, the confirmed form becomes a posting.

    Who asks to write it (`?write=1`) begins with an empty form.
    """
    if request.method != "POST":
        if "write" not in request.GET:
            return render_page(request, template, {"paste": PasteForm()})
        blank = {"form": PostingForm(for_company=for_company), "rows": blank_requirements(), "is_blank": True}
        return render_page(request, template, blank)
    if "title" not in request.POST:
        return _read_paste(request, template, for_company=for_company)
    form = PostingForm(request.POST, for_company=for_company)
    rows = RequirementFormSet(request.POST, prefix="req")
    if not (form.is_valid() and rows.is_valid()):
        return render_page(request, template, {"form": form, "rows": rows}, status=422)
    job = save(draft_of(form, rows))
    if not job.is_rankable:
        messages.warning(request, "Kept, but there is too little text to match on. Add what the job asks for.")
    return redirect(then(job))


def _read_paste(request: AuthedRequest, template: str, *, for_company: bool) -> HttpResponse:
    paste = PasteForm(request.POST)
    if not paste.is_valid():
        return render_page(request, template, {"paste": paste}, status=422)
    draft = services.read_posting(paste.cleaned_data["text"])
    form = PostingForm(initial=PostingForm.initial_of(draft), for_company=for_company)
    rows = RequirementFormSet(prefix="req", initial=requirement_initial(draft.requirements))
    return render_page(request, template, {"form": form, "rows": rows, "just_read": True})


@require_http_methods(["GET", "HEAD", "POST"])
def job_edit(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Change an own job or a posting of the own company."""
    job = get_object_or_404(JobPosting.objects.editable_by(request.user).live(), pk=pk)
    for_company = job.company_id is not None
    if request.method == "POST":
        form = PostingForm(request.POST, for_company=for_company)
        rows = RequirementFormSet(request.POST, prefix="req")
        if form.is_valid() and rows.is_valid():
            services.save_posting(
                job,
                draft_of(form, rows),
                by=request.user,
                company=job.company,
                status=job.status,
                today=timezone.localdate(),
            )
            messages.success(request, "The job is saved. Its matches are being brought up to date.")
            return redirect("matching:job_detail", pk=job.pk)
        return render_page(request, "matching/job_edit.html", {"job": job, "form": form, "rows": rows}, status=422)
    draft = services.draft_from(job)
    form = PostingForm(initial=PostingForm.initial_of(draft), for_company=for_company)
    rows = RequirementFormSet(prefix="req", initial=requirement_initial(draft.requirements))
    return render_page(request, "matching/job_edit.html", {"job": job, "form": form, "rows": rows})


@require_POST
def job_bin(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a job in the bin, from where it can be taken out."""
    job = get_object_or_404(JobPosting.objects.editable_by(request.user).live(), pk=pk)
    services.bin_posting(job, at=timezone.now())
    undo = reverse("matching:job_restoration", args=[job.pk])
    messages.success(request, f"{job.title} is in the bin.", extra_tags=f"undo:{undo}")
    return redirect("matching:posting_list" if job.company_id else "matching:job_list")


@require_POST
def job_restoration(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a job out of the bin."""
    job = get_object_or_404(JobPosting.objects.editable_by(request.user), pk=pk)
    services.unbin_posting(job)
    messages.success(request, f"{job.title} is back.")
    return redirect("matching:job_detail", pk=job.pk)


def back_to(request: HttpRequest, default: str) -> str:
    """Where the form asked to return to, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # `redirect` takes anything without a slash for the name of a view.
    return wanted if safe and wanted.startswith(("/", "http://", "https://")) and "\0" not in wanted else default


@require_POST
def job_mark(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Save or dismiss a job, or undo that."""
    job = visible_job(request, pk)
    kind = request.POST.get("kind", "")
    reason = request.POST.get("reason", "") if kind == JobMark.Kind.DISMISSED else ""
    known = reason if reason in MatchFeedback.DismissReason.values else ""
    services.mark_job(request.user, job, kind if kind in JobMark.Kind.values else None, reason=known)
    words = {"saved": "Saved.", "dismissed": "Dismissed. You find it under Dismissed."}.get(kind, "Back in the list.")
    undo = f"undo:{reverse('matching:job_mark', args=[job.pk])}" if kind == JobMark.Kind.DISMISSED else ""
    messages.success(request, words, extra_tags=undo)
    return redirect(back_to(request, reverse("matching:match_list")))


@require_POST
def application_create(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Apply with the current version of the primary resume."""
    job = visible_job(request, pk)
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        messages.error(request, "A message may have at most 4,000 characters.")
        return redirect("matching:job_detail", pk=job.pk)
    try:
        services.apply(job, by=request.user, note=form.cleaned_data["note"], at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("matching:job_detail", pk=job.pk)
    messages.success(
        request, f"You applied to {job.title}. {job.company_name or 'The company'} sees this version of your resume."
    )
    return redirect("matching:application_list")


@require_safe
def application_list(request: AuthedRequest) -> HttpResponse:
    """The person's applications, newest first."""
    applications = (
        Application.objects.filter(owner=request.user)
        .live()
        .select_related("job", "version__resume")
        .defer("job__description", "version__parsed", "version__text", "version__ats_findings")
        .order_by("-applied_at", "pk")
    )
    page = Paginator(applications, PER_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "matching/application_list.html", {"page": page})


@require_POST
def application_withdrawal(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an application back; the company no longer sees the resume."""
    application = get_object_or_404(Application.objects.editable_by(request.user).live(), pk=pk)
    try:
        services.withdraw(application, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Your application is withdrawn. The company no longer sees your resume.")
    return redirect("matching:application_list")
