"""Fabrications of the claim trial: one false claim of a known class in each text. Pure; the same seed gives the same texts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from resumes.claim_trial.sources import Family, Job, Person, table
from resumes.claim_trial.wording import NUMBER, cases, fill, framed, low, readable, respell, spelled, swap_verb


@dataclass(frozen=True)
class Case:
    """A text to check: `kind` is the class of what is false in it, or truthful; `entry` the job it is for, by number or employer."""

    kind: str
    text: str
    person: Person
    entry: int | str | None = None


Words = dict[str, Any]
Maker = Callable[[random.Random, Person, Family, Words], Case | None]
_HAS_FIGURE = re.compile(r"\d")
_SMALL = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def _pick(
    rng: random.Random, person: Person, wanted: Callable[[str], object] = lambda _: True
) -> tuple[int, str] | None:
    found = [(n, b) for n, job in enumerate(person.jobs) for b in job.bullets if wanted(b)]
    return rng.choice(found) if found else None


def _worded(rng: random.Random, person: Person, job: int, text: str, words: Words, kind: str, family: Family) -> Case:
    """A false statement in a frame: with the employer, for the entry, bare, or beside a true one."""
    if rng.random() < 0.3:
        text = swap_verb(text, family)
    style = rng.randrange(5)
    frame = person.jobs[job]
    if style == 0:
        return Case(kind, framed(rng, text, frame, words, at=True), person)
    if style == 1:
        return Case(kind, framed(rng, text, frame, words, at=False), person, job)
    if style == 2:
        true = rng.choice(frame.bullets)
        pattern = rng.choice(words["mixed"])
        return Case(kind, pattern.format(true=true, true_low=low(true), false=text, false_low=low(text)), person, job)
    if style == 3:
        return Case(kind, cases(rng, text), person, job)
    return Case(kind, framed(rng, text, frame, words, at=False), person)


def number(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """Another figure."""
    found = _pick(rng, person, NUMBER.search if rng.random() < 0.8 else _small_number)
    if found is None:
        return None
    job, bullet = found
    matches = list(NUMBER.finditer(bullet))
    if not matches:
        return _worded(rng, person, job, _other_small(rng, bullet), words, "number", family)
    match = rng.choice(matches)
    value = float(match[0].replace(",", ""))
    taken = {float(m[0].replace(",", "")) for m in matches}
    change = rng.choice([1.2, 1.5, 2, 3, 0.5, 0.7])
    other = round(value * change, 1) if "." in match[0] else float(round(value * change) + (1 if change < 1 else 0))
    if other in taken or other == value or (value % 1 == 0 and abs(other - value) < 1):
        other = value + 3
    if other in taken:
        return None
    shown = f"{other:,.1f}" if "." in match[0] else f"{int(other):,}"
    if rng.random() < 0.25 and (spelt := spelled(int(other))) and other == int(other):
        shown = spelt
    text = bullet[: match.start()] + shown + bullet[match.end() :]
    return _worded(rng, person, job, text, words, "number", family)


def _small_number(bullet: str) -> bool:
    return any(re.search(rf"\b{word}\b", bullet) for word in _SMALL)


def _other_small(rng: random.Random, bullet: str) -> str:
    found = [word for word in _SMALL if re.search(rf"\b{word}\b", bullet)]
    other = rng.choice([word for word in _SMALL if word not in found])
    return re.sub(rf"\b{rng.choice(found)}\b", other, bullet, count=1)


# (pattern, what it becomes): another unit, order of magnitude, currency or period
_CHANGES = [
    (r"(\d) percent", r"\1 percentage points"), (r"(\d) percent", r"\1x"), (r" million", " billion"), (r" billion", " million"),
    (r" ms\b", " seconds"), (r" minutes", " hours"), (r" hours", " days"), (r" weeks", " months"), (r" days", " weeks"),
    (r" euros", " dollars"), (r" dollars", " pounds"), (r" pounds", " dollars"), (r"(\d),(\d{3})(?!\d)", r"\1\2,000"),
    (r" a day", " an hour"), (r" a month", " a week"), (r" a week", " a day"), (r" a year", " a month"),
    (r"(\d),(\d{3})\b", r"\1.\2 million"),
    (r"(?<![\d,.])(\d{2,3}) (?=[a-z])(?!percent|million|billion|ms|to )", r"\1,000 "), (r" TB", " PB"), (r" seconds", " minutes"),
]  # fmt: skip


def magnitude(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """The same digits in another unit, order of magnitude, currency or period."""
    pattern, new = rng.choice(_CHANGES)
    found = _pick(rng, person, lambda b: re.search(pattern, b) and _HAS_FIGURE.search(b))
    if found is None:
        return None
    job, bullet = found
    return _worded(rng, person, job, re.sub(pattern, new, bullet, count=1), words, "magnitude", family)


def _shifted(rng: random.Random, month: str, taken: set[str]) -> str:
    while True:
        year = int(month[:4]) + rng.choice([-4, -3, -2, -1, 1, 2, 3])
        other = f"{year}{month[4:]}"
        if rng.random() < 0.2:
            other = f"{month[:4]}-{(int(month[5:]) + rng.randint(1, 10)) % 12 + 1:02d}"
        if other != month and other not in taken:
            return other


def date(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """Another start or end of a job."""
    place = rng.randrange(len(person.jobs))
    job = person.jobs[place]
    taken = {job.start, job.end}
    start, end = job.start, job.end
    if rng.random() < 0.5 or end == "present":
        start = _shifted(rng, start, taken)
    else:
        end = _shifted(rng, end, taken)
    if rng.random() < 0.2:  # a year alone
        if start != job.start and start[:4] not in (job.start[:4], job.end[:4]):
            return Case("date", fill(rng.choice(words["since"]), job, start=start[:4]), person)
        if end != job.end and end[:4] not in (job.end[:4], job.start[:4]):
            return Case("date", fill(rng.choice(words["until"]), job, end=end[:4]), person)
    return Case("date", fill(rng.choice(words["span"]), job, start=readable(start), end=readable(end)), person)


def _length(job: Job) -> float:
    end = "2026-11" if job.end == "present" else job.end
    return (int(end[:4]) - int(job.start[:4])) + (int(end[5:]) - int(job.start[5:]) + 1) / 12


def tenure(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """More years than the dates give: at an employer, or in all."""
    job = rng.choice(person.jobs)
    same = [one for one in person.jobs if one.org == job.org]
    if rng.random() < 0.6:
        years = sum(_length(one) for one in same) + rng.choice([2, 3, 4, 6])
        return Case("tenure", fill(rng.choice(words["tenure"]), job, n=_years(rng, int(years))), person)
    years = sum(_length(one) for one in person.jobs) + rng.choice([3, 4, 5, 8])
    return Case("tenure", fill(rng.choice(words["total"]), person.jobs[0], n=_years(rng, int(years))), person)


def _years(rng: random.Random, years: int) -> str:
    return spelled(years) or str(years) if rng.random() < 0.4 else str(years)


def employer(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """A company the person never worked for, or one word of the true name changed."""
    place = rng.randrange(len(person.jobs))
    job = person.jobs[place]
    other = rng.choice(words["employers"])
    parts = job.org.split()
    if rng.random() < 0.3 and len(parts) > 1:
        other = " ".join([*parts[:-1], rng.choice(["Analytics", "Robotics", "Ventures", "Aerospace"])])
    false = Job(other, job.title, job.start, job.end, job.bullets)
    if rng.random() < 0.5:
        return Case("employer", fill(rng.choice(words["span"]), false), person)
    return Case(
        "employer",
        framed(
            rng,
            rng.choice(job.bullets),
            false,
            {**words, "at": [t for t in words["at"] if "{cap} (" not in t]},
            at=True,
        ),
        person,
    )


def title(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """A promotion, a lowering word dropped, or another trade."""
    place = rng.randrange(len(person.jobs))
    job = person.jobs[place]
    plain = job.title.split(",")[0]
    kind = rng.randrange(4)
    guard = re.match(r"(Junior|Associate|Assistant|Trainee|Apprentice|Student|Graduate|Resident)\s+(.+)", plain)
    if kind == 0 and guard:
        other = guard[2]
    elif kind == 1:
        other = rng.choice(words["other_titles"])
    else:
        base = re.sub(r"^(?:Senior|Junior|Lead|Principal|Associate|Graduate|Trainee|Apprentice)\s+", "", plain)
        other = rng.choice(words["seniority"]).format(t=base, u=base.split()[0])
    if other.replace("Sr.", "Senior").replace("Snr", "Senior") == plain or other.lower() in plain.lower() and not guard:
        return None
    false = Job(job.org, other, job.start, job.end, job.bullets)
    if rng.random() < 0.6:
        return Case("title", fill(rng.choice(words["span"]), false), person)
    return Case("title", f"As {other} at {job.org}, I {low(rng.choice(job.bullets))}.", person)


_LEVELS = [
    "Bachelor of Science",
    "Bachelor of Arts",
    "Master of Science",
    "Master of Arts",
    "MBA",
    "PhD",
    "BSc",
    "MSc",
    "Doctorate",
    "Bachelor of Engineering",
    "LLM",
]
_SAME_LEVEL = {"bsc": "bachelor of science", "msc": "master of science", "doctorate": "phd"}


def degree(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """A degree of another level, in another subject, or from another school."""
    level, area, school = rng.choice(person.degrees)
    kind = rng.randrange(3)
    known = {one.lower() for one, _, _ in person.degrees}
    if kind == 0:
        others = [
            one
            for one in _LEVELS
            if _SAME_LEVEL.get(one.lower(), one.lower()) not in {k.replace(" with honours", "") for k in known}
            and one.lower() not in known
        ]
        level = rng.choice(others)
    elif kind == 1:
        area = rng.choice([one for one in words["areas"] if one.lower() not in area.lower()])
    else:
        school = rng.choice(
            [
                "Stanford University",
                "University of Harrowgate",
                "ETH Zurich",
                "Imperial College London",
                "Sorbonne",
                "MIT",
            ]
        )
    text = rng.choice(words["degree"]).format(degree=level, area=area, school=school)
    return Case("degree", text, person)


def certification(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """A certificate the resume does not show, or a higher level of one it shows."""
    cert = rng.choice(words["certificates"])
    own = [c for c in person.certificates if "Associate" in c]
    if own and rng.random() < 0.3:
        cert = rng.choice(own).replace("Associate", "Professional")
    if rng.random() < 0.25:
        return Case(
            "certification",
            f"{person.jobs[0].title.split(',')[0]} and {cert} with experience at {person.jobs[0].org}.",
            person,
        )
    return Case("certification", rng.choice(words["certificate"]).format(cert=cert), person)


def skill(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """A tool that the resume names nowhere."""
    named = person.data.lower()
    tools = [tool for tool in words["tools"] if tool.lower() not in named]
    found = _pick(rng, person)
    if found is None or not tools:
        return None
    job, bullet = found
    true = rng.choice(person.skills) if person.skills else "Excel"
    text = fill(rng.choice(words["skill"]), person.jobs[job], cap=bullet, tool=rng.choice(tools), true_tool=true)
    return Case(
        "skill", text, person, job if rng.random() < 0.3 and "{true_tool}" not in text and true not in text else None
    )


_LOW = re.compile(
    r"^(Helped|Assisted|Supported|Contributed|Participated|Worked on|Support|Assist)\b(?: to| with| in| the| for)?",
    re.IGNORECASE,
)
_MIDDLE = re.compile(
    r"^(Built|Wrote|Designed|Trained|Automated|Introduced|Prepared|Tested|Planned|Cut|Reduced|Installed|Found|Coached|Mentored|Wired|Ran"
    r"|Set up|Moved|Modelled|Presented|Reviewed|Answered|Rewrote|Migrated|Administered|Published|Drew|Taught|Analysed|Measured|Cleaned"
    r"|Facilitated)\b",
    re.IGNORECASE,
)


def scope(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """A verb of a higher tier than the source's."""
    lower = rng.random() < 0.5
    found = _pick(rng, person, lambda b: (_LOW if lower else _MIDDLE).match(b))
    if found is None:
        return None
    job, bullet = found
    match = (_LOW if lower else _MIDDLE).match(bullet)
    rest = bullet[match.end() :] if match else bullet
    if match and match[1].lower() == "ran":
        return None
    new = rng.choice(words["lead"] + (words["build"] if lower else []))
    if lower:
        rest = re.sub(r"^ (?:to )?(?:introduce|define|move|plan)\b", "", rest)
    return _worded(
        rng, person, job, f"{new}{rest}", {**words}, "scope", "development" if family == "development" else "held_out"
    )


def reach(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """More people, places or adoption than the source tells."""
    found = _pick(rng, person)
    if found is None:
        return None
    job, bullet = found
    count = rng.choice([12, 15, 25, 27, 45, 75, 1500, 5000, 20000, 120000])
    if f"{count:,}" in bullet:
        return None
    base = re.split(r"; |, which |, and ", bullet)[0]
    text = fill(rng.choice(words["reach"]), person.jobs[job], cap=base, n=f"{count:,}")
    return Case("reach", text, person, job if rng.random() < 0.4 else None)


def moved(rng: random.Random, person: Person, family: Family, words: Words) -> Case | None:
    """A true statement told of another employer, or two jobs' figures in one sentence."""
    if len(person.jobs) < 2:
        return None
    found = _pick(rng, person, _HAS_FIGURE.search if rng.random() < 0.7 else (lambda _: True))
    if found is None:
        return None
    job, bullet = found
    others = [n for n, one in enumerate(person.jobs) if one.org != person.jobs[job].org]
    if not others:
        return None
    other = rng.choice(others)
    text = respell(rng, bullet) if rng.random() < 0.3 else bullet
    if rng.random() < 0.4:
        return Case("moved", framed(rng, text, person.jobs[other], words, at=False), person, other)
    if rng.random() < 0.3:
        true = rng.choice(person.jobs[other].bullets)
        return Case("moved", f"At {person.jobs[other].org}, I {low(true)} and {low(text)}.", person)
    return Case("moved", framed(rng, text, person.jobs[other], words, at=True), person)


MAKERS: dict[str, Maker] = {
    "number": number, "magnitude": magnitude, "date": date, "tenure": tenure, "employer": employer, "title": title, "degree": degree,
    "certification": certification, "skill": skill, "scope": scope, "reach": reach, "moved": moved,
}  # fmt: skip


def fabrications(rng: random.Random, persons: list[Person], family: Family, each: int) -> Iterator[Case]:
    """`each` texts of every class, spread over the people."""
    words = table("templates")[family]
    for maker in MAKERS.values():
        made, texts = 0, set()
        while made < each:
            case = maker(rng, rng.choice(persons), family, words)
            if case is not None and (case.text, case.person.key, case.entry) not in texts:
                texts.add((case.text, case.person.key, case.entry))
                made += 1
                yield case
