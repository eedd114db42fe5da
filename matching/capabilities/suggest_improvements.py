"""`suggest_improvements`: five to seven changes for one job, each with what it would move, recomputed by the matcher."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from aiplatform.capabilities import (
    UNSENT,
    UNTRUSTED,
    Capability,
    CapabilityInput,
    CapabilityOutput,
    Problem,
    Untrusted,
)
from matching.capabilities.pieces import OfferPiece, RequirementPiece
from matching.capabilities.rescoring import Rescoring, gains_of
from resumes.capabilities.claiming import claim_problems
from resumes.capabilities.generate_bullets import tidy
from resumes.capabilities.grounding import advice_problems, count_problem
from resumes.capabilities.pieces import FindingPiece, Line, Piece, Priority, ResumePiece, moved_up
from resumes.star import read_star

LOW, HIGH = 5, 7
MOST_OFFERS = 4
Action = Literal["reword", "move_up", "surface", "confirm", "learn", "mend"]
RANK: tuple[Priority, ...] = ("high", "medium", "low")


class SuggestImprovementsInput(CapabilityInput):
    """A resume and a job with the coach's changes, the ATS findings, and all that recomputing the score takes (unsent)."""

    resume: Annotated[ResumePiece, UNTRUSTED]
    job_title: Untrusted
    today: Annotated[dt.date, UNSENT]
    posting: Untrusted = ""
    requirements: Annotated[tuple[RequirementPiece, ...], UNTRUSTED] = ()
    offers: Annotated[tuple[OfferPiece, ...], UNTRUSTED] = ()
    findings: Annotated[tuple[FindingPiece, ...], UNTRUSTED] = ()
    gains: Annotated[dict[str, float], UNSENT] = {}
    rescoring: Annotated[Rescoring | None, UNSENT] = None


class Impact(Piece):
    """What a change moves: `match` in points of the match score, `ats` in points of the ATS check; None: not computed.

    `match` is the difference of two scores by the ranker in use; nothing is estimated by a model.
    """

    match: float | None = None
    ats: float | None = None


class Suggestion(Piece):
    """One change. `target` is the id of the line that `text` replaces (reword) or that moves up; "" where it is advice."""

    action: Action
    target: str = ""
    text: str = Field(min_length=3, max_length=500)
    reason: Annotated[str, Field(max_length=500)]
    priority: Priority
    offer: str = ""
    finding: str = ""
    before: SkipJsonSchema[str] = ""
    impact: SkipJsonSchema[Impact] = Impact()


class SuggestImprovementsOutput(CapabilityOutput):
    """The suggestions; settled, those that gain most come first."""

    suggestions: list[Suggestion]


def deterministic(inputs: SuggestImprovementsInput) -> SuggestImprovementsOutput:
    """The coach's changes, the ATS findings that cost points, and the person's own words in better order or form, as far as
    none of it lowers the match."""
    settled = settle(inputs, SuggestImprovementsOutput(suggestions=_picked(inputs)))
    kept = [one for one in settled.suggestions if (one.impact.match or 0.0) >= 0]
    return SuggestImprovementsOutput(suggestions=kept)


def _picked(inputs: SuggestImprovementsInput) -> list[Suggestion]:
    """At most MOST_OFFERS of the coach, then what mends the resume itself; places that are left go to further offers."""
    offers = list(_of_offers(inputs))
    mends = [*_of_findings(inputs), *_of_lines(inputs)]
    chosen = [*offers[:MOST_OFFERS], *mends][:HIGH]
    return [*chosen, *offers[MOST_OFFERS:]][:HIGH]


def available(inputs: SuggestImprovementsInput) -> int:
    """How many changes there are that code alone can name and that no score has to bear out."""
    return len([*_of_offers(inputs), *_of_findings(inputs)])


def _of_offers(inputs: SuggestImprovementsInput) -> Iterator[Suggestion]:
    for one in inputs.offers:
        gain = inputs.gains.get(one.id, 0.0)
        priority: Priority = "low" if one.kind == "learn" else "high" if gain >= 1 else "medium"
        yield Suggestion(action=one.kind, text=one.title, reason=one.why[:500], priority=priority, offer=one.id)


def _of_findings(inputs: SuggestImprovementsInput) -> Iterator[Suggestion]:
    """One for each rule of the ATS check, the dearest first."""
    seen: set[str] = set()
    order = ("error", "warning", "hint")
    for one in sorted(inputs.findings, key=lambda one: (order.index(one.severity), -one.points)):
        if one.rule not in seen:
            seen.add(one.rule)
            yield Suggestion(
                action="mend",
                text=one.fix[:500],
                reason=one.meaning[:500],
                priority=RANK[order.index(one.severity)],
                finding=one.id,
            )


def _of_lines(inputs: SuggestImprovementsInput) -> Iterator[Suggestion]:
    """In each entry: a pronoun or mark that can go, and a point that tells more than those above it."""
    for entry in inputs.resume.entries:
        points = [line for line in entry.lines if ".bullets." in line.id]
        for line in points:
            if tidy(line.text) != line.text:
                reason = "Points leave the pronoun or mark in front out."
                yield Suggestion(
                    action="reword", target=line.id, text=tidy(line.text)[:500], reason=reason, priority="low"
                )
        best = max(points, key=lambda line: read_star(line.text).strength, default=None)
        if best and points and read_star(best.text).strength > read_star(points[0].text).strength:
            reason = f"It tells more than the first point of {entry.name or 'this entry'}; readers look there first."
            yield Suggestion(
                action="move_up", target=best.id, text=best.text[:500], reason=reason[:500], priority="low"
            )


def settle(inputs: SuggestImprovementsInput, output: SuggestImprovementsOutput) -> SuggestImprovementsOutput:
    """Suggestions that name things which exist, with the text that each replaces and its recomputed impact, what gains most first."""
    lines = {line.id: line for line in inputs.resume.lines()}
    offers = {one.id for one in inputs.offers}
    rules = {one.id: one.rule for one in inputs.findings}
    kept = []
    for one in output.suggestions:
        is_text = one.action in ("reword", "move_up")
        named = {"target": one.target if one.target in lines else "", "offer": one.offer if one.offer in offers else "",
                 "finding": one.finding if one.finding in rules else ""}  # fmt: skip
        if not is_text or (named["target"] and _changes(one, lines[one.target])):
            kept.append(one.model_copy(update=named))
    gains = gains_of(
        inputs.rescoring, {str(n): texts for n, one in enumerate(kept) if (texts := edits(inputs.resume, one))}
    )
    done = [_with_impact(one, inputs, lines, gains.get(str(n)), rules) for n, one in enumerate(kept)]
    done.sort(key=lambda one: (-(one.impact.match or 0.0), -(one.impact.ats or 0.0), RANK.index(one.priority)))
    return SuggestImprovementsOutput(suggestions=done)


def edits(resume: ResumePiece, one: Suggestion) -> list[tuple[str, str]]:
    """What accepting the suggestion writes: (path, text) each; nothing for advice."""
    if one.action == "reword":
        return [(one.target, one.text)]
    entries = (entry for entry in resume.entries if any(line.id == one.target for line in entry.lines))
    entry = next(entries, None) if one.action == "move_up" else None
    return moved_up(entry, one.target) if entry else []


def _changes(one: Suggestion, line: Line) -> bool:
    return one.action == "move_up" or one.text.strip() != line.text


def _with_impact(
    one: Suggestion,
    inputs: SuggestImprovementsInput,
    lines: dict[str, Line],
    gain: float | None,
    rules: dict[str, str],
) -> Suggestion:
    rule = rules.get(one.finding)
    ats = sum(found.points for found in inputs.findings if found.rule == rule) if rule else None
    match = inputs.gains.get(one.offer) if one.offer else gain
    before = lines[one.target].text if one.target else ""
    text = before if one.action == "move_up" else one.text
    impact = Impact(match=None if match is None else round(match, 1), ats=None if ats is None else round(ats, 1))
    priority = max(one.priority, _at_most(impact), key=RANK.index)
    return one.model_copy(update={"before": before, "text": text, "impact": impact, "priority": priority})


def _at_most(impact: Impact) -> Priority:
    """The highest priority that a change of this gain may have: one that moves nothing has the lowest."""
    if impact.ats:
        return "high"
    gain = impact.match or 0.0
    return "high" if gain >= 1 else "medium" if gain > 0 else "low"


def check(inputs: SuggestImprovementsInput, output: SuggestImprovementsOutput) -> list[Problem]:
    """Five to seven, each once; advice without figures of its own; new texts that their entry bears out."""
    problems = count_problem("suggestions", "suggestions", len(output.suggestions), min(LOW, available(inputs)), HIGH)
    sources = [inputs.resume.text(), inputs.posting, inputs.job_title]
    sources += [f"{one.text} {one.quote} {one.note}" for one in inputs.requirements]
    sources += [f"{one.title} {one.why} {one.quote}" for one in inputs.offers]
    sources += [f"{one.meaning} {one.fix}" for one in inputs.findings]
    advice = [(f"suggestions.{n}.reason", one.reason) for n, one in enumerate(output.suggestions)]
    advice += [
        (f"suggestions.{n}.text", one.text) for n, one in enumerate(output.suggestions) if one.action != "reword"
    ]
    problems += advice_problems(advice, sources)
    for entry in inputs.resume.entries:
        mine = {line.id for line in entry.lines}
        texts = [(where, text) for target, where, text in _rewritten(output) if target in mine]
        problems += claim_problems(texts, today=inputs.today, entries=(entry,), entry=entry.id)
    return problems


def _rewritten(output: SuggestImprovementsOutput) -> list[tuple[str, str, str]]:
    return [
        (one.target, f"suggestions.{n}.text", one.text)
        for n, one in enumerate(output.suggestions)
        if one.action == "reword"
    ]


def texts_out(output: SuggestImprovementsOutput) -> list[tuple[str, str]]:
    """The texts that could enter a resume."""
    return [(where, text) for _, where, text in _rewritten(output)]


CAPABILITY = Capability(
    key="suggest_improvements",
    title="Improvements for a job",
    input=SuggestImprovementsInput,
    output=SuggestImprovementsOutput,
    deterministic=deterministic,
    settle=settle,
    checks=(check,),
    texts=texts_out,
    max_output_tokens=2500,
)
