"""Numbers made ready to be drawn: bands, parts that add up, bar geometry, money, dates. Pure: no Django, no HTML."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Kind = Literal["match", "ats"]
Tone = Literal["good", "accent", "warn", "bad", "none"]


@dataclass(frozen=True)
class Band:
    """A score's word and the colour that goes with it; colour never stands alone."""

    word: str
    tone: Tone


# Lower bounds are exclusive: 80 is not yet "highly recommended", 81 is.
_STEPS: tuple[tuple[int, Tone], ...] = ((80, "good"), (60, "accent"), (40, "warn"), (-1, "bad"))
_WORDS: dict[Kind, tuple[str, str, str, str]] = {
    "match": ("Highly recommended", "Good fit", "Partial fit", "Weak fit"),
    "ats": ("Strong", "Good", "Fair", "Weak"),
}
UNKNOWN = Band("Not scored", "none")


def band_of(score: float | None, kind: Kind = "match") -> Band:
    """Return the band of a score on 0-100; None is unknown, which is never a low score.

    Raises ValueError outside 0-100 and for an unknown kind.
    """
    if kind not in _WORDS:
        raise ValueError(f"no bands for kind {kind!r}")
    if score is None:
        return UNKNOWN
    if not 0 <= score <= 100:
        raise ValueError(f"a score lies between 0 and 100, not {score}")
    shown = whole(score)
    return next(Band(word, tone) for (bound, tone), word in zip(_STEPS, _WORDS[kind], strict=True) if shown > bound)


def whole(value: float) -> int:
    """Round half away from zero; every score is shown and banded by this one number, so that the two never disagree."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def apportion(parts: Sequence[float], total: int) -> list[int]:
    """Round parts to integers that sum to total exactly, each within one of its own value (largest remainder).

    Needs |sum(parts) - total| < 1 up to rounding noise; a wider gap is a caller's error and raises ValueError.
    Ties go to the earlier part, so the result is deterministic.
    """
    if not parts:
        if total:
            raise ValueError(f"no parts to make {total} of")
        return []
    if abs(math.fsum(parts) - total) > 1 + 1e-9:
        raise ValueError(f"parts sum to {math.fsum(parts):.4f}, which does not round to {total}")
    floors = [math.floor(part) for part in parts]
    short = total - sum(floors)
    order = sorted(range(len(parts)), key=lambda index: (floors[index] - parts[index], index))
    for index in order[: max(short, 0)]:
        floors[index] += 1
    for index in order[::-1][: max(-short, 0)]:
        floors[index] -= 1
    return floors


@dataclass(frozen=True)
class Step:
    """One row of a waterfall: start and end are positions on the score's scale, delta is the number shown."""

    label: str
    kind: Literal["base", "up", "down", "clip", "total"]
    start: float
    end: float
    delta: int


def waterfall_steps(
    baseline: float, parts: Sequence[tuple[str, float]], score: int, *, first: str = "Baseline", last: str = "Score"
) -> list[Step]:
    """Return baseline, one step a part, a clipping step where the sum leaves 0-100, and the total.

    Integers add up exactly: base + all deltas (+ clip) = score; each delta is within one point of its value.
    Raises ValueError when the sum, kept inside 0-100, is more than one point away from score.
    """
    raw = math.fsum([baseline, *(value for _, value in parts)])
    if abs(min(100.0, max(0.0, raw)) - score) > 1:
        raise ValueError(f"baseline and parts give {raw:.3f}, the score says {score}")
    clipped = raw < 0 or raw > 100
    whole = math.floor(raw + 0.5) if clipped else score
    numbers = apportion([baseline, *(value for _, value in parts)], whole)
    steps = [Step(first, "base", 0, numbers[0], numbers[0])]
    at = numbers[0]
    for (label, _), delta in zip(parts, numbers[1:], strict=True):
        steps.append(Step(label, "up" if delta >= 0 else "down", at, at + delta, delta))
        at += delta
    if at != score:
        steps.append(Step("Kept within 0–100", "clip", at, score, score - at))
    steps.append(Step(last, "total", 0, score, score))
    return steps


def axis(steps: Iterable[Step]) -> tuple[int, int]:
    """Return the scale that holds every step: at least 0-100, widened in tens."""
    ends = [position for step in steps for position in (step.start, step.end)]
    low = min(0, math.floor(min(ends) / 10) * 10)
    high = max(100, math.ceil(max(ends) / 10) * 10)
    return low, high


_SIGNS: Mapping[str, str] = {
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "AUD": "A$", "CAD": "C$", "NZD": "NZ$",
    "SGD": "S$", "HKD": "HK$", "BRL": "R$", "ILS": "₪", "KRW": "₩", "VND": "₫", "NGN": "₦", "PHP": "₱",
}  # fmt: skip
_PERIODS: Mapping[str, str] = {
    "year": "a year", "month": "a month", "week": "a week", "day": "a day", "hour": "an hour",
    "project": "for the project",
}  # fmt: skip


def money_text(amount: float, currency: str = "", *, digits: int | None = None) -> str:
    """Return an amount with its currency: a sign where it is unmistakable, else the ISO code.

    digits None shows cents only when there are some.
    """
    code = currency.upper()
    places = digits if digits is not None else (0 if float(amount).is_integer() else 2)
    number = f"{abs(amount):,.{places}f}"
    minus = "−" if amount < 0 else ""
    if code in _SIGNS:
        return f"{minus}{_SIGNS[code]}{number}"
    return f"{minus}{code} {number}" if code else f"{minus}{number}"


def salary_text(low: float | None, high: float | None, currency: str = "", period: str = "") -> str:
    """Return a salary range in words, "" when nothing is known."""
    tail = f" {_PERIODS.get(period.lower(), period)}" if period else ""
    if low is None and high is None:
        return ""
    if low is not None and high is not None and low != high:
        return f"{money_text(low, currency)}–{money_text(high)}{tail}"
    if low is None and high is not None:
        return f"up to {money_text(high, currency)}{tail}"
    return f"{'from ' if high is None else ''}{money_text(low or 0, currency)}{tail}"


_UNITS: tuple[tuple[str, float], ...] = (
    ("year", 365.25 * 86400), ("month", 30.4375 * 86400), ("week", 7 * 86400), ("day", 86400), ("hour", 3600),
    ("minute", 60),
)  # fmt: skip


def relative_text(when: datetime | date, now: datetime) -> str:
    """Return "3 days ago", "in 2 weeks", "today"; a date is compared by days, a moment by seconds, in now's zone."""
    if isinstance(when, datetime):
        gap = (now - when).total_seconds()
        if abs(gap) < 60:
            return "just now" if gap >= 0 else "in a moment"
    else:
        days = (now.date() - when) // timedelta(days=1)
        near = {0: "today", 1: "yesterday", -1: "tomorrow"}
        if days in near:
            return near[days]
        gap = days * 86400.0
    for unit, seconds in _UNITS:
        count = int(abs(gap) // seconds)
        if count:
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"{words} ago" if gap > 0 else f"in {words}"
    raise AssertionError("unreachable: gaps under a minute are handled above")


def initials(name: str) -> str:
    """Return one or two letters for an avatar, "?" for a name without letters."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


# In this order: Edge and Opera also name Chrome, Chrome also names Safari; iPhones also name Mac OS X, Android Linux.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_name(user_agent: str) -> str:
    """The browser and system that a User-Agent header names, in words for people."""
    name = next((words for mark, words in _BROWSERS if mark in user_agent), "Unknown browser")
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), "")
    return f"{name} on {system}" if system else name
