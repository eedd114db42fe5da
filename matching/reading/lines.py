"""A posting's text as items: bullets, also with their sign on a line of its own, joined lines, sentences. Pure."""

import re
from dataclasses import dataclass

from matching.reading.headings import heading_kind, looks_like_heading, split_inline_headings

SHORT_LINE = 30  # characters; nobody wraps a line this short
WRAP_AT = 48  # characters; a line at least this long without an end sign goes on in the next line
FULL_LINE = 62  # characters; a bullet's line at least this long may well be wrapped before a capital
_BULLET = re.compile(
    r"\s*(?:[-–—*•●▪◦‣·○■□►▶➤➢✓✔»+\uf000-\uf0ff]|o(?=\s+[A-Z])|\(?\d{1,2}[.)](?!\d)|\(?[a-h]\))(?:\s+|"
    r"(?<=[•●▪◦‣○■►➤✓✔]))"
)
_LONE_BULLET = re.compile(r"\s*(?:[-–—*•●▪◦‣·○■□►▶➤➢✓✔»\uf000-\uf0ff]|\d{1,2}[.)])\s*$")
_INLINE_SIGN = re.compile(r"(?:^|(?<=\s))(?:[•●▪◦‣■►➤✓✔\uf000-\uf0ff]|--|(?<=\s\s)[-–*·])\s*(?=\S)")
_INLINE_NUMBER = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.)]\s+(?=[A-Z\"(])")
# A full stop ends a sentence before a capital, but not after "e.g.", "Ph.D." and initials.
_SENTENCE = re.compile(
    r"(?<=[.!?;])(?<!\be\.g\.)(?<!\be\.g \.)(?<!\bi\.e\.)(?<!\bz\.B\.)(?<!\bPh\.D\.)(?<!\bB\.Sc\.)(?<!\bM\.Sc\.)(?<!\bincl\.)(?<!\bmin\.)"
    r"(?<!\bSt\.)(?<!\b[A-Z]\.)(?<!\b[A-Z] \.)\s+(?=[A-ZÄÖÜ\"(<•0-9])(?!Net\b)"
)
_LEAD = re.compile(r"[\s\u00a0•●*–\uf000-\uf0ff-]+")
_OPEN = re.compile(
    r"\b(?:with|of|in|to|for|the|an?|as|on|by|at|from|using|like|via|mit|der|die|das|und|oder|für|von|im|zu)$|[/–-]$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?:;]\s*$")


@dataclass(frozen=True, slots=True)
class Item:
    """One bullet, sentence or heading: span in the posting, spaces joined in `text`."""

    text: str
    start: int
    end: int
    bullet: bool
    heading: bool


@dataclass(slots=True)
class _Block:
    start: int
    end: int
    bullet: bool
    heading: bool


def items(text: str) -> list[Item]:
    """The items of a posting in order, blank ones left out."""
    found: list[Item] = []
    for block in _blocks(text):
        if block.heading:
            found.append(_item(text, block.start, block.end, False, True))
            continue
        for start, end, bullet in _inline_bullets(text, block):
            for a, b, heading in split_inline_headings(text, start, end):
                if heading:
                    found.append(_item(text, a, b, False, True))
                else:
                    found += [_item(text, c, d, bullet, False) for c, d in _sentences(text, a, b)]
    return [item for item in found if item.text]


def _item(text: str, start: int, end: int, bullet: bool, heading: bool) -> Item:
    mark = _LEAD.match(text, start, end)
    start = mark.end() if mark else start
    end = start + len(text[start:end].rstrip())
    return Item(" ".join(text[start:end].split()), start, end, bullet, heading)


def _physical(text: str) -> list[tuple[int, int]]:
    spans, position = [], 0
    for line in text.split("\n"):
        spans.append((position, position + len(line)))
        position += len(line) + 1
    return spans


def _blocks(text: str) -> list[_Block]:
    """Lines put together: a bullet sign alone belongs to the next line, a wrapped line to the one before."""
    blocks: list[_Block] = []
    pending, open_block, margin = False, False, 0
    lines = _physical(text)
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if not line.strip():
            open_block = False
            continue
        if _LONE_BULLET.fullmatch(line):
            pending = True
            continue
        mark = _BULLET.match(line)
        following = _next_line(text, lines, number)
        heading = not pending and looks_like_heading(
            line, following_bullet=bool(_BULLET.match(following) or _LONE_BULLET.fullmatch(following))
        )
        if heading:
            blocks.append(_Block(start + (mark.end() if mark else 0), end, False, True))
        elif pending or mark:
            margin = -1 if pending else _indent(line)
            blocks.append(_Block(start + (mark.end() if mark else 0), end, True, False))
        elif open_block and _goes_on(text[blocks[-1].start : blocks[-1].end], line, blocks[-1].bullet, margin):
            blocks[-1].end = end
        else:
            blocks.append(_Block(start, end, False, False))
        open_block = not heading
        pending = False
    return blocks


def _next_line(text: str, lines: list[tuple[int, int]], number: int) -> str:
    return next((text[a:b] for a, b in lines[number + 1 : number + 3] if text[a:b].strip()), "")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _goes_on(before: str, line: str, bullet: bool, margin: int) -> bool:
    """Whether `line` continues the block `before`; `margin` is how far the last bullet's sign is indented, -1 unknown."""
    last = before.rpartition("\n")[2].rstrip()
    if _END.search(last) and not last.endswith((";", ":")):
        return False
    first = line.lstrip()[:1]
    if (
        (first.islower() and len(last) >= SHORT_LINE)
        or last.endswith((",", " and", " or", "&", "("))
        or before.count("(") > before.count(")")
    ):
        return True
    if bullet and _indent(line) <= margin and first.isupper() and not _OPEN.search(last):
        # A line that begins with a capital at the margin ends the list; below a full line only as a whole sentence.
        sentence = re.search(r"[.!?]\s*$", line) is not None and len(line.split()) >= 5
        if len(last) < FULL_LINE or sentence:
            return False
    return (len(last) >= WRAP_AT or bullet) and not _END.search(last) and heading_kind(line) is None and len(last) > 20


def _inline_bullets(text: str, block: _Block) -> list[tuple[int, int, bool]]:
    """The block cut at bullet signs or rising numbers inside it."""
    body = text[block.start : block.end]
    signs = [m.span() for m in _INLINE_SIGN.finditer(body)]
    if len(signs) < 2:
        signs = _rising(body, block.bullet)
    if not signs:
        return [(block.start, block.end, block.bullet)]
    cuts = [(block.start, block.start + signs[0][0], block.bullet)]
    ends = [a for a, _ in signs[1:]] + [len(body)]
    cuts += [(block.start + b, block.start + end, True) for (_, b), end in zip(signs, ends, strict=True)]
    return [(a, b, bullet) for a, b, bullet in cuts if text[a:b].strip()]


def _rising(body: str, bullet: bool) -> list[tuple[int, int]]:
    """Numbers 1, 2, 3 ... that start items inside a line; the first of a bullet's line was taken as its sign."""
    signs, expected = [], 2 if bullet else 1
    for m in _INLINE_NUMBER.finditer(body):
        if int(m[1]) == expected:
            signs.append(m.span())
            expected += 1
    return signs if len(signs) >= 2 or bullet else []


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, position = [], start
    for m in _SENTENCE.finditer(text, start, end):
        spans.append((position, m.start()))
        position = m.end()
    spans.append((position, end))
    return spans
