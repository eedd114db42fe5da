"""Prompts as files: `<app>/prompts/<key>.md`, read into what a version holds. Pure.

A file begins with front matter in TOML, then its texts, each after a line of its own:

    +++
    key = "generate_bullets"
    capability = "generate_bullets"
    title = "Bullet suggestions"
    schema = "generate_bullets.json"
    [parameters]
    temperature = 0.2
    +++ system
    You rewrite one line of a resume. {{> safety_rules}}
    +++ template
    {{bullet}}

A composable part says `is_part = true`, has no capability, and its text stands under `+++ template` alone.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_MARK = re.compile(r"^\+\+\+[ \t]*(\w*)[ \t]*$", re.M)
_KEYS = {"key", "capability", "title", "is_part", "schema", "note", "parameters"}


class PromptFileError(ValueError):
    """A prompt file that cannot be read; the text names the file and says why."""


@dataclass(frozen=True)
class PromptFile:
    """A prompt as its file has it. `output_schema` is None where the file names none: then the capability's own counts."""

    key: str
    title: str
    template: str
    capability: str = ""
    is_part: bool = False
    system: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    output_schema: dict[str, Any] | None = None
    note: str = ""


def read_prompt(path: Path) -> PromptFile:
    """Read one file. Raises PromptFileError."""
    text = path.read_text(encoding="utf-8").lstrip("\ufeff")
    pieces = _MARK.split(text)
    # Before the first mark nothing; then mark, text, mark, text: front matter, system, template.
    names, texts = pieces[1::2], [piece.strip() for piece in pieces[2::2]]
    if pieces[0].strip() or names[:1] != [""]:
        raise PromptFileError(f"{path.name}: it must begin with a line +++ and its front matter.")
    if names[1:] not in (["template"], ["system", "template"]):
        raise PromptFileError(f"{path.name}: after the front matter come +++ system (not in a part) and +++ template.")
    try:
        head = tomllib.loads(texts[0])
    except tomllib.TOMLDecodeError as error:
        raise PromptFileError(f"{path.name}: front matter: {error}.") from error
    sections = dict(zip(names[1:], texts[1:], strict=True))
    _check(path, head, sections)
    return PromptFile(
        key=head["key"],
        title=head["title"],
        template=sections["template"],
        capability=head.get("capability", ""),
        is_part=head.get("is_part", False),
        system=sections.get("system", ""),
        parameters=head.get("parameters", {}),
        output_schema=_schema(path, head.get("schema", "")),
        note=head.get("note", ""),
    )


def prompt_files(folders: list[Path]) -> list[PromptFile]:
    """All prompts of these folders, parts first, then by key. Raises PromptFileError, also for a key that is there twice."""
    found = [read_prompt(path) for folder in folders for path in sorted(folder.glob("*.md"))]
    keys = [prompt.key for prompt in found]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise PromptFileError(f"There are two files for {', '.join(twice)}.")
    return sorted(found, key=lambda prompt: (not prompt.is_part, prompt.key))


def _check(path: Path, head: dict[str, Any], sections: dict[str, str]) -> None:
    if unknown := sorted(set(head) - _KEYS):
        raise PromptFileError(f"{path.name}: unknown in the front matter: {', '.join(unknown)}.")
    if head.get("key") != path.stem or not head.get("title"):
        raise PromptFileError(f"{path.name}: key must be {path.stem!r}, the file's name, and title must not be empty.")
    if bool(head.get("is_part")) == bool(head.get("capability")):
        raise PromptFileError(f"{path.name}: it is for a capability, or it is a part; say one of them.")
    if head.get("is_part") and "system" in sections:
        raise PromptFileError(f"{path.name}: a part has a template only.")
    if not sections["template"]:
        raise PromptFileError(f"{path.name}: the template is empty.")


def _schema(path: Path, name: str) -> dict[str, Any] | None:
    if not name:
        return None
    try:
        schema = json.loads((path.parent / Path(name).name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PromptFileError(f"{path.name}: schema {name}: {error}.") from error
    if not isinstance(schema, dict):
        raise PromptFileError(f"{path.name}: schema {name} is no JSON object.")
    return schema
