"""Pairs of texts with a judgement that no feature had a part in: what the scorers are compared on. No database.

None of these sets is what people with a vacancy decided; each stands in for it in its own way, so a change must hold on
all of them. `../shared/data` (or SHARED_DATA) holds the texts.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resumes.parsing import ResumeRefused, parse

ROLES = Path(__file__).resolve().parent / "data" / "judged_roles.json"
SEED = 11
RELEVANT = 0.5
_TAG = re.compile(r"<[A-Z]+>")


def data_folder() -> Path:
    """The development data: SHARED_DATA, else ../shared/data beside the project."""
    return Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


@dataclass(frozen=True, eq=False)
class JudgedSet:
    """Texts of both sides and judged pairs (talent[p], job[p], grade[p]); relevant is a grade of at least `relevant`.

    `groups` are the people or postings by which intervals are drawn. Scorers were chosen with an eye on every set here.
    """

    name: str
    what: str
    resumes: tuple[str, ...]
    jobs: tuple[str, ...]
    talent: NDArray[np.int64]
    job: NDArray[np.int64]
    grade: NDArray[np.float64]
    relevant: float = RELEVANT
    by_job: bool = False

    @property
    def groups(self) -> NDArray[np.int64]:
        return self.job if self.by_job else self.talent


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _json_rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return [json.loads(line) for line in handle if line.strip()]


def _full(resumes: Sequence[str], jobs: Sequence[str], grades: NDArray[np.float64], **rest: Any) -> JudgedSet:
    """All pairs of a matrix of grades (resumes, jobs); NaN leaves a pair out."""
    talent, job = np.nonzero(~np.isnan(grades))
    return JudgedSet(
        resumes=tuple(resumes), jobs=tuple(jobs), talent=talent, job=job, grade=grades[talent, job], **rest
    )


@cache
def postings(folder: Path) -> dict[str, str]:
    """SkillSpan's postings by id, without the marks of what was taken out."""
    rows = _json_rows(folder / "jobs" / "skillspan_postings_dev.jsonl.gz")
    return {row["id"]: re.sub(r"[ \t]+", " ", _TAG.sub(" ", row["text"])) for row in rows}


def developers(folder: Path, *, only_it: bool = False) -> JudgedSet:
    """Anonymised CVs of developers against real postings, by roles that a reader gave to both (`judged_roles.json`)."""
    judged = json.loads(ROLES.read_text(encoding="utf-8"))
    texts = {key: text for key, text in postings(folder).items() if key not in judged["unclear"]}
    if only_it:
        texts = {key: text for key, text in texts.items() if key in judged["postings"]}
    files = {path.stem: path for path in sorted((folder / "resumes" / "docx_anonymised").glob("*.docx"))}
    asked = [judged["postings"].get(key, {}) for key in texts]
    resumes, rows = [], []
    for key, roles in judged["resumes"].items():
        grades = [max((roles.get(role, 0) * share for role, share in one.items()), default=0.0) for one in asked]
        if max(grades) >= RELEVANT:  # nothing here suits the others
            resumes.append(_docx(files[key]))
            rows.append(grades)
    name = "developers, IT postings" if only_it else "developers"
    return _full(resumes, list(texts.values()), np.array(rows), name=name, what="roles given by a reader")


@cache
def _docx(path: Path) -> str:
    try:
        return parse(path.read_bytes(), path.name).text
    except ResumeRefused as error:
        raise ValueError(f"{path.name}: {error}") from error


def vacancies(folder: Path) -> JudgedSet:
    """As `developers`, IT only, the other way round: one posting, all CVs."""
    one = developers(folder, only_it=True)
    return JudgedSet("vacancies", one.what, one.resumes, one.jobs, one.talent, one.job, one.grade, by_job=True)


def halves(folder: Path) -> JudgedSet:
    """Every second sentence of a posting as if it were a resume, the others as the posting, within one source."""
    texts = postings(folder)
    left, right = [], []
    for text in texts.values():
        lines = [line for line in text.splitlines() if len(line.split()) > 2]
        left.append("\n".join(lines[0::2]) or text)
        right.append("\n".join(lines[1::2]) or text)
    source = np.array(["tech" in key for key in texts])
    grades = np.where(source[:, None] == source[None, :], np.eye(len(texts)), np.nan)
    return _full(left, right, grades, name="halves of a posting", what="the same posting")


TIERS = {"Primary-Short": 0.4, "Primary-Long": 0.3, "Supplemental": 0.2}


def occupations(folder: Path, *, people: int = 150, jobs: int = 200) -> JudgedSet:
    """Profiles from O*NET occupations against postings from the same, from related and from other ones.

    Both sides draw other titles and other tools of an occupation, so that they agree only as texts of one field do.
    """
    base = folder / "taxonomy"
    rng = np.random.default_rng(SEED)
    names = {row["soc"]: row for row in _rows(base / "onet_occupations.csv.gz")}
    titles = _by_soc(_rows(base / "onet_titles.csv.gz"), "title")
    tools = _by_soc(_rows(base / "onet_technology_skills.csv.gz"), "skill")
    related = {(row["soc"], row["related_soc"]): row["tier"] for row in _rows(base / "onet_related_occupations.csv.gz")}
    usable = [soc for soc in names if len(titles.get(soc, ())) >= 6 and len(tools.get(soc, ())) >= 8]
    chosen = [usable[i] for i in rng.permutation(len(usable))[:jobs]]
    resumes, texts = [], []
    for number, soc in enumerate(chosen):
        mine = [str(title) for title in rng.permutation(titles[soc])[:4]]
        skills = [str(skill) for skill in rng.permutation(tools[soc])]
        half = len(skills) // 2
        sentences = re.split(r"(?<=[.;])\s+", names[soc]["description"])
        if number < people:
            resumes.append(_profile(rng, mine[:2], skills[:half][:10], sentences[0::2]))
        texts.append(_vacancy(rng, mine[2], [*skills[half:][:7], *skills[:2]], sentences[1::2]))
    grades = np.array(
        [[1.0 if a == b else TIERS.get(related.get((a, b), ""), 0.0) for b in chosen] for a in chosen[:people]]
    )
    return _full(resumes, texts, grades, name="occupations", what="the same O*NET occupation")


def _by_soc(rows: Sequence[dict[str, str]], column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["soc"], []).append(row[column])
    return {key: list(dict.fromkeys(values)) for key, values in found.items()}


def _profile(rng: np.random.Generator, titles: Sequence[str], skills: Sequence[str], told: Sequence[str]) -> str:
    year = int(rng.integers(2012, 2020))
    lines = ["Sam Example", titles[0], "", "Experience", f"{titles[0]}, Example Works", f"{year} - present"]
    lines += [f"- {sentence}" for sentence in told] + [f"- Daily work with {skill}" for skill in skills[:3]]
    lines += [f"{titles[1]}, Sample Group", f"{year - 4} - {year}"]
    lines += [f"- Used {skill}" for skill in skills[3:6]]
    return "\n".join([*lines, "", "Skills", ", ".join(skills)])


def _vacancy(rng: np.random.Generator, title: str, skills: Sequence[str], told: Sequence[str]) -> str:
    lines = [title, "", "Your tasks", *(f"- {sentence}" for sentence in told), "", "Requirements"]
    lines += [f"- Experience with {skill}" for skill in skills]
    return "\n".join([*lines, f"- {int(rng.integers(1, 6))} years of experience", "- Good communication and teamwork"])


def sentences(folder: Path, *, count: int = 150) -> JudgedSet:
    """Texts from SkillSkape's sentences: both sides have other sentences, labelled with the same skills."""
    rng = np.random.default_rng(SEED)
    by_skill: dict[str, list[str]] = {}
    for row in _rows(folder / "skills" / "skillskape_dev.csv.gz") + _rows(
        folder / "skills" / "skillskape_train.csv.gz"
    ):
        for skill in re.findall(r"'([^']+)'|\"([^\"]+)\"", row["skills"]):
            by_skill.setdefault(skill[0] or skill[1], []).append(row["sentence"])
    usable = sorted(skill for skill, told in by_skill.items() if len(set(told)) >= 4 and skill != "UNK")
    left, right = [], []
    for _ in range(count):
        mine = [usable[i] for i in rng.choice(len(usable), 6, replace=False)]
        picked = [rng.permutation(list(dict.fromkeys(by_skill[skill])))[:4] for skill in mine]
        left.append("\n".join(str(text) for one in picked for text in one[:2]))
        right.append("\n".join(str(text) for one in picked[:4] for text in one[2:4]))
    return _full(left, right, np.eye(count), name="sentences", what="sentences of the same skills")


def demo() -> JudgedSet:
    """The demo resumes against the demo postings, by the profession written beside each. Both are our own texts."""
    from matching.demo import demo_postings
    from resumes.demo import demo_resumes

    people, jobs = demo_resumes(), demo_postings()
    grades = np.array([[float(one.profession == job.profession) for job in jobs] for one in people])
    texts = [parse(one.data, one.filename).text for one in people]
    return _full(texts, [job.text for job in jobs], grades, name="demo", what="the same profession")


def challenge(folder: Path) -> JudgedSet:
    """90 resumes for one vacancy, graded by the makers of a challenge."""
    base = folder / "pairs_dev" / "he_ml"
    resumes = {str(row["id"]): row["text"] for row in _json_rows(base / "resumes.jsonl.gz")}
    jobs = {str(row["id"]): row["text"] for row in _json_rows(base / "jobs.jsonl.gz")}
    with (base / "labels.csv").open(encoding="utf-8", newline="") as handle:
        labels = list(csv.DictReader(handle))
    order, jorder = list(resumes), list(jobs)
    return JudgedSet(
        "challenge", "match per cent", tuple(resumes.values()), tuple(jobs.values()),
        np.array([order.index(row["resume"]) for row in labels]), np.array([jorder.index(row["job"]) for row in labels]),
        np.array([float(row["grade"]) / 100 for row in labels]), relevant=0.4, by_job=True,
    )  # fmt: skip


SETS: tuple[Callable[[Path], JudgedSet], ...] = (
    developers, lambda folder: developers(folder, only_it=True), vacancies, halves, occupations, sentences,
    lambda _: demo(), challenge,
)  # fmt: skip
