"""The reading job: an upload becomes a version, or leaves nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Run
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from careercopilot.jobs import JobContext, JobFailed
from resumes import services
from resumes.jobs import read_resume
from resumes.models import Resume, ResumeFile, ResumeSkill, ResumeVersion
from resumes.tests.test_resume_pages import TEXT

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class OpenContext(JobContext):
    """A context without a queue row: the lease is always held, and steps are remembered here."""

    steps: set[str]

    def _hold_lease(self, *, statement_seconds):
        return None

    def _note(self, step):
        self.steps.add(step)

    def done(self, step=""):
        return step in self.steps


@pytest.fixture
def context(monkeypatch):
    monkeypatch.setattr("resumes.jobs.after_reading", [])
    user = UserFactory()
    made = OpenContext("resumes.read_resume", 1, 0, None, user.pk, None, float("inf"))
    made.steps = set()
    made.user = user
    return made


def take_in(context, data, name):
    with acting_as(context.user):
        run = services.start_intake(by=context.user, data=data, name=name, at=AT)
        context.run = run.pk
        return ResumeFile.objects.get()


def test_upload_becomes_a_version_with_parts_and_skills(context):
    file = take_in(context, TEXT.encode(), "cv.txt")

    read_resume.function(context, file_id=str(file.pk))

    with acting_as(context.user):
        version = ResumeVersion.objects.get()
        assert [section.kind for section in version.resumesections.order_by("position")] == [
            "work",
            "education",
            "skills",
        ]
        assert version.resumebullets.count() == 2
        assert ResumeSkill.objects.get(key="python").is_evidenced
        assert Run.objects.get().percent == 50


def test_running_again_after_a_crash_makes_no_second_version(context):
    file = take_in(context, TEXT.encode(), "cv.txt")
    read_resume.function(context, file_id=str(file.pk))

    read_resume.function(context, file_id=str(file.pk))

    with acting_as(context.user):
        assert ResumeVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data"), [("cv.pdf", b"%PDF-1.4 broken"), ("cv.docx", b"PK\x03\x04 broken"), ("cv.pdf", TEXT.encode())]
)
def test_refused_upload_leaves_nothing_but_its_reason(context, name, data):
    file = take_in(context, data, name)

    with pytest.raises(JobFailed) as refusal:
        read_resume.function(context, file_id=str(file.pk))

    assert str(refusal.value).endswith(".")
    with acting_as(context.user):
        assert (Resume.objects.count(), ResumeFile.objects.count()) == (0, 0)


def test_higher_apps_hear_of_the_new_version(context, monkeypatch):
    heard = []
    monkeypatch.setattr("resumes.jobs.after_reading", [lambda job, version: heard.append(version)])
    file = take_in(context, TEXT.encode(), "cv.txt")

    read_resume.function(context, file_id=str(file.pk))

    with acting_as(context.user):
        assert heard == [ResumeVersion.objects.get().pk]
