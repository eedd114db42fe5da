"""Rows to facts, in bulk: the only bridge between the models and `matching.ml`. Texts are read by `matching.textfacts`,
as in the batch tools, so that a page and a command give one pair one score; the wishes of a person come on top.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

import numpy as np

from accounts.models import ProfilePlace, TalentProfile
from careercopilot.encoder import DIMENSION, Encoder, EncoderMissing, get_encoder
from careercopilot.places import Place
from matching.fact_packing import pack_job, pack_talent, unpack_job, unpack_talent
from matching.ml.answers import Answer
from matching.ml.types import LEVELS, Floats, JobFacts, Pay, Remote, TalentFacts
from matching.models import JobPosting, JobRequirement
from matching.neutral import neutral
from matching.reading import JobReading, RequirementRead, Salary, read_job
from matching.textfacts import Reader, held_titles, spot, yearly
from resumes.models import ResumeVersion
from resumes.parsing.types import ParsedResume
from resumes.skill_evidence import SkillEvidence, collect
from resumes.taxonomy import taxonomy_version

__all__ = ["pack_job", "pack_talent", "unpack_job", "unpack_talent"]

# Of the layout and of how facts are made: another version makes the stored facts stale.
FACTS_VERSION = "facts-5"
NO_ENCODER = "none"
LABELS = 40  # skills named in the text that retrieval compares
LONGEST_SEARCH = 1500  # characters; the encoder reads about 256 word pieces
TALENT_VECTORS = ("titles", "chunks", "skills_vector", "experience_vector", "goals_vector")
JOB_VECTORS = ("title", "chunks", "description_vector", "requirements_vector")


class _NoVectors:
    """Stands in for a missing encoder while facts are made; what it gives is taken out again."""

    id = NO_ENCODER
    dimension = DIMENSION

    def encode(self, texts: Sequence[str]) -> Floats:
        return np.zeros((len(texts), DIMENSION), np.float32)

    encode_exact = encode


F = TypeVar("F", TalentFacts, JobFacts)


def _without_vectors(facts: F, names: Sequence[str]) -> F:
    """The facts with every vector unknown."""
    nothing: dict[str, Any] = dict.fromkeys(names)
    return replace(facts, **nothing)


def encoder_or_none() -> Encoder | None:
    """The encoder of this installation, None where its weights were not prepared."""
    try:
        return get_encoder()
    except EncoderMissing:
        return None


def encoder_id(encoder: Encoder | None) -> str:
    """The name stored with vectors; NO_ENCODER stands for facts without any."""
    return encoder.id if encoder else NO_ENCODER


def _reader(encoder: Encoder | None, today: dt.date) -> Reader:
    return Reader(encoder or _NoVectors(), today)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a talent looks for; empty means no wish."""

    titles: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    remote: str = ""
    level: str = ""
    pay: Pay | None = None
    goals: str = ""


def place_of(row: ProfilePlace) -> Place:
    """A wished place as the place it is; one without coordinates stands for its country."""
    known = row.latitude is not None and row.longitude is not None
    return Place(
        name=row.name,
        country=row.country,
        admin1=row.admin1,
        lat=row.latitude or 0.0,
        lon=row.longitude or 0.0,
        timezone=row.time_zone,
        population=0,
        kind="city" if known and row.name else "country",
    )


def wishes_of(profile: TalentProfile | None, places: Sequence[ProfilePlace]) -> Wishes:
    """A profile and its places as wishes; no profile is no wish."""
    if profile is None:
        return Wishes()
    pay = _pay(profile.salary_min, profile.salary_max, profile.salary_currency, profile.salary_period)
    return Wishes(
        titles=tuple(profile.wanted_titles),
        places=tuple(place_of(row) for row in places),
        remote="" if profile.remote_preference == TalentProfile.Remote.ANY else profile.remote_preference,
        level=profile.level,
        pay=pay,
        goals=profile.goals,
    )


def _pay(low: float | None, high: float | None, currency: str, period: str) -> Pay | None:
    if low is None and high is None:
        return None
    return yearly(Salary(low, high, currency or None, period or None))


def facts_version() -> str:
    """Kept with stored facts: of their layout, of how they are made, and of the taxonomy whose terms they hold."""
    return f"{FACTS_VERSION} {taxonomy_version()}"


def talent_digest(version: ResumeVersion, wishes: Wishes, model: str, answers: Sequence[Answer] = ()) -> str:
    """Of everything that a talent's facts are made from; answers count by what they say, not by when it was said."""
    kept: list[Any] = [FACTS_VERSION, taxonomy_version(), model, str(version.pk), version.text_sha256, asdict(wishes)]
    if answers:
        kept.append(sorted([one.key, one.has, one.place, one.years] for one in answers))
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def pair_digest(talent: str, job: str) -> str:
    """Of what a score was computed from: the digests of both sides."""
    return hashlib.sha256(f"{FACTS_VERSION}\n{talent}\n{job}".encode()).hexdigest()


def _with_wishes(facts: TalentFacts, wishes: Wishes, reader: Reader) -> TalentFacts:
    """Wished places, pay and way of working; a wished level counts only where the resume tells none."""
    titles = [facts.titles] if facts.titles is not None else []
    if wishes.titles:
        titles.insert(0, reader.vectors(list(wishes.titles)))
    modes: tuple[Remote, ...] = ("onsite", "hybrid", "remote")
    return replace(
        facts,
        level=LEVELS.index(wishes.level) if facts.level is None and wishes.level in LEVELS else facts.level,
        spots=tuple(spot(place, reader.today) for place in wishes.places) or facts.spots,
        remote_wishes=frozenset(mode for mode in modes if mode == wishes.remote),
        pay=wishes.pay,
        titles=np.concatenate(titles) if titles else None,
        goals_vector=reader.vectors([wishes.goals])[0] if wishes.goals.strip() else facts.goals_vector,
    )


def _talent_search(parsed: ParsedResume, skills: Sequence[SkillEvidence], wishes: Wishes) -> str:
    """The text of the vector that finds jobs: wished and held titles, then the best evidenced skills."""
    titles = dict.fromkeys([*wishes.titles, *held_titles(parsed, parsed.text)])
    named = sorted((s for s in skills if not s.implied_by), key=lambda s: (not s.evidenced, -(s.years or 0.0)))
    return f"{'. '.join(titles)}. {', '.join(skill.label for skill in named[:LABELS])}"[:LONGEST_SEARCH]


def talent_facts_and_search(
    version: ResumeVersion, wishes: Wishes, *, today: dt.date, encoder: Encoder | None
) -> tuple[TalentFacts, Floats | None]:
    """Facts of a version and its owner's wishes, and the search vector (384,); vectors are None without an encoder."""
    reader = _reader(encoder, today)
    parsed = neutral(ParsedResume.from_dict(version.parsed))
    skills = collect(parsed, reader.tax, today=today)
    facts = _with_wishes(reader.parsed(parsed, skills), wishes, reader)
    facts = replace(facts, skills_known=bool(parsed.text.strip()))
    if encoder is None:
        return _without_vectors(facts, TALENT_VECTORS), None
    return facts, encoder.encode([_talent_search(parsed, skills, wishes)])[0]


def talent_facts(
    version: ResumeVersion, profile: TalentProfile | None, *, today: dt.date, encoder: Encoder | None = None
) -> TalentFacts:
    """Facts of one version and its owner's wishes; one query for the places."""
    places = list(profile.places.order_by("-is_home", "name", "pk")) if profile else []
    return talent_facts_and_search(version, wishes_of(profile, places), today=today, encoder=encoder)[0]


def job_place(values: Mapping[str, Any]) -> Place:
    """A place as a posting stored it."""
    return Place(
        name=values["name"],
        country=values["country"],
        admin1=values.get("admin1", ""),
        lat=values["latitude"],
        lon=values["longitude"],
        timezone=values.get("time_zone") or "",
        population=values.get("population", 0),
        kind=values.get("kind", "city"),
        covers=tuple(values.get("covers", ())),
    )


def _confirmed(job: JobPosting, rows: Sequence[JobRequirement], text: str) -> JobReading:
    """What a posting's text says, with the fields and requirements that a person confirmed in place of those read."""
    requirements = tuple(
        RequirementRead(
            text=row.text,
            skill_key=row.skill_key or None,
            skill=row.skill_label or None,
            esco_uri=None,
            importance=row.importance,  # type: ignore[arg-type]  # the column holds the same words
            any_of=row.any_of,
            start=0,
            end=0,
            min_years=row.min_years,
        )
        for row in rows
    )
    return replace(
        read_job(text),
        title=job.title,
        level=job.level or None,  # type: ignore[arg-type]  # as above
        min_years=job.min_years,
        remote=job.remote or None,  # type: ignore[arg-type]  # as above
        requirements=requirements,
        locations=(),
        salary=None,
    )


def job_facts_and_search(
    job: JobPosting, rows: Sequence[JobRequirement], *, today: dt.date, encoder: Encoder | None
) -> tuple[JobFacts, Floats | None]:
    """Facts of a posting as kept, and the search vector (384,); vectors are None without an encoder."""
    reader = _reader(encoder, today)
    text = job.description if job.description.startswith(job.title) else f"{job.title}\n\n{job.description}"
    facts = replace(
        reader.reading(text, _confirmed(job, rows, text)),
        spots=tuple(spot(job_place(values), today) for values in job.locations),
        pay=_pay(job.salary_min, job.salary_max, job.salary_currency, job.salary_period),
    )
    if encoder is None:
        return _without_vectors(facts, JOB_VECTORS), None
    asked = ". ".join(dict.fromkeys(row.text for row in rows))
    return facts, encoder.encode([f"{job.title}. {asked or job.description}"[:LONGEST_SEARCH]])[0]


def job_facts_of(
    jobs: Iterable[tuple[JobPosting, Sequence[JobRequirement]]], *, today: dt.date, encoder: Encoder | None
) -> dict[uuid.UUID, tuple[JobFacts, Floats | None]]:
    """Facts and search vector of many postings; no query."""
    return {job.pk: job_facts_and_search(job, rows, today=today, encoder=encoder) for job, rows in jobs}


def job_facts(
    job: JobPosting, requirements: Sequence[JobRequirement], *, today: dt.date, encoder: Encoder | None = None
) -> JobFacts:
    """Facts of one posting."""
    return job_facts_and_search(job, requirements, today=today, encoder=encoder)[0]
