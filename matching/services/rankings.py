"""Both directions as data: the jobs for a talent and the talents for a job, each pair with the same score card.

A pair that is stored is given as stored, stale or not; others are scored here and not stored. Nothing is scored that is
kept already: results stay for an hour under a key of everything they were made from. The candidates and their stamps are
read anew on every call, under row security, so that what changed, came or was withdrawn counts at once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User, company_ids_of
from accounts.results import keep_result, kept_result, key_of_parts
from careercopilot.metrics import RESULTS
from matching.enough import TOO_LITTLE
from matching.facts import encoder_id, encoder_or_none, facts_version
from matching.ml.types import LEVELS
from matching.models import JobMark, JobPosting, Match, TalentVector
from matching.queries.candidates import candidate_versions
from matching.queries.card_pages import Staleness
from matching.queries.people import Person
from matching.queries.people import people as persons
from matching.queries.reviewing import Reviewing, reviewing
from matching.queries.score_cards import CARD_VERSION, score_card
from matching.reading import Salary
from matching.retrieval import LIMIT, Filters, as_array, find
from matching.scoring import (
    Talent,
    active_ranker_version,
    postings,
    score_jobs,
    score_versions,
    scorer,
    talent_of,
)
from matching.services.errors import MatchError
from matching.services.matches import kept_jobs
from matching.services.vectors import store_talent_vector, talent_vector
from matching.textfacts import yearly
from resumes.models import ResumeVersion
from resumes.services import current_version


@dataclass(frozen=True, slots=True)
class JobsAsk:
    """Which jobs for whom. Empty means anything; `min_pay` is a yearly sum in `currency`."""

    version_id: uuid.UUID | None = None
    job_ids: tuple[uuid.UUID, ...] = ()
    limit: int = 25
    min_score: int = 0
    countries: tuple[str, ...] = ()
    remotes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    min_pay: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class TalentsAsk:
    """Which candidates for which job; `state` is "applied", "opted_in" or "" for both."""

    job_id: uuid.UUID
    version_ids: tuple[uuid.UUID, ...] = ()
    limit: int = 25
    min_score: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """An answer: `results` best first, cut to the limit of `total`; all JSON-safe."""

    results: list[dict[str, Any]]
    total: int
    compared: int
    source: str
    ranker_version: str
    version_id: str = ""
    job_id: str = ""
    is_cached: bool = field(default=False)


def jobs_for_talent(user: User, ask: JobsAsk, *, at: dt.datetime) -> Ranking:
    """The jobs that fit one of the person's own versions (the current one unless named).

    Without `job_ids`: open jobs, those dismissed left out. With them: these, as far as the person may see them, open or
    not. Raises Http404 for a version of somebody else, MatchError without a resume.
    """
    version = _own_version(user, ask.version_id)
    vector, is_new = talent_vector(version, today=at.date())
    if is_new:
        store_talent_vector(vector)
    talent = talent_of(vector)
    jobs = _offered_jobs(user, talent, vector, ask, today=at.date())
    stored = Match.objects.filter(owner=user, version=version, job__in=list(jobs)).order_by("pk")
    key = key_of_parts(
        "jobs",
        _engine(),
        str(version.pk),
        vector.inputs_sha256,
        asdict(ask),
        at.date(),
        list(jobs.values()),
        _stamps(stored),
    )
    return _kept_or_made(
        user,
        key,
        lambda: _rank_jobs(version, vector, talent, jobs, stored, ask, at=at),
        subjects=lambda: [user.pk],
        at=at,
    )


def talents_for_job(user: User, ask: TalentsAsk, *, at: dt.datetime) -> Ranking:
    """The people who applied to a job of the person's company or are open to companies, as far as they may be seen.

    Raises Http404 for a job of another company, MatchError for one with too little text to match on.
    """
    companies = company_ids_of(user.pk)
    job = get_object_or_404(JobPosting.objects.visible_to(user).filter(company_id__in=companies).live(), pk=ask.job_id)
    if not job.is_rankable:
        raise MatchError(TOO_LITTLE, code="too_little")
    people, view = _people(user, job, ask), reviewing(user, job)
    vectors = TalentVector.objects.filter(version__in=list(people)).order_by("pk")
    stored = Match.objects.visible_to(user).filter(job=job, version__in=list(people)).order_by("pk")
    made_of = list(vectors.values_list("version_id", "inputs_sha256", "facts_version", "model"))
    key = key_of_parts(
        "talents", _engine(), str(job.pk), job.text_sha256, job.updated_at, asdict(ask), at.date(),
        [[str(key), *row] for key, row in people.items()], [list(map(str, row)) for row in made_of], _stamps(stored),
        view.key,
    )  # fmt: skip
    return _kept_or_made(
        user,
        key,
        lambda: _rank_talents(user, job, people, stored, ask, view, at=at),
        subjects=lambda: [uuid.UUID(str(owner)) for owner, *_ in people.values()],
        at=at,
    )


def _engine() -> list[str]:
    """What scores: the layout of cards and facts, the ranker, the encoder, and whether skill names have vectors."""
    current = scorer()
    return [
        CARD_VERSION,
        facts_version(),
        active_ranker_version(),
        encoder_id(encoder_or_none()),
        str(current.labels is None),
    ]


def _stamps(stored: QuerySet[Match]) -> list[list[str]]:
    """Of stored matches, what changes whenever they are scored anew."""
    rows = stored.values_list("pk", "inputs_sha256", "ranker_version", "scored_at")
    return [[str(value) for value in row] for row in rows]


def _kept_or_made(
    user: User, key: str, make: Callable[[], Ranking], *, subjects: Callable[[], Iterable[uuid.UUID]], at: dt.datetime
) -> Ranking:
    kept = kept_result(user, key, at=at)
    RESULTS.labels("miss" if kept is None else "hit").inc()
    if kept is not None:
        return Ranking(**kept | {"is_cached": True})
    made = make()
    keep_result(user, key, asdict(made), subjects=subjects(), at=at)
    return made


def _own_version(user: User, version_id: uuid.UUID | None) -> ResumeVersion:
    if version_id is not None:
        own = ResumeVersion.objects.visible_to(user).filter(owner=user, resume__deleted_at=None)
        return get_object_or_404(own, pk=version_id)
    version = current_version(user)
    if version is None:
        raise MatchError("Upload a resume first; jobs are found for it.", code="no_resume")
    return version


JOB_COLUMNS = (
    "pk", "title", "company_name", "place_text", "countries", "remote", "level", "salary_min", "salary_max",
    "salary_currency", "salary_period", "posted_on", "closes_on", "text_sha256", "updated_at",
)  # fmt: skip


def _offered_jobs(
    user: User, talent: Talent, vector: TalentVector, ask: JobsAsk, *, today: dt.date
) -> dict[uuid.UUID, dict[str, Any]]:
    """The jobs to compare, by key, with what is told of each; in a fixed order."""
    jobs = JobPosting.objects.visible_to(user).live().filter(is_rankable=True)
    marks = dict(JobMark.objects.filter(owner=user).order_by("pk").values_list("job_id", "kind"))
    if ask.job_ids:
        jobs = jobs.filter(pk__in=ask.job_ids)
    else:
        keys = [
            key for key in _candidates(user, talent, vector, ask, today) if marks.get(key) != JobMark.Kind.DISMISSED
        ]
        still_open = Q(is_published=True) | Q(owner=user, company=None)
        jobs = jobs.filter(still_open, pk__in=keys).open_on(today)
    rows = [row for row in jobs.order_by("pk").values(*JOB_COLUMNS) if _is_wanted(row, ask)]
    return {row["pk"]: _job_row(row, marks.get(row["pk"], "")) for row in rows}


def _candidates(user: User, talent: Talent, vector: TalentVector, ask: JobsAsk, today: dt.date) -> set[uuid.UUID]:
    """Jobs worth comparing: the nearest, the nearest of those that pass the filters, and those scored or marked before."""
    claims = sorted(talent.facts.skills, key=lambda claim: (not claim.evidenced, -(claim.years or 0.0), claim.key))
    narrow = Filters(
        countries=ask.countries,
        remotes=ask.remotes,
        levels=tuple(LEVELS.index(name) for name in ask.levels),
        open_on=today,
    )
    found = set(kept_jobs(user.pk))
    found.update(Match.objects.filter(owner=user, version=talent.version_id).values_list("job_id", flat=True))
    for filters in dict.fromkeys([Filters(open_on=today), narrow]):
        found.update(
            find(
                as_array(vector.search),
                [claim.key for claim in claims],
                owner_id=user.pk,
                model=vector.model,
                filters=filters,
                limit=LIMIT,
            )
        )
    return found


def _is_wanted(row: Mapping[str, Any], ask: JobsAsk) -> bool:
    """Whether a job passes the filters; one that says nothing on what is asked for does not."""
    if ask.countries and not set(ask.countries) & set(row["countries"]):
        return False
    if (ask.remotes and row["remote"] not in ask.remotes) or (ask.levels and row["level"] not in ask.levels):
        return False
    if ask.min_pay is None:
        return True
    stated = Salary(row["salary_min"], row["salary_max"], row["salary_currency"] or None, row["salary_period"] or None)
    pay = yearly(stated)
    if pay is None or pay.currency != ask.currency:
        return False
    most = pay.high if pay.high is not None else pay.low
    return most is not None and most >= ask.min_pay


def _job_row(row: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """What the answer tells of a job."""
    salary = None
    if row["salary_min"] is not None or row["salary_max"] is not None:
        names = {"salary_min": "min", "salary_max": "max", "salary_currency": "currency", "salary_period": "period"}
        salary = {short: row[name] or None for name, short in names.items()}
    dates = {name: row[name].isoformat() if row[name] else None for name in ("posted_on", "closes_on")}
    told = {name: row[name] for name in ("title", "company_name", "place_text", "countries", "remote", "level")}
    stamp = f"{row['text_sha256']} {row['updated_at'].isoformat()}"
    return {"id": str(row["pk"]), **told, "salary": salary, **dates, "mark": mark, "stamp": stamp}


def _rank_jobs(
    version: ResumeVersion,
    vector: TalentVector,
    talent: Talent,
    jobs: Mapping[uuid.UUID, dict[str, Any]],
    stored: QuerySet[Match],
    ask: JobsAsk,
    *,
    at: dt.datetime,
) -> Ranking:
    """Scores what is not stored; proofs are looked for only for those that are given."""
    matches = {match.job_id: match for match in stored.defer("features")}
    found = postings([key for key in jobs if key not in matches], today=at.date())
    matches |= {match.job_id: match for match in score_jobs(talent, found, at=at)}
    best, total = _best(matches.values(), ask.min_score, ask.limit, lambda match: match.job_id)
    unproven = {match.job_id for match in best if match._state.adding}
    proven = (
        score_jobs(talent_of(vector, version), [one for one in found if one.job.pk in unproven], at=at)
        if unproven
        else []
    )
    matches |= {match.job_id: match for match in proven}
    is_stale = Staleness({version.pk: vector.inputs_sha256})
    results = []
    for match in best:
        told = dict(jobs[match.job_id])
        digest = told.pop("stamp").partition(" ")[0]
        results.append(
            {
                "job": told,
                "card": score_card(matches[match.job_id], is_stale=is_stale(match, JobPosting(text_sha256=digest))),
            }
        )
    return _ranking(results, total, len(matches), version_id=str(version.pk))


def _people(user: User, job: JobPosting, ask: TalentsAsk) -> dict[uuid.UUID, list[str]]:
    """The versions to compare: of whom, and by which application; names are not told."""
    people = {
        version: [str(owner), str(application.pk) if application else ""]
        for version, (owner, application) in candidate_versions(user, job, ask.state).items()
    }
    if ask.version_ids:
        people = {version: row for version, row in people.items() if version in ask.version_ids}
    return people


def _rank_talents(
    user: User,
    job: JobPosting,
    people: Mapping[uuid.UUID, Sequence[str]],
    stored: QuerySet[Match],
    ask: TalentsAsk,
    view: Reviewing,
    *,
    at: dt.datetime,
) -> Ranking:
    """Scores what is not stored; proofs are looked for only for those that are given, and masked as on the pages."""
    matches = {match.version_id: match for match in stored.defer("features")}
    missing = [key for key in people if key not in matches]
    matches |= {match.version_id: match for match in score_versions(missing, job, at=at, proofs=False)}
    best, total = _best(matches.values(), ask.min_score, ask.limit, lambda match: match.version_id)
    unproven = [match.version_id for match in best if match._state.adding]
    matches |= {match.version_id: match for match in score_versions(unproven, job, at=at)}
    keys = [match.version_id for match in best]
    is_stale, known = Staleness.of(keys), persons(user, job, keys, view)
    results = []
    for key in keys:
        card = score_card(matches[key], is_stale=is_stale(matches[key], job))
        if key in known and known[key].is_hidden:
            # The digest stays that of the card which the candidate sees.
            masked = score_card(known[key].mask(matches[key]), is_stale=card["is_stale"])
            card = masked | {"card_sha256": card["card_sha256"]}
        results.append({"candidate": _candidate_row(key, people[key][1], known.get(key)), "card": card})
    return _ranking(results, total, len(matches), job_id=str(job.pk))


def _candidate_row(version_id: uuid.UUID, application: str, person: Person | None) -> dict[str, Any]:
    """What the answer tells of a candidate: no name, and a label that pages use while names are hidden."""
    return {
        "version_id": str(version_id),
        "application_id": application or None,
        "state": "applied" if application else "opted_in",
        "label": person.label if person else "",
        "is_masked": person is None or person.is_hidden,
    }


def _best(
    matches: Iterable[Match], min_score: int, limit: int, key: Callable[[Match], uuid.UUID]
) -> tuple[list[Match], int]:
    """The best of those that reach the score, and how many reach it."""
    reached = [match for match in matches if match.score >= min_score]
    reached.sort(key=lambda match: (-match.raw, key(match)))
    return reached[:limit], len(reached)


def _ranking(
    results: list[dict[str, Any]], total: int, compared: int, *, version_id: str = "", job_id: str = ""
) -> Ranking:
    return Ranking(
        results, total, compared, scorer().origin.source, active_ranker_version(), version_id=version_id, job_id=job_id
    )
