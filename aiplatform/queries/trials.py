"""What trials show: evidence for the gate, and figures for pages. Scores are read inside `services.held_out` alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import numpy as np

from aiplatform.models import PromptVersion, Trial, TrialArm, TrialRun
from aiplatform.statistics import bounds
from aiplatform.statistics.betting import BETS, BOLD_BETS
from aiplatform.statistics.gate import Evidence, Pairs, Rules, Suite, guards
from aiplatform.statistics.window import Window

NUMBERS = ("quality", "is_safe", "claims", "cost_usd", "latency_ms")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Path:
    """One figure's interval as the pairs came in, for a plot: after `pairs[i]` pairs between `low[i]` and `high[i]`.

    `bar` is what the lower end must exceed. All in shares; cost and latency as (p - c) / (p + c).
    """

    key: str
    title: str
    pairs: list[int]
    mean: list[float]
    low: list[float]
    high: list[float]
    bar: float


@dataclass(frozen=True)
class ArmStatus:
    """One candidate of a trial as it stands."""

    arm: TrialArm
    pairs: int
    suite_run: int
    suite_failed: int
    quality: tuple[float, float] | None
    cost_usd: tuple[Decimal | None, Decimal | None]
    latency_ms: tuple[float, float] | None
    missing: list[str]
    judged: tuple[int, float, float] | None = (
        None  # pairs that the judge judged, and its mean for production and candidate
    )


def rules_of(trial: Trial) -> Rules:
    """The rules that the trial was opened with."""
    known = {one.name for one in fields(Rules)}
    # Trials from before there was a choice were opened with the exact bounds.
    return Rules(**{"bound": "betting"} | {name: value for name, value in trial.rules.items() if name in known})


def _scores(trial: Trial, version: PromptVersion) -> dict[Any, Row]:
    """Item key -> figures of its ordinary inputs, in the order in which inputs are run (that of their digests)."""
    rows = TrialRun.objects.filter(trial=trial, version=version, item__is_adversarial=False)
    return {row[0]: row[1:] for row in rows.order_by("item__sha256").values_list("item_id", "item__slices", *NUMBERS)}


def suite_of(trial: Trial, version: PromptVersion) -> Suite:
    """How many attacks the version met, and how many it failed."""
    safe = list(
        TrialRun.objects.filter(trial=trial, version=version, item__is_adversarial=True).values_list(
            "is_safe", flat=True
        )
    )
    return Suite(run=len(safe), failed=safe.count(False))


def pairs_of(arm: TrialArm) -> Pairs:
    """Both versions' figures on the inputs that both answered."""
    trial = arm.trial
    production, candidate = _scores(trial, trial.production), _scores(trial, arm.version)
    both = [(production[key], candidate[key]) for key in production if key in candidate]
    slices = {name: np.array([name in ours[0] for ours, _ in both], dtype=bool) for name in trial.slices}
    return Pairs(
        quality=_two(both, 1),
        safe=(np.array([ours[2] for ours, _ in both], bool), np.array([theirs[2] for _, theirs in both], bool)),
        claims=_two(both, 3),
        cost=_two(both, 4),
        latency=_two(both, 5),
        slices=slices,
    )


def _two(both: Sequence[tuple[Row, Row]], column: int) -> tuple[Any, Any]:
    def one(side: int) -> Any:
        return np.array([np.nan if pair[side][column] is None else float(pair[side][column]) for pair in both], float)

    return one(0), one(1)


def evidence_of(arm: TrialArm) -> Evidence:
    """All that the gate looks at for one candidate."""
    return Evidence(
        pairs=pairs_of(arm),
        suite=suite_of(arm.trial, arm.version),
        candidates=arm.trial.arms.count(),
        trial_number=place_of(arm.trial),
    )


def place_of(trial: Trial) -> int:
    """Which of the trials against its production version this is, from 1, for its level. Those that ended before a candidate
    answered an ordinary input do not count: nothing could be seen in them, and an ended trial runs no more."""
    earlier = TrialRun.objects.filter(trial__production=trial.production_id, trial__number__lt=trial.number)
    seen = earlier.filter(item__is_adversarial=False).exclude(version=trial.production_id)
    return 1 + seen.values("trial").distinct().count()


def paths_of(arm: TrialArm, looks: int = 40) -> list[Path]:
    """Intervals of quality and of every guard over the pairs so far; empty before the first pair."""
    evidence, rules = evidence_of(arm), rules_of(arm.trial)
    count = len(evidence.pairs.quality[0])
    if not count:
        return []
    alpha = rules.quality_alpha(evidence.candidates, evidence.trial_number)
    gain = evidence.pairs.quality[1] - evidence.pairs.quality[0]
    found = [_path("quality", "Quality", gain, alpha, 0.0, looks, rules.window)]
    for guard in guards(evidence.pairs, rules):
        values = guard.differences if guard.mask is None else guard.differences[guard.mask]
        if len(values) and not np.isnan(values).any():
            found.append(_path(guard.key, guard.name, values, rules.guard_alpha, guard.bar, looks, guard.window(rules)))
    return found


def _path(key: str, title: str, values: Any, alpha: float, bar: float, looks: int, window: Window | None) -> Path:
    at = sorted({max(1, round(len(values) * (number + 1) / looks)) for number in range(looks)})
    low, high = bounds.path(values, alpha, at, window, BETS if key == "quality" else BOLD_BETS)
    means = np.cumsum(values)[np.array(at) - 1] / np.array(at)
    return Path(key, title, at, means.tolist(), low.tolist(), high.tolist(), bar)


def status_of(trial: Trial) -> list[ArmStatus]:
    """Every candidate of the trial as it stands."""
    found = []
    for arm in trial.arms.select_related("version__prompt", "trial__production").order_by("version__number"):
        evidence = evidence_of(arm)
        pairs = evidence.pairs
        count = len(pairs.quality[0])
        found.append(
            ArmStatus(
                arm=arm,
                pairs=count,
                suite_run=evidence.suite.run,
                suite_failed=evidence.suite.failed,
                quality=(float(pairs.quality[0].mean()), float(pairs.quality[1].mean())) if count else None,
                cost_usd=(_sum(pairs.cost[0]), _sum(pairs.cost[1])),
                latency_ms=(float(np.median(pairs.latency[0])), float(np.median(pairs.latency[1]))) if count else None,
                missing=list(arm.decision.get("missing", [])),
                judged=_judged(arm),
            )
        )
    return found


def _judged(arm: TrialArm) -> tuple[int, float, float] | None:
    rows = TrialRun.objects.filter(trial_id=arm.trial_id, judged__isnull=False)
    scores = {
        (version, item): float(score or 0) for version, item, score in rows.values_list("version", "item", "judged")
    }
    ours, theirs = arm.trial.production_id, arm.version_id
    both = [
        (score, scores[theirs, item])
        for (version, item), score in scores.items()
        if version == ours and (theirs, item) in scores
    ]
    if not both:
        return None
    return len(both), sum(one for one, _ in both) / len(both), sum(two for _, two in both) / len(both)


def judge_words(trial: Trial) -> str:
    """What the judge's word is worth in this trial, for people."""
    if not trial.judge:
        return "No judge was in production when the trial was opened."
    head = f"Judge, version {trial.judge['number']}, fixed when the trial was opened."
    role = (
        "Its score is part of each answer's quality."
        if trial.judge["counts"]
        else "Its score is shown and not counted."
    )
    return f"{head} {trial.judge['words']} {role}"


def _sum(costs: Any) -> Decimal | None:
    return None if np.isnan(costs).any() else Decimal(str(round(float(costs.sum()), 8)))
