"""The vendors' real SDKs against the shipped server over HTTP: every wire format, every fault, plain and streamed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest

from aiplatform.providers.base import Part, Provider, ProviderError, Usage
from aiplatform.providers.fake.answers import Canned
from aiplatform.providers.fake.faults import FAULTS
from aiplatform.providers.fake.server import FakeServer
from aiplatform.tests.fakes import WIRES, fake_server, make_call

SHORT_S = 0.35
KINDS = {
    "html_200": "not_json",
    "empty_choices": "empty",
    "cut_by_length": "cut",
    "stream_closed_early": "closed_early",
    "slow_drip": "timeout",
    "rate_limited": "rate_limited",
    "server_error": "server_error",
    "overloaded": "overloaded",
    "connection_reset": "connection",
    "timeout": "timeout",
    "refusal": "refused",
    "rejected": "rejected",
}
# The model's own words are wrong, the transport is not: the gateway's validation finds these.
IN_TEXT = {"malformed_json", "schema_violating"}


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with fake_server(canned=Canned({"greet": {"words": "Hello."}})) as running:
        yield running


@pytest.fixture(scope="module", params=list(WIRES))
def provider(request: pytest.FixtureRequest, server: FakeServer) -> Iterator[Provider]:
    made = WIRES[request.param](server.url)
    yield made
    made.close()


def test_every_fault_of_the_list_is_expected_here() -> None:
    assert set(KINDS) | IN_TEXT == set(FAULTS)
    assert len(FAULTS) == 14
    assert [name for name, fault in FAULTS.items() if not fault.is_raised] == [
        "html_200", "empty_choices", "cut_by_length", "stream_closed_early", "slow_drip",
    ]  # fmt: skip


@pytest.mark.parametrize("is_streamed", [False, True])
def test_a_whole_answer(provider: Provider, is_streamed: bool) -> None:
    pieces: list[str] = []

    reply = provider.call(make_call(stream=pieces.append if is_streamed else None))

    value = json.loads(reply.text)
    assert (value["level"], value["score"], len(value["hints"])) == ("low", 50, 2)
    assert (reply.provider, reply.model, reply.finish_reason) == (provider.name, "fake-canned-snapshot", "stop")
    assert reply.usage.output_tokens > 0
    streams = is_streamed and provider.capabilities.is_streaming
    assert "".join(pieces) == (reply.text if streams else "")
    assert (len(pieces) > 3) == streams


@pytest.mark.parametrize("is_streamed", [False, True])
@pytest.mark.parametrize("fault", list(KINDS))
def test_each_fault_is_an_error_of_its_kind(provider: Provider, fault: str, is_streamed: bool) -> None:
    seconds = SHORT_S if fault in ("slow_drip", "timeout") else 20.0
    call = make_call(f"fake-fault-{fault}", seconds=seconds, stream=(lambda piece: None) if is_streamed else None)

    with pytest.raises(ProviderError) as failed:
        provider.call(call)

    expected = KINDS[fault]
    if fault == "stream_closed_early" and not (is_streamed and provider.capabilities.is_streaming):
        expected = "not_json"  # half a body without a length
    assert failed.value.kind == expected
    assert (failed.value.retry_after == 0.05) == (fault == "rate_limited")


@pytest.mark.parametrize("fault", sorted(IN_TEXT))
def test_wrong_words_are_a_reply(provider: Provider, fault: str) -> None:
    reply = provider.call(make_call(f"fake-fault-{fault}"))

    if fault == "malformed_json":
        with pytest.raises(json.JSONDecodeError):
            json.loads(reply.text)
    else:
        assert json.loads(reply.text) == {"verdict": "fine", "score": "many"}


@pytest.mark.parametrize("name", ["openai", "anthropic", "compatible"])
def test_faults_can_pass(name: str) -> None:
    kinds = []
    with fake_server() as server:
        provider = WIRES[name](server.url)
        for _ in range(3):
            try:
                kinds.append(provider.call(make_call("fake-fault-server_error-x2")).finish_reason)
            except ProviderError as error:
                kinds.append(error.kind)
        provider.close()

    assert kinds == ["server_error", "server_error", "stop"]


def test_a_drip_ends_at_the_deadline_and_leaves_no_thread(provider: Provider) -> None:
    with pytest.raises(ProviderError, match="in time"):
        provider.call(make_call("fake-fault-slow_drip", seconds=0.2, stream=lambda piece: None))
    for thread in [thread for thread in threading.enumerate() if thread.name == "provider-call"]:
        thread.join(timeout=60)

    assert [thread for thread in threading.enumerate() if thread.name == "provider-call"] == []


def test_no_time_left_asks_nobody(provider: Provider, server: FakeServer) -> None:
    seen = len(server.seen)

    with pytest.raises(ProviderError) as failed:
        provider.call(make_call(seconds=-1))

    assert (failed.value.kind, len(server.seen)) == ("timeout", seen)


def test_a_reader_that_fails_ends_the_call(provider: Provider) -> None:
    def broken(piece: str) -> None:
        raise RuntimeError("the page went away")

    if provider.capabilities.is_streaming:
        with pytest.raises(RuntimeError, match="went away"):
            provider.call(make_call(stream=broken))

    assert provider.call(make_call()).finish_reason == "stop"


def test_unknown_models_are_rejected(provider: Provider) -> None:
    with pytest.raises(ProviderError) as failed:
        provider.call(make_call("fake-nothing"))

    assert (failed.value.kind, failed.value.is_retryable, failed.value.is_failing_over) == ("rejected", False, True)


def test_nobody_listening_is_a_broken_connection() -> None:
    with fake_server() as gone:
        url = gone.url
    for name in ("openai", "anthropic"):
        with pytest.raises(ProviderError) as failed:
            WIRES[name](url).call(make_call())
        assert failed.value.kind == "connection"


def test_canned_replies_and_the_schema_without_structured_output(provider: Provider, server: FakeServer) -> None:
    schema = {"type": "object", "properties": {"words": {"type": "string"}}, "required": ["words"]}

    reply = provider.call(make_call(schema=schema, schema_name="greet"))

    assert json.loads(reply.text) == {"words": "Hello."}
    body = server.seen[-1].body
    assert ("JSON schema" in json.dumps(body)) == (provider.name == "plain")


@pytest.mark.parametrize("name", ["openai", "anthropic", "compatible"])
def test_tokens_are_in_disjoint_classes(name: str) -> None:
    system = "You read texts. " * 20
    call = make_call("fake-canned", system=system, parameters={"effort": "low"})
    with fake_server() as server:
        provider = WIRES[name](server.url)
        usages = [provider.call(call).usage for _ in range(2)]
        provider.close()

    text = sum(len(part.text) for part in call.parts)
    turns, cached = -(-text // 4), len(system) // 4
    reasoning = 0 if name == "compatible" else 32
    output = usages[0].output_tokens
    assert usages == [Usage(turns, 0, cached, output, reasoning), Usage(turns, cached, 0, output, reasoning)]
    assert usages[0] + usages[1] == Usage(2 * turns, cached, cached, 2 * output, 2 * reasoning)


def test_what_is_sent(server: FakeServer) -> None:
    call = make_call(
        parameters={"temperature": 0.2, "effort": "low"},
        parts=(Part("Fixed.", is_fixed=True), Part("Data."), Part("{}", role="assistant"), Part("Again.")),
    )
    bodies = {}
    for name in ("openai", "anthropic", "compatible"):
        provider = WIRES[name](server.url)
        provider.call(call)
        provider.close()
        bodies[name] = dict(server.seen[-1].body)

    assert (bodies["openai"]["store"], bodies["openai"]["temperature"], bodies["openai"]["reasoning"]) == (
        False,
        0.2,
        {"effort": "low"},
    )
    assert "temperature" not in bodies["anthropic"]
    cached = {"type": "ephemeral"}
    assert bodies["anthropic"]["system"] == [{"type": "text", "text": "You read texts.", "cache_control": cached}]
    assert bodies["anthropic"]["messages"] == [
        {"role": "user", "content": [{"type": "text", "text": "Fixed.", "cache_control": cached}, {"type": "text", "text": "Data."}]},
        {"role": "assistant", "content": [{"type": "text", "text": "{}"}]},
        {"role": "user", "content": [{"type": "text", "text": "Again."}]},
    ]  # fmt: skip
    assert [message["role"] for message in bodies["compatible"]["messages"]] == [
        "system",
        "user",
        "user",
        "assistant",
        "user",
    ]
