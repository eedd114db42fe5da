"""Cut a section's lines into entries: one per job, school or project."""

from __future__ import annotations

import re
from itertools import pairwise

from resumes.parsing.blocks import block_start, demote_stray_dates, free_labels, points_of, reads_like_duty
from resumes.parsing.bullets import continues
from resumes.parsing.dates import DURATION, DateSpan, find_dates, is_date_text, without_dates
from resumes.parsing.drafts import BRACKETED, Draft, Role, header_dates, sentence_like
from resumes.parsing.lines import Line
from resumes.parsing.vocabulary import org_score, place_score, title_score

MAX_HEADER = 4


def split_entries(lines: list[Line], *, jobs: bool = False) -> tuple[list[Draft], list[Line]]:
    """Drafts in order, and the lines before the first entry that belong to none; `jobs`: a title between points opens one."""
    if jobs:
        free_labels(lines)
    roles = line_roles(lines)
    if jobs:
        demote_stray_dates(roles)
    anchors = [index for index, role in enumerate(roles) if role.kind == "date"]
    starts = _starts_by_level(roles, anchors)
    if not starts:
        starts = _starts_by_date(roles, anchors) if anchors else _starts_by_look(roles)
    if not starts:
        return [], lines
    if jobs:
        starts = sorted({*starts, *(index for index in range(starts[0], len(roles)) if _title_between(roles, index))})
    drafts: list[Draft] = []
    for start, end in pairwise([*starts, len(roles)]):
        anchor = next((index for index in anchors if start <= index < end), start)
        drafts.append(_draft(roles[start:end], anchor - start))
        if jobs:
            points_of(drafts[-1])
    return drafts, [role.line for role in roles[: starts[0]]]


def _title_between(roles: list[Role], index: int) -> bool:
    """A job title alone on its line of a text, the points of one job above and those of the next below."""
    role = roles[index]
    if role.kind != "text" or role.line.page or not 0 < index < len(roles) - 1 or len(role.line.text.split()) > 6:
        return False
    between = roles[index - 1].kind in ("item", "more") and roles[index + 1].kind == "item"
    return between and title_score(role.line.text) >= 0.8 and not sentence_like(role.line)


def line_roles(lines: list[Line]) -> list[Role]:
    """What each line of a section does, by its marker, its dates and the line before."""
    roles: list[Role] = []
    item: Line | None = None
    above: Line | None = None
    dates = [header_dates(line) for line in lines]
    levels = _dated_levels(lines, dates)
    for line, found in zip(lines, dates, strict=True):
        if line.bullet:
            kind, item = "item", line
            if found and _list_level(line) in levels:
                kind, item = "date", None
        elif item is not None and above is not None and continues(item, above, line):
            kind = "more"
        else:
            kind = "date" if found else "text"
            if kind == "date" or not line.aside:
                item = None if not line.aside else item
        roles.append(Role(line, kind))
        if not line.aside:
            above = line
    _demote(roles)
    return roles


def _demote(roles: list[Role]) -> None:
    """In a text: a line set in below the dated lines that ends in a year ("Ran the move (done 2023)") heads no entry."""
    dated = [role for role in roles if role.kind == "date" and not role.line.page]
    ranged = [role.line.x0 for role in dated if any(span.is_range for span in find_dates(role.line.text))]
    edge = min(ranged, default=float("inf"))
    for role in dated:
        line = role.line
        single = not any(span.is_range for span in find_dates(line.text)) and not is_date_text(line.text)
        if single and line.x0 >= edge + 3:
            role.kind = "text"


def _dated_levels(lines: list[Line], dates: list[list[DateSpan]]) -> set[tuple[float, bool]]:
    """The levels of a list in which most items carry a date range: lists of entries, not of points; none beside dated lines."""
    if any(found and not line.bullet for line, found in zip(lines, dates, strict=True)):
        return set()
    items = [
        (*_list_level(line), any(span.is_range for span in found))
        for line, found in zip(lines, dates, strict=True)
        if line.bullet
    ]
    levels: set[tuple[float, bool]] = set()
    for x0, counted in {item[:2] for item in items}:
        near = [dated for at, other, dated in items if abs(at - x0) < 3 and other == counted]
        if sum(near) >= 0.6 * len(near):
            levels.add((x0, counted))
    return levels


def _list_level(line: Line) -> tuple[float, bool]:
    """How far a list item is set in, and whether it is numbered."""
    return line.x0, line.marker[-1:] in (".", ")", "]")


def _look(line: Line) -> tuple[bool, bool, float, float]:
    first = line.words[0]
    return (first.bold, first.italic, round(first.size), round(line.x0 / 6))


def _distinct(roles: list[Role], first: int) -> bool:
    """True if the section's first line looks unlike most of its other lines."""
    look = _look(roles[first].line)
    others = [_look(role.line) for role in roles if role.kind != "date"]
    same = sum(other[:3] == look[:3] for other in others)
    return look[0] and same <= 0.6 * len(others) + 1 or same <= 0.34 * len(others)


def _starts_by_level(roles: list[Role], anchors: list[int]) -> list[int]:
    """Entry starts at the headings that a format marks as such, each with one date at most; none where that is not so."""
    levels = [role.line.level for role in roles if role.line.level]
    starts = [index for index, role in enumerate(roles) if role.line.level == min(levels, default=0) > 0]
    if len(starts) < 2 or starts[0] > 0:
        return []
    counts = [sum(start <= anchor < end for anchor in anchors) for start, end in pairwise([*starts, len(roles)])]
    return starts if max(counts) < 2 else []


def _starts_by_date(roles: list[Role], anchors: list[int]) -> list[int]:
    first = anchors[0]
    lead = 0
    while lead < MAX_HEADER - 1 and first - lead > 0 and _can_lead(roles, first - lead - 1, first - lead):
        lead += 1
    look = _look(roles[first - lead].line) if _distinct(roles, first - lead) else None
    starts: list[int] = []
    floor = 0
    for number, anchor in enumerate(anchors):
        start = first - lead if number == 0 else _start_of(roles, anchor, floor, lead, look)
        start = block_start(roles, anchor, start, floor)
        if number and (start == starts[-1] or _same_header(roles, starts[-1], anchors[number - 1], anchor, look)):
            floor = anchor + 1
            continue
        starts.append(start)
        floor = anchor + 1
    return starts


def _can_lead(roles: list[Role], index: int, below: int) -> bool:
    """True if the line at `index` can belong to the header that goes on at `below`."""
    role, gap = roles[index], roles[below].line.gap
    if role.kind != "text" or sentence_like(role.line) or len(BRACKETED.sub(" ", role.line.text).split()) > 12:
        return False
    return gap <= 1.6


def _start_of(
    roles: list[Role], anchor: int, floor: int, lead: int, look: tuple[bool, bool, float, float] | None
) -> int:
    reach = [anchor]
    while len(reach) < MAX_HEADER and reach[-1] - 1 >= floor and _can_lead(roles, reach[-1] - 1, reach[-1]):
        reach.append(reach[-1] - 1)
    if look is not None:
        alike = [index for index in reach if _look(roles[index].line)[:3] == look[:3]]
        if alike:
            return min(alike, key=lambda index: (abs(anchor - index - lead), index))
    return reach[min(lead, len(reach) - 1)]


def _same_header(
    roles: list[Role], start: int, before: int, anchor: int, look: tuple[bool, bool, float, float] | None
) -> bool:
    """Two dates of one header: a start and an end on lines of their own, or a date repeated beside the title."""
    if anchor - before != 1 or before - start > 2:
        return False
    first, second = roles[before].line, roles[anchor].line
    if second.aside and not first.aside and not any(span.is_range for span in find_dates(first.text)):
        return True
    single = [span for line in (first, second) for span in find_dates(line.text)]
    return is_date_text(second.text) and is_date_text(first.text) and not any(span.is_range for span in single)


def _starts_by_look(roles: list[Role]) -> list[int]:
    """Entry starts where no line has a date: the first line's look repeated, or the wider gaps."""
    texts = [index for index, role in enumerate(roles) if role.kind == "text" and not sentence_like(role.line)]
    if not texts:
        return []
    first = texts[0]
    if first > 0 and any(role.kind == "item" for role in roles[:first]):
        return []
    look = _look(roles[first].line)
    if _distinct(roles, first) and look[0]:
        starts = [index for index in texts if _look(roles[index].line)[:3] == look[:3]]
    else:
        starts = [
            index
            for index in texts
            if index == first or roles[index].line.gap > 0.7 or roles[index - 1].kind in ("item", "more")
        ]
    return [
        index
        for number, index in enumerate(starts)
        if number == 0 or index - starts[number - 1] > 1 or roles[index].line.gap > 0.7
    ]


def _draft(roles: list[Role], anchor: int) -> Draft:
    draft = Draft()
    heading = True
    for index, role in enumerate(roles):
        if heading and index > anchor and not _still_header(draft, roles, index):
            heading = False
        if heading or role.line.aside and _margin_note(role.line):
            draft.header.append(role.line)
        elif role.kind == "item":
            draft.items.append([role.line])
        elif role.kind == "more" and draft.items:
            draft.items[-1].append(role.line)
        else:
            _add_text(draft, role.line)
    return draft


def _margin_note(line: Line) -> bool:
    text = line.text.strip()
    return is_date_text(text) or bool(DURATION.fullmatch(text)) or len(text.split()) <= 5


def _still_header(draft: Draft, roles: list[Role], index: int) -> bool:
    role = roles[index]
    if role.kind in ("item", "more") or index >= MAX_HEADER + 1:
        return False
    line, above = role.line, roles[index - 1].line
    if line.aside:
        return True
    if role.kind == "date" and is_date_text(line.text):
        return True
    if _told_below(draft, line) or reads_like_duty(draft, line):
        return False
    if sentence_like(line) or len(line.text.split()) > 11 or line.gap > 1.0 + above.gap:
        return False
    substance = [item for item in draft.header if sum(char.isalpha() for char in without_dates(item.text)) > 2]
    if len(substance) >= 3:
        return False
    if len(substance) == 2 and len(line.text.split()) <= 4 and place_score(line.text) >= 0.9 and not line.page:
        return True
    return len(substance) < 2 or len(line.segments) > 1 or line.words[0].italic


def _told_below(draft: Draft, line: Line) -> bool:
    """In a text: a line set in below a header line that names the title and more already; an employer or a place goes on."""
    first = draft.header[0] if len(draft.header) == 1 else None
    if first is None or line.page or line.x0 < first.x0 + 3:
        return False
    parts = [part for part in re.split(r"[,\t|]|\s[–—-]\s", without_dates(first.text)) if any(map(str.isalpha, part))]
    named = len(parts) > 1 and any(title_score(part) >= 0.8 for part in parts[:2])
    words = len(line.text.split())
    place = max(place_score(line.text), place_score(line.text.split(",")[-1]))
    names = org_score(line.text) >= (0.9 if words > 4 else 0.5) or place >= 0.9
    return named and not names and words > 3


def _add_text(draft: Draft, line: Line) -> None:
    """Running text: a new paragraph at a gap, after a short line, or where the line before ends a sentence."""
    if draft.text:
        above = draft.text[-1][-1]
        wide = above.right - above.x0 if above.right else 0.0
        short = above.x1 < above.right - 0.18 * wide if wide else above.text.rstrip().endswith((".", ";"))
        starts_new = line.gap > above.gap + 0.35 or short and not line.text[:1].islower()
        if not starts_new:
            draft.text[-1].append(line)
            return
    draft.text.append([line])
