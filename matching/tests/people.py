"""A seeker with a read resume and a company with postings, made through the services, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Company, TalentProfile, User
from accounts.services import save_wishes
from accounts.tests.factories import CompanyFactory, UserFactory
from careercopilot.db.context import acting_as
from careercopilot.places import find_place
from matching.models import JobPosting
from matching.services import read_posting, save_posting
from matching.services.vectors_queue import make_or_queue_vectors
from resumes.models import Resume, ResumeVersion
from resumes.parsing import parse_text
from resumes.services import store_version

TODAY = dt.date(2026, 3, 2)
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)

RESUME = """Ada Lindqvist
ada.lindqvist@example.com
Berlin, Germany

Work experience

Data Engineer, Example Works
03/2020 - 02/2026
- Built nightly pipelines in Python and PostgreSQL for 12 shops
- Moved reports to Airflow and cut their run time from 6 to 2 hours

Junior Data Engineer, Sample Labs
01/2018 - 02/2020
- Wrote SQL checks for the warehouse

Education

Bachelor of Science in Computer Science, Sample University
2014 - 2017

Skills
Python, SQL, Docker

Languages
German (native), English (C1)
"""

NURSE = """Bea Thornton
bea.thornton@example.com
Leeds, United Kingdom

Work experience

Staff Nurse, Sample Hospital
05/2019 - 01/2026
- Cared for patients after heart surgery on a ward of 24 beds
- Gave medication and kept patient records

Skills
Patient care, wound care
"""

DATA_JOB = """Data Engineer

Example Company, Berlin

Requirements
- At least 3 years of professional Python
- PostgreSQL
- Airflow or Dagster
- Kubernetes
- English

Nice to have
- Docker

Tasks
- Build and run our data pipelines

We pay 60,000 to 75,000 EUR a year. Hybrid, two days in the office in Berlin, Germany.
"""

NURSE_JOB = """Staff Nurse, Cardiology

Example Hospital, Leeds

Requirements
- Patient care on a cardiac ward
- Wound care
- Registration as a nurse

Tasks
- Care for patients before and after surgery and keep their records

On site in Leeds, United Kingdom.
"""


def seeker_with_resume(text: str = RESUME, *, visible: bool = False, **wishes: Any) -> tuple[User, ResumeVersion]:
    """A seeker whose resume is read and current."""
    user = UserFactory()
    with acting_as(user):
        profile = TalentProfile(owner=user, is_visible_to_companies=visible, **wishes)
        save_wishes(profile, home=find_place("Berlin, Germany"), wanted=[])
        resume = Resume.objects.create(owner=user, title="Resume")
        version = store_version(resume, parse_text(text), source="paste", today=TODAY, file=None)
    return user, version


def posted(
    text: str = DATA_JOB, *, company: Company | None = None, status: str = "published", **fields: Any
) -> JobPosting:
    """A company's posting read from text, with its vectors made."""
    company = company or CompanyFactory()
    owner = company.owner
    with acting_as(owner):
        job = save_posting(None, read_posting(text), by=owner, company=company, status=status, today=TODAY, queue=False)
        if fields:
            JobPosting.objects.filter(pk=job.pk).update(**fields)
            job.refresh_from_db()
    make_or_queue_vectors([job.pk], actor=owner, now=True)
    return job


def private_job(user: User, text: str = DATA_JOB) -> JobPosting:
    """A job that a seeker added, with its vectors made."""
    with acting_as(user):
        job = save_posting(None, read_posting(text), by=user, company=None, status="private", today=TODAY, queue=False)
    make_or_queue_vectors([job.pk], actor=user, now=True)
    return job
