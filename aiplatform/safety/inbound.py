"""What people wrote, made fit for a prompt: instructions to machines cut out, personal data masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiplatform.leaves import mapped, strings
from aiplatform.safety.detect import Finding, scan
from aiplatform.safety.redaction import Profile, redact

# Stands between texts while they are masked together; a private-use character, taken out of the texts first.
_BETWEEN = "\n\ue0f0\n"
# In the place of a sentence that speaks to the model.
CUT = "[removed]"
# Characters that show nothing; they go, the words around them stay.
INVISIBLE = frozenset({"tag_characters", "zero_width", "bidi_override", "bidi_control"})
# Words that only look odd; a reader sees them, so they stay.
SHOWN = frozenset({"mixed_script"})


@dataclass(frozen=True, slots=True)
class FieldFinding:
    """A suspicious place: characters start..end of the string at `field` (`resume_text`, `entries.0.summary`) as given."""

    field: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Guarded:
    """JSON data ready for a prompt. `map` gives each placeholder's original; `findings` what was suspicious."""

    data: dict[str, Any]
    map: dict[str, str]
    findings: tuple[FieldFinding, ...]


def without(text: str, findings: Sequence[Finding]) -> str:
    """The text without flagged sentences and invisible characters."""
    out: list[str] = []
    last = 0
    for finding in findings:
        if finding.kind in SHOWN or finding.end <= last:
            continue
        is_shown = finding.kind not in INVISIBLE and finding.start >= last
        out += [text[last : max(finding.start, last)], CUT if is_shown else ""]
        last = finding.end
    return "".join([*out, text[last:]])


def guard(data: Mapping[str, Any], profile: Profile) -> Guarded:
    """Scan, cut and mask every string of JSON data; equal values get one placeholder everywhere (see `restore`)."""
    findings: list[FieldFinding] = []
    kept: list[str] = []
    for place, text in strings(data):
        found = scan(text).findings
        findings += [FieldFinding(place, one.kind, one.start, one.end) for one in found]
        kept.append(without(text, found).replace(_BETWEEN.strip(), ""))
    masked = redact(_BETWEEN.join(kept), profile)
    pieces = masked.text.split(_BETWEEN)
    if len(pieces) != max(len(kept), 1):
        raise ValueError("A mask swallowed the border between two texts.")
    following = iter(pieces)
    # Walked in the order in which the strings were taken.
    return Guarded(mapped(data, lambda _: next(following)), masked.map, tuple(findings))
