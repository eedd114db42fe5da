"""Files of postings (CSV, JSON Lines, JSON, schema.org JobPosting) read into one record type. Pure.

Column names are matched by what they mean, so an export of most boards and the open data of the City of New York load
without a mapping. What a file states wins over what its text says; `completed` fills the rest by reading the text.
"""

import csv
import datetime as dt
import gzip
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from careercopilot.places import find_place
from matching.import_columns import NAMES, NEW_YORK
from matching.import_values import (
    as_date,
    as_list,
    as_text,
    company_name,
    first,
    html_to_text,
    remote_of,
    structured_salary,
    title_case,
)
from matching.reading import JobReading, Salary, read_job
from matching.reading.level import read_level

LONGEST_FIELD = 200_000  # characters; one field of a posting is never longer
LARGEST_JSON = 200_000_000  # characters of a JSON file that is held in memory at once
ENOUGH_WORDS = 12  # of description; less is "too little to match on"


class UnreadableJobs(ValueError):
    """The whole file cannot be read as postings; its text is for people."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that is no posting, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A posting from a file. `text` is its prose under headings `read_job` knows; unknown is None or ""."""

    number: int
    title: str
    text: str = ""
    source_id: str = ""
    company: str = ""
    locations: tuple[str, ...] = ()
    country: str = ""
    remote: str | None = None
    level: str | None = None
    min_years: float | None = None
    salary: Salary | None = None
    posted: dt.date | None = None
    closes: dt.date | None = None
    url: str = ""
    employment: str = ""
    reading: JobReading | None = field(default=None, compare=False)

    @property
    def has_enough_text(self) -> bool:
        """Whether there is more than a title, so that text can be matched on."""
        return len(self.text.split()) >= ENOUGH_WORDS

    @property
    def full_text(self) -> str:
        """Title and text, as a person would paste them."""
        return f"{self.title}\n\n{self.text}".strip()


def read_file(path: Path) -> Iterator[JobRecord | RowProblem]:
    """The postings of a file (.csv, .tsv, .jsonl, .ndjson, .json, .jsonld, each also .gz), bad rows as RowProblem.

    Raises UnreadableJobs when the file is none of these or holds no posting at all.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    kind = Path(path.stem).suffix.lower() if path.suffix == ".gz" else path.suffix.lower()
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
            yield from read_stream(stream, kind)
    except (OSError, EOFError) as error:
        raise UnreadableJobs(f"Cannot read {path.name}: {error}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableJobs(f"{path.name} is not UTF-8 text.") from error


def read_stream(stream: io.TextIOBase | Any, kind: str) -> Iterator[JobRecord | RowProblem]:
    """As read_file, from an open text stream; `kind` is the file name's ending with its dot."""
    if kind in (".csv", ".tsv"):
        rows = _table(stream, "\t" if kind == ".tsv" else ",")
    elif kind in (".jsonl", ".ndjson"):
        rows = _json_lines(stream)
    elif kind in (".json", ".jsonld"):
        rows = _json(stream)
    else:
        ending = kind or "a file without an ending"
        raise UnreadableJobs(f"Postings come as CSV, TSV, JSON Lines or JSON; {ending} is none of them.")
    some = False
    for number, row in rows:
        some = True
        yield row if isinstance(row, RowProblem) else record(row, number)
    if not some:
        raise UnreadableJobs("The file holds no posting.")


def _table(stream: Any, delimiter: str) -> Iterator[tuple[int, Mapping[str, Any] | RowProblem]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(stream, delimiter=delimiter)
    known = {_plain(name) for names in NAMES.values() for name in names}
    if not {_plain(name) for name in reader.fieldnames or [] if name} & known:
        raise UnreadableJobs("The first line names no column of a posting (title, description, company, location ...).")
    number = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            number += 1
            yield number, RowProblem(number, f"not a row of the table ({error})")
            continue
        if row is None:
            return
        number += 1
        yield number, {k: v for k, v in row.items() if k}


def _json_lines(stream: Any) -> Iterator[tuple[int, Mapping[str, Any] | RowProblem]]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield number, RowProblem(number, "not JSON")
            continue
        for posting in postings_in(value):
            yield number, posting


def _json(stream: Any) -> Iterator[tuple[int, Mapping[str, Any] | RowProblem]]:
    content = stream.read(LARGEST_JSON + 1)
    if len(content) > LARGEST_JSON:
        raise UnreadableJobs("The JSON file is too large; give one posting a line (JSON Lines).")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableJobs(f"The file is not JSON: {error}.") from error
    yield from enumerate(postings_in(value), start=1)


def postings_in(value: Any) -> Iterator[Mapping[str, Any] | RowProblem]:
    """The posting objects of parsed JSON: a list, an @graph, an ItemList or one; of a graph only its postings."""
    if isinstance(value, list):
        for entry in value:
            yield from postings_in(entry)
    elif not isinstance(value, dict):
        yield RowProblem(0, "not an object")
    elif isinstance(value.get("@graph"), list):
        yield from (p for p in postings_in(value["@graph"]) if isinstance(p, RowProblem) or _is_posting(p))
    elif isinstance(inner := first(value, "itemListElement", "jobs", "results", "postings", "data"), list):
        yield from postings_in([e.get("item", e) if isinstance(e, dict) else e for e in inner])
    else:
        yield value


def _is_posting(row: Mapping[str, Any]) -> bool:
    return "JobPosting" in as_list(row.get("@type", "JobPosting"))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def record(row: Mapping[str, Any], number: int) -> JobRecord | RowProblem:
    """One row or object as a record; a RowProblem when it holds neither title nor text."""
    if not _is_posting(row):
        return RowProblem(number, f"a {as_text(row.get('@type'))}, not a JobPosting")
    plain = {_plain(str(key)): value for key, value in row.items()}
    values = {
        ours: [plain[p] for p in dict.fromkeys(map(_plain, names)) if plain.get(p) not in (None, "", [], {})]
        for ours, names in NAMES.items()
    }
    new_york = {_plain(n) for n in NEW_YORK} <= plain.keys()
    title = title_case(as_text(values["title"][0] if values["title"] else "").strip())
    text = _text(values)
    if not title and not text:
        return RowProblem(number, "neither a title nor a text")
    if not title:
        title = read_job(text).title or ""
    locations, country = _locations(values, new_york=new_york)
    return JobRecord(
        number=number,
        title=title[:200],
        text=text,
        source_id=_one(values, "source_id")[:120],
        company=company_name(values["company"][0])[:160] if values["company"] else "",
        locations=locations,
        country=country,
        remote=remote_of(values["remote"][0]) if values["remote"] else None,
        level=read_level(None, f"Level: {_one(values, 'level')}", None) if values["level"] and not new_york else None,
        salary=structured_salary(values, "US" if new_york else country),
        posted=as_date(_one(values, "posted")),
        closes=as_date(_one(values, "closes")),
        url=url if (url := _one(values, "url")).startswith(("http://", "https://")) else "",
        employment=_one(values, "employment")[:60],
    )


def _one(values: Mapping[str, list[Any]], name: str) -> str:
    return as_text(values[name][0]).strip() if values[name] else ""


_SECTIONS = [
    ("description", ""),
    ("responsibilities", "Responsibilities"),
    ("requirements", "Requirements"),
    ("preferred", "Preferred skills"),
    ("additional", "Additional information"),
    ("benefits", "Benefits"),
    ("residency", "Residency requirements"),
]


def _text(values: Mapping[str, list[Any]]) -> str:
    """The prose of a row, each part under a heading."""
    parts = []
    for name, heading in _SECTIONS:
        bodies = list(dict.fromkeys(html_to_text(as_text(v)) for v in values[name]))
        body = "\n".join(b for b in bodies if b)
        if body:
            parts.append(f"{heading}:\n{body}" if heading else body)
    return "\n\n".join(parts)


def _locations(values: Mapping[str, list[Any]], *, new_york: bool) -> tuple[tuple[str, ...], str]:
    """Places as written, with region and country of columns of their own, and the country's code or ""."""
    beside = ", ".join(as_text(values[n][0]) for n in ("region", "country") if values[n])
    found = []
    for value in (place for v in values["location"][:2] for place in as_list(v)):
        written = " ".join(as_text(value).split())
        if new_york and find_place(written, "US") is None:
            written = f"{written}, New York, NY".strip(", ")  # street and office names of the city's agencies
        if written:
            found.append(f"{written}, {beside}" if beside and beside.lower() not in written.lower() else written)
    if not found and beside:
        found.append(beside)
    place = next((p for p in (find_place(f, "US" if new_york else None) for f in found) if p), None)
    return tuple(dict.fromkeys(found)), place.country if place else ""


def completed(given: JobRecord) -> JobRecord:
    """The record with what its text says filled in where the file says nothing; `reading` holds all that was read."""
    reading = read_job(given.full_text)
    return replace(
        given,
        title=given.title or reading.title or "",
        company=given.company or reading.company or "",
        locations=given.locations or reading.locations,
        remote=given.remote or reading.remote,
        level=given.level or reading.level,
        min_years=reading.min_years,
        salary=given.salary or reading.salary,
        reading=reading,
    )
