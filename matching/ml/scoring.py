"""The way in: facts to score cards, with the ranker when one is usable and the rules when not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder import Encoder, home_folder
from careercopilot.timing import timed
from matching.ml import fallback
from matching.ml.block import Ints, JobBlock, TalentBlock, job_block, talent_block
from matching.ml.explain import Origin, explain
from matching.ml.features import compute, one_to_many
from matching.ml.ranker import Choice, Ranker, exported_choice
from matching.ml.space import SkillSpace, load_label_vectors, prepare_label_vectors, skill_space
from matching.ml.types import Floats, JobFacts, Scored, TalentFacts


@dataclass(frozen=True)
class Scorer:
    """Scores pairs. `labels` are the prepared vectors of skill names, None where they are not prepared; `ranker` is None
    where the rules score; `reason` says why it is not the wanted one."""

    space: SkillSpace
    labels: NDArray[np.float16] | None
    ranker: Ranker | None = None
    reason: str = ""

    @cached_property
    def origin(self) -> Origin:
        """Source, version and reach of the points that this scorer gives."""
        return self.ranker.origin if self.ranker else Origin("fallback", fallback.VERSION, fallback.group_ranges())

    @timed("features")
    def features(self, talents: TalentBlock, jobs: JobBlock, ti: Ints, ji: Ints) -> Floats:
        """The feature matrix of pairs (ti[p], ji[p])."""
        return compute(talents, jobs, ti, ji, space=self.space, labels=self.labels)

    @timed("predict")
    def raw(self, matrix: Floats) -> NDArray[np.float64]:
        """Points of each feature row, without an explanation."""
        if self.ranker:
            return self.ranker.raw(matrix)
        baseline, points = fallback.contributions(matrix)
        return np.asarray(baseline + points.sum(axis=1), np.float64)

    @timed("predict")
    def cards(self, matrix: Floats) -> list[Scored]:
        """Score cards of feature rows: the same row always gives the same card."""
        baseline, points = (self.ranker or fallback).contributions(matrix)
        return explain(matrix, points, baseline, self.origin)

    def score_many(self, talent: TalentFacts, jobs: JobBlock | Sequence[JobFacts]) -> list[Scored]:
        """One talent with many jobs, in their order."""
        block = jobs if isinstance(jobs, JobBlock) else job_block(jobs)
        ti, ji = one_to_many(block.size)
        return self.cards(self.features(talent_block([talent]), block, ti, ji))

    def score_talents(self, talents: TalentBlock | Sequence[TalentFacts], job: JobFacts) -> list[Scored]:
        """Many talents with one job, in their order."""
        block = talents if isinstance(talents, TalentBlock) else talent_block(talents)
        ji, ti = one_to_many(block.size)
        return self.cards(self.features(block, job_block([job]), ti, ji))


def load_scorer(
    encoder: Encoder | None, *, prepare: bool = True, rules: bool = False, choice: Choice | None = None
) -> Scorer:
    """A scorer with the chosen ranker; without a choice the exported one, else the shipped one, else the rules.

    `prepare` makes the vectors of skill names where they are missing (some ten seconds, once); `rules` asks for the rules.
    """
    space = skill_space()
    root = home_folder() / "encoder"
    labels = None
    if encoder is not None:
        if prepare:
            prepare_label_vectors(root, encoder, space)
        labels = load_label_vectors(root, encoder.id, space)
    if rules:
        return Scorer(space, labels, None, "The rules were asked for.")
    chosen = choice or exported_choice(home_folder())
    return Scorer(space, labels, chosen.ranker, chosen.reason)
