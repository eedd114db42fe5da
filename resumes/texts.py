"""What a person may do with a text about themselves: check it, confirm what only they know, and make it final."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.db import connection, transaction

from aiplatform.claims import Claim, Evidence, check_against
from careercopilot.errors import DomainError
from resumes.claim_evidence import recognise_skills
from resumes.claims import document_of, entry_index
from resumes.models import ConfirmedFact, DraftText, ResumeEntry, ResumeVersion, TextClaim

LONGEST = 20_000  # characters


class TextError(DomainError):
    """Something about a text that the product refuses."""


@transaction.atomic
def draft(version: ResumeVersion, text: str, *, kind: str, entry: ResumeEntry | None = None) -> DraftText:
    """A new draft for a version, and one entry of it where the text speaks of that; nothing of it is checked yet."""
    if not text.strip():
        raise TextError("The text is empty.", code="empty")
    if len(text) > LONGEST:
        raise TextError(f"The text is longer than {LONGEST:,} characters.", code="too_long")
    return DraftText.objects.create(owner_id=version.owner_id, version=version, entry=entry, kind=kind, text=text)


@transaction.atomic
def check(text: DraftText, *, today: dt.date) -> list[TextClaim]:
    """Check a draft against its version: afterwards its claims are those of the text as it stands, in order of place."""
    document = document_of(text.version, today=today)
    result = check_against(
        Evidence(document, recognise_skills), text.text, entry=entry_index(document, text.entry)
    )  # the entry is part of the version, so it is in the document
    digest = hashlib.sha256(text.text.encode()).hexdigest()
    rows = json.dumps([_row(claim) for claim in result.claims])
    with connection.cursor() as cursor:
        cursor.execute("select record_text_check(%s, %s, %s::jsonb)", [text.pk, digest, rows])
    text.refresh_from_db()
    return list(text.claims.order_by("start", "end", "pk"))


def _row(claim: Claim) -> dict[str, object]:
    span = claim.evidence
    return {
        "kind": claim.kind,
        "words": claim.text,
        "start": claim.start,
        "end": claim.end,
        "state": claim.state,
        "why": claim.why,
        "evidence_start": span.start if span else None,
        "evidence_end": span.end if span else None,
    }


@transaction.atomic
def edit(text: DraftText, words: str) -> DraftText:
    """Other words; a final text becomes a draft again. The check of the words before no longer counts."""
    if not words.strip():
        raise TextError("The text is empty.", code="empty")
    text.text, text.state, text.finalised_at = words, DraftText.State.DRAFT, None
    text.save(update_fields=["text", "state", "finalised_at"])
    return text


@transaction.atomic
def finalise(text: DraftText, *, at: dt.datetime) -> DraftText:
    """Make a checked text final; raises TextError that names what is in the way. The database holds the same rule."""
    text = DraftText.objects.select_for_update().get(pk=text.pk)
    if text.checked_sha256 != hashlib.sha256(text.text.encode()).hexdigest():
        raise TextError("The text changed since it was checked. Check it again.", code="unchecked")
    in_the_way = list(text.claims.open().order_by("start", "end", "pk"))
    if in_the_way:
        named = "; ".join(f"\u201c{claim.words}\u201d: {claim.why}" for claim in in_the_way[:3])
        raise TextError(
            f"{len(in_the_way)} of its claims are neither in the resume nor confirmed. {named}", code="unfounded"
        )
    text.state, text.finalised_at = DraftText.State.FINAL, at
    text.save(update_fields=["state", "finalised_at"])
    return text


@transaction.atomic
def confirm(claim: TextClaim, *, at: dt.datetime) -> ConfirmedFact:
    """The person says that a claim is true: kept as a fact, in its sentence and without the words still open there."""
    if claim.state in (TextClaim.State.SUPPORTED, TextClaim.State.CONFIRMED):
        raise TextError("This claim needs no confirmation.", code="founded")
    text = claim.text
    entry = text.entry
    fact = ConfirmedFact.objects.create(
        owner_id=claim.owner_id,
        version=text.version,
        organization=entry.organization if entry else "",
        title=entry.title if entry else "",
        text=_sentence(claim)[:2000],
        confirmed_at=at,
    )
    claim.state, claim.fact = TextClaim.State.CONFIRMED, fact
    claim.save(update_fields=["state", "fact"])
    return fact


def _sentence(claim: TextClaim) -> str:
    """The sentence of a claim with other open claims blanked: who confirms one figure does not confirm the next."""
    from aiplatform.claims.split import sentences
    from aiplatform.claims.words import fold

    words = claim.text.text
    folded = fold(words)
    spans = [folded.original(piece.start, piece.end) for piece in sentences(folded)]
    start, end = next(((a, b) for a, b in spans if a <= claim.start < b), (claim.start, claim.end))
    end = max(end, claim.end)
    kept = list(words)
    for other in claim.text.claims.open().exclude(pk=claim.pk).filter(start__lt=end, end__gt=start):
        if other.end <= claim.start or other.start >= claim.end:
            kept[other.start : other.end] = [""] * (other.end - other.start - 1) + ["\u2026"]
    return " ".join("".join(kept[start:end]).split())


@transaction.atomic
def withdraw(fact: ConfirmedFact, *, at: dt.datetime) -> ConfirmedFact:
    """Take a fact back: claims that rest on it are open again, and final texts with such claims drafts."""
    resting = TextClaim.objects.filter(fact=fact)
    DraftText.objects.filter(pk__in=resting.order_by().values("text_id")).update(
        state=DraftText.State.DRAFT, finalised_at=None
    )
    resting.update(state=TextClaim.State.UNSUPPORTED, fact=None)
    fact.withdrawn_at = at
    fact.save(update_fields=["withdrawn_at"])
    return fact
