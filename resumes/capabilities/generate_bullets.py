"""`generate_bullets`: three to five points for one entry in STAR form, from what the entry (and the person) says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from aiplatform.capabilities import UNSENT, UNTRUSTED, Capability, CapabilityInput, CapabilityOutput, Problem, Untrusted
from resumes.ats.keywords import names
from resumes.ats.verbs import opening
from resumes.ats.wording import LONG_WORDS, pronoun_at
from resumes.capabilities.claiming import claim_problems
from resumes.capabilities.grounding import count_problem, plain, sentences, stands_in
from resumes.capabilities.pieces import EntryPiece, Line, Piece
from resumes.star import read_star

LOW, HIGH = 3, 5
NOTES = "notes"  # names the person's own notes as a source
_MARK = re.compile(r"^[\s•●▪*–-]+")
# What to ask for a part that a point does not tell.
QUESTIONS = {
    "action": "What did you do yourself? Begin with the verb.",
    "task": "What exactly did you work on?",
    "result": "What came of it? Say it only if you know it.",
    "metric": "How many, how often, how much or how long? Only true figures.",
}


class GenerateBulletsInput(CapabilityInput):
    """One entry, what the person noted about it, and words that they would like to use where they are true."""

    entry: Annotated[EntryPiece, UNTRUSTED]
    today: Annotated[dt.date, UNSENT]
    notes: Untrusted = ""
    keywords: Annotated[tuple[str, ...], UNTRUSTED] = ()


class StarParts(Piece):
    """The parts of the STAR form in words of the point or of the entry; empty where it does not tell one."""

    situation: str = Field(default="", max_length=300)
    task: str = Field(default="", max_length=300)
    action: str = Field(default="", max_length=300)
    result: str = Field(default="", max_length=300)


class BulletOut(Piece):
    """One point. `sources` are ids of the lines it was made from. Code reads verb, figures, keywords and what is missing."""

    text: str = Field(min_length=3, max_length=400)
    sources: tuple[str, ...]
    star: StarParts
    verb: SkipJsonSchema[str] = ""
    metrics: SkipJsonSchema[tuple[str, ...]] = ()
    keywords: SkipJsonSchema[tuple[str, ...]] = ()
    format: SkipJsonSchema[str] = "bare"
    questions: SkipJsonSchema[tuple[str, ...]] = ()


class GenerateBulletsOutput(CapabilityOutput):
    """The points, best first."""

    bullets: list[BulletOut]


def statements(entry: EntryPiece, notes: str = "") -> list[Line]:
    """What the person says of the entry, one statement each: points as they are, running text by sentences."""
    found = [Line(id=line.id, text=text) for line in entry.lines for text in _parts(line)]
    return [*found, *(Line(id=NOTES, text=tidy(text)) for text in sentences(notes) if tidy(text))]


def _parts(line: Line) -> list[str]:
    is_long = len(line.text.split()) > LONG_WORDS or line.id.endswith(".summary")
    parts = sentences(line.text) if is_long else [line.text]
    return [tidy(part) for part in parts if tidy(part)]


def tidy(text: str) -> str:
    """The person's words without a leading mark, and without "I" before a verb in the past; nothing else is changed."""
    bare = _MARK.sub("", " ".join(text.split()))
    if pronoun_at(bare) == (0, 1) and bare[1:2] == " " and opening(bare[2:])[1] == "past":
        return bare[2].upper() + bare[3:]
    return bare


def deterministic(inputs: GenerateBulletsInput) -> GenerateBulletsOutput:
    """The person's own statements, those that tell most first; none is rewritten."""
    ranked = sorted(
        {line.text: line for line in statements(inputs.entry, inputs.notes)}.values(),
        key=lambda line: (-read_star(line.text).strength, -len(_keywords(line.text, inputs.keywords))),
    )
    bullets = [BulletOut(text=line.text[:400], sources=(line.id,), star=parts_of(line.text)) for line in ranked[:HIGH]]
    return GenerateBulletsOutput(bullets=[_read(one, inputs.keywords) for one in bullets])


def parts_of(text: str) -> StarParts:
    """The STAR parts of a point as code reads them; where the whole point is the result, what follows its verb stands for it."""
    star = read_star(text)
    task, result = star.words(star.task), star.words(star.result)
    if star.action and star.result and star.result[0] == star.action[0]:
        task, result = "", star.words((star.action[1], star.result[1]))
    return StarParts(
        situation=star.words(star.situation)[:300],
        task=task[:300],
        action=star.words(star.action)[:300],
        result=result[:300],
    )


def _keywords(text: str, wanted: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in wanted if names([word], text))


def _read(one: BulletOut, wanted: Sequence[str]) -> BulletOut:
    """The point with what code reads in it."""
    star = read_star(one.text)
    return one.model_copy(
        update={
            "verb": star.action_word,
            "metrics": tuple(one.text[start:end].strip() for start, end in star.metrics),
            "keywords": _keywords(one.text, wanted),
            "format": star.format,
            "questions": tuple(QUESTIONS[name] for name in star.missing),
        }
    )


def settle(inputs: GenerateBulletsInput, output: GenerateBulletsOutput) -> GenerateBulletsOutput:
    """A model's points with verbs, figures and keywords as code reads them; parts of the form that stand nowhere are emptied."""
    known = {line.id for line in inputs.entry.lines} | ({NOTES} if inputs.notes.strip() else set())
    source = f"{inputs.entry.name}\n" + "\n".join(line.text for line in inputs.entry.lines) + f"\n{inputs.notes}"
    bullets = []
    for one in output.bullets:
        read = parts_of(
            one.text
        ).model_dump()  # what code reads stands in for parts that the answer leaves out or invents
        said = one.star.model_dump()
        parts = {name: said[name] if _holds(said[name], one.text, source) else read[name] for name in said}
        if plain(parts["result"]) == plain(one.text):  # the whole point again tells nobody what came of it
            parts["result"] = read["result"]
        kept = tuple(name for name in dict.fromkeys(one.sources) if name in known)
        bullets.append(_read(one.model_copy(update={"star": StarParts(**parts), "sources": kept}), inputs.keywords))
    return GenerateBulletsOutput(bullets=bullets)


def _holds(words: str, text: str, source: str) -> bool:
    return stands_in(words, text) or stands_in(words, source)


def bounds(inputs: GenerateBulletsInput) -> tuple[int, int]:
    """How many points there must be: three to five, fewer only where the person said fewer things."""
    said = len({line.text for line in statements(inputs.entry, inputs.notes)})
    return min(LOW, said), HIGH if said else 0


def check(inputs: GenerateBulletsInput, output: GenerateBulletsOutput) -> list[Problem]:
    """Counts, a source for each point, no point twice, and claims that the entry bears out."""
    problems = count_problem("bullets", "points", len(output.bullets), *bounds(inputs))
    texts = [one.text.casefold() for one in output.bullets]
    for n, one in enumerate(output.bullets):
        if not one.sources:
            problems.append(
                Problem("source", f"bullets.{n}", "This point names no line of the entry that it is made from.")
            )
        if texts.index(one.text.casefold()) < n:
            problems.append(Problem("twice", f"bullets.{n}", "This point is there twice."))
    return problems + claim_problems(
        texts_out(output), today=inputs.today, entries=(inputs.entry,), facts=(inputs.notes,), entry=inputs.entry.id
    )


def texts_out(output: GenerateBulletsOutput) -> list[tuple[str, str]]:
    """The texts that could enter a resume."""
    return [(f"bullets.{n}", one.text) for n, one in enumerate(output.bullets)]


CAPABILITY = Capability(
    key="generate_bullets",
    title="Points in STAR form",
    input=GenerateBulletsInput,
    output=GenerateBulletsOutput,
    deterministic=deterministic,
    settle=settle,
    checks=(check,),
    texts=texts_out,
    max_output_tokens=1500,
)
