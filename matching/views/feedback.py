"""What became of matches: which cards were on the screen, and what a company decided about a candidate."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.http import AuthedRequest, MemberRequest, recruiter_required
from careercopilot.errors import DomainError
from matching import services
from matching.forms import OutcomeForm
from matching.models import JobPosting, MatchFeedback


@require_POST
def match_shown(request: AuthedRequest) -> HttpResponse:
    """Cards that were on the screen, as `shown=<job>:<place>` fields; sent by shown.js after the page was looked at."""
    try:
        pairs = [field.split(":") for field in request.POST.getlist("shown")]
        positions = {uuid.UUID(job): int(place) for job, place in pairs}
    except ValueError as error:
        raise BadRequest("Each field is the key of a job, a colon and a place in the list.") from error
    if any(place > 100_000 for place in positions.values()):
        raise BadRequest("No list is that long.")
    services.record_shown(request.user, positions, at=timezone.now())
    return HttpResponse(status=204)


@require_POST
@recruiter_required
def candidate_outcome(request: MemberRequest, pk: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """Record that the candidate was contacted, rejected with a reason, or hired; decided by the person who is signed in."""
    jobs = JobPosting.objects.visible_to(request.user).filter(company_id=request.membership.company_id)
    job = get_object_or_404(jobs.live(), pk=pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.first_error)
        return redirect("matching:candidate_detail", pk=pk, version=version)
    kind, reason = form.cleaned_data["kind"], form.cleaned_data["reason"]
    try:
        is_new = services.record_outcome(job, version, kind, by=request.user, at=timezone.now(), reason=reason)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        words = MatchFeedback.Kind(kind).label
        messages.success(request, f"{words}." if is_new else f"{words} was recorded before, and stays as it was.")
    return redirect("matching:candidate_detail", pk=pk, version=version)
