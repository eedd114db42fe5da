"""The "workbench" family of the claim trial: texts about the demo resumes that the rules were worked on with. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from resumes.claim_trial.fabricate import Case
from resumes.claim_trial.sources import person, table
from resumes.demo import source


def cases(seed: int, each: int, truthful: int) -> Iterator[Case]:
    """At most `each` texts of every class and `truthful` true ones, as written; the seed changes nothing."""
    del seed
    left: dict[str, int] = {}
    for slug, texts in table("workbench").items():
        who = person(slug, source(slug))
        rows = [(kind, job, text) for kind, job, text in texts["false"]]
        for kind, job, text in [*rows, *(("truthful", job, text) for job, text in texts["true"])]:
            left[kind] = left.get(kind, truthful if kind == "truthful" else each) - 1
            if left[kind] >= 0:
                yield Case(kind, text, who, None if job < 0 else job)
