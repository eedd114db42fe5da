"""Checks that an answer stays with its source: quotes that stand there, figures that stand there, counts and lengths. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from aiplatform.capabilities import Problem

_SPACE = re.compile(r"\s+")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
_QUOTES = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " ", "\u00ad": None})
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[^\sa-z])")
_SCORE = re.compile(
    r"\b(\d{1,3})(?:\.\d+)?\s*(?:/\s*100\b|out of (?:100|10)\b|of 100\b)|\bscores? (?:of |is |to |at )?(\d{1,3})\b",
    re.I,
)
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|inc|ltd|co|dr|mr|mrs|ms|st|no|vs|approx|b\.sc|m\.sc|ph\.d)|\b[A-Z])\.$", re.I)


def plain(text: str) -> str:
    """A text as quotes are compared: one case, one kind of space, quotation mark and dash."""
    return _SPACE.sub(" ", text.translate(_QUOTES)).strip().casefold()


def stands_in(quote: str, source: str) -> bool:
    """Whether the words stand in the source as they are; at least three characters of them."""
    wanted = plain(quote).strip("\"' .")
    return len(wanted) >= 3 and wanted in plain(source)


def figures_of(text: str) -> set[str]:
    """The numbers of a text, without separators at their ends."""
    return {found[0].replace(",", "").rstrip(".") for found in _FIGURE.finditer(text)}


def foreign_figures(text: str, sources: Iterable[str]) -> list[str]:
    """Numbers of the text that no source holds, sorted."""
    known = set().union(*(figures_of(source) for source in sources))
    return sorted(figures_of(text) - known)


def sentences(text: str) -> list[str]:
    """The sentences of a text; an abbreviation ends none."""
    found: list[str] = []
    for piece in _SENTENCE.split(_SPACE.sub(" ", text).strip()):
        if found and _SHORT.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece:
            found.append(piece)
    return found


def count_problem(path: str, what: str, count: int, low: int, high: int) -> list[Problem]:
    """One problem when a number of things is not from low to high."""
    if low <= count <= high:
        return []
    wanted = str(low) if low == high else f"{low} to {high}"
    return [Problem("count", path, f"There must be {wanted} {what}; there are {count}.")]


def advice_problems(
    texts: Sequence[tuple[str, str]], sources: Sequence[str], scores: Iterable[int] = ()
) -> list[Problem]:
    """Advice may name no figure that its sources do not hold, and no score but these."""
    allowed = {str(score) for score in scores}
    problems = []
    for path, text in texts:
        named = {found[1] or found[2] for found in _SCORE.finditer(text)}
        if named - allowed:
            problems.append(Problem("score", path, "Do not state scores or points: code states them."))
        elif strange := foreign_figures(text, sources):
            problems.append(Problem("figure", path, f"{', '.join(strange[:3])} does not stand in the data."))
    return problems


def quote_problems(quotes: Sequence[tuple[str, str]], source: str) -> list[Problem]:
    """Each quote that is given must stand in the source word for word."""
    return [
        Problem("quote", path, f"This is not a quote from the resume: {quote[:120]!r}.")
        for path, quote in quotes
        if quote and not stands_in(quote, source)
    ]
