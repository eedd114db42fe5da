"""A stored score computed again: the card from its feature row, and the features from what they are made of today."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from careercopilot.db.context import acting_as
from matching import rankers
from matching.fact_packing import packed_jobs
from matching.facts import unpack_talent
from matching.ml import fallback
from matching.ml.block import talent_block
from matching.ml.explain import Origin, explain
from matching.ml.features import NAMES, one_to_many
from matching.ml.ranker import Ranker, RankerUnusable
from matching.ml.types import Floats, Scored
from matching.models import JobPosting, Match, ScoreRecord
from matching.scoring import postings, scorer
from matching.services.vectors import talent_vector
from resumes.models import ResumeVersion

CARD = ("score", "raw", "baseline", "source", "ranker_version", "contributions", "subscores")
Features = Literal["equal", "differ", "inputs changed"]


@dataclass(frozen=True)
class Difference:
    """One value that came out otherwise."""

    name: str
    stored: Any
    replayed: Any


@dataclass(frozen=True)
class Replay:
    """What came of a replay. `card`: values of the card that differ, none when it is equal bit for bit; `features`: whether
    today's features equal the stored ones, or `changed` says what they are made of today that they were not then."""

    record: uuid.UUID
    job_title: str
    score: int
    ranker_version: str
    scored_at: dt.datetime
    card: tuple[Difference, ...]
    features: Features
    changed: tuple[str, ...]
    feature_differences: tuple[Difference, ...]

    @property
    def is_equal(self) -> bool:
        """Whether the card is the stored one, bit for bit."""
        return not self.card

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        return asdict(self) | {
            "record": str(self.record),
            "scored_at": self.scored_at.isoformat(),
            "equal": self.is_equal,
        }


def row_of(features: list[float | None]) -> Floats:
    """A stored feature row as the matrix (1, features) that it was; raises RankerUnusable for one of other features."""
    if len(features) != len(NAMES):
        raise RankerUnusable(f"The score has {len(features)} features, this software computes {len(NAMES)}.")
    return np.array([[math.nan if value is None else value for value in features]], np.float32)


def card_of(record: ScoreRecord) -> Scored:
    """The card that the recorded ranker gives for the recorded features; raises RankerUnusable when that ranker is not here."""
    matrix = row_of(record.features)
    if record.source == Match.Source.FALLBACK:
        if record.ranker_version != fallback.VERSION:
            raise RankerUnusable(f"The rules {record.ranker_version} are not here; these are {fallback.VERSION}.")
        baseline, points = fallback.contributions(matrix)
        return explain(matrix, points, baseline, Origin("fallback", fallback.VERSION, fallback.group_ranges()))[0]
    ranker = _ranker(record)
    baseline, points = ranker.contributions(matrix)
    return explain(matrix, points, baseline, ranker.origin)[0]


def _ranker(record: ScoreRecord) -> Ranker:
    ranker = rankers.load_version(record.ranker_version)
    if record.ranker_sha256 and ranker.meta["sha256"] != record.ranker_sha256:
        raise RankerUnusable(f"The ranker here is also called {record.ranker_version}, but its text is another.")
    return ranker


def replay(record: ScoreRecord) -> Replay:
    """Compute a recorded score again; about ten queries, as its owner. Raises RankerUnusable when its ranker is not here."""
    card = card_of(record)
    given = {
        "score": card.score,
        "raw": card.raw,
        "baseline": card.baseline,
        "source": card.source,
        "ranker_version": card.model,
        "contributions": dict(card.contributions),
        "subscores": dict(card.subscores),
    }
    differences = _differences({name: getattr(record, name) for name in CARD}, given)
    with acting_as(record.owner_id):
        changed, row = _today(record)
    different: tuple[Difference, ...] = ()
    if row is not None:
        stored = dict(zip(NAMES, record.features, strict=True))
        different = _differences(stored, dict(zip(NAMES, row, strict=True)))
    return Replay(
        record=record.pk,
        job_title=record.job_title,
        score=record.score,
        ranker_version=record.ranker_version,
        scored_at=record.scored_at,
        card=differences,
        features="inputs changed" if row is None else "differ" if different else "equal",
        changed=changed,
        feature_differences=different,
    )


def _differences(stored: Mapping[str, Any], replayed: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Values whose texts differ: Python writes a float so that it reads back to the same bits."""
    return tuple(
        Difference(name, stored[name], replayed[name])
        for name in stored
        if json.dumps(stored[name], sort_keys=True) != json.dumps(replayed[name], sort_keys=True)
    )


def _today(record: ScoreRecord) -> tuple[tuple[str, ...], list[float | None] | None]:
    """What changed since in words, and where nothing did the features computed now."""
    version = ResumeVersion.objects.filter(pk=record.version_id).first()
    job = JobPosting.objects.filter(pk=record.job_id).first() if record.job_id else None
    if version is None or job is None:
        return ("The posting is gone.",) if version is not None else ("The version of the resume is gone.",), None
    vector, _ = talent_vector(version, today=record.scored_at.date())
    changed = []
    if job.text_sha256 != record.job_sha256:
        changed.append("The posting changed.")
    if vector.inputs_sha256 != record.talent_sha256:
        changed.append("Wishes, answers, the encoder, the taxonomy or the reading of the resume changed.")
    found = postings([job.pk], today=record.scored_at.date()) if not changed else []
    if not found:
        return tuple(changed) or ("The posting is in the bin.",), None
    talents, jobs = talent_block([unpack_talent(bytes(vector.facts))]), packed_jobs([found[0].packed])
    row = scorer().features(talents, jobs, *one_to_many(1))[0]
    return (), [None if math.isnan(value) else float(value) for value in row]
