"""Reading official taxonomy files: the ESCO CSV download and the O*NET text files, or the compressed tables made from them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EscoTerm:
    """A skill or knowledge concept of ESCO; `unsplit` holds alternative names that the source runs together, `broader` the URIs above."""

    uri: str
    label: str
    kind: str
    aliases: tuple[str, ...]
    description: str
    unsplit: str = ""
    broader: tuple[str, ...] = ()
