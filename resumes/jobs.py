"""Background work of the resumes app."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from pydantic_core import to_jsonable_python

from careercopilot.errors import DomainError
from careercopilot.jobs import JobContext, JobFailed, job
from resumes import advising, services
from resumes.events import after_reading
from resumes.models import Advice, ResumeFile, ResumeVersion

if TYPE_CHECKING:
    from aiplatform.capabilities import CapabilityInput
    from aiplatform.gateway import Outcome


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


@job("resumes.answer_advice", deadline=180.0, retries=1)
def answer_advice(context: JobContext, /, **arguments: Any) -> None:
    """Answer one question about a version: by a model section by section where one was asked for, else by rules."""
    advice_id = uuid.UUID(arguments["advice_id"])
    try:
        _answer(context, advice_id)
    except JobFailed as failure:
        _give_up(context, advice_id, str(failure))
        raise


def _answer(context: JobContext, advice_id: uuid.UUID) -> None:
    at = timezone.now()
    context.progress(5, "Reading the resume")
    with context.acting():
        advice = Advice.objects.select_related("version__resume", "owner").filter(pk=advice_id).first()
        if advice is None:
            raise JobFailed("This resume was removed before the answer was made.")
        if advice.state != Advice.State.WORKING:
            return
        try:
            inputs = advising.input_of(advice, by=advice.owner, today=timezone.localdate())
        except DomainError as error:
            raise JobFailed(error.message) from error
    context.progress(15, "Asking the model" if advice.with_model else "Computing")
    outcome = _outcome(context, advice, inputs, at=at)
    with context.effect():
        fresh = Advice.objects.select_for_update().filter(pk=advice_id).first()
        if fresh is not None:
            advising.store_answer(
                fresh,
                inputs,
                outcome.value.model_dump(mode="json"),
                source=outcome.source,
                why=outcome.why if advice.with_model else "",
                model=outcome.model,
                request_id=outcome.request_id,
                cost_usd=outcome.cost_usd,
                today=timezone.localdate(),
            )


def _outcome(context: JobContext, advice: Advice, inputs: CapabilityInput, *, at: dt.datetime) -> Outcome:
    """The model's answer, or the one by rules; outside of any transaction."""
    # Loaded here: only the worker asks models.
    from aiplatform.capabilities import get
    from aiplatform.gateway import Outcome, run
    from aiplatform.services.record import Subject

    if not advice.with_model:
        return Outcome(get(advice.capability).deterministic(inputs), "deterministic")
    return run(
        advice.capability,
        inputs,
        by=advice.owner,
        owner=advice.owner,
        subject=Subject("resume", advice.version.resume_id, advice.version.resume.title),
        at=at,
        on_text=_Sections(context, advice).add,
    )


class _Sections:
    """Keeps the sections of an answer as they come, so that a page that looks shows them."""

    def __init__(self, context: JobContext, advice: Advice) -> None:
        self.context, self.advice = context, advice
        self.value: dict[str, Any] = {}

    def add(self, section: str, value: object) -> None:
        """One whole section; a later one of the same name takes its place."""
        self.value[section] = to_jsonable_python(value)
        with self.context.acting():
            Advice.objects.filter(pk=self.advice.pk, state=Advice.State.WORKING).update(value=self.value)
        words = section.replace("_", " ").capitalize()
        self.context.progress(min(20 + 10 * len(self.value), 90), "Writing", f"{words}: done")


def _give_up(context: JobContext, advice_id: uuid.UUID, why: str) -> None:
    """The advice says why there is none."""
    with context.acting():
        waiting = Advice.objects.filter(pk=advice_id, state=Advice.State.WORKING)
        waiting.update(state=Advice.State.FAILED, why=why[:500])
