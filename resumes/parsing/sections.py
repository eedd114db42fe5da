"""Cut a document into sections at its headings, column by column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from resumes.parsing.characters import unspace
from resumes.parsing.dates import find_dates
from resumes.parsing.headings import exact_kind, loose_kind
from resumes.parsing.lines import Line, Segment
from resumes.parsing.vocabulary import DEGREE, org_score, school_score, title_score

HEADER = "header"
UNPLACED = "unplaced"
Signature = tuple[float, bool, bool, int]
# Labels that open a section of a text with a blank line above; "Tools:" may as well belong to the job before.
_OWN_LINE = re.compile(
    r"\s*(?:(?:key |it |core |technical )?skills|languages|interests|hobbies|certificat(?:es|ions))\s*$", re.IGNORECASE
)
_LABELLED = re.compile(r"^\W*(?P<head>[^\W\d][^:]*?)\s*::?\s*(?P<tail>\S.*)$")
_SAID_PLAIN = frozenset(["education", "volunteer", "publications", "awards", "certifications"])
_LIST_KINDS = frozenset(["skills", "languages", "interests", "certifications"])


@dataclass(slots=True)
class Part:
    """The lines under one heading; kind "header" is what stands before any heading, "contact" its equal under one.

    `is_inline`: the heading shares its line with the first of them ("Tools: Excel")."""

    kind: str
    heading: Line | None = None
    heading_text: str = ""
    confidence: float = 1.0
    lines: list[Line] = field(default_factory=list)
    is_inline: bool = False


def signature(line: Line) -> Signature:
    """How a line looks: size, weight, capitals, colour."""
    words = line.words
    return (round(line.size * 2) / 2, line.bold, line.caps, words[0].color if words else 0)


def _tallest(line: Line) -> float:
    """The largest type of a line: in small capitals, all but the first letters are lower."""
    return max(word.size for word in line.words)


def _look(line: Line) -> tuple[float, bool, bool]:
    return (round(_tallest(line) * 2) / 2, line.bold, line.caps)


def _jobs_go_on(part: Part, lines: list[Line]) -> bool:
    """True if the lines at the head of a column are a job of the section that was open at the foot of the one before."""
    if part.kind not in ("work", "projects", "volunteer"):
        return False
    head = [line for line in lines if exact_kind(line.text) is None]
    periods = any(span.is_range for line in head for span in find_dates(line.text))
    return periods and any(title_score(line.text.split(",")[0]) >= 0.8 for line in head[:2])


def find_parts(lines: list[Line], *, styled: bool) -> list[Part]:
    """All parts in reading order. `styled` says whether sizes and weights mean anything (not so in plain text)."""
    finder = _Headings(lines, styled=styled)
    parts = [Part(HEADER)]
    open_parts: dict[tuple[int, int], Part] = {}
    previous: Line | None = None
    active = parts[0]
    for at, line in enumerate(lines):
        if line.furniture:
            continue
        broken = previous is not None and (line.column != previous.column or line.page != previous.page)
        if previous is not None and broken and not _jobs_go_on(active, lines[at : at + 3]):
            active = _part_after_break(parts, open_parts, previous, line, active)
        heading = finder.heading(line, active)
        if _goes_on(active, line):
            continue
        if heading is not None:
            active, rest = heading
            parts.append(active)
            if rest is not None:
                active.lines.append(rest)
        else:
            active.lines.append(line)
        open_parts[(line.page, line.column)] = active
        previous = line
    return [part for part in parts if part.lines or part.heading]


def _goes_on(part: Part, line: Line) -> bool:
    """Take the second line of a heading that was broken in two ("FORMAÇÃO" / "ACADÊMICA")."""
    if (
        part.heading is None
        or part.lines
        or line.bullet
        or line.gap > 0.8
        or signature(line) != signature(part.heading)
    ):
        return False
    whole = f"{part.heading_text} {line.text}"
    kind = exact_kind(whole)
    if kind is None or len(line.segments) > 1:
        return False
    part.kind, part.heading_text = kind, whole
    return True


def _part_after_break(
    parts: list[Part], open_parts: dict[tuple[int, int], Part], previous: Line, line: Line, active: Part
) -> Part:
    """Which part goes on where the reading jumps to another column or page."""
    if line.page == previous.page:
        if line.column and (line.page - 1, line.column) in open_parts:
            return open_parts[(line.page - 1, line.column)]
        if not line.column:
            return _unplaced(parts)
        return parts[0] if line.page <= 1 else active
    order = (line.column, 0) if line.column else (0, 2, 1)
    for column in order:
        if (previous.page, column) in open_parts:
            return open_parts[(previous.page, column)]
    return active


def _unplaced(parts: list[Part]) -> Part:
    part = Part(UNPLACED)
    parts.append(part)
    return part


class _Headings:
    """Which lines are headings, judged by their words and by what the sure headings of this document look like."""

    def __init__(self, lines: list[Line], *, styled: bool) -> None:
        self.styled = styled
        sizes = Counter[float]()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        exact = [line for line in lines if self._plain(line) and exact_kind(line.text)]
        strong = [line for line in exact if self._strong(line)]
        self.any_strong = bool(strong)
        self.looks = Counter(signature(line) for line in strong)
        self.size = max((line.size for line in strong), default=0.0)
        common = Counter(signature(line) for line in lines)
        self.own = {look for look, count in self.looks.items() if count > 1 and common[look] <= 2 * count + 2}
        self.depth = min((line.level for line in exact if line.level), default=0)
        self.alone = {id(line) for line, after in pairwise(lines) if line.gap >= 0.5 and after.gap >= 0.5}
        known = next(
            (at for at, line in enumerate(lines) if self._plain(line) and exact_kind(line.text) == "work"), len(lines)
        )
        free = range(0 if styled else known)
        self.jobs = next((lines[at] for at in free if self._over_jobs(lines, at)), None)

    @staticmethod
    def _plain(line: Line) -> bool:
        return not line.bullet and not line.cont and 0 < len(line.text) <= 90

    def _strong(self, line: Line) -> bool:
        if line.level:
            return True
        return (
            line.bold
            or line.caps
            or line.size > 1.08 * self.body
            or (self.styled and line.words[0].color not in (0, 0x333333) and line.gap > 0.5)
        )

    def _over_jobs(self, lines: list[Line], at: int) -> bool:
        """True for a short line of its own in a text ("My winters", "KITCHENS") right above a line with a period and a job."""
        line, below = lines[at], lines[at + 1 : at + 4]
        if not self._plain(line) or not below or line.gap < 0.5 or exact_kind(line.text) or len(line.text.split()) > 3:
            return False
        if (
            below[0].gap < 0.5
            and not line.caps
            or any(char.isdigit() for char in line.text)
            or not line.text[0].isupper()
        ):
            return False
        periods = [other for other in below if any(span.is_range for span in find_dates(other.text))]
        titles = [other for other in below if title_score(other.text) >= 0.8]
        degrees = [other for other in below if DEGREE.match(other.text)]
        return bool(periods and titles) and not degrees and not title_score(line.text) and not org_score(line.text)

    def heading(self, line: Line, current: Part) -> tuple[Part, Line | None] | None:
        """The part that a line opens and what else stands on it, or None."""
        if line.bullet or line.cont or not line.words:
            return None
        if len(line.text) > 90:
            return self._side_heading(line, current)
        text = unspace(line.text.replace("\t", " ")).strip()
        kind = exact_kind(line.text.replace("\t", " "))
        if kind and self._accept_exact(line, kind, current):
            return Part(kind, line, text.rstrip(":").strip()), None
        if kind is None and (side := self._side_heading(line, current)) is not None:
            return side
        if kind is None and (inline := self._inline(line, current)) is not None:
            return inline
        if line is self.jobs and current.kind in (HEADER, "summary", "contact"):
            return Part("work", line, text.rstrip(":").strip(), 0.7), None
        if kind is None and self._accept_look(line, text, current):
            return Part(loose_kind(text) or "other", line, text.rstrip(":").strip(), 0.7), None
        return None

    def _accept_exact(self, line: Line, kind: str, current: Part) -> bool:
        if line.level:
            return not self.depth or line.level <= self.depth or line.level <= self.depth + 1 and current.kind == HEADER
        if current.kind == "skills" and kind in ("languages", "skills") and current.heading is not None:
            alike = _look(line) == _look(current.heading)
            if self.styled or current.heading.caps or line.gap < 0.5:
                return alike and (self.styled or line.gap >= 0.5)
        if not self.styled:
            return line.gap >= 0.5 or line.caps or current.kind != HEADER or not current.lines or line.text.istitle()
        if not self._strong(line):
            return not self.any_strong
        return max(line.size, _tallest(line)) >= 0.92 * self.size or signature(line) in self.own

    def _side_heading(self, line: Line, current: Part) -> tuple[Part, Line | None] | None:
        """A heading in the margin with the first entry on the same line."""
        if not self.styled:
            return None
        words = line.words
        count = len(line.segments[0].words) if len(line.segments) > 1 else _bold_prefix(line)
        if not 0 < count < len(words):
            return None
        first = Line([Segment(words[:count])], page=line.page, x0=line.x0, column=line.column)
        kind = exact_kind(first.text)
        if not kind or not (first.bold or first.caps or first.size > 1.08 * self.body or signature(first) in self.own):
            return None
        if kind in _LIST_KINDS and (
            first.text.rstrip().endswith(":") or current.kind == "skills" and len(line.segments) == 1
        ):
            return None
        if self.any_strong and first.size < 0.78 * self.size:
            return None
        rest = line.segments[1:] if len(line.segments[0].words) == count else [Segment(words[count:])]
        return Part(kind, first, first.text.strip(), 0.9), _rest(line, rest)

    def _inline(self, line: Line, current: Part) -> tuple[Part, Line | None] | None:
        """ "Skills: Python, SQL" on one line, where no list of skills is open."""
        match = _LABELLED.match(line.text)
        if match is None or len(match["head"]) > 40 or current.kind == "skills" and not current.is_inline:
            return None
        head = match["head"]
        kind = exact_kind(head)
        if kind not in _LIST_KINDS or (
            current.kind in ("work", "projects", "education")
            and not (line.gap > 0.8 and (self._bold_label(line) or not self.styled and _OWN_LINE.match(head)))
        ):
            return None
        words = line.words
        count = len(line.text[: match.start("tail")].split())
        rest = _rest(line, [Segment(words[count:])]) if len(words) > count else None
        return Part(
            kind, Line([Segment(words[:count])], page=line.page, column=line.column), head.strip(), 0.8, is_inline=True
        ), rest

    @staticmethod
    def _bold_label(line: Line) -> bool:
        return line.words[0].bold or line.words[0].text.isupper()

    def _accept_look(self, line: Line, text: str, current: Part) -> bool:
        """An unknown heading: it looks exactly as the sure ones do, and like nothing else."""
        if line.level:
            return bool(self.depth) and line.level == self.depth
        if current.kind == HEADER and not current.lines:
            return False  # the first line is somebody's name
        words = text.split()
        letters = sum(char.isalpha() for char in text)
        if (
            len(line.segments) > 1
            or not 0 < len(words) <= 6
            or letters < 3
            or text.endswith((".", ",", ";"))
            or find_dates(text)
        ):
            return False
        if not self.styled:
            if not line.caps and id(line) in self.alone and loose_kind(text) is not None:
                return len(words) <= 4 and text[0].isupper()
            known = loose_kind(text) is not None or _unlike_entries(line, current)
            return line.caps and line.gap >= 0.5 and self._caps_headings() and known
        if signature(line) in self.own and sum(self.looks.values()) >= 2:
            return line.size > 1.08 * self.body or line.caps or title_score(text) < 0.8
        return (
            bool(self.looks)
            and line.size >= 0.97 * self.size > 1.1 * self.body
            and line.bold
            and loose_kind(text) is not None
        )

    def _caps_headings(self) -> bool:
        return sum(count for look, count in self.looks.items() if look[2]) >= 2


def _unlike_entries(line: Line, current: Part) -> bool:
    """True for a line in capitals that is no item of the list, no school and no club of the part that is open."""
    words = line.text.split()
    if current.kind in _LIST_KINDS - {"certifications"}:
        return len(words) <= 4
    plain = bool(current.lines) and not any(other.caps for other in current.lines)
    named = org_score(line.text) or school_score(line.text)
    letters = sum(char.isalpha() for char in line.text)
    return plain and current.kind in _SAID_PLAIN and len(words) <= 4 and letters > 5 and not named


def _bold_prefix(line: Line) -> int:
    """How many bold words begin a line that goes on in plain type."""
    words = line.words
    for index, word in enumerate(words):
        if not word.bold:
            return 0 if index and words[index - 1].text.endswith(":") else index
    return 0


def _rest(line: Line, segments: list[Segment]) -> Line:
    words = [word for segment in segments for word in segment.words]
    start = words[0].start
    last = words[-1]
    for segment in segments:
        segment.start = segment.words[0].start
    return Line(
        segments, page=line.page, x0=words[0].x0, x1=line.x1, y0=line.y0, y1=line.y1, right=line.right, gap=line.gap,
        column=line.column, start=start, end=last.start + len(last.text),
    )  # fmt: skip
