"""Run the claim trial: recall of each class of fabrication and the share of truthful texts blocked, with Wilson intervals. Pure."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from aiplatform.claims import Check, Evidence, check_against
from resumes.claim_evidence import evidence_of, find_entries, recognise_skills
from resumes.claim_trial import hands, trades, workbench
from resumes.claim_trial.fabricate import MAKERS, Case, fabrications
from resumes.claim_trial.paraphrase import paraphrases
from resumes.claim_trial.sources import FAMILIES, Family, Person, people

TODAY = dt.date(2026, 11, 21)
SEEDS = {
    "development": 11,
    "validation": 2718,
    "held_out": 90125,
    "trades": 1620,
    "crafts": 4409,
    "workbench": 0,
    "hands": 0,
}
# Families whose texts are not made from the templates of the first three.
WRITTEN: dict[str, Callable[[int, int, int], Iterable[Case]]] = {
    "trades": partial(trades.cases, "trades"),
    "crafts": partial(trades.cases, "crafts"),
    "workbench": workbench.cases,
    "hands": hands.cases,
}
# What the product asks of itself: the share of fabrications blocked, by class.
BARS = dict.fromkeys((*MAKERS, "award"), 0.99) | {"scope": 0.9, "reach": 0.9}
FALSE_BLOCKS = 0.02


@dataclass(frozen=True)
class Result:
    """Of `total` texts of a class, how many were blocked, with the 95 % Wilson interval of that share."""

    kind: str
    total: int
    blocked: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Blocked of all."""
        return self.blocked / self.total


def wilson(hits: int, total: int, z: float = 1.959964) -> tuple[float, float]:
    """The Wilson score interval of a share (E. B. Wilson, 1927), 95 % by default; (0, 1) of nothing."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    whole = 1 + z * z / total
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def cases(family: str, *, seed: int | None = None, each: int = 120, truthful: int = 600, made: int = 24) -> list[Case]:
    """The texts of a family: `each` of every class of fabrication, and `truthful` true ones."""
    seed = SEEDS[family] if seed is None else seed
    if family in WRITTEN:
        return list(WRITTEN[family](seed, each, truthful))
    return list(_seeded(next(one for one in FAMILIES if one == family), seed, each, truthful, made))


def _seeded(family: Family, seed: int, each: int, truthful: int, made: int) -> Iterable[Case]:
    persons = people(family, seed, made)
    rng = random.Random(f"{family}:{seed}")
    yield from fabrications(rng, persons, family, each)
    yield from paraphrases(rng, persons, family, truthful)


def check_case(case: Case, read: Callable[[Person], Evidence]) -> Check:
    """The claims of one text."""
    evidence = read(case.person)
    entry: int | frozenset[int] | None = None
    if isinstance(case.entry, str):
        entry = find_entries(evidence.document, case.entry) or None  # where the reader found no such job
    elif case.entry is not None:
        entry = evidence.entries.index(evidence.document.work()[case.entry])
    return check_against(evidence, case.text, entry=entry)


def reader() -> Callable[[Person], Evidence]:
    """Reads each person's evidence once."""
    kept: dict[str, Evidence] = {}

    def read(person: Person) -> Evidence:
        if person.key not in kept:
            kept[person.key] = Evidence(evidence_of(person.parsed, today=TODAY), recognise_skills)
        return kept[person.key]

    return read


def run(texts: Iterable[Case]) -> tuple[list[Result], list[tuple[Case, Check]]]:
    """(one result a class, the texts that were judged wrongly)."""
    read = reader()
    counts: dict[str, list[int]] = {}
    wrong: list[tuple[Case, Check]] = []
    for case in texts:
        result = check_case(case, read)
        blocked = result.verdict == "blocked"
        row = counts.setdefault(case.kind, [0, 0])
        row[0] += 1
        row[1] += blocked
        if blocked == (case.kind == "truthful"):
            wrong.append((case, result))
    return [Result(kind, total, hits, *wilson(hits, total)) for kind, (total, hits) in counts.items()], wrong
