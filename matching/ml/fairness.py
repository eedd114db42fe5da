"""Paired swaps: the same resume twice, told apart by one thing that must not count; and what the difference may be.

After the correspondence audits of hiring (Bertrand and Mullainathan 2004), run on a scorer instead of employers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["name", "pronoun", "photo", "age", "graduation year", "school", "gap", "reason of a gap"]
Rule = Literal["no difference", "never lower"]
RULES: dict[Kind, Rule] = {
    "name": "no difference",
    "pronoun": "no difference",
    "photo": "no difference",
    "age": "no difference",
    "graduation year": "no difference",
    "school": "no difference",
    "gap": "never lower",
    "reason of a gap": "never lower",
}
# Points. Equal facts give equal points; a sum in another order may differ in its last bits.
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Swap:
    """One pair of texts: places of the base and of the changed resume in a list of texts, and what was changed."""

    kind: Kind
    base: int
    changed: int
    label: str


@dataclass(frozen=True, slots=True)
class ClassResult:
    """What one kind of swap did. Differences are changed minus base, in points; `worst` names the swap furthest off, if any."""

    kind: Kind
    rule: Rule
    swaps: int
    pairs: int
    largest: float
    mean: float
    lowest: float
    worst: str

    @property
    def passed(self) -> bool:
        return (self.largest if self.rule == "no difference" else -self.lowest) <= ROUNDING

    def to_dict(self) -> dict[str, Any]:
        names = ("kind", "rule", "swaps", "pairs", "largest", "mean", "lowest", "worst")
        return {name: getattr(self, name) for name in names} | {"passed": self.passed}


@dataclass(frozen=True, slots=True)
class SwapReport:
    """All kinds together, for one version of a scorer. A scorer that does not pass must not be promoted."""

    version: str
    jobs: int
    classes: tuple[ClassResult, ...]

    @property
    def passed(self) -> bool:
        return bool(self.classes) and all(one.passed for one in self.classes)

    def reasons(self) -> list[str]:
        """Why it does not pass, in words; empty when it does."""
        return [
            f"A change of {one.kind} moved a score by up to {one.largest:.2f} points ({one.worst})."
            if one.rule == "no difference"
            else f"A {one.kind} cost up to {-one.lowest:.2f} points ({one.worst})."
            for one in self.classes
            if not one.passed
        ]

    def to_dict(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "jobs": self.jobs,
            "passed": self.passed,
            "reasons": self.reasons(),
            "classes": [one.to_dict() for one in self.classes],
        }


def judge(swaps: Sequence[Swap], points: NDArray[np.float64], version: str) -> SwapReport:
    """The report on points (texts, jobs). A score that is no number fails its class: its difference counts as infinite."""
    classes = [_class(kind, [one for one in swaps if one.kind == kind], points) for kind in RULES]
    return SwapReport(version, points.shape[1], tuple(one for one in classes if one.swaps))


def _class(kind: Kind, swaps: Sequence[Swap], points: NDArray[np.float64]) -> ClassResult:
    if not swaps:
        return ClassResult(kind, RULES[kind], 0, 0, 0.0, 0.0, 0.0, "")
    change = points[[one.changed for one in swaps]] - points[[one.base for one in swaps]]
    change = np.where(np.isfinite(change), change, -np.inf)
    away = np.abs(change)
    wrong = (away if RULES[kind] == "no difference" else -change).max(axis=1)
    worst = int(wrong.argmax())
    return ClassResult(
        kind=kind,
        rule=RULES[kind],
        swaps=len(swaps),
        pairs=change.size,
        largest=float(away.max()),
        mean=float(away.mean()),
        lowest=float(change.min()),
        worst=swaps[worst].label if wrong[worst] > ROUNDING else "",
    )
