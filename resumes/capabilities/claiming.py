"""Claims of a proposed text against what a capability was given: only the resume and what the person noted are evidence. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from aiplatform.capabilities import Problem
from aiplatform.claims import Document, Entry, Evidence, Unit, check_against
from resumes.capabilities.pieces import EntryPiece, ResumePiece
from resumes.claim_evidence import recognise_skills


def claim_problems(
    texts: Iterable[tuple[str, str]],
    *,
    today: dt.date,
    entries: Sequence[EntryPiece],
    resume: ResumePiece | None = None,
    facts: Sequence[str] = (),
    entry: str | None = None,
) -> list[Problem]:
    """What each (path, text) asserts without evidence, one problem a claim.

    With `entry`, the id of one of `entries`, a text speaks of that entry and nothing of another counts. `facts` were said by
    the person beside the resume.
    """
    asked = list(texts)
    if not asked:
        return []
    document = Document(
        entries=tuple(_entry(one) for one in entries),
        units=(*_units(resume), *(_unit(fact, "fact") for fact in facts if fact.strip())),
        today=f"{today:%Y-%m}",
    )
    evidence = Evidence(document, recognise_skills)
    index = next((n for n, one in enumerate(entries) if one.id == entry), None)
    return [
        Problem(claim.kind, path, claim.why, kind="claim")
        for path, text in asked
        for claim in check_against(evidence, text, entry=index).claims
        if claim.state == "unsupported"
    ]


def _unit(text: str, kind: str) -> Unit:
    return Unit(" ".join(text.split()), None, kind, is_exact=False)


def _entry(one: EntryPiece) -> Entry:
    header = ", ".join(part for part in (one.title, one.degree, one.area, one.organization) if part)
    units = [_unit(line.text, "bullet" if ".bullets." in line.id else "summary") for line in one.lines]
    return Entry(
        key=one.id,
        kind=one.kind,
        organization=one.organization,
        title=one.title,
        degree=one.degree,
        area=one.area,
        start=one.start,
        end=one.end,
        units=(*units, *([_unit(header, "header")] if header else [])),
    )


def _units(resume: ResumePiece | None) -> list[Unit]:
    """Statements outside of entries."""
    if resume is None:
        return []
    rows = [(resume.summary, "summary"), *((text, "summary") for text in resume.other)]
    for texts, kind in (
        (resume.skills, "skill"),
        (resume.languages, "language"),
        (resume.certifications, "certification"),
    ):
        rows += [(text, kind) for text in texts]
    return [_unit(text, kind) for text, kind in rows if text.strip()]
