"""Background work of the resumes app."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from careercopilot.jobs import JobContext, JobFailed, job
from resumes import services
from resumes.events import after_reading
from resumes.models import ResumeFile, ResumeVersion


@job("resumes.read_resume", deadline=180.0)
def read_resume(context: JobContext, /, **arguments: Any) -> None:
    """Read an upload, score it, store the version; then what higher apps registered (matching)."""
    file_id = uuid.UUID(arguments["file_id"])
    if not context.done("version"):
        _read(context, file_id)
    with context.acting():
        version = ResumeVersion.objects.filter(file_id=file_id).order_by("number").first()
    if version is None:
        raise JobFailed("This upload was removed before it was read.")
    for step in after_reading:
        step(context, version.pk)


def _read(context: JobContext, file_id: uuid.UUID) -> None:
    # Loaded here: only the worker reads files.
    from resumes.parsing import ResumeRefused, page_images, parse

    with context.acting():
        file = ResumeFile.objects.select_related("resume__owner").filter(pk=file_id).first()
    if file is None:
        raise JobFailed("This upload was removed before it was read.")
    context.progress(10, "Reading the file")
    data = bytes(file.content)
    try:
        parsed = parse(data, file.label)
        images = page_images(data) if parsed.format == "pdf" else []
    except ResumeRefused as refusal:
        with context.effect("refused"):
            _forget(file)
        raise JobFailed(str(refusal)) from refusal
    context.progress(50, "Scoring and finding skills")
    with context.effect("version"):
        services.store_version(
            file.resume,
            parsed,
            source=ResumeVersion.Source.UPLOAD,
            today=timezone.localdate(),
            file=file,
            images=images,
        )


def _forget(file: ResumeFile) -> None:
    """A refused upload leaves nothing: the file goes, and its resume if it never had a version."""
    resume = file.resume
    file.delete()
    if not resume.versions.exists():
        resume.delete()
