"""Pages of resumes: bring one in, see what the machine read, correct it, see score and skills."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthedRequest
from careercopilot.errors import DomainError
from careercopilot.htmx import render_page
from resumes import events, queries, services
from resumes.corrections import Correction
from resumes.forms import MAX_CORRECTIONS, RenameForm, UploadForm
from resumes.models import Resume, ResumeFile, ResumePage, ResumeVersion


def _resume(request: AuthedRequest, pk: uuid.UUID) -> Resume:
    return get_object_or_404(Resume.objects.editable_by(request.user), pk=pk)


def _version(request: AuthedRequest, resume: Resume) -> ResumeVersion | None:
    """The version that the address asks for (?version=2), else the newest; None while the first is being read."""
    versions = ResumeVersion.objects.visible_to(request.user).filter(resume=resume)
    wanted = request.GET.get("version", "")
    # More than nine digits are no number of a version, and `int` refuses thousands of them.
    if wanted.isdecimal():
        return get_object_or_404(versions, number=int(wanted[:10]))
    return versions.order_by("-number", "pk").first()


@require_safe
def resume_list(request: AuthedRequest) -> HttpResponse:
    """The person's resumes, and the place to drop another."""
    binned = Resume.objects.visible_to(request.user).filter(owner=request.user, deleted_at__isnull=False)
    context = {
        "resumes": queries.resume_rows(request.user),
        "binned": binned.order_by("-deleted_at", "pk")[:20],
        "form": UploadForm(),
    }
    return render_page(request, "resumes/resume_list.html", context)


@require_POST
def resume_upload(request: AuthedRequest) -> HttpResponse:
    """Take files or pasted text; reading goes on in the background, one run each."""
    files = request.FILES.getlist("file")
    form = UploadForm(request.POST, files_given=len(files))
    runs, refusals = [], []
    if form.is_valid():
        pasted = form.cleaned_data["text"].encode()
        name = f"Pasted {timezone.localtime():%d %b %Y %H.%M}.txt"  # two pasted texts are told apart by it
        texts = [SimpleUploadedFile(name, pasted)] if pasted.strip() else []
        for file in [*files, *texts]:
            try:
                # One byte over the limit is enough to be refused: a huge file is never held in memory.
                data = file.read(services.MAX_BYTES + 1)
                runs.append(
                    services.start_intake(by=request.user, data=data, name=file.name or "resume", at=timezone.now())
                )
            except DomainError as error:
                refusals.append(error.message)
    for refusal in refusals:
        form.add_error(None, refusal)
    if runs:
        for refusal in refusals:
            messages.error(request, refusal)
        return redirect("accounts:run_detail", pk=runs[0].pk) if len(runs) == 1 else redirect("accounts:run_list")
    context = {"resumes": queries.resume_rows(request.user), "binned": [], "form": form}
    return render_page(request, "resumes/resume_list.html", context, status=422)


@require_safe
def resume_detail(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The mirror: the page beside what the machine read."""
    resume = _resume(request, pk)
    version = _version(request, resume)
    if version is None:
        return render_page(request, "resumes/resume_unread.html", {"resume": resume})
    pages = version.pages.visible_to(request.user).defer("image").order_by("number")
    mirror = queries.mirror_of(version)
    sheets = [{"number": page.number, "id": page.pk, "regions": mirror.regions.get(page.number, [])} for page in pages]
    context = {"resume": resume, "version": version, "mirror": mirror, "sheets": sheets, "here": "mirror"}
    return render_page(request, "resumes/resume_detail.html", context)


@require_safe
def resume_ats(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The itemised score."""
    resume = _resume(request, pk)
    version = _version(request, resume)
    if version is None:
        return render_page(request, "resumes/resume_unread.html", {"resume": resume})
    findings = [
        finding | {"quote": queries.quote(version.text, finding["start"], finding["end"])}
        if finding["start"] is not None and finding["end"] is not None
        else finding
        for finding in version.ats_findings
    ]
    context = {"resume": resume, "version": version, "findings": findings, "here": "ats"}
    return render_page(request, "resumes/resume_ats.html", context)


@require_safe
def resume_skills(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Skills with the words that show them."""
    resume = _resume(request, pk)
    version = _version(request, resume)
    if version is None:
        return render_page(request, "resumes/resume_unread.html", {"resume": resume})
    groups = queries.skill_rows(version)
    rows = [row for _, found in groups for row in found]
    context = {
        "resume": resume,
        "version": version,
        "groups": groups,
        "total": len(rows),
        "evidenced": sum(row.is_evidenced for row in rows),
        "listed": sum(not (row.is_evidenced or row.is_implied or row.is_language) for row in rows),
        "here": "skills",
    }
    return render_page(request, "resumes/resume_skills.html", context)


@require_safe
def resume_versions(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """All versions, newest first."""
    resume = _resume(request, pk)
    versions = (
        ResumeVersion.objects.visible_to(request.user)
        .filter(resume=resume)
        .select_related("file")
        .defer("parsed", "text", "ats_findings", "file__content")
        .order_by("-number", "pk")
    )
    context = {"resume": resume, "versions": versions, "version": versions.first(), "here": "versions"}
    return render_page(request, "resumes/resume_versions.html", context)


@require_POST
def resume_correction(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep a person's corrections as a new version; fields left as they were are no corrections."""
    resume = _resume(request, pk)
    version = _version(request, resume)
    paths = [name.removeprefix("was:") for name in request.POST if name.startswith("was:")][:MAX_CORRECTIONS]
    changes = [
        Correction(path, request.POST.get(f"now:{path}", ""))
        for path in paths
        if request.POST.get(f"now:{path}", "").strip() != request.POST[f"was:{path}"].strip()
    ]
    if version is None or not changes:
        messages.info(request, "Nothing was changed.")
        return redirect("resumes:resume_detail", pk=resume.pk)
    try:
        new = services.correct(version, changes, today=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Saved as version {new.number}. The earlier version is kept.")
    return redirect("resumes:resume_detail", pk=resume.pk)


@require_POST
def resume_name(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Rename a resume."""
    resume = _resume(request, pk)
    form = RenameForm(request.POST, instance=resume)
    if form.is_valid():
        form.save()
    else:
        messages.error(request, "A name needs 1 to 160 characters.")
    return redirect("resumes:resume_versions", pk=pk)


@require_POST
def resume_primary(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Use this resume for matches."""
    resume = _resume(request, pk)
    try:
        services.make_primary(resume)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{resume.title} is used for matches now.")
    return redirect("resumes:resume_list")


@require_POST
def resume_bin(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a resume in the bin; it can be taken out again."""
    resume = _resume(request, pk)
    services.bin_resume(resume, at=timezone.now())
    undo = reverse("resumes:resume_restoration", args=[resume.pk])
    messages.success(request, f"{resume.title} is in the bin.", extra_tags=f"undo:{undo}")
    return redirect("resumes:resume_list")


@require_POST
def resume_restoration(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a resume out of the bin."""
    resume = _resume(request, pk)
    services.unbin_resume(resume)
    messages.success(request, f"{resume.title} is back.")
    return redirect("resumes:resume_list")


@require_POST
def version_restoration(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Make an older version the newest again."""
    version = get_object_or_404(ResumeVersion.objects.editable_by(request.user), pk=pk)
    new = services.restore_version(version, today=timezone.localdate())
    messages.success(request, f"Version {version.number} is back, as version {new.number}.")
    return redirect(reverse("resumes:resume_detail", args=[version.resume_id]))


@require_safe
def page_image(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The picture of one page."""
    page = get_object_or_404(ResumePage.objects.visible_to(request.user), pk=pk)
    if not events.may_open_files(request.user, page.owner_id):
        raise Http404
    response = HttpResponse(bytes(page.image), content_type=page.content_type)
    # A version never changes, so its pictures may stay in this one reader's own browser.
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


@require_safe
def file_original(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The bytes that were uploaded, always as a download."""
    file = get_object_or_404(ResumeFile.objects.visible_to(request.user), pk=pk)
    if not events.may_open_files(request.user, file.owner_id):
        raise Http404
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.label) or "attachment"
    return response
