"""Instructions aimed at a machine reader, hidden in text that a person uploaded or pasted.

`scan` reads a text as a model would (invisible characters dropped, look-alikes and l33t turned into letters, encoded
stretches decoded), sentence by sentence and in pairs of neighbours, and judges each by a small logistic regression
over concepts (`features`, trained by scripts/train_scan.py). A flag is a reason to show the place to a person and to
keep the sentence out of prompts. It is never a reason to lower anybody's score.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aiplatform.safety.characters import View, marks, readable
from aiplatform.safety.encodings import payloads, straightened, turned
from aiplatform.safety.features import features

_WEIGHTS = Path(__file__).parent / "data" / "scan_weights.json"
# Log odds from which a sentence is flagged. Chosen on held-out templates (scripts/train_scan.py), see docs/safety.md.
THRESHOLD = 0.5
# Neighbours read together must be surer: two harmless halves can look like one request.
PAIR_EXTRA = 2.5
# Longer stretches without a full stop are read in overlapping windows.
WINDOW_CHARS = 320
_BREAK = re.compile(r"\n+|(?<=[.!?;])(?=\s|[A-Z<\[#])|(?<=[.!?]['\")\]])\s|(?<=[.!?;\u3002])(?=[\u3040-\u9fff])")
# How deep encodings inside encodings are followed.
MAX_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicious place: characters start..end (end exclusive) of the given text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The verdict on a text; `score` is the probability-like 0-1 figure of its most suspicious place."""

    flag: bool
    score: float
    findings: tuple[Finding, ...]


@lru_cache(maxsize=1)
def _model() -> tuple[dict[str, float], float]:
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return {str(name): float(weight) for name, weight in data["weights"].items()}, float(data["bias"])


def log_odds(sentence: str) -> float:
    """Log odds that one sentence instructs a machine reader."""
    weights, bias = _model()
    return bias + sum(weights.get(name, 0.0) for name in features(sentence))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences and lines; long ones in overlapping windows."""
    start = 0
    for at in [*(match.start() for match in _BREAK.finditer(text)), len(text)]:
        if text[start:at].strip():
            yield from _windows(text, start, at)
        start = at


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > WINDOW_CHARS:
        stop = text.rfind(" ", start + WINDOW_CHARS // 2, start + WINDOW_CHARS)
        stop = stop if stop > 0 else start + WINDOW_CHARS
        yield start, stop
        overlap = text.find(" ", stop - WINDOW_CHARS // 4, stop)
        start = overlap if overlap > 0 else stop - WINDOW_CHARS // 4
    yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _judge(sentence: str) -> float:
    """Log odds of the sentence as written or, if worse, with its letters set straight."""
    plain = log_odds(sentence)
    straight = straightened(sentence)
    return plain if straight == sentence else max(plain, log_odds(straight))


def _instructions(text: str) -> Iterator[tuple[float, str, int, int]]:
    """(log odds over the threshold, kind, start, end) of each judged place of a readable text."""
    spans = [_trim(text, *span) for span in _sentences(text)]
    alone = [_judge(text[start:end]) for start, end in spans]
    for (start, end), odds in zip(spans, alone, strict=True):
        yield odds - THRESHOLD, "instruction", start, end
        trick = turned(text[start:end])
        if trick is not None:
            yield _judge(trick[1]) - THRESHOLD, trick[0], start, end
    for at in range(len(spans) - 1):
        start, end = spans[at][0], spans[at + 1][1]
        if end - start <= WINDOW_CHARS and max(alone[at], alone[at + 1]) <= THRESHOLD:
            joined = re.sub(r"\s+", " ", text[start:end])
            yield log_odds(joined) - THRESHOLD - PAIR_EXTRA, "instruction", start, end


def _encoded(text: str, depth: int) -> Iterator[tuple[float, str, int, int]]:
    for name, start, end, decoded in payloads(text):
        inner = readable(decoded).text
        worst = max((odds for odds, *_ in _instructions(inner)), default=-THRESHOLD)
        if depth < MAX_DEPTH:
            worst = max([worst, *(odds for odds, *_ in _encoded(inner, depth + 1))])
        yield worst, f"encoded_{name}", start, end


def _places(view: View) -> Iterator[tuple[float, str, int, int]]:
    yield from _instructions(view.text)
    yield from _encoded(view.text, 1)


def scan(text: str) -> Scan:
    """Judge a text of any length; offsets count characters of the text as given.

    Findings of kinds `instruction`, `rot13`, `mirror`, `encoded_*` are sentences; `tag_characters`, `zero_width`,
    `bidi_override`, `bidi_control` and `mixed_script` are characters. Stray zero-width and bidi controls are listed
    without a flag, because web pages and right-to-left names leave them.
    """
    view = readable(text)
    found: list[Finding] = []
    worst = -math.inf
    for over, kind, start, end in _places(view):
        worst = max(worst, over)
        if over > 0:
            found.append(Finding(kind, *view.original(start, end)))
    characters = marks(text)
    found += [Finding(mark.kind, mark.start, mark.end) for mark in characters]
    serious = any(mark.serious for mark in characters)
    score = 1 / (1 + math.exp(-max(min(worst, 30.0), -30.0)))
    return Scan(
        flag=serious or worst > 0,
        score=round(max(score, 0.9 if serious else 0.0), 4),
        findings=tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind))),
    )
