"""The resumes of the claim trial: half of the demo people each, and people made from a seed. Pure."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from resumes.demo import source
from resumes.parsing import ParsedResume, parse_text
from resumes.parsing.from_jsonresume import from_structure

Family = Literal["development", "validation", "held_out"]
FAMILIES: tuple[Family, ...] = ("development", "validation", "held_out")
FOLDER = Path(__file__).resolve().parent


@cache
def table(name: str) -> dict[str, Any]:
    """One of the trial's data files."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Job:
    """A job of a source: `start`, `end` are `YYYY-MM`, `end` may be `present`."""

    org: str
    title: str
    start: str
    end: str
    bullets: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """A source resume: `data` is JSON Resume or plain text, the rest its parts as the mutations need them."""

    key: str
    data: str
    jobs: tuple[Job, ...]
    degrees: tuple[tuple[str, str, str], ...]
    certificates: tuple[str, ...]
    skills: tuple[str, ...]

    @property
    def parsed(self) -> ParsedResume:
        """The resume as the product reads it."""
        return _parsed(self.data)


@lru_cache(maxsize=200)
def _parsed(data: str) -> ParsedResume:
    import json

    return from_structure(json.loads(data), "jsonresume") if data.startswith("{") else parse_text(data)


def person(key: str, data: dict[str, Any]) -> Person:
    """A JSON Resume as a source."""
    import json

    jobs = tuple(
        Job(w["name"], w["position"], w["startDate"], w.get("endDate") or "present", tuple(w.get("highlights", ())))
        for w in data["work"]
    )
    studied = tuple((e.get("studyType", ""), e.get("area", ""), e["institution"]) for e in data.get("education", ()))
    skills = tuple(word for group in data.get("skills", ()) for word in group.get("keywords", ()))
    certificates = tuple(c["name"] for c in data.get("certificates", ()))
    return Person(key, json.dumps(data, ensure_ascii=False), jobs, studied, certificates, skills)


def people(family: Family, seed: int, made: int) -> list[Person]:
    """The demo people of a family, and `made` more from the seed."""
    known = (
        _written() if family == "held_out" else [person(slug, source(slug)) for slug in table("paraphrases")[family]]
    )
    rng = random.Random(f"{family}-{seed}")
    return known + [person(f"made-{number}", _made(rng, family)) for number in range(made)]


def _written() -> list[Person]:
    """The people written for the held-out family."""
    return [person(row["key"], _as_json_resume(row)) for row in table("held_out")["person"]]


def _as_json_resume(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("name", "position", "startDate", "endDate", "highlights")
    studied = ("studyType", "area", "institution", "startDate", "endDate")
    return {
        "basics": {"name": row["key"].replace("-", " ").title(), "summary": row["summary"]},
        "work": [dict(zip(keys, job, strict=True)) for job in row["jobs"]],
        "education": [dict(zip(studied, degree, strict=True)) for degree in row["degrees"]],
        "skills": [{"name": "Tools", "keywords": row["skills"]}],
        "certificates": [{"name": name} for name in row["certificates"]],
    }


def paraphrased(family: Family) -> list[tuple[str, int, str]]:
    """(person, number of the job or -1, text) of each paraphrase written by hand."""
    if family == "held_out":
        return [(row["key"], job, text) for row in table("held_out")["person"] for job, text in row["texts"]]
    return [(slug, job, text) for slug, texts in table("paraphrases")[family].items() for job, text in texts]


def _made(rng: random.Random, family: Family) -> dict[str, Any]:
    world = rng.choice(table("worlds")[family]["occupation"])
    year = rng.randint(2009, 2015)
    jobs = []
    bullets = rng.sample(world["bullets"], k=min(len(world["bullets"]), 7))
    begin = f"{year}-{rng.randint(1, 12):02d}"
    names = rng.sample(world["employers"], k=2)
    titles = rng.sample(world["titles"], k=2)
    for place in range(2):
        span = rng.randint(26, 62)
        end = _later(begin, span)
        points = [_filled(rng, bullet, world) for bullet in (bullets[:4] if place else bullets[4:])]
        jobs.append({"name": names[place], "position": titles[place], "startDate": begin, "highlights": points})
        if not place or end <= "2026-06":
            jobs[-1]["endDate"] = end
        begin = _later(end, rng.randint(1, 3))
    degree, area = world["degree"]
    school = f"{rng.choice(['Wendover', 'Castlebay', 'Millrace', 'Oakhaven'])} University"
    return {
        "basics": {"name": f"Person {rng.randint(100, 999)}", "summary": f"{titles[1]} who likes clear plans."},
        "work": jobs[::-1],
        "education": [{"institution": school, "studyType": degree, "area": area,
                       "startDate": f"{year - 4}-09", "endDate": f"{year}-06"}],
        "skills": [{"name": "Tools", "keywords": world["tools"]}],
        "certificates": [{"name": world["certificate"], "date": f"{year + 3}-04"}],
    }  # fmt: skip


def _later(month: str, count: int) -> str:
    total = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{total // 12}-{total % 12 + 1:02d}"


def _filled(rng: random.Random, bullet: str, world: dict[str, Any]) -> str:
    while "{n}" in bullet:
        small = rng.random() < 0.5
        number = (
            rng.randint(4, 38)
            if small or "percent" in bullet or "minutes" in bullet or "hours" in bullet
            else rng.randint(42, 950)
        )
        if "euros" in bullet or "pounds" in bullet or "dollars" in bullet or "users from" in bullet:
            number = rng.randint(13, 90) * 1000
        bullet = bullet.replace("{n}", f"{number:,}", 1)
    return bullet.replace("{t}", rng.choice(world["tools"]))
