"""Joining ESCO terms, our curated terms and our groups into the lines that `store` reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from resumes.taxonomy.curated import CuratedTerm, GroupRule
from resumes.taxonomy.normalise import normalise_term, slug
from resumes.taxonomy.placing import place
from resumes.taxonomy.sources import EscoTerm, Technology
from resumes.taxonomy.store import EXACT, MARKS, NEVER
from resumes.taxonomy.types import ESCO_URI_PREFIX

MOST_WORDS = 5  # longer alternative names are sentences that nobody writes twice
_QUALIFIER = re.compile(r"\s*\([^)]*\)$")
_SPELLINGS = [
    (re.compile(a), b)
    for a, b in (
        (r"(\w{2})is(e|ed|ing|ation|ations)\b", r"\1iz\2"),
        (r"\bmodelling\b", "modeling"),
        (r"\blabour\b", "labor"),
        (r"\bbehaviour", "behavior"),
        (r"\bcolour", "color"),
        (r"\bprogramme\b", "program"),
        (r"\bprogrammes\b", "programs"),
        (r"\bcentre\b", "center"),
        (r"\banalyse\b", "analyze"),
        (r"\bdefence\b", "defense"),
        (r"\blicence\b", "license"),
        (r"paed", "ped"),
        (r"anaesth", "anesth"),
        (r"gynaec", "gynec"),
        (r"haemat", "hemat"),
        (r"orthopaed", "orthoped"),
        (r"aluminium", "aluminum"),
    )
]
# Words in -ise that are no verbs of this kind.
_KEEP_ISE = re.compile(
    r"\b(?:exercis|superv|expert|franch|enterpr|advert|merchand|precis|disgu|comprom|televis|rev|improv|adv|dev)\w*"
)
Row = list[str]


def american(form: str) -> str:
    """A matching form in American spelling, or unchanged."""
    for pattern, replacement in _SPELLINGS:
        if _KEEP_ISE.search(form) and "iz" in replacement:
            continue
        form = pattern.sub(replacement, form)
    return form


def _split_mode(name: str) -> tuple[str, str]:
    return (name[0], name[1:]) if name[0] in MARKS else ("", name)


class _Owners:
    """Each matching form belongs to one row: the first that asks for it."""

    def __init__(self) -> None:
        self._owner: dict[str, int] = {}

    def claim(self, form: str, row: int) -> bool:
        return bool(form) and self._owner.setdefault(form, row) == row

    def has(self, form: str) -> bool:
        return form in self._owner


def _merge(
    curated: Sequence[CuratedTerm], esco: Sequence[EscoTerm], strict: bool
) -> tuple[dict[int, EscoTerm], list[EscoTerm]]:
    """Which ESCO term each curated one stands for, and the ESCO terms left over."""
    by_label = {t.label.lower(): t for t in reversed(esco)}
    by_form = {normalise_term(_QUALIFIER.sub("", t.label)): t for t in reversed(esco) if t.kind == "knowledge"}
    joined: dict[int, EscoTerm] = {}
    taken: set[str] = set()
    for index, term in enumerate(curated):
        label = _split_mode(term.label)[1]
        found = (
            by_label.get(term.esco.lower())
            if term.esco
            else by_label.get(label.lower()) or by_form.get(normalise_term(label))
        )
        if strict and term.esco and found is None:
            raise ValueError(f"{label}: no ESCO term is called {term.esco!r}")
        if found is not None and found.uri not in taken:
            joined[index] = found
            taken.add(found.uri)
    return joined, [t for t in esco if t.uri not in taken]


def _usable(alias: str) -> bool:
    return len(alias) > 2 and len(alias.split()) <= MOST_WORDS and "|" not in alias and "\t" not in alias


def _curated_rows(curated: Sequence[CuratedTerm], joined: dict[int, EscoTerm]) -> list[Row]:
    keys = {normalise_term(_split_mode(t.label)[1]): slug(_split_mode(t.label)[1]) for t in curated}
    rows: list[Row] = []
    for index, term in enumerate(curated):
        source = joined.get(index)
        aliases = list(term.aliases)
        if source is not None:
            aliases += [a for a in (source.label, *source.aliases) if _usable(a)]
        missing = [name for name in term.implies if normalise_term(name) not in keys]
        if missing:
            raise ValueError(f"{term.label}: implies {missing}, not in the curated list")
        uuid = source.uri.removeprefix(ESCO_URI_PREFIX) if source else ""
        implied = ",".join(keys[normalise_term(name)] for name in term.implies)
        key = slug(_split_mode(term.label)[1])
        rows.append(["T", key, term.label, uuid, term.kind[0], "c", term.group, implied, "|".join(aliases)])
    return rows


def _esco_rows(esco: Sequence[EscoTerm], groups: Sequence[str], used: set[str], never: set[str]) -> list[Row]:
    rows: list[Row] = []
    for term, group in zip(esco, groups, strict=True):
        uuid = term.uri.removeprefix(ESCO_URI_PREFIX)
        key = slug(term.label)
        if key in used:
            key = f"{key}-{uuid[:4]}"
        used.add(key)
        bare = _QUALIFIER.sub("", term.label)
        aliases = [a for a in term.aliases if _usable(a)]
        if bare != term.label:
            aliases.insert(0, bare if " " in bare else "~" + bare)
        mode = NEVER if normalise_term(term.label) in never else ""
        aliases = [a for a in aliases if normalise_term(a.lstrip("~")) not in never]
        rows.append(
            ["T", key, mode + term.label, uuid, term.kind[0], "e", group, "", "|".join(_marked(a) for a in aliases)]
        )
    return sorted(rows, key=lambda r: (r[4] == "s", r[1]))


def _marked(alias: str) -> str:
    """An initialism of ESCO counts only as written: `AIR` is no air."""
    return "^" + alias if len(alias) <= 5 and alias.isupper() else alias


def _own_spellings(rows: Sequence[Row], own: Sequence[Sequence[str]]) -> None:
    """Leave each matching form with one row and add American spellings that nobody owns.

    `own` are the names that our own lists give to the first rows; they come first, then labels, then the aliases of ESCO.
    """
    owners = _Owners()
    for index, names in enumerate(own):
        for name in names:
            owners.claim(normalise_term(_split_mode(name)[1]), index)
    for index, row in enumerate(rows):
        if not owners.claim(normalise_term(_split_mode(row[2])[1]), index):
            row[2] = row[2] if row[2][0] == NEVER else NEVER + _split_mode(row[2])[1]
    for index, row in enumerate(rows):
        label = normalise_term(_split_mode(row[2])[1])
        kept: dict[str, str] = {}
        for alias in row[8].split("|"):
            form = normalise_term(_split_mode(alias)[1]) if alias else ""
            if form != label and owners.claim(form, index):
                kept.setdefault(form, alias)
        row[8] = "|".join(kept.values())
    for index, row in enumerate(rows):
        forms = [
            normalise_term(_split_mode(name)[1])
            for name in (row[2], *row[8].split("|"))
            if name and name[0] not in MARKS
        ]
        extra = [form for form in map(american, forms) if form not in forms and owners.claim(form, index)]
        row[8] = "|".join(filter(None, (row[8], *dict.fromkeys(extra))))


def compile_lines(
    groups: Sequence[GroupRule],
    curated: Sequence[CuratedTerm],
    esco: Sequence[EscoTerm],
    never: Iterable[str] = (),
    *,
    strict: bool = True,
) -> tuple[list[str], dict[str, object]]:
    """The lines of a list and counts for a report.

    Raises `ValueError` for a name that the lists do not hold; with `strict` off, an ESCO equivalent that another release of ESCO
    lacks is passed over.
    """
    joined, rest = _merge(curated, esco, strict)
    rows = _curated_rows(curated, joined)
    keys = [row[1] for row in rows]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    unknown = {t.group for t in curated} - {rule.group.key for rule in groups}
    if twice or unknown:
        raise ValueError(f"curated keys given twice: {twice}; unknown groups: {sorted(unknown)}")
    rows += _esco_rows(rest, place(rest, groups), set(keys), {normalise_term(word) for word in never})
    _own_spellings(rows, [[t.label, *t.aliases] for t in curated])
    lines = _finished(groups, rows)
    report: dict[str, object] = {
        "version": lines[0].split("\t")[1],
        "curated": len(curated),
        "with_esco": len(joined),
        "terms": len(rows),
    }
    return lines, report


def _finished(groups: Sequence[GroupRule], rows: Sequence[Row]) -> list[str]:
    lines = ["\t".join(("G", g.group.key, g.group.label, g.group.domain, g.group.domain_label)) for g in groups]
    lines += ["\t".join(row) for row in rows]
    return ["V\tskills-" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12], *lines]


def with_tools(lines: Sequence[str], groups: Sequence[GroupRule], tools: Sequence[Technology]) -> list[str]:
    """A list with the tools of O*NET that it does not name yet, each in the group of the words of its category."""
    rows = [line.split("\t") for line in lines if line.startswith("T\t")]
    used = {row[1] for row in rows}
    taken = {normalise_term(_split_mode(name)[1]) for row in rows for name in (row[2], *row[8].split("|")) if name}
    new = [tool for tool in tools if normalise_term(tool.label) not in taken and slug(tool.label)]
    placed = place([EscoTerm("", tool.label, "knowledge", (), tool.category) for tool in new], groups)
    for tool, group in zip(new, placed, strict=True):
        key = slug(tool.label)
        if key not in used:
            used.add(key)
            # A single word counts only as written: many names of tools are everyday words.
            mode = "" if " " in tool.label else EXACT
            rows.append(["T", key, mode + tool.label.replace("|", "/"), "", "k", "o", group, "", ""])
    return _finished(groups, rows)


def read_never(path: Path) -> list[str]:
    """Spellings that name a term in a look-up but are too general to be recognised in a text, one a line."""
    return [
        line.strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("# ")
    ]
