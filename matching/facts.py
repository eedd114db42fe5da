"""Rows to facts, in bulk: the only bridge between the models and `matching.ml`."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from accounts.models import ProfilePlace, TalentProfile
from careercopilot.encoder import Encoder, EncoderMissing, get_encoder
from careercopilot.places import Place
from matching.fact_building import (
    Offer,
    Plan,
    Wishes,
    assemble,
    encode_all,
    needs_of,
    plan_job,
    plan_talent,
    yearly,
)
from matching.fact_packing import UnreadableFacts, pack_job, pack_talent, unpack_job, unpack_talent
from matching.ml.types import Floats, JobFacts, TalentFacts
from matching.models import JobPosting, JobRequirement
from resumes.models import ResumeVersion
from resumes.parsing.types import ParsedResume
from resumes.skill_evidence import SkillEvidence, collect
from resumes.taxonomy import taxonomy

__all__ = [
    "FACTS_VERSION", "NO_ENCODER", "UnreadableFacts", "encoder_id", "encoder_or_none", "job_facts", "job_facts_of", "pack_job",
    "pack_talent", "pair_digest", "talent_digest", "talent_facts", "talent_plan", "unpack_job", "unpack_talent", "wishes_of",
]  # fmt: skip

# Of the layout and of how facts are made: another version makes the stored facts stale.
FACTS_VERSION = "facts-1"
NO_ENCODER = "none"


def encoder_or_none() -> Encoder | None:
    """The encoder of this installation, None where its weights were not prepared."""
    try:
        return get_encoder()
    except EncoderMissing:
        return None


def encoder_id(encoder: Encoder | None) -> str:
    """The name stored with vectors; NO_ENCODER stands for facts without any."""
    return encoder.id if encoder else NO_ENCODER


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
    return Wishes(
        titles=tuple(profile.wanted_titles),
        places=tuple(place_of(row) for row in places),
        remote="" if profile.remote_preference == TalentProfile.Remote.ANY else profile.remote_preference,
        level=profile.level,
        pay=yearly(profile.salary_min, profile.salary_max, profile.salary_currency, profile.salary_period),
        goals=profile.goals,
    )


def talent_digest(version: ResumeVersion, wishes: Wishes, model: str) -> str:
    """Of everything that a talent's facts are made from."""
    kept = [FACTS_VERSION, taxonomy().version, model, str(version.pk), version.text_sha256, asdict(wishes)]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def pair_digest(talent: str, job: str) -> str:
    """Of what a score was computed from: the digests of both sides."""
    return hashlib.sha256(f"{FACTS_VERSION}\n{talent}\n{job}".encode()).hexdigest()


def talent_plan(version: ResumeVersion, wishes: Wishes, *, today: dt.date) -> tuple[Plan, list[SkillEvidence]]:
    """The plan of a version's facts, and the skills it shows."""
    parsed = ParsedResume.from_dict(version.parsed)
    skills = collect(parsed, taxonomy(), today=today)
    return plan_talent(parsed, skills, wishes, today=today), skills


def talent_facts(
    version: ResumeVersion, profile: TalentProfile | None, *, today: dt.date, encoder: Encoder | None = None
) -> TalentFacts:
    """Facts of one version and its owner's wishes; one query for the places."""
    places = list(profile.places.order_by("-is_home", "name", "pk")) if profile else []
    plan, _ = talent_plan(version, wishes_of(profile, places), today=today)
    facts, _ = assemble(plan, encode_all([plan], encoder))
    assert isinstance(facts, TalentFacts)
    return facts


def job_place(values: Mapping[str, object]) -> Place:
    """A place as a posting stored it."""
    known = {name: values[name] for name in ("name", "country", "admin1", "population", "kind") if name in values}
    covers = values.get("covers") or ()
    return Place(
        **{"admin1": "", "population": 0, **known},  # type: ignore[arg-type]
        lat=float(values["latitude"]),  # type: ignore[arg-type]
        lon=float(values["longitude"]),  # type: ignore[arg-type]
        timezone=str(values.get("time_zone") or ""),
        covers=tuple(covers),  # type: ignore[arg-type]
    )


def offer_of(job: JobPosting, requirements: Sequence[JobRequirement]) -> Offer:
    """A posting and its requirements as an offer."""
    rows = [(row.skill_key, row.importance == "must", row.any_of, row.min_years) for row in requirements]
    return Offer(
        title=job.title,
        text=job.description,
        places=tuple(job_place(values) for values in job.locations),
        remote=job.remote,
        level=job.level,
        min_years=job.min_years,
        pay=yearly(job.salary_min, job.salary_max, job.salary_currency, job.salary_period),
        needs=needs_of(rows, f"{job.title}\n{job.description}", taxonomy()),
        lines=tuple(row.text for row in requirements),
    )


def job_facts_of(
    jobs: Iterable[tuple[JobPosting, Sequence[JobRequirement]]], *, today: dt.date, encoder: Encoder | None
) -> dict[uuid.UUID, tuple[JobFacts, Floats | None]]:
    """Facts and search vector of many postings, their texts encoded together; no query."""
    plans = {job.pk: plan_job(offer_of(job, rows), today=today) for job, rows in jobs}
    lookup = encode_all(list(plans.values()), encoder)
    made = {}
    for key, plan in plans.items():
        facts, search = assemble(plan, lookup)
        assert isinstance(facts, JobFacts)
        made[key] = (facts, search)
    return made


def job_facts(
    job: JobPosting, requirements: Sequence[JobRequirement], *, today: dt.date, encoder: Encoder | None = None
) -> JobFacts:
    """Facts of one posting."""
    return job_facts_of([(job, requirements)], today=today, encoder=encoder)[job.pk][0]
