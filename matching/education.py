"""Degrees as a ladder, so that "a Bachelor or higher" can be compared with what a resume holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.stated import State
from resumes.parsing.types import Entry

# Rungs after the levels of the European Qualifications Framework: 4 school, 5 apprenticeship and short cycle, 6, 7, 8.
_RUNGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (8, re.compile(r"\b(?:ph\.?\s?d|doctor(?:ate|al)?|dr\.?\s(?:rer|ing|phil|med)|promotion)\b", re.IGNORECASE)),
    (
        7,
        re.compile(
            r"\b(?:master\w*|m\.?\s?sc|m\.?\s?eng|mba|m\.?\s?phil|m\.?ed|mtech|m\.tech|diplom(?:-?ingenieur\w*)?|dipl\.?-?\s?ing|"
            r"magister|laurea magistrale|ms(?=\s(?:in|degree))|ma(?=\s(?:in|degree))|staatsexamen|juris doctor|j\.?d\.?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        6,
        re.compile(
            r"\b(?:bachelor\w*|b\.?\s?sc|b\.?\s?eng|b\.?\s?tech|bba|b\.?\s?com|b\.?ed|llb|baccalaureate|licenciatura|grado|"
            r"licence|laurea|undergraduate degree|university degree|college degree|bs(?=\s(?:in|degree))|ba(?=\s(?:in|degree))|"
            r"(?:bs|ba|b\.s|b\.a)\b\.?|hochschul\w*|studium|first[- ]class honours|b\.?\s?a\.?\s?\(?hons\)?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        5,
        re.compile(
            r"\b(?:associate(?:'s)? degree|apprenticeship|ausbildung|vocational|diploma|higher national|hnd|bts|dut|"
            r"técnico superior|trade certificate|certificate (?:iii|iv))\b",
            re.IGNORECASE,
        ),
    ),
    (
        4,
        re.compile(
            r"\b(?:high school|ged|a[- ]levels?|abitur|baccalauréat|bachillerato|secondary school)\b", re.IGNORECASE
        ),
    ),
)


def degree_level(text: str, *, least: bool = False) -> int | None:
    """The highest rung (4 to 8) that a text names, with `least` the lowest; None when it names none."""
    found = [rung for rung, pattern in _RUNGS if pattern.search(text)]
    if not found:
        return None
    return min(found) if least else max(found)


def degree_words(entry: Entry) -> str:
    """What an education entry says about the degree."""
    return " ".join(part.value for part in (entry.degree, entry.title, entry.area) if part) or entry.summary


# The subject follows the degree: "a degree in statistics, economics or a related field".
_SUBJECT = re.compile(
    r"(?:\bdegrees?|\bbachelor\S*|\bmaster\S*|\bdiploma|\bdoctorate|\bph\.?d\.?|\b[bm]\.?sc\.?|\bstudium|\w*abschluss|\bausbildung)"
    r"[^.;:]{0,30}?\s(?:in|of|der|des|als|zum|zur)\s([^.;:]+)",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"\b(?:relevant|related|similar|equivalent|comparable|other|field|subject|discipline|area|degree|bachelor|master|sciences?|"
    r"diploma|experience|years|higher|level|university|college|study|studies|qualification|with|your|from)\b",
    re.IGNORECASE,
)
_STANDARD = re.compile(r"\bB\.?S\.?\s*(?:EN\s*)?\d+", re.IGNORECASE)  # a British Standard is no Bachelor of Science


def stems(text: str) -> frozenset[str]:
    """Beginnings of the words of four letters and more, by which "economics" and "economy" meet."""
    return frozenset(word[:5] for word in re.findall(r"[^\W\d_]{4,}", text.lower()))


def subject_words(text: str) -> frozenset[str]:
    """What a requirement wants a degree in, as `stems`; empty where it names no subject."""
    found = _SUBJECT.search(text)
    return stems(_NO_SUBJECT.sub(" ", found[1])) if found else frozenset()


def degree_held(text: str, schools: Sequence[tuple[Entry, str]]) -> tuple[State, Entry | None, str]:
    """Whether entries of education (each with its line) hold the degree that a requirement names: (state, the entry, a note).

    Met at its level or above; where a subject is named, only by an entry that names it too.
    """
    if not schools:
        return "unknown", None, "The resume names no education"
    wanted, subject = degree_level(text, least=True) or 0, subject_words(text)
    held = []
    for entry, line in schools:
        level = degree_level(_STANDARD.sub(" ", degree_words(entry)))
        if level is not None:
            held.append((level, bool(subject & stems(f"{degree_words(entry)} {line}")), entry))
    if not held:
        near = [entry for entry, line in schools if not subject or subject & stems(line)]
        return "partial" if near else "unknown", next(iter(near), None), "The kind of degree could not be read"
    level, is_subject, entry = max(held, key=lambda one: (one[0] >= wanted, one[1], one[0]))
    if level < wanted:
        return "partial", entry, "A lower degree than the posting names"
    if is_subject:
        return "met", entry, ""
    return "partial" if subject else "met", entry, "The subject is for a person to judge"
