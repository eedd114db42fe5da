"""Contradictions that stand apart from points: place, work permit, language, licence, closing date. Pure.

A knock-out is "missing" only where both sides say something and it disagrees; where one side is silent it is unknown and
left to the people to ask.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from careercopilot.places import haversine_km
from matching.ml.types import JobFacts, Spot, TalentFacts
from matching.proof import RequirementProof, quote
from matching.reading.requirements import CERTIFICATE
from matching.stated import State

COMMUTE_KM = 100  # further than that nobody travels daily
HYBRID_KM = 250  # a few days a week

# No pattern begins with a repeat: searching would then take the square of a long line's length.
# Said of the right to work, not of a company that offers help with it.
_PERMIT = re.compile(
    r"\b(?:work permit|right to work|authori[sz]ed to work|work authori[sz]ation|eligib\w+ to work|"
    r"(?:no|not|unable to|cannot|without)\b[^.\n]{0,30}\b(?:visa|sponsor\w*)|citizen(?:s|ship)?\b[^.\n]{0,20}(?:only|required)|"
    r"must be a \w+ citizen|arbeitserlaubnis|permis de travail|permiso de trabajo|security clearance)\b",
    re.IGNORECASE,
)
_PERMIT_SHOWN = re.compile(
    r"\b(?:citizen|work permit|right to work|authori[sz]ed to work|permanent resident|settled status|green card|blue card|"
    r"eu passport|nationality|security clearance)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Knockout:
    """One condition that no amount of points makes up for."""

    text: str
    state: State
    why: str
    quote: str = ""
    kind: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def knockouts(
    *,
    talent: TalentFacts,
    job: JobFacts,
    job_text: str,
    resume_text: str,
    place_text: str,
    closes_on: dt.date | None,
    proofs: Sequence[RequirementProof],
    today: dt.date,
) -> list[Knockout]:
    """The conditions of a job that this resume and these wishes meet, contradict, or leave open."""
    found = [
        _closing(closes_on, today),
        _place(talent, job, place_text),
        _working_mode(talent, job),
        _permit(job_text, resume_text),
        *(_from_proof(proof) for proof in proofs),
    ]
    return [item for item in found if item is not None]


def _closing(closes_on: dt.date | None, today: dt.date) -> Knockout | None:
    if closes_on is None or closes_on >= today:
        return None
    said = f"{closes_on.day} {closes_on:%B %Y}"
    return Knockout(f"Closed on {said}", "missing", "The closing date has passed.", kind="closing date")


def least_km(ours: Sequence[Spot], theirs: Sequence[Spot]) -> float | None:
    """The shortest way between two sets of exact places, in km; None where either has none."""
    pairs = [(a, b) for a in ours for b in theirs if a.exact and b.exact]
    return min((float(haversine_km(a.lat, a.lon, b.lat, b.lon)) for a, b in pairs), default=None)


def _place(talent: TalentFacts, job: JobFacts, place_text: str) -> Knockout | None:
    """Where one must come to the place: whether it is near one of the person's places, or at least in a country of theirs."""
    if job.remote == "remote" or not job.spots or not place_text:
        return None
    way = {"onsite": "On site", "hybrid": "Partly on site"}.get(job.remote or "", "Work")
    text = f"{way} in {place_text}"
    if not talent.spots:
        return Knockout(text, "unknown", "The resume and the wishes name no place.", kind="location")
    kilometres = least_km(talent.spots, job.spots)
    if kilometres is not None:
        limit = HYBRID_KM if job.remote == "hybrid" else COMMUTE_KM
        if kilometres <= limit:
            return Knockout(text, "met", "Near one of the places named.", kind="location")
        state: State = "missing" if job.remote else "unknown"
        return Knockout(text, state, f"{kilometres:,.0f} km from the nearest place named.", kind="location")
    countries = {spot.country for spot in talent.spots if spot.country}
    asked = {spot.country for spot in job.spots if spot.country}
    if countries and asked:
        if countries & asked:
            return Knockout(text, "met", "In a country named.", kind="location")
        return Knockout(
            text, "missing" if job.remote else "unknown", "In none of the countries named.", kind="location"
        )
    return Knockout(text, "unknown", "The places are too wide to compare.", kind="location")


def _working_mode(talent: TalentFacts, job: JobFacts) -> Knockout | None:
    if job.remote is None or not talent.remote_wishes or job.remote in talent.remote_wishes:
        return None
    if talent.remote_wishes == {"remote"} and job.remote == "onsite":
        return Knockout("On site only", "missing", "The wish is to work remotely.", kind="remote work")
    return None


def sentence_around(text: str, start: int, end: int, most: int = 160) -> str:
    """The sentence or line that a span stands in, on one line."""
    left = max(text.rfind(".", 0, start), text.rfind("\n", 0, start)) + 1
    right = min((at for mark in ".\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return " ".join(text[left:right].split())[:most]


def _permit(job_text: str, resume_text: str) -> Knockout | None:
    asked = _PERMIT.search(job_text)
    if asked is None:
        return None
    said = sentence_around(job_text, *asked.span())
    shown = _PERMIT_SHOWN.search(resume_text)
    if shown is None:
        return Knockout(said, "unknown", "The resume does not say.", kind="work permit")
    return Knockout(said, "partial", "For a person to check.", quote(resume_text, *shown.span()), kind="work permit")


def _from_proof(proof: RequirementProof) -> Knockout | None:
    """A must-have language or licence, which no experience replaces."""
    # A licence that the taxonomy knows is proven as a skill; it is a licence all the same.
    kind = "certificate" if proof.kind == "skill" and CERTIFICATE.search(proof.text) else proof.kind
    if proof.importance != "must" or kind not in ("language", "certificate"):
        return None
    return Knockout(proof.text, proof.state, proof.note, proof.quote, kind)
