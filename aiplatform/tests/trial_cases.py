"""A small capability with made-up inputs, and a fake model whose answers depend on the prompt: what tests of trials share."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from pydantic import Field

from aiplatform import capabilities, examples
from aiplatform.capabilities import Capability, CapabilityInput, CapabilityOutput, Problem, Untrusted
from aiplatform.examples import Example
from aiplatform.limits import Retries, World
from aiplatform.models import Dataset, Prompt, PromptVersion, Trial
from aiplatform.providers.fake.answers import Canned
from aiplatform.providers.registry import Settings
from aiplatform.services import datasets, prompts, trials
from aiplatform.statistics.gate import Rules
from aiplatform.switchboard import Switchboard
from aiplatform.tests.factories import a_draft, a_model_price, a_prompt, in_production
from aiplatform.tests.fakes import WIRES, fake_server

AT = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
KEY = "trial_capability"
# Small numbers, so that a test runs in seconds; the shipped ones are tested without calls.
# Time is left out of account: a busy machine must not decide.
RULES = Rules(
    least_pairs=12, most_pairs=40, safety_rate=0.3, least_suite=4, least_slice=4, claims_margin=0.5, slice_margin=0.9,
    cost_ratio=3.0, latency_ratio=1000.0,
)  # fmt: skip


class Letter(CapabilityInput):
    text: Untrusted


class Reply(CapabilityOutput):
    summary: str = Field(min_length=3, max_length=400)


def _figures(inputs: Letter, output: Reply) -> list[Problem]:
    return [Problem("figure", "summary", "The source names no 40.", "claim")] if "40" in output.summary else []


CAPABILITY = Capability(
    key=KEY,
    title="Read a letter",
    input=Letter,
    output=Reply,
    deterministic=lambda inputs: Reply(summary="Made by rules."),
    checks=(_figures,),
    texts=lambda output: [("summary", output.summary)],
    max_output_tokens=100,
)
GOOD, BAD = {"summary": "A tidy letter about nurses."}, {"summary": "Something else was written."}
INVENTED = {"summary": "A tidy letter about 40 nurses."}


def letters(seed: int, count: int) -> Iterator[Example]:
    """Half of them German by name."""
    for number in range(count):
        language = "de" if number % 2 else "en"
        text = f"Letter {seed} number {number} tells about the nurses of a ward."
        yield Example(Letter(text=text), (f"language {language}",), {"mentions": ["tidy"]})


def register(monkeypatch: Any, settings: Any) -> None:
    """Make the capability, its inputs and one provider known."""
    monkeypatch.setitem(capabilities._registered, KEY, CAPABILITY)
    monkeypatch.setitem(examples._makers, KEY, letters)
    settings.AI_PROVIDERS = Settings(order=("openai",), models={"openai": "fake-canned"})


@contextmanager
def board(*replies: tuple[str, Any], more: dict[str, Any] | None = None) -> Iterator[Switchboard]:
    """A fake model: the first reply whose words stand in the request, by default a good one; `more` for other capabilities."""
    canned = [{"when": when, "answer": answer} for when, answer in (*replies, ("", GOOD))]
    world = World(time.monotonic, time.sleep, lambda: 0.01)
    with fake_server(canned=Canned({KEY: canned, **(more or {})}), mode="canned") as server:
        made = Switchboard([WIRES["openai"](server.url)], world, Retries(most=0))
        yield made
        made.close()


def a_dataset(*, count: int = 60, attacks: int = 4, key: str = "letters") -> Dataset:
    """Frozen; about half of the inputs are held out."""
    made = datasets.create(key, capability=KEY, title="Letters", source="made up", by=None, seed=1)
    datasets.add_made(made, examples.made(KEY, seed=1, count=count, attacks=attacks))
    return datasets.freeze(made, at=AT)


def two_versions() -> tuple[Prompt, PromptVersion, PromptVersion]:
    """A prompt, its version in production ("Plain") and a candidate ("Better")."""
    prompt = a_prompt(KEY)
    a_model_price("openai", "fake-*", cache_read=Decimal(1), cache_write=Decimal(1), reasoning=Decimal(1))
    production = in_production(prompt, system="You read.", template="Plain: {{text}}")
    candidate = a_draft(prompt, system="You read.", template="Better: {{text}}")
    return prompt, production, prompts.submit(candidate, by=None)


def a_trial(*, cap: str = "5", rules: Rules = RULES) -> Trial:
    """Open, of one candidate."""
    prompt, _, candidate = two_versions()
    return trials.open_trial(prompt, [candidate], a_dataset(), by=None, cost_cap_usd=Decimal(cap), rules=rules)
