"""Postings for the benches: some hundred synthetic texts read by the product, and any number drawn around them.

A drawn job takes its texts and requirements from one read posting and its vectors from that one and another, moved by
noise, so that neither meaning nor facts repeat. Everything follows from the seed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from careercopilot.encoder import get_encoder
from matching.drafts import PostingDraft
from matching.facts import job_facts_and_search
from matching.ml.block import MODES
from matching.ml.synthetic import MadeTalent, make_world
from matching.ml.types import Floats, JobFacts
from matching.models import JobPosting, JobRequirement
from matching.services.postings import posting_values, read_posting, requirement_rows
from resumes.taxonomy import taxonomy

TODAY = dt.date(2026, 3, 2)
READ, READ_QUICK = 160, 40
TALENTS = 8
AT_ONCE = 500
OTHER_SHARE, NOISE = 0.35, 0.45  # of a second posting in a vector, and of noise, beside 1 of the first
# Shares of the columns that people filter by: from three in a thousand to one half.
COUNTRIES = {"IS": 0.003, "LU": 0.01, "CH": 0.03, "NL": 0.1, "FR": 0.2, "DE": 0.5, "": 0.157}
VECTORS = ("title", "description_vector", "requirements_vector")
Rng = np.random.Generator


@dataclass(frozen=True, eq=False)
class ReadJob:
    """A synthetic posting as the product reads and keeps it."""

    draft: PostingDraft
    values: dict[str, Any]
    requirements: tuple[JobRequirement, ...]
    facts: JobFacts
    search: Floats


@dataclass(frozen=True, eq=False)
class DrawnJob:
    """A job drawn around a read one: its key, columns that differ, facts and search vector (384,)."""

    key: uuid.UUID
    base: ReadJob
    country: str
    facts: JobFacts
    search: Floats


@lru_cache(maxsize=2)
def read_world(seed: int, quick: bool) -> tuple[tuple[ReadJob, ...], tuple[MadeTalent, ...]]:
    """Postings read by the product, and made-up people; some ten seconds."""
    world = make_world(taxonomy(), seed=seed, talents=TALENTS, jobs=READ_QUICK if quick else READ)
    return tuple(_read(job.text) for job in world.jobs), world.talents


def _read(text: str) -> ReadJob:
    draft = read_posting(text)
    values = posting_values(draft)
    job = JobPosting(**values)
    rows = requirement_rows(job, draft, is_confirmed=False)
    facts, search = job_facts_and_search(job, rows, today=TODAY, encoder=get_encoder())
    if search is None:
        raise RuntimeError("The benches need the prepared encoder: python -m careercopilot.encoder.prepare")
    return ReadJob(draft, values, tuple(rows), facts, search)


def draw_jobs(read: tuple[ReadJob, ...], count: int, *, seed: int, start: int = 0) -> Iterator[DrawnJob]:
    """Jobs `start` to `count` drawn around the read ones; `start` is a multiple of AT_ONCE.

    Each AT_ONCE of them have a seed of their own, so that several processes can share the drawing.
    """
    for first in range(start, count, AT_ONCE):
        rng = np.random.default_rng([seed, first])
        size = min(AT_ONCE, count - first)
        ones, others = rng.integers(len(read), size=size), rng.integers(len(read), size=size)
        countries = rng.choice(list(COUNTRIES), size=size, p=list(COUNTRIES.values()))
        for one, other, country in zip(ones, others, countries, strict=True):
            yield _drawn(rng, read[one], read[other], str(country))


def _drawn(rng: Rng, base: ReadJob, other: ReadJob, country: str) -> DrawnJob:
    facts = base.facts
    moved: dict[str, Any] = {name: _near(rng, getattr(facts, name), getattr(other.facts, name)) for name in VECTORS}
    kept = [need for need in facts.needs if rng.random() < 0.85]
    pay = facts.pay
    if pay is not None and pay.low and pay.high:
        factor = float(rng.uniform(0.8, 1.25))
        pay = replace(pay, low=round(pay.low * factor), high=round(pay.high * factor))
    drawn = replace(
        facts,
        needs=(*kept, *other.facts.needs[:2]),
        level=int(rng.integers(0, 6)),
        min_years=float(rng.integers(0, 10)),
        spots=(base if rng.random() < 0.5 else other).facts.spots,
        remote=MODES[int(rng.integers(3))],
        pay=pay,
        words=(base if rng.random() < 0.7 else other).facts.words,
        chunks=None if facts.chunks is None else _moved(rng, facts.chunks),
        **moved,
    )
    # In any proportion, so that the jobs fill the space between the read ones instead of lying in as many heaps.
    share = np.float32(rng.random())
    search = _moved(rng, share * base.search + (1 - share) * other.search)
    return DrawnJob(uuid.UUID(bytes=rng.bytes(16), version=4), base, country, drawn, search)


def _near(rng: Rng, first: Floats | None, second: Floats | None) -> Floats | None:
    if first is None or second is None:
        return first
    return _moved(rng, first + np.float32(OTHER_SHARE) * second)


def _moved(rng: Rng, rows: Floats) -> Floats:
    """Unit rows near the given ones; the noise is as long as NOISE of a unit vector."""
    noise = rng.standard_normal(rows.shape, dtype=np.float32) * np.float32(NOISE / np.sqrt(rows.shape[-1]))
    moved = rows + noise
    return np.asarray(moved / np.linalg.norm(moved, axis=-1, keepdims=True), np.float32)
