"""Running a trial: production and candidates asked the same inputs through the gateway, within a cost cap.

First the attacks, which every candidate must withstand; then pairs, with a look at the gate as they come. What was run is not
run again, so a trial that stopped goes on where it was. Never call it inside a transaction.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from aiplatform import capabilities, gateway
from aiplatform.capabilities import Capability, CapabilityInput
from aiplatform.evaluators import PROMPT_FAULTS, Answer, evaluate, with_judgement
from aiplatform.gateway import Outcome
from aiplatform.models import DatasetItem, PromptVersion, Trial, TrialArm, TrialRun
from aiplatform.pricing import usd
from aiplatform.queries.evaluations import JUDGING
from aiplatform.queries.trials import rules_of
from aiplatform.services import trials
from aiplatform.services.datasets import input_of
from aiplatform.services.held_out import held_out
from aiplatform.services.trials import Ran
from aiplatform.switchboard import Switchboard
from aiplatform.trial_judge import Judgement, TrialJudge, judge_of
from careercopilot.db.router import using

OPS = "ops"
# So many calls in a row that say nothing of the prompt (no provider, no network, no budget) end the running.
PATIENCE = 3
# Before the least number of pairs only what ends a trial can come of a look; one in so many is enough.
EARLY = 10
SUITE, PAIRS = "Adversarial inputs", "Paired runs"


@dataclass(frozen=True)
class Progress:
    """How far a trial is."""

    stage: str
    done: int
    of: int
    spent_usd: Decimal

    @property
    def percent(self) -> int:
        """0 to 100 of the stage."""
        return round(100 * self.done / self.of) if self.of else 100


class Stopped(Exception):
    """The trial can not go on now; the text, for people, says why."""


@dataclass
class Runner:
    """One running of a trial. `clock` gives seconds, `now` the moment."""

    trial: Trial
    now: Callable[[], dt.datetime]
    board: Switchboard | None = None
    clock: Callable[[], float] = time.monotonic
    _capability: Capability[Any, Any] = field(init=False)
    _judge: TrialJudge | None = field(init=False)
    _failures: int = 0

    def __post_init__(self) -> None:
        self._capability = capabilities.get(self.trial.prompt.capability)
        self._judge = judge_of(self.trial)

    def run(self, most_pairs: int | None = None) -> Iterator[Progress]:
        """Go on until every candidate is decided, the inputs or `most_pairs` are used, or the cap is reached.

        Raises Stopped in the last case, and where the model can not be reached. What was found is kept in any case.
        """
        with held_out():
            items = list(self.trial.dataset.items.filter(split=DatasetItem.Split.HELD_OUT).order_by("sha256"))
            done = set(TrialRun.objects.filter(trial=self.trial).values_list("version_id", "item_id"))
        attacks = [item for item in items if item.is_adversarial]
        yield from self._suite(attacks, done)
        trials.review(self.trial, at=self.now())
        ordinary = [item for item in items if not item.is_adversarial][: most_pairs or len(items)]
        yield from self._pairs(ordinary, done)

    def _suite(self, attacks: list[DatasetItem], done: set[tuple[Any, Any]]) -> Iterator[Progress]:
        for number, item in enumerate(attacks, start=1):
            for arm in self._open_arms():
                self._ask(arm.version, item, done)
            yield self._progress(SUITE, number, len(attacks))

    def _pairs(self, items: list[DatasetItem], done: set[tuple[Any, Any]]) -> Iterator[Progress]:
        for number, item in enumerate(items, start=1):
            arms = self._open_arms()
            if not arms:
                return
            is_new = any((version.pk, item.pk) not in done for version in (arm.version for arm in arms))
            # The order changes from pair to pair, so that neither always meets the warmer cache or the slower hour.
            versions = [self.trial.production, *(arm.version for arm in arms)]
            for version in versions if number % 2 else reversed(versions):
                self._ask(version, item, done)
            if is_new and (number % EARLY == 0 or number >= rules_of(self.trial).least_pairs):
                trials.review(self.trial, at=self.now())
            yield self._progress(PAIRS, number, len(items))

    def _open_arms(self) -> list[TrialArm]:
        with using(OPS):
            found = self.trial.arms.filter(state=TrialArm.State.RUNNING, trial__state=Trial.State.OPEN)
            found = found.select_related("version__prompt")
            return list(found.order_by("version__number"))

    def _progress(self, stage: str, done: int, of: int) -> Progress:
        return Progress(stage, done, of, self._spent())

    def _spent(self) -> Decimal:
        with using(OPS):
            return Decimal(Trial.objects.values_list("spent_usd", flat=True).get(pk=self.trial.pk))

    def _ask(self, version: PromptVersion, item: DatasetItem, done: set[tuple[Any, Any]]) -> None:
        """One call, scored and kept; nothing where it was made before or its words are erased."""
        if (version.pk, item.pk) in done:
            return
        with held_out():
            inputs = input_of(item, self.trial.prompt.capability)
            owner = DatasetItem.objects.select_related("owner").get(pk=item.pk).owner
        if inputs is None:
            return
        with using(OPS):
            check_room(
                self._capability.key, inputs, version, left=self.trial.cost_cap_usd - self._spent(), at=self.now(),
                board=self.board,
            )  # fmt: skip
        started = self.clock()
        with using(OPS):
            outcome = gateway.run(
                self._capability.key, inputs, by=None, owner=owner, at=self.now(), board=self.board, version=version
            )
        took = round(1000 * (self.clock() - started))
        if outcome.source == "deterministic" and outcome.reason not in PROMPT_FAULTS:
            self._not_answered(outcome)
            return
        answer = answer_of(self._capability, inputs, outcome, item)
        ran = Ran(version, item, evaluate(answer), outcome.cost_usd, took, outcome.request_id, counted_usd(outcome))
        if (whole := self._with_judge(ran, answer)) is None:
            return
        self._failures = 0
        trials.keep_run(self.trial, whole)
        done.add((version.pk, item.pk))
        if outcome.cost_usd is None:
            raise Stopped(
                "The model has no price, so neither the cost cap nor the gate's rule on cost can be kept. Add one."
            )

    def _with_judge(self, ran: Ran, answer: Answer) -> Ran | None:
        """The answer with the judge's word, where there is a judge and a model's answer to judge; None when a judge that counts
        can not be reached: then the answer is not kept, and only its cost is."""
        if self._judge is None or not answer.is_models or not self._judge.wants(ran.item):
            return ran
        judgement: Judgement | None = None
        try:
            judgement = self._judgement(self._judge, answer, ran.item)
        finally:
            if judgement is None:  # there is no room for it; what the answer cost was spent all the same
                trials.spend(self.trial, ran.counted_usd)
        cost = counted_usd(judgement.outcome)
        if not judgement.is_given and self._judge.counts:
            trials.spend(self.trial, ran.counted_usd + cost)
            self._not_answered(judgement.outcome)
            return None
        scores = ran.scores
        if self._judge.counts and judgement.score is not None:
            scores = with_judgement(answer, scores, judgement.score, judgement.reason)
        return replace(ran, scores=scores, judged=judgement.score, judging_usd=cost)

    def _judgement(self, judge: TrialJudge, answer: Answer, item: DatasetItem) -> Judgement:
        asked = judge.question(answer)
        with using(OPS):
            left = self.trial.cost_cap_usd - self._spent()
            check_room(JUDGING, asked, judge.version, left=left, at=self.now(), board=self.board)
        return judge.ask(asked, item, at=self.now(), board=self.board)

    def _not_answered(self, outcome: Outcome) -> None:
        self._failures += 1
        if self._failures >= PATIENCE or outcome.reason in ("no_provider", "no_prompt", "over_budget"):
            raise Stopped(f"The model did not answer: {outcome.why}")


def counted_usd(outcome: Outcome) -> Decimal:
    """What a call takes of a cap: its cost, or the most that it may have been where nobody knows it."""
    return outcome.counted_usd if outcome.cost_usd is None else outcome.cost_usd


def check_room(
    capability_key: str,
    inputs: CapabilityInput,
    version: PromptVersion | None,
    *,
    left: Decimal,
    at: dt.datetime,
    board: Switchboard | None,
) -> None:
    """Raises Stopped when all that a call may cost, with its repairs and tries, is more than what is left."""
    told = gateway.estimate(capability_key, inputs, by=None, at=at, board=board, version=version)
    if told is not None and told.held_usd is None:
        raise Stopped(
            "The model has no price, so neither the cost cap nor the gate's rule on cost can be kept. Add one."
        )
    if told is not None and told.held_usd is not None and told.held_usd > left:
        raise Stopped(f"The cost cap leaves {usd(left)}, and a call may cost {usd(told.held_usd)}.")


def answer_of(
    capability: Capability[Any, Any],
    inputs: CapabilityInput,
    outcome: Outcome,
    item: DatasetItem,
) -> Answer:
    """What evaluators look at."""
    return Answer(
        capability=capability,
        inputs=inputs,
        value=outcome.value,
        reason=outcome.reason if outcome.source == "deterministic" else "",
        problems=outcome.problems,
        removed=outcome.removed,
        is_repaired=outcome.is_repaired,
        expected=item.expected,
    )
