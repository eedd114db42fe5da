"""What the taxonomy gives: a term, and a place in a text that names one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["knowledge", "skill"]

ESCO_URI_PREFIX = "http://data.europa.eu/esco/skill/"


@dataclass(frozen=True, slots=True)
class SkillTerm:
    """One node of the taxonomy.

    `key` is a stable lower-case slug; `kind` is `knowledge` for hard skills (a tool, a field, a method, a language) and `skill` for
    soft skills and tasks; `implies` are the keys this term directly stands for as well (Django implies Python).
    """

    key: str
    label: str
    esco_uri: str | None
    kind: Kind
    group: str
    domain: str
    aliases: tuple[str, ...]
    implies: tuple[str, ...]
    curated: bool


@dataclass(frozen=True, slots=True)
class SkillSpan:
    """A skill named in a text: `text[start:end] == surface`. Offsets count Unicode characters.

    A span that no term of the taxonomy covers has a slug of its surface as key, no `esco_uri`, and `known` is False.
    """

    key: str
    label: str
    esco_uri: str | None
    surface: str
    start: int
    end: int
    kind: Kind
    known: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of terms inside a domain of work."""

    key: str
    label: str
    domain: str
    domain_label: str
