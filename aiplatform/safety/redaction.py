"""Personal data out of a text before it leaves, and back into the answer: numbered placeholders and the map between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aiplatform.safety.contact import Span, contact_spans
from aiplatform.safety.head_names import given_spans, head_name
from aiplatform.safety.names import name_spans

_PLACEHOLDER = re.compile(r"\[[A-Z]+_\d+\]")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the person a text is about; all of it is masked wherever it stands."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    links: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Redacted:
    """`text` with placeholders such as [NAME_1]; `map` gives each placeholder's original value."""

    text: str
    map: dict[str, str]


def _profile_contact(text: str, profile: Profile) -> Iterator[Span]:
    for kind, value in [("EMAIL", profile.email), *(("URL", link) for link in profile.links)]:
        if value and value.strip():
            for match in re.finditer(re.escape(value.strip()), text, re.IGNORECASE):
                yield *match.span(), kind
    digits = re.findall(r"\d", profile.phone or "")
    if len(digits) >= 6:
        for match in re.finditer(r"[+(]?" + r"[\s().\-/]{0,3}".join(digits), text):
            yield *match.span(), "PHONE"


def _free(start: int, end: int, taken: bytearray) -> Iterator[tuple[int, int]]:
    """The stretches of start..end that no earlier span has taken."""
    at = taken.find(0, start, end)
    while at != -1:
        stop = taken.find(1, at, end)
        stop = end if stop == -1 else stop
        yield at, stop
        at = taken.find(0, stop, end)


def _spans(text: str, profile: Profile) -> list[Span]:
    """Non-overlapping spans in order. Known values win over forms, forms over names; a loser is cut to what is left of it.

    Of a guessed name that runs into a number or address, capitals alone are given up: "IBAN DE" is nobody.
    """
    spans: list[Span] = []
    taken = bytearray(len(text))
    for match in _PLACEHOLDER.finditer(text):
        taken[match.start() : match.end()] = b"\1" * len(match.group())
    known = [profile.name.strip()] if profile.name and profile.name.strip() else []
    first = head_name(text)
    known += [first] if first and first not in known else []
    sources: tuple[tuple[Iterator[Span], bool], ...] = (
        (_profile_contact(text, profile), False),
        (contact_spans(text), False),
        (((start, end, "NAME") for start, end in given_spans(text, known)), False),
        (((start, end, "NAME") for start, end in name_spans(text)), True),
    )
    for source, guessed in sources:
        for start, end, kind in source:
            for left, right in list(_free(start, end, taken)):
                right = left + len(text[left:right].rstrip())
                cut = guessed and (left, right) != (start, end)
                if re.search(r"[a-z]" if cut else r"\w", text[left:right]):
                    spans.append((left, right, kind))
                    taken[left:right] = b"\1" * (right - left)
    return sorted(spans)


def redact(text: str, profile: Profile | None = None) -> Redacted:
    """Mask contact data, identifying numbers and names; equal values of a kind share a placeholder.

    `restore(redact(t).text, redact(t).map) == t` for every text, also for one that already holds placeholders.
    """
    used = set(_PLACEHOLDER.findall(text))
    values: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    out: list[str] = []
    last = 0
    for start, end, kind in _spans(text, profile or Profile()):
        value = text[start:end]
        if (kind, value) not in values:
            counts[kind] = counts.get(kind, 0) + 1
            while f"[{kind}_{counts[kind]}]" in used:
                counts[kind] += 1
            values[kind, value] = f"[{kind}_{counts[kind]}]"
        out += [text[last:start], values[kind, value]]
        last = end
    out.append(text[last:])
    return Redacted("".join(out), {placeholder: value for (_, value), placeholder in values.items()})


def restore(text: str, mapping: Mapping[str, str]) -> str:
    """Put the originals back; placeholders that are not in the map stay."""
    return _PLACEHOLDER.sub(lambda match: mapping.get(match.group(), match.group()), text)
