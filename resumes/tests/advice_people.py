"""A person with a read resume, for tests of advice."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from resumes.models import Resume, ResumeVersion
from resumes.parsing import parse_text
from resumes.services import store_version

TODAY = dt.date(2026, 3, 2)
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
TEXT = """Ada Lindqvist
ada.lindqvist@example.com
Berlin, Germany

Summary
Data engineer who likes plain tools. Works with SQL every day.

Work experience

Data Engineer, Example Works
03/2020 - 02/2026
- Weekly figures
- I built nightly pipelines for 12 shops
- Cut the run time of reports from 6 to 2 hours

Clerk, Sample Labs
01/2018 - 02/2020
- Wrote SQL checks for the warehouse

Skills
SQL, Python
"""


def person_with_resume(text: str = TEXT) -> tuple[User, ResumeVersion]:
    """A person whose resume is read."""
    user = UserFactory()
    with acting_as(user):
        resume = Resume.objects.create(owner=user, title="Resume")
        version = store_version(resume, parse_text(text), source="paste", today=TODAY, file=None)
    return user, version
