"""The shipped terms: read from `resumes/data/skills.tsv.gz`, made by `scripts/build_skills.py`.

Lines: one header (`version`), groups (`G key label domain domain-label`), then terms
(`T key label uuid kind source group implies aliases`). A label or alias that starts with `~` is an ambiguous word which needs
context, with `^` one that counts only in exactly this case, with `%` a name that is an everyday word too (it counts as written inside a
sentence, elsewhere with context), with `!` one that is for look-ups only.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from resumes.taxonomy.normalise import normalise_lines
from resumes.taxonomy.types import ESCO_URI_PREFIX, Group, SkillTerm

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "skills.tsv.gz"
AMBIGUOUS, EXACT, NAMED, NEVER = "~", "^", "%", "!"
MARKS = AMBIGUOUS + EXACT + NAMED + NEVER


class Pattern(NamedTuple):
    """How one spelling counts: `row` of its term, `mode` ('' or a mark) and, with a mode, its spelling as in the list."""

    row: int
    mode: str
    written: str


class Store:
    """Terms by row, made into `SkillTerm` objects only when asked for; `patterns` maps each matching form to its row."""

    def __init__(self, lines: list[str]) -> None:
        self.version = lines[0].split("\t")[1]
        self.groups: dict[str, Group] = {}
        self.rows: list[list[str]] = []
        for line in lines[1:]:
            cells = line.split("\t")
            if cells[0] == "G":
                self.groups[cells[1]] = Group(cells[1], cells[2], cells[3], cells[4])
            else:
                self.rows.append(cells)
        self.index = {cells[1]: row for row, cells in enumerate(self.rows)}
        self._marked: dict[str, Pattern] = {}
        self.patterns = self._patterns()
        self._made: dict[int, SkillTerm] = {}

    def _patterns(self) -> dict[str, int]:
        written = ["|".join((cells[2], cells[8])) if cells[8] else cells[2] for cells in self.rows]
        patterns: dict[str, int] = {}
        for row, matching in enumerate(normalise_lines(written)):
            if any(mark in matching for mark in MARKS):
                self._add_marked(patterns, row, matching, written[row])
            else:
                for form in matching.split("|"):
                    patterns.setdefault(form, row)
        return patterns

    def _add_marked(self, patterns: dict[str, int], row: int, matching: str, written: str) -> None:
        for form, name in zip(matching.split("|"), written.split("|"), strict=True):
            marked = form[0] in MARKS
            form = form[marked:]
            if patterns.setdefault(form, row) == row and marked:
                self._marked[form] = Pattern(row, name[0], name[1:])

    def domain(self, row: int) -> str:
        """The domain of the term of a row."""
        return self.groups[self.rows[row][6]].domain

    def origin(self, row: int) -> str:
        """Where the term of a row comes from: c (our list), e (ESCO) or o (O*NET)."""
        return self.rows[row][5]

    def pattern(self, form: str) -> Pattern:
        """How a matching form of the list counts; raises `KeyError` for one that the list does not hold."""
        return self._marked.get(form) or Pattern(self.patterns[form], "", "")

    def is_knowledge(self, form: str) -> bool:
        """Whether a matching form of the list names a hard skill (which may stand in the plural)."""
        return self.rows[self.patterns[form]][4] == "k"

    def mode(self, form: str) -> str:
        """The mark of a matching form, mostly ''."""
        marked = self._marked.get(form)
        return marked.mode if marked else ""

    def term(self, row: int) -> SkillTerm:
        """The term of a row."""
        made = self._made.get(row)
        if made is None:
            _, key, label, uuid, kind, source, group, implies, aliases = self.rows[row]
            made = SkillTerm(
                key=key,
                label=label.lstrip(MARKS),
                esco_uri=ESCO_URI_PREFIX + uuid if uuid else None,
                kind="knowledge" if kind == "k" else "skill",
                group=group,
                domain=self.groups[group].domain,
                aliases=tuple(a.lstrip(MARKS) for a in aliases.split("|")) if aliases else (),
                implies=tuple(implies.split(",")) if implies else (),
                curated=source == "c",
            )
            self._made[row] = made
        return made


def exported() -> Path:
    """Where `load_taxonomy` puts a list made from official files; used instead of the shipped one while it is there."""
    return Path(os.environ.get("CAREERCOPILOT_HOME") or "var") / "taxonomy" / "skills.tsv.gz"


def active() -> Path:
    """The list that this installation uses."""
    return exported() if exported().is_file() else SHIPPED


def read_lines(path: Path) -> list[str]:
    """The lines of a list file; raises `FileNotFoundError` when it is missing (`scripts/build_skills.py` makes the shipped one)."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return lines.read().splitlines()


def first_line(path: Path) -> str:
    """The header of a list file; raises `FileNotFoundError` when it is missing."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return lines.readline().rstrip("\n")


def load(path: Path = SHIPPED) -> Store:
    """Read a list; raises `FileNotFoundError` when the file is missing."""
    return Store(read_lines(path))


def pack(lines: Sequence[str]) -> bytes:
    """The compressed form of a list: the same bytes for the same lines."""
    return gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)
