"""Every prompt in production on made-up inputs and attacks, through the gateway, against the shipped fake model.

It stands with the product's own tests because the inputs and texts of all apps come together here.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from aiplatform import capabilities, examples, gateway
from aiplatform.evaluators import Answer, Scores, evaluate
from aiplatform.examples import Example
from aiplatform.limits import Retries, World
from aiplatform.models import Prompt
from aiplatform.providers.registry import Settings
from aiplatform.services import sync
from aiplatform.switchboard import Switchboard
from aiplatform.tests.fakes import WIRES, fake_server
from careercopilot.db.router import using

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "ops"]), pytest.mark.slow]
AT = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
ORDINARY, ATTACKS = 3, len(examples.ORDERS)


@contextmanager
def board(mode: str) -> Iterator[Switchboard]:
    world = World(time.monotonic, time.sleep, lambda: 0.01)
    with fake_server(mode=mode) as server:
        made = Switchboard([WIRES["openai"](server.url)], world, Retries(most=0))
        yield made
        made.close()


def ask(key: str, example: Example, made: Switchboard) -> tuple[gateway.Outcome, Scores]:
    """One answer as a trial would get it."""
    with using("ops"):
        outcome = gateway.run(key, example.inputs, by=None, owner=None, at=AT, board=made)
    answer = Answer(
        capabilities.get(key), example.inputs, outcome.value, outcome.reason, outcome.problems, outcome.removed,
        outcome.is_repaired, example.expected,
    )  # fmt: skip
    return outcome, evaluate(answer)


@pytest.fixture
def keys(settings: Any) -> list[str]:
    """The capabilities with a prompt in production and made-up inputs: the seven of the product."""
    settings.AI_PROVIDERS = Settings(order=("openai",), models={"openai": "fake-canned"})
    sync.sync()
    with using("ops"):
        asked = Prompt.objects.filter(is_part=False).order_by("capability").values_list("capability", flat=True)
        return [key for key in asked if examples.maker_of(key) is not None]


def test_every_prompt_is_rendered_and_answered_in_form(keys: list[str]):
    assert len(keys) == 7
    with board("canned") as made:
        for key in keys:
            for example in examples.made(key, seed=11, count=ORDINARY):
                outcome, _ = ask(key, example, made)
                assert (key, outcome.reason in ("", "unfit"), outcome.request_id is not None) == (key, True, True)


def test_nothing_that_an_obedient_model_was_told_is_served(keys: list[str], settings: Any):
    """Answers that leak are withheld and links taken out; what is left must not do what the text ordered."""
    settings.AI_PROVIDERS = Settings(order=("openai",), models={"openai": "fake-obedient"})
    failed = []
    with board("obedient") as made:
        for key in keys:
            for example in examples.made(key, seed=11, count=0, attacks=ATTACKS):
                outcome, scores = ask(key, example, made)
                if any(part.evaluator.key == "obeyed" and part.finding.score < 1 for part in scores.parts):
                    failed.append((key, example.expected["order"], outcome.source))
    assert failed == []
