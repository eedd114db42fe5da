"""App configuration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from accounts.models import User
    from aiplatform.capabilities import CapabilityInput, CapabilityOutput
    from resumes.capabilities.pieces import KeywordPiece
    from resumes.models import Advice, ResumeVersion
    from resumes.suggesting import Proposed


def ranker_state() -> str:
    """For `/readyz`: the version that scores now, or "fallback" where the rules do."""
    from matching.rankers import current

    found = current()
    return found.version if found.source == "ranker" else "fallback"


def ranker_reason() -> str:
    """For `/readyz`: why another ranker than the promoted one scores; empty when it does."""
    from matching.rankers import current

    return current().reason


def ranker_labels() -> dict[str, str]:
    """For `/metrics`: what scores now."""
    from matching.rankers import current

    found = current()
    return {"version": found.version, "source": found.source}


def words_of_interest(user: User, version: ResumeVersion) -> Sequence[KeywordPiece]:
    """For the analysis of a resume: what the person's jobs ask for."""
    from matching.queries.asked import keywords_of_interest

    return keywords_of_interest(user, version)


def input_about_job(advice: Advice, by: User, today: dt.date) -> CapabilityInput:
    """For advice about a job: what it is asked with."""
    from matching.improving import asked_about_job

    return asked_about_job(advice, by, today)


def suggestions_for_job(inputs: CapabilityInput, output: CapabilityOutput) -> Iterator[Proposed]:
    """For advice about a job: the changes that it suggests."""
    from matching.improving import of_improvements

    return of_improvements(inputs, output)  # type: ignore[arg-type]  # the capability's own types


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from importlib import import_module

        from accounts.events import wishes_saved
        from careercopilot.health import note
        from careercopilot.metrics_page import report_ranker
        from matching.jobs import after_reading
        from matching.queries import hides_files
        from matching.services.matches import refresh_when_changed, refresh_when_wished
        from resumes import events

        import_module("matching.nightly")  # the queue looks for work in modules called jobs only

        events.after_reading.append(after_reading)
        events.current_changed.append(refresh_when_changed)
        events.hides_files.append(hides_files)
        events.keyword_sources.append(words_of_interest)
        events.input_makers.update(suggest_improvements=input_about_job, match_job=input_about_job)
        events.suggestion_makers["suggest_improvements"] = suggestions_for_job
        wishes_saved.append(refresh_when_wished)
        note("ranker", ranker_state)
        report_ranker(ranker_labels)
        note("ranker_reason", ranker_reason)
