"""Pieces of a header line: where a line is cut, and what is trimmed off its pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from resumes.parsing.characters import fold
from resumes.parsing.dates import DURATION, find_dates
from resumes.parsing.lines import Document, Line, Segment
from resumes.parsing.types import Field
from resumes.parsing.vocabulary import CITIES, DEGREE, LEGAL_SUFFIX, org_score, place_score, school_score, title_score

_STRONG_CUT = re.compile(
    r"\t+|\s+[|•·∙⋅●▪◦]\s*|\s*[|•∙●▪]\s+|\s*\|\s*|\s+[–—‒―-]+\s+|\s+(?:@|at|bei|bij|chez|te)\s+(?=[A-ZÀ-Þ0-9])|;\s+|\s*[–—]\s*$|:\s+(?=[A-ZÀ-Þ])"
)
_EDGE = " \t,;|•·∙–—‒―-:@"
_PAREN = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


@dataclass(slots=True)
class Piece:
    """A span of the text with how it looks; `line` counts from the entry's first line."""

    start: int
    end: int
    text: str
    line: int
    bold: bool = False
    paren: bool = False


def span_field(document: Document, value: str, start: int, end: int, confidence: float) -> Field:
    """A field with the boxes of its span."""
    return Field(value, round(confidence, 2), start, end, document.boxes(start, end))


def header_pieces(document: Document, lines: list[Line]) -> list[Piece]:
    """The pieces of an entry's header lines, dates and durations taken out."""
    pieces: list[Piece] = []
    for number, line in enumerate(_unwrapped(lines)):
        for start, end, paren in _cuts(document, line):
            piece = make_piece(document, start, end, number, paren=paren)
            if piece:
                pieces.append(piece)
    return pieces


def _unwrapped(lines: list[Line]) -> list[Line]:
    """Header lines, those joined that were broken only because the next word did not fit."""
    result: list[Line] = []
    for line in lines:
        above = result[-1] if result else None
        if above is not None and above.end + 1 == line.start and _broken(above, line):
            inner = Segment(above.segments[-1].words + line.segments[0].words)
            result[-1] = replace(
                line, segments=[*above.segments[:-1], inner, *line.segments[1:]], start=above.start, x0=above.x0
            )
        else:
            result.append(line)
    return result


def _broken(above: Line, line: Line) -> bool:
    first, last = line.words[0], above.words[-1]
    if not above.page or above.page != line.page or above.aside or line.aside or line.bullet or len(line.words) > 4:
        return False
    alike = (first.bold, first.italic, round(first.size), first.font) == (
        last.bold,
        last.italic,
        round(last.size),
        last.font,
    )
    if not alike or above.x1 + 0.25 * last.size + first.x1 - first.x0 <= above.right + 0.5 or line.gap > 0.8:
        return False
    town = first.bold and place_score(line.text) >= 0.9  # "Technische Universität / München" in one bold face
    return not (_classed(above.text) and _classed(line.text) and not town) and not find_dates(line.text)


def _classed(text: str) -> bool:
    """True if a text says by itself what it is."""
    return bool(
        title_score(text) >= 0.8
        or org_score(text)
        or school_score(text)
        or DEGREE.match(text)
        or place_score(text) >= 0.5
    )


def make_piece(document: Document, start: int, end: int, number: int, *, paren: bool = False) -> Piece | None:
    """The piece of a span, trimmed; None when nothing of substance is left."""
    text = document.text[start:end].replace("\n", " ")
    left = len(text) - len(text.lstrip(_EDGE + ")]"))
    text = text.lstrip(_EDGE + ")]").rstrip(_EDGE + "([")
    if text.endswith(")") and "(" not in text:
        text = text[:-1].strip(_EDGE)
    if text.startswith("(") and ")" not in text:
        text, left = text[1:], left + 1
    if not any(char.isalnum() for char in text):
        return None
    begin = start + left
    words = document.words_in(begin, begin + len(text))
    return Piece(begin, begin + len(text), text, number, bool(words) and all(word.bold for word in words), paren)


def _cuts(document: Document, line: Line) -> list[tuple[int, int, bool]]:
    """Spans between separators, style changes and dates; brackets apart."""
    text = document.text[line.start : line.end].replace("\n", " ")
    holes = [(span.at, span.to) for span in find_dates(text)]
    blanked = _blank(text, holes)
    holes += [match.span() for match in DURATION.finditer(blanked)]
    blanked = _blank(text, holes)
    inner = [match.span() for match in _PAREN.finditer(blanked)]
    marks: list[tuple[int, int]] = [(at, to) for at, to in holes]
    for match in _STRONG_CUT.finditer(blanked):
        if match[0].strip() in ("at", "bei", "bij", "chez", "te") and school_score(
            blanked[: match.start()].split("\t")[-1]
        ):
            continue  # "University of Texas at Austin"
        if not any(low < match.start() < high for low, high in inner):
            marks.append(match.span())
    marks += [(at, at) for at in _style_changes(document, line) if not any(low < at < high for low, high in inner)]
    spans: list[tuple[int, int, bool]] = []
    place = 0
    for at, to in sorted([*marks, (len(text), len(text))]):
        if at > place:
            spans.append((line.start + place, line.start + at, False))
        place = max(place, to)
    return [part for span in spans for part in _bracket_apart(document, span)]


def _blank(text: str, holes: list[tuple[int, int]]) -> str:
    chars = list(text)
    for at, to in holes:
        chars[at:to] = " " * (to - at)
    return "".join(chars)


def _bracket_apart(document: Document, span: tuple[int, int, bool]) -> list[tuple[int, int, bool]]:
    """A bracket at the end of a span becomes a span of its own ("Developer (Acme Ltd)")."""
    start, end, _ = span
    text = document.text[start:end].rstrip(" ,")
    matches = list(_PAREN.finditer(text))
    if not matches or matches[-1].end() != len(text):
        at = text.rfind("(")  # a date was cut out of the bracket: "Rota planner (team of five, May 2021)"
        return [(start, start + at, False), (start + at + 1, end, True)] if at > 0 and ")" not in text[at:] else [span]
    last = matches[-1]
    if not text[: last.start()].strip():
        return [(start + last.start(1), start + last.end(1), True)]
    return [(start, start + last.start(), False), (start + last.start(1), start + last.end(1), True)]


def _style_changes(document: Document, line: Line) -> list[int]:
    """Offsets in the line where bold or italic type begins or ends between words."""
    changes: list[int] = []
    words = line.words
    for before, after in zip(words, words[1:], strict=False):
        if (before.bold, before.italic) == (after.bold, after.italic) or not after.space_before:
            continue
        if any(char.isalnum() for char in before.text) and any(char.isalnum() for char in after.text):
            changes.append(after.start - line.start)
    return changes


def comma_split(document: Document, piece: Piece) -> list[Piece]:
    """The parts of a piece at its commas (not in brackets); "Inc." and the like stay with their name."""
    depth, cuts = 0, [piece.start]
    for index, char in enumerate(piece.text):
        depth += char in "([" and 1 or (char in ")]" and -1 or 0)
        if char == "," and depth <= 0 and piece.text[index + 1 : index + 2] == " ":
            following = piece.text[index + 1 :].strip().split(",")[0]
            if not LEGAL_SUFFIX.match(following):
                cuts.append(piece.start + index)
    ends = [*cuts[1:], piece.end]
    parts = [make_piece(document, start, end, piece.line) for start, end in zip(cuts, ends, strict=True)]
    return [part for part in parts if part]


def peel_place(document: Document, piece: Piece) -> tuple[Piece | None, Piece | None]:
    """Split a known place off the end of a piece: ("Acme", "Boston, MA"); (piece, None) when there is none."""
    parts = comma_split(document, piece)
    if not parts:
        return piece, None
    count = _place_parts([part.text for part in parts])
    if not count:
        return piece, None
    place = make_piece(document, parts[-count].start, piece.end, piece.line)
    if len(parts) == count or place is None:
        return None, piece
    return make_piece(document, piece.start, parts[-count].start, piece.line), place


def _place_parts(parts: list[str]) -> int:
    """How many of the last comma parts name a place; 0 for none."""
    if place_score(parts[-1]) >= 0.9:
        if len(parts) == 1 or fold(parts[-1]) in CITIES:
            return 1
    elif len(parts) == 1 or place_score(", ".join(parts[-2:])) < 0.9:
        return 0
    if fold(parts[-2]) in CITIES or len(parts) == 2:
        return 1 if org_score(parts[-2]) >= 0.7 or title_score(parts[-2]) >= 0.8 else 2
    if fold(parts[-3]) in CITIES and place_score(parts[-2]) >= 0.7:
        return 3
    return 1 if org_score(parts[-2]) >= 0.7 or title_score(parts[-2]) >= 0.8 else 2
