"""`optimize_summary`: a summary of three to four sentences with three points of value, from what the resume says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from aiplatform.capabilities import UNSENT, UNTRUSTED, Capability, CapabilityInput, CapabilityOutput, Problem, Untrusted
from resumes.capabilities.claiming import claim_problems
from resumes.capabilities.generate_bullets import statements
from resumes.capabilities.grounding import count_problem, sentences
from resumes.capabilities.pieces import Line, Piece, ResumePiece
from resumes.star import read_star

LOW, HIGH, VALUES, ALTERNATIVES = 3, 4, 3, 2
SUMMARY = "summary"  # names the present summary as a source
LONGEST = 320  # characters of a sentence that a summary takes over
ENDED = (".", "!", "?")


class OptimizeSummaryInput(CapabilityInput):
    """A resume, the titles that the person looks for, and words of the jobs in view."""

    resume: Annotated[ResumePiece, UNTRUSTED]
    today: Annotated[dt.date, UNSENT]
    path: Annotated[str, UNSENT] = "summary.new"
    target: Untrusted = ""
    keywords: Annotated[tuple[str, ...], UNTRUSTED] = ()


class ValuePoint(Piece):
    """One thing that speaks for the person. `sources` are ids of lines, or `summary`."""

    text: str = Field(min_length=3, max_length=LONGEST)
    sources: tuple[str, ...]


class OptimizeSummaryOutput(CapabilityOutput):
    """The summary, what it rests on, and other versions of it."""

    summary: str = Field(max_length=1200)
    value_points: list[ValuePoint]
    alternatives: list[Annotated[str, Field(max_length=1200)]]


def material(inputs: OptimizeSummaryInput) -> list[Line]:
    """Sentences that a summary can be made of: those of the present one, then statements of entries, best first."""
    own = [Line(id=SUMMARY, text=text) for text in sentences(inputs.resume.summary)]
    told = [
        line
        for entry in inputs.resume.entries
        if entry.kind in ("work", "projects", "volunteer")
        for line in statements(entry)
        if len(line.text.split()) >= 5
    ]
    ranked = sorted(told, key=lambda line: -read_star(line.text).strength)
    if not ranked:
        ranked = [Line(id=entry.id, text=entry.name) for entry in inputs.resume.entries if entry.name]
    texts = {line.text: line for line in reversed([*own, *ranked]) if 3 <= len(line.text) <= LONGEST}
    return list(reversed(texts.values()))


def _sentence(text: str) -> str:
    return text if text.endswith(ENDED) else f"{text}."


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(_sentence(line.text) for line in lines)


def deterministic(inputs: OptimizeSummaryInput) -> OptimizeSummaryOutput:
    """Sentences of the person's own, chosen and ordered: the present summary's opening, then the strongest points."""
    lines = material(inputs)
    own = [line for line in lines if line.id == SUMMARY]
    told = [line for line in lines if line.id != SUMMARY]
    first = [*own[:2], *told][:LOW] if own else told[:LOW]
    others = [[*own[:HIGH]], [*own[:1], *told[1 : 1 + LOW]], told[:HIGH]]
    low, _ = bounds(inputs)
    kept = [
        text
        for rows in others
        if low <= len(rows) and (text := _joined(rows)) != _joined(first) and low <= len(sentences(text)) <= HIGH
    ]
    return OptimizeSummaryOutput(
        summary=_fitting(first),
        value_points=[ValuePoint(text=line.text, sources=(line.id,)) for line in [*told, *own][:VALUES]],
        alternatives=[text for text in dict.fromkeys(kept) if not _claims(inputs, [("", text)])][:ALTERNATIVES],
    )


def _claims(inputs: OptimizeSummaryInput, texts: list[tuple[str, str]]) -> list[Problem]:
    return claim_problems(texts, today=inputs.today, resume=inputs.resume, entries=inputs.resume.entries)


def _fitting(lines: Sequence[Line]) -> str:
    """The lines as one text of at most HIGH sentences, whole lines only: one of several sentences counts as that many."""
    kept: list[Line] = []
    for line in lines:
        if len(sentences(_joined([*kept, line]))) <= HIGH:
            kept.append(line)
    return _joined(kept)


def bounds(inputs: OptimizeSummaryInput) -> tuple[int, int]:
    """How many sentences there must be: three to four, fewer only where the resume says fewer things."""
    said = len(material(inputs))
    return min(LOW, said), HIGH


def settle(inputs: OptimizeSummaryInput, output: OptimizeSummaryOutput) -> OptimizeSummaryOutput:
    """Sources that do not exist are dropped, and more alternatives than asked for."""
    known = {SUMMARY, *(line.id for line in inputs.resume.lines()), *(entry.id for entry in inputs.resume.entries)}
    points = [
        one.model_copy(update={"sources": tuple(name for name in one.sources if name in known)})
        for one in output.value_points
    ]
    return output.model_copy(update={"value_points": points, "alternatives": output.alternatives[:ALTERNATIVES]})


def check(inputs: OptimizeSummaryInput, output: OptimizeSummaryOutput) -> list[Problem]:
    """Sentences and points counted, a source for each point, and claims that the resume bears out."""
    low, high = bounds(inputs)
    problems = count_problem("summary", "sentences", len(sentences(output.summary)), low, high)
    problems += count_problem("value_points", "points of value", len(output.value_points), min(VALUES, low), VALUES)
    for n, text in enumerate(output.alternatives):
        problems += count_problem(f"alternatives.{n}", "sentences", len(sentences(text)), low, high)
    for n, one in enumerate(output.value_points):
        if not one.sources:
            problems.append(Problem("source", f"value_points.{n}", "This point names no line of the resume."))
    return problems + _claims(inputs, texts_out(output))


def texts_out(output: OptimizeSummaryOutput) -> list[tuple[str, str]]:
    """The texts that could enter a resume."""
    return [
        ("summary", output.summary),
        *((f"alternatives.{n}", text) for n, text in enumerate(output.alternatives)),
        *((f"value_points.{n}", one.text) for n, one in enumerate(output.value_points)),
    ]


CAPABILITY = Capability(
    key="optimize_summary",
    title="Summary of a resume",
    input=OptimizeSummaryInput,
    output=OptimizeSummaryOutput,
    deterministic=deterministic,
    settle=settle,
    checks=(check,),
    texts=texts_out,
    max_output_tokens=1500,
)
