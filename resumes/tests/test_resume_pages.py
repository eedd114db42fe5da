"""The resume pages: what owner, colleague and stranger see, and how many queries a list takes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Run
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from resumes import services
from resumes.models import Resume, ResumeVersion
from resumes.parsing import parse
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
TEXT = """Ada Lovering
ada@example.com | +44 20 7946 0123 | London, UK

Experience
Data engineer, Example Works
June 2019 - Present
- Built 14 pipelines in Python and SQL that cut loading from 6 hours to 40 minutes
- Led two engineers

Education
BSc Mathematics, Example University, 2015 - 2018

Skills
Python, SQL, Docker
"""


@pytest.fixture
def owner(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def version(owner):
    resume = ResumeFactory(owner=owner, title="My resume", is_primary=False)
    with acting_as(owner):
        parsed = parse(TEXT.encode(), "resume.txt")
        return services.store_version(resume, parsed, source="upload", today=TODAY, file=None)


def page_of(client, name, *args):
    return client.get(reverse(f"resumes:{name}", args=args)).content.decode()


def test_owner_sees_what_was_read(client, version):
    page = page_of(client, "resume_detail", version.resume_id)

    assert "Ada Lovering" in page
    assert "Example Works" in page
    assert "2019-06" in page


def test_skills_come_with_the_words_that_show_them(client, version):
    page = page_of(client, "resume_skills", version.resume_id)

    assert "Built 14 pipelines in Python and SQL" in page
    assert "Only listed" in page  # Docker stands in the skills line alone


def test_score_page_shows_the_stored_score(client, version):
    assert f"{version.ats_score} of 100" in page_of(client, "resume_ats", version.resume_id)


@pytest.mark.parametrize("name", ["resume_detail", "resume_ats", "resume_skills", "resume_versions"])
def test_foreign_resume_is_not_found(client, version, name):
    client.force_login(UserFactory())

    assert client.get(reverse(f"resumes:{name}", args=[version.resume_id])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client, owner, rows, django_assert_num_queries):
    for number in range(rows):
        ResumeVersionFactory(owner=owner, resume__is_primary=number == 0)

    with django_assert_num_queries(9):
        client.get(reverse("resumes:resume_list"))


def test_first_resume_becomes_primary_and_a_binned_one_hands_over(client, owner, version):
    second = ResumeVersionFactory(owner=owner, resume__is_primary=False).resume
    with acting_as(owner):
        assert Resume.objects.get(pk=version.resume_id).is_primary

    client.post(reverse("resumes:resume_bin", args=[version.resume_id]))

    with acting_as(owner):
        assert Resume.objects.get(pk=second.pk).is_primary
        assert Resume.objects.live().count() == 1
    client.post(reverse("resumes:resume_restoration", args=[version.resume_id]))
    with acting_as(owner):
        assert Resume.objects.live().count() == 2


def test_correction_makes_a_new_version_and_keeps_the_old(client, owner, version):
    url = reverse("resumes:resume_correction", args=[version.resume_id])

    client.post(url, {"was:name": "Ada Lovering", "now:name": "Ada B. Lovering", "was:email": "a", "now:email": "a"})

    with acting_as(owner):
        old, new = ResumeVersion.objects.order_by("number")
    assert (old.parsed["name"]["value"], new.parsed["name"]["value"]) == ("Ada Lovering", "Ada B. Lovering")
    assert new.text.startswith("Ada B. Lovering\n")
    assert (new.source, new.based_on_id, new.parsed["name"]["confidence"]) == ("correction", old.pk, 1.0)


def test_saving_without_a_change_makes_no_version(client, owner, version):
    url = reverse("resumes:resume_correction", args=[version.resume_id])

    client.post(url, {"was:name": "Ada Lovering", "now:name": "Ada Lovering"})

    with acting_as(owner):
        assert ResumeVersion.objects.count() == 1


def test_older_version_comes_back_as_a_new_one(client, owner, version):
    with acting_as(owner):
        services.correct(version, [services.Correction("name", "Eve")], today=TODAY)

    client.post(reverse("resumes:version_restoration", args=[version.pk]))

    with acting_as(owner):
        newest = ResumeVersion.objects.latest("number")
    assert (newest.number, newest.parsed["name"]["value"]) == (3, "Ada Lovering")


def test_upload_starts_a_run(client, owner):
    answer = client.post(reverse("resumes:resume_upload"), {"file": SimpleUploadedFile("cv.txt", TEXT.encode())})

    with acting_as(owner):
        run = Run.objects.get()
    assert answer.url == reverse("accounts:run_detail", args=[run.pk])
    assert run.label == "Reading cv.txt"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("cv.txt", b"  \n", "cv.txt is empty"), ("big.pdf", b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB")],
)
def test_refused_upload_is_one_sentence_and_keeps_nothing(client, owner, name, data, words):
    answer = client.post(reverse("resumes:resume_upload"), {"file": SimpleUploadedFile(name, data)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    with acting_as(owner):
        assert Resume.objects.count() == 0


def test_nothing_chosen_says_what_to_do(client, owner):
    answer = client.post(reverse("resumes:resume_upload"), {"text": ""})

    assert answer.status_code == 422
    assert "Choose a file or paste" in answer.content.decode()


def test_original_is_only_ever_a_download(client, owner):
    file = ResumeVersionFactory(owner=owner).file

    answer = client.get(reverse("resumes:file_original", args=[file.pk]))

    assert answer.content == bytes(file.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
