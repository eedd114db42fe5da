"""Reading the lists we wrote: groups of the hierarchy, and terms with aliases, implied terms and ESCO equivalents.

A curated line is `Label [= ESCO label] [> implied, implied] [; alias, alias]` under a heading `@ group`; `~` before a label or alias
marks an ambiguous word, `^` one that counts only in exactly this case. Lines that start with `# ` are remarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    return CuratedTerm(label.strip(), group, esco.strip() or None, _listed(implies), _listed(aliases), kind)


def read_curated(folder: Path) -> list[CuratedTerm]:
    """All curated terms, files in name order; raises `ValueError` for a term before the first `@ group`."""
    terms: list[CuratedTerm] = []
    for path in sorted(folder.glob("*.txt")):
        group = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("# "):
                continue
            if line.startswith("@ "):
                group = line[2:].strip()
            elif not group:
                raise ValueError(f"{path.name}, line {number}: a term before the first '@ group'")
            else:
                terms.append(parse_line(line.strip(), group))
    return terms
