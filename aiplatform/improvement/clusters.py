"""Failures that are one and the same: by evaluator and by the words of the reason. Pure and deterministic."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from aiplatform.queries.evaluations import Failure

# Reasons with at least this share of words in common are one.
ALIKE = 0.5
_WORD = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True)
class Cluster:
    """Failures of one kind. `lost` is how many points they cost together, `reason` the most frequent wording."""

    evaluator: str
    reason: str
    count: int
    lost: float


def words_of(reason: str) -> frozenset[str]:
    """The words that tell what a reason is about; figures, quotations and short words are left out."""
    return frozenset(_WORD.findall(re.sub(r"[\"“'‘].*?[\"”'’]", " ", reason.casefold())))


def clusters(failures: Iterable[Failure]) -> list[Cluster]:
    """The kinds of failure, those that cost most first.

    Each wording joins the first cluster of its evaluator that it is alike to; wordings come by how often they occur, so the
    order of the failures changes nothing.
    """
    lost: dict[tuple[str, str], list[float]] = defaultdict(list)
    for failure in failures:
        lost[failure.evaluator, failure.reason].append(1 - failure.score)
    groups: list[tuple[str, str, frozenset[str], list[float]]] = []
    for (evaluator, reason), points in sorted(lost.items(), key=lambda row: (-len(row[1]), row[0])):
        words = words_of(reason)
        home = next((group for group in groups if group[0] == evaluator and _alike(words, group[2])), None)
        if home is None:
            groups.append((evaluator, reason, words, list(points)))
        else:
            home[3].extend(points)
    found = [Cluster(evaluator, reason, len(points), round(sum(points), 6)) for evaluator, reason, _, points in groups]
    return sorted(found, key=lambda one: (-one.lost, one.evaluator, one.reason))


def _alike(first: frozenset[str], second: frozenset[str]) -> bool:
    if not first or not second:
        return first == second
    return len(first & second) / len(first | second) >= ALIKE
