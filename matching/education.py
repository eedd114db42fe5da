"""Degrees as a ladder, so that "a Bachelor or higher" can be compared with what a resume holds. Pure."""

from __future__ import annotations

import re

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
