"""Small helpers shared by the checks: where something stands, and how it is named to a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resumes.ats.types import Place
from resumes.parsing.types import Box, Bullet, Entry, ParsedResume, Section


def page_of(boxes: tuple[Box, ...]) -> int | None:
    """The page of the first box, None where a format has no pages."""
    return boxes[0].page if boxes else None


def at(thing: Section | Entry | Bullet, meaning: str, fix: str) -> Place:
    """A place that covers one part of the resume."""
    return Place(meaning, fix, page_of(thing.boxes), thing.start, thing.end)


def entries(parsed: ParsedResume, *kinds: str) -> Iterator[Entry]:
    """The entries of these kinds, in reading order."""
    for section in parsed.sections:
        for entry in section.entries:
            if entry.kind in kinds:
                yield entry


def called(entry: Entry) -> str:
    """How to speak of an entry: its title and organization, as far as read."""
    parts = [field.value for field in (entry.title, entry.organization) if field is not None and field.value.strip()]
    return f"\u201c{', '.join(parts)[:80]}\u201d" if parts else "an entry without a title"


def quoted(text: str, limit: int = 60) -> str:
    """A short quotation of one line."""
    line = " ".join(text.split())
    return f"\u201c{line}\u201d" if len(line) <= limit else f"\u201c{line[:limit].rstrip()}\u2026\u201d"


def share(part: int, whole: int) -> int:
    """part/whole in whole thousandths, rounded down; 0 of nothing is 0."""
    return part * 1000 // whole if whole else 0


def listed(words: Iterable[str], limit: int = 8) -> str:
    """A list for a sentence; what is over the limit is counted."""
    items = list(words)
    more = f" and {len(items) - limit} more" if len(items) > limit else ""
    return ", ".join(items[:limit]) + more
