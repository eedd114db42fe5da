"""What would raise a score, as the coach's page shows it: offers with words and quotes, limits, and the one question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from matching.answers import taken_answers, told_facts
from matching.ml import coach
from matching.ml.answers import Answer
from matching.ml.coach import Advice, Change, Offer, Written
from matching.ml.questions import Question, ranked
from matching.ml.types import JobFacts, TalentFacts
from matching.models import JobPosting, Match, SkillFact, TalentVector
from matching.proof import entry_words
from matching.queries.card_pages import Staleness
from matching.queries.interest import gap_rows, stored_jobs
from matching.queries.written import dated_entries, written_skills
from matching.scoring import is_current, postings, scorer
from resumes.models import ResumeSkill, ResumeVersion
from resumes.parsing.types import ParsedResume
from resumes.services import current_version
from resumes.taxonomy import taxonomy


@dataclass(frozen=True)
class Person:
    """One side of the coach: what the current version tells, what was answered, and what may not be asked."""

    version: ResumeVersion
    told: TalentFacts
    answers: tuple[Answer, ...]
    facts: dict[str, SkillFact]
    settled: frozenset[str]
    silent: frozenset[str]

    def open_changes(self, job: JobFacts, written: dict[str, Written]) -> list[Change]:
        """What a job suggests to this person."""
        return coach.changes(
            self.told, job, answers=self.answers, written=written, settled=self.settled, silent=self.silent
        )


@dataclass(frozen=True)
class Item:
    """One offer as a row: what to do, why, how much, and the words that prove it."""

    offer: Offer
    label: str
    title: str
    why: str
    is_chosen: bool = False

    @property
    def change(self) -> Change:
        return self.offer.change

    @property
    def key(self) -> str:
        return self.offer.change.key


@dataclass(frozen=True)
class Coach:
    """The coach of one match; `offers` and `limits` are empty where nothing is left. Scores are whole, 0 to 100."""

    job: JobPosting
    score: int
    items: tuple[Item, ...]
    limits: tuple[Item, ...]
    now: int
    rungs: tuple[tuple[str, float], ...]
    surfaced: int
    confirmed: int
    learned: int
    chosen: int
    chosen_gain: float
    chosen_sum: float
    chosen_count: int
    entries: tuple[str, ...]
    question: Item | None
    question_jobs: int
    ranker_version: str


def whole(points: float) -> int:
    """Points as the score that would be shown."""
    return min(max(round(points), 0), 100)


def person_of(user: User, *, today: dt.date) -> Person | None:
    """The person's current version with its stored facts and answers, None before the first scoring; four queries."""
    version = current_version(user)
    vector = TalentVector.objects.filter(version=version).first() if version else None
    if version is None or vector is None or not is_current(vector):
        return None
    facts = {row.skill_key: row for row in SkillFact.objects.filter(owner=user).live().order_by("skill_key")}
    silent = {key for key, row in facts.items() if row.ask_again_on is not None and row.ask_again_on > today}
    listed = ResumeSkill.objects.filter(version=version).values_list("key", "spans")
    settled = {key for key, spans in listed if any(span[2] == "languages" for span in spans)}
    return Person(
        version=version,
        told=told_facts(vector),
        answers=tuple(taken_answers(vector)),
        facts=facts,
        settled=frozenset(settled),
        silent=frozenset(silent),
    )


def coach_of(user: User, job: JobPosting, *, today: dt.date, chosen: Sequence[str] = ()) -> Coach | None:
    """What would raise the score of the current version with a job; None while that is not scored or is stale.

    Every figure is the score of changed facts by the ranker in use; at most thirteen queries.
    """
    person = person_of(user, today=today)
    match = Match.objects.filter(owner=user, version=person.version, job=job).first() if person else None
    if person is None or match is None or Staleness.of([match.version_id])(match, job):
        return None
    found = postings([job.pk], today=today)
    if not found:
        return None
    stored = stored_jobs({row.job_id for row in gap_rows(user)})
    others = [one for key, one in stored.items() if key != job.pk]
    facts = found[0].facts
    keys = {need.key for one in (facts, *others) for need in one.needs}
    written = written_skills(person.version, keys)
    suggested = person.open_changes(facts, written)
    advice = coach.advise(scorer(), person.told, facts, suggested, answers=person.answers, chosen=frozenset(chosen))
    open_here = {offer.change.key for offer in advice.offers if offer.change.kind != "learn"}
    question = _question(person, [facts, *others], written, only=open_here)
    return _coach(job, match, person, advice, frozenset(chosen), question)


def _question(
    person: Person, jobs: Sequence[JobFacts], written: dict[str, Written], *, only: set[str]
) -> Question | None:
    """The most telling open question over these jobs, among those that the first of them asks."""
    changes = [[one for one in person.open_changes(job, written) if one.key in only] for job in jobs]
    asked = ranked(scorer(), person.told, jobs, changes, answers=person.answers)
    return next((question for question in asked if question.is_open), None)


def _coach(
    job: JobPosting, match: Match, person: Person, advice: Advice, chosen: frozenset[str], question: Question | None
) -> Coach:
    items = tuple(item_of(offer, person, is_chosen=offer.change.key in chosen) for offer in advice.offers)
    picked = [item for item in items if item.is_chosen]
    asked = next((item for item in items if question and item.key == question.change.key), None)
    return Coach(
        job=job,
        score=match.score,
        items=items,
        limits=tuple(_limit(offer) for offer in advice.limits),
        now=whole(advice.now),  # as the match shows it: what rounding leaves over goes into a rung
        rungs=tuple((item.label, item.offer.step) for item in items),
        surfaced=whole(advice.surfaced),
        confirmed=whole(advice.confirmed),
        learned=whole(advice.learned),
        chosen=whole(advice.chosen),
        chosen_gain=advice.chosen - advice.now,
        chosen_sum=sum(item.offer.gain for item in picked),
        chosen_count=len(picked),
        entries=entry_choices(person.version),
        question=asked,
        question_jobs=len(question.jobs) if question else 0,
        ranker_version=match.ranker_version,
    )


def entry_choices(version: ResumeVersion) -> tuple[str, ...]:
    """The dated entries of a version in words: the places that an answer can name."""
    return tuple(dict.fromkeys(entry_words(entry) for entry in dated_entries(ParsedResume.from_dict(version.parsed))))


def entries_for(user: User) -> tuple[str, ...]:
    """The places that this person's answers can name; one query."""
    version = current_version(user)
    return entry_choices(version) if version else ()


def label_of(key: str) -> str:
    """A skill's name in the taxonomy, or its key where it has none."""
    tax = taxonomy()
    return tax.skill(key).label if key in tax else key


def item_of(offer: Offer, person: Person, *, is_chosen: bool = False) -> Item:
    """An offer in words."""
    change = offer.change
    label = label_of(change.key)
    years = f"{change.need_years:g} years" if change.need_years else ""
    asks = f" The job asks for {years} of it." if years and change.reason != "years" else ""
    where = f" ({change.written.version})" if change.written and change.written.version else ""
    titles = {
        "elsewhere": (f"Surface {label}", f"Written in another version{where}, not in the one used here."),
        "implied": (f"Name {label} outright", "It follows from what this entry says."),
        "listed": (f"Say where you used {label}", "It is only listed; no dated entry shows it. Only if it is true."),
        "unwritten": (f"Confirm {label}", "The job asks for it and nothing is written. Only if it is true."),
        "years": (f"Confirm {years} of {label}", "Your entries give no dates to count. Only if it is true."),
        "denied": (f"Learn {label}", "You said no. About this much, once you have used it in a dated role."),
    }
    title, why = titles[change.reason]
    return Item(offer, label, title, why + asks, is_chosen)


LIMITS = {
    "level": ("Level", "The job's level is above the one your resume shows."),
    "years": ("Years of work", "The job, or its level, usually takes more years."),
    "place": ("Place", "The workplace is not where you live or would work."),
    "mode": ("Way of working", "The job is not done in the way that you wish."),
    "pay": ("Pay offered", "The range offered is not the one that you expect."),
}


def _limit(offer: Offer) -> Item:
    title, why = LIMITS[offer.change.reason]
    return Item(offer, title, title, why)
