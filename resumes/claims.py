"""A stored resume version, and what its person confirmed, as the evidence of the claim checker."""

from __future__ import annotations

import datetime as dt

from aiplatform.claims import Document
from resumes.claim_evidence import evidence_of, find_entries
from resumes.models import ConfirmedFact, ResumeEntry, ResumeVersion
from resumes.parsing.types import ParsedResume


def document_of(version: ResumeVersion, *, today: dt.date) -> Document:
    """The evidence of a version: what was read in it, and the person's facts that stand. One query.

    A fact of an entry that this version does not have counts for no entry of it, and so for no text written for one.
    """
    parsed = ParsedResume.from_dict(version.parsed)
    plain = evidence_of(parsed, today=today)
    facts = ConfirmedFact.objects.filter(owner_id=version.owner_id).live().order_by("confirmed_at", "pk")
    placed = [(fact.text, _place(plain, fact)) for fact in facts]
    known = [(text, None if index < 0 else index) for text, index in placed if index is not None]
    return evidence_of(parsed, today=today, facts=known)


def _place(document: Document, fact: ConfirmedFact) -> int | None:
    """The index of a fact's entry, -1 for a fact of no entry, None for one whose entry is not here."""
    if not (fact.organization or fact.title):
        return -1
    return min(find_entries(document, {"company": fact.organization, "title": fact.title}), default=None)


def entry_index(document: Document, entry: ResumeEntry | None) -> int | None:
    """The index in the document of a stored entry; None for none."""
    if entry is None:
        return None
    key = f"{entry.section.position}.{entry.position}"
    return [one.key for one in document.entries].index(key)
