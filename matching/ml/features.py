"""The table of features, and their computation for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ml import fact_columns, skill_columns, text_columns
from matching.ml.block import Ints, JobBlock, TalentBlock
from matching.ml.pairs import Pairs
from matching.ml.space import SkillSpace
from matching.ml.types import Floats, Group

BATCH = 20_000  # pairs computed at once, so that intermediate arrays stay small


@dataclass(frozen=True, slots=True)
class Feature:
    """One column. `sign` +1: more never lowers the score, -1: more never raises it. `meaning` completes "This job and this
    resume: ..." on pages and in docs/matching.md."""

    name: str
    group: Group
    meaning: str
    sign: int
    function: Callable[[Pairs], Floats]


FEATURES: tuple[Feature, ...] = (
    Feature("skill_overlap", "skills", "skills that both name, weighted", 1, skill_columns.overlap),
    Feature("skill_jaccard", "skills", "shared skills among all that either names", 1, skill_columns.jaccard),
    Feature(
        "required_coverage", "skills", "must-have skills that the resume names or implies", 1, skill_columns.required
    ),
    Feature(
        "skill_coverage", "skills", "asked skills, weighed by how well the resume shows them", 1, skill_columns.coverage
    ),
    Feature("years_coverage", "skills", "years told for skills that ask for years", 1, skill_columns.by_years),
    Feature("proficiency_fit", "skills", "proficiency in asked skills against the level", 1, skill_columns.proficiency),
    Feature("nearest_taxonomy", "skills", "asked or neighbouring skills", 1, skill_columns.nearest_by_taxonomy),
    Feature("nearest_meaning", "skills", "asked skills or ones of like meaning", 1, skill_columns.nearest_by_meaning),
    Feature("title_match", "experience", "likeness of held or wanted titles to the job's", 1, text_columns.title),
    Feature("title_words", "experience", "words of the job's title that the resume uses", 1, text_columns.title_words),
    Feature("level_gap", "experience", "levels below the job's", -1, fact_columns.level_gap),
    Feature("years_ratio", "experience", "years of work against the least asked", 1, fact_columns.years_ratio),
    Feature("seniority", "experience", "years of work against what the level usually takes", 1, fact_columns.seniority),
    Feature("distance_km", "location", "kilometres between the places", -1, fact_columns.distance),
    Feature("same_country", "location", "places in one country", 1, fact_columns.same_country),
    Feature("remote_fit", "location", "the wished way of working", 1, fact_columns.remote_fit),
    Feature("workday_overlap", "location", "working hours shared across time zones", 1, fact_columns.workday_overlap),
    Feature("salary_overlap", "salary", "expected range inside the offered one", 1, fact_columns.salary_overlap),
    Feature("salary_ratio", "salary", "offered money against the least expected", 1, fact_columns.salary_ratio),
    Feature("word_cosine", "text", "telling words that both use", 1, text_columns.words),
    Feature(
        "chunk_coverage",
        "text",
        "parts of the posting answered somewhere in the resume",
        1,
        text_columns.chunk_coverage,
    ),
    Feature("close_passages", "text", "the closest passages of both", 1, text_columns.close_passages),
    Feature(
        "skills_requirements", "text", "meaning of skills against requirements", 1, text_columns.skills_to_requirements
    ),
    Feature(
        "story_description",
        "text",
        "meaning of the resume against the posting",
        1,
        text_columns.experience_to_description,
    ),
    Feature(
        "goals_description", "text", "meaning of the goals against the posting", 1, text_columns.goals_to_description
    ),
)
NAMES = tuple(feature.name for feature in FEATURES)
COLUMN = {name: number for number, name in enumerate(NAMES)}
SIGNS = tuple(feature.sign for feature in FEATURES)


def compute(
    talents: TalentBlock,
    jobs: JobBlock,
    ti: Ints,
    ji: Ints,
    *,
    space: SkillSpace,
    labels: NDArray[np.float16] | None = None,
) -> Floats:
    """The feature matrix (pairs, features), float32, NaN = unknown, of talents ti[p] with jobs ji[p].

    The features of a pair are the same bits alone, among other pairs and from either side (`exact`).
    """
    out = np.empty((len(ti), len(FEATURES)), np.float32)
    for start in range(0, len(ti), BATCH):
        part = slice(start, start + BATCH)
        pairs = Pairs(talents, jobs, np.asarray(ti[part], np.int64), np.asarray(ji[part], np.int64), space, labels)
        for column, feature in enumerate(FEATURES):
            out[part, column] = feature.function(pairs)
    return out


def one_to_many(size: int) -> tuple[Ints, Ints]:
    """Pair indexes of talent 0 with jobs 0..size-1; swap them for one job and many talents."""
    return np.zeros(size, np.int64), np.arange(size)
