"""The demo data as it stands in the database."""

from __future__ import annotations

import io
import json

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command, load_command_class
from django.test import Client
from django.utils import timezone

from accounts.models import Company, User
from careercopilot.db.context import acting_as
from matching import queries
from matching.demo import demo_applications, demo_companies, demo_postings
from matching.models import Application, JobPosting, JobRequirement, JobVector
from resumes.demo import demo_resumes
from resumes.models import Resume

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("word_encoder")]


@pytest.fixture
def loaded(monkeypatch):
    monkeypatch.setattr("matching.services.demo.prepare_scorer", lambda: None)

    def load():
        out = io.StringIO()
        call_command("load_demo", "--json", stdout=out)
        return json.loads(out.getvalue())

    return load


def test_the_demo_is_a_living_product_and_loading_again_adds_nothing(loaded):
    first = loaded()
    command = load_command_class("matching", "load_demo")
    log_ins = command.log_ins()

    assert first["postings"] == len(demo_postings()) and first["seekers"] == len(demo_resumes())
    assert first["new_applications"] == len(demo_applications())
    assert {email for email, _, _ in log_ins} == {"seeker@example.com", "recruiter@example.com", "staff@example.com"}
    for email, password, _ in log_ins:
        assert Client().login(email=email, password=password)
    assert not set(User.objects.filter(is_demo=True).values_list("pk")) - set(
        EmailAddress.objects.filter(verified=True).values_list("user_id")
    )
    _seeker_has_matches()
    _recruiter_has_candidates()

    before = _counts()
    again = loaded()
    assert (again["new_applications"], again["pairs_scored"]) == (0, 0)
    assert _counts() == before


def _seeker_has_matches():
    seeker = User.objects.get(email="seeker@example.com")
    today = timezone.localdate()
    with acting_as(seeker):
        cards = queries.match_cards(seeker, today=today)
        assert len(cards) == JobPosting.objects.open_on(today).count()
        assert cards[0].match.score > 70
        assert all(job.posted_on <= today for job in JobPosting.objects.all())


def _recruiter_has_candidates():
    recruiter = User.objects.get(email="recruiter@example.com")
    company = recruiter.memberships.model.objects
    with acting_as(recruiter):
        membership = company.select_related("company").get(user=recruiter)
        job = JobPosting.objects.get(company=membership.company, external_id="backend-engineer-python-berlin")
        rows = queries.candidates(recruiter, membership.company, job)[:50]
    assert sum(row.application is not None for row in rows) == 3
    assert rows[0].match.score >= rows[-1].match.score


def _counts():
    counts = {"companies": Company.objects.count(), "users": User.objects.count()}
    for company in Company.objects.select_related("owner"):
        with acting_as(company.owner):
            for model in (JobPosting, JobRequirement, JobVector):
                counts[company.name, model.__name__] = model.objects.filter(company=company).count()
    for user in User.objects.filter(is_seeker=True):
        with acting_as(user):
            counts[user.email] = (
                Resume.objects.filter(owner=user).count(),
                Application.objects.filter(owner=user).count(),
            )
    return counts


def test_the_version_follows_the_files():
    command = load_command_class("matching", "load_demo")

    assert command.version() == command.version() and len(command.version()) == 16
    assert all(company.recruiters or company.slug for company in demo_companies())
