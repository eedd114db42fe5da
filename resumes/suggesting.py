"""Answers of capabilities as single changes that a person can accept or reject. Pure but for the shapes of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from resumes.capabilities.generate_bullets import NOTES, GenerateBulletsInput, GenerateBulletsOutput
from resumes.capabilities.optimize_section import OptimizeSectionInput, OptimizeSectionOutput
from resumes.capabilities.optimize_summary import OptimizeSummaryInput, OptimizeSummaryOutput
from resumes.capabilities.pieces import EntryPiece, Line

Edit = tuple[str, str, str]  # path, text before ("" for a new one), text after ("" takes it away)


@dataclass(frozen=True)
class Proposed:
    """One change before it is kept. `entry` is the entry that its texts are written for, "" for none."""

    action: str
    title: str
    reason: str = ""
    priority: str = ""
    edits: tuple[Edit, ...] = ()
    entry: str = ""
    impact_match: float | None = None
    impact_ats: float | None = None


def of_bullets(inputs: GenerateBulletsInput, output: GenerateBulletsOutput) -> Iterator[Proposed]:
    """New wordings of points, points from the person's notes, and the points in the order of the answer."""
    lines = {line.id: line.text for line in inputs.entry.lines}
    taken: set[str] = set()
    order: list[str] = []
    for one in output.bullets:
        source = next((name for name in one.sources if ".bullets." in name and name not in taken), "")
        if source:
            taken.add(source)
            order.append(source)
        if source and one.text != lines[source]:
            edit = (source, lines[source], one.text)
            yield Proposed("reword", "Another wording of a point", "", "medium", (edit,), inputs.entry.id)
        elif not source and one.text not in lines.values():
            from_notes = NOTES in one.sources
            title = "A new point from your notes" if from_notes else "A new point"
            edit = (f"{inputs.entry.id}.bullets.new", "", one.text)
            yield Proposed("add", title, "", "medium", (edit,), inputs.entry.id)
    yield from _order(inputs.entry.lines, order, inputs.entry)


def _order(lines: tuple[Line, ...], wanted: list[str], entry: EntryPiece) -> Iterator[Proposed]:
    """The points of an entry with those wanted first; nothing when they stand so already."""
    points = [line for line in lines if ".bullets." in line.id]
    texts = {line.id: line.text for line in points}
    ordered = [*(name for name in wanted if name in texts), *(name for name in texts if name not in wanted)]
    edits = tuple(
        (line.id, line.text, texts[name]) for line, name in zip(points, ordered, strict=True) if line.id != name
    )
    if edits:
        reason = "Readers look at the first points. No word is changed."
        yield Proposed("order", f"The points of {entry.name or 'this entry'} in another order", reason, "low", edits)


def of_summary(inputs: OptimizeSummaryInput, output: OptimizeSummaryOutput) -> Iterator[Proposed]:
    """The summary and its alternatives, each in place of the present one, or at the head of a resume that has none."""
    path, before = inputs.path, inputs.resume.summary
    texts = [("Another summary" if before else "A summary", output.summary)]
    texts += [(f"Alternative {n}", text) for n, text in enumerate(output.alternatives, start=1)]
    for title, text in texts:
        if text and text != before:
            yield Proposed("summary", title, "", "medium", ((path, before, text),))


def of_section(inputs: OptimizeSectionInput, output: OptimizeSectionOutput) -> Iterator[Proposed]:
    """Lines in other words, lines to drop, and the lines of each entry in another order."""
    told = {line.id: line for line in output.lines}
    for entry_id, lines in inputs.groups():
        for line in lines:
            one = told.get(line.id)
            if one is None or one.change == "kept":
                continue
            after = "" if one.change == "dropped" else one.text
            title = "A line that can go" if one.change == "dropped" else "Another wording of a line"
            yield Proposed(one.change, title, one.reason, "medium", ((line.id, line.text, after),), entry_id)
        order = [one.id for one in output.lines if one.id in {line.id for line in lines}]
        entry = next((one for one in inputs.entries if one.id == entry_id), None)
        if entry is not None:
            yield from _order(lines, order, entry)


Maker = Callable[[Any, Any], Iterator[Proposed]]
# Higher apps say in `resumes.events` how their own answers are read.
makers: dict[str, Maker] = {
    "generate_bullets": of_bullets,
    "optimize_section": of_section,
    "optimize_summary": of_summary,
}


def is_same_words(edits: tuple[Edit, ...] | list[list[str]]) -> bool:
    """Whether the edits only put texts in other places: nothing new is said."""
    before = sorted(edit[1] for edit in edits if edit[1])
    return before == sorted(edit[2] for edit in edits if edit[2])
