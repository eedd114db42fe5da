"""`analyze_resume`: what a resume does well, what it lacks, and what to do first. Scores and points are code's alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from aiplatform.capabilities import UNSENT, UNTRUSTED, Capability, CapabilityInput, CapabilityOutput, Problem
from resumes.capabilities.grounding import advice_problems, count_problem, quote_problems, stands_in
from resumes.capabilities.pieces import (
    EntryPiece,
    FindingPiece,
    Importance,
    KeywordPiece,
    Line,
    Piece,
    Priority,
    ResumePiece,
    SkillPiece,
    cut,
)
from resumes.star import read_star

Text = Annotated[str, Field(max_length=600)]
Quote = Annotated[str, Field(max_length=300)]
MAX_POINTS, MAX_KEYWORDS = 6, 12
STRONG = 4  # of a point's strength (resumes.star): it names a figure or a result beside the action


class AnalyzeResumeInput(CapabilityInput):
    """A resume with what code found in it. `keywords` come from the jobs that the person saved, applied to or fits best."""

    resume: Annotated[ResumePiece, UNTRUSTED]
    findings: Annotated[tuple[FindingPiece, ...], UNTRUSTED] = ()
    skills: Annotated[tuple[SkillPiece, ...], UNTRUSTED] = ()
    keywords: Annotated[tuple[KeywordPiece, ...], UNTRUSTED] = ()
    ats_score: Annotated[int, UNSENT] = 0
    ats_version: Annotated[str, UNSENT] = ""
    pages: Annotated[int, UNSENT] = 0


class Point(Piece):
    """A strength or weakness, with the words of the resume that show it."""

    text: Text
    quote: Quote = ""


class Ats(Piece):
    """The ATS check as code made it."""

    score: int
    version: str
    findings: tuple[FindingPiece, ...]


class MissingKeyword(Piece):
    """A word of the postings that the resume lacks, or only lists."""

    label: str = Field(max_length=120)
    advice: Text
    importance: SkipJsonSchema[Importance | None] = None
    jobs: SkipJsonSchema[int | None] = None


class Recommendation(Piece):
    """One thing to do. `finding` names the finding that it mends ("" for none); its points come from there."""

    title: Annotated[str, Field(max_length=160)]
    why: Text
    priority: Priority
    finding: str = ""
    points: SkipJsonSchema[float | None] = None


class Gap(Piece):
    """What stands between the resume and the jobs in view."""

    area: Literal["skills", "evidence", "results", "experience", "structure"]
    text: Text
    keyword: str = Field(default="", max_length=120)


class AnalyzeResumeOutput(CapabilityOutput):
    """The analysis. `ats` is filled by code."""

    overall: Annotated[str, Field(max_length=900)]
    strengths: list[Point]
    weaknesses: list[Point]
    ats: SkipJsonSchema[Ats | None] = None
    missing_keywords: list[MissingKeyword]
    recommendations: list[Recommendation]
    gaps: list[Gap]


# What to do about a keyword that no dated entry names, by what the resume says of it.
ADVICE = {
    "listed": "It is only listed. If you used it in a job, say so in that entry.",
    "implied": "It follows from what you write, but is not named. Name it where you used it.",
    "missing": "Nothing of it is written. If you have it, name it where you used it; if not, leave it out.",
}
PRIORITY: dict[str, Priority] = {"error": "high", "warning": "medium", "hint": "low"}


def deterministic(inputs: AnalyzeResumeInput) -> AnalyzeResumeOutput:
    """The analysis by rules: every sentence is about a count, a finding or a quote of the resume."""
    lines = list(inputs.resume.lines())
    strong = [line for line in lines if read_star(line.text).strength >= STRONG]
    return AnalyzeResumeOutput(
        overall=_overall(inputs, lines, strong),
        strengths=_strengths(inputs, strong),
        weaknesses=_weaknesses(inputs),
        ats=_ats(inputs),
        missing_keywords=[_missing(word) for word in _open_keywords(inputs)[:MAX_KEYWORDS]],
        recommendations=_recommendations(inputs),
        gaps=_gaps(inputs, lines, strong),
    )


def _overall(inputs: AnalyzeResumeInput, lines: Sequence[Line], strong: Sequence[Line]) -> str:
    evidenced = sum(skill.is_evidenced for skill in inputs.skills)
    costing = [finding for finding in inputs.findings if finding.points]
    said = [f"The ATS check gives {inputs.ats_score} of 100, with {_count(len(costing), 'finding')} that cost points."]
    said.append(
        f"{len(strong)} of {_count(len(lines), 'point')} tell an action with a result or a figure."
        if lines
        else "No points under dated entries were read."
    )
    if inputs.skills:
        said.append(f"{evidenced} of {_count(len(inputs.skills), 'skill')} stand in a dated entry.")
    if inputs.keywords:
        open_words = len(_open_keywords(inputs))
        said.append(f"{open_words} of {_count(len(inputs.keywords), 'keyword')} of your jobs stand in no dated entry.")
    return " ".join(said)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _strengths(inputs: AnalyzeResumeInput, strong: Sequence[Line]) -> list[Point]:
    found = []
    ranked = sorted(strong, key=lambda line: -read_star(line.text).strength)
    for line in ranked[:3]:
        star = read_star(line.text)
        told = [name for name, span in (("an action", star.action), ("its result", star.result)) if span]
        told += ["a figure"] if star.metrics else []
        found.append(Point(text=f"This point tells {_and(told)}.", quote=cut(line.text)))
    shown = [skill for skill in inputs.skills if skill.is_evidenced and skill.quotes]
    for skill in shown[: MAX_POINTS - len(found) - 1][:2]:
        years = f", {skill.years:.1f} years in all" if skill.years else ""
        found.append(Point(text=f"{skill.label} stands in a dated entry{years}.", quote=_quoted(inputs, skill)))
    if inputs.ats_score and not any(finding.severity == "error" for finding in inputs.findings):
        found.append(Point(text="Software can read it: the ATS check found no error."))
    return found[:MAX_POINTS]


def _quoted(inputs: AnalyzeResumeInput, skill: SkillPiece) -> str:
    """A quote of an entry that shows the skill; words of the summary or of a list are none."""
    source = "\n".join(text for entry in inputs.resume.entries for text in (entry.name, *_texts(entry)))
    return next((cut(quote) for quote in skill.quotes if stands_in(cut(quote), source)), "")


def _texts(entry: EntryPiece) -> list[str]:
    return [line.text for line in entry.lines]


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _weaknesses(inputs: AnalyzeResumeInput) -> list[Point]:
    return [Point(text=finding.meaning[:600]) for finding in _worst(inputs)[:MAX_POINTS]]


def _worst(inputs: AnalyzeResumeInput) -> list[FindingPiece]:
    """The dearest finding of each rule, dearest rule first."""
    first: dict[str, FindingPiece] = {}
    total: dict[str, float] = {}
    for finding in inputs.findings:
        total[finding.rule] = total.get(finding.rule, 0.0) + finding.points
        first.setdefault(finding.rule, finding)
    return sorted(first.values(), key=lambda one: (-total[one.rule], list(PRIORITY).index(one.severity), one.id))


def _ats(inputs: AnalyzeResumeInput) -> Ats:
    return Ats(score=inputs.ats_score, version=inputs.ats_version, findings=inputs.findings)


def _open_keywords(inputs: AnalyzeResumeInput) -> list[KeywordPiece]:
    """Keywords that no dated entry shows: required ones first, then those that most jobs ask for."""
    waiting = [word for word in inputs.keywords if word.state != "named"]
    return sorted(waiting, key=lambda word: (word.importance != "must", -word.jobs, word.label))


def _missing(word: KeywordPiece) -> MissingKeyword:
    return MissingKeyword(label=word.label, advice=ADVICE[word.state], importance=word.importance, jobs=word.jobs)


def _recommendations(inputs: AnalyzeResumeInput) -> list[Recommendation]:
    found = [
        Recommendation(
            title=_title(finding.fix),
            why=finding.meaning[:600],
            priority=PRIORITY[finding.severity],
            finding=finding.id,
        )
        for finding in _worst(inputs)[:MAX_POINTS]
    ]
    words = [word for word in _open_keywords(inputs) if word.importance == "must"]
    if words:
        names = ", ".join(word.label for word in words[:3])
        found.append(
            Recommendation(
                title="Say where you used what your jobs require, if you did",
                why=f"No dated entry shows {names}.",
                priority="high",
            )
        )
    ranked = sorted(found, key=lambda one: ("high", "medium", "low").index(one.priority))
    return [_with_points(inputs, one) for one in ranked]


def _title(fix: str) -> str:
    first = fix.split(". ")[0].rstrip(".")
    return first if len(first) <= 160 else f"{first[:157].rstrip()}…"


def _with_points(inputs: AnalyzeResumeInput, one: Recommendation) -> Recommendation:
    """The recommendation with what its rule takes from 100 in all, None where it mends no finding."""
    rule = next((finding.rule for finding in inputs.findings if finding.id == one.finding), None)
    points = None if rule is None else sum(finding.points for finding in inputs.findings if finding.rule == rule)
    return one.model_copy(update={"points": None if points is None else round(points, 2)})


def _gaps(inputs: AnalyzeResumeInput, lines: Sequence[Line], strong: Sequence[Line]) -> list[Gap]:
    found = [
        Gap(area="skills", text=f"{word.label} is asked for and not written.", keyword=word.label)
        for word in _open_keywords(inputs)
        if word.state == "missing" and word.importance == "must"
    ][:3]
    found += [
        Gap(area="evidence", text=f"{word.label} is asked for and only listed.", keyword=word.label)
        for word in _open_keywords(inputs)
        if word.state == "listed"
    ][:2]
    if lines and len(strong) * 2 < len(lines):
        found.append(Gap(area="results", text="Fewer than half of the points say what came of the work."))
    if any(finding.rule in ("no_experience", "undated_work", "bare_work") for finding in inputs.findings):
        found.append(Gap(area="experience", text="Some work stands without dates or without a word on what was done."))
    if any(finding.rule in ("no_skills", "no_education", "odd_headings") for finding in inputs.findings):
        found.append(Gap(area="structure", text="A part that programs look for was not found under a usual heading."))
    return found


def settle(inputs: AnalyzeResumeInput, output: AnalyzeResumeOutput) -> AnalyzeResumeOutput:
    """A model's analysis with the score, points and counts of code; keywords that code did not find missing are dropped."""
    known = {word.label.casefold(): word for word in _open_keywords(inputs)}
    kept = [(known[one.label.casefold()], one) for one in output.missing_keywords if one.label.casefold() in known]
    named = {word.label for word, _ in kept}
    words = [
        MissingKeyword(label=word.label, advice=one.advice, importance=word.importance, jobs=word.jobs)
        for word, one in kept
    ]
    words += [_missing(word) for word in known.values() if word.label not in named and word.importance == "must"]
    ids = {finding.id for finding in inputs.findings}
    advised = [
        one.model_copy(update={"finding": one.finding if one.finding in ids else ""}) for one in output.recommendations
    ]
    ranked = sorted(advised, key=lambda one: ("high", "medium", "low").index(one.priority))
    return output.model_copy(
        update={
            "ats": _ats(inputs),
            "missing_keywords": words[:MAX_KEYWORDS],
            "recommendations": [_with_points(inputs, one) for one in ranked],
        }
    )


def check(inputs: AnalyzeResumeInput, output: AnalyzeResumeOutput) -> list[Problem]:
    """Counts, quotes that stand in the resume, and no figure of the model's own."""
    resume = inputs.resume.text()
    sources = [
        resume,
        *(f"{one.meaning} {one.fix}" for one in inputs.findings),
        *(one.label for one in inputs.keywords),
    ]
    texts = [("overall", output.overall)]
    for name in ("strengths", "weaknesses", "gaps"):
        texts += [(f"{name}.{n}", one.text) for n, one in enumerate(getattr(output, name))]
    texts += [(f"recommendations.{n}", f"{one.title} {one.why}") for n, one in enumerate(output.recommendations)]
    texts += [(f"missing_keywords.{n}", one.advice) for n, one in enumerate(output.missing_keywords)]
    quotes = [
        (f"{name}.{n}.quote", point.quote)
        for name in ("strengths", "weaknesses")
        for n, point in enumerate(getattr(output, name))
    ]
    problems = count_problem("strengths", "strengths", len(output.strengths), 0, MAX_POINTS)
    problems += count_problem("weaknesses", "weaknesses", len(output.weaknesses), 0, MAX_POINTS)
    problems += count_problem("recommendations", "recommendations", len(output.recommendations), 0, MAX_POINTS + 1)
    problems += quote_problems(quotes, resume)
    return [*problems, *advice_problems(texts, [*sources, *_counted(inputs)], scores=[inputs.ats_score])]


def _counted(inputs: AnalyzeResumeInput) -> list[str]:
    """What code itself counted, as words: an answer may say these figures again."""
    lines = list(inputs.resume.lines())
    strong = sum(read_star(line.text).strength >= STRONG for line in lines)
    shown = sum(skill.is_evidenced for skill in inputs.skills)
    costing = sum(bool(finding.points) for finding in inputs.findings)
    counts = [len(lines), strong, len(inputs.skills), shown, costing, len(inputs.keywords), len(_open_keywords(inputs))]
    years = [f"{skill.years:g} {skill.years:.1f}" for skill in inputs.skills if skill.years]
    labels = [skill.label for skill in inputs.skills]
    return [" ".join(map(str, [*counts, inputs.ats_score, 100, *years, *labels]))]


CAPABILITY = Capability(
    key="analyze_resume",
    title="Analysis of a resume",
    input=AnalyzeResumeInput,
    output=AnalyzeResumeOutput,
    deterministic=deterministic,
    settle=settle,
    checks=(check,),
    max_output_tokens=3000,
)
