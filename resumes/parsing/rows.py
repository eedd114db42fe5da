"""Words of a page grouped to rows by their baselines."""

from __future__ import annotations

from dataclasses import dataclass

from resumes.parsing.lines import Word

ROW_TOLERANCE = 0.42  # of the font size: baselines nearer than this are one row


@dataclass(slots=True)
class Row:
    """Words on one baseline, left to right."""

    words: list[Word]
    baseline: float
    size: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)


def make_rows(words: list[Word]) -> list[Row]:
    """Group words by baseline, top to bottom."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda item: (item.baseline, item.x0)):
        row = rows[-1] if rows else None
        if row and word.baseline - row.baseline <= ROW_TOLERANCE * max(min(word.size, row.size), 1.0):
            row.words.append(word)
            row.size = max(row.size, word.size)
        elif row and word.size < 0.8 * row.size and word.baseline - word.size < row.baseline - 0.3 * row.size:
            row.words.append(word)
        else:
            rows.append(Row([word], word.baseline, word.size))
    return [_sorted(row) for row in _with_superscripts(rows)]


def _with_superscripts(rows: list[Row]) -> list[Row]:
    """Join a row of small raised signs with the row just below it."""
    joined: list[Row] = []
    for row in rows:
        above = joined[-1] if joined else None
        raised = above and above.size < 0.85 * row.size and row.baseline - above.baseline < 0.55 * row.size
        if above and raised and sum(len(word.text) for word in above.words) < sum(len(word.text) for word in row.words):
            row.words += above.words
            joined[-1] = row
        else:
            joined.append(row)
    return joined


def _sorted(row: Row) -> Row:
    row.words.sort(key=lambda word: word.x0)
    full = sorted(word.baseline for word in row.words if word.size >= 0.8 * row.size)
    row.baseline = full[len(full) // 2]
    return row
