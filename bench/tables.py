"""A table of figures beside the results that have a bar."""

from __future__ import annotations

from dataclasses import dataclass

Value = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Figures in rows under named columns; `note` says what the columns mean."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""

    def lines(self) -> list[str]:
        """The table as text."""
        cells = [list(self.columns), *[[_cell(value) for value in row] for row in self.rows]]
        widths = [max(len(row[column]) for row in cells) for column in range(len(self.columns))]
        lines = [self.title]
        for row in cells:
            first, *others = zip(row, widths, strict=True)
            lines.append("  ".join(["  " + first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]))
        return [*lines, f"  {self.note}"] if self.note else lines


def _cell(value: Value) -> str:
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
