"""The "hands" family of the claim trial: invented resumes as plain text, with true and false sentences written by hand. Pure.

Each set (its letter is the first of a resume's key) was written without sight of the rules and first run blind; the rules were
worked on with it afterwards, so what the family shows now is no test (docs/ai-platform.md has the blind figures).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from resumes.claim_trial.fabricate import Case
from resumes.claim_trial.sources import FOLDER, Person


def cases(seed: int, each: int, truthful: int) -> Iterator[Case]:
    """At most `each` texts of every class and `truthful` true ones, spread over the sets; the seed changes nothing."""
    del seed
    data = json.loads((FOLDER / "hands.json").read_text(encoding="utf-8"))
    people = {key: Person(key, text, (), (), (), ()) for key, text in data["resumes"].items()}
    by_kind: dict[str, list[Case]] = {}
    for key, kind, entry, text in data["texts"]:
        by_kind.setdefault(kind, []).append(Case(kind, text, people[key], entry))
    for kind, found in by_kind.items():
        wanted = truthful if kind == "truthful" else each
        step = max(1, len(found) // wanted)
        yield from found[::step][:wanted]
