"""Facts of a talent and of a job, made from what was read. Pure; texts are turned into vectors by whoever calls.

Making facts has two steps, so that many of them share one run of the encoder: a plan names the texts it needs, and
`assemble` puts their vectors in. Without an encoder the vectors stay unknown and everything else is as usual.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from careercopilot.encoder import Encoder
from careercopilot.places import Place, find_place, utc_offset_hours
from matching.ml.chunks import chunks
from matching.ml.types import LEVELS, Claim, Floats, JobFacts, Need, Pay, Remote, Spot, TalentFacts
from matching.ml.words import word_vector
from matching.reading.level import read_level
from resumes.parsing.types import Entry, ParsedResume
from resumes.skill_evidence import SkillEvidence, entries_of, months_of
from resumes.taxonomy import Taxonomy

# Paid units a year: 52 weeks of 5 days of 8 hours.
UNITS = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
HELD_TITLES = 4
NAMED_SKILLS = 40
LONGEST_TEXT = 1500  # characters; the encoder reads about 256 word pieces


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a talent looks for; empty means no wish."""

    titles: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    remote: str = ""
    level: str = ""
    pay: Pay | None = None
    goals: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a posting says, as kept."""

    title: str
    text: str
    places: tuple[Place, ...] = ()
    remote: str = ""
    level: str = ""
    min_years: float | None = None
    pay: Pay | None = None
    needs: tuple[Need, ...] = ()
    lines: tuple[str, ...] = ()  # the requirements as written


@dataclass(frozen=True, slots=True)
class Plan:
    """Facts without vectors, and the texts of the vectors they lack: one text, or several for a stack."""

    facts: TalentFacts | JobFacts
    search: str
    single: Mapping[str, str]
    stacks: Mapping[str, tuple[str, ...]]

    def texts(self) -> Iterable[str]:
        """Every text that needs a vector."""
        yield self.search
        yield from self.single.values()
        for texts in self.stacks.values():
            yield from texts


Lookup = Callable[[str], Floats]


def encode_all(plans: Sequence[Plan], encoder: Encoder | None) -> Lookup | None:
    """Vectors of all texts of some plans, each different text once; None without an encoder."""
    if encoder is None:
        return None
    texts = list(dict.fromkeys(text for plan in plans for text in plan.texts() if text))
    rows = encoder.encode(texts)
    at = {text: number for number, text in enumerate(texts)}
    return lambda text: rows[at[text]]


def assemble(plan: Plan, lookup: Lookup | None) -> tuple[TalentFacts | JobFacts, Floats | None]:
    """The facts with their vectors, and the search vector (384,) or None."""
    if lookup is None:
        return plan.facts, None
    single = {name: lookup(text) for name, text in plan.single.items() if text}
    stacks = {name: np.stack([lookup(text) for text in texts]) for name, texts in plan.stacks.items() if texts}
    return replace(plan.facts, **single, **stacks), lookup(plan.search) if plan.search else None


def yearly(low: float | None, high: float | None, currency: str, period: str) -> Pay | None:
    """Money a year; None without a currency, a known period or any figure."""
    if not currency or period not in UNITS or (low is None and high is None):
        return None
    factor = UNITS[period]
    return Pay(low * factor if low is not None else None, high * factor if high is not None else None, currency)


def spots_of(places: Sequence[Place], at: dt.datetime) -> tuple[Spot, ...]:
    """Places as facts; a region or country is there, but its coordinates are not exact."""
    found = []
    for place in places:
        offset = utc_offset_hours(place.timezone, at) if place.timezone else None
        countries = place.covers or (place.country,)
        found += [Spot(place.lat, place.lon, country, offset, place.kind == "city") for country in countries]
    return tuple(dict.fromkeys(found))


def level_number(level: str | None) -> int | None:
    """A level's place in LEVELS; None for none."""
    return LEVELS.index(level) if level in LEVELS else None


def latest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Dated entries by their end, the present ones first; ties and undated ones in the resume's order."""

    def end(entry: Entry) -> str:
        written = entry.end_date or entry.start_date
        return "" if written is None else "9999" if written.value == "present" else written.value

    return sorted(entries, key=end, reverse=True)


def years_of_work(parsed: ParsedResume, today: dt.date) -> float | None:
    """Years that the dated work entries cover together; None when none is dated."""
    months: set[int] = set()
    for entry in entries_of(parsed):
        if entry.kind == "work":
            months |= months_of(entry, today)
    return round(len(months) / 12, 2) if months else None


def _line_of(text: str, at: int) -> int:
    return text.rfind("\n", 0, at)


def claims_of(parsed: ParsedResume, skills: Iterable[SkillEvidence]) -> tuple[Claim, ...]:
    """The skills that a resume names itself; what follows from them the features work out."""
    return tuple(
        Claim(
            key=skill.key,
            mentions=max(len({_line_of(parsed.text, start) for start, *_ in skill.spans}), 1),
            evidenced=skill.evidenced,
            years=skill.years,
            proficiency=skill.proficiency,
        )
        for skill in skills
        if not skill.implied_by
    )


def _entry_text(entry: Entry, text: str) -> str:
    if entry.start is not None and entry.end is not None:
        return text[entry.start : entry.end]
    return "\n".join([entry.summary, *(bullet.text for bullet in entry.bullets)])


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT]


def plan_talent(parsed: ParsedResume, skills: Sequence[SkillEvidence], wishes: Wishes, *, today: dt.date) -> Plan:
    """The facts of a resume and its owner's wishes, and the texts of their vectors."""
    works = latest_first(entry for entry in entries_of(parsed) if entry.kind == "work")
    held = list(dict.fromkeys(entry.title.value for entry in works if entry.title))[:HELD_TITLES]
    years = years_of_work(parsed, today)
    level = wishes.level or (read_level(held[0], "", None) if held else None)
    home = find_place(parsed.location.value) if parsed.location and not wishes.places else None
    named = sorted((s for s in skills if not s.implied_by), key=lambda s: (not s.evidenced, -(s.years or 0.0)))
    labels = ", ".join(skill.label for skill in named[:NAMED_SKILLS])
    titles = tuple(dict.fromkeys([*wishes.titles, *held]))
    modes: tuple[Remote, ...] = ("onsite", "hybrid", "remote")
    facts = TalentFacts(
        skills=claims_of(parsed, skills),
        skills_known=bool(parsed.text.strip()),
        level=level_number(level),
        years=years,
        spots=spots_of(wishes.places or ((home,) if home else ()), dt.datetime.combine(today, dt.time(), dt.UTC)),
        remote_wishes=frozenset(mode for mode in modes if mode == wishes.remote),
        pay=wishes.pay,
        words=word_vector(parsed.text),
    )
    return Plan(
        facts=facts,
        search=_one_line(f"{'. '.join(titles)}. {labels}") if titles or labels else _one_line(parsed.text),
        single={
            "skills_vector": _one_line(labels),
            "experience_vector": _one_line("\n".join(_entry_text(entry, parsed.text) for entry in works[:3])),
            "goals_vector": _one_line(wishes.goals),
        },
        stacks={"titles": titles, "chunks": tuple(chunks(parsed.text))},
    )


def needs_of(rows: Iterable[tuple[str, bool, int | None, float | None]], text: str, tax: Taxonomy) -> tuple[Need, ...]:
    """Needs of (skill key, must, alternative group, years) rows; `text` tells in how many lines each is named."""
    lines: dict[str, set[int]] = {}
    for span in tax.recognise(text):
        lines.setdefault(span.key, set()).add(_line_of(text, span.start))
    return tuple(
        Need(
            key=key,
            must=must,
            any_of=any_of,
            mentions=max(len(lines.get(key, ())), 1),
            min_years=years,
            soft=key in tax and tax.skill(key).kind == "skill",
        )
        for key, must, any_of, years in rows
        if key
    )


def plan_job(offer: Offer, *, today: dt.date) -> Plan:
    """The facts of a posting, and the texts of their vectors."""
    remote: Remote | None = offer.remote if offer.remote in ("onsite", "hybrid", "remote") else None  # type: ignore[assignment]
    asked = ". ".join(dict.fromkeys(offer.lines))
    whole = f"{offer.title}\n{offer.text}"
    facts = JobFacts(
        needs=offer.needs,
        level=level_number(offer.level),
        min_years=offer.min_years,
        spots=spots_of(offer.places, dt.datetime.combine(today, dt.time(), dt.UTC)),
        remote=remote,
        pay=offer.pay,
        words=word_vector(whole),
    )
    return Plan(
        facts=facts,
        search=_one_line(f"{offer.title}. {asked}" if asked else whole),
        single={
            "title": _one_line(offer.title),
            "description_vector": _one_line(offer.text),
            "requirements_vector": _one_line(asked),
        },
        stacks={"chunks": tuple(chunks(offer.text))},
    )
