"""Cards of a list of matches, read a page at a time: rows, marks, applications and their number in one statement."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, QuerySet, Window
from django.db.models.expressions import RawSQL

from accounts.models import User
from matching.facts import pair_digest
from matching.models import Application, JobMark, JobPosting, Match, TalentVector
from matching.queries.cards import Card
from matching.rankers import current
from matching.scoring import is_current
from resumes.models import ResumeVersion

# What a card is drawn from. A drawn card is kept under the values of these columns, so it can show nothing else.
MATCH_COLUMNS = (
    "owner", "version", "job", "score", "source", "ranker_version", "inputs_sha256", "subscores", "factors", "knockouts",
)  # fmt: skip
JOB_COLUMNS = (
    "title", "company_name", "place_text", "remote", "level", "salary_min", "salary_max", "salary_currency",
    "salary_period", "posted_on", "is_demo", "status", "is_rankable", "text_sha256",
)  # fmt: skip
OF_JOB = tuple(f"job__{name}" for name in JOB_COLUMNS)
FURTHEST = 10_000  # pages; a greater number in an address is counted first


# The following are SQL text, because building them from querysets took longer on each page than asking the database.


def mark_of(user_id: uuid.UUID) -> RawSQL:
    """What the person did with the job of a match: saved, dismissed or null."""
    return RawSQL(
        "select kind from matching_jobmark own where own.owner_id = %s and own.job_id = matching_match.job_id",
        [user_id],
    )


def not_dismissed(user_id: uuid.UUID) -> RawSQL:
    """That the person did not dismiss the job of a match."""
    return RawSQL(
        "not exists (select 1 from matching_jobmark own"
        " where own.owner_id = %s and own.job_id = matching_match.job_id and own.kind = 'dismissed')",
        [user_id],
        output_field=BooleanField(),
    )


def applied_to(user_id: uuid.UUID, rows: type[Any]) -> RawSQL:
    """The state of the person's application for the job of a match or of a mark, or null."""
    if rows is Match:
        return RawSQL(
            "select status from matching_application own"
            " where own.owner_id = %s and own.job_id = matching_match.job_id and own.deleted_at is null",
            [user_id],
        )
    return RawSQL(
        "select status from matching_application own"
        " where own.owner_id = %s and own.job_id = matching_jobmark.job_id and own.deleted_at is null",
        [user_id],
    )


@dataclass(frozen=True)
class MatchCard(Card):
    """A job of the list with its score card, mark and the state of its application ("" where there is none)."""

    job: JobPosting | None = None
    mark: str = ""
    application: str = ""

    @property
    def application_text(self) -> str:
        """The state of the application in words."""
        return str(Application.Status(self.application).label) if self.application else ""


VECTOR_COLUMNS = ("version", "inputs_sha256", "facts_version", "model")


def inputs_of(vector: TalentVector | None) -> str:
    """The digest that a fresh score of this talent would carry; empty, which no score has, where the stored facts are of
    another encoder, taxonomy or layout than those in use, or were marked as changed."""
    return vector.inputs_sha256 if vector is not None and is_current(vector) else ""


class Staleness:
    """Tells whether a match's resume, wishes, answers, posting, ranker, encoder or taxonomy changed since it was scored."""

    def __init__(self, inputs: dict[uuid.UUID, str]) -> None:
        self._inputs, self._ranker = inputs, current().version

    @classmethod
    def of(cls, version_ids: Iterable[uuid.UUID]) -> Staleness:
        """One query, however many versions."""
        rows = TalentVector.objects.filter(version__in=set(version_ids)).only(*VECTOR_COLUMNS)
        return cls({vector.version_id: inputs_of(vector) for vector in rows})

    def __call__(self, match: Match, job: JobPosting) -> bool:
        inputs = self._inputs.get(match.version_id, "")
        fresh = bool(inputs) and match.inputs_sha256 == pair_digest(inputs, job.text_sha256)
        return not fresh or match.ranker_version != self._ranker


class CardPages(Sequence[MatchCard]):
    """Cards of matches or of marked jobs (`rows`), to be cut into pages; marked jobs take a second query for their matches.

    `inputs` is the digest that the version's facts carry now, against which scores are stale or not.
    """

    def __init__(self, user: User, rows: QuerySet[Any], version: ResumeVersion, inputs: str) -> None:
        own = {"applied": applied_to(user.pk, rows.model)}
        if rows.model is Match:
            own["kind"] = mark_of(user.pk)  # a marked job's row says it itself
        self._rows = rows.select_related("job").annotate(**own)
        self._user, self._version, self._total = user, version, -1
        self._is_stale = Staleness({version.pk: inputs})

    def __len__(self) -> int:
        if self._total < 0:
            self._total = self._rows.count()
        return self._total

    @overload
    def __getitem__(self, key: int) -> MatchCard: ...
    @overload
    def __getitem__(self, key: slice) -> list[MatchCard]: ...
    def __getitem__(self, key: int | slice) -> MatchCard | list[MatchCard]:
        if isinstance(key, int):
            return self._cards(list(self._rows[key : key + 1]))[0]
        # Counted in passing: a person's matches are hundreds at most, and all are read to be sorted anyway.
        rows = list(self._rows.annotate(total=Window(Count("*")))[key])
        if rows:
            self._total = rows[0].total
        elif not key.start:
            self._total = 0
        return self._cards(rows)

    def _cards(self, rows: list[Any]) -> list[MatchCard]:
        matches = {row.job_id: row for row in rows}
        if rows and isinstance(rows[0], JobMark):
            found = Match.objects.filter(owner=self._user, version=self._version, job__in=list(matches))
            matches = {match.job_id: match for match in found.only(*MATCH_COLUMNS)}
        return [
            MatchCard(
                match=(match := matches.get(row.job_id)),
                is_stale=match is not None and self._is_stale(match, row.job),
                job=row.job,
                mark=row.kind or "",
                application=row.applied or "",
            )
            for row in rows
        ]


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Takes the page first and its number from there: a page that exists needs no count before it."""

    def get_page(self, number: Any) -> Page[Any]:
        """As in Django: what is no number gives the first page, what is too far the last."""
        text = str(number or 1)
        wanted = int(text) if text.isdecimal() and 1 <= int(text[:9]) <= FURTHEST else 0
        if wanted:
            rows = self.object_list[(wanted - 1) * self.per_page : wanted * self.per_page]
            if rows or wanted == 1:
                return Page(rows, wanted, self)
        return super().get_page(number)
