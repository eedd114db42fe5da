"""Reading official taxonomy files: the ESCO CSV download and the O*NET text files, or compressed tables of the same content.

Each folder may hold the official names (`skills_en.csv`, `broaderRelationsSkillPillar_en.csv`; `Technology Skills.txt`,
`Occupation Data.txt`, `Alternate Titles.txt`) or one table each (`esco_skills.csv[.gz]` with uri, type, label, alt_labels;
`onet_technology_skills.csv[.gz]` with soc, skill, category; `onet_occupations.csv[.gz]`; `onet_titles.csv[.gz]`).
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

csv.field_size_limit(10**7)


class UnreadableTaxonomy(ValueError):
    """A folder or file does not hold what it should; the text is for people."""


@dataclass(frozen=True, slots=True)
class EscoTerm:
    """A skill or knowledge concept of ESCO.

    `kind` is `knowledge` or `skill`; `unsplit` holds words that help to place it and are no names of their own: alternative names that
    a source runs together, labels of broader concepts.
    """

    uri: str
    label: str
    kind: str
    aliases: tuple[str, ...]
    description: str
    unsplit: str = ""


@dataclass(frozen=True, slots=True)
class Technology:
    """A tool of O*NET with its commodity category and the occupation codes that use it."""

    label: str
    category: str
    occupations: tuple[str, ...]


@dataclass(slots=True)
class Occupation:
    """An O*NET occupation: SOC code, title, other titles, job zone 1 to 5 (level of preparation) where known."""

    code: str
    title: str
    other_titles: list[str] = field(default_factory=list)
    job_zone: int | None = None


def _found(folder: Path, *names: str) -> Path | None:
    """The first of the names in a folder, as it is or compressed, any case."""
    if not folder.is_dir():
        raise UnreadableTaxonomy(f"{folder} is not a folder.")
    held = {path.name.lower(): path for path in sorted(folder.iterdir())}
    for name in names:
        for ending in ("", ".gz"):
            if name.lower() + ending in held:
                return held[name.lower() + ending]
    return None


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    with (
        gzip.open(path, "rt", encoding="utf-8-sig") if path.suffix == ".gz" else path.open(encoding="utf-8-sig") as file
    ):
        yield file


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a table, tab-separated for .txt; raises `UnreadableTaxonomy` for missing columns or bytes that are no UTF-8."""
    try:
        with _opened(path) as file:
            tab = path.name.lower().removesuffix(".gz").endswith(".txt")
            reader = csv.DictReader(
                file, delimiter="\t" if tab else ",", quoting=csv.QUOTE_NONE if tab else csv.QUOTE_MINIMAL
            )
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableTaxonomy(f"{path.name} has no column {', '.join(missing)}.")
            for row in reader:
                yield {
                    key: value or ""
                    for key, value in row.items()
                    if isinstance(key, str) and not isinstance(value, list)
                }
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError, csv.Error) as error:
        raise UnreadableTaxonomy(f"{path.name} cannot be read: {error}.") from error


def read_esco(folder: Path) -> list[EscoTerm]:
    """Skills and knowledge concepts of an ESCO folder in URI order; concepts without a label or a status of release are left out."""
    official = _found(folder, "skills_en.csv")
    if official is not None:
        return _official_esco(folder, official)
    table = _found(folder, "esco_skills.csv")
    if table is None:
        raise UnreadableTaxonomy(f"{folder} holds neither skills_en.csv nor esco_skills.csv.")
    terms = [
        EscoTerm(
            row["uri"],
            row["label"].strip(),
            row["type"],
            tuple(a.strip() for a in row["alt_labels"].split("|") if a.strip()),
            row.get("description", ""),
            unsplit=row.get("alt_text", ""),
        )
        for row in _rows(table, ("uri", "type", "label", "alt_labels"))
        if row["label"].strip()
    ]
    return sorted(terms, key=lambda t: t.uri)


def _official_esco(folder: Path, skills: Path) -> list[EscoTerm]:
    rows = [
        row
        for row in _rows(skills, ("conceptUri", "skillType", "preferredLabel", "altLabels"))
        if row["conceptUri"] and row["preferredLabel"].strip() and row.get("status", "") in ("", "released")
    ]
    broader = _broader_labels(folder, {row["conceptUri"]: row["preferredLabel"] for row in rows})
    terms: list[EscoTerm] = []
    for row in rows:
        label = row["preferredLabel"].strip()
        aliases = tuple(dict.fromkeys(a.strip() for a in row["altLabels"].splitlines() if a.strip() not in ("", label)))
        kind = "knowledge" if row["skillType"] == "knowledge" else "skill"
        above = " ".join(broader.get(row["conceptUri"], ()))
        terms.append(EscoTerm(row["conceptUri"], label, kind, aliases, row.get("description", ""), unsplit=above))
    return sorted(terms, key=lambda t: t.uri)


def _broader_labels(folder: Path, labels: dict[str, str]) -> dict[str, list[str]]:
    """Labels of the skills and skill groups above each concept; empty without the file of relations."""
    relations = _found(folder, "broaderRelationsSkillPillar_en.csv", "broaderRelationsSkillPillar.csv")
    groups = _found(folder, "skillGroups_en.csv")
    if groups is not None:
        labels = labels | {
            row["conceptUri"]: row["preferredLabel"] for row in _rows(groups, ("conceptUri", "preferredLabel"))
        }
    above: dict[str, list[str]] = defaultdict(list)
    for row in _rows(relations, ("conceptUri", "broaderUri")) if relations else ():
        if row["broaderUri"] in labels:
            above[row["conceptUri"]].append(labels[row["broaderUri"]])
    return above


def read_technologies(folder: Path) -> list[Technology]:
    """Tools of an O*NET folder by label."""
    table = _found(folder, "Technology Skills.txt", "onet_technology_skills.csv")
    if table is None:
        raise UnreadableTaxonomy(f"{folder} holds neither 'Technology Skills.txt' nor onet_technology_skills.csv.")
    official = table.name.lower().startswith("technology skills")
    code, label, category = (
        ("O*NET-SOC Code", "Example", "Commodity Title") if official else ("soc", "skill", "category")
    )
    users: dict[str, set[str]] = defaultdict(set)
    categories: dict[str, str] = {}
    for row in _rows(table, (code, label, category)):
        name = row[label].strip()
        if name:
            users[name].add(row[code])
            categories.setdefault(name, row[category])
    return [Technology(name, categories[name], tuple(sorted(users[name]))) for name in sorted(users)]


def read_occupations(folder: Path) -> list[Occupation]:
    """Occupations of an O*NET folder with their other titles, by code."""
    table = _found(folder, "Occupation Data.txt", "onet_occupations.csv")
    if table is None:
        raise UnreadableTaxonomy(f"{folder} holds neither 'Occupation Data.txt' nor onet_occupations.csv.")
    official = table.name.lower().startswith("occupation data")
    code, title = ("O*NET-SOC Code", "Title") if official else ("soc", "title")
    found = {row[code]: Occupation(row[code], row[title].strip()) for row in _rows(table, (code, title))}
    if not official:
        for row in _rows(table, ("soc", "job_zone")):
            found[row["soc"]].job_zone = int(float(row["job_zone"])) if row["job_zone"] else None
    titles = _found(folder, "Alternate Titles.txt", "onet_titles.csv")
    if titles is not None:
        official = titles.name.lower().startswith("alternate")
        code, title = ("O*NET-SOC Code", "Alternate Title") if official else ("soc", "title")
        for row in _rows(titles, (code, title)):
            if row[code] in found and row[title].strip():
                found[row[code]].other_titles.append(row[title].strip())
    zones = _found(folder, "Job Zones.txt")
    if zones is not None:
        for row in _rows(zones, ("O*NET-SOC Code", "Job Zone")):
            if row["O*NET-SOC Code"] in found:
                found[row["O*NET-SOC Code"]].job_zone = int(row["Job Zone"])
    return [found[key] for key in sorted(found)]
