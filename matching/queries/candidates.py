"""A company's view: who applied or is open to companies, ranked for one job. All of it through row security."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from django.db.models import Count, F, Func, IntegerField
from django.utils import timezone

from accounts.models import Company, User
from matching.ml.types import GROUPS, LEVELS
from matching.models import Application, JobPosting, JobVector, Match
from matching.proof import RequirementProof, tally
from matching.queries.card_pages import Staleness
from matching.queries.cards import Card
from matching.queries.people import Person, name_of, people, standings, stated_names
from matching.queries.reviewing import Reviewing, reviewing
from matching.retrieval import as_array, nearest_open
from matching.scoring import active_ranker_version, score_versions
from resumes.models import ResumeGrant

MOST = 200  # candidates ranked for one job
BEST_PROOFS = 3
OF_MATCH = (
    "owner", "version", "job", "score", "raw", "source", "ranker_version", "inputs_sha256", "subscores", "factors",
    "knockouts", "scored_at",
)  # fmt: skip
_MET_MUSTS = """jsonb_array_length(jsonb_path_query_array(%(expressions)s,
 '$[*] ? (@.importance == "must" && @.state == "met")'))"""


@dataclass(frozen=True)
class CandidateRow(Card):
    """One candidate of the list. `person` says who it is, as the reader may know it; `proofs` are the best of them."""

    person: Person = field(kw_only=True)
    application: Application | None = None
    proofs: tuple[RequirementProof, ...] = ()
    not_found: tuple[str, ...] = ()
    evidenced_must: int = 0
    total_must: int = 0
    is_old_ranker: bool = False
    opens_knocked_out: bool = False

    @property
    def version_id(self) -> uuid.UUID:
        return self.person.version_id

    @property
    def name(self) -> str:
        """The candidate's name, or the label that stands for it."""
        return self.person.name

    @property
    def headline(self) -> str:
        return self.person.headline

    @property
    def is_hidden(self) -> bool:
        return self.person.is_hidden


@dataclass(frozen=True, slots=True)
class CandidateFilters:
    """What the list is cut down to and sorted by; empty means everything, best first."""

    sort: str = "score"
    min_score: int | None = None
    state: str = ""
    knockouts: str = ""
    quote: str = ""
    stale: str = ""
    min_years: float | None = None
    level: str = ""


@dataclass(slots=True)
class _Found:
    version_id: uuid.UUID
    owner_id: uuid.UUID
    application: Application | None
    match: Match | None
    is_stale: bool = False
    met_musts: int = 0

    @property
    def is_knocked_out(self) -> bool:
        return self.match is not None and any(item["state"] == "missing" for item in self.match.knockouts)


def opted_in(user: User) -> dict[uuid.UUID, uuid.UUID]:
    """Versions (by owner) of the people who are open to companies; one query."""
    grants = ResumeGrant.objects.visible_to(user).filter(
        company=None, reason=ResumeGrant.Reason.OPTED_IN, revoked_at=None
    )
    return dict(grants.exclude(owner=user).order_by("created_at", "pk").values_list("owner_id", "version_id"))


def opted_in_count(user: User) -> int:
    """How many people are open to companies; one query."""
    grants = ResumeGrant.objects.visible_to(user).filter(
        company=None, reason=ResumeGrant.Reason.OPTED_IN, revoked_at=None
    )
    people: int = grants.exclude(owner=user).aggregate(people=Count("owner", distinct=True))["people"]
    return people


def applications_for(user: User, job: JobPosting) -> list[Application]:
    """Live applications for the job, in the order they came; one query."""
    rows = Application.objects.visible_to(user).filter(job=job, status=Application.Status.APPLIED).live()
    return list(rows.order_by("applied_at", "pk"))


def candidate_versions(
    user: User, job: JobPosting, state: str
) -> dict[uuid.UUID, tuple[uuid.UUID, Application | None]]:
    """Those who applied, then the nearest of those open to companies: (person, application) by version, at most MOST."""
    applications = applications_for(user, job) if state in ("", "applied") else []
    versions: dict[uuid.UUID, tuple[uuid.UUID, Application | None]] = {}
    for row in applications:
        versions[row.version_id] = (row.owner_id, row)
    if state in ("", "opted_in"):
        applied = [row.owner_id for row in applications]
        vector = JobVector.objects.filter(job=job).first()
        search = as_array(vector.search) if vector is not None else None
        model = vector.model if vector else ""
        found = nearest_open(search, reader=user.pk, left_out=applied, model=model, limit=MOST)
        versions |= {version: (owner, None) for version, owner in found.items()}
    return dict(list(versions.items())[:MOST])


def _found(user: User, job: JobPosting, state: str) -> list[_Found]:
    """Every candidate with a match: the stored one, else one that is scored here with its proofs and not stored."""
    versions = candidate_versions(user, job, state)
    musts = Func(F("requirements"), template=_MET_MUSTS, output_field=IntegerField())
    stored = Match.objects.visible_to(user).filter(job=job, version__in=list(versions)).only(*OF_MATCH)
    matches: dict[uuid.UUID, Any] = {match.version_id: match for match in stored.annotate(met_musts=musts)}
    missing = [key for key in versions if key not in matches]
    for made in score_versions(missing, job, at=timezone.now()):
        matches[made.version_id] = made
    is_stale = Staleness.of(versions)
    found = [_Found(key, *versions[key], matches.get(key)) for key in versions]
    for item in found:
        if item.match is not None:
            item.is_stale = is_stale(item.match, job)
            item.met_musts = getattr(item.match, "met_musts", None) or _met_musts(item.match)
    return found


def _proofs(match: Match) -> tuple[RequirementProof, ...]:
    return tuple(RequirementProof(**item) for item in match.requirements)


def _met_musts(match: Match) -> int:
    """Of a match whose proofs are at hand; a stored one brings the number along."""
    return 0 if "requirements" in match.get_deferred_fields() else tally(_proofs(match)).evidenced_must


def _load_requirements(user: User, job: JobPosting, matches: Iterable[Match]) -> None:
    """The proofs of stored matches, which the list was read without; at most one query."""
    waiting = {match.pk: match for match in matches if "requirements" in match.get_deferred_fields()}
    rows = Match.objects.visible_to(user).filter(job=job, pk__in=list(waiting)) if waiting else Match.objects.none()
    for key, requirements in rows.values_list("pk", "requirements"):
        waiting[key].requirements = requirements


class CandidatePages(Sequence[CandidateRow]):
    """Ranked candidates, to be cut into pages: those who meet every stated condition first, then the others.

    Names, headlines, years and proofs are read a page at a time (at most four queries).
    """

    def __init__(self, user: User, job: JobPosting, found: list[_Found], view: Reviewing, *, left_out: int = 0) -> None:
        self._user, self._job, self._found = user, job, found
        self.reviewing = view
        self.left_out = left_out  # by the filters
        self.knocked_out = sum(item.is_knocked_out for item in found)

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, key: int) -> CandidateRow: ...
    @overload
    def __getitem__(self, key: slice) -> list[CandidateRow]: ...
    def __getitem__(self, key: int | slice) -> CandidateRow | list[CandidateRow]:
        if isinstance(key, int):
            return self._rows([self._found[key]])[0]
        return self._rows(self._found[key])

    def _rows(self, page: list[_Found]) -> list[CandidateRow]:
        found = people(self._user, self._job, [item.version_id for item in page], self.reviewing)
        _load_requirements(self._user, self._job, [item.match for item in page if item.match is not None])
        rows: list[CandidateRow] = []
        is_after = False  # whether a knocked-out candidate stands above on this page
        for item in page:
            person = found.get(item.version_id)
            if person is not None:
                rows.append(self._row(item, person, opens=item.is_knocked_out and not is_after))
                is_after = is_after or item.is_knocked_out
        return rows

    def _row(self, item: _Found, person: Person, *, opens: bool) -> CandidateRow:
        if item.match is None:
            return CandidateRow(match=None, person=person, application=item.application)
        proofs = _proofs(person.mask(item.match))
        counts = tally(proofs)
        return CandidateRow(
            match=item.match,
            is_stale=item.is_stale,
            person=person,
            application=item.application,
            proofs=best_proofs(proofs),
            not_found=tuple(proof.text for proof in proofs if proof.importance == "must" and proof.state == "missing"),
            evidenced_must=counts.evidenced_must,
            total_must=counts.total_must,
            is_old_ranker=item.match.ranker_version != active_ranker_version(),
            opens_knocked_out=opens,
        )


def best_proofs(proofs: Sequence[RequirementProof]) -> tuple[RequirementProof, ...]:
    """The proofs to show first: must-haves before others, met before partly met, each with its quote, no quote twice."""
    quoted = [proof for proof in proofs if proof.quote and proof.state in ("met", "partial")]
    ordered = sorted(quoted, key=lambda proof: (proof.importance != "must", proof.state != "met"))
    return tuple({proof.quote: proof for proof in reversed(ordered)}.values())[::-1][:BEST_PROOFS]


Test = Callable[[_Found], bool]


@dataclass
class _Cut:
    """The filters as tests of one candidate; what they need beside the matches is read only when they are used."""

    user: User
    job: JobPosting
    wanted: CandidateFilters
    standing: dict[uuid.UUID, tuple[float | None, str]] = field(default_factory=dict)

    def tests(self, found: list[_Found]) -> list[Test]:
        wanted, tests = self.wanted, list[Test]()
        if wanted.min_score is not None:
            least = wanted.min_score
            tests.append(lambda item: item.match is not None and item.match.score >= least)
        if wanted.knockouts:
            tests.append(lambda item: item.is_knocked_out == (wanted.knockouts == "only"))
        if wanted.stale:
            tests.append(lambda item: item.is_stale == (wanted.stale == "yes"))
        if wanted.quote:
            _load_requirements(self.user, self.job, [item.match for item in found if item.match is not None])
            tests.append(self._has_quote)
        if wanted.min_years is not None or wanted.level:
            self.standing = standings([item.version_id for item in found])
            tests.append(self._is_far_enough)
        return tests

    def _has_quote(self, item: _Found) -> bool:
        proofs = item.match.requirements if item.match is not None else []
        return any(
            proof["text"] == self.wanted.quote and proof["state"] == "met" and proof["quote"] for proof in proofs
        )

    def _is_far_enough(self, item: _Found) -> bool:
        years, level = self.standing.get(item.version_id, (None, ""))
        if self.wanted.min_years is not None and (years is None or years + 0.05 < self.wanted.min_years):
            return False
        return not self.wanted.level or (level in LEVELS and LEVELS.index(level) >= LEVELS.index(self.wanted.level))


def _order(user: User, job: JobPosting, found: list[_Found], sort: str, view: Reviewing) -> Callable[[_Found], Any]:
    """What the candidates are sorted by; who is hidden is sorted by the label, else the order would tell the name."""
    if sort == "name":
        from matching.blind import label_of

        named = [item.version_id for item in found if not view.hides(item.owner_id)]
        names = {row.pk: name_of(row).casefold() for row in stated_names(user).filter(pk__in=named)} if named else {}
        return lambda item: names.get(item.version_id) or label_of(job.pk, item.owner_id).casefold()
    if sort == "newest":
        return lambda item: -(item.application.applied_at.timestamp() if item.application else 0)
    if sort == "musts":
        return lambda item: (-item.met_musts, -(item.match.raw if item.match else float("-inf")))
    if sort in GROUPS:
        return lambda item: -(item.match.subscores.get(sort) or -1 if item.match else -2)
    return lambda item: -(item.match.raw if item.match else float("-inf"))


def candidates(
    user: User, company: Company, job: JobPosting, filters: CandidateFilters | None = None, **wanted: Any
) -> CandidatePages:
    """Who applied to the job or is open to companies, ranked, to be cut into pages.

    Seven queries and a page's four, where matches are stored; filters by quote, level or years and the order by name
    take one more each. A pair without a stored match is scored here and not stored. Gives nothing for a job of another
    company. `wanted` are fields of CandidateFilters.
    """
    filters = filters or CandidateFilters(**wanted)
    view = reviewing(user, job)
    if job.company_id != company.pk:
        return CandidatePages(user, job, [], view)
    found = _found(user, job, filters.state)
    tests = _Cut(user, job, filters).tests(found)
    kept = [item for item in found if all(test(item) for test in tests)]
    order = _order(user, job, kept, filters.sort, view)
    kept.sort(key=lambda item: (item.is_knocked_out, order(item), item.version_id))
    return CandidatePages(user, job, kept, view, left_out=len(found) - len(kept))
