"""`match_job`: a job and a resume side by side in words. What is met, missing and worth a point is the matcher's to say."""

from __future__ import annotations

from typing import Annotated

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
from matching.capabilities.pieces import (
    Criticality,
    JobKeyword,
    OfferKind,
    OfferPiece,
    RequirementPiece,
    State,
    ordered,
)
from resumes.capabilities.grounding import advice_problems, count_problem, quote_problems
from resumes.capabilities.pieces import Importance, Piece, ResumePiece

Text = Annotated[str, Field(max_length=500)]
MAX_POINTS, MAX_CHANGES = 6, 10


class MatchJobInput(CapabilityInput):
    """A resume, a posting, and what the matcher made of the two. `gains` are points a change, by the same ranker."""

    resume: Annotated[ResumePiece, UNTRUSTED]
    job_title: Untrusted
    posting: Untrusted
    requirements: Annotated[tuple[RequirementPiece, ...], UNTRUSTED] = ()
    keywords: Annotated[tuple[JobKeyword, ...], UNTRUSTED] = ()
    offers: Annotated[tuple[OfferPiece, ...], UNTRUSTED] = ()
    gains: Annotated[dict[str, float], UNSENT] = {}
    score: Annotated[int | None, UNSENT] = None
    source: Annotated[str, UNSENT] = ""


class Matched(Piece):
    """A requirement that the resume meets. Code gives its words and evidence."""

    requirement: str
    comment: Text = ""
    text: SkipJsonSchema[str] = ""
    quote: SkipJsonSchema[str] = ""
    where: SkipJsonSchema[str] = ""


class Missing(Piece):
    """A requirement that is not met, or only in part."""

    requirement: str
    comment: Text = ""
    text: SkipJsonSchema[str] = ""
    state: SkipJsonSchema[State] = "missing"
    criticality: SkipJsonSchema[Criticality] = "minor"
    importance: SkipJsonSchema[Importance] = "nice"
    quote: SkipJsonSchema[str] = ""


class TalkingPoint(Piece):
    """Something to bring up in a letter or a talk, with the resume's words that bear it out."""

    text: Text
    quote: str = Field(min_length=3, max_length=300)


class ChangeToMake(Piece):
    """One of the coach's changes, put in words. Its gain is the recomputed score's."""

    offer: str
    text: Text
    kind: SkipJsonSchema[OfferKind] = "confirm"
    gain: SkipJsonSchema[float | None] = None


class MatchJobOutput(CapabilityOutput):
    """The job read against the resume. `score` and `keywords` are filled by code."""

    summary: Annotated[str, Field(max_length=900)]
    matched: list[Matched]
    missing: list[Missing]
    keywords: SkipJsonSchema[list[JobKeyword]] = []
    talking_points: list[TalkingPoint]
    changes: list[ChangeToMake]
    score: SkipJsonSchema[int | None] = None
    source: SkipJsonSchema[str] = ""


def deterministic(inputs: MatchJobInput) -> MatchJobOutput:
    """The matcher's own words: its proofs, what is open, and the coach's changes in order."""
    met = [one for one in inputs.requirements if one.state == "met"]
    points = [
        TalkingPoint(text=f"{one.text}{f' ({one.source})' if one.source else ''}"[:500], quote=one.quote[:300])
        for one in sorted(met, key=lambda one: one.importance != "must")
        if len(one.quote) >= 3
    ]
    answer = MatchJobOutput(
        summary=_summary(inputs),
        matched=[],
        missing=[],
        talking_points=points[:MAX_POINTS],
        changes=[
            ChangeToMake(offer=one.id, text=f"{one.title}. {one.why}"[:500]) for one in inputs.offers[:MAX_CHANGES]
        ],
    )
    return settle(inputs, answer)


def _summary(inputs: MatchJobInput) -> str:
    musts = [one for one in inputs.requirements if one.importance == "must"]
    wishes = [one for one in inputs.requirements if one.importance != "must"]
    said = []
    for rows, name in ((musts, "must-haves"), (wishes, "wishes")):
        if rows:
            said.append(f"{sum(one.state == 'met' for one in rows)} of {len(rows)} {name} are evidenced.")
    open_musts = [one.text for one in musts if one.state == "missing"]
    if open_musts:
        said.append(f"Nothing in the resume shows {'; '.join(open_musts[:3])}.")
    if inputs.keywords:
        named = sum(one.is_named for one in inputs.keywords)
        said.append(f"{named} of {len(inputs.keywords)} keywords stand in the resume in the posting's words.")
    return " ".join(said)[:900] or "The posting states no requirement that could be compared."


def settle(inputs: MatchJobInput, output: MatchJobOutput) -> MatchJobOutput:
    """All requirements as the matcher judged them, each with a model's comment where there is one; gains by the ranker."""
    said = {one.requirement: one.comment for one in output.missing} | {
        one.requirement: one.comment for one in output.matched
    }
    met = {one.id: one for one in inputs.requirements if one.state == "met"}
    rest = {one.id: one for one in inputs.requirements if one.state != "met"}
    offers = {one.id: one for one in inputs.offers}
    words = {one.offer: one.text for one in output.changes}
    return output.model_copy(
        update={
            "matched": [_matched(one, said.get(key, "")) for key, one in met.items()],
            "missing": sorted(
                (_missing(one, said.get(key, "")) for key, one in rest.items()),
                key=lambda one: ("critical", "important", "minor").index(one.criticality),
            ),
            "keywords": list(inputs.keywords),
            "changes": [
                _change(offers[key], words[key], inputs)
                for key in ordered([one.offer for one in output.changes], offers)
                if key in words
            ],
            "score": inputs.score,
            "source": inputs.source,
        }
    )


def _matched(one: RequirementPiece, comment: str) -> Matched:
    return Matched(requirement=one.id, comment=comment, text=one.text, quote=one.quote, where=one.source)


def _missing(one: RequirementPiece, comment: str) -> Missing:
    return Missing(
        requirement=one.id,
        comment=comment or one.note[:500],
        text=one.text,
        state=one.state,
        criticality=one.criticality,
        importance=one.importance,
        quote=one.quote,
    )


def _change(offer: OfferPiece, text: str, inputs: MatchJobInput) -> ChangeToMake:
    return ChangeToMake(offer=offer.id, text=text, kind=offer.kind, gain=inputs.gains.get(offer.id))


def sources_of(inputs: MatchJobInput) -> list[str]:
    """All texts that advice about this job may take a figure from."""
    asked = [f"{one.text} {one.quote} {one.source} {one.note}" for one in inputs.requirements]
    offered = [f"{one.title} {one.why} {one.quote}" for one in inputs.offers]
    counts = [str(len(rows)) for rows in (inputs.requirements, inputs.keywords, inputs.offers)]
    counts += [str(number) for number in range(len(inputs.requirements) + len(inputs.keywords) + 1)]
    return [inputs.resume.text(), inputs.posting, inputs.job_title, *asked, *offered, " ".join(counts)]


def check(inputs: MatchJobInput, output: MatchJobOutput) -> list[Problem]:
    """Counts, talking points that quote the resume, and no score or figure of the model's own."""
    texts = [("summary", output.summary)]
    texts += [(f"talking_points.{n}", one.text) for n, one in enumerate(output.talking_points)]
    texts += [(f"changes.{n}", one.text) for n, one in enumerate(output.changes)]
    texts += [(f"matched.{n}", one.comment) for n, one in enumerate(output.matched)]
    texts += [(f"missing.{n}", one.comment) for n, one in enumerate(output.missing)]
    quotes = [(f"talking_points.{n}.quote", one.quote) for n, one in enumerate(output.talking_points)]
    source = "\n".join([inputs.resume.text(), *(one.quote for one in inputs.requirements)])
    problems = count_problem("talking_points", "talking points", len(output.talking_points), 0, MAX_POINTS)
    problems += count_problem("changes", "changes", len(output.changes), 0, MAX_CHANGES)
    return [*problems, *quote_problems(quotes, source), *advice_problems(texts, sources_of(inputs))]


CAPABILITY = Capability(
    key="match_job",
    title="A job against a resume",
    input=MatchJobInput,
    output=MatchJobOutput,
    deterministic=deterministic,
    settle=settle,
    checks=(check,),
    max_output_tokens=3000,
)
