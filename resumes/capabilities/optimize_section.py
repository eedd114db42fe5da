"""`optimize_section`: the lines of one section in a better order and form. No line is added, and none is lost unseen.

A model picks reasons and advice from closed lists, and code writes the words: text of its own could only repeat what somebody hid
in the resume, and nothing would hold it against a source.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from aiplatform.capabilities import UNSENT, UNTRUSTED, Capability, CapabilityInput, CapabilityOutput, Problem, Untrusted
from aiplatform.claims.words import concepts, fold
from resumes.ats.keywords import names
from resumes.capabilities.claiming import claim_problems
from resumes.capabilities.generate_bullets import QUESTIONS, tidy
from resumes.capabilities.grounding import plain
from resumes.capabilities.pieces import EntryPiece, FindingPiece, Line, Piece, SkillPiece
from resumes.star import read_star

Change = Literal["kept", "reworded", "dropped"]
Why = Literal["none", "form", "shorter", "clearer", "verb", "twice", "covered"]
REASONS: dict[Why, str] = {
    "none": "",
    "form": "Without the mark or the pronoun in front.",
    "shorter": "The same in fewer words.",
    "clearer": "The same said more clearly.",
    "verb": "It opens with what you did.",
    "twice": "It is listed twice.",
    "covered": "Another line says this already.",
}
MAX_ADVICE = 5
OWN_WORDS = 0.5  # share of a rewording's words that its entry or list must have: less is another statement


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
    why: Why = "none"
    reason: SkipJsonSchema[Annotated[str, Field(max_length=300)]] = ""


class Ask(Piece):
    """A part of a statement that only the person can add, and the line that lacks it."""

    id: str
    part: Literal["action", "task", "result", "metric"]


class OptimizeSectionOutput(CapabilityOutput):
    """All lines of the section; `findings` (their ids) and `asks` choose what code says beside them."""

    lines: list[LineOut]
    findings: list[str] = []
    asks: list[Ask] = []
    advice: SkipJsonSchema[list[Annotated[str, Field(max_length=400)]]] = []


def deterministic(inputs: OptimizeSectionInput) -> OptimizeSectionOutput:
    """Points that tell most come first; marks and pronouns go; a skill named twice is dropped once. No word is added."""
    lines: list[LineOut] = []
    for entry in inputs.entries:
        points = [line for line in entry.lines if ".bullets." in line.id]
        ranked = sorted(points, key=lambda line: (-read_star(line.text).strength, -_hits(line.text, inputs)))
        lines += [_point(line) for line in ranked]
        lines += [_point(line) for line in entry.lines if ".bullets." not in line.id]
    lines += _list(inputs)
    findings = [one.id for one in inputs.findings]
    return OptimizeSectionOutput(lines=lines, findings=findings, advice=_advice(inputs.findings))


def _hits(text: str, inputs: OptimizeSectionInput) -> int:
    return sum(names([word], text) for word in inputs.keywords)


def _point(line: Line) -> LineOut:
    text = tidy(line.text)
    if text == line.text:
        return LineOut(id=line.id, text=text, change="kept")
    return LineOut(id=line.id, text=text, change="reworded", why="form", reason=REASONS["form"])


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
        why: Why = "twice" if is_again else "none"
        found.append(LineOut(id=line.id, text=line.text, change=change, why=why, reason=REASONS[why]))
    return found


def _advice(findings: Iterable[FindingPiece]) -> list[str]:
    """What findings say of these lines, each once."""
    return list(dict.fromkeys(f"{one.meaning} {one.fix}"[:400] for one in findings))[:MAX_ADVICE]


def settle(inputs: OptimizeSectionInput, output: OptimizeSectionOutput) -> OptimizeSectionOutput:
    """A model's lines in the groups that they came from, each marked by what really changed; lines it left out are kept at
    the end of their group, so that nothing is lost unseen. Reasons and advice in code's words."""
    given = {line.id: line for line in reversed(output.lines)}
    place = {line.id: n for n, line in reversed(list(enumerate(output.lines)))}
    lines = []
    for _, group in inputs.groups():
        own = frozenset(word for line in group for word in concepts(fold(line.text)))
        for line in sorted(group, key=lambda one: place.get(one.id, len(place))):
            lines.append(_settled(line, given.get(line.id), own))
    findings = [one for one in inputs.findings if one.id in output.findings]
    numbers = {line.id: n for n, line in enumerate((one for _, group in inputs.groups() for one in group), start=1)}
    asks = [one for one in output.asks if one.id in numbers]
    asked = [f"Line {numbers[one.id]}: {QUESTIONS[one.part]}" for one in asks]
    return OptimizeSectionOutput(
        lines=lines,
        findings=[one.id for one in findings],
        asks=asks,
        advice=list(dict.fromkeys([*_advice(findings), *asked]))[:MAX_ADVICE],
    )


def _settled(line: Line, said: LineOut | None, own: frozenset[str]) -> LineOut:
    """A line as the answer has it; `own` are the words of its entry or list. Words of elsewhere are no rewording."""
    if said is None or (said.change != "dropped" and said.text.strip() == line.text):
        return LineOut(id=line.id, text=line.text[:500], change="kept")
    if said.change == "dropped":
        return said.model_copy(update={"text": line.text[:500], "reason": REASONS[said.why]})
    words = concepts(fold(said.text))
    if sum(word in own for word in words) < OWN_WORDS * len(words):
        return LineOut(id=line.id, text=line.text[:500], change="kept")
    return said.model_copy(update={"change": "reworded", "reason": REASONS[said.why]})


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
