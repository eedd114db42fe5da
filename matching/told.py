"""Which lines of a resume tell something and which are mere lists of names. Pure.

Anybody can add a word to a list, so a list proves nothing: what stands only in lists raises no score. A line tells
something when it belongs to an entry (work, project, volunteering, education), when it heads the resume, or when it is a
sentence or goes on with one that the line before began. Under languages a list tells languages and nothing else, under
certificates and awards what looks like one. A pasted posting tells nothing. Where no structure was found, the shape of a
line alone decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resumes.parsing.types import ParsedResume

Span = tuple[int, int]
LISTS = frozenset({"skills", "interests"})
LANGUAGES = "languages"
PROVEN = frozenset({"languages", "certifications", "publications", "awards"})
LEAST_TOLD, LEAST_TOLD_IN_LISTS = 3, 6  # words of a sentence beside the names of skills
LONGEST_ITEM = 3.0  # words an item of a list has on average
LEAST_ITEMS = 3
LEAST_HEADINGS = 2  # of a posting, from which a text holds one
LEAST_BEGUN, LEAST_GONE_ON = 4, 2  # words of a line that may begin a sentence, and of one that may go on with it
_WORD = re.compile(r"[^\W_][\w+#.&'\u2019/-]*")
_SEPARATOR = re.compile(r"[,;|\u2022\u00b7\u25aa\t]|\s[/\u2013-]\s|\s{3,}")
_LABEL = re.compile(r"^[^\w\n]*[\w &/+-]{2,40}:")
_ENDS = re.compile(r"[.!?:;]\W*$")
# What a line of certificates, awards or publications says besides a bare name.
_PROVES = re.compile(
    r"certif|zertifi|licen[cs]|lizenz|diplom|accredit|qualifi|registered|registration|award|auszeichnung|preis\b|prize|prix\b|"
    r"premio|medal|winner|finalist|scholarship|fellow|honou?r|distinction|\bbest\b|of the (?:year|month|quarter)|exam|pr\u00fcfung|"
    r"\blevel\b|\bcourse|\bkurs|lehrgang|training|workshop|\bschein|f\u00fchrerschein|permis\b|habilitation|attest|brevet|"
    r"journal|conference|proceedings|publish|\bdoi\b|isbn|"
    r"\b(?:PMP|CISSP|CISM|CISA|CCNA|CCNP|CCIE|CPA|CFA|ACCA|CIMA|ITIL|PRINCE2|PSM|CSM|CSPO|CEH|OSCP|CKAD?|CompTIA|BLS|ACLS|ALS|PALS|CPR|"
    r"NEBOSH|IOSH|OSHA|TEFL|CELTA|IELTS|TOEFL|CSCS|CDL|HGV|LGV|ADR|CPC)\b",
    re.IGNORECASE,
)
# A label that begins a list of something else under one of these headings.
_OTHER_LABEL = re.compile(
    r"^[^\w\n]*[\w &/+-]{0,30}?(?:key ?words?|tags|skills?|tools?|technolog\w+|expertise|competenc\w+|stack|strengths|areas|interests|"
    r"hobbies|kenntnisse|kompetenzen|schlagw\w+|comp\u00e9tences|mots[- ]cl\u00e9s|habilidades|competencias|palabras clave)\b"
    r"[\w &/+-]{0,20}:",
    re.IGNORECASE,
)
# Headings of postings; the first ones stand in resumes too.
_POSTING = re.compile(
    r"^[^\w\n]*(?:(?P<either>responsibilities|your responsibilities|tasks|bonus|benefits|profile|essential|desirable|"
    r"preferred)|requirements?|"
    r"must[- ]haves?|good to have|qualifications required|"
    r"nice to have|your (?:profile|tasks|role|mission)|(?:what )?(?:we|you) offer|what (?:we|you)(?: will|'ll)? \w+(?: \w+)?|"
    r"who you are|who we are|about (?:us|the (?:role|job|position|company))|the role|how to apply|dein profil|ihr profil|deine aufgaben|"
    r"ihre aufgaben|wir bieten|anforderungen|votre profil|vos missions|profil recherch\u00e9|requisitos|ofrecemos|se ofrece)\W*$",
    re.IGNORECASE,
)
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


def told(resume: ParsedResume, skills: Iterable[Span], languages: Iterable[Span] = ()) -> Told:
    """What a resume tells; `skills` are the places in its text that name a skill, `languages` those of them that name one."""
    text = resume.text
    entries, dated = _merged(_entries(resume)), _merged(_dated(resume))
    sections = sorted(
        (one.start, one.end, one.kind) for one in resume.sections if one.start is not None and one.end is not None
    )
    named, spoken, pasted = sorted(skills), frozenset(languages), _posting(text, dated)
    other = -1  # the section under whose heading a list of something else has begun
    starts = [start for start, _ in named]
    lists = list(pasted)
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
        if head or _inside(pasted, start, end) or _inside(entries, start, end):
            continue
        kind, section = _kind(sections, start)
        if kind in PROVEN and _OTHER_LABEL.match(line):
            other = section
        kind = "skills" if section == other else kind
        here = [one for one in named[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)] if one[1] <= end]
        spans = [(a - start, b - start) for a, b in here]
        if not is_list(line, spans, strict=kind in LISTS | PROVEN, before=before):
            begun = line
            continue
        bare = here
        if kind in PROVEN:
            unproven = _unproven(text, (start, end), here, is_dated=_inside(dated, start, end))
            bare = [one for one in here if one not in spoken] if kind == LANGUAGES else unproven
        lists += [(start, end)] if len(bare) == len(here) and (here or kind not in PROVEN) else _merged(bare)
    return Told(_blanked(text, lists), tuple(sorted(lists)))


def _unproven(text: str, line: Span, skills: Sequence[Span], *, is_dated: bool) -> list[Span]:
    """The skills in a line of certificates, awards or publications that stand there as bare names."""
    body = text[line[0] : line[1]]
    if not _has_items(body, _WORD.findall(body)):
        return [] if is_dated or _PROVES.search(body) else list(skills)
    bounds = [line[0], *(line[0] + match.start() for match in _SEPARATOR.finditer(body)), line[1]]
    proven = [(a, b) for a, b in pairwise(bounds) if _PROVES.search(text[a:b])]
    return [one for one in skills if not _inside(proven, *one)]


def _posting(text: str, dated: Sequence[Span]) -> list[Span]:
    """Where a posting was pasted below the resume: from its first heading to the end of the text.

    Two different headings of postings tell it, of which resumes have at most one, and nothing dated comes after.
    """
    lines = list(re.finditer(r"[^\n]+", text))
    last = dated[-1][1] if dated else 0
    heads = [found for line in lines if line.start() >= last and (found := _POSTING.match(line.group()))]
    sure = [found for found in heads if not found["either"]]
    if not sure or len({found.group().strip(" :").lower() for found in heads}) < LEAST_HEADINGS:
        return []
    first = next(line.start() for line in lines if line.start() >= last and _POSTING.match(line.group()))
    return [(first, len(text))]


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


def _dated(resume: ParsedResume) -> list[Span]:
    """Places of entries that state a date."""
    return sorted(
        (entry.start, entry.end)
        for section in resume.sections
        for entry in section.entries
        if entry.start is not None and entry.end is not None and (entry.start_date or entry.end_date)
    )


def _entries(resume: ParsedResume) -> list[Span]:
    """Places of the entries of sections that are no lists."""
    return sorted(
        (entry.start, entry.end)
        for section in resume.sections
        if section.kind not in LISTS | PROVEN
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


def _kind(sections: Sequence[tuple[int, int, str]], offset: int) -> tuple[str, int]:
    """The kind of the section at an offset and its number; "" and -2 outside of all."""
    at = bisect_right(sections, (offset, 1 << 60, "")) - 1
    return (sections[at][2], at) if at >= 0 and sections[at][1] > offset else ("", -2)


def _blanked(text: str, spans: Sequence[Span]) -> str:
    out = list(text)
    for start, end in spans:
        out[start:end] = [char if char == "\n" else " " for char in out[start:end]]
    return "".join(out)
