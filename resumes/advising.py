"""What a person may do with advice: ask for it, accept or reject what it suggests, and take that back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Run, User
from accounts.runs import start_run
from aiplatform.capabilities import CapabilityInput
from resumes import asked, events, services, texts
from resumes.corrections import Correction
from resumes.models import Advice, DraftText, ResumeEntry, ResumeVersion, Suggestion
from resumes.parsing.types import ParsedResume
from resumes.services import ResumeError
from resumes.standing import reworded, standing
from resumes.suggesting import Edit, Proposed, is_same_words, makers

MAX_AN_HOUR = 60
# Answered at once where no model is asked; the others recompute scores, which takes a worker.
QUICK = frozenset({"analyze_resume", "generate_bullets", "optimize_summary", "optimize_section", "extract_skills"})
LABELS = {
    "analyze_resume": "Analysis of {title}",
    "generate_bullets": "Points for {about}",
    "extract_skills": "Skills of {title}",
    "optimize_summary": "Summary of {title}",
    "optimize_section": "Section {about}",
    "suggest_improvements": "Improvements for {about}",
    "match_job": "{about} in words",
}


def has_model() -> bool:
    """Whether a model provider is set up."""
    return bool(settings.AI_PROVIDERS.order)


@transaction.atomic
def ask(
    version: ResumeVersion,
    capability: str,
    *,
    by: User,
    at: dt.datetime,
    about_kind: str = "",
    about: str = "",
    about_label: str = "",
    notes: str = "",
    with_model: bool = False,
) -> Advice:
    """Advice about a version: answered at once by rules, or begun as a run where a model or the ranker takes its time.

    While the same question is being answered, that advice is given back. Raises ResumeError for a thing that is not in the
    version and for too many questions within an hour.
    """
    _refuse_flood(by, at)
    same = Advice.objects.filter(owner=by, version=version, capability=capability, state=Advice.State.WORKING)
    waiting = same.about(about_kind, about).filter(run__state__in=[Run.State.QUEUED, Run.State.RUNNING]).first()
    if waiting is not None:
        return waiting
    advice = Advice(
        owner=by, version=version, capability=capability, about_kind=about_kind, about=about,
        about_label=about_label[:200], notes=notes[:2000], with_model=with_model and has_model(),
    )  # fmt: skip
    inputs = input_of(advice, by=by, today=at.date()) if capability in QUICK else None
    advice.save(force_insert=True)
    if inputs is not None and not advice.with_model:
        from aiplatform.capabilities import get

        store_answer(advice, inputs, get(capability).deterministic(inputs).model_dump(mode="json"), today=at.date())
        return advice
    _start(advice, by)
    return advice


def _refuse_flood(by: User, at: dt.datetime) -> None:
    """Each answer costs money or a processor's time."""
    if Advice.objects.filter(owner=by, created_at__gt=at - dt.timedelta(hours=1)).count() >= MAX_AN_HOUR:
        raise ResumeError(
            f"That is {MAX_AN_HOUR} questions within an hour. Wait a little, then go on.", code="too_often"
        )


def _start(advice: Advice, by: User) -> None:
    from resumes.jobs import answer_advice

    label = LABELS[advice.capability].format(
        title=advice.version.resume.title, about=advice.about_label or "this entry"
    )
    advice.run = start_run(
        answer_advice,
        by=by,
        label=label,
        subject_kind="advice",
        subject_id=advice.pk,
        key=f"advice:{advice.pk}",
        advice_id=str(advice.pk),
    )
    advice.save(update_fields=["run"])


def input_of(advice: Advice, *, by: User, today: dt.date) -> CapabilityInput:
    """What the advice's capability is asked with; ResumeError where the thing it is about is not there."""
    version = advice.version
    if advice.capability in events.input_makers:
        return events.input_makers[advice.capability](advice, by, today)
    keywords = asked.keywords_for(by, version)
    try:
        match advice.capability:
            case "analyze_resume":
                return asked.analysis_input(version, keywords)
            case "extract_skills":
                return asked.skills_input(version)
            case "generate_bullets":
                return asked.bullets_input(version, advice.about, today=today, notes=advice.notes, keywords=keywords)
            case "optimize_summary":
                return asked.summary_input(version, today=today, target=wanted_title(by), keywords=keywords)
            case "optimize_section":
                place = int(advice.about) if advice.about.isdecimal() and len(advice.about) < 5 else -1
                return asked.section_input(version, place, today=today, keywords=keywords)
            case _:
                raise LookupError(advice.capability)
    except LookupError as error:
        raise ResumeError("That part is not in this version. Reload the page and try again.", code="gone") from error


def wanted_title(user: User) -> str:
    """The titles that the person looks for, in one line; one query."""
    from accounts.models import TalentProfile

    titles = TalentProfile.objects.filter(owner=user).values_list("wanted_titles", flat=True).first()
    return ", ".join(titles or [])


def store_answer(
    advice: Advice,
    inputs: CapabilityInput,
    value: Mapping[str, Any],
    *,
    source: str = Advice.Source.DETERMINISTIC,
    why: str = "",
    model: str = "",
    request_id: uuid.UUID | None = None,
    cost_usd: Decimal | None = Decimal(0),
    today: dt.date,
) -> None:
    """Keep an answer with the changes that it suggests; a second call for the same advice changes nothing of those."""
    from aiplatform.capabilities import get

    advice.value, advice.state, advice.source = dict(value), Advice.State.DONE, source
    advice.why, advice.model, advice.request_id, advice.cost_usd = why[:500], model, request_id, cost_usd
    advice.save()
    make = makers.get(advice.capability) or events.suggestion_makers.get(advice.capability)
    if make is None or advice.suggestions.exists():
        return
    output = get(advice.capability).output.model_validate(value)
    for position, one in enumerate(make(inputs, output)):
        Suggestion.objects.create(
            owner_id=advice.owner_id, version_id=advice.version_id, advice=advice, position=position,
            action=one.action, title=one.title[:300], reason=one.reason[:600], priority=one.priority,
            edits=[list(edit) for edit in one.edits], entry=one.entry, draft=_draft(advice.version, one, today=today),
            impact_match=one.impact_match, impact_ats=one.impact_ats,
        )  # fmt: skip


def _draft(version: ResumeVersion, one: Proposed, *, today: dt.date) -> DraftText | None:
    """The new words of a change with their claims checked; None for a change that says nothing new."""
    new = [after for _, _, after in one.edits if after]
    if not new or is_same_words(one.edits):
        return None
    entry = entry_at(version, one.entry)
    kind = DraftText.Kind.SUMMARY if one.action == "summary" else DraftText.Kind.BULLET
    made = texts.draft(version, "\n".join(new), kind=kind, entry=entry)
    texts.check(made, today=today)
    return made


def entry_at(version: ResumeVersion, path: str) -> ResumeEntry | None:
    """The stored entry of a path such as sections.1.entries.0; None for no path."""
    match path.split("."):
        case ["sections", section, "entries", entry]:
            found = ResumeEntry.objects.filter(version=version, section__position=int(section), position=int(entry))
            return found.select_related("section").first()
    return None


@transaction.atomic
def accept(suggestion: Suggestion, *, at: dt.datetime) -> ResumeVersion:
    """The resume with this change, as a new version; the one before is kept.

    Raises TextError when the change asserts what nothing bears out, ResumeError when the line says something else by now
    and for a suggestion that was decided already.
    """
    suggestion = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("version__resume", "draft")
        .get(pk=suggestion.pk)
    )
    if suggestion.state != Suggestion.State.OPEN:
        raise ResumeError("This suggestion is decided already.", code="decided")
    if not suggestion.edits:
        raise ResumeError("This is advice to act on yourself; there is no text to accept.", code="advice")
    newest = newest_version(suggestion.version)
    if suggestion.draft is not None:
        texts.finalise(suggestion.draft, at=at)
    edits = standing_in(newest, suggestion.version)(suggestion.edits)
    if edits is None:
        raise ResumeError("This line was changed since. Ask again to get suggestions for it as it is.", code="changed")
    made = services.correct(
        newest,
        [Correction(path, after) for path, _, after in edits],
        today=at.date(),
        note=f"Accepted: {suggestion.title}"[:200],
    )
    suggestion.state, suggestion.decided_at, suggestion.made = Suggestion.State.ACCEPTED, at, made
    suggestion.save(update_fields=["state", "decided_at", "made"])
    return made


def newest_version(version: ResumeVersion) -> ResumeVersion:
    """The newest version of the resume that a version belongs to."""
    return (
        ResumeVersion.objects.filter(resume_id=version.resume_id).select_related("resume__owner").order_by("-number")[0]
    )


def standing_in(
    version: ResumeVersion, advised: ResumeVersion
) -> Callable[[Sequence[Sequence[str]]], list[Edit] | None]:
    """How edits advised about one version apply to a later one of the same resume, None where they do not; one query if later."""
    parsed = ParsedResume.from_dict(version.parsed)
    accepted = Suggestion.objects.filter(version=advised, state=Suggestion.State.ACCEPTED)
    rows = accepted.order_by("decided_at", "pk").values_list("edits", flat=True) if version.pk != advised.pk else ()
    said = reworded(rows)
    return lambda edits: standing(parsed, [(path, before, after) for path, before, after in edits], said)


@transaction.atomic
def reject(suggestion: Suggestion, *, at: dt.datetime) -> None:
    """The suggestion is put aside; it can be taken up again. One that is decided stays so."""
    open_one = Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.OPEN)
    open_one.update(state=Suggestion.State.REJECTED, decided_at=at)


@transaction.atomic
def reopen(suggestion: Suggestion, *, today: dt.date) -> ResumeVersion | None:
    """Take a decision back. For an accepted suggestion the version before it is the newest again, as a new version.

    Raises ResumeError when the resume was changed after accepting: then only a person can say what to keep.
    """
    suggestion = (
        Suggestion.objects.select_for_update(of=("self",)).select_related("made", "version").get(pk=suggestion.pk)
    )
    restored = None
    if suggestion.state == Suggestion.State.ACCEPTED and suggestion.made is not None:
        before = suggestion.made.based_on
        if newest_version(suggestion.version).pk != suggestion.made_id or before is None:
            raise ResumeError("The resume was changed since. Choose the version to go back to.", code="changed")
        restored = services.restore_version(before, today=today)
    suggestion.state, suggestion.decided_at, suggestion.made = Suggestion.State.OPEN, None, None
    suggestion.save(update_fields=["state", "decided_at", "made"])
    return restored
