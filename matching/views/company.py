"""A company's side: dashboard and postings."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import MemberRequest, member_required, recruiter_required
from careercopilot.errors import DomainError
from careercopilot.htmx import render_page
from matching import queries, services
from matching.drafts import PostingDraft
from matching.models import JobPosting
from matching.views.jobs import PER_PAGE, create_posting


def company_posting(request: MemberRequest, pk: uuid.UUID) -> JobPosting:
    """A posting of the person's company outside the bin, or 404."""
    company = request.membership.company_id
    return get_object_or_404(JobPosting.objects.visible_to(request.user).filter(company_id=company).live(), pk=pk)


@require_safe
@member_required
def company_dashboard(request: MemberRequest) -> HttpResponse:
    """The company's postings with their candidates in numbers."""
    context = {"dashboard": queries.dashboard(request.user, request.membership.company)}
    return render_page(request, "matching/company_dashboard.html", context | {"membership": request.membership})


@require_safe
@member_required
def posting_list(request: MemberRequest) -> HttpResponse:
    """All postings of the company, by state."""
    postings = JobPosting.objects.visible_to(request.user).filter(company=request.membership.company)
    page = Paginator(postings.live().defer("description").order_by("-created_at", "pk"), PER_PAGE)
    binned = postings.filter(deleted_at__isnull=False).defer("description").order_by("-deleted_at", "pk")[:20]
    context = {"page": page.get_page(request.GET.get("page")), "binned": binned, "membership": request.membership}
    return render_page(request, "matching/posting_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@recruiter_required
def posting_create(request: MemberRequest) -> HttpResponse:
    """Post a job: paste its text, confirm what was read; it is published at once or kept as a draft."""
    status = JobPosting.Status.DRAFT if "draft" in request.POST else JobPosting.Status.PUBLISHED

    def save(draft: PostingDraft) -> JobPosting:
        company, today = request.membership.company, timezone.localdate()
        job = services.save_posting(None, draft, by=request.user, company=company, status=status, today=today)
        services.set_blind_review(job, is_blind=request.POST.get("is_blind") == "on", by=request.user)
        return job

    return create_posting(
        request,
        for_company=True,
        template="matching/posting_create.html",
        save=save,
        then=lambda job: reverse("matching:candidate_list", args=[job.pk]),
    )


@require_POST
@recruiter_required
def posting_publication(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Publish a draft or a closed posting."""
    job = company_posting(request, pk)
    try:
        services.publish(job, by=request.user, today=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("matching:candidate_list", pk=job.pk)


@require_POST
@recruiter_required
def posting_closure(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a posting: it leaves the public list, its candidates stay."""
    job = company_posting(request, pk)
    services.close_posting(job)
    messages.success(request, f"{job.title} is closed.")
    return redirect("matching:candidate_list", pk=job.pk)


@require_POST
@recruiter_required
def posting_review(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Turn blind review of a posting's candidates on or off."""
    job = company_posting(request, pk)
    is_blind = request.POST.get("is_blind") == "on"
    if services.set_blind_review(job, is_blind=is_blind, by=request.user):
        said = "Names are hidden until you reveal them, one by one." if is_blind else "Names are shown to recruiters."
        messages.success(request, f"Blind review is {'on' if is_blind else 'off'}. {said}")
    return redirect("matching:candidate_list", pk=job.pk)
