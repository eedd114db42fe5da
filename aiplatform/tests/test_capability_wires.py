"""Every registered capability through every wire format: the vendors take its schema, and what comes back has its form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aiplatform.capabilities import all_capabilities
from aiplatform.providers.base import Provider
from aiplatform.tests.fakes import WIRES, fake_server, make_call
from aiplatform.validation import check


@pytest.fixture(scope="module", params=list(WIRES))
def provider(request: pytest.FixtureRequest) -> Iterator[Provider]:
    with fake_server() as server:
        made = WIRES[request.param](server.url)
        yield made
        made.close()


@pytest.mark.parametrize("mode", ["canned", "reading", "schema_random", "obedient"])
def test_answers_have_the_form_that_the_capability_asks_for(provider: Provider, mode: str) -> None:
    found = {}
    for capability in all_capabilities():
        for is_streamed in (False, True):
            pieces: list[str] = []
            reply = provider.call(
                make_call(
                    f"fake-{mode}",
                    schema=capability.schema(),
                    schema_name=capability.key,
                    stream=pieces.append if is_streamed else None,
                )
            )
            checked = check(reply.text, capability.output, {}, capability.schema())
            found[capability.key, is_streamed] = [problem.message for problem in checked.problems]

    assert {key: problems for key, problems in found.items() if problems} == {}
    assert len(found) >= 12
