"""Truthful texts of the claim trial: made from the resumes by a seed, and written by hand. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator

from resumes.claim_trial.fabricate import Case, Words
from resumes.claim_trial.sources import Family, Job, Person, paraphrased, table
from resumes.claim_trial.wording import about, cases, fill, framed, low, respell, shortened, swap_verb


def paraphrases(rng: random.Random, persons: list[Person], family: Family, count: int) -> Iterator[Case]:
    """The texts written by hand, then made ones up to `count`."""
    by_key = {person.key: person for person in persons}
    made = 0
    for slug, job, text in paraphrased(family):
        made += 1
        yield Case("truthful", text, by_key[slug], None if job < 0 else job)
    words = table("templates")[family]
    while made < count:
        person = rng.choice(persons)
        case = _one(rng, person, family, words)
        if case is not None:
            made += 1
            yield case


def _one(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    kind = rng.randrange(10)
    place = rng.randrange(len(person.jobs))
    job = person.jobs[place]
    if kind == 0:
        return _named(rng, person, job, words)
    bullet = rng.choice(job.bullets)
    text = _reworded(rng, bullet, family)
    if kind in (1, 2):
        return Case("truthful", framed(rng, text, job, words, at=True), person)
    if kind == 3 and len(job.bullets) > 1:
        first, second = rng.sample(job.bullets, k=2)
        pattern = rng.choice(words["mixed"])
        return Case(
            "truthful",
            pattern.format(true=first, true_low=low(first), false=second, false_low=low(second)),
            person,
            place,
        )
    if kind == 4:
        return Case("truthful", cases(rng, text), person, place)
    if kind == 5 and len(person.jobs) > 1:
        other = person.jobs[(place + 1) % len(person.jobs)]
        if other.org != job.org:
            return Case(
                "truthful",
                f"At {job.org}, I {low(bullet)}. At {other.org}, I {low(rng.choice(other.bullets))}.",
                person,
            )
    return Case("truthful", framed(rng, text, job, words, at=False), person, place if rng.random() < 0.6 else None)


def _reworded(rng: random.Random, bullet: str, family: Family) -> str:
    text = bullet
    if rng.random() < 0.5:
        text = swap_verb(text, family)
    if rng.random() < 0.3:
        text = shortened(text)
    if rng.random() < 0.3:
        text = about(rng, text)
    elif rng.random() < 0.5:
        text = respell(rng, text)
    return text


def _named(rng: random.Random, person: Person, job: Job, words: Words) -> Case | None:
    """Jobs, degrees, certificates and skills named as they are."""
    kind = rng.randrange(6)
    if kind == 0:
        return Case("truthful", fill(rng.choice(words["span"]), job), person)
    if kind == 1:
        starts = {one.start for one in person.jobs if one.org == job.org}
        return (
            Case("truthful", fill(rng.choice(words["since"]), job), person)
            if len(starts) == 1 and job.end == "present"
            else None
        )
    if kind == 2:
        degree, area, school = rng.choice(person.degrees)
        return (
            Case("truthful", rng.choice(words["degree"]).format(degree=degree, area=area, school=school), person)
            if degree and area
            else None
        )
    if kind == 3 and person.certificates:
        return Case("truthful", rng.choice(words["certificate"]).format(cert=rng.choice(person.certificates)), person)
    if kind == 4 and len(person.skills) > 2:
        return Case("truthful", f"Skilled in {', '.join(rng.sample(person.skills, k=3))}.", person)
    years = _whole_years(job)
    return (
        Case("truthful", fill(rng.choice(words["tenure"]), job, n=str(years)), person)
        if years and sum(j.org == job.org for j in person.jobs) == 1
        else None
    )


def _whole_years(job: Job) -> int:
    end = "2026-11" if job.end == "present" else job.end
    months = (int(end[:4]) - int(job.start[:4])) * 12 + int(end[5:]) - int(job.start[5:]) + 1
    return months // 12 if months >= 24 else 0
