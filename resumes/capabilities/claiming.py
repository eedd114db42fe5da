"""Claims of a proposed text against what a capability was given: only the resume and what the person noted are evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiplatform.capabilities import Problem
from resumes.capabilities.grounding import foreign_figures
from resumes.capabilities.pieces import EntryPiece, ResumePiece


def claim_problems(
    texts: Iterable[tuple[str, str]],
    *,
    entries: Sequence[EntryPiece],
    resume: ResumePiece | None = None,
    facts: Sequence[str] = (),
    entry: str | None = None,
) -> list[Problem]:
    """What each (path, text) asserts without evidence. With `entry` a text speaks of that entry."""
    sources = [*facts, resume.text() if resume else ""]
    sources += [" ".join([one.name, one.start, one.end, *(line.text for line in one.lines)]) for one in entries]
    return [
        Problem("number", path, f"{', '.join(strange[:3])} does not stand in the resume.", kind="claim")
        for path, text in texts
        if (strange := foreign_figures(text, sources))
    ]
