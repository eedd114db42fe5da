"""The families "trades" and "crafts" of the claim trial: people with rewordings and fabrications written by hand. Pure.

"trades" was frozen before the rules were worked on, "crafts" before its misses were looked at; what their first runs gave stands in
docs/ai-platform.md.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from resumes.claim_trial.fabricate import Case
from resumes.claim_trial.sources import Job, Person, person, table
from resumes.claim_trial.wording import fill, low, readable, spelled

TRIES = 50  # draws for each text wanted
SLOT = re.compile(r"<([^>]+)>")
Row = dict[str, Any]
Maker = Callable[[random.Random, Row, Person, str], Case | None]


@cache
def rows(family: str) -> list[tuple[Row, Person]]:
    """Each written person of a family, as data with the family's sentences, and as a source."""
    words = table(f"{family}_words")
    return [({**row, "words": words}, person(row["key"], _json_resume(row))) for row in table(family)["person"]]


def _json_resume(row: Row) -> dict[str, Any]:
    work = [
        {
            "name": job["name"],
            "position": job["position"],
            "startDate": job["start"],
            **({} if job["end"] == "present" else {"endDate": job["end"]}),
            "highlights": [SLOT.sub(r"\1", duty[0]) for duty in job["duties"]],
        }
        for job in row["job"]
    ]
    studied = ("studyType", "area", "institution", "startDate", "endDate")
    return {
        "basics": {"name": row["key"].replace("-", " ").title(), "summary": row["summary"]},
        "work": work,
        "education": [dict(zip(studied, degree, strict=True)) for degree in row["degrees"]],
        "skills": [{"name": "Skills", "keywords": row["skills"]}],
        "certificates": [{"name": name} for name in row["certificates"]],
    }


def _lines(row: Row, mark: str) -> list[tuple[int, int, str]]:
    """(job, duty, line) of each line of a kind."""
    return [
        (j, d, line[2:])
        for j, job in enumerate(row["job"])
        for d, duty in enumerate(job["duties"])
        for line in duty[1:]
        if line[0] == mark
    ]


def _plain(line: str) -> str:
    return SLOT.sub(r"\1", line)


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _framed(rng: random.Random, who: Person, job: int, text: str, kind: str, row: Row) -> Case:
    """A statement bare for its entry, with its employer, or beside a true one."""
    words = row["words"]
    style = rng.randrange(4)
    if style == 0:
        return Case(kind, fill(rng.choice(words["at"]), who.jobs[job], cap=text), who)
    if style == 1:
        first = _plain(rng.choice([line for j, _, line in _lines(row, "T") if j == job]))
        pattern = rng.choice(words["pair"])
        return Case(kind, pattern.format(first=first, second=_cap(text), low=low(text)), who, job)
    return Case(kind, fill(rng.choice(words["bare"]), who.jobs[job], cap=text), who, job)


def _written(mark: str) -> Maker:
    def maker(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
        found = _lines(row, mark)
        if not found:
            return None
        job, _, line = rng.choice(found)
        return _framed(rng, who, job, line, kind, row)

    return maker


def _number(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    if rng.random() < 0.4:
        return _written("N")(rng, row, who, kind)
    found = [(j, d, line) for j, d, line in _lines(row, "T") if re.search(r"<[\d.,]+>", line)]
    job, duty, line = rng.choice(found)
    slots = [m for m in SLOT.finditer(line) if m[1][0].isdigit()]
    slot = rng.choice(slots)
    taken = {
        float(m.replace(",", "")) for m in re.findall(r"\d[\d,]*(?:\.\d+)?", " ".join(row["job"][job]["duties"][duty]))
    }
    value = float(slot[1].replace(",", ""))
    other = rng.choice([value * 1.25, value * 1.6, value * 2, value * 3, value * 0.6, value + 2, value + 7])
    other = round(other, 1) if "." in slot[1] else float(round(other))
    if other in taken or abs(other - value) < 0.1 * value:
        return None
    shown = f"{other:,.1f}" if "." in slot[1] else f"{int(other):,}"
    if rng.random() < 0.2 and other == int(other):
        shown = spelled(int(other)) or shown
    text = _plain(line[: slot.start()] + shown + line[slot.end() :])
    return _framed(rng, who, job, _cap(text), kind, row)


def _month(rng: random.Random, value: str) -> str:
    """A month in one of the ways people print it."""
    if value == "present":
        return rng.choice(["present", "today", "now"])
    name, year = readable(value).split()
    style = rng.randrange(6)
    if style == 0:
        return f"{name[:3]} {year}"
    if style == 1:
        return f"{value[5:]}/{year}"
    if style == 2:
        return value
    if style == 3:
        return f"{table('trades_words')['months'].split()[int(value[5:]) - 1]} {year}"
    return f"{name} {year}"


def _date(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    words = row["words"]
    job = rng.choice(who.jobs)
    known = {j.start for j in who.jobs} | {j.end for j in who.jobs}
    pattern = rng.choice([*words["span"], *words["since"], *words["joined"], *words["left"]])
    place = (
        "end"
        if "{end}" in pattern and job.end != "present" and ("{start}" not in pattern or rng.random() < 0.5)
        else "start"
    )
    if f"{{{place}}}" not in pattern or (pattern in words["since"] and job.end != "present"):
        return None
    true = job.end if place == "end" else job.start
    other = f"{int(true[:4]) + rng.choice([-3, -2, -1, 1, 2])}{true[4:]}"
    if rng.random() < 0.25:
        other = f"{true[:4]}-{(int(true[5:]) + rng.randint(2, 8)) % 12 + 1:02d}"
    if other in known or other > "2026-11":
        return None
    dates = {"start": _month(rng, job.start), "end": _month(rng, job.end), place: _month(rng, other)}
    return Case(kind, fill(pattern, job, **dates), who)


def _months(job: Job) -> int:
    end = "2026-11" if job.end == "present" else job.end
    return (int(end[:4]) - int(job.start[:4])) * 12 + int(end[5:]) - int(job.start[5:]) + 1


def _tenure(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    words = row["words"]
    job = rng.choice(who.jobs)
    if rng.random() < 0.6:
        years = _months(job) // 12 + rng.choice([2, 3, 4, 5])
        pattern = rng.choice(words["tenure"])
    else:
        years = sum(_months(one) for one in who.jobs) // 12 + rng.choice([3, 4, 6, 9])
        pattern = rng.choice(words["total"])
    shown = spelled(years) or str(years)
    hedge = rng.choice(["", "", "", "over ", "about "])
    text = fill(pattern, job, n=hedge + (shown if rng.random() < 0.4 else str(years)))
    return Case(kind, _cap(text), who)


def _employer(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    words = row["words"]
    place = rng.randrange(len(who.jobs))
    job = who.jobs[place]
    other = rng.choice(words["employers"])
    if rng.random() < 0.25 and " " in job.org:
        other = f"{job.org.split()[0]} {rng.choice(['Holdings', 'Aviation', 'Bank', 'Pharma'])}"
    false = Job(other, job.title, job.start, job.end, job.bullets)
    line = _plain(rng.choice([text for j, _, text in _lines(row, "T") if j == place]))
    return Case(kind, fill(rng.choice(words["employer"]), false, cap=line), who)


def _title(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    place = rng.randrange(len(who.jobs))
    job = who.jobs[place]
    false = Job(job.org, rng.choice(row["titles"]), job.start, job.end, job.bullets)
    line = _plain(rng.choice([text for j, _, text in _lines(row, "T") if j == place]))
    return Case(kind, fill(rng.choice(row["words"]["title"]), false, cap=line), who)


def _degree(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    return Case(kind, rng.choice(row["words"]["study"]).format(study=rng.choice(row["studies"])), who)


def _certification(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    pattern = rng.choice(row["words"]["paper"])
    return Case(kind, pattern.format(paper=rng.choice(row["papers"]), year=rng.randint(2016, 2024)), who)


def _skill(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    if rng.random() < 0.15:
        return _written("K")(rng, row, who, kind)
    job, _, line = rng.choice(_lines(row, "T"))
    pattern = rng.choice(row["words"]["skill"])
    names = {"tool": rng.choice(row["tools"]), "true": rng.choice(row["skills"])}
    bound = job if "{cap}" in pattern and rng.random() < 0.5 else None
    return Case(kind, fill(pattern, who.jobs[job], cap=_plain(line), **names), who, bound)


def _moved(rng: random.Random, row: Row, who: Person, kind: str) -> Case | None:
    job, _, line = rng.choice(_lines(row, "T"))
    other = 1 - job
    text = _plain(line)
    words = row["words"]
    style = rng.randrange(3)
    if style == 0:
        return Case(kind, fill(rng.choice(words["bare"]), who.jobs[other], cap=text), who, other)
    if style == 1:
        own = _plain(rng.choice([one for j, _, one in _lines(row, "T") if j == other]))
        pattern = rng.choice(words["pair"])
        return Case(kind, pattern.format(first=own, second=_cap(text), low=low(text)), who, other)
    return Case(kind, fill(rng.choice(words["at"]), who.jobs[other], cap=text), who)


MAKERS: dict[str, Maker] = {
    "number": _number, "magnitude": _written("M"), "date": _date, "tenure": _tenure, "employer": _employer, "title": _title,
    "degree": _degree, "certification": _certification, "skill": _skill, "scope": _written("S"), "reach": _written("R"), "moved": _moved,
}  # fmt: skip


def _reworded(rng: random.Random, line: str) -> str:
    """A true rewording with its figures printed in one of several ways."""

    def shown(match: re.Match[str]) -> str:
        digits = match[1]
        behind = line[match.end() :].lstrip()
        style = rng.randrange(6)
        if digits.isdigit() and style in (0, 1) and not behind.startswith("percent"):
            return spelled(int(digits)) or digits
        if digits.endswith(",000") and style == 0:
            return f"{digits[:-4]}k"
        if "," in digits and style == 1:
            return digits.replace(",", "")
        if "," in digits and style == 2 and match.start() and "about" not in line:
            value = int(digits.replace(",", ""))
            size = 10 ** (len(str(value)) - 2)
            return f"roughly {round(value / size) * size:,}"
        return digits

    text = SLOT.sub(shown, line)
    if rng.random() < 0.3:
        text = re.sub(r"(\d) percent\b(?! points)", r"\1%", text)
    return _cap(text)


def _true_name(rng: random.Random, row: Row, who: Person) -> Case | None:
    """Jobs, dates, studies, certificates and skills as they are."""
    words = row["words"]
    job = rng.choice(who.jobs)
    kind = rng.randrange(7)
    dates = {"start": _month(rng, job.start), "end": _month(rng, job.end)}
    if kind in (0, 1):
        return Case("truthful", fill(rng.choice(words["span"]), job, **dates), who)
    if kind == 2:
        pattern = rng.choice([*words["joined"], *(words["since"] if job.end == "present" else words["left"])])
        if rng.random() < 0.3:
            dates = {"start": job.start[:4], "end": job.end[:4]}
        return Case("truthful", fill(pattern, job, **dates), who)
    if kind == 3:
        whole, rest = divmod(_months(job), 12)
        years = f"over {whole}" if 2 <= rest <= 8 else f"nearly {whole + 1}" if rest > 8 else f"about {whole}"
        return Case("truthful", _cap(fill(rng.choice(words["tenure"]), job, n=years)), who)
    if kind == 4:
        degree, area, school, _, end = rng.choice(row["degrees"])
        text = rng.choice(words["degree"]).format(degree=degree, area=area, school=school, year=end[:4])
        return Case("truthful", text, who)
    if kind == 5:
        return Case("truthful", rng.choice(words["certificate"]).format(paper=rng.choice(row["certificates"])), who)
    true, other = rng.sample(row["skills"], k=2)
    return Case("truthful", rng.choice(words["skills"]).format(true=true, other=other), who)


def _truthful(rng: random.Random, row: Row, who: Person) -> Case | None:
    if rng.random() < 0.2:
        return _true_name(rng, row, who)
    if rng.random() < 0.1:
        job, duty = rng.choice([(j, d) for j, one in enumerate(row["job"]) for d in range(len(one["duties"]))])
        return _framed(rng, who, job, _plain(row["job"][job]["duties"][duty][0]), "truthful", row)
    job, _, line = rng.choice(_lines(row, "T"))
    return _framed(rng, who, job, _reworded(rng, line), "truthful", row)


def cases(family: str, seed: int, each: int, truthful: int) -> Iterator[Case]:
    """`each` texts of every class of fabrication and `truthful` true ones, no text of one person twice; the seed decides them."""
    rng = random.Random(f"{family}:{seed}")
    for kind, maker in MAKERS.items():
        yield from _distinct(rng, family, each, partial(_of_kind, rng, kind, maker))
    yield from _distinct(rng, family, truthful, lambda row, who: _truthful(rng, row, who))


def _of_kind(rng: random.Random, kind: str, maker: Maker, row: Row, who: Person) -> Case | None:
    return maker(rng, row, who, kind)


def _distinct(
    rng: random.Random, family: str, count: int, make: Callable[[Row, Person], Case | None]
) -> Iterator[Case]:
    """`count` texts, fewer where no more can be made."""
    seen: set[tuple[str, str, int | str | None]] = set()
    for _ in range(TRIES * count):
        if len(seen) == count:
            return
        case = make(*rng.choice(rows(family)))
        if case is not None and (case.text, case.person.key, case.entry) not in seen:
            seen.add((case.text, case.person.key, case.entry))
            yield case
