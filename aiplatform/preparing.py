"""From an input to a prompt that is ready to send: scanned, masked, rendered. The same input, text and codes give the same prompt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from aiplatform import capabilities
from aiplatform.capabilities import Capability, CapabilityInput, Texts
from aiplatform.models import PromptVersion
from aiplatform.rendering import Rendered, fresh_code, render
from aiplatform.safety.inbound import Guarded, guard
from aiplatform.safety.redaction import Profile

# A placeholder may be longer than the name behind it; of a resume's text masks add less than this share.
ROOM_FOR_MASKS = 0.05


@dataclass(frozen=True)
class Text:
    """What is rendered: a version, the parts that it may name, and the codes. Without `nonce` a new one is made."""

    version: PromptVersion
    parts: Mapping[str, str]
    canary: str
    nonce: str = ""


@dataclass(frozen=True)
class Prepared:
    """The prompt of a request."""

    version: PromptVersion
    guarded: Guarded
    rendered: Rendered
    schema: Mapping[str, Any]

    def safety(self) -> dict[str, Any]:
        """For the record: places and counts, never words."""
        kinds = [placeholder.strip("[]").rpartition("_")[0] for placeholder in self.guarded.map]
        return {
            "findings": [
                {"field": one.field, "kind": one.kind, "start": one.start, "end": one.end}
                for one in self.guarded.findings
            ],
            "masked": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        }


def prepare(capability: Capability[Any, Any], inputs: CapabilityInput, owner: User | None, text: Text) -> Prepared:
    """Cut what speaks to the model, mask personal data, render. Raises RenderError."""
    texts = capabilities.texts_of(inputs)
    data = inputs.model_dump(mode="json")
    profile = Profile(name=owner.name or None, email=owner.email) if owner else Profile()
    guarded = guard({name: data[name] for name in texts.fenced if name not in texts.ours}, profile)
    kept = {**guarded.data, **{name: data[name] for name in texts.ours}}
    # The capability's own schema: its code reads the answer. The version's is what it was when the version was made.
    return Prepared(text.version, guarded, _rendered(texts, kept, text), capability.schema())


def at_most(capability: Capability[Any, Any], inputs: CapabilityInput, text: Text) -> dict[str, Any]:
    """What would be sent, neither scanned nor masked (which takes its time), with room for masks that are longer than what they
    hide: for what a call may cost at most. Raises RenderError."""
    texts = capabilities.texts_of(inputs)
    rendered = _rendered(texts, texts.fenced, text).as_json()
    length = sum(len(part["text"]) for part in rendered["parts"])
    return {**rendered, "schema": capability.schema(), "room": "x" * int(length * ROOM_FOR_MASKS)}


def _rendered(texts: Texts, kept: Mapping[str, Any], text: Text) -> Rendered:
    return render(
        text.version.system,
        text.version.template,
        inline=texts.inline,
        fenced={name: capabilities.as_text(kept[name]) for name in texts.fenced},
        canary=text.canary,
        parts=text.parts,
        nonce=(lambda: text.nonce) if text.nonce else fresh_code,
    )
