"""Pieces that several capabilities take: a resume as lines with names, findings, skills and keywords. Pure.

The name of a line is the path under which it can be corrected (`sections.1.entries.0.bullets.2`), so that an answer that names
a line names a place of the resume.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from resumes.ats import Finding
from resumes.parsing.types import Entry, Field, ParsedResume
from resumes.skill_evidence import PRACTICE, SkillEvidence, Span
from resumes.taxonomy import Taxonomy

Importance = Literal["must", "nice"]
Priority = Literal["high", "medium", "low"]
MAX_SKILLS, MAX_QUOTES = 60, 2
_MARK = re.compile(r"^[\s•●▪*–-]+(?=[^\W\d_])")  # of a point


class Piece(BaseModel):
    """A part of an input."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(Piece):
    """One statement and its path."""

    id: str
    text: str


class EntryPiece(Piece):
    """A job, school or project; dates as `YYYY`, `YYYY-MM` or `present`."""

    id: str
    kind: str
    title: str = ""
    organization: str = ""
    start: str = ""
    end: str = ""
    degree: str = ""
    area: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def name(self) -> str:
        """Title and organization, as far as read."""
        return ", ".join(part for part in (self.title or self.degree, self.organization) if part)


class ResumePiece(Piece):
    """What a resume says, without the contact data: the summary, the entries in order, and the lists."""

    summary: str = ""
    entries: tuple[EntryPiece, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    certifications: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    def lines(self) -> Iterable[Line]:
        """Every statement of every entry."""
        for entry in self.entries:
            yield from entry.lines

    def text(self) -> str:
        """All of it, one thing a line: what an answer may quote."""
        rows = [self.summary]
        for entry in self.entries:
            rows += [entry.name, entry.degree, entry.area, entry.start, entry.end, *(line.text for line in entry.lines)]
        rows += [*self.skills, *self.languages, *self.certifications, *self.other]
        return "\n".join(row for row in rows if row)


def moved_up(entry: EntryPiece, target: str) -> list[tuple[str, str]]:
    """(path, text) of each line that changes when this point becomes the first of its entry; the others keep their order."""
    points = [line for line in entry.lines if ".bullets." in line.id]
    place = next((n for n, line in enumerate(points) if line.id == target), 0)
    texts = [points[place].text, *(line.text for line in points[:place])] if points else []
    return [(line.id, text) for line, text in zip(points, texts, strict=False) if line.text != text]


class FindingPiece(Piece):
    """One finding of the ATS check; `points` is what it takes from 100."""

    id: str
    rule: str
    severity: Literal["error", "warning", "hint"]
    meaning: str
    fix: str
    points: float
    start: int | None = None
    end: int | None = None


class SkillPiece(Piece):
    """One skill that code found; `spans` are characters of the resume's text, `quotes` the words there."""

    key: str
    label: str
    group: Literal["technical", "soft", "domain"]
    is_evidenced: bool
    years: float | None = None
    stated_level: float | None = None
    quotes: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


class KeywordPiece(Piece):
    """One keyword of the jobs that the person cares about; `jobs` of them ask for it.

    `state` is what the resume says of it: a dated entry names it, it is only listed, it follows from another skill, or nothing.
    """

    label: str
    importance: Importance
    jobs: int = 1
    state: Literal["named", "listed", "implied", "missing"] = "missing"


def _said(field: Field | None) -> str:
    return field.value if field else ""


def _sentences(text: str) -> list[str]:
    return [text.strip()] if text.strip() else []


def entry_piece(entry: Entry, path: str) -> EntryPiece:
    """An entry with its points; running text below it is one more line."""
    lines = [Line(id=f"{path}.bullets.{n}", text=bullet.text) for n, bullet in enumerate(entry.bullets)]
    lines += [Line(id=f"{path}.summary", text=text) for text in _sentences(entry.summary)]
    return EntryPiece(
        id=path,
        kind=entry.kind,
        title=_said(entry.title),
        organization=_said(entry.organization),
        start=_said(entry.start_date),
        end=_said(entry.end_date),
        degree=_said(entry.degree),
        area=_said(entry.area),
        lines=tuple(line for line in lines if line.text.strip()),
    )


def resume_piece(parsed: ParsedResume) -> ResumePiece:
    """A parsed resume as capabilities take it; hidden words and contact data are not in it."""
    entries = [
        entry_piece(entry, f"sections.{place}.entries.{number}")
        for place, section in enumerate(parsed.sections)
        for number, entry in enumerate(section.entries)
    ]
    plain = [section for section in parsed.sections if not section.entries]
    return ResumePiece(
        summary="\n".join(section.text.strip() for section in plain if section.kind == "summary").strip(),
        entries=tuple(entries),
        skills=tuple(item.value for item in parsed.skills),
        languages=tuple(item.value for item in parsed.languages),
        certifications=tuple(item.value for item in parsed.certifications),
        other=tuple(
            section.text.strip()
            for section in plain
            if section.kind in ("projects", "publications", "awards", "volunteer", "interests", "work", "education")
            and section.text.strip()
        ),
    )


def finding_pieces(findings: Iterable[Finding | dict[str, Any]]) -> tuple[FindingPiece, ...]:
    """Findings in their order, named f1, f2, ..."""
    kept = ("rule", "severity", "meaning", "fix", "points", "start", "end")
    rows = [finding if isinstance(finding, dict) else finding.to_dict() for finding in findings]
    return tuple(
        FindingPiece.model_validate({"id": f"f{n}", **{name: row[name] for name in kept}})
        for n, row in enumerate(rows, start=1)
    )


def skill_pieces(found: Iterable[SkillEvidence], text: str, tax: Taxonomy) -> tuple[SkillPiece, ...]:
    """Named skills, those that a dated entry shows first, then by years."""
    named = sorted(
        (one for one in found if not one.implied_by), key=lambda one: (not one.evidenced, -(one.years or 0.0), one.key)
    )
    return tuple(
        SkillPiece(
            key=one.key,
            label=one.label,
            group=skill_group(one, tax),
            is_evidenced=one.evidenced,
            years=one.years,
            stated_level=one.proficiency,
            quotes=tuple(line_around(text, start, end) for start, end, *_ in _shown_first(one.spans)[:MAX_QUOTES]),
            spans=tuple((start, end) for start, end, *_ in one.spans),
        )
        for one in named[:MAX_SKILLS]
    )


def _shown_first(spans: Iterable[Span]) -> list[Span]:
    """The places that show practice first, then other entries, then the rest; each group in order of the text."""
    return sorted(spans, key=lambda span: (span[3] is None, span[2] not in PRACTICE, span[:2]))


def without_places(skills: Iterable[SkillPiece]) -> tuple[SkillPiece, ...]:
    """The skills with their quotes alone, for inputs in which no place is asked for."""
    return tuple(skill.model_copy(update={"spans": ()}) for skill in skills)


# Tools and methods of these trades are what people call technical; knowledge of other trades is knowledge of a field.
TECHNICAL_DOMAINS = frozenset({"software", "data-science", "engineering", "manufacturing", "science"})


def skill_group(one: SkillEvidence, tax: Taxonomy) -> Literal["technical", "soft", "domain"]:
    """Where a skill is listed, from its place in the taxonomy: general skills are soft, tools and terms that it lacks technical."""
    if one.key not in tax:
        return "technical" if one.kind == "knowledge" else "domain"
    domain = {group.key: group.domain for group in tax.groups()}.get(tax.skill(one.key).group, "")
    if domain == "general":
        return "soft"
    return "technical" if domain in TECHNICAL_DOMAINS else "domain"


def line_around(text: str, start: int, end: int, longest: int = 240) -> str:
    """The line of the text that holds a span, without a mark in front, cut to the whole words around it where it is long."""
    left, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    right = len(text) if right < 0 else right
    if right - left > longest:
        first, last = max(left, start - longest // 2), min(right, end + longest // 2)
        if first > left:
            left = next((n + 1 for n in range(first - 1, start) if text[n].isspace()), start)
        if last < right:
            right = next((n for n in range(last, end, -1) if text[n].isspace()), end)
    return _MARK.sub("", " ".join(text[left:right].split()))


def cut(text: str, longest: int = 300) -> str:
    """The first whole words of a text, at most this many characters; one longer word is cut."""
    if len(text) <= longest:
        return text
    return text[: longest + 1].rpartition(" ")[0].rstrip() or text[:longest]
