"""Plain text and parsed resumes to the facts that scoring takes. No database.

`Reader` holds what reading needs (encoder, taxonomy, the day that "present" means), so that many texts share it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

import numpy as np

from careercopilot.encoder import Encoder
from careercopilot.places import Place, find_place, utc_offset_hours
from matching.ml.chunks import bullets, chunks
from matching.ml.exact import on_grid
from matching.ml.types import LEVELS, Claim, Floats, JobFacts, Need, Pay, Spot, TalentFacts
from matching.ml.words import STUFFED, title_words, tokens, word_vector
from matching.neutral import neutral
from matching.reading import JobReading, Salary, read_job
from matching.reading.level import read_level
from matching.told import Told, told
from resumes.parsing import ParsedResume, parse_text
from resumes.skill_evidence import SkillEvidence, collect, entries_of, months_of
from resumes.taxonomy import Taxonomy, taxonomy

# Full-time hours, days, weeks and months in a year, to compare pay.
A_YEAR = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
LABELS = 40  # skills named in the text behind the skills vector
TITLES = 4
LANGUAGES = "human-languages"  # a group of the taxonomy
TITLE_LENGTH = 100  # characters
HEAD = 150  # characters at the head of a text, where it says what somebody is or is to be
OTHER_PARTS = frozenset({"benefits", "company", "process"})  # of a posting; they ask for nothing
REQUIREMENT_PARTS = frozenset({"required", "preferred"})
LEAST_KEPT = 0.4  # when less of a posting is left without the other parts, its headings were misread: keep all


@dataclass(frozen=True)
class Reader:
    """Turns texts into facts. `today` is the day that a "present" job runs to."""

    encoder: Encoder
    today: date

    @cached_property
    def tax(self) -> Taxonomy:
        return taxonomy()

    def resume(self, text: str) -> TalentFacts:
        """Facts of a resume given as text; raises ResumeRefused when there is nothing to read."""
        return self.parsed(parse_text(text))

    def parsed(self, resume: ParsedResume, evidence: Sequence[SkillEvidence] | None = None) -> TalentFacts:
        """Facts of a parsed resume, read after what must not count was blanked (`matching.neutral`) and without its mere
        lists (`matching.told`).

        `evidence`, where given, was collected from the blanked resume.
        """
        resume = neutral(resume)
        if evidence is None:
            evidence = collect(resume, self.tax, today=self.today)
        tells = self._told(resume, evidence)
        vectors = self.vectors(bullets(tells.text))
        titles = held_titles(resume, resume.text)
        held = self._claims(evidence, tells, titles, first_work(resume))
        years = years_of_work(resume, self.today)
        level = read_level(titles[0] if titles else None, "", years)
        believed = {one.key for one in held if one.mentions or one.evidenced or one.headed}
        labels = [one.label for one in evidence if one.key in believed and not one.implied_by]
        place = find_place(resume.location.value) if resume.location else None
        return TalentFacts(
            skills=held,
            level=None if level is None else LEVELS.index(level),
            years=years,
            spots=() if place is None else (spot(place, self.today),),
            words=word_vector(tells.text),
            titles=self.vectors(titles) if titles else None,
            chunks=vectors,
            skills_vector=self._one(", ".join(labels[:LABELS])),
            experience_vector=mean_direction(vectors),
            goals_vector=self._one(summary(resume, tells)),
        )

    def _told(self, resume: ParsedResume, evidence: Iterable[SkillEvidence]) -> Told:
        named = [(one.key, (start, end)) for one in evidence if not one.implied_by for start, end, *_ in one.spans]
        languages = [span for key, span in named if key in self.tax and self.tax.skill(key).group == LANGUAGES]
        return told(resume, [span for _, span in named], languages)

    def _claims(
        self, evidence: Iterable[SkillEvidence], tells: Told, titles: Sequence[str], told_from: int | None
    ) -> tuple[Claim, ...]:
        """Claims for the skills that the resume names itself, also in mere lists; implied ones follow from the taxonomy."""
        named = [one for one in evidence if not one.implied_by]
        headed = {span.key for span in self.tax.recognise("\n".join((*titles, head(tells.text[:told_from]))))}
        places = ((one.key, start, end) for one in named for start, end, *_ in one.spans if tells.tells(start))
        often = line_mentions(tells.text, places)
        return tuple(
            Claim(
                key=one.key,
                mentions=often.get(one.key, 0),
                evidenced=one.evidenced,
                years=one.years,
                # A level beside a skill in a list is part of the claim; languages are told nowhere else.
                proficiency=one.proficiency if any(kind == "languages" for *_, kind, _ in one.spans) else None,
                headed=one.key in headed,
            )
            for one in named
        )

    def job(self, text: str) -> JobFacts:
        """Facts of a posting given as text."""
        return self.reading(text, read_job(text))

    def reading(self, text: str, reading: JobReading) -> JobFacts:
        """Facts of a posting that was read (and perhaps corrected by a person)."""
        kept, wanted = parts_of(text, reading)
        title = (reading.title or text.strip().partition("\n")[0])[:TITLE_LENGTH]
        vectors = self.vectors(chunks(kept))
        places = [place for place in map(find_place, reading.locations) if place is not None]
        return JobFacts(
            needs=self.needs(kept, reading, title),
            level=None if reading.level is None else LEVELS.index(reading.level),
            min_years=reading.min_years,
            spots=tuple(spot(place, self.today) for place in places),
            remote=reading.remote,
            pay=yearly(reading.salary),
            words=word_vector(kept),
            title=self._one(title),
            chunks=vectors,
            description_vector=mean_direction(vectors),
            requirements_vector=mean_direction(self.vectors(chunks(wanted))),
            title_words=title_words(title),
        )

    def needs(self, text: str, reading: JobReading, title: str) -> tuple[Need, ...]:
        """Skills that the posting requires, then those that it merely names."""
        titled = {span.key for span in self.tax.recognise(f"{title}\n{head(text)}")}
        named = line_mentions(text, ((span.key, span.start, span.end) for span in self.tax.recognise(text)))
        asked: dict[str, Need] = {}
        for one in reading.requirements:
            if one.skill_key and one.skill_key not in asked:
                often = max(named.get(one.skill_key, 1), 1)
                asked[one.skill_key] = Need(
                    one.skill_key, one.importance == "must", one.any_of, often, one.min_years, one.skill_key in titled
                )
        structured = any(need.must for need in asked.values())
        others = (
            Need(key, not structured or key in titled, None, max(often, 1), None, key in titled)
            for key, often in named.items()
            if key not in asked
        )
        return (*asked.values(), *others)

    def _one(self, text: str) -> Floats | None:
        return self.vectors([text])[0] if text.strip() else None

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit rows as scoring takes them."""
        return on_grid(self.encoder.encode(texts))


def mean_direction(vectors: Floats) -> Floats | None:
    """The unit vector of the mean of some unit rows, on the grid of `exact`; None where there are none."""
    if not len(vectors):
        return None
    mean = vectors.mean(axis=0)
    return on_grid(mean / max(float(np.linalg.norm(mean)), 1e-9))


def held_titles(resume: ParsedResume, text: str) -> list[str]:
    """Titles of work entries in order (the latest usually comes first), then the line that heads the resume."""
    held = [entry.title.value for entry in entries_of(resume) if entry.kind == "work" and entry.title is not None]
    head = next((" ".join(line.split()) for line in text.splitlines() if len(tokens(line)) > 1), "")
    titles = [title[:TITLE_LENGTH] for title in dict.fromkeys(held)][: TITLES - 1]
    return [*titles, head[:TITLE_LENGTH]] if head else titles


def years_of_work(resume: ParsedResume, today: date) -> float | None:
    """Years covered by dated work entries, overlaps counted once; None when no entry is dated."""
    months: set[int] = set()
    for entry in entries_of(resume):
        if entry.kind == "work":
            months |= months_of(entry, today)
    return round(len(months) / 12, 2) if months else None


def first_work(resume: ParsedResume) -> int | None:
    """Where the first entry of work starts: what is told from there on heads nothing."""
    starts = [one.start for one in entries_of(resume) if one.kind == "work" and one.start is not None]
    return min(starts, default=None)


def head(text: str) -> str:
    """The beginning of a text, lines without a word and wide gaps left out."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if any(map(str.isalnum, line)))[:HEAD]


def summary(resume: ParsedResume, tells: Told) -> str:
    """What the summary sections tell."""
    spans = [(one.start, one.end) for one in resume.sections if one.kind == "summary"]
    return " ".join(" ".join(tells.text[a:b].split()) for a, b in spans if a is not None and b is not None)


def line_mentions(text: str, spans: Iterable[tuple[str, int, int]]) -> dict[str, int]:
    """For each key the number of different lines that name it; lines stuffed with it do not count."""
    ends = [0]
    for line in text.splitlines(keepends=True):
        ends.append(ends[-1] + len(line))
    found: dict[str, Counter[str]] = {}
    read: dict[int, str] = {}
    for key, start, _ in spans:
        number = bisect_right(ends, start)
        if number not in read:  # once a line: a text of one line may name thousands
            read[number] = " ".join(tokens(text[ends[number - 1] : ends[number] if number < len(ends) else len(text)]))
        found.setdefault(key, Counter())[read[number]] += 1
    return {key: sum(often < STUFFED for line, often in lines.items() if line) for key, lines in found.items()}


def parts_of(text: str, reading: JobReading) -> tuple[str, str]:
    """The posting without benefits, company and process; and what stands under its requirement headings."""
    if not reading.parts:
        return text, ""
    kept = "\n".join(text[part.start : part.end] for part in reading.parts if part.kind not in OTHER_PARTS)
    wanted = "\n".join(text[part.start : part.end] for part in reading.parts if part.kind in REQUIREMENT_PARTS)
    return (kept if len(kept) >= LEAST_KEPT * len(text) else text), wanted


def spot(place: Place, day: date) -> Spot:
    """A named place as scoring takes it."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    offset = utc_offset_hours(place.timezone, at) if place.timezone else None
    return Spot(place.lat, place.lon, place.country, offset, place.kind == "city")


def yearly(salary: Salary | None) -> Pay | None:
    """Pay a year; None where currency or period is not stated."""
    if salary is None or not salary.currency or salary.period not in A_YEAR:
        return None
    times = A_YEAR[salary.period]
    low, high = salary.min, salary.max
    return Pay(None if low is None else low * times, None if high is None else high * times, salary.currency)
