"""The paired-swap audit over the whole way from text to score: the gate that every ranker passes before promotion.

Texts are our own (`data/swaps.toml`), jobs are demo postings. Each pair of resumes differs in one thing that must not
count; a ranker that tells them apart is not promoted, whatever its figures. No database.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder import Encoder, get_encoder
from matching.ml.block import job_block, talent_block
from matching.ml.fairness import Kind, Swap, SwapReport, judge
from matching.ml.scoring import Scorer
from matching.ml.types import JobFacts, TalentFacts
from matching.textfacts import Reader

__all__ = ["SwapReport", "SwapSet", "TextScorer", "load_swaps", "swap_audit"]

SWAPS = Path(__file__).parent / "data" / "swaps.toml"
POSTINGS = Path(__file__).parent / "demo" / "postings"
# "Present" in the texts runs to this day, so that the audit of a ranker gives the same figures on any day.
TODAY = date(2026, 6, 1)
LATE_START = (2022, 3)
EARLY_MONTHS = 40
STUDY_END, STUDY_YEARS = 2017, 3
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class TextScorer(Protocol):
    """Anything that scores texts: points (resumes, jobs)."""

    def scores(self, resumes: Sequence[str], jobs: Sequence[str]) -> NDArray[np.float64]: ...


@dataclass(frozen=True, slots=True)
class SwapSet:
    """Texts, and which two of them differ in what."""

    resumes: tuple[str, ...]
    jobs: tuple[str, ...]
    swaps: tuple[Swap, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    """Everything about a resume's owner and dates that a swap may change."""

    name: str
    pronoun: tuple[str, str, str, str]
    school: str
    photo: str
    age: str
    graduated_earlier: int
    gap: int
    reason: str

    def tell(self, template: str) -> str:
        """The resume under this person; lines left empty go."""
        subject, other, possessive, title = self.pronoun
        late = LATE_START[0] * 12 + LATE_START[1] - 1
        early_end = late - 1 - self.gap
        said = f"{self.reason}\t{_month(early_end + 1)} - {_month(late - 1)}" if self.reason else ""
        given = self.name.split()
        text = template.format(
            name=self.name,
            first=given[0],
            last=given[-1],
            email=f"{given[0]}.{given[-1]}@mail.example".lower(),
            subject=subject,
            object=other,
            possessive=possessive,
            title=title,
            school=self.school,
            photo=self.photo,
            age=self.age,
            reason=said,
            late_start=_month(late),
            early_start=_month(early_end - EARLY_MONTHS + 1),
            early_end=_month(early_end),
            study_start=STUDY_END - STUDY_YEARS - self.graduated_earlier,
            study_end=STUDY_END - self.graduated_earlier,
        )
        return "\n".join(line for line in text.strip().splitlines() if line.strip())


def _four(words: Sequence[str]) -> tuple[str, str, str, str]:
    """Subject, object, possessive and title; raises ValueError for any other number of words."""
    subject, other, possessive, title = words
    return subject, other, possessive, title


def _month(number: int) -> str:
    """A month counted from the year 0, as resumes write it."""
    return f"{MONTHS[number % 12]} {number // 12}"


@lru_cache(maxsize=1)
def load_swaps() -> SwapSet:
    """The swaps that come with the product."""
    data = tomllib.loads(SWAPS.read_text(encoding="utf-8"))
    resumes: list[str] = []
    swaps: list[Swap] = []
    for one in data["resume"]:
        base = len(resumes)
        person = _Person(
            data["names"][0], _four(data["pronouns"][0]), data["schools"][0], data["photos"][0], data["ages"][0], 0, 0, ""
        )  # fmt: skip
        resumes.append(person.tell(one["text"]))
        for kind, label, from_person, changed in _changes(person, data):
            at = base
            if from_person != person:  # told against a base of its own
                at = len(resumes)
                resumes.append(from_person.tell(one["text"]))
            swaps.append(Swap(kind, at, len(resumes), f"{one['key']}: {label}"))
            resumes.append(changed.tell(one["text"]))
    jobs = tuple((POSTINGS / f"{slug}.md").read_text(encoding="utf-8").split("+++\n", 2)[2] for slug in data["jobs"])
    return SwapSet(tuple(resumes), jobs, tuple(swaps))


def _changes(base: _Person, data: dict[str, list[str]]) -> Iterator[tuple[Kind, str, _Person, _Person]]:
    """(kind, what is changed, the person before, the person after)."""
    for name in data["names"][1:]:
        yield "name", name, base, replace(base, name=name)
    for pronoun in data["pronouns"][1:]:
        yield "pronoun", pronoun[0], base, replace(base, pronoun=_four(pronoun))
    for photo in data["photos"][1:]:
        yield "photo", photo, base, replace(base, photo=photo)
    for age in data["ages"][1:]:
        yield "age", age, base, replace(base, age=age)
    for years in data["graduated_earlier"][1:]:
        yield "graduation year", f"{years} years earlier", base, replace(base, graduated_earlier=int(years))
    for school in data["schools"][1:]:
        yield "school", school, base, replace(base, school=school)
    for months in data["gap_months"][1:]:
        yield "gap", f"{months} months", base, replace(base, gap=int(months))
    longest = replace(base, gap=int(data["gap_months"][-1]))
    for reason in data["gap_reasons"][1:]:
        yield "reason of a gap", reason, longest, replace(longest, reason=reason)


_read: dict[str, tuple[list[TalentFacts], list[JobFacts]]] = {}


def _facts(encoder: Encoder) -> tuple[list[TalentFacts], list[JobFacts]]:
    """Facts of all texts; no ranker takes part in them, so they are read once a process and encoder."""
    if encoder.id not in _read:
        reader, texts = Reader(encoder, TODAY), load_swaps()
        _read[encoder.id] = [reader.resume(text) for text in texts.resumes], [reader.job(text) for text in texts.jobs]
    return _read[encoder.id]


def swap_audit(scorer: Scorer | TextScorer, *, encoder: Encoder | None = None) -> SwapReport:
    """What the swaps do to this scorer's raw points; `passed` is the condition for promoting it.

    Reads some 170 texts the first time (about 20 seconds), after that well under a second. Raises EncoderMissing where
    the encoder is not prepared: without it nothing is known of the passages, and nothing may be promoted.
    """
    texts = load_swaps()
    if not isinstance(scorer, Scorer):
        return judge(
            texts.swaps, np.asarray(scorer.scores(texts.resumes, texts.jobs), np.float64), type(scorer).__name__
        )
    talents, jobs = _facts(encoder or get_encoder())
    ti = np.repeat(np.arange(len(talents)), len(jobs))
    ji = np.tile(np.arange(len(jobs)), len(talents))
    matrix = scorer.features(talent_block(talents), job_block(jobs), ti, ji)
    points = scorer.raw(matrix).reshape(len(talents), len(jobs))
    return judge(texts.swaps, points, scorer.origin.model)
