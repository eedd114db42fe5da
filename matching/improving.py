"""Advice about a job: how its questions are asked of stored rows, and how its answers become changes to accept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from accounts.models import User
from aiplatform.capabilities import CapabilityInput
from matching.capabilities.suggest_improvements import (
    SuggestImprovementsInput,
    SuggestImprovementsOutput,
    Suggestion,
    edits,
)
from matching.models import JobPosting
from matching.queries.asked import improvements_input, match_input
from resumes.models import Advice
from resumes.services import ResumeError
from resumes.suggesting import Proposed

UNSCORED = "Score this job with your current resume first."
TITLES = {"reword": "Another wording of a line", "move_up": "A line that should come first"}


def asked_about_job(advice: Advice, by: User, today: dt.date) -> CapabilityInput:
    """The input of an advice about a job; ResumeError when the job is gone or not scored with the current version."""
    job = JobPosting.objects.visible_to(by).live().filter(pk=uuid.UUID(advice.about)).first()
    if job is None:
        raise ResumeError("This job is no longer there.", code="gone")
    make = improvements_input if advice.capability == "suggest_improvements" else match_input
    inputs = make(by, job, today=today)
    if inputs is None:
        raise ResumeError(UNSCORED, code="unscored")
    return inputs


def of_improvements(inputs: SuggestImprovementsInput, output: SuggestImprovementsOutput) -> Iterator[Proposed]:
    """Each suggestion with the texts that accepting it writes; advice has none."""
    lines = {line.id: line.text for line in inputs.resume.lines()}
    for one in output.suggestions:
        changes = tuple((path, lines[path], text) for path, text in edits(inputs.resume, one))
        yield Proposed(
            action=one.action,
            title=TITLES.get(one.action, one.text),
            reason=one.reason,
            priority=one.priority,
            edits=changes,
            entry=_entry(inputs, one),
            impact_match=one.impact.match,
            impact_ats=one.impact.ats,
        )


def _entry(inputs: SuggestImprovementsInput, one: Suggestion) -> str:
    """The entry that a line belongs to."""
    entries = (entry.id for entry in inputs.resume.entries if any(line.id == one.target for line in entry.lines))
    return next(entries, "") if one.target else ""
