"""Whether what a suggestion changes still stands in the resume, and where. Pure.

Accepting one suggestion moves or rewords lines that another one names. Its edits are then read anew: a line that only moved is
found by its words, and an order of lines is that of the same lines in the words they have now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from resumes.parsing.types import ParsedResume
from resumes.suggesting import Edit, is_same_words

# (list of lines, words before) -> words now, of texts that were accepted.
Reworded = Mapping[tuple[str, str], str]


def reworded(accepted: Iterable[Sequence[Sequence[str]]]) -> dict[tuple[str, str], str]:
    """What accepted edits made of each line; those that only move lines say nothing of it."""
    return {
        (_list_of(path), before): after
        for edits in accepted
        if not is_same_words([list(edit) for edit in edits])
        for path, before, after in edits
        if before and after
    }


def standing(parsed: ParsedResume, edits: Sequence[Edit], said: Reworded) -> list[Edit] | None:
    """The edits as they apply to the resume now, in an order in which each path holds; None where they do not any more."""
    if len(edits) > 1 and is_same_words(tuple(edits)):
        return _moved(parsed, edits, said)
    placed = [_placed(parsed, edit) for edit in edits]
    if None in placed:
        return None
    # What is taken away comes last and from behind, so that the paths before it stay what they are.
    found = [edit for edit in placed if edit]
    kept = [edit for edit in found if edit[2]]
    gone = sorted((edit for edit in found if not edit[2]), key=lambda edit: _numbers(edit[0]), reverse=True)
    return [*kept, *gone]


def _moved(parsed: ParsedResume, edits: Sequence[Edit], said: Reworded) -> list[Edit] | None:
    now = [text_at(parsed, path) for path, _, _ in edits]
    wanted = [said.get((_list_of(path), after), after) for path, _, after in edits]
    if Counter(now) != Counter(wanted):
        return None
    found = [(path, old, new) for (path, _, _), old, new in zip(edits, now, wanted, strict=True) if old and old != new]
    return found or None


def _placed(parsed: ParsedResume, edit: Edit) -> Edit | None:
    path, before, after = edit
    if path.endswith(".new") or text_at(parsed, path) == before:
        return edit
    lines = _lines(parsed, _list_of(path))
    places = [place for place, words in lines.items() if words == before]
    return (places[0], before, after) if len(places) == 1 else None


def _lines(parsed: ParsedResume, of: str) -> dict[str, str]:
    """The lines of one list of the resume by their paths."""
    found: dict[str, str] = {}
    while (words := text_at(parsed, f"{of}.{len(found)}")) is not None:
        found[f"{of}.{len(found)}"] = words
    return found


def _list_of(path: str) -> str:
    return path.rpartition(".")[0]


def _numbers(path: str) -> list[int]:
    return [int(part) for part in path.split(".") if part.isdecimal()]


def text_at(parsed: ParsedResume, path: str) -> str | None:
    """The words at a path of a correction, None where there is nothing."""
    try:
        match path.split("."):
            case ["sections", section, "text"]:
                return parsed.sections[int(section)].text.strip()
            case ["sections", section, "entries", entry, "bullets", bullet]:
                return parsed.sections[int(section)].entries[int(entry)].bullets[int(bullet)].text
            case [("skills" | "languages" | "certifications") as name, item]:
                return str(getattr(parsed, name)[int(item)].value)
    except (IndexError, ValueError):
        return None
    return None
