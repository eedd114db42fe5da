"""Made-up talents and jobs as graded feature rows, in memory: what every training starts from. No database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from careercopilot.encoder import get_encoder
from matching.ml import fallback
from matching.ml.block import job_block, talent_block
from matching.ml.scoring import load_scorer
from matching.ml.synthetic import JOBS, LAST_YEAR, TALENTS, grades, latent_fit, make_world
from matching.ml.training import Graded
from matching.textfacts import Reader
from resumes.taxonomy import taxonomy

WORLD_SEED = 20_260


def made_graded(*, seed: int, talents: int = TALENTS, jobs: int = JOBS) -> Graded:
    """The pairs of `make_synthetic`, read as texts and graded; about a minute at full size on one processor.

    Raises EncoderMissing where the encoder is not prepared.
    """
    tax = taxonomy()
    world = make_world(tax, seed=WORLD_SEED, talents=talents, jobs=jobs)
    # "present" never occurs in the made-up texts; the day is fixed all the same.
    encoder = get_encoder()
    reader = Reader(encoder, dt.date(LAST_YEAR, 12, 31))
    people = [replace(reader.resume(one.text), remote_wishes=one.wishes, pay=one.pay) for one in world.talents]
    posts = [reader.job(one.text) for one in world.jobs]
    ti, ji = (np.array([pair[side] for pair in world.pairs], np.int64) for side in (0, 1))
    matrix = load_scorer(encoder, rules=True).features(talent_block(people), job_block(posts), ti, ji)
    baseline, points = fallback.contributions(matrix)
    fits = np.array([latent_fit(world.talents[t], world.jobs[j], tax) for t, j in world.pairs], np.float64)
    return Graded(matrix, grades(baseline + points.sum(axis=1), fits, seed=seed), ti)
