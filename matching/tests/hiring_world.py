"""A posting with candidates, made through the services, for tests of the company's pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from accounts.models import User
from accounts.tests.factories import CompanyFactory, UserFactory, join
from careercopilot.db.context import acting_as
from matching import services
from matching.models import JobPosting
from matching.services.matches import compute_matches, store_matches
from matching.tests.people import AT, RESUME, posted, seeker_with_resume
from resumes.models import ResumeVersion


@dataclass
class Hiring:
    """A job, its recruiters and a viewer, and those who applied (best first is Ada, who has more to show)."""

    job: JobPosting
    owner: User
    recruiter: User
    viewer: User
    applicants: list[tuple[User, ResumeVersion]]

    def client(self, person: User) -> Client:
        """A browser of a signed-in person."""
        client = Client()
        client.force_login(person)
        return client

    def turn_blind(self, is_blind: bool = True) -> None:
        """The owner turns blind review on or off."""
        with acting_as(self.owner):
            services.set_blind_review(self.job, is_blind=is_blind, by=self.owner)


WEAKER = RESUME.replace("PostgreSQL for 12", "files for 12").replace("Airflow", "cron").replace("SQL checks", "checks")


def apply_with(job: JobPosting, text: str, *, note: str = "") -> tuple[User, ResumeVersion]:
    """A person who applied with this resume and is scored."""
    user, version = seeker_with_resume(text)
    with acting_as(user):
        services.apply(job, by=user, note=note, at=AT)
        store_matches(version, compute_matches(version, at=AT))
    return user, version


def hiring(*texts: str, note: str = "", **fields: object) -> Hiring:
    """A published posting to which people with these resumes applied."""
    company = CompanyFactory()
    recruiter, viewer = UserFactory(), UserFactory()
    join(company, recruiter)
    join(company, viewer, "viewer")
    job = posted(company=company, **fields)
    people = [apply_with(job, text, note=note) for text in texts or (RESUME,)]
    return Hiring(job, company.owner, recruiter, viewer, people)
