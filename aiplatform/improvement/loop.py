"""The loop: measure on train inputs, cluster, propose, test on validation inputs, open a trial. Within one cost cap."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from aiplatform import capabilities, gateway
from aiplatform.capabilities import CapabilityInput
from aiplatform.evaluators import PROMPT_FAULTS, Scores, evaluate
from aiplatform.gateway import Outcome
from aiplatform.improvement.clusters import Cluster, clusters
from aiplatform.improvement.proposing import KEY, Proposal, asked, faults, proposals
from aiplatform.models import Dataset, DatasetItem, Prompt, PromptVersion, Trial
from aiplatform.queries.evaluations import failures
from aiplatform.services import evaluating, prompts, trials
from aiplatform.services.datasets import input_of
from aiplatform.services.errors import EvaluationError
from aiplatform.services.quoting import quotes_an_input
from aiplatform.statistics.gate import Rules
from aiplatform.switchboard import Switchboard
from aiplatform.trialling import Stopped, answer_of, check_room, counted_usd
from careercopilot.db.router import using

OPS = "ops"
Split = DatasetItem.Split


@dataclass(frozen=True)
class Tested:
    """How one text did on the validation inputs that every text answered."""

    version: int
    note: str
    inputs: int
    quality: float
    claims: float
    unsafe: int


@dataclass
class Improved:
    """What came of it. `trial` is None where nothing was better on the validation inputs; `why` says so. Of the `unpriced` calls
    nobody knows the cost: `spent_usd` counts them as the most that they may have been."""

    prompt: str
    clusters: list[Cluster] = field(default_factory=list)
    production: Tested | None = None
    tested: list[Tested] = field(default_factory=list)
    trial: Trial | None = None
    spent_usd: Decimal = Decimal(0)
    unpriced: int = 0
    why: str = ""
    dropped: list[str] = field(default_factory=list)


@dataclass
class Improver:
    """One improvement of one prompt. `now` gives the moment."""

    prompt: Prompt
    dataset: Dataset
    cap_usd: Decimal
    now: Callable[[], dt.datetime]
    board: Switchboard | None = None
    rules: Rules | None = None
    spent: Decimal = Decimal(0)
    unpriced: int = 0

    def run(self, *, inputs: int = 40, trial_cap_usd: Decimal = Decimal(5)) -> Improved:
        """Measure at most `inputs` train and validation inputs with each text. Raises EvaluationError where there is nothing
        in production; ends with what it has when the cap is reached."""
        found = Improved(self.prompt.key)
        production = self._production()
        try:
            self._measure(production, Split.TRAIN, inputs)
            found.clusters = clusters(failures(production))
            made = self._proposed(production, found)
            if not made:
                found.why = "Nothing went wrong that another text could mend, or no proposal was sound and new."
            else:
                self._compare(found, production, made, inputs, trial_cap_usd)
        except Stopped as reached:
            found.why = str(reached)
        found.spent_usd, found.unpriced = self.spent, self.unpriced
        return found

    def _production(self) -> PromptVersion:
        with using(OPS):
            found = PromptVersion.objects.in_production().filter(prompt=self.prompt).select_related("prompt").first()
        if found is None:
            raise EvaluationError(f"{self.prompt.key} has nothing in production.", code="production")
        if self.dataset.capability != self.prompt.capability:
            raise EvaluationError(f"The dataset holds inputs of {self.dataset.capability}.", code="capability")
        return found

    def _proposed(self, production: PromptVersion, found: Improved) -> list[PromptVersion]:
        """Sound new texts as candidates, by a model if one answers, else by rules; the others are named in `found.dropped`."""
        if not found.clusters:
            return []
        inputs = asked(production.template, production.system, found.clusters)
        with using(OPS):
            self._check_room(KEY, inputs, None)
            outcome = gateway.run(KEY, inputs, by=None, owner=None, at=self.now(), board=self.board)
            parts = prompts.parts()
            known = set(PromptVersion.objects.filter(prompt=self.prompt).values_list("sha256", flat=True))
        self._spend(outcome)
        by = "by a model" if outcome.source == "model" else "by rules"
        texts = proposals(production.template, production.system, outcome.value, by=by)  # type: ignore[arg-type]
        sound = []
        for one in texts:
            wrong = faults(one, production.template, parts)
            if not wrong and quotes_an_input(one.template, production.template, self.dataset):
                wrong = ["It quotes an input of the dataset."]
            found.dropped += [f"{one.note}: {' '.join(wrong)}"] if wrong else []
            sound += [] if wrong or self._digest(production, one) in known else [one]
        return [self._submitted(production, one) for one in sound]

    def _digest(self, production: PromptVersion, proposal: Proposal) -> str:
        return prompts.digest_of(proposal.system, proposal.template, production.parameters, production.output_schema)

    def _submitted(self, production: PromptVersion, proposal: Proposal) -> PromptVersion:
        made = prompts.draft(
            self.prompt,
            by=None,
            system=proposal.system,
            template=proposal.template,
            parameters=production.parameters,
            output_schema=production.output_schema,
            note=proposal.note,
            parent=production,
        )
        return prompts.submit(made, by=None)

    def _compare(
        self, found: Improved, production: PromptVersion, made: list[PromptVersion], inputs: int, trial_cap: Decimal
    ) -> None:
        """All texts on the same validation inputs; the best goes to a trial if it is better there and nowhere worse."""
        try:
            scores = {version: self._measure(version, Split.VALIDATION, inputs) for version in [production, *made]}
        except (Stopped, EvaluationError):
            for version in made:
                prompts.retire(version, by=None)
            raise
        both = set.intersection(*(set(rows) for rows in scores.values()))
        results = {
            version: _tested(version, [rows[key] for key in sorted(both, key=str)]) for version, rows in scores.items()
        }
        found.production = results.pop(production)
        found.tested = list(results.values())
        usual = found.production
        better = [
            (tested, version)
            for version, tested in results.items()
            if tested.quality > usual.quality and tested.claims >= usual.claims and tested.unsafe <= usual.unsafe
        ]
        best = max(better, key=lambda row: (row[0].quality, -row[0].version), default=None)
        for version in made:
            if best is None or version.pk != best[1].pk:
                prompts.retire(version, by=None)
        if best is None:
            found.why = "No proposal was better on the validation inputs."
            return
        note = f"Improvement: {100 * (best[0].quality - usual.quality):.1f} points better on {usual.inputs} validation inputs"
        found.trial = trials.open_trial(
            self.prompt, [best[1]], self.dataset, by=None, cost_cap_usd=trial_cap, note=note, rules=self.rules
        )

    def _measure(self, version: PromptVersion, split: str, most: int) -> dict[uuid.UUID, Scores]:
        """Scores of a version on inputs of a split, kept as evaluations; item key -> scores."""
        with using(OPS):
            items = list(self.dataset.items.in_split(split)[:most])
        found = {}
        capability = capabilities.get(self.prompt.capability)
        for item in items:
            inputs = input_of(item, capability.key)
            if inputs is None:
                continue
            with using(OPS):
                self._check_room(capability.key, inputs, version)
                owner = item.owner
                outcome = gateway.run(
                    capability.key, inputs, by=None, owner=owner, at=self.now(), board=self.board, version=version
                )
            self._spend(outcome)
            if outcome.source == "deterministic" and outcome.reason not in PROMPT_FAULTS:
                raise EvaluationError(f"The model did not answer: {outcome.why}", code="provider")
            scores = evaluate(answer_of(capability, inputs, outcome, item))
            evaluating.keep(scores, item=item.pk, version=version, capability=capability.key)
            found[item.pk] = scores
        return found

    def _check_room(self, capability: str, inputs: CapabilityInput, version: PromptVersion | None) -> None:
        left = self.cap_usd - self.spent
        check_room(capability, inputs, version, left=left, at=self.now(), board=self.board)

    def _spend(self, outcome: Outcome) -> None:
        """Count a call towards the cap, one of unknown cost as the most that it may have been."""
        self.spent += counted_usd(outcome)
        self.unpriced += outcome.cost_usd is None


def _tested(version: PromptVersion, scores: list[Scores]) -> Tested:
    count = max(1, len(scores))
    return Tested(
        version=version.number,
        note=version.note,
        inputs=len(scores),
        quality=sum(one.quality for one in scores) / count,
        claims=sum(one.claims for one in scores) / count,
        unsafe=sum(not one.is_safe for one in scores),
    )
