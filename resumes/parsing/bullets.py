"""List items: find their markers, tell their further lines, join lines to running text."""

from __future__ import annotations

import re
from dataclasses import replace

from resumes.parsing.characters import BULLETS, DASHES, word_set
from resumes.parsing.dates import DURATION, find_dates, is_date_text, is_end_text
from resumes.parsing.headings import exact_kind
from resumes.parsing.lines import Line, Segment, Word

_DASH_MARKS = frozenset(DASHES + "+~o>.")
_DASHED = re.compile(r"[-–*+>][A-ZÀ-Þ][\w'’-]+[,;:]?$")
_NUMBER = re.compile(r"[(\[]?(\d{1,2})[.)\]]{1,2}$")
_TYPED = frozenset(["--", "->", "=>", ">>", "**"])  # markers that people type
# A hyphen at a line's end stays when the first part stands as a prefix of its own; else it is hyphenation and goes.
_PREFIXES = word_set(
    "self co double non pre post multi cross full long short high low real end event data cloud user well third open large small state "
    "client server on off in up built cost time front back test object customer community world part day case "
    "role risk re semi anti"
)


def mark_bullets(lines: list[Line]) -> None:
    """Set `bullet` on the first line of each list item and take the marker out of its text."""
    for line in _numbered(lines):
        _strip_marker(line)
    for line in _dashed(lines):
        first = line.segments[0].words[0]
        line.marker, first.text, line.bullet = first.text[0], first.text[1:], True
    for line in lines:
        words = line.segments[0].words if line.segments else []
        if not words or line.bullet:
            continue
        first = words[0]
        if first.text[0] in BULLETS and len(first.text) > 1 and first.text[1].isalpha() and first.text[0] != "*":
            line.marker, first.text, line.bullet = first.text[0], first.text[1:], True
            continue
        alone = len(first.text) == 1 and (len(words) > 1 or len(line.segments) > 1)
        typed = first.text in _TYPED and len(words) > 1 and words[1].text[:1].isalpha()
        if typed or alone and (first.text in BULLETS or _dash_marker(line)):
            _strip_marker(line)


def _numbered(lines: list[Line]) -> list[Line]:
    """Lines of a text that open with a number of their own ("1.", "2)"), if they count from one."""
    found = []
    for line in lines:
        words = line.segments[0].words if line.segments else []
        match = _NUMBER.match(words[0].text) if len(words) > 1 and not line.page and not line.bullet else None
        if match and not line.level and words[1].text[:1].isalpha() and not exact_kind(line.text):
            found.append((int(match[1]), line))
    return [line for _, line in found] if {1, 2} <= {number for number, _ in found} else []


def _dashed(lines: list[Line]) -> list[Line]:
    """Lines of a text that open with a dash and a capital without a blank ("-Sold flowers"), where there are several."""
    found = [
        line
        for line in lines
        if not line.page and not line.bullet and line.segments and _DASHED.match(line.segments[0].words[0].text)
    ]
    return found if len(found) > 1 else []


def _dash_marker(line: Line) -> bool:
    mark = line.segments[0].words[0].text
    if mark not in _DASH_MARKS:
        return False
    rest = line.text[1:].strip()
    dates = find_dates(rest)
    opens = rest[:1].isalnum() or rest[:1] in "\"“„«'‘(€$£#~<>≈"
    return bool(rest) and opens and not (dates and dates[0].at == 0)


def _strip_marker(line: Line) -> None:
    first = line.segments[0]
    line.marker = first.words.pop(0).text
    line.bullet = True
    if not first.words:
        line.segments.pop(0)
    if line.segments and line.segments[0].words:
        line.segments[0].words[0].space_before = True


def body_left(line: Line) -> float:
    """Where the text of a line starts (for a list item: after its marker)."""
    words = line.words
    return words[0].x0 if words else line.x0


def continues(item: Line, above: Line, line: Line) -> bool:
    """True if `line` carries on the list item that starts at `item`, `above` being the line before."""
    if line.bullet or line.level or line.aside or line.page != above.page and above.page != line.page - 1:
        return False
    text = line.text
    dates = find_dates(text)
    if dates and dates[0].is_range and dates[0].at == 0:
        return False
    if item.page == 0:
        return _continues_text(item, above, line)
    size = max(line.size, 1.0)
    if line.page == item.page and line.gap > 1.1 and line.gap > 2.5 * max(above.gap, 0.2):
        return False
    hanging = body_left(line) > item.x0 + 0.25 * size
    if abs(line.size - item.size) > 0.15 * size or line.words[0].bold and not item.words[0].bold:
        return False
    if hanging:
        return True
    full = above.x1 > above.right - 0.12 * max(above.right - item.x0, 1.0)
    return full and (text[:1].islower() or not dates) and abs(body_left(line) - item.x0) <= 0.25 * size


def _continues_text(item: Line, above: Line, line: Line) -> bool:
    if line.gap > 0.5:
        return False
    text = line.text
    if body_left(line) > item.x0:
        return True
    return text[:1].islower() or (
        len(above.text) >= 60 and not above.text.rstrip().endswith((".", ";", ":")) and not find_dates(text)
    )


def joined(lines: list[Line]) -> str:
    """The running text of several lines: blanks single, hyphenation at line ends undone."""
    result = ""
    for line in lines:
        text = re.sub(r"\s+", " ", line.text).strip()
        if not text:
            continue
        result = join_pair(result, text)
    return result


def join_pair(before: str, after: str) -> str:
    """Two lines as one text."""
    if not before:
        return after
    if before.endswith("-") and len(before) > 1 and before[-2].isalpha() and after[:1].islower():
        stem = re.split(r"[\s(/]", before[:-1])[-1]
        if "-" in stem or stem.lower() in _PREFIXES:
            return before + after
        return before[:-1] + after
    if before.endswith(("-", "/")) and before[-2:-1].isalnum() and after[:1].isalnum():
        return before + after
    return f"{before} {after}"


def merge_wrapped_dates(lines: list[Line]) -> list[Line]:
    """Put the end of a date range that was broken at its dash ("2019 –" / "Present") back onto its line."""
    result: list[Line] = []
    for line in lines:
        above = result[-1] if result else None
        if (
            above
            and not line.bullet
            and above.page == line.page
            and above.text.rstrip().endswith(tuple("-–—"))
            and is_end_text(line.text)
        ) and any(span.to >= len(above.text.rstrip()) and span.is_range for span in find_dates(above.text)):
            above.segments[-1].words += line.words
            continue
        result.append(line)
    return result


def release_dates(lines: list[Line]) -> list[Line]:
    """Move a date that stands in the margin beside a list item to a line of its own before the item."""
    result: list[Line] = []
    for number, line in enumerate(lines):
        last = line.segments[-1].text if len(line.segments) > 1 else ""
        below_item = number > 0 and lines[number - 1].bullet and not line.bullet and line.x0 > lines[number - 1].x0
        if (
            last
            and line.page
            and (line.bullet or below_item)
            and (is_date_text(last) or DURATION.fullmatch(last.strip()))
        ):
            segment = line.segments.pop()
            aside = replace(
                line, segments=[segment], bullet=False, aside=True, marker="", x0=segment.words[0].x0, gap=0.0
            )
            line.x1 = line.words[-1].x1
            result.insert(len(result) if line.bullet else len(result) - 1, aside)
        result.append(line)
    return result


def text_line(text: str, *, indent: float = 0.0) -> Line:
    """A line of a format without pages: tabs and wide gaps separate segments."""
    segments: list[Segment] = []
    for part in re.split(r"\t+|\s{3,}", text.strip()):
        words = [Word(word) for word in part.split()]
        if words:
            segments.append(Segment(words))
    return Line(segments, x0=indent)
