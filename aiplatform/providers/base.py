"""What every provider takes and gives: one call, one reply, tokens in disjoint classes, one family of errors. Pure."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

Role = Literal["user", "assistant"]
# How people are told what went wrong; the gateway puts the sentence beside the answer that was made without a model.
KINDS: Mapping[str, str] = {
    "rate_limited": "The model provider asked us to slow down.",
    "server_error": "The model provider had an internal error.",
    "overloaded": "The model provider is overloaded.",
    "connection": "The connection to the model provider broke.",
    "timeout": "The model provider did not answer in time.",
    "not_json": "The model provider sent something that is not an answer.",
    "empty": "The model provider sent an answer without content.",
    "cut": "The model's answer was cut off because it was too long.",
    "closed_early": "The model's answer stopped before its end.",
    "refused": "The model declined to answer.",
    "rejected": "The model provider did not accept our key or the model's name.",
    "bad_request": "The model provider did not understand the request.",
    "paused": "The model provider failed several times and is left alone for a moment.",
    "unaffordable": "What was set aside for this request is used up.",
}
# Worth another try with the same provider; the rest is the same at each try.
RETRYABLE = frozenset(
    {"rate_limited", "server_error", "overloaded", "connection", "timeout", "not_json", "empty", "closed_early"}
)
# Another provider may do better; a refusal or an answer too long would be the same question asked until somebody gives in.
FAILING_OVER = RETRYABLE | {"rejected", "bad_request"}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens by class; the classes are disjoint, so that a bill is the sum over them.

    OpenAI counts cached tokens inside its input tokens and reasoning inside its output tokens, Anthropic counts cached
    ones apart: the adapters take that out.
    """

    input_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.cache_read_tokens + other.cache_read_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            self.output_tokens + other.output_tokens,
            self.reasoning_tokens + other.reasoning_tokens,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the conversation after the system prompt.

    `is_fixed` marks text that is the same in every call of the prompt version; fixed parts come first, so that
    providers can keep what they made of them (prompt caching).
    """

    text: str
    is_fixed: bool = False
    role: Role = "user"


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a model. `deadline` is a moment of time.monotonic(); the call ends by then, come what may."""

    system: str
    parts: tuple[Part, ...]
    schema: Mapping[str, Any]
    schema_name: str
    model: str
    max_output_tokens: int
    deadline: float
    parameters: Mapping[str, Any] = field(default_factory=dict)
    # Gets the answer's text piece by piece, in the caller's thread; asked for only where the provider can stream.
    stream: Callable[[str], None] | None = None

    def seconds_left(self) -> float:
        """Time until the deadline; negative when it has passed."""
        return self.deadline - time.monotonic()


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished answer: `finish_reason` is always "stop" (anything else is an error). `model` is what the vendor says ran."""

    text: str
    model: str
    usage: Usage
    provider: str
    provider_request_id: str
    latency_ms: int
    finish_reason: str = "stop"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a provider's interface can do; where it cannot, the adapter does without."""

    is_structured: bool = True
    is_streaming: bool = True
    is_caching: bool = True


class ProviderError(Exception):
    """A call that gave no usable answer. `kind` is a key of KINDS; `str()` is for people, `detail` for the record.

    `usage` holds what was billed all the same: nothing when the provider refused the request, None when nobody knows.
    """

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        retry_after: float | None = None,
        usage: Usage | None = None,
        finish_reason: str = "",
        model: str = "",
    ) -> None:
        super().__init__(KINDS[kind])
        self.kind = kind
        self.detail = detail[:500]
        self.retry_after = retry_after
        self.usage = usage
        self.finish_reason = finish_reason
        self.model = model

    @property
    def is_retryable(self) -> bool:
        """Whether the same call may work a moment later."""
        return self.kind in RETRYABLE

    @property
    def is_failing_over(self) -> bool:
        """Whether the next provider should be asked."""
        return self.kind in FAILING_OVER


@runtime_checkable
class Moderator(Protocol):
    """A provider that also says what is wrong with a text."""

    def moderate(self, text: str, *, deadline: float) -> tuple[str, ...]:
        """The categories that the text falls into, none where nothing is wrong; ProviderError when it does not answer by
        `deadline`, a moment of time.monotonic()."""
        ...


class Provider(Protocol):
    """One configured way to a model."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def call(self, call: Call) -> Reply:
        """The answer, or ProviderError. Never later than the deadline, never more than one request."""
        ...

    def close(self) -> None:
        """Close kept connections."""
        ...
