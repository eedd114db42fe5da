"""What we ask a model for: one typed question each, with a counterpart that answers it without a model.

The apps above define theirs in `<app>/capabilities` and register them here; nothing in this module knows what they are about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from aiplatform.rendering import Names

In = TypeVar("In", bound="CapabilityInput")
Out = TypeVar("Out", bound="CapabilityOutput")


@dataclass(frozen=True, slots=True)
class Marker:
    """Says of an input field how it reaches a model."""

    name: str


UNTRUSTED = Marker("untrusted")  # people wrote it: fenced apart from the instructions; so is all that is not marked
OUR_TEXT = Marker(
    "our_text"
)  # staff wrote it: fenced too, but neither scanned nor masked, which would cut instructions out
UNSENT = Marker("unsent")  # for code alone: no model sees it
Untrusted = Annotated[str, UNTRUSTED]


class CapabilityInput(BaseModel):
    """What a capability is asked with; the same input always gives the same counterpart."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CapabilityOutput(BaseModel):
    """An answer. Fields that code alone may fill are left out of the JSON schema (pydantic's SkipJsonSchema)."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer. `repair`: a rule of form, asked for once more and then not served. `claim`: a text at
    `path` asserts what the source does not bear out; the answer is served and that text is blocked. `message` is for people.
    """

    code: str
    path: str
    message: str
    kind: Literal["repair", "claim"] = "repair"


@dataclass(frozen=True, slots=True)
class Texts:
    """An input as the renderer takes it: what code made, and what people wrote; of that, what staff did."""

    inline: dict[str, str]
    fenced: dict[str, str]
    ours: frozenset[str] = frozenset()


def names_of(kind: type[CapabilityInput]) -> Names:
    """Which fields stand among the instructions (numbers, truth values, choices) and which are fenced; unsent ones are left out."""
    sent = {name: field for name, field in kind.model_fields.items() if UNSENT not in field.metadata}
    inline = tuple(
        name for name, field in sent.items() if UNTRUSTED not in field.metadata and _is_ours(field.annotation)
    )
    return Names(inline, tuple(name for name in sent if name not in inline))


def as_text(value: Any) -> str:
    """Data of a field as a prompt holds it: strings as they are, other values as indented JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def texts_of(value: CapabilityInput) -> Texts:
    """The fields of an input by how they reach a model: numbers, truth values and choices inline, all else fenced, strings as
    they are and other values as indented JSON."""
    data = value.model_dump(mode="json")
    sent = names_of(type(value))
    inline = {name: "" if data[name] is None else str(data[name]) for name in sent.inline}
    fenced = {name: as_text(data[name]) for name in sent.fenced}
    ours = frozenset(name for name, field in type(value).model_fields.items() if OUR_TEXT in field.metadata)
    return Texts(inline, fenced, ours)


def _is_ours(annotation: Any) -> bool:
    """Whether no value of this type can carry words that people wrote."""
    if get_origin(annotation) is Literal or annotation is type(None):
        return True
    if get_origin(annotation) in (Union, UnionType):
        return all(_is_ours(part) for part in get_args(annotation))
    return isinstance(annotation, type) and issubclass(annotation, bool | int | float)


def _as_answered(inputs: Any, output: Any) -> Any:
    return output


def _no_texts(output: Any) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True)
class Capability(Generic[In, Out]):
    """One thing that we ask a model.

    `deterministic` answers without one. `settle` puts what only code may say (scores, gains, places) into a model's answer;
    `checks` then name what is wrong with it. `texts` gives (path, text) of each text that could leave the product.
    """

    key: str
    title: str
    input: type[In]
    output: type[Out]
    deterministic: Callable[[In], Out]
    checks: tuple[Callable[[In, Out], Sequence[Problem]], ...] = ()
    settle: Callable[[In, Out], Out] = _as_answered
    texts: Callable[[Out], Iterable[tuple[str, str]]] = _no_texts
    max_output_tokens: int = 2000
    version: str = "1"

    def problems(self, inputs: In, output: Out) -> list[Problem]:
        """What the checks say of a settled answer."""
        return [problem for check in self.checks for problem in check(inputs, output)]

    def schema(self) -> dict[str, Any]:
        """JSON schema of what a model fills in, named after the capability: one of the vendors knows it by this title."""
        return {**self.output.model_json_schema(), "title": self.key}


_registered: dict[str, Capability[Any, Any]] = {}


def register(capability: Capability[Any, Any]) -> Capability[Any, Any]:
    """Make a capability known under its key; the same key twice is an error."""
    if _registered.get(capability.key, capability) is not capability:
        raise ValueError(f"There are two capabilities called {capability.key!r}.")
    _registered[capability.key] = capability
    return capability


def _discover() -> None:
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("capabilities")


def get(key: str) -> Capability[Any, Any]:
    """The capability of this key; KeyError for an unknown one."""
    if key not in _registered:
        _discover()
    return _registered[key]


def all_capabilities() -> tuple[Capability[Any, Any], ...]:
    """Every capability, by key."""
    _discover()
    return tuple(_registered[key] for key in sorted(_registered))
