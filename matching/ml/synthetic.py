"""Synthetic resumes, postings and graded pairs for training the ranker. Made up, seeded, never mixed with real data.

A talent has true skills with a true proficiency; the resume shows most of them, hides some, and claims a few that are not
true. A job asks for skills of its profession by popularity. The grade of a pair (0-100) is the rule score of what the
texts show, moved by the latent truth that the texts only hint at, plus noise: a grade made of the latent truth alone taught
a ranker the made-up world instead of the signals that hold on real pairs (docs/matching.md has the figures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ml.fact_columns import USUAL_YEARS
from matching.ml.synthetic_world import (
    ASKED,
    CITIES,
    DID,
    DUTIES,
    FIRM_KINDS,
    FIRMS,
    GOALS,
    LEVEL_PAY,
    LEVEL_SHARES,
    LEVEL_WORDS,
    OFFERED,
    PROFESSIONS,
)  # fmt: skip
from matching.ml.types import LEVELS, Pay, Remote
from resumes.taxonomy import Taxonomy

TALENTS, JOBS, PAIRS_EACH = 1_500, 300, 4
LAST_YEAR = 2025  # of the made-up histories, so that they do not move with the calendar
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LATENT_SHARE = 0.2  # of the latent truth in a grade; the rest is the rule score
NOISE = 1.7  # points, so that no two people of one kind are graded quite alike

WISHED: dict[Remote, float] = {"onsite": 0.6, "hybrid": 0.6, "remote": 0.5}  # shares of people who want it
Rng = np.random.Generator
Floats64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MadeTalent:
    """A made-up person: the resume's text, the wishes that are not in it, and the truth behind both."""

    text: str
    city: int
    wishes: frozenset[Remote]
    pay: Pay | None
    profession: int
    level: int
    years: float
    skills: dict[str, float]


@dataclass(frozen=True, slots=True)
class MadeJob:
    """A made-up posting: its text and the truth behind it."""

    text: str
    city: int
    mode: Remote
    pay: Pay
    profession: int
    level: int
    years: float
    skills: dict[str, float]


@dataclass(frozen=True, slots=True)
class World:
    """Everything made from one seed. `pairs` are (talent, job) numbers."""

    talents: tuple[MadeTalent, ...]
    jobs: tuple[MadeJob, ...]
    pairs: tuple[tuple[int, int], ...]


def make_world(tax: Taxonomy, *, seed: int, talents: int = TALENTS, jobs: int = JOBS) -> World:
    """Talents, jobs and pairs; the same seed and taxonomy give the same world."""
    rng = np.random.default_rng(seed)
    pool = skill_pool(tax)
    labels = {term.key: term.label for term in tax.all()}
    made_talents = tuple(_talent(rng, pool, labels) for _ in range(talents))
    made_jobs = tuple(_job(rng, pool, labels) for _ in range(jobs))
    return World(made_talents, made_jobs, tuple(_pairs(rng, made_talents, made_jobs)))


def skill_pool(tax: Taxonomy) -> list[list[tuple[str, float]]]:
    """For each profession its skill keys and their popularity: main group first, falling by rank (Zipf)."""
    by_group: dict[str, list[str]] = {}
    for term in tax.all():
        if term.curated and term.kind == "knowledge":
            by_group.setdefault(term.group, []).append(term.key)
    pool = []
    for profession in PROFESSIONS:
        shares = [
            (key, weight / (rank + 3))
            for group, weight in zip(profession.groups, (1.0, 0.45, 0.25), strict=True)
            for rank, key in enumerate(by_group.get(group, [])[:30])
        ]
        pool.append(shares)
    return pool


def _draw(rng: Rng, pool: Sequence[tuple[str, float]], count: int) -> list[str]:
    shares = np.array([share for _, share in pool])
    picked = rng.choice(len(pool), size=min(count, len(pool)), replace=False, p=shares / shares.sum())
    return [pool[number][0] for number in picked]


def _level(rng: Rng) -> int:
    return int(rng.choice(len(LEVELS), p=LEVEL_SHARES))


def _title(rng: Rng, profession: int, level: int) -> str:
    return f"{LEVEL_WORDS[level]} {rng.choice(PROFESSIONS[profession].titles)}".strip()


def _pay(rng: Rng, profession: int, level: int, city: int, spread: float) -> Pay:
    _, currency, base = CITIES[city]
    middle = base * PROFESSIONS[profession].pay * LEVEL_PAY[level] * float(rng.lognormal(0, spread))
    step = 10 ** (len(str(int(middle))) - 2)
    return Pay(round(middle * 0.92 / step) * step, round(middle * 1.1 / step) * step, currency)


def _talent(rng: Rng, pool: list[list[tuple[str, float]]], labels: dict[str, str]) -> MadeTalent:
    profession, level = int(rng.integers(len(PROFESSIONS))), _level(rng)
    years = max(float(USUAL_YEARS[level]) + float(rng.normal(1, 2)), 0.0)
    skills = _draw(rng, pool[profession], int(rng.integers(5, 16)))
    if rng.random() < 0.25:  # somebody who changed profession keeps some of the old skills
        skills += _draw(rng, pool[int(rng.integers(len(PROFESSIONS)))], int(rng.integers(2, 6)))
    truth = {key: float(rng.beta(2 + level, 2)) for key in dict.fromkeys(skills)}
    city = int(rng.integers(len(CITIES)))
    wishes = frozenset(mode for mode, share in WISHED.items() if rng.random() < share)
    return MadeTalent(
        text=_resume_text(rng, profession, level, years, truth, pool, labels, city),
        city=city,
        wishes=wishes,
        pay=_pay(rng, profession, level, city, 0.15) if rng.random() < 0.6 else None,
        profession=profession,
        level=level,
        years=years,
        skills=truth,
    )


def _resume_text(
    rng: Rng, profession: int, level: int, years: float, truth: dict[str, float],
    pool: list[list[tuple[str, float]]], labels: dict[str, str], city: int,
) -> str:  # fmt: skip
    told = [labels[key] for key in truth if rng.random() < 0.85] or [labels[key] for key in truth]
    listed = [*told, *(labels[key] for key in _draw(rng, pool[profession], int(rng.poisson(0.8))))]
    title = _title(rng, profession, level)
    lines = [f"Person {int(rng.integers(1_000_000))}", title, CITIES[city][0], ""]
    if rng.random() < 0.6:
        lines += ["Summary", _fill(rng, str(rng.choice(GOALS)), told, title, years), ""]
    lines += ["Experience"]
    end, left = LAST_YEAR, years
    while left > 0.3:
        span = min(left, float(rng.uniform(1, 4)))
        start = end - span
        firm = f"{rng.choice(FIRMS)} {rng.choice(FIRM_KINDS)}"
        lines += [f"{title}, {firm}", f"{_month(rng)} {int(start)} - {_month(rng)} {int(end)}"]
        lines += [f"- {_fill(rng, str(rng.choice(DID)), told, title, years)}" for _ in range(int(rng.integers(1, 4)))]
        end, left = int(start), left - span
        title = _title(rng, profession, max(level - 1, 1))
    lines += ["", "Skills", ", ".join(dict.fromkeys(listed)), "", "Education", f"Degree, {int(end) - 3} - {int(end)}"]
    return "\n".join(lines)


def _month(rng: Rng) -> str:
    return str(rng.choice(MONTHS))


def _fill(rng: Rng, pattern: str, names: Sequence[str], title: str, years: float) -> str:
    a, b, c = (str(rng.choice(names)) for _ in range(3))
    return pattern.format(a=a, b=b, c=c, n=int(rng.integers(2, 60)), title=title, years=max(round(years), 1))


def _job(rng: Rng, pool: list[list[tuple[str, float]]], labels: dict[str, str]) -> MadeJob:
    profession, level = int(rng.integers(len(PROFESSIONS))), _level(rng)
    years = max(round(float(USUAL_YEARS[level]) + float(rng.normal(0, 1))), 0)
    must = _draw(rng, pool[profession], int(rng.integers(3, 9)))
    nice = [key for key in _draw(rng, pool[profession], int(rng.integers(0, 5))) if key not in must]
    city = int(rng.integers(len(CITIES)))
    away = PROFESSIONS[profession].remote
    mode: Remote = "onsite" if rng.random() > away else ("hybrid" if rng.random() < 0.6 else "remote")
    pay = _pay(rng, profession, level, city, 0.12)
    title = _title(rng, profession, level)
    names = [labels[key] for key in must]
    lines = [title, f"Location: {CITIES[city][0]}", f"Work model: {mode}", ""]
    if years:
        lines.append(f"At least {years} years of professional experience.")
    lines += ["", "Your tasks", *(f"- {_fill(rng, str(rng.choice(DUTIES)), names, title, years)}" for _ in range(3))]
    lines += [
        "",
        "Requirements",
        *(f"- {_fill(rng, str(rng.choice(ASKED)), [name], title, max(years, 1))}" for name in names),
    ]
    if nice:
        lines += ["", "Nice to have", *(f"- {labels[key]}" for key in nice)]
    if rng.random() < 0.6:
        lines += ["", f"Salary: {pay.currency} {pay.low:,.0f} - {pay.high:,.0f} per year"]
    lines += ["", "What we offer", f"- {rng.choice(OFFERED)}"]
    asked = dict.fromkeys(must, 1.0) | dict.fromkeys(nice, 0.4)
    return MadeJob("\n".join(lines), city, mode, pay, profession, level, years, asked)


def _pairs(rng: Rng, talents: Sequence[MadeTalent], jobs: Sequence[MadeJob]) -> list[tuple[int, int]]:
    """For each talent: two jobs of the profession, one of a neighbouring profession, one of any; half of them where the
    talent's currency is paid."""
    by_profession: dict[int, list[int]] = {}
    for number, job in enumerate(jobs):
        by_profession.setdefault(job.profession, []).append(number)
    everything = list(range(len(jobs)))
    found = []
    for number, talent in enumerate(talents):
        own = set(PROFESSIONS[talent.profession].groups)
        near = [p for p in by_profession if p != talent.profession and own & set(PROFESSIONS[p].groups)]
        beside = [job for p in near for job in by_profession[p]] or everything
        same = by_profession.get(talent.profession, everything)
        chosen: dict[int, None] = {}
        for pool in (same, same, beside, everything):
            local = [job for job in pool if CITIES[jobs[job].city][1] == CITIES[talent.city][1]]
            chosen[int(rng.choice(local if local and rng.random() < 0.5 else pool))] = None
        while len(chosen) < min(PAIRS_EACH, len(jobs)):
            chosen[int(rng.choice(everything))] = None
        found += [(number, job) for job in chosen]
    return found


def grades(rules: Floats64, fits: Floats64, *, seed: int) -> Floats64:
    """Grades of pairs from their rule scores and their latent fits, both about 0-100, with seeded noise."""
    noise = np.random.default_rng(seed).normal(0, NOISE, len(rules))
    # The latent fit is brought to the middle and the width of the rule scores, so that mixing moves neither.
    scaled = rules.mean() + (fits - fits.mean()) * (rules.std() / max(float(fits.std()), 1e-9))
    return np.asarray((1 - LATENT_SHARE) * rules + LATENT_SHARE * scaled + noise, np.float64)


def latent_fit(talent: MadeTalent, job: MadeJob, tax: Taxonomy) -> float:
    """How well the two truly fit, 0-100: skills by true proficiency, profession, level, years, place, way of working, pay."""
    total = sum(job.skills.values())
    held = {key: talent.skills.get(key, 0.0) for key in job.skills}
    near = {
        key: max((tax.similarity(key, mine) * share for mine, share in talent.skills.items()), default=0.0)
        for key in job.skills
    }
    skill = sum(weight * max(held[key], 0.8 * near[key]) for key, weight in job.skills.items()) / max(total, 1e-9)
    own, theirs = PROFESSIONS[talent.profession].groups, PROFESSIONS[job.profession].groups
    kind = 1.0 if talent.profession == job.profession else 0.4 * bool(set(own) & set(theirs))
    level = 1 - 0.35 * max(job.level - talent.level, 0)
    years = min((talent.years + 0.5) / (job.years + 0.5), 1.0)
    place = (
        1.0
        if job.mode == "remote" or job.city == talent.city
        else 0.3 * (CITIES[job.city][1] == CITIES[talent.city][1])
    )
    mode = 1.0 if not talent.wishes or job.mode in talent.wishes else 0.2
    pay = 1.0
    if talent.pay is not None and talent.pay.currency == job.pay.currency and job.pay.high and talent.pay.low:
        pay = min(max((job.pay.high / talent.pay.low - 0.6) / 0.4, 0.0), 1.0)
    return 100 * (
        0.4 * skill + 0.25 * kind + 0.1 * max(level, 0.0) + 0.08 * years + 0.07 * place + 0.05 * mode + 0.05 * pay
    )
