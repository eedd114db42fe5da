"""What happens to applications when people press twice, or at the same time."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts import runs
from accounts.models import Run
from accounts.models.run import RunQuerySet
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from matching import services
from matching.jobs import refresh_matches
from matching.models import Application, JobPosting, Match
from matching.models.application import ApplicationQuerySet
from matching.queries import match_cards
from matching.tests.factories import ApplicationFactory, JobPostingFactory, MatchFactory
from matching.tests.people import AT
from resumes.models import ResumeGrant
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db


def test_withdrawing_twice_is_told_and_changes_nothing(client):
    application = ApplicationFactory()
    client.force_login(application.owner)
    url = reverse("matching:application_withdrawal", args=[application.pk])

    client.post(url)
    answer = client.post(url, follow=True)

    assert answer.status_code == 200
    assert "withdrawn already" in answer.content.decode()


def test_two_applications_at_once_are_one(monkeypatch):
    """The second request looked before the first one wrote."""
    job = JobPostingFactory()
    version = ResumeVersionFactory()
    with acting_as(version.owner):
        services.apply(job, by=version.owner, note="", at=AT)
        monkeypatch.setattr(ApplicationQuerySet, "live", lambda self: self.none())
        with pytest.raises(services.ApplicationError, match="already"):
            services.apply(job, by=version.owner, note="", at=AT)

        assert Application.objects.filter(owner=version.owner).count() == 1


def test_two_refreshes_at_once_are_one_run(monkeypatch):
    user = UserFactory()
    with acting_as(user):
        first = runs.start_run(refresh_matches, by=user, label="Finding jobs", key="matches")
        real, looks = RunQuerySet.unfinished, []

        def blind_at_first(self):
            looks.append(1)
            return self.none() if len(looks) == 1 else real(self)

        monkeypatch.setattr(RunQuerySet, "unfinished", blind_at_first)
        second = runs.start_run(refresh_matches, by=user, label="Finding jobs", key="matches")

        assert second == first
        assert Run.objects.filter(owner=user).count() == 1


def test_asking_for_the_headers_of_the_job_form_is_no_empty_paste(client):
    client.force_login(UserFactory())

    assert client.head(reverse("matching:job_create")).status_code == 200


def test_an_application_stays_in_sight_when_the_job_is_closed(client):
    application = ApplicationFactory()
    job = application.job
    with acting_as(job.owner):
        services.close_posting(job)

    client.force_login(application.owner)
    assert job.title in client.get(reverse("matching:application_list")).content.decode()
    assert client.get(reverse("matching:job_detail", args=[job.pk])).status_code == 200
    client.force_login(UserFactory())
    assert client.get(reverse("matching:job_detail", args=[job.pk])).status_code == 404
    with acting_as(UserFactory()):
        assert not JobPosting.objects.exists()


def test_a_closed_job_is_not_among_the_jobs_that_fit():
    match = MatchFactory()
    with acting_as(match.owner):
        before = len(match_cards(match.owner, today=AT.date()))
        ApplicationFactory(owner=match.owner, job=match.job, version=match.version)
    with acting_as(match.job.owner):
        services.close_posting(match.job)
    with acting_as(match.owner):
        after = len(match_cards(match.owner, today=AT.date()))

    assert (before, after) == (1, 0)


def test_a_company_can_neither_change_nor_remove_a_match():
    application = ApplicationFactory()
    match = MatchFactory(owner=application.owner, job=application.job, version=application.version, score=70)
    with acting_as(application.owner):
        ResumeGrant.objects.create(
            owner=application.owner,
            resume=application.version.resume,
            version=application.version,
            company=application.company,
            reason="applied",
        )
    with acting_as(application.job.owner):
        assert Match.objects.get().score == 70
        assert Match.objects.update(score=1) == 0
        assert Match.objects.filter(pk=match.pk).delete()[0] == 0
        assert not Match.objects.editable_by(application.job.owner).exists()
