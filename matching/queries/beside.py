"""What stands beside a candidate's score: notes of colleagues, and who looked up the name."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from matching.models import CandidateNote, IdentityReveal, JobPosting
from matching.queries.people import Person
from matching.queries.reviewing import Reviewing


@dataclass(frozen=True, slots=True)
class RevealRow:
    """One look at a candidate's name, as a colleague may read it."""

    by: str
    at: dt.datetime
    reason: str


def reveals(user: User, job: JobPosting, person: Person) -> list[RevealRow]:
    """Who looked up this candidate for this job, newest first; one query."""
    found = IdentityReveal.objects.visible_to(user).filter(job=job, owner=person.person_id)
    rows = found.order_by("-created_at", "-pk")
    return [RevealRow(row.revealed_by_name, row.created_at, person.words(row.reason)) for row in rows]


def reveals_of(user: User) -> QuerySet[IdentityReveal]:
    """Who looked up this person, newest first, with job and company."""
    found = IdentityReveal.objects.filter(owner=user).select_related("job", "company", "version__resume")
    return found.defer("job__description", "version__parsed", "version__text").order_by("-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A colleague's note as the reader may see it; `may_edit`: it is the reader's own, and nothing of it is masked."""

    pk: uuid.UUID
    by: str
    at: dt.datetime
    edited_at: dt.datetime | None
    text: str
    may_edit: bool


def notes(user: User, job: JobPosting, person: Person, view: Reviewing) -> list[NoteRow]:
    """The colleagues' notes on this candidate for this job, oldest first, with their authors; one query."""
    found = CandidateNote.objects.visible_to(user).filter(job=job, candidate=person.person_id).live()
    rows = []
    for note in found.select_related("owner").order_by("created_at", "pk"):
        text = person.blind.lines(note.text) if person.blind else note.text
        # What is masked cannot be edited: saving it would keep the mask and lose the word.
        own = note.owner_id == user.pk and view.may_recruit and text == note.text
        rows.append(NoteRow(note.pk, note.owner.display_name, note.created_at, note.edited_at, text, own))
    return rows
