"""Which lines of a resume tell something and which are mere lists of names. Pure.

Anybody can add a word to a list, so a list proves nothing: what stands only in lists raises no score. A line tells
something when it belongs to an entry (work, project, volunteering, education), to the languages or certificates, when it
heads the resume, or when it is a sentence or goes on with one that the line before began. Where no structure was found,
the shape of a line alone decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resumes.parsing.types import ParsedResume

Span = tuple[int, int]
LISTS = frozenset({"skills", "interests"})
PROVEN = frozenset({"languages", "certifications", "publications", "awards"})
LEAST_TOLD, LEAST_TOLD_IN_LISTS = 3, 6  # words of a sentence beside the names of skills
LONGEST_ITEM = 3.0  # words an item of a list has on average
LEAST_ITEMS = 3
LEAST_BEGUN, LEAST_GONE_ON = 4, 2  # words of a line that may begin a sentence, and of one that may go on with it
_WORD = re.compile(r"[^\W_][\w+#.&'\u2019/-]*")
_SEPARATOR = re.compile(r"[,;|\u2022\u00b7\u25aa\t]|\s[/\u2013-]\s|\s{3,}")
_LABEL = re.compile(r"^[^\w\n]*[\w &/+-]{2,40}:")
_ENDS = re.compile(r"[.!?:;]\W*$")
# Words that leave a sentence open at the end of a line.
_OPEN = re.compile(
    r"\b(?:and|or|of|in|with|to|for|the|an?|as|at|by|on|from|using|into|like|my|our|und|oder|mit|von|f\u00fcr|der|die|das|den|"
    r"als|im|et|ou|de|des|avec|pour|y|con|para)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A resume's text with the mere lists blanked (same length), and the spans of those lists, in order."""

    text: str
    lists: tuple[Span, ...]

    def tells(self, offset: int) -> bool:
        """Whether the line at an offset tells something."""
        at = bisect_right(self.lists, (offset, len(self.text) + 1)) - 1
        return at < 0 or not self.lists[at][0] <= offset < self.lists[at][1]


def told(resume: ParsedResume, skills: Iterable[Span]) -> Told:
    """What a resume tells; `skills` are the places in its text that name a skill."""
    text = resume.text
    entries = _merged(_entries(resume))
    sections = sorted(
        (one.start, one.end, one.kind) for one in resume.sections if one.start is not None and one.end is not None
    )
    named = sorted(skills)
    starts = [start for start, _ in named]
    lists: list[Span] = []
    headed, at = False, 0
    begun = ""  # the line before, where it tells something
    for line in text.splitlines(keepends=True):
        start, end = at, at + len(line)
        at = end
        words = _WORD.findall(line)
        before, begun = begun, ""
        if not words:
            continue
        head, headed = not headed and len(words) > 1, headed or len(words) > 1
        if head or _inside(entries, start, end):
            continue
        kind = _kind(sections, start)
        here = named[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
        spans = [(a - start, b - start) for a, b in here]
        if kind not in PROVEN and is_list(line, spans, strict=kind in LISTS, before=before):
            lists.append((start, end))
        else:
            begun = line
    return Told(_blanked(text, lists), tuple(lists))


def is_list(line: str, skills: Sequence[Span], *, strict: bool, before: str = "") -> bool:
    """Whether a line is a list of names; `strict` (below a heading that announces a list) takes every line for one that is
    no sentence, otherwise it must name a skill. `before` is the line before, where that one tells something."""
    if not strict and not skills:
        return False
    body = _LABEL.sub("", line)
    words = _WORD.findall(body)
    if _has_items(body, words):
        return True
    at = len(line) - len(body)  # a label such as "Tools:" tells nothing
    beside = len(words) - sum(len(_WORD.findall(line[max(start, at) : end])) for start, end in skills)
    if not strict and body == line and _goes_on(before, line, len(words), beside):
        return False
    return beside < (LEAST_TOLD_IN_LISTS if strict else LEAST_TOLD)


def _goes_on(before: str, line: str, words: int, beside: int) -> bool:
    """Whether a line goes on with a sentence that the line before it began: texts out of PDF files break anywhere. Names
    of skills and nothing `beside` them do so only where the line before is left open by its last word."""
    if _ENDS.search(before) or len(_WORD.findall(before)) < LEAST_BEGUN or words < LEAST_GONE_ON:
        return False
    return _OPEN.search(before) is not None or (beside > 0 and line.lstrip()[:1].islower())


def _has_items(body: str, words: Sequence[str]) -> bool:
    items = [item for item in _SEPARATOR.split(body) if _WORD.search(item)]
    return len(items) >= LEAST_ITEMS and len(words) <= LONGEST_ITEM * len(items)


def _entries(resume: ParsedResume) -> list[Span]:
    """Places of the entries of sections that are no lists."""
    return sorted(
        (entry.start, entry.end)
        for section in resume.sections
        if section.kind not in LISTS
        for entry in section.entries
        if entry.start is not None and entry.end is not None
    )


def _merged(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _inside(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a line overlaps one of some disjoint spans in order."""
    at = bisect_right(spans, (end - 1, 1 << 60)) - 1
    return at >= 0 and spans[at][1] > start and spans[at][0] < end


def _kind(sections: Sequence[tuple[int, int, str]], offset: int) -> str:
    at = bisect_right(sections, (offset, 1 << 60, "")) - 1
    return sections[at][2] if at >= 0 and sections[at][1] > offset else ""


def _blanked(text: str, spans: Sequence[Span]) -> str:
    out = list(text)
    for start, end in spans:
        out[start:end] = [char if char == "\n" else " " for char in out[start:end]]
    return "".join(out)
