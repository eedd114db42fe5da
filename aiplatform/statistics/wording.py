"""Figures of the gate in words for people."""

from __future__ import annotations


def points(share: float) -> str:
    """0.0512 as "5.1 points"; a sign only below zero."""
    return f"{100 * share:.1f} points"


def as_ratio(relative: float) -> float:
    """Candidate over production, from the relative difference (p - c) / (p + c)."""
    return (1 - relative) / (1 + relative) if relative > -1 else float("inf")


def _bound(key: str, value: float) -> str:
    return f"{as_ratio(value):.2f} times that of production" if key in ("cost", "latency") else points(value)


def still_open(name: str, key: str, lower: float, bar: float) -> str:
    """What the pairs so far can not exclude."""
    if key in ("cost", "latency"):
        return f"{name}: may be up to {_bound(key, lower)}; it must be shown below {as_ratio(bar):.2f} times."
    return f"{name}: may be worse by up to {points(-lower)}; it must be shown to lose less than {points(-bar)}."


def shown_worse(name: str, key: str, upper: float, bar: float) -> str:
    """What the pairs so far have shown."""
    if key in ("cost", "latency"):
        return f"{name}: shown to be at least {_bound(key, upper)}; at most {as_ratio(bar):.2f} times is allowed."
    return f"{name}: shown to be worse by at least {points(-upper)}; at most {points(-bar)} is allowed."
