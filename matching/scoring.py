"""Pairs to score cards: loads what a score needs from rows, scores it, and gives unsaved matches. Writes nothing."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from careercopilot.db.cursors import binary_cursor
from careercopilot.encoder import home_folder
from careercopilot.metrics import PAIRS
from careercopilot.timing import timed
from matching import rankers
from matching.answers import taken_answers
from matching.fact_packing import packed_jobs, unpack_outlines
from matching.facts import (
    encoder_id,
    encoder_or_none,
    facts_version,
    job_facts_of,
    pack_job,
    pair_digest,
    unpack_job,
    unpack_talent,
)
from matching.knockouts import knockouts
from matching.ml.answers import Answer
from matching.ml.ranker import Choice
from matching.ml.scoring import Scorer, load_scorer
from matching.ml.space import labels_file, skill_space
from matching.ml.types import JobFacts, Scored, TalentFacts
from matching.models import JobPosting, JobRequirement, JobVector, Match, TalentVector
from matching.proof import Asked, RequirementProof, ResumeEvidence, Shown
from resumes.models import ResumeSkill, ResumeVersion
from resumes.parsing.types import ParsedResume
from resumes.taxonomy import taxonomy


@lru_cache(maxsize=4)
def _scorer(model: str, has_labels: bool, choice: Choice) -> Scorer:
    return load_scorer(encoder_or_none(), prepare=False, choice=choice)


def scorer() -> Scorer:
    """The scorer of this process, loaded once; loaded again when the vectors of skill names have been prepared, and when
    another ranker was promoted or the active one broke."""
    model = encoder_id(encoder_or_none())
    labels = labels_file(home_folder() / "encoder", model, skill_space().version)
    return _scorer(model, labels.is_file(), rankers.current().choice)


def prepare_scorer() -> None:
    """Make the vectors of skill names where they are missing (some ten seconds, once); for workers and set-up."""
    load_scorer(encoder_or_none(), prepare=True)


def active_ranker_version() -> str:
    """The version that a score computed now would carry."""
    return scorer().origin.model


def ranker_sha256() -> str:
    """Of the text of the ranker that scores now; empty for the rules."""
    ranker = scorer().ranker
    return str(ranker.meta["sha256"]) if ranker else ""


@dataclass(frozen=True, slots=True)
class Talent:
    """One side of a pair: a version with its facts; `evidence` is None where no proof is wanted."""

    version_id: uuid.UUID
    owner_id: uuid.UUID
    facts: TalentFacts
    digest: str
    text: str = ""
    evidence: ResumeEvidence | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """The other side: a job with its packed facts and what it asks for. `outline`: its place and way of working alone."""

    job: JobPosting
    packed: bytes
    outline: JobFacts
    asked: tuple[Asked, ...]

    @property
    def facts(self) -> JobFacts:
        """All facts, read anew: for a few postings; many are scored as columns."""
        return unpack_job(self.packed)


def evidence_of(
    version: ResumeVersion,
    facts: TalentFacts,
    answers: Sequence[Answer] = (),
    rows: Sequence[ResumeSkill] | None = None,
) -> ResumeEvidence:
    """The version, and what its owner answered, prepared for proofs; one query where its skills are not given (by key)."""
    if rows is None:
        rows = list(ResumeSkill.objects.filter(version=version).order_by("key"))
    shown = [
        Shown(row.key, row.label, tuple((s[0], s[1], s[2], s[3]) for s in row.spans), row.years, row.is_evidenced)
        for row in rows
    ]
    return ResumeEvidence(ParsedResume.from_dict(version.parsed), shown, taxonomy(), years=facts.years, answers=answers)


def talent_of(
    vector: TalentVector, version: ResumeVersion | None = None, rows: Sequence[ResumeSkill] | None = None
) -> Talent:
    """A stored talent; with its version also ready for proofs (one query where its skills are not given)."""
    facts = unpack_talent(bytes(vector.facts))
    if version is None:
        return Talent(vector.version_id, vector.owner_id, facts, vector.inputs_sha256)
    evidence = evidence_of(version, facts, taken_answers(vector), rows)
    return Talent(vector.version_id, vector.owner_id, facts, vector.inputs_sha256, version.text, evidence)


def is_current(vector: TalentVector | JobVector) -> bool:
    """Whether stored facts are of the layout, the taxonomy and the encoder in use."""
    return vector.facts_version == facts_version() and vector.model == encoder_id(encoder_or_none())


def stored_facts(
    job_ids: Sequence[uuid.UUID], digests: Mapping[uuid.UUID, str] | None = None
) -> dict[uuid.UUID, bytes]:
    """Packed facts of these jobs as far as they are current, and made of the texts with these digests; one query.

    Read as bare values, in the binary format: as text, bytes come as twice as many hexadecimal digits.
    """
    with binary_cursor() as cursor:
        cursor.execute(
            "select job_id, facts, text_sha256 from matching_jobvector"
            " where job_id = any(%s) and facts_version = %s and model = %s",
            [list(job_ids), facts_version(), encoder_id(encoder_or_none())],
        )
        rows = cursor.fetchall()
    return {key: bytes(facts) for key, facts, digest in rows if digests is None or digests[key] == digest}


def postings(job_ids: Sequence[uuid.UUID], *, today: dt.date) -> list[Posting]:
    """The rankable ones of these jobs with facts and requirements, in the order given; three queries.

    Facts that are not stored yet, or are of another layout, are made here.
    """
    jobs = {job.pk: job for job in JobPosting.objects.filter(pk__in=job_ids, is_rankable=True).live()}
    rows: dict[uuid.UUID, list[JobRequirement]] = {}
    for row in JobRequirement.objects.filter(job__in=list(jobs)).order_by("job_id", "position"):
        rows.setdefault(row.job_id, []).append(row)
    digests = {key: job.text_sha256 for key, job in jobs.items()}
    packed = stored_facts(list(jobs), digests)
    missing = [(job, rows.get(key, [])) for key, job in jobs.items() if key not in packed]
    if missing:
        made = job_facts_of(missing, today=today, encoder=encoder_or_none())
        # Packed like stored ones, so that a pair gets one score whether or not its facts were stored before.
        packed |= {key: pack_job(found) for key, (found, _) in made.items()}
    keys = [key for key in dict.fromkeys(job_ids) if key in jobs]
    outlines = unpack_outlines([packed[key] for key in keys])
    return [
        Posting(jobs[key], packed[key], outline, tuple(_asked(row) for row in rows.get(key, ())))
        for key, outline in zip(keys, outlines, strict=True)
    ]


def _asked(row: JobRequirement) -> Asked:
    return Asked(row.text, row.skill_key, row.skill_label, row.importance, row.any_of, row.min_years)


def score_jobs(talent: Talent, found: Sequence[Posting], *, at: dt.datetime) -> list[Match]:
    """Unsaved matches of one talent with many jobs, in their order; no query."""
    if not found:
        return []
    cards = scorer().score_many(talent.facts, packed_jobs([posting.packed for posting in found]))
    PAIRS.labels(scorer().origin.source).inc(len(cards))
    return [match_of_card(talent, posting, card, at=at) for posting, card in zip(found, cards, strict=True)]


def score_talents(talents: Sequence[Talent], posting: Posting, *, at: dt.datetime) -> list[Match]:
    """Unsaved matches of many talents with one job, in their order; no query. The same card as from the other side."""
    if not talents:
        return []
    cards = scorer().score_talents([talent.facts for talent in talents], posting.facts)
    PAIRS.labels(scorer().origin.source).inc(len(cards))
    return [match_of_card(talent, posting, card, at=at) for talent, card in zip(talents, cards, strict=True)]


def score_versions(
    version_ids: Iterable[uuid.UUID], job: JobPosting, *, at: dt.datetime, proofs: bool = True
) -> list[Match]:
    """Unsaved matches of versions whose facts are stored, as far as the actor may see them; six queries at most.

    Versions without stored facts, and jobs with too little text, give nothing.
    """
    wanted = list(version_ids)
    if not wanted or not job.is_rankable:
        return []
    vectors = [
        vector
        for vector in TalentVector.objects.filter(version__in=wanted).defer("search", "skills", "experience", "goals")
        if is_current(vector)
    ]
    found = postings([job.pk], today=at.date()) if vectors else []
    if not found:
        return []
    versions: dict[uuid.UUID, ResumeVersion] = {}
    skills: dict[uuid.UUID, list[ResumeSkill]] = {}
    if proofs:
        versions = ResumeVersion.objects.in_bulk([vector.version_id for vector in vectors])
        for row in ResumeSkill.objects.filter(version__in=versions).order_by("version_id", "key"):
            skills.setdefault(row.version_id, []).append(row)
    talents = [
        talent_of(vector, versions.get(vector.version_id), skills.get(vector.version_id, [])) for vector in vectors
    ]
    return score_talents(talents, found[0], at=at)


@timed("proofs")
def match_of_card(talent: Talent, posting: Posting, card: Scored, *, at: dt.datetime) -> Match:
    """A score card as an unsaved match with its proofs and knock-outs."""
    job = posting.job
    proofs: list[RequirementProof] = talent.evidence.prove(posting.asked) if talent.evidence else []
    blocks = knockouts(
        talent=talent.facts,
        job=posting.outline,
        job_text=job.description,
        resume_text=talent.text,
        place_text=job.place_text,
        closes_on=job.closes_on,
        proofs=proofs,
        today=at.date(),
    )
    return Match(
        owner_id=talent.owner_id,
        version_id=talent.version_id,
        job_id=job.pk,
        company_id=job.company_id,
        score=card.score,
        raw=card.raw,
        baseline=card.baseline,
        source=card.source,
        ranker_version=card.model,
        ranker_sha256=ranker_sha256(),
        inputs_sha256=pair_digest(talent.digest, job.text_sha256),
        features=[None if math.isnan(value) else value for value in card.features],
        contributions=dict(card.contributions),
        subscores=dict(card.subscores),
        factors=[
            {"feature": one.feature, "group": one.group, "points": round(one.points, 3), "text": one.text}
            for one in card.factors
        ],
        requirements=[proof.to_dict() for proof in proofs],
        knockouts=[block.to_dict() for block in blocks],
        scored_at=at,
    )
