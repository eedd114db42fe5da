"""Candidates of one job in full: one by one, or side by side requirement by requirement."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils import timezone

from accounts.models import User
from matching.knockouts import Knockout
from matching.models import Application, JobPosting, Match
from matching.proof import RequirementProof
from matching.queries.candidates import applications_for, opted_in
from matching.queries.card_pages import Staleness
from matching.queries.cards import Factor, MatchDetail, detail_values
from matching.queries.people import Person, people
from matching.queries.reviewing import Reviewing, reviewing
from matching.scoring import active_ranker_version, score_versions

LEAST_COMPARED, MOST_COMPARED = 2, 5


@dataclass(frozen=True)
class CandidateDetail(MatchDetail):
    """One candidate in full, with the score card that the candidate sees; words are masked where the reader is blind."""

    person: Person = field(kw_only=True)
    application: Application | None = None
    message: str = ""
    is_old_ranker: bool = False

    @property
    def name(self) -> str:
        """The candidate's name, or the label that stands for it."""
        return self.person.name

    @property
    def version_id(self) -> uuid.UUID:
        return self.person.version_id

    @property
    def is_hidden(self) -> bool:
        return self.person.is_hidden

    @property
    def not_shown(self) -> tuple[RequirementProof, ...]:
        """Why not more: what the posting asks for and the resume does not show, must-haves first."""
        open_ = [proof for proof in self.requirements if proof.state in ("missing", "partial")]
        return tuple(sorted(open_, key=lambda proof: (proof.importance != "must", proof.state != "missing")))

    @property
    def drags(self) -> list[Factor]:
        """Those of the factors named that took points."""
        return [factor for factor in self.factors if factor.points < 0]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One requirement or condition, and what each candidate shows for it (None: not asked when that one was scored)."""

    text: str
    importance: str
    cells: tuple[tuple[RequirementProof | Knockout | None, str], ...]  # with the candidate's name
    is_condition: bool = False

    @property
    def is_same(self) -> bool:
        """Whether all candidates stand alike here."""
        return len({cell.state if cell else "" for cell, _ in self.cells}) == 1


@dataclass(frozen=True, slots=True)
class SubscoreRow:
    """One sub-score (0-100, None: not known) of each candidate, with the candidate's name."""

    label: str
    cells: tuple[tuple[int | None, str], ...]

    @property
    def is_same(self) -> bool:
        """Whether all candidates stand alike here."""
        return len({value for value, _ in self.cells}) == 1


@dataclass(frozen=True)
class Comparison:
    """Candidates side by side, best first."""

    candidates: tuple[CandidateDetail, ...]
    requirements: tuple[ComparedRow, ...]
    knockouts: tuple[ComparedRow, ...]
    subscores: tuple[SubscoreRow, ...]

    @property
    def alike(self) -> dict[str, bool]:
        """For each line of the short part, whether all candidates stand alike in it."""
        lines: dict[str, set[Any]] = {
            "must": {(one.evidenced_must, one.total_must) for one in self.candidates},
            "years": {one.person.years for one in self.candidates},
            "level": {one.person.level for one in self.candidates},
            "way": {one.application.applied_at.date() if one.application else None for one in self.candidates},
            "source": {(one.source, one.is_old_ranker, one.is_stale) for one in self.candidates},
        }
        return {name: len(values) == 1 for name, values in lines.items()}


def _among(user: User, job: JobPosting, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, Application | None]:
    """These versions with their applications; Http404 where one is no candidate for the job. Two queries."""
    applied: dict[uuid.UUID, Application | None] = {row.version_id: row for row in applications_for(user, job)}
    open_to = set(opted_in(user).values())
    if any(key not in applied and key not in open_to for key in keys):
        raise Http404
    return {key: applied.get(key) for key in keys}


def _matches(user: User, job: JobPosting, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, Match]:
    stored = {match.version_id: match for match in Match.objects.visible_to(user).filter(job=job, version__in=keys)}
    missing = [key for key in keys if key not in stored]
    made = {match.version_id: match for match in score_versions(missing, job, at=timezone.now())}
    return stored | made


def candidate_details(
    user: User,
    job: JobPosting,
    version_ids: Sequence[uuid.UUID],
    *,
    with_text: bool = False,
    view: Reviewing | None = None,
) -> list[CandidateDetail]:
    """Candidates of a job in the order given; Http404 for a version that is not shown to this person or no candidate.

    Eight queries however many candidates, where their matches are stored.
    """
    keys = list(dict.fromkeys(version_ids))
    view = view or reviewing(user, job)
    applied = _among(user, job, keys)
    found = people(user, job, keys, view, with_text=with_text)
    if len(found) != len(keys):
        raise Http404
    matches = _matches(user, job, keys)
    is_stale = Staleness.of(keys)
    return [_detail(job, found[key], applied[key], matches.get(key), is_stale) for key in keys]


def _detail(
    job: JobPosting, person: Person, application: Application | None, match: Match | None, is_stale: Staleness
) -> CandidateDetail:
    """One candidate with the match, if there is one, and the message of the application, masked as the reader must see them."""
    note = application.note if application else ""
    shown: dict[str, Any] = {"match": None}
    if match is not None:
        shown = detail_values(person.mask(match))
        shown["is_stale"] = is_stale(match, job)
        shown["is_old_ranker"] = match.ranker_version != active_ranker_version()
    return CandidateDetail(
        **shown,
        job=job,
        person=person,
        application=application,
        message=person.blind.lines(note) if person.blind else note,
    )


def candidate_detail(
    user: User, job: JobPosting, version_id: uuid.UUID, *, view: Reviewing | None = None
) -> CandidateDetail:
    """One candidate for one job with the text of the resume; as `candidate_details`."""
    return candidate_details(user, job, [version_id], with_text=True, view=view)[0]


def comparison(
    user: User, job: JobPosting, version_ids: Sequence[uuid.UUID], *, view: Reviewing | None = None
) -> Comparison:
    """These candidates side by side, best first; as `candidate_details`."""
    details = candidate_details(user, job, version_ids, view=view)
    details.sort(key=lambda detail: (-(detail.match.raw if detail.match else float("-inf")), str(detail.version_id)))
    labels = next(([name for name, _ in detail.subscores] for detail in details if detail.match), [])
    names = [detail.name for detail in details]
    return Comparison(
        candidates=tuple(details),
        requirements=_rows([list(detail.requirements) for detail in details], names),
        knockouts=_rows([list(detail.knockouts) for detail in details], names, is_condition=True),
        subscores=tuple(
            SubscoreRow(label, tuple((dict(detail.subscores).get(label), detail.name) for detail in details))
            for label in labels
        ),
    )


def _rows(
    columns: Sequence[Sequence[RequirementProof | Knockout]], names: Sequence[str], *, is_condition: bool = False
) -> tuple[ComparedRow, ...]:
    """One row a text, in the order in which the columns name them."""
    cells = [{item.text: item for item in column} for column in columns]
    texts = dict.fromkeys(item.text for column in columns for item in column)
    rows = []
    for text in texts:
        found = [column.get(text) for column in cells]
        first = next(item for item in found if item is not None)
        cells_named = tuple(zip(found, names, strict=True))
        rows.append(ComparedRow(text, getattr(first, "importance", ""), cells_named, is_condition))
    return tuple(sorted(rows, key=lambda row: row.importance == "nice"))
