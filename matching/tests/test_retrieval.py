"""Finding the jobs worth scoring."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from django.db import connections
from django.utils import timezone
from pgvector import HalfVector

from accounts.tests.factories import CompanyFactory, UserFactory
from careercopilot.db.context import acting_as
from matching import retrieval
from matching.models import JobPosting, JobRequirement, JobVector
from matching.retrieval import Filters, find, nearest, nearest_open
from matching.tests.factories import TalentVectorFactory
from resumes.models import ResumeGrant

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


def test_only_people_open_to_companies_are_ranked_and_the_nearest_come_first():
    reader, query = CompanyFactory().owner, unit_rows(1, 9)[0]
    vectors = [TalentVectorFactory(model=MODEL, search=HalfVector(row)) for row in (-query, query, 0.5 * query)]
    for vector in vectors:
        with acting_as(vector.owner):
            resume = vector.version.resume
            ResumeGrant.objects.create(owner=vector.owner, resume=resume, version=vector.version, reason="opted_in")
    TalentVectorFactory(model=MODEL, search=HalfVector(query))  # not open
    far, near, between = (vector.version_id for vector in vectors)

    def found(user, **changed):
        asked = {"reader": user.pk, "left_out": [], "model": MODEL, "limit": 5} | changed
        with acting_as(user):
            return list(nearest_open(query, **asked))

    assert found(reader) == [near, between, far]
    assert found(reader, limit=2, left_out=[vectors[1].owner_id]) == [between, far]
    assert found(UserFactory()) == []
    with acting_as(reader):
        everybody = nearest_open(None, reader=reader.pk, left_out=[], model=MODEL, limit=5)
    assert everybody == {key: vector.owner_id for key, vector in sorted((v.version_id, v) for v in vectors)}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_among_very_many_jobs_only_rare_skills_count(monkeypatch):
    company, seeker = CompanyFactory(), UserFactory()
    keys = keep_jobs(company.owner, company, unit_rows(40, 11))
    with acting_as(company.owner):
        JobRequirement.objects.bulk_create(
            JobRequirement(
                job_id=key, owner=company.owner, company=company, is_published=True, position=position, text=skill,
                skill_key=skill,
            )
            for number, key in enumerate(keys)
            for position, skill in enumerate(["common", "rare"] if number < 2 else ["common"])
        )  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze matching_jobrequirement")
    monkeypatch.setattr(retrieval, "MANY_JOBS", -2)
    monkeypatch.setattr(retrieval, "MOST_SHARED", 10)
    with acting_as(seeker):
        assert retrieval._telling(["common", "rare"], 40.0) == ["rare"]
        assert retrieval._telling(["common", "nowhere", "rare"], 40.0) in (["nowhere", "rare"], ["rare", "nowhere"])
