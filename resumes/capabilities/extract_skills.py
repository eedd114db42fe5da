"""`extract_skills`: what a resume shows a person can do, by kind, each with the words that show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from aiplatform.capabilities import UNSENT, UNTRUSTED, Capability, CapabilityInput, CapabilityOutput, Problem, Untrusted
from resumes.capabilities.grounding import plain, quote_problems, stands_in
from resumes.capabilities.pieces import Piece, SkillPiece

Proficiency = Literal["beginner", "intermediate", "advanced", "expert", "unknown"]
MAX_EACH = 40


class ExtractSkillsInput(CapabilityInput):
    """The text of a resume (what a reader sees of it), and the skills that the taxonomy finds there."""

    text: Untrusted
    found: Annotated[tuple[SkillPiece, ...], UNSENT] = ()
    certifications: Annotated[tuple[str, ...], UNTRUSTED] = ()


class SkillOut(Piece):
    """One skill. `quote` is the text's own words. Code fills places, proficiency and what that rests on."""

    label: str = Field(min_length=1, max_length=120)
    quote: str = Field(max_length=300)
    spans: SkipJsonSchema[tuple[tuple[int, int], ...]] = ()
    proficiency: SkipJsonSchema[Proficiency] = "unknown"
    basis: SkipJsonSchema[str] = ""
    is_evidenced: SkipJsonSchema[bool] = False


class ExtractSkillsOutput(CapabilityOutput):
    """Skills by kind, those that dated entries show first."""

    technical: Annotated[list[SkillOut], Field(max_length=MAX_EACH)]
    soft: Annotated[list[SkillOut], Field(max_length=MAX_EACH)]
    domain: Annotated[list[SkillOut], Field(max_length=MAX_EACH)]
    certifications: Annotated[list[SkillOut], Field(max_length=MAX_EACH)]

    def all(self) -> Iterable[tuple[str, SkillOut]]:
        """Each skill with its path."""
        for group in ("technical", "soft", "domain", "certifications"):
            yield from ((f"{group}.{n}", one) for n, one in enumerate(getattr(self, group)))


# Shares of mastery as the resume states them (resumes.skill_evidence), and years of dated use, to words.
STATED: tuple[tuple[float, Proficiency], ...] = (
    (0.9, "expert"),
    (0.7, "advanced"),
    (0.45, "intermediate"),
    (0.0, "beginner"),
)
USED: tuple[tuple[float, Proficiency], ...] = ((6.0, "advanced"), (2.0, "intermediate"), (0.0, "beginner"))


def proficiency(skill: SkillPiece) -> tuple[Proficiency, str]:
    """How well, and what that rests on: the stated level, else years of dated use; nothing is guessed from a bare list."""
    if skill.stated_level is not None:
        return _word(STATED, skill.stated_level), "as the resume states it"
    if skill.years:
        return _word(USED, skill.years), f"{skill.years:.1f} years in dated entries"
    return "unknown", "the resume states no level and no dates to count"


def _word(bands: tuple[tuple[float, Proficiency], ...], value: float) -> Proficiency:
    return next(word for least, word in bands if value >= least)


def deterministic(inputs: ExtractSkillsInput) -> ExtractSkillsOutput:
    """The taxonomy's findings by kind, and the certificates as written."""
    groups: dict[str, list[SkillOut]] = {"technical": [], "soft": [], "domain": []}
    for skill in inputs.found:
        if skill.spans:
            groups[skill.group].append(_shown(skill, inputs.text))
    kept = {name: rows[:MAX_EACH] for name, rows in groups.items()}
    return ExtractSkillsOutput(certifications=_certificates(inputs), **kept)


def _shown(skill: SkillPiece, text: str) -> SkillOut:
    level, basis = proficiency(skill)
    quote = skill.quotes[0] if skill.quotes else text[slice(*skill.spans[0])]
    return SkillOut(
        label=skill.label[:120],
        quote=quote[:300],
        spans=skill.spans,
        proficiency=level,
        basis=basis,
        is_evidenced=skill.is_evidenced,
    )


def _certificates(inputs: ExtractSkillsInput) -> list[SkillOut]:
    found = []
    for written in inputs.certifications[:MAX_EACH]:
        if stands_in(written, inputs.text):
            label = " ".join(written.split())
            found.append(
                SkillOut(label=label[:120], quote=label[:300], spans=_places(label, inputs.text), basis="as written")
            )
    return found


def _places(words: str, text: str) -> tuple[tuple[int, int], ...]:
    start = text.find(words)
    return ((start, start + len(words)),) if start >= 0 else ()


def settle(inputs: ExtractSkillsInput, output: ExtractSkillsOutput) -> ExtractSkillsOutput:
    """A model's list without what the text does not name: a skill counts when its quote stands in the text and names it, or
    when the taxonomy found it. Places and proficiency are code's."""
    known = {skill.label.casefold(): skill for skill in inputs.found if skill.spans}
    groups: dict[str, list[SkillOut]] = {}
    seen: set[tuple[bool, str]] = set()
    for path, one in output.all():
        name = path.split(".")[0]
        group = groups.setdefault(name, [])
        key = one.label.casefold()
        if (name == "certifications", key) in seen:
            continue
        seen.add((name == "certifications", key))
        if key in known and name != "certifications":
            group.append(_shown(known[key], inputs.text))
        elif stands_in(one.quote, inputs.text) and plain(one.label) in plain(one.quote):
            spans = _places(one.label, inputs.text)
            basis = "as written" if name == "certifications" else "named; not in our list of skills"
            group.append(SkillOut(label=one.label, quote=one.quote, spans=spans, basis=basis))
    names = ("technical", "soft", "domain", "certifications")
    return ExtractSkillsOutput(**{name: groups.get(name, []) for name in names})


def check(inputs: ExtractSkillsInput, output: ExtractSkillsOutput) -> list[Problem]:
    """Every quote stands in the text, and every place holds words."""
    problems = quote_problems([(f"{path}.quote", one.quote) for path, one in output.all()], inputs.text)
    for path, one in output.all():
        if any(not 0 <= start < end <= len(inputs.text) for start, end in one.spans):
            problems.append(Problem("span", path, "This place is outside of the text."))
    return problems


CAPABILITY = Capability(
    key="extract_skills",
    title="Skills of a resume",
    input=ExtractSkillsInput,
    output=ExtractSkillsOutput,
    deterministic=deterministic,
    settle=settle,
    checks=(check,),
    max_output_tokens=3000,
)
