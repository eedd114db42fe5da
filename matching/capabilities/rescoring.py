"""The score of a resume with other words in it, by the same reading and ranker as every score."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from careercopilot.places import Place
from matching.ml.types import JobFacts, Pay
from resumes.capabilities.pieces import Piece
from resumes.corrections import Correction, apply_corrections
from resumes.parsing.types import ParsedResume


class Rescoring(Piece):
    """All that a score is computed from: the parsed resume, the wishes, the answers about skills, and packed facts of the job.

    `job` is base64 of `matching.fact_packing.pack_job`.
    """

    parsed: dict[str, Any]
    wishes: dict[str, Any]
    answers: tuple[dict[str, Any], ...] = ()
    job: str
    today: dt.date


def rescoring_of(
    parsed: dict[str, Any], wishes: Any, answers: tuple[dict[str, Any], ...], job: bytes, *, today: dt.date
) -> Rescoring:
    """A record of these facts; places on pages are left out, since no score reads them."""
    bare = _without_boxes(parsed)
    return Rescoring(
        parsed=bare, wishes=asdict(wishes), answers=answers, job=base64.b64encode(job).decode(), today=today
    )


def _without_boxes(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: [] if key == "boxes" else _without_boxes(value) for key, value in node.items()}
    return [_without_boxes(value) for value in node] if isinstance(node, list) else node


def gains_of(record: Rescoring | None, changes: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, float]:
    """For each named change, a list of (path, text), the points that those texts would add to the match score.

    All scores are computed here in the same way, so that a change of nothing gains exactly 0. A change of a path that is
    not there is left out; without a record all are.
    """
    if record is None or not changes:
        return {}
    # Loaded here: only what recomputes a score needs the encoder and the ranker.
    from matching.fact_packing import unpack_job
    from matching.ml import coach
    from matching.scoring import scorer

    parsed = ParsedResume.from_dict(record.parsed)
    changed: dict[str, ParsedResume] = {}
    for name, texts in changes.items():
        try:
            changed[name] = apply_corrections(parsed, [Correction(path, text) for path, text in texts])
        except LookupError:
            continue
    job: JobFacts = unpack_job(base64.b64decode(record.job))
    people = [_facts(one, record) for one in (parsed, *changed.values())]
    now, *then = coach.score(scorer(), people, job)
    return {name: score - now for name, score in zip(changed, then, strict=True)}


def _facts(parsed: ParsedResume, record: Rescoring) -> Any:
    from matching.facts import encoder_or_none, talent_facts_and_search
    from matching.ml.answers import Answer, with_answers
    from resumes.models import ResumeVersion

    version = ResumeVersion(parsed=parsed.to_dict())  # never saved: facts are read from its words alone
    wishes = _wishes(record.wishes)
    facts, _ = talent_facts_and_search(version, wishes, today=record.today, encoder=encoder_or_none())
    return with_answers(facts, [Answer.from_dict(values) for values in record.answers])


def _wishes(values: dict[str, Any]) -> Any:
    from matching.facts import Wishes

    pay = values["pay"]
    places = [Place(**{**place, "covers": tuple(place.get("covers", ()))}) for place in values["places"]]
    return Wishes(
        titles=tuple(values["titles"]),
        places=tuple(places),
        remote=values["remote"],
        level=values["level"],
        pay=None if pay is None else Pay(**pay),
        goals=values["goals"],
    )
