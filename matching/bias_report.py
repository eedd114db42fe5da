"""The bias audit's report: a file of scores read, and counts made a page, a table of values and a notice."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    "prefer not to answer",
    "decline to say",
    "decline to answer",
    "declined",
    "not disclosed",
    "not specified",
}
LABELS = {
    **dict(SelfIdentification.Sex.choices),
    **dict(SelfIdentification.RaceEthnicity.choices),
    "some other race": "Some other race",
}
BY_WORDS = {"sex": "Sex", "race_ethnicity": "Race or ethnicity", "intersection": "Sex and race or ethnicity"}
# Other usual spellings of the categories, as `_folded` leaves them: those of EEO-1 forms and of spreadsheets.
ALIASES = {
    "sex": {"female": ("f", "woman", "women"), "male": ("m", "man", "men"), "other": ("x", "nonbinary", "non binary", "nb")},
    "race_ethnicity": {
        "hispanic": ("latino", "latina", "latinx", "latine", "hispanic latino", "latino or hispanic", "hispanic or latina"),
        "white": ("caucasian",),
        "black": ("african american", "black african american"),
        "asian": ("asian american",),
        "native": (
            "american indian", "alaska native", "alaskan native", "native american", "american indian alaska native",
            "american indian or alaskan native", "native american or alaska native",
        ),
        "pacific": (
            "pacific islander", "native hawaiian", "native hawaiian or pacific islander", "native hawaiian pacific islander",
            "native hawaiian other pacific islander", "hawaiian or pacific islander", "nhopi", "nhpi",
        ),
        "several": (
            "two or more", "2 or more races", "2 or more", "multiracial", "multi racial", "mixed", "biracial", "mixed race",
            "more than one race",
        ),
        "some other race": ("other", "other race", "another race"),
    },
}  # fmt: skip
STANDING_WORDS = {
    "compared": "",
    "under 2 %": "under 2 % of the people, compared with nobody",
    "too few": "too few people, compared with nobody",
    "withheld": "fewer than 5 people, rate not shown",
}


def _folded(words: str) -> str:
    """The words in one spelling: small letters, no signs, without what a form adds in brackets or "(not Hispanic or Latino)"."""
    plain = re.sub(r"\(.*?\)", " ", unicodedata.normalize("NFKC", words).casefold())
    plain = re.sub(r"[\W_]+", " ", plain)
    return re.sub(
        r"\bnot? (?:of )?hispanic(?: or latino| origin)?\b", " ", re.sub(r"\bnon hispanic\b", " ", plain)
    ).strip()


def _spellings(column: str, choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded spelling -> name, of one column."""
    ours = {_folded(words): name for name, label in choices for words in (name, label)}
    return ours | {words: name for name, more in ALIASES[column].items() for words in (_folded(name), *more)}


SPELLINGS = {
    "sex": _spellings("sex", SelfIdentification.Sex.choices),
    "race_ethnicity": _spellings("race_ethnicity", SelfIdentification.RaceEthnicity.choices),
}
KNOWN = {name: frozenset(spellings.values()) for name, spellings in SPELLINGS.items()}
UNKNOWN_FOLDED = {_folded(words) for words in UNKNOWN_WORDS}
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


def read_scores(path: str, tell: Callable[[str], None] = lambda words: None) -> list[Judged]:
    """Rows of a CSV with the columns sex, race_ethnicity and score, and perhaps person; raises UnusableFile.

    Without the column person each line is somebody else. A category may be one of ours, by name, label or another usual spelling, or
    any other words: those make a group of their own, and `tell` hears of them once, with the line. Words such as "prefer not to
    say" and an empty field are unknown."""
    reader = csv.DictReader(io.StringIO("".join(read_lines(path)), newline=""))
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise UnusableFile(f"{path} lacks the column {' and '.join(missing)}.")
    rows, told = [], set[tuple[str, str]]()
    for row in reader:
        try:
            score = float(row["score"])
        except (TypeError, ValueError):
            score = float("nan")
        if score - score != 0.0:  # neither infinite nor no number
            raise UnusableFile(f"{path}, line {reader.line_num}: {row['score']!r} is no score.")
        person = row.get("person") or f"line {reader.line_num}"
        found = {name: category(row[name], name) for name in KNOWN}
        for name, given in found.items():
            if given not in KNOWN[name] and given and (name, given) not in told:
                told.add((name, given))
                tell(
                    f"{path}, line {reader.line_num}: {given!r} is no {BY_WORDS[name].lower()} known here and counts as a group of"
                    " its own. Write it as the other lines do if it is another spelling."
                )
        rows.append(Judged(person, found["sex"], found["race_ethnicity"], score))
    if not rows:
        raise UnusableFile(f"{path} holds no score.")
    return rows


def category(words: str | None, column: str = "") -> str:
    """A category's own name: ours where it is one of ours, however it is spelled, else the words as given; empty where unknown.

    `column` is sex or race_ethnicity; without it both are looked through."""
    given = re.sub(r"\s+", " ", words or "").strip()
    folded = _folded(given)
    if folded in UNKNOWN_FOLDED:
        return ""
    for name, spellings in SPELLINGS.items():
        if column in ("", name) and folded in spellings:
            return spellings[folded]
    return given[:LONGEST]


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
