"""Small charts as SVG; colours are classes of the style sheet. No Django, no chart library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, BASE, LEFT = 760, 150, 124, 4


def bars(values: Sequence[tuple[str, float, str]], *, title: str) -> str:
    """One bar a value, left to right: (label, value of at least 0, words for a reader who points at it).

    The first and the last label and the highest value are written out; a screen reader hears the title alone, because the
    page shows the same numbers as a table.
    """
    highest = max((value for _, value, _ in values), default=0) or 1
    step = (WIDTH - 2 * LEFT) / max(len(values), 1)
    drawn = []
    for place, (_, value, words) in enumerate(values):
        height = value / highest * (BASE - 20)
        drawn.append(
            f'<rect class="bar" x="{LEFT + place * step + step * 0.1:.1f}" y="{BASE - height:.1f}"'
            f' width="{step * 0.8:.1f}" height="{height:.1f}"><title>{escape(words)}</title></rect>'
        )
    ends = ""
    if values:
        ends = (
            f'<text class="mark" x="{LEFT}" y="{HEIGHT - 8}">{escape(values[0][0])}</text>'
            f'<text class="mark" x="{WIDTH - LEFT}" y="{HEIGHT - 8}" text-anchor="end">{escape(values[-1][0])}</text>'
        )
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{BASE}" y2="{BASE}"/>{"".join(drawn)}{ends}</svg>'
    )


def interval(low: float, middle: float, high: float, *, marks: Sequence[tuple[float, str]], title: str) -> str:
    """A difference with its bounds on a line, and the places that it is held against; `high` may be infinite."""
    ends = [low, middle, *(at for at, _ in marks)] + ([high] if high != float("inf") else [])
    first, last = min(ends), max(ends)
    space = (last - first) * 0.08 or 0.01
    first, last = first - space, last + space

    def across(value: float) -> float:
        return LEFT + (min(max(value, first), last) - first) / (last - first) * (WIDTH - 2 * LEFT)

    lines = "".join(
        f'<line class="ideal" x1="{across(at):.1f}" x2="{across(at):.1f}" y1="8" y2="52"/>'
        f'<text class="mark" x="{across(at):.1f}" y="66" text-anchor="middle">{escape(words)}</text>'
        for at, words in marks
    )
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} 74" role="img" aria-label="{escape(title)}">{lines}'
        f'<line class="range" x1="{across(low):.1f}" x2="{across(high):.1f}" y1="30" y2="30"/>'
        f'<circle class="middle" cx="{across(middle):.1f}" cy="30" r="6"/></svg>'
    )


def band(
    counts: Sequence[int],
    low: Sequence[float],
    middle: Sequence[float],
    high: Sequence[float],
    *,
    bar: float,
    title: str,
) -> str:
    """An interval that narrows as more pairs come in: `low`, `middle` and `high` after `counts` pairs, and the bar to pass."""
    finite = [value for series in (low, middle, high, [bar]) for value in series if abs(value) != float("inf")]
    least, most = min(finite), max(finite)
    space = (most - least) * 0.05 or 0.01
    least, most = least - space, most + space
    last = max(counts)

    def point(count: int, value: float) -> str:
        across = LEFT + count / last * (WIDTH - 2 * LEFT)
        down = BASE - (min(max(value, least), most) - least) / (most - least) * (BASE - 12)
        return f"{across:.1f},{down:.1f}"

    area = [point(c, v) for c, v in zip(counts, high, strict=True)]
    area += [point(c, v) for c, v in reversed(list(zip(counts, low, strict=True)))]
    line = " ".join(point(c, v) for c, v in zip(counts, middle, strict=True))
    down = point(0, bar).split(",")[1]
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f'<polygon class="spread" points="{" ".join(area)}"/><polyline class="course" points="{line}"/>'
        f'<line class="ideal" x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{down}" y2="{down}"/>'
        f'<text class="mark" x="{LEFT}" y="{HEIGHT - 8}">{counts[0]} pairs</text>'
        f'<text class="mark" x="{WIDTH - LEFT}" y="{HEIGHT - 8}" text-anchor="end">{counts[-1]} pairs</text></svg>'
    )
