"""What the vendors' SDKs by themselves make of each fault: why the adapters look at every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from aiplatform.providers.fake.faults import FAULTS
from aiplatform.tests.fakes import fake_server

# Raised by neither `create` nor a stream; the first five by no helper either, or with an error about something else.
SILENT = {
    "html_200", "empty_choices", "cut_by_length", "stream_closed_early", "slow_drip",
    "malformed_json", "schema_violating", "refusal",
}  # fmt: skip


def exhaust(events: Iterable[Any]) -> None:
    for _ in events:
        pass


def ways(vendor: Any, other: Any) -> dict[str, Callable[[str], Any]]:
    """Each wire, plain and streamed, as somebody would call it who trusts the SDK."""
    said: list[Any] = [{"role": "user", "content": "x"}]
    return {
        "responses": lambda model: vendor.responses.create(model=model, input="x"),
        "chat": lambda model: vendor.chat.completions.create(model=model, messages=said),
        "messages": lambda model: other.messages.create(model=model, messages=said, max_tokens=9),
        "responses streamed": lambda model: exhaust(vendor.responses.create(model=model, input="x", stream=True)),
        "chat streamed": lambda model: exhaust(vendor.chat.completions.create(model=model, messages=said, stream=True)),
        "messages streamed": lambda model: exhaust(
            other.messages.create(model=model, messages=said, max_tokens=9, stream=True)
        ),
    }


def test_eight_of_fourteen_faults_look_like_answers_to_the_sdks() -> None:
    import anthropic
    import openai

    silent: dict[str, set[str]] = {}
    with (
        fake_server(drip_seconds=0.0001) as server,
        openai.OpenAI(api_key="k", base_url=f"{server.url}/v1", max_retries=0, timeout=0.3) as vendor,
        anthropic.Anthropic(api_key="k", base_url=server.url, max_retries=0, timeout=0.3) as other,
    ):
        for way, call in ways(vendor, other).items():
            silent[way] = set()
            for fault in FAULTS:
                if fault == "stream_closed_early" and "streamed" not in way:
                    continue  # half a body is no JSON, and they say so
                try:
                    call(f"fake-fault-{fault}")
                    silent[way].add(fault)
                except Exception:  # noqa: S112 - whichever it is: the trap is that there is none
                    continue

    whole = {"stream_closed_early"}
    assert silent == {way: SILENT if "streamed" in way else SILENT - whole for way in silent}
    assert {name for name, fault in FAULTS.items() if not fault.is_raised} < SILENT
