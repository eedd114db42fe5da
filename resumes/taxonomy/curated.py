"""Reading the lists we wrote: groups of the hierarchy, and terms with aliases, implied terms and ESCO equivalents.

A curated line is `Label [= ESCO label] [> implied, implied] [; alias, alias]` under a heading `@ group`; `~` before a label or alias
marks an ambiguous word, `^` one that counts only in exactly this case, `%` a name that is an everyday word too. Where an alias is the
label itself, its mark is the label's. `+ Label ; alias, alias` adds names to a term given before. Lines that start with `# ` are remarks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from resumes.taxonomy.normalise import normalise_term
from resumes.taxonomy.store import MARKS
from resumes.taxonomy.types import Group


@dataclass(frozen=True, slots=True)
class CuratedTerm:
    """One line of the lists; `label` and `aliases` keep their mode marks, `implies` and `esco` are labels."""

    label: str
    group: str
    esco: str | None
    implies: tuple[str, ...]
    aliases: tuple[str, ...]
    kind: str = "knowledge"


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A group and the word stems that place an ESCO term in it."""

    group: Group
    stems: tuple[str, ...]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def read_groups(path: Path) -> list[GroupRule]:
    """Groups in the order of the file; raises `ValueError` for a line that has no key and label."""
    rules: list[GroupRule] = []
    domain = ("", "")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("# "):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) < 2:
            raise ValueError(f"{path.name}, line {number}: expected 'key | label'")
        if not line.startswith(" "):
            domain = (cells[0], cells[1])
        else:
            group = Group(cells[0], cells[1], *domain)
            rules.append(GroupRule(group, _listed(cells[2]) if len(cells) > 2 else ()))
    return rules


def parse_line(line: str, group: str) -> CuratedTerm:
    """One curated line as a term of a group."""
    rest, _, aliases = line.partition(" ; ")
    rest, _, implies = rest.partition(" > ")
    label, _, esco = rest.partition(" = ")
    kind = "knowledge"
    if label.startswith("(skill) "):
        label, kind = label.removeprefix("(skill) "), "skill"
    label, names = _marked_label(label.strip(), _listed(aliases))
    return CuratedTerm(label, group, esco.strip() or None, _listed(implies), names, kind)


def _marked_label(label: str, aliases: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The label with the mark that an alias of the same spelling carries, and the other aliases: `Yarn ; ~yarn` is an ambiguous word."""
    if label[0] in MARKS:
        return label, aliases
    same = [alias for alias in aliases if alias[0] in MARKS and normalise_term(alias[1:]) == normalise_term(label)]
    return (same[0][0] + label if same else label), tuple(alias for alias in aliases if alias not in same)


def read_curated(folder: Path) -> list[CuratedTerm]:
    """All curated terms, files in name order; `+ Label ; alias, alias` adds names to a term given before.

    Raises `ValueError` for a term before the first `@ group` and for names of a term that no line has given.
    """
    terms: list[CuratedTerm] = []
    for path in sorted(folder.glob("*.txt")):
        group = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("# "):
                continue
            if line.startswith("@ "):
                group = line[2:].strip()
            elif line.startswith("+ "):
                _add_names(terms, line[2:], f"{path.name}, line {number}")
            elif not group:
                raise ValueError(f"{path.name}, line {number}: a term before the first '@ group'")
            else:
                terms.append(parse_line(line.strip(), group))
    return terms


def read_additions(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The lines of a file that add names to terms given elsewhere: label, and names without their marks."""
    lines = [line[2:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("+ ")]
    parts = [line.partition(" ; ") for line in lines]
    return [(label, tuple(name.lstrip(MARKS) for name in _listed(names))) for label, _, names in parts]


def _add_names(terms: list[CuratedTerm], line: str, place: str) -> None:
    label, _, names = line.partition(" ; ")
    at = [index for index, term in enumerate(terms) if term.label.lstrip(MARKS) == label]
    if not at:
        raise ValueError(f"{place}: no term is called {label!r}")
    terms[at[0]] = replace(terms[at[0]], aliases=(*terms[at[0]].aliases, *_listed(names)))
