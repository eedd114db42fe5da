"""Features, ranker and explanation beside the pair-by-pair way of doing the same."""

from __future__ import annotations

import importlib.util
import sys
from functools import partial

import numpy as np

from bench.sides import Result, Skip, main, ratio
from matching.ml.block import JobBlock, job_block, talent_block
from matching.ml.features import NAMES, compute, one_to_many
from matching.ml.ranker import SHIPPED, Ranker, RankerUnusable, load_ranker
from matching.ml.scoring import Scorer
from matching.ml.space import skill_space
from matching.ml.types import JobFacts, TalentFacts
from matching.tests.ml_facts import one_pair, some_job, some_talent

SHOWN = 25  # score cards on a page
NAIVE_MOST = 500  # pairs that the pair loop is timed on; its time is linear in them


def run() -> list[Result]:
    """Columns against the loop at three sizes; scoring and explaining a page against doing all of it pair by pair."""
    try:
        ranker = load_ranker(SHIPPED)
    except RankerUnusable as error:
        raise Skip(str(error)) from error
    rng = np.random.default_rng(1)
    talent, jobs = some_talent(rng), [some_job(rng) for _ in range(1_000)]
    results = [columns(talent, jobs, count) for count in (1_000, 10_000, 100_000)]
    results += [page(ranker, talent, jobs, count, bar) for count, bar in ((100, 12.0), (1_000, 40.0))]
    return [*results, *shapley(ranker)]


def repeated(jobs: list[JobFacts], count: int) -> tuple[JobBlock, np.ndarray, np.ndarray]:
    """A block and pair indexes over `count` pairs that go round the jobs."""
    zero, _ = one_to_many(count)
    return job_block(jobs), zero, np.arange(count) % len(jobs)


def loop(talent: TalentFacts, jobs: list[JobFacts]) -> np.ndarray:
    """Every feature, one pair after another."""
    space = skill_space()
    rows = [one_pair(talent, job, space, None) for job in jobs]
    return np.array([[row[name] for name in NAMES] for row in rows], np.float32)


def columns(talent: TalentFacts, jobs: list[JobFacts], count: int) -> Result:
    """Feature columns of one talent with many jobs."""
    block, ti, ji = repeated(jobs, count)
    one, space = talent_block([talent]), skill_space()
    naive = jobs[:NAIVE_MOST]
    found = ratio(
        f"features: columns v pair loop, {count:,} pairs",
        12,
        partial(compute, one, block, ti, ji, space=space),
        partial(loop, talent, naive),
        3,
    )
    times = count / len(naive)
    details = found.details | {"theirs_ms": round(found.details["theirs_ms"] * times, 1), "loop_timed_on": len(naive)}
    return Result(found.name, found.value * times, found.bar, details=details)


def page(ranker: Ranker, talent: TalentFacts, jobs: list[JobFacts], count: int, bar: float) -> Result:
    """Facts in memory to 25 explained cards: score all, explain the best; against features, score and card a pair."""
    scorer = Scorer(skill_space(), None, ranker)
    some = jobs[:count]
    block, (ti, ji) = job_block(some), one_to_many(count)

    def funnel() -> None:
        matrix = scorer.features(talent_block([talent]), block, ti, ji)
        best = np.argsort(-scorer.raw(matrix))[:SHOWN]
        scorer.cards(matrix[best])

    def naive() -> None:
        for job in some[:NAIVE_MOST]:
            row = loop(talent, [job])
            scorer.raw(row)
            scorer.cards(row)

    found = ratio(f"scoring: 1 v {count:,} jobs to {SHOWN} cards v pair loop", bar, funnel, naive, 3)
    times = count / len(some[:NAIVE_MOST])
    return Result(
        found.name, found.value * times, bar, details=found.details | {"loop_timed_on": len(some[:NAIVE_MOST])}
    )


def shapley(ranker: Ranker) -> list[Result]:
    """Contributions of 25 rows beside the shap package, where it is installed."""
    if importlib.util.find_spec("shap") is None:
        return []
    import shap

    rows = np.random.default_rng(2).random((SHOWN, len(NAMES))).astype(np.float32)
    explainer = shap.TreeExplainer(ranker.booster)
    return [
        ratio(
            "explaining: 25 rows v a loop of shap.TreeExplainer",
            3,
            lambda: ranker.contributions(rows),
            lambda: [explainer.shap_values(row[None]) for row in rows],
        )
    ]


if __name__ == "__main__":
    sys.exit(main(run, "scoring"))
