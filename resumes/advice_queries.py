"""What the advice pages show: analyses with their signals, suggestions with word diffs and blocked claims, costs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.models import User
from aiplatform.capabilities import CapabilityInput, get
from aiplatform.queries.found import Found, found_by
from careercopilot.word_diff import Piece, word_diff
from resumes import asked
from resumes.advising import has_model, input_of, newest_version, standing_in
from resumes.capabilities.pieces import EntryPiece, Line, resume_piece
from resumes.explaining import shown_explanations
from resumes.models import Advice, Explanation, ResumeVersion, Suggestion, TextClaim
from resumes.parsing.types import ParsedResume
from resumes.suggesting import is_same_words

TEMPLATES = {
    "analyze_resume": "resumes/_advice_analysis.html",
    "suggest_improvements": "resumes/_advice_suggestions.html",
    "match_job": "matching/_advice_match.html",
    "extract_skills": "resumes/_advice_skills.html",
}
TITLES = {
    "analyze_resume": "Analysis by a model",
    "suggest_improvements": "Suggestions",
    "match_job": "This job in words",
    "optimize_summary": "Summary",
    "extract_skills": "Skills",
}
SKILL_GROUPS = ("technical", "domain", "soft", "certifications")
SUGGESTED = "resumes/_advice_suggestions.html"


@dataclass(frozen=True)
class Cost:
    """What asking a model would cost at most, a second try included; `usd` is None where no price is known, `is_open` False
    without a model. `refusal` says why a budget has no room for it now."""

    is_open: bool
    usd: Decimal | None = None
    model: str = ""
    refusal: str = ""


def cost_of(user: User, capability: str, inputs: CapabilityInput, *, today: dt.date) -> Cost:
    """Said before the click; some six queries where a model is set up, else none."""
    if not has_model():
        return Cost(False)
    # Loaded here: without a model no page needs the gateway.
    from aiplatform.gateway import estimate

    found = estimate(capability, inputs, by=user, at=dt.datetime.combine(today, dt.time(), dt.UTC))
    return Cost(False) if found is None else Cost(True, found.held_usd, found.model, found.refusal)


@dataclass(frozen=True)
class ShownEdit:
    """One text of a suggestion as words that stay, go and come."""

    path: str
    pieces: tuple[Piece, ...]
    is_new: bool


@dataclass(frozen=True)
class ShownSuggestion:
    """A suggestion with its diff as it stands now, and what in it nothing bears out; outdated where its lines say else by now."""

    row: Suggestion
    edits: tuple[ShownEdit, ...]
    blocked: tuple[TextClaim, ...] = ()
    is_outdated: bool = False

    @property
    def is_acceptable(self) -> bool:
        is_open = self.row.state == Suggestion.State.OPEN
        return is_open and bool(self.edits) and not self.blocked and not self.is_outdated


@dataclass(frozen=True)
class ShownAdvice:
    """An advice as a page shows it. `value` holds the sections that are there; `suggestions` come when it is done."""

    row: Advice
    template: str
    value: Mapping[str, Any]
    suggestions: tuple[ShownSuggestion, ...] = ()
    failure: str = ""
    found: Found = Found()

    @property
    def is_working(self) -> bool:
        return self.row.state == Advice.State.WORKING and not self.failure

    @property
    def title(self) -> str:
        """What the answer is about, in words."""
        label = self.row.about_label
        return TITLES.get(self.row.capability, "") or (label.capitalize() if label.isupper() else label) or "The answer"

    @property
    def is_by_model(self) -> bool:
        return self.row.source == Advice.Source.MODEL or (self.row.with_model and self.is_working)


def latest(
    user: User, version: ResumeVersion, capability: str, *, kind: str = "", about: str = "", **only: Any
) -> Advice | None:
    """The newest advice of a kind about a version; one query."""
    rows = Advice.objects.visible_to(user).filter(version=version, capability=capability, **only).about(kind, about)
    return rows.select_related("run", "version").order_by("-created_at", "pk").first()


def shown_advice(advice: Advice) -> ShownAdvice:
    """An advice with its suggestions and what keeps each from being accepted; four queries, one more for an analysis, for an
    older version, and two of a model's call."""
    rows = list(advice.suggestions.select_related("made", "draft").order_by("position", "pk"))
    blocked: dict[Any, list[TextClaim]] = {}
    waiting = [row.draft_id for row in rows if row.draft_id and row.state != Suggestion.State.ACCEPTED]
    for claim in TextClaim.objects.filter(text__in=waiting).open().order_by("start", "end", "pk") if waiting else ():
        blocked.setdefault(claim.text_id, []).append(claim)
    failure = advice.why if advice.state == Advice.State.FAILED else ""
    if advice.state == Advice.State.WORKING and advice.run is not None and advice.run.is_finished:
        failure = advice.run.message or "The answer was not made. Please ask again."
    unborne = {after for row in rows if row.draft_id in blocked for _, _, after in row.edits}
    return ShownAdvice(
        row=advice,
        template=TEMPLATES.get(advice.capability, SUGGESTED),
        value=_shown_value(advice, unborne),
        suggestions=_shown_rows(advice, rows, blocked),
        failure=failure,
        found=found_by(advice.owner, advice.request_id) if advice.request_id else Found(),
    )


def _shown_rows(
    advice: Advice, rows: Sequence[Suggestion], blocked: Mapping[Any, Sequence[TextClaim]]
) -> tuple[ShownSuggestion, ...]:
    """Open suggestions as they apply to the newest version."""
    is_asked = any(row.state == Suggestion.State.OPEN and row.edits for row in rows)
    now = standing_in(newest_version(advice.version), advice.version) if is_asked else None
    shown = []
    for row in rows:
        if row.state != Suggestion.State.OPEN or now is None or not row.edits:
            shown.append(_shown(row, row.edits))
            continue
        edits = now(row.edits)
        claims = tuple(blocked.get(row.draft_id, ()))
        shown.append(_shown(row, row.edits if edits is None else edits, claims, is_outdated=edits is None))
    return tuple(shown)


def _shown_value(advice: Advice, unborne: Collection[str]) -> Mapping[str, Any]:
    """The answer as its template takes it, without points that nothing bears out; the database keeps no order of sections."""
    value: dict[str, Any] = advice.value
    if isinstance(value.get("bullets"), list):
        # While the answer is being made its points are not checked yet.
        is_done = advice.state == Advice.State.DONE
        points = [one for one in value["bullets"] if is_done and one.get("text") not in unborne]
        return {**value, "bullets": points}
    if advice.capability == "analyze_resume":
        return with_signals(advice.version, value)
    if advice.capability == "extract_skills":
        return {name: value[name] for name in SKILL_GROUPS if name in value}
    return value


def _shown(
    row: Suggestion,
    edits: Sequence[Sequence[str]],
    blocked: tuple[TextClaim, ...] = (),
    *,
    is_outdated: bool = False,
) -> ShownSuggestion:
    """A change of order is shown as the lines that move, any other word by word."""
    moves = is_same_words(row.edits)
    shown = tuple(ShownEdit(path, tuple(_pieces(before, after, moves)), not before) for path, before, after in edits)
    return ShownSuggestion(row, shown, blocked, is_outdated)


def _pieces(before: str, after: str, moves: bool) -> Sequence[Piece]:
    return [Piece("same", after)] if moves else word_diff(before, after)


def with_signals(version: ResumeVersion, value: Mapping[str, Any]) -> dict[str, Any]:
    """An analysis whose quoted points carry the signals that stand inside their quotes; one query."""
    found = [one for rows in shown_explanations(version).values() for one in rows]

    def marked(points: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**point, "signals": signals_in(version.text, str(point.get("quote", "")), found)} for point in points]

    quoted = {name: marked(value[name]) for name in ("strengths", "weaknesses") if isinstance(value.get(name), list)}
    return {**value, **quoted}


def signals_in(text: str, quote: str, found: Sequence[Explanation]) -> list[Explanation]:
    """The explanations whose words stand within the quote's own place in the text."""
    words = quote.split()
    if len(words) < 2:
        return []
    place = re.search(r"\s+".join(map(re.escape, words)), text)
    if place is None:
        return []
    return [one for one in found if place.start() <= one.start and one.end <= place.end()]


@dataclass(frozen=True)
class HelpLine:
    """A point and the signals that explain it."""

    line: Line
    signals: Sequence[Explanation]


@dataclass(frozen=True)
class HelpEntry:
    """An entry of the help page: its points, and the newest advice about it."""

    entry: EntryPiece
    lines: tuple[HelpLine, ...]
    advice: Advice | None


@dataclass(frozen=True)
class HelpPage:
    """Summary, entries and sections with what may be asked about each."""

    summary: str
    summary_advice: Advice | None
    entries: tuple[HelpEntry, ...]
    sections: tuple[tuple[int, str, Advice | None], ...]
    costs: dict[str, Cost] = field(default_factory=dict)


def help_page(user: User, version: ResumeVersion, *, today: dt.date) -> HelpPage:
    """Everything on the help page: four queries, and those of prices where a model is set up."""
    parsed = ParsedResume.from_dict(version.parsed)
    resume = resume_piece(parsed)
    told = shown_explanations(version)
    kept = newest_by_subject(user, version)
    entries = tuple(
        HelpEntry(
            entry,
            tuple(HelpLine(line, told.get(line.id, ())) for line in entry.lines),
            kept.get(("generate_bullets", entry.id)),
        )
        for entry in resume.entries
        if entry.kind in ("work", "projects", "volunteer") and entry.lines
    )
    places = [
        n
        for n, section in enumerate(parsed.sections)
        if section.entries or section.kind in ("skills", "languages", "certifications")
    ]
    sections = [(n, parsed.sections[n].heading or parsed.sections[n].kind.capitalize()) for n in places]
    return HelpPage(
        summary=asked.summary_input(version, today=today).resume.summary,
        summary_advice=kept.get(("optimize_summary", "")),
        entries=entries,
        sections=tuple((n, heading, kept.get(("optimize_section", str(n)))) for n, heading in sections),
        costs=_help_costs(user, version, entries, places, today=today),
    )


def _help_costs(
    user: User, version: ResumeVersion, entries: Sequence[HelpEntry], places: Sequence[int], *, today: dt.date
) -> dict[str, Cost]:
    """What each kind of help costs at most, for the longest entry and section."""
    if not has_model():
        return {}
    asks: dict[str, CapabilityInput] = {"optimize_summary": asked.summary_input(version, today=today)}
    if entries:
        longest = max(entries, key=lambda one: len(one.lines)).entry.id
        asks["generate_bullets"] = asked.bullets_input(version, longest, today=today)
    if places:
        inputs = [asked.section_input(version, place, today=today) for place in places]
        asks["optimize_section"] = max(inputs, key=lambda one: len(one.model_dump_json()))
    return {key: cost_of(user, key, inputs, today=today) for key, inputs in asks.items()}


def newest_by_subject(user: User, version: ResumeVersion) -> dict[tuple[str, str], Advice]:
    """The newest advice about each thing of a version, by capability and what it is about; one query."""
    rows = Advice.objects.visible_to(user).filter(version=version).defer("value").order_by("created_at", "pk")
    return {(row.capability, row.about): row for row in rows}


@dataclass(frozen=True)
class AnalysisPage:
    """The analysis by rules, made as the page is drawn; the model's beside it where one was asked for."""

    value: Mapping[str, Any]
    by_model: ShownAdvice | None
    cost: Cost
    skills: Advice | None
    skills_cost: Cost


def analysis_page(user: User, version: ResumeVersion, *, today: dt.date) -> AnalysisPage:
    """The analysis of a version; some eight queries."""
    inputs = input_of(Advice(owner=user, version=version, capability="analyze_resume"), by=user, today=today)
    output = get("analyze_resume").deterministic(inputs)
    advice = latest(user, version, "analyze_resume", with_model=True)
    return AnalysisPage(
        value=with_signals(version, output.model_dump(mode="json")),
        by_model=shown_advice(advice) if advice else None,
        cost=cost_of(user, "analyze_resume", inputs, today=today),
        skills=latest(user, version, "extract_skills"),
        skills_cost=cost_of(user, "extract_skills", asked.skills_input(version), today=today)
        if has_model()
        else Cost(False),
    )
