"""Reading order of a printed page: a recursive XY-cut that knows columns from dates in the margin.

A page is cut where a blank strip runs down it with text on both sides. Whether the two sides are columns (each read to its
end) or rows of one list (a date beside each job, a label beside each value) is decided by what stands in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from resumes.parsing.characters import BULLETS, DASHES
from resumes.parsing.dates import find_dates, is_date_text
from resumes.parsing.headings import exact_kind
from resumes.parsing.lines import Line, Segment, Word
from resumes.parsing.rows import Row, make_rows
from resumes.parsing.strips import MIN_ROWS, best_strip

SEGMENT_GAP = 1.1  # of the font size: a wider gap on a row separates two segments
EDGE_GAP = 0.55  # of the font size: the same, where the gap ends at a left edge that other lines share


def page_lines(words: list[Word], number: int) -> tuple[list[Line], int]:
    """Lines of one page in reading order and its number of columns."""
    upright = _join_spaced([word for word in words if not word.rotated])
    turned = [word for word in words if word.rotated]
    lines = _read(upright, column=0, depth=0)
    lines += [_line(Row([word], word.y1, word.size), 0, word.x1) for word in turned]
    height = max((word.y1 for word in upright), default=0.0) - min((word.y0 for word in upright), default=0.0)
    sided = [line for line in lines if line.column]
    tall = max((line.y1 for line in sided), default=0.0) - min((line.y0 for line in sided), default=0.0)
    for line in lines:
        line.page = number
    _gaps(lines)
    return lines, 2 if sided and tall > 0.25 * height else 1


def _join_spaced(words: list[Word]) -> list[Word]:
    """Join letter-spaced type ("W O R K") to words, by the wider gaps between its words."""
    result: list[Word] = []
    run: list[Word] = []
    for word in [*words, None]:
        last = run[-1] if run else None
        single = (
            word is not None
            and len(word.text) == 1
            and not word.text.isdigit()
            and (word.text.isalpha() or word.text in "&-'’./")
        )
        fits = (
            single
            and last
            and word
            and abs(word.baseline - last.baseline) < 0.5
            and word.x0 >= last.x1 - 1
            and word.x0 - last.x1 < 2.5 * last.size
        )
        if word is not None and single and (fits or not run):
            run.append(word)
            continue
        result += _spaced_words(run)
        run = [word] if word is not None and single else []
        if word is not None and not single:
            result.append(word)
    return result


def _spaced_words(run: list[Word]) -> list[Word]:
    if len(run) < 4 or sum(word.text.isalpha() for word in run) < 4:
        return run
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(run))
    limit = 1.5 * gaps[len(gaps) // 2] + 0.1 * run[0].size
    words: list[Word] = []
    for index, letter in enumerate(run):
        if index and letter.x0 - run[index - 1].x1 <= limit:
            word = words[-1]
            word.text += letter.text
            word.x1, word.y0, word.y1 = letter.x1, min(word.y0, letter.y0), max(word.y1, letter.y1)
        else:
            words.append(letter)
    return words


def _gaps(lines: list[Line]) -> None:
    for above, line in pairwise(lines):
        if above.column == line.column:
            line.gap = max(0.0, (line.y1 - above.y1) / max(line.size, 1.0) - 1.0)
        else:
            line.gap = 3.0


def _read(words: list[Word], column: int, depth: int) -> list[Line]:
    if not words:
        return []
    strip = best_strip(words) if depth < 6 else None
    if strip is None:
        right = max(word.x1 for word in words)
        rows = make_rows(words)
        edges = Counter(round(row.words[0].x0) for row in rows)
        common = [float(edge) for edge, count in edges.items() if count >= MIN_ROWS]
        return [_line(row, column, right, common) for row in rows]
    above = [word for word in words if word.baseline < strip.top]
    below = [word for word in words if word.baseline > strip.bottom]
    inside = [word for word in words if strip.top <= word.baseline <= strip.bottom]
    left = [word for word in inside if word.x1 <= strip.x + 1]
    right_side = [word for word in inside if word.x1 > strip.x + 1]
    lines = _read(above, column, depth + 1)
    if strip.kind == "columns":
        lines += _read(left, column or 1, depth + 1) + _read(right_side, column or 2, depth + 1)
    elif strip.kind == "left":
        lines += _beside(_read(right_side, column, depth + 1), left, column, before=True)
    else:
        lines += _beside(_read(left, column, depth + 1), right_side, column, before=False)
    return lines + _read(below, column, depth + 1)


def _line(row: Row, column: int, right: float, edges: Sequence[float] = ()) -> Line:
    """A line of segments; a gap also separates where it ends at the left edge that other lines share (`edges`)."""
    segments: list[Segment] = []
    for index, word in enumerate(row.words):
        gap = (word.x0 - row.words[index - 1].x1) / max(row.size, 1.0) if index else 0.0
        wide = gap > SEGMENT_GAP or gap > EDGE_GAP and any(abs(word.x0 - edge) < 1.5 for edge in edges)
        if not segments or wide:
            segments.append(Segment([]))
        segments[-1].words.append(word)
    return Line(
        segments,
        x0=row.words[0].x0,
        x1=row.x1,
        y0=row.baseline - 0.8 * row.size,
        y1=row.baseline,
        right=right,
        column=column,
    )


def _beside(main: list[Line], side: list[Word], column: int, *, before: bool) -> list[Line]:
    """Put the blocks of a margin into the lines they stand beside; a block's further rows follow as lines of their own."""
    blocks: list[list[Row]] = []
    for row in make_rows(side):
        if blocks and row.baseline - blocks[-1][-1].baseline < 1.75 * row.size and not _separate(blocks[-1], row):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    result = list(main)
    for block in blocks:
        _attach(result, block, column, before=before)
    return result


def _separate(block: list[Row], row: Row) -> bool:
    """Two complete dates in a row belong to two entries."""
    return is_date_text(row.text) and any(is_date_text(item.text) for item in block)


def _attach(lines: list[Line], block: list[Row], column: int, *, before: bool) -> None:
    at: int | None = None  # where the last row of this block went
    for row in _mended(block):
        near = next(
            (
                i
                for i, line in enumerate(lines)
                if not line.aside and abs(line.y1 - row.baseline) < 0.6 * max(row.size, line.size)
            ),
            None,
        )
        if near is not None and (at is None or not _listed(lines[near])):
            extra = _line(row, column, row.x1).segments
            lines[near].segments = extra + lines[near].segments if before else lines[near].segments + extra
            at = near
            continue
        if at is None:
            at = next((i for i, line in enumerate(lines) if not line.aside and line.y1 > row.baseline), len(lines)) - 1
        at += 1
        lines.insert(at, _aside(row, column))


def _listed(line: Line) -> bool:
    """True for a line that begins with a list marker, or hangs below one."""
    first = line.words[0].text
    return first[0] in BULLETS or first in DASHES


def _mended(block: list[Row]) -> list[Row]:
    """The rows of a block, a date or a heading that was wrapped put together again."""
    if 1 < len(block) <= 3 and exact_kind(" ".join(row.text for row in block)):
        return [_joined(block)]
    rows: list[Row] = []
    for row in block:
        if rows and is_date_text(f"{rows[-1].text} {row.text}") and not _complete(rows[-1].text):
            rows[-1] = _joined([rows[-1], row])
        else:
            rows.append(row)
    return rows


def _joined(rows: list[Row]) -> Row:
    return Row([word for row in rows for word in row.words], rows[0].baseline, rows[0].size)


def _complete(text: str) -> bool:
    """True if a text is a whole date or range, with nothing left open at its end."""
    dates = find_dates(text)
    return bool(dates) and dates[-1].to >= len(text.rstrip(" .)")) and not text.rstrip().endswith(("-", "–", "—"))


def _aside(row: Row, column: int) -> Line:
    line = _line(row, column, row.x1)
    line.aside = True
    return line


def naive_differs(lines: list[Line]) -> float:
    """Share of neighbouring lines that a plain top-to-bottom reading would tear apart (0: it reads the same)."""
    words = [word for line in lines for word in line.words if not word.rotated]
    plain = [word for row in make_rows(words) for word in row.words]
    place = {id(word): index for index, word in enumerate(plain)}
    pairs = list(pairwise(words))
    torn = sum(place[id(after)] != place[id(before)] + 1 for before, after in pairs)
    return round(torn / len(pairs), 4) if pairs else 0.0
