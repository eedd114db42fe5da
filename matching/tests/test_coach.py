"""The coach on random facts: kinds, limits, joint scores, what an answer does to facts; and promises kept in the database."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from django.db import transaction

from accounts.models import TalentProfile
from accounts.services import save_wishes
from accounts.tests.factories import CompanyFactory, UserFactory
from careercopilot.db.context import acting_as
from matching import services
from matching.ml.answers import Answer, with_answers
from matching.ml.block import job_block, talent_block
from matching.ml.coach import SOMEWHERE, Written, advise, changes, score_pairs
from matching.ml.features import compute
from matching.ml.questions import LIKELY, ranked, standing
from matching.ml.scoring import Scorer, load_scorer
from matching.ml.space import skill_space
from matching.ml.synthetic import make_world
from matching.ml.types import Claim, JobFacts, Need, TalentFacts
from matching.models import JobPosting, Match
from matching.queries.coach import coach_of
from matching.services.vectors_queue import make_or_queue_vectors
from matching.tests.ml_facts import some_job, some_talent
from resumes.models import Resume, ResumeVersion
from resumes.parsing import parse_text
from resumes.services import store_version
from resumes.taxonomy import taxonomy

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
JOB = JobFacts(needs=(Need("python"), Need("kubernetes"), Need("sql"), Need("docker", must=False)))
TALENT = TalentFacts(skills=(Claim("python", 2, True, 4.0), Claim("docker"), Claim("postgresql", 1, True, 2.0)))


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return load_scorer(None, prepare=False, rules=True)


def test_each_open_skill_is_of_one_kind():
    written = {"sql": Written("Tuned PostgreSQL", "Engineer, Example Works, 2019 to 2023", "implied")}
    found = {one.key: (one.kind, one.reason) for one in changes(TALENT, JOB, written=written)}

    assert found == {
        "kubernetes": ("confirm", "unwritten"),
        "sql": ("surface", "implied"),
        "docker": ("confirm", "listed"),
    }


def test_a_no_turns_a_question_into_something_to_learn_and_silence_is_kept():
    answers = (Answer("kubernetes", False),)
    found = {one.key: one.kind for one in changes(TALENT, JOB, answers=answers, silent=frozenset({"docker", "sql"}))}

    assert found == {"kubernetes": "learn"}


def test_alternatives_to_a_skill_that_is_shown_are_not_offered():
    job = JobFacts(
        needs=(Need("python", any_of=1), Need("go", any_of=1), Need("aws", any_of=2), Need("azure", any_of=2))
    )

    assert [one.key for one in changes(TALENT, job)] == ["aws", "azure"]


def test_years_are_asked_for_only_where_none_can_be_counted():
    talent = TalentFacts(skills=(Claim("python", 1, True, 1.0), Claim("docker", 1, True)))
    job = JobFacts(needs=(Need("python", min_years=5), Need("docker", min_years=2)))

    assert [(one.key, one.reason, one.answer.years) for one in changes(talent, job)] == [("docker", "years", 2)]


@pytest.mark.parametrize("seed", range(40))
def test_every_figure_is_the_score_of_changed_facts(seed, scorer):
    rng = np.random.default_rng(seed)
    talent, job = replace(some_talent(rng), skills_known=True, denied=frozenset()), some_job(rng)
    suggested = changes(talent, job)
    keys = [one.key for one in suggested]
    chosen = frozenset(keys[::2])
    advice = advise(scorer, talent, job, suggested, chosen=chosen)

    def points(*answers: Answer) -> float:
        return score_pairs(scorer, [(with_answers(talent, answers), job)])[0]

    by_key = {offer.change.key: offer.change.answer for offer in advice.offers}
    assert [offer.gain for offer in advice.offers] == pytest.approx(
        [points(answer) - points() for answer in by_key.values()], abs=1e-4
    )
    assert sum(offer.step for offer in advice.offers) == pytest.approx(advice.learned - advice.now, abs=1e-6)
    together = points(*(answer for key, answer in by_key.items() if key in chosen))
    assert advice.chosen == pytest.approx(together, abs=1e-4)
    assert advice.now <= advice.surfaced <= advice.confirmed <= advice.learned <= 100
    assert all(offer.change.answer is None for offer in advice.limits)


def test_a_bare_yes_is_a_listed_skill_and_a_placed_one_an_evidenced_skill():
    bare, placed, counted = (
        with_answers(TalentFacts(), [answer]).skills
        for answer in (Answer("go", True), Answer("go", True, "Engineer, 2019"), Answer("go", True, years=3))
    )

    assert bare == (Claim("go"),)
    assert placed == (Claim("go", evidenced=True),)
    assert counted == (Claim("go", evidenced=True, years=3),)


@pytest.mark.parametrize("seed", range(20))
def test_a_no_outranks_the_text_and_what_follows_from_other_skills(seed):
    space = skill_space()
    facts = replace(some_talent(np.random.default_rng(seed)), skills_known=True, denied=frozenset())
    facts = replace(facts, skills=(Claim("postgresql", 3, True, 5.0), Claim("sql", 3, True, 5.0)))
    job = JobFacts(needs=(Need("sql"),))
    denied = with_answers(facts, [Answer("sql", False)])
    nobody = replace(facts, skills=(Claim("french", 1, True),))
    zero = np.zeros(3, np.int64)
    rows = compute(
        talent_block([facts, denied, nobody]), job_block([job]), np.arange(3), zero, space=space, labels=None
    )

    from matching.ml.features import COLUMN

    required = rows[:, COLUMN["required_coverage"]]
    assert required[1] == required[2] < required[0]


def test_questions_put_the_likely_and_telling_first(scorer):
    jobs = [JOB, replace(JOB, needs=(Need("kubernetes"), Need("nursing")))]
    asked = ranked(scorer, TALENT, jobs, [changes(TALENT, job) for job in jobs])
    by_key = {one.change.key: one for one in asked}

    assert [one.expected for one in asked] == sorted((one.expected for one in asked), reverse=True)
    assert by_key["kubernetes"].jobs == (0, 1)
    assert {standing(scorer.space, TALENT, one.change) for one in asked} <= set(LIKELY)
    assert by_key["docker"].expected > by_key["nursing"].expected


def made_seeker(text: str) -> ResumeVersion:
    user = UserFactory()
    with acting_as(user):
        save_wishes(TalentProfile(owner=user), home=None, wanted=[])
        resume = Resume.objects.create(owner=user, title="Resume")
        store_version(resume, parse_text(text), source="paste", today=AT.date(), file=None)
        return ResumeVersion.objects.select_related("owner").get(resume=resume)


def made_jobs(texts: list[str]) -> list[JobPosting]:
    company = CompanyFactory()
    with acting_as(company.owner):
        jobs = [
            services.save_posting(
                None,
                dataclasses.replace(services.read_posting(text), title=f"Posting {number}"),
                by=company.owner, company=company, status="published", today=AT.date(), queue=False,
            )
            for number, text in enumerate(texts)
        ]  # fmt: skip
    make_or_queue_vectors([job.pk for job in jobs], actor=company.owner, now=True)
    return jobs


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("word_encoder")
def test_five_hundred_promises_are_kept_by_the_stored_score():
    """Every offer on made-up people is given as an answer through the service, and the stored match is read again."""
    world = make_world(taxonomy(), seed=5, talents=26, jobs=120)
    jobs = made_jobs([job.text for job in world.jobs[:40]])
    cases, missed = 0, []
    for number, made in enumerate(world.talents):
        version = made_seeker(made.text)
        same = [job for job, one in zip(jobs, world.jobs, strict=False) if one.profession == made.profession][:2]
        for job in [*same, jobs[number % 40], jobs[(number + 17) % 40]]:
            with acting_as(version.owner):
                before = services.score_pair(version, job, at=AT)
                coach = coach_of(version.owner, job, today=AT.date())
                assert coach is not None
                for item in coach.items:
                    if item.change.written is not None:
                        words = item.change.written.quote.strip("…")
                        assert words in " ".join(version.text.split())
                    kept = _given(version, job, item.key, item.change.answer, as_written=item.change.kind == "surface")
                    gain = min(max(kept, 0.0), 100.0) - min(max(before.raw, 0.0), 100.0)
                    cases += 1
                    if abs(gain - item.offer.gain) > 0.5:
                        missed.append((made.profession, item.key, gain, item.offer.gain))
    assert cases >= 500
    assert missed == []


def _given(version: ResumeVersion, job: JobPosting, key: str, answer: Answer, *, as_written: bool) -> float:
    """The raw points stored after this answer; the answer is rolled back again."""
    with transaction.atomic():
        place = "" if as_written else answer.place or SOMEWHERE
        services.answer_skill(
            version.owner, key, "yes", at=AT, place=place, years=answer.years, job=job, as_written=as_written
        )
        raw = Match.objects.get(version=version, job=job).raw
        transaction.set_rollback(True)
    return raw
