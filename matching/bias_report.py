"""The bias audit's report: a file of scores read, and counts made a page, a table of values and a notice."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from accounts.models import SelfIdentification
from careercopilot.jsonl import UnusableFile, read_lines
from matching.ml.impact import BY, FOUR_FIFTHS, Judged, Table

COLUMNS = ("sex", "race_ethnicity", "score")
LONGEST = 80  # characters of a category
UNKNOWN_WORDS = {
    "",
    "-",
    "unknown",
    "n/a",
    "na",
    "none",
    "not told",
    "undisclosed",
    "prefer not to say",
    "i prefer not to say",
}
LABELS = {
    **dict(SelfIdentification.Sex.choices),
    **dict(SelfIdentification.RaceEthnicity.choices),
}
SHORT = {"f": "female", "woman": "female", "m": "male", "man": "male"}
BY_WORDS = {"sex": "Sex", "race_ethnicity": "Race or ethnicity", "intersection": "Sex and race or ethnicity"}
STANDING_WORDS = {
    "compared": "",
    "under 2 %": "under 2 % of the people, compared with nobody",
    "too few": "too few people, compared with nobody",
    "withheld": "fewer than 5 people, rate not shown",
}
# Style sheets of the product that the page needs; a file on its own carries them in it.
SHEETS = ("reset", "tokens", "base", "surfaces", "utilities", "audit")


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what was found. `ranker` is empty for scores of every version."""

    source: str
    made_on: date
    ranker: str
    period: str
    jobs: str
    people: int
    scores: int
    median: float
    least: int
    tables: Sequence[Mapping[str, Any]]

    @property
    def groups(self) -> list[Mapping[str, Any]]:
        return [group for table in self.tables for group in table["groups"]]

    @property
    def flagged(self) -> int:
        """How many compared groups have a ratio under 0.80."""
        return sum(bool(group["is_flagged"]) for group in self.groups)

    @property
    def lowest_ratio(self) -> float | None:
        """Over all compared groups; None where nothing could be compared."""
        return min((group["ratio"] for group in self.groups if group["ratio"] is not None), default=None)

    def to_dict(self) -> dict[str, Any]:
        names = ("source", "ranker", "period", "jobs", "people", "scores", "median", "least", "flagged", "lowest_ratio")
        return {name: getattr(self, name) for name in names} | {
            "made_on": self.made_on.isoformat(),
            "tables": list(self.tables),
        }


def tables_of(found: Sequence[Table]) -> list[dict[str, Any]]:
    """The tables as they are stored and shown."""
    return [table.to_dict() for table in found]


def read_scores(path: str) -> list[Judged]:
    """Rows of a CSV with the columns sex, race_ethnicity and score, and perhaps person; raises UnusableFile.

    Without the column person each line is somebody else. A category may be one of ours, by name or label, or any other
    words; words such as "prefer not to say" and an empty field are unknown."""
    reader = csv.DictReader(io.StringIO("".join(read_lines(path)), newline=""))
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise UnusableFile(f"{path} lacks the column {' and '.join(missing)}.")
    rows = []
    for row in reader:
        try:
            score = float(row["score"])
        except (TypeError, ValueError):
            score = float("nan")
        if score - score != 0.0:  # neither infinite nor no number
            raise UnusableFile(f"{path}, line {reader.line_num}: {row['score']!r} is no score.")
        person = row.get("person") or f"line {reader.line_num}"
        rows.append(Judged(person, category(row["sex"]), category(row["race_ethnicity"]), score))
    if not rows:
        raise UnusableFile(f"{path} holds no score.")
    return rows


def category(words: str | None) -> str:
    """A category's own name: ours where it is one of ours, else the words as given; empty where unknown."""
    given = re.sub(r"\s+", " ", words or "").strip()
    folded = given.casefold()
    if folded in UNKNOWN_WORDS:
        return ""
    ours = {label.casefold(): name for name, label in LABELS.items()}
    return SHORT.get(folded) or ours.get(folded) or (folded if folded in LABELS else given[:LONGEST])


def label(name: Sequence[str]) -> str:
    """A group in words."""
    return ", ".join(LABELS.get(part, part) for part in name)


def to_csv(report: Report) -> str:
    """One line a group, and one for the unknown of each table; empty where a value is not told or not computed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["by", "group", "people", "scores", "above_median", "scoring_rate", "rate_low", "rate_high", "impact_ratio",
         "ratio_low", "ratio_high", "standing", "under_four_fifths"]
    )  # fmt: skip
    for table in report.tables:
        for group in table["groups"]:
            rate, ratio = group["rate_interval"] or ("", ""), group["ratio_interval"] or ("", "")
            values = [group["people"], group["scores"], group["above"], group["rate"], *rate, group["ratio"], *ratio]
            writer.writerow(
                [table["by"], _harmless(label(group["name"])), *("" if value is None else value for value in values),
                 group["standing"], "yes" if group["is_flagged"] else "no"]
            )  # fmt: skip
        unknown = [table["by"], "unknown", table["unknown_people"], table["unknown_scores"], *[""] * 7, "unknown", "no"]
        writer.writerow(unknown)
    return out.getvalue()


def _harmless(words: str) -> str:
    """Words of a file that a spreadsheet would take for a formula are quoted."""
    return f"'{words}" if words[:1] in "=+-@\t" and words else words


def to_html(report: Report, *, standalone: bool) -> str:
    """The report as a page; `standalone` carries its style sheets in it and needs nothing from anywhere."""
    return render_to_string(
        "matching/bias_audit_report.html", page_context(report) | {"styles": _styles() if standalone else ""}
    )


def page_context(report: Report) -> dict[str, Any]:
    """What the page shows."""
    order = {by: number for number, by in enumerate(BY)}
    tables = [
        {
            "title": BY_WORDS[table["by"]],
            "rows": [_row(group) for group in table["groups"]],
            "unknown_people": table["unknown_people"],
            "unknown_scores": table["unknown_scores"],
        }
        for table in sorted(report.tables, key=lambda table: order[table["by"]])
    ]
    return {"report": report, "tables": tables, "four_fifths": FOUR_FIFTHS, "sheets": SHEETS}


def _row(group: Mapping[str, Any]) -> dict[str, Any]:
    ratio = group["ratio_interval"]
    open_end = ratio is not None and ratio[1] is None
    return {
        **group,
        "label": label(group["name"]),
        "standing_words": STANDING_WORDS[group["standing"]],
        "rate_ends": group["rate_interval"],
        "ratio_ends": ratio if ratio and not open_end else None,
        "ratio_from": ratio[0] if open_end else None,
        # The interval tells whether chance alone could explain a flag.
        "is_clear": group["is_flagged"] and ratio is not None and ratio[1] is not None and ratio[1] < FOUR_FIFTHS,
    }


def _styles() -> SafeString:
    """The sheets as one element, without the fonts' addresses: on its own the page takes the reader's fonts."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    text = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
    paper = (folder / "print.css").read_text(encoding="utf-8").replace("@page { margin: 16mm; }", "")
    # Files of ours, shown as they are; a served page links them, because its policy allows no inline style.
    return mark_safe(f"<style>{text}\n@media print {{\n{paper}}}</style>")  # noqa: S308


def notice(report: Report) -> str:
    """The notice to candidates, with blanks for what only the employer knows."""
    return render_to_string("matching/bias_audit_notice.txt", {"report": report})
