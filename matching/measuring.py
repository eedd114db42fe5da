"""Judged pairs of texts through the product's readers and through simple scores, for `evaluate_ranker`. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder import Encoder
from matching.ml import fallback
from matching.ml.baselines import mean_rank, shares, tfidf
from matching.ml.block import job_block, talent_block
from matching.ml.chunks import chunks
from matching.ml.metrics import Values
from matching.ml.scoring import Scorer
from matching.ml.types import Floats, JobFacts, TalentFacts
from matching.textfacts import Reader

SIMPLE = ("TF-IDF", "MiniLM cosine", "mean of four")
RULES, RANDOM = "rules", "random"
Ints = NDArray[np.int64]


@dataclass(eq=False)
class Remembering:
    """An encoder that encodes a text once: the sets share texts, and the simple scores share parts with the facts."""

    encoder: Encoder
    known: dict[str, Floats] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Of the encoder that is asked."""
        return self.encoder.id

    @property
    def dimension(self) -> int:
        """Of the encoder that is asked."""
        return self.encoder.dimension

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit rows, as the encoder gives them."""
        missing = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(missing, self.encoder.encode(missing), strict=True) if missing else ())
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.stack([self.known[text] for text in texts])

    def encode_exact(self, texts: Sequence[str]) -> Floats:
        """As the encoder gives them, not remembered."""
        return self.encoder.encode_exact(texts)


@dataclass(eq=False)
class Material:
    """Texts read once, however many sets hold them."""

    encoder: Remembering
    scorer: Scorer
    today: dt.date
    talents: dict[str, TalentFacts] = field(default_factory=dict)
    jobs: dict[str, JobFacts] = field(default_factory=dict)
    skills: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = Reader(self.encoder, self.today)

    def matrix(self, resumes: Sequence[str], jobs: Sequence[str], ti: Ints, ji: Ints) -> Floats:
        """The feature matrix of pairs (ti[p], ji[p]) of these texts."""
        for text in resumes:
            if text not in self.talents:
                self.talents[text] = self.reader.resume(text)
        for text in jobs:
            if text not in self.jobs:
                self.jobs[text] = self.reader.job(text)
        talents, postings = (
            talent_block([self.talents[text] for text in resumes]),
            job_block([self.jobs[text] for text in jobs]),
        )
        return self.scorer.features(talents, postings, ti, ji)

    def simple(self, resumes: Sequence[str], jobs: Sequence[str], ti: Ints, ji: Ints) -> dict[str, Values]:
        """The simple scores of these pairs: TF-IDF and the plain cosine of whole texts, and the mean of the ranks of TF-IDF,
        skill coverage, skill Jaccard and the closest passages, all from the whole texts as they stand."""
        words = tfidf(resumes, jobs)[ti, ji]
        mine, theirs = ([self._skills(text) for text in side] for side in (resumes, jobs))
        coverage, jaccard = shares([mine[t] for t in ti], [theirs[j] for j in ji])
        whole = (self.encoder.encode(resumes).astype(np.float64) @ self.encoder.encode(jobs).T)[ti, ji]
        closest = self._closest(resumes, jobs)[ti, ji]
        four = mean_rank([words, coverage, jaccard, closest])
        return dict(zip(SIMPLE, (words, whole, four), strict=True))

    def _skills(self, text: str) -> frozenset[str]:
        if text not in self.skills:
            self.skills[text] = frozenset(one.key for one in self.reader.tax.recognise(text))
        return self.skills[text]

    def _closest(self, resumes: Sequence[str], jobs: Sequence[str]) -> NDArray[np.float64]:
        """The greatest cosine of a part of the resume with a part of the posting, (resumes, jobs)."""
        parts = [self.encoder.encode(chunks(text) or [text]) for text in jobs]
        starts = np.cumsum([0, *(len(one) for one in parts[:-1])])
        stacked = np.concatenate(parts)
        rows = [
            np.maximum.reduceat((stacked @ self.encoder.encode(chunks(text) or [text]).T).max(axis=1), starts)
            for text in resumes
        ]
        return np.asarray(np.stack(rows), np.float64)


def rule_scores(matrix: Floats) -> Values:
    """What the rules give feature rows."""
    baseline, points = fallback.contributions(matrix)
    return np.asarray(baseline + points.sum(axis=1), np.float64)
