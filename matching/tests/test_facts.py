"""Facts of rows, and their packing."""

from __future__ import annotations

import numpy as np
import pytest

from accounts.models import TalentProfile
from careercopilot.db.context import acting_as
from matching.fact_packing import UnreadableFacts, pack_job, pack_talent, unpack_job, unpack_talent
from matching.facts import encoder_or_none, job_facts, talent_facts
from matching.ml.types import Claim, JobFacts, Need, Pay, Spot, TalentFacts, Words
from matching.models import JobRequirement, JobVector
from matching.tests.people import TODAY, posted, seeker_with_resume

WORDS = Words(np.array([3, 7], np.uint32), np.array([0.6, 0.8], np.float32))
ROWS = np.eye(384, dtype=np.float32)


def same(left: object, right: object) -> bool:
    """Whether two facts say the same, vectors to half precision."""
    for name in left.__dataclass_fields__:  # type: ignore[attr-defined]
        a, b = getattr(left, name), getattr(right, name)
        if isinstance(a, np.ndarray):
            if not np.allclose(a, b, atol=1e-3):
                return False
        elif isinstance(a, Words):
            if not (np.array_equal(a.ids, b.ids) and np.allclose(a.weights, b.weights, atol=1e-3)):
                return False
        elif a != b:
            return False
    return True


def test_talent_facts_come_back_as_packed():
    facts = TalentFacts(
        skills=(Claim("python", 3, True, 4.5, 0.75), Claim("sql")),
        level=2,
        years=6.2,
        spots=(Spot(52.5, 13.4, "DE", 1.0),),
        remote_wishes=frozenset({"hybrid"}),
        pay=Pay(60_000, None, "EUR"),
        words=WORDS,
        titles=ROWS[:2],
        chunks=ROWS[2:5],
        goals_vector=ROWS[7],
    )

    assert same(unpack_talent(pack_talent(facts)), facts)
    assert same(unpack_talent(pack_talent(TalentFacts())), TalentFacts())


def test_job_facts_come_back_as_packed():
    facts = JobFacts(
        needs=(Need("python", True, None, 2, 3.0), Need("java", False, 1)),
        level=3,
        min_years=3.0,
        spots=(Spot(48.1, 11.6, "DE", None, False),),
        remote="remote",
        pay=Pay(None, 90_000, "EUR"),
        words=WORDS,
        title=ROWS[0],
        chunks=ROWS[1:3],
    )

    assert same(unpack_job(pack_job(facts)), facts)
    assert same(unpack_job(pack_job(JobFacts())), JobFacts())


def test_bytes_of_another_layout_are_refused():
    with pytest.raises(UnreadableFacts):
        unpack_job(b"old layout")


@pytest.mark.django_db
def test_a_version_and_its_wishes_become_facts(word_encoder):
    user, version = seeker_with_resume(
        wanted_titles=["Data engineer"],
        remote_preference="hybrid",
        salary_min=5000,
        salary_currency="EUR",
        salary_period="month",
    )
    with acting_as(user):
        profile = TalentProfile.objects.get(owner=user)

        facts = talent_facts(version, profile, today=TODAY, encoder=word_encoder)

    claims = {claim.key: claim for claim in facts.skills}
    assert claims["python"].evidenced and not claims["docker"].evidenced
    assert facts.pay == Pay(60_000, None, "EUR")
    assert facts.remote_wishes == {"hybrid"}
    assert [spot.country for spot in facts.spots] == ["DE"]
    assert facts.years == pytest.approx(8.1, abs=0.2)
    assert facts.chunks is not None and facts.chunks.shape[1] == 384


@pytest.mark.django_db
def test_a_posting_becomes_facts_and_they_are_stored(word_encoder):
    job = posted()
    with acting_as(job.owner):
        rows = list(JobRequirement.objects.filter(job=job).order_by("position"))
        stored = JobVector.objects.get(job=job)

    facts = job_facts(job, rows, today=TODAY, encoder=word_encoder)

    assert same(unpack_job(bytes(stored.facts)), unpack_job(pack_job(facts)))
    needs = {need.key: need for need in facts.needs}
    assert needs["python"].min_years == 3 and needs["python"].must
    assert not needs["docker"].must
    assert needs["apache-airflow"].any_of is not None
    assert facts.pay == Pay(60_000, 75_000, "EUR") and facts.remote == "hybrid"
    assert stored.country == "DE" and stored.model == "tests/words"


@pytest.mark.django_db
def test_without_an_encoder_only_the_vectors_are_unknown(no_encoder):
    user, version = seeker_with_resume()
    job = posted()
    with acting_as(user):
        facts = talent_facts(version, TalentProfile.objects.get(owner=user), today=TODAY, encoder=encoder_or_none())
        stored = JobVector.objects.get(job=job)

    assert facts.chunks is None and facts.titles is None and facts.words is not None and facts.skills
    assert stored.search is None and stored.model == "none"
    assert unpack_job(bytes(stored.facts)).needs
