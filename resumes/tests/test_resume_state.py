"""Which resume is the primary one, whatever is pressed twice or out of order; and limits of uploads."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Run
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from resumes import services
from resumes.corrections import Correction
from resumes.models import Resume, ResumeFile
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
AT = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def resume():
    version = ResumeVersionFactory()
    with acting_as(version.owner):
        services.make_primary(version.resume)
        yield Resume.objects.get(pk=version.resume_id)


def is_primary(resume: Resume) -> bool:
    return bool(Resume.objects.filter(pk=resume.pk, is_primary=True).live().exists())


def test_taking_a_resume_out_of_the_bin_that_is_not_there_keeps_it_primary(resume):
    services.unbin_resume(resume)

    assert is_primary(resume)


def test_a_binned_resume_is_not_chosen(resume):
    other = ResumeVersionFactory(owner=resume.owner, resume__is_primary=False).resume
    with acting_as(resume.owner):
        services.bin_resume(other, at=AT)
        with pytest.raises(services.ResumeError, match="in the bin"):
            services.make_primary(other)

        assert is_primary(resume)


def test_binning_twice_keeps_the_first_time(resume):
    services.bin_resume(resume, at=AT)
    services.bin_resume(resume, at=AT + dt.timedelta(days=1))

    assert Resume.objects.get(pk=resume.pk).deleted_at == AT


def test_reading_a_resume_that_was_binned_meanwhile_does_not_make_it_primary(resume):
    version = resume.versions.get()
    stale = Resume.objects.get(pk=resume.pk)
    services.bin_resume(resume, at=AT)
    version.resume = stale

    services.restore_version(version, today=AT.date())

    assert not Resume.objects.filter(owner=resume.owner, is_primary=True).exists()


def test_a_correction_keeps_no_nul(resume):
    new = services.correct(resume.versions.get(), [Correction("name", "A\0da")], today=AT.date())

    assert new.parsed["name"]["value"] == "Ada"


@pytest.mark.parametrize("path", [f"skills.{'9' * 5000}", "skills.-1", "skills.²", "sections.7.entries.0.title", "x"])
def test_a_place_that_is_not_there_is_refused(resume, path):
    with pytest.raises(services.ResumeError, match="no longer where it was"):
        services.correct(resume.versions.get(), [Correction(path, "Go")], today=AT.date())


def test_a_version_number_of_thousands_of_digits_is_not_found(client, resume):
    client.force_login(resume.owner)

    assert client.get(reverse("resumes:resume_detail", args=[resume.pk]), {"version": "9" * 5000}).status_code == 404


def test_too_many_files_are_refused_at_once(client):
    client.force_login(user := UserFactory())
    files = [SimpleUploadedFile(f"{n}.txt", b"Ada Lovering") for n in range(11)]

    answer = client.post(reverse("resumes:resume_upload"), {"file": files})

    assert answer.status_code == 422
    assert b"at most 10 files" in answer.content
    with acting_as(user):
        assert not ResumeFile.objects.exists()


def test_a_file_over_the_limit_is_refused(client):
    client.force_login(UserFactory())
    big = SimpleUploadedFile("big.txt", b"a" * (services.MAX_BYTES + 2))

    answer = client.post(reverse("resumes:resume_upload"), {"file": big})

    assert answer.status_code == 422
    assert b"larger than 5 MB" in answer.content


def test_a_flood_of_uploads_is_refused(monkeypatch):
    monkeypatch.setattr(services, "MAX_AN_HOUR", 2)
    user = UserFactory()
    now = timezone.now()
    with acting_as(user):
        for number in range(2):
            services.start_intake(by=user, data=b"Ada %d" % number, name="a.txt", at=now)
        with pytest.raises(services.ResumeError, match="within an hour"):
            services.start_intake(by=user, data=b"Ada", name="a.txt", at=now)

        assert Run.objects.filter(owner=user).count() == 2
        services.start_intake(by=user, data=b"Ada", name="a.txt", at=now + dt.timedelta(hours=2))
