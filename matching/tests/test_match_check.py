"""The ATS check against a job: the posting's words count there and only there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from matching.tests.factories import JobPostingFactory, JobRequirementFactory
from resumes import services
from resumes.parsing import parse
from resumes.tests.factories import ResumeFactory
from resumes.tests.test_resume_pages import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeker(client):
    user = UserFactory()
    with acting_as(user):
        resume = ResumeFactory(owner=user)
        parsed = parse(TEXT.encode(), "resume.txt")
        services.store_version(resume, parsed, source="upload", today=dt.date(2026, 3, 2), file=None)
    client.force_login(user)
    return user


def job_asking_for(*skills):
    job = JobPostingFactory()
    for key, label in skills:
        JobRequirementFactory(owner=job.owner, job=job, skill_key=key, skill_label=label, text=label)
    return job


def test_missing_words_are_named_first(client, seeker):
    job = job_asking_for(("python", "Python"), ("kubernetes", "Kubernetes"))

    page = client.get(reverse("matching:match_check", args=[job.pk])).content.decode()

    findings = page[page.index('class="findings"') :]
    assert "Kubernetes" in findings[: findings.index("</li>")]
    assert "2 skill words" in page


def test_a_job_whose_words_are_all_there_costs_nothing(client, seeker):
    job = job_asking_for(("python", "Python"), ("sql", "SQL"))
    with acting_as(seeker):
        alone = services.current_version(seeker).ats_score

    page = client.get(reverse("matching:match_check", args=[job.pk])).content.decode()

    assert f"{alone} of 100" in page


def test_without_a_resume_the_page_says_what_to_do(client):
    client.force_login(UserFactory())
    job = job_asking_for(("python", "Python"))

    assert "Upload one first" in client.get(reverse("matching:match_check", args=[job.pk])).content.decode()
