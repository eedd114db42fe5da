"""`optimize_section`: the lines of one section in a better order and form. No line is added, and none is lost unseen."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Annotated, Literal

from pydantic import Field

from aiplatform.capabilities import UNSENT, UNTRUSTED, Capability, CapabilityInput, CapabilityOutput, Problem, Untrusted
from resumes.ats.keywords import names
from resumes.capabilities.claiming import claim_problems
from resumes.capabilities.generate_bullets import tidy
from resumes.capabilities.grounding import plain
from resumes.capabilities.pieces import EntryPiece, FindingPiece, Line, Piece, SkillPiece
from resumes.star import read_star

Change = Literal["kept", "reworded", "dropped"]


class OptimizeSectionInput(CapabilityInput):
    """One section: its entries with their lines, or the lines of a list such as the skills."""

    heading: Untrusted
    today: Annotated[dt.date, UNSENT]
    entries: Annotated[tuple[EntryPiece, ...], UNTRUSTED] = ()
    lines: Annotated[tuple[Line, ...], UNTRUSTED] = ()
    skills: Annotated[tuple[SkillPiece, ...], UNTRUSTED] = ()
    findings: Annotated[tuple[FindingPiece, ...], UNTRUSTED] = ()
    keywords: Annotated[tuple[str, ...], UNTRUSTED] = ()

    def groups(self) -> list[tuple[str, tuple[Line, ...]]]:
        """Lines that may change places with each other: those of one entry, or those of the list."""
        return [(entry.id, entry.lines) for entry in self.entries] + ([("", self.lines)] if self.lines else [])


class LineOut(Piece):
    """One line as it should stand; `id` names the line that it was. Lines of an entry follow each other in their new order."""

    id: str
    text: str = Field(max_length=500)
    change: Change
    reason: str = Field(default="", max_length=300)


class OptimizeSectionOutput(CapabilityOutput):
    """All lines of the section, and what could be said beside them."""

    lines: list[LineOut]
    advice: list[Annotated[str, Field(max_length=400)]]


def deterministic(inputs: OptimizeSectionInput) -> OptimizeSectionOutput:
    """Points that tell most come first; marks and pronouns go; a skill named twice is dropped once. No word is added."""
    lines: list[LineOut] = []
    for entry in inputs.entries:
        points = [line for line in entry.lines if ".bullets." in line.id]
        ranked = sorted(points, key=lambda line: (-read_star(line.text).strength, -_hits(line.text, inputs)))
        lines += [_point(line) for line in ranked]
        lines += [_point(line) for line in entry.lines if ".bullets." not in line.id]
    lines += _list(inputs)
    return OptimizeSectionOutput(lines=lines, advice=_advice(inputs))


def _hits(text: str, inputs: OptimizeSectionInput) -> int:
    return sum(names([word], text) for word in inputs.keywords)


def _point(line: Line) -> LineOut:
    text = tidy(line.text)
    if text == line.text:
        return LineOut(id=line.id, text=text, change="kept")
    return LineOut(id=line.id, text=text, change="reworded", reason="Without the mark or the pronoun in front.")


def _list(inputs: OptimizeSectionInput) -> list[LineOut]:
    """Items of a list: skills that a dated entry shows come first, and an item said before is dropped."""
    shown = {plain(skill.label) for skill in inputs.skills if skill.is_evidenced}
    ranked = sorted(inputs.lines, key=lambda line: (plain(line.text) not in shown, -_hits(line.text, inputs)))
    seen: set[str] = set()
    found = []
    for line in ranked:
        is_again = plain(line.text) in seen
        seen.add(plain(line.text))
        change: Change = "dropped" if is_again else "kept"
        found.append(
            LineOut(id=line.id, text=line.text, change=change, reason="It is listed twice." if is_again else "")
        )
    return found


def _advice(inputs: OptimizeSectionInput) -> list[str]:
    """What findings say of these lines, each once."""
    return list(dict.fromkeys(f"{one.meaning} {one.fix}"[:400] for one in inputs.findings))[:5]


def settle(inputs: OptimizeSectionInput, output: OptimizeSectionOutput) -> OptimizeSectionOutput:
    """A model's lines in the groups that they came from, each marked by what really changed; lines it left out are kept at
    the end of their group, so that nothing is lost unseen."""
    given = {line.id: line for line in reversed(output.lines)}
    place = {line.id: n for n, line in reversed(list(enumerate(output.lines)))}
    lines = []
    for _, group in inputs.groups():
        for line in sorted(group, key=lambda one: place.get(one.id, len(place))):
            lines.append(_settled(line, given.get(line.id)))
    return output.model_copy(update={"lines": lines, "advice": output.advice[:5]})


def _settled(line: Line, said: LineOut | None) -> LineOut:
    if said is None or (said.change != "dropped" and said.text.strip() == line.text):
        return LineOut(id=line.id, text=line.text[:500], change="kept")
    if said.change == "dropped":
        return said.model_copy(update={"text": line.text[:500]})
    return said.model_copy(update={"change": "reworded"})


def check(inputs: OptimizeSectionInput, output: OptimizeSectionOutput) -> list[Problem]:
    """Each line of the section once and no other; claims that its own entry bears out."""
    known = [line.id for _, group in inputs.groups() for line in group]
    counts = Counter(line.id for line in output.lines)
    problems = [Problem("line", "lines", f"There is no line {name!r}.") for name in counts if name not in known]
    problems += [
        Problem("line", "lines", f"The line {name!r} must be there once.") for name in known if counts[name] != 1
    ]
    for entry in inputs.entries:
        mine = {line.id for line in entry.lines}
        texts = [
            (f"lines.{n}", one.text)
            for n, one in enumerate(output.lines)
            if one.id in mine and one.change == "reworded"
        ]
        problems += claim_problems(texts, today=inputs.today, entries=(entry,), entry=entry.id)
    rest = {line.id: line.text for line in inputs.lines}
    texts = [
        (f"lines.{n}", one.text) for n, one in enumerate(output.lines) if one.id in rest and one.change == "reworded"
    ]
    return problems + claim_problems(texts, today=inputs.today, entries=(), facts=tuple(rest.values()))


def texts_out(output: OptimizeSectionOutput) -> list[tuple[str, str]]:
    """The texts that could enter a resume."""
    return [(f"lines.{n}", one.text) for n, one in enumerate(output.lines) if one.change == "reworded"]


CAPABILITY = Capability(
    key="optimize_section",
    title="One section in better form",
    input=OptimizeSectionInput,
    output=OptimizeSectionOutput,
    deterministic=deterministic,
    settle=settle,
    checks=(check,),
    texts=texts_out,
    max_output_tokens=3000,
)
