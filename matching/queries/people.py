"""Candidates as a company may see them: name or label, what they do now, years, and their words, masked where needed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from accounts.models import User
from matching.blind import Blind, label_of
from matching.fact_packing import UnreadableFacts, unpack_talent
from matching.ml.types import LEVELS
from matching.models import JobPosting, Match, TalentVector
from matching.queries.reviewing import Reviewing
from resumes.models import ResumeEntry, ResumeVersion

HEAVY = ("parsed", "text", "ats_findings", "ats_signals")


@dataclass(frozen=True, slots=True)
class Person:
    """One candidate's version for one reader; `blind` masks words, None where names are shown."""

    version_id: uuid.UUID
    person_id: uuid.UUID
    number: int
    name: str
    label: str
    headline: str
    hidden_count: int
    file_id: uuid.UUID | None
    text: str = ""
    years: float | None = None
    level: str = ""
    blind: Blind | None = None

    @property
    def is_hidden(self) -> bool:
        return self.blind is not None

    def words(self, text: str) -> str:
        """A line of theirs as the reader may see it."""
        return self.blind.line(text) if self.blind else text

    def mask(self, match: Match) -> Match:
        """The match with its quotes and remarks as the reader may see them; it is not to be saved."""
        if self.blind:
            match.requirements = [
                item | _masked(self.blind, item, "quote", "source", "note") for item in match.requirements
            ]
            match.knockouts = [item | _masked(self.blind, item, "quote", "why") for item in match.knockouts]
        return match


def _masked(blind: Blind, item: Mapping[str, Any], *names: str) -> dict[str, str]:
    """These texts of a proof or a condition, masked; remarks may name an entry among other words."""
    mask = {"note": blind.remark, "why": blind.remark}
    return {name: mask.get(name, blind.line)(item.get(name) or "") for name in names}


def stated_names(user: User) -> QuerySet[Any]:
    """Visible versions with the name they state and the number of hidden pieces, without the heavy columns."""
    return (
        ResumeVersion.objects.visible_to(user)
        .select_related("owner")
        .defer(*HEAVY)
        .annotate(
            stated_name=KeyTextTransform("value", KeyTransform("name", "parsed")),
            parsed_hidden=Func(F("parsed__hidden"), function="jsonb_array_length", output_field=IntegerField()),
        )
    )


def name_of(version: Any) -> str:
    """The name that the resume states, else the account's."""
    return str(version.stated_name or version.owner.display_name)


def headlines(version_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The first work entry of each version in words: what the person does now; one query."""
    entries = ResumeEntry.objects.filter(version__in=version_ids, kind="work").order_by(
        "version_id", "section__position", "position", "pk"
    )
    lines: dict[uuid.UUID, str] = {}
    for entry in entries.only("version_id", "title", "organization"):
        lines.setdefault(entry.version_id, ", ".join(part for part in (entry.title, entry.organization) if part))
    return lines


def standings(version_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[float | None, str]]:
    """(years of work, level) of versions whose facts can be read; None and "" where unknown; one query."""
    found = {}
    for key, packed in TalentVector.objects.filter(version__in=version_ids).values_list("version_id", "facts"):
        try:
            facts = unpack_talent(bytes(packed))
        except UnreadableFacts:  # of an older layout: made again with the next change, until then not known
            continue
        found[key] = (facts.years, LEVELS[facts.level] if facts.level is not None else "")
    return found


def people(
    user: User,
    job: JobPosting,
    version_ids: Sequence[uuid.UUID],
    view: Reviewing,
    *,
    with_text: bool = False,
    known: Mapping[uuid.UUID, tuple[float | None, str]] | None = None,
) -> dict[uuid.UUID, Person]:
    """These versions as far as the reader may see them; three queries, two where `known` gives years and level."""
    rows = stated_names(user).filter(pk__in=version_ids)
    if with_text or view.hides_some:
        rows = rows.defer(None).defer("ats_findings", "ats_signals", *(() if with_text else ("text",)))
    lines = headlines(version_ids)
    told = standings(version_ids) if known is None else known
    return {row.pk: _person(job, row, lines.get(row.pk, ""), told.get(row.pk), view, with_text) for row in rows}


def _person(
    job: JobPosting,
    row: Any,
    headline: str,
    standing: tuple[float | None, str] | None,
    view: Reviewing,
    with_text: bool,
) -> Person:
    label = label_of(job.pk, row.owner_id)
    years, level = standing or (None, "")
    blind = None
    if view.hides(row.owner_id):
        account = row.owner
        blind = Blind(row.parsed, names=[account.name] if account.name else [], emails=[account.email])
    text = (blind.resume() if blind else row.text) if with_text else ""
    return Person(
        version_id=row.pk,
        person_id=row.owner_id,
        number=row.number,
        name=label if blind else name_of(row),
        label=label,
        headline=blind.line(headline) if blind else headline,
        hidden_count=row.parsed_hidden or 0,
        file_id=None if blind else row.file_id,
        text=text,
        years=years,
        level=level,
        blind=blind,
    )
