"""The fourteen ways in which a provider fails, and how a request asks for one. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, and whether a plain `create` of the vendors' SDKs raises anything because of it."""

    meaning: str
    is_raised: bool


FAULTS: Mapping[str, Fault] = {
    "html_200": Fault("a web page with status 200", False),
    "empty_choices": Fault("an answer without any output", False),
    "cut_by_length": Fault("the answer's first half, finish reason length", False),
    "stream_closed_early": Fault("a stream that ends cleanly before its last events", False),
    "slow_drip": Fault("the right answer, one byte at a time", False),
    "rate_limited": Fault("429 with Retry-After", True),
    "server_error": Fault("500 with an error object", True),
    "overloaded": Fault("503, or 529 on Anthropic's interface", True),
    "connection_reset": Fault("the connection is reset before the answer", True),
    "timeout": Fault("the request is taken and never answered", True),
    "malformed_json": Fault("text that is no JSON, finish reason stop (raised by the SDKs' parse helpers)", True),
    "schema_violating": Fault("JSON that breaks the schema (raised by the SDKs' parse helpers)", True),
    "refusal": Fault("the model declines (raised by some of the SDKs' parse helpers)", True),
    "rejected": Fault("401: the key is not accepted", True),
}
MODES = ("canned", "reading", "schema_random", "obedient")
_MODEL = re.compile(r"fake-fault-(?P<fault>[a-z0-9_]+?)(?:-x(?P<times>\d+))?")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a request is answered: a mode, and perhaps a fault for the first `times` requests (None: each time)."""

    mode: str
    fault: str | None = None
    times: int | None = None


class UnknownModel(ValueError):
    """A model's name that begins with fake- and names nothing that this server does."""


def behaviour_of(text: str, default: Behaviour) -> Behaviour:
    """`canned`, `fake-obedient`, `fault:slow_drip`, `fake-fault-server_error-x2`; any other model acts as `default`."""
    name = text.replace("fault:", "fake-fault-", 1) if text.startswith("fault:") else text
    if name.removeprefix("fake-") in MODES:
        return Behaviour(name.removeprefix("fake-"))
    match = _MODEL.fullmatch(name)
    if match and match["fault"] in FAULTS:
        return Behaviour("canned", match["fault"], int(match["times"]) if match["times"] else None)
    if name.startswith("fake-"):
        raise UnknownModel(f"There is no model {text}: try fake-{', fake-'.join(MODES)} or fake-fault-NAME.")
    return default
