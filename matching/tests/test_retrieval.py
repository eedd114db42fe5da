"""Finding the jobs worth scoring."""

from __future__ import annotations

import datetime as dt
import uuid

import numpy as np
import pytest
from django.utils import timezone
from pgvector import HalfVector

from accounts.tests.factories import CompanyFactory, UserFactory
from careercopilot.db.context import acting_as
from matching.models import JobPosting, JobRequirement, JobVector
from matching.retrieval import Filters, find, granted_versions, nearest
from matching.tests.factories import TalentVectorFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
MODEL = "tests/random"


def unit_rows(count: int, seed: int) -> np.ndarray:
    """Unit rows that lie near a surface of 40 dimensions, as sentence vectors do, with some noise around it."""
    basis = np.random.default_rng(0).normal(size=(40, 384)) / np.sqrt(40)
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, 40)) @ basis + 0.2 * rng.normal(size=(count, 384))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def keep_jobs(owner, company, vectors, **columns):
    """Postings with these search vectors; returns their keys in order."""
    status = "published" if company else "private"
    values = {name: row if isinstance(row, list) else [row] * len(vectors) for name, row in columns.items()}
    with acting_as(owner):
        jobs = JobPosting.objects.bulk_create(
            JobPosting(owner=owner, company=company, status=status, source="form", title=f"Job {n}")
            for n in range(len(vectors))
        )
        JobVector.objects.bulk_create(
            JobVector(
                job=job, owner=owner, company=company, is_published=bool(company), model=MODEL, text_sha256="",
                search=HalfVector(vector), facts=b"", facts_version="tests", embedded_at=timezone.now(),
                **{name: rows[number] for name, rows in values.items()},
            )
            for number, (job, vector) in enumerate(zip(jobs, vectors, strict=True))
        )  # fmt: skip
    return [job.pk for job in jobs]


def by_product(vectors, query, keys, k):
    order = np.argsort(-(vectors.astype(np.float16).astype(np.float32) @ query), kind="stable")
    return [keys[number] for number in order[:k]]


@pytest.mark.slow
def test_the_index_finds_what_an_exact_scan_finds():
    company = CompanyFactory()
    vectors, queries = unit_rows(3000, 1), unit_rows(10, 2)
    keys = keep_jobs(company.owner, company, vectors)
    seeker = UserFactory()
    recalls = []
    with acting_as(seeker):
        for query in queries:
            exact = nearest(query, model=MODEL, limit=100, exact=True)
            quick = nearest(query, model=MODEL, limit=100, exact=False)
            assert set(exact) == set(by_product(vectors, query, keys, 100))
            assert len(quick) == 100
            recalls.append(len(set(exact) & set(quick)) / 100)
    print(f"retrieval: recall@100 of the index {np.mean(recalls):.3f}")
    assert np.mean(recalls) >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_a_filter_still_gives_as_many_as_asked(share):
    company = CompanyFactory()
    vectors = unit_rows(2000, 3)
    rare = np.random.default_rng(4).random(2000) < share
    keep_jobs(company.owner, company, vectors, country=["MT" if flag else "DE" for flag in rare])
    query, wanted = unit_rows(1, 5)[0], min(50, int(rare.sum()))
    filters = Filters(countries=("MT",))
    with acting_as(UserFactory()):
        exact = nearest(query, model=MODEL, filters=filters, limit=wanted, exact=True)
        quick = nearest(query, model=MODEL, filters=filters, limit=wanted, exact=False)
        by_rule = nearest(query, model=MODEL, filters=filters, limit=wanted)

    assert len(exact) == len(quick) == wanted
    assert by_rule == exact  # so few rows are scanned exactly
    assert len(set(exact) & set(quick)) >= 0.93 * wanted


def test_own_private_jobs_are_always_among_the_candidates():
    company, seeker, other = CompanyFactory(), UserFactory(), UserFactory()
    query = unit_rows(1, 6)[0]
    keep_jobs(company.owner, company, unit_rows(30, 7))
    own = keep_jobs(seeker, None, -query[None, :])
    foreign = keep_jobs(other, None, query[None, :])
    with acting_as(seeker):
        found = find(query, [], owner_id=seeker.pk, model=MODEL, limit=5)

    assert len(found) == 5
    assert set(own) <= set(found) and not set(foreign) & set(found)


def test_closed_jobs_other_encoders_and_filtered_jobs_are_left_out():
    company, seeker = CompanyFactory(), UserFactory()
    query = unit_rows(1, 8)[0]
    yesterday = TODAY - dt.timedelta(days=1)
    keep_jobs(company.owner, company, query[None, :], closes_on=yesterday)
    onsite = keep_jobs(company.owner, company, query[None, :], remote="onsite", closes_on=TODAY)
    remote = keep_jobs(company.owner, company, query[None, :], remote="remote")
    with acting_as(seeker):
        assert set(find(query, [], owner_id=seeker.pk, model=MODEL, filters=Filters(open_on=TODAY))) == {
            *onsite,
            *remote,
        }
        assert find(query, [], owner_id=seeker.pk, model=MODEL, filters=Filters(remotes=("remote",))) == remote
        assert nearest(query, model="another") == []


def test_shared_skills_bring_jobs_that_meaning_does_not():
    company, seeker = CompanyFactory(), UserFactory()
    query = unit_rows(1, 9)[0]
    keep_jobs(company.owner, company, np.repeat(query[None, :], 8, axis=0))
    far = keep_jobs(company.owner, company, -query[None, :])
    with acting_as(company.owner):
        JobRequirement.objects.create(
            job_id=far[0],
            owner=company.owner,
            company=company,
            is_published=True,
            position=0,
            text="Go",
            skill_key="go",
        )
    with acting_as(seeker):
        assert far[0] in find(query, ["go"], owner_id=seeker.pk, model=MODEL, limit=4)
        assert far[0] not in find(query, [], owner_id=seeker.pk, model=MODEL, limit=4)
        assert find(None, ["go"], owner_id=seeker.pk, model=MODEL, limit=4)[0] == far[0]


def test_only_granted_versions_are_ranked():
    vector = TalentVectorFactory()
    with acting_as(UserFactory()):
        assert granted_versions(None, [], model="test", limit=5) == []
        assert granted_versions(np.ones(384, np.float32), [vector.version_id], model="test", limit=5) == []
    with acting_as(vector.owner):
        found = granted_versions(np.ones(384, np.float32), [vector.version_id, uuid.uuid4()], model="test", limit=5)
    assert found == [vector.version_id]
