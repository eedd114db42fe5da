"""Training from feedback: when it may start, how it goes stage by stage, and how it stands."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from django.db import connections
from django.utils import timezone
from numpy.typing import NDArray

from accounts.models import Run, User
from accounts.runs import start_run
from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from matching import rankers
from matching.facts import encoder_or_none
from matching.fairness_audit import swap_audit
from matching.graded import made_graded
from matching.ml import fallback, learning, training
from matching.ml.comparison import compare, slices
from matching.ml.features import NAMES
from matching.ml.feedback import Event, Labelled, labelled
from matching.ml.metrics import gains, mean_by_group
from matching.ml.ranker import Choice, Ranker, RankerUnusable, ranker_of
from matching.ml.scoring import load_scorer
from matching.ml.synthetic import JOBS, TALENTS
from matching.models import RankerVersion
from matching.plots import beeswarm
from matching.services.errors import RankerError, TrainingRefused
from matching.services.rankers import OPS, keep, promote, register_shipped, row_of
from resumes.taxonomy import Taxonomy, taxonomy

TRAINER_EMAIL = "training@careercopilot.invalid"  # a reserved domain: nobody can sign in or be written to
KEY = "train_ranker"
WEEK = dt.timedelta(days=7)
MOST_EVENTS = 200_000  # the newest
SEED = 9
WORLD = {"talents": TALENTS, "jobs": JOBS}
# Stage: how far the run is when it begins, and what it is called.
STAGES = {
    "collect": (3, "Collecting feedback"),
    "features": (8, "Reading the made-up pairs"),
    "train": (60, "Growing the trees"),
    "compare": (75, "Comparing with the active ranker"),
    "audit": (80, "Auditing by paired swaps"),
    "store": (95, "Storing the ranker"),
    "none": (99, "Not enough feedback"),
}
EVENT = [field.name for field in fields(Event)]
Values = NDArray[np.float64]
Tell = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class TrainingStatus:
    """How the last training stands, and what scores now."""

    state: str = "idle"
    step: str = ""
    percent: int = 0
    message: str = ""
    run_id: uuid.UUID | None = None
    started_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    version: str = ""
    is_promoted: bool = False
    refusal: str = ""
    active_version: str = ""
    active_source: str = ""
    reason: str = ""


# Why a pair carries no label (`ml.feedback`), as a phrase.
LEFT_OUT = {
    "no opinion about the fit": "say nothing about the fit",
    "never scored": "were never scored",
    "other features": "were scored by other features",
}


@dataclass(frozen=True)
class Trained:
    """What a training came to; `row` is None where there was too little to train on."""

    message: str
    row: RankerVersion | None = None


def trainer() -> User:
    """The user that trainings belong to, so that one at a time runs and its news is nobody's private row."""
    user, made = User.objects.get_or_create(
        email=TRAINER_EMAIL, defaults={"name": "Training", "is_seeker": False, "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def trigger(by: User | None, *, force: bool = False, at: dt.datetime | None = None) -> Run:
    """Queue one training and give its run; while one waits or works, that one is given.

    `by` is None for the schedule. Raises TrainingRefused for anybody who is not staff, and without `force` when the last one was
    less than a week ago.
    """
    from matching.jobs import train_ranker

    if by is not None and not by.is_staff:
        raise TrainingRefused("Only staff may start a training.", code="not_staff")
    owner = trainer()
    with acting_as(owner):
        last = Run.objects.filter(owner=owner, key=KEY).order_by("-created_at", "pk").first()
        if last is not None and not last.is_finished:
            return last
        now = at or timezone.now()
        if last is not None and not force and now - last.created_at < WEEK:
            due = last.created_at + WEEK
            raise TrainingRefused(
                f"The next training is due on {due:%-d %B %Y}; force one to start it now.", code="not_due"
            )
        return start_run(train_ranker, by=owner, label="Training the ranker", subject_kind="ranker", key=KEY)


def status() -> TrainingStatus:
    """How the last training stands; the caller sees to it that only staff ask."""
    scores = rankers.current()
    now = TrainingStatus(active_version=scores.version, active_source=scores.source, reason=scores.reason)
    owner = User.objects.filter(email=TRAINER_EMAIL).first()
    if owner is None:
        return now
    with acting_as(owner):
        run = Run.objects.filter(owner=owner, key=KEY).order_by("-created_at", "pk").first()
    if run is None:
        return now
    row = RankerVersion.objects.light().filter(run_id=run.pk).first()
    return replace(
        now,
        state=run.state,
        step=run.step,
        percent=run.percent,
        message=run.message,
        run_id=run.pk,
        started_at=run.started_at,
        finished_at=run.finished_at,
        version=row.version if row else "",
        is_promoted=row is not None and row.state == RankerVersion.State.ACTIVE,
        refusal=" ".join(row.refusals) if row else "",
    )


def collect() -> Labelled:
    """Every labelled pair of today's features; one query on the staff connection, which alone may ask."""
    tax = taxonomy()
    with using(OPS), connections[OPS].cursor() as cursor:
        cursor.execute(
            f"select {', '.join(EVENT)} from matching_feedback_samples(%s, %s)",  # noqa: S608 - our own names
            [secrets.token_hex(16), MOST_EVENTS],
        )
        rows: list[dict[str, Any]] = [dict(zip(EVENT, row, strict=True)) for row in cursor.fetchall()]
    events = [Event(**(row | {"traits": _traits(row["traits"], tax)})) for row in rows]
    return labelled(events, known_rankers=known_rankers())


def _traits(stored: str, tax: Taxonomy) -> dict[str, str]:
    """The stored traits (JSON) with the domain of work that most of the asked skills belong to."""
    traits: dict[str, Any] = json.loads(stored)
    domains = Counter(tax.skill(key).domain for key in traits.pop("skills") if key in tax)
    return {**traits, "domain": min(domains, key=lambda name: (-domains[name], name)) if domains else ""}


def known_rankers() -> set[str]:
    """Versions whose columns are today's features: the rules', and every ranker kept here with the same list."""
    rows = RankerVersion.objects.using(OPS).values_list("version", "features")
    return {version for version, features in rows if tuple(features) == NAMES} | {fallback.VERSION}


def train(tell: Tell, *, run_id: uuid.UUID | None = None) -> Trained:
    """Collect, read, train, compare and audit; nothing is stored yet. `tell(stage, message)` hears of each stage.

    Raises EncoderMissing where the encoder was never prepared.
    """
    tell("collect", "")
    _keep_shipped()
    pairs = collect()
    refusal = learning.not_enough(len(pairs))
    if refusal:
        return Trained(refusal + _left_out(pairs))
    tell("features", f"{len(pairs)} labelled samples of {len(np.unique(pairs.talents))} people")
    graded = made_graded(seed=SEED, **WORLD)
    with using(OPS):
        old = rankers.look().choice
    tell("train", f"{len(pairs)} labelled samples beside {len(graded.matrix)} made-up pairs")
    seen = pairs.rows(~pairs.is_held_out)
    extra = learning.rows_of(seen, points(old, seen.matrix), synthetic_rows=_grown(graded))
    text, meta = training.train(graded, seed=SEED, extra=extra)
    meta |= {"data": "synthetic pairs and feedback", "samples": len(seen), "people": len(np.unique(seen.talents))}
    new = ranker_of(text.encode(), meta, name="The new ranker")
    row = row_of(new, text)
    row.origin, row.run_id = RankerVersion.Origin.FEEDBACK, run_id
    row.data_sha256 = learning.digest(graded, extra)
    tell("compare", new.version)
    measure(row, old, new, graded, pairs, tell)
    return Trained(_in_words(row), row)


def measure(row: RankerVersion, old: Choice, new: Ranker, graded: training.Graded, pairs: Labelled, tell: Tell) -> None:
    """Fill the row's evidence: figures on held-out people and talents, slices, the swap audit, plots."""
    held = pairs.rows(pairs.is_held_out)
    before, after = points(old, held.matrix), new.raw(held.matrix)
    found = compare(held, before, after, seed=SEED)
    parts = slices(held, before, after)
    _, _, test = training.split(graded, seed=SEED)
    made = graded.matrix[test]
    worth = tuple(
        mean_by_group(graded.talents[test], gains(graded.grades[test]), scores)
        for scores in (points(old, made), new.raw(made))
    )
    tell("audit", "")
    swaps, reasons = audit(new)
    row.compared_with = old.ranker.version if old.ranker else fallback.VERSION
    row.refusals = learning.Evidence(found, parts, (worth[0], worth[1]), reasons).refusals()
    row.metrics = {"feedback": found.to_dict() if found else {}, "synthetic": {"old": worth[0], "new": worth[1]}}
    row.metrics |= {"swaps": swaps, "samples": len(pairs), "left_out": dict(pairs.left_out)}
    row.slices = [one.to_dict() for one in parts]
    row.calibration = {
        "synthetic": learning.calibration(new.raw(made), graded.grades[test]),
        "feedback": learning.calibration(after, held.labels),
    }
    row.importance = learning.importance(new, made)
    row.parameters = {**training.PARAMETERS, "seed": SEED, "half_share": learning.HALF_SHARE}
    row.plots = beeswarm(new, made)


def audit(new: Ranker) -> tuple[dict[str, Any], list[str]]:
    """The paired-swap audit of a ranker, and what it holds against it."""
    encoder = encoder_or_none()
    if encoder is None:
        return {}, ["The swap audit could not run: the encoder is not prepared."]
    report = swap_audit(load_scorer(encoder, prepare=False, choice=Choice(new)), encoder=encoder)
    return report.to_dict(), report.reasons()


def store(trained: Trained, *, at: dt.datetime) -> Trained:
    """Keep the ranker, and promote it when nothing was found against it."""
    if trained.row is None:
        return trained
    row = keep(trained.row)
    if row.refusals or row.state != RankerVersion.State.CANDIDATE:
        return replace(trained, row=row)
    try:
        promote(row.version, by=None, at=at, note="Promoted by the training, on its evidence.")
    except RankerError as error:
        return Trained(f"{row.version} is stored. {error.message}", row)
    return Trained(f"{_in_words(row)} It scores from now on.", row)


def points(choice: Choice, matrix: NDArray[np.float32]) -> Values:
    """The points that a choice gives to feature rows: its ranker's, or the rules'."""
    if choice.ranker is not None:
        return choice.ranker.raw(matrix)
    baseline, parts = fallback.contributions(matrix)
    return np.asarray(baseline + parts.sum(axis=1), np.float64)


def _grown(graded: training.Graded) -> int:
    """How many made-up rows the trees grow on, copies included."""
    train_rows, _, _ = training.split(graded, seed=SEED)
    return len(train_rows) * (1 + training.SPREAD_COPIES + training.EVEN_COPIES)


def _keep_shipped() -> None:
    """The shipped ranker is kept from the first training on, so that rows it scored stay usable after an upgrade.

    One that cannot be used has scored nothing, and /readyz says why.
    """
    with contextlib.suppress(RankerUnusable):
        register_shipped()


def _left_out(pairs: Labelled) -> str:
    words = [f"{count} that {LEFT_OUT[reason]}" for reason, count in pairs.left_out.items() if count]
    return f" Left out: {', '.join(words)}." if words else ""


def _in_words(row: RankerVersion) -> str:
    found = row.held_out
    gain = found.get("ndcg10")
    words = (
        f" NDCG@10 {gain['gain']:+.3f} ({gain['low']:+.3f} to {gain['high']:+.3f}) on {found['people']} people."
        if gain
        else ""
    )
    verdict = " ".join(["Not promoted.", *row.refusals]) if row.refusals else "Nothing was found against it."
    return f"{row.version}:{words} {verdict}"[:480]
