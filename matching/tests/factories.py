"""Rows of the matching app for tests."""

from __future__ import annotations

import datetime as dt

import factory

from accounts.tests.factories import CompanyFactory, OwnedFactory
from matching.models import (
    Application,
    CandidateNote,
    JobMark,
    JobPosting,
    JobRequirement,
    JobVector,
    Match,
    MatchFeedback,
    MatchWatch,
    ReviewSwitch,
    SkillFact,
    TalentVector,
)
from resumes.tests.factories import ResumeVersionFactory

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
UNIT = [1.0] + [0.0] * 383


class JobPostingFactory(OwnedFactory):
    """A published posting of the owner's own company."""

    class Meta:
        model = JobPosting

    company = factory.SubFactory(CompanyFactory, owner=factory.SelfAttribute("..owner"))
    status = "published"
    source = "form"
    title = factory.Sequence(lambda n: f"Data engineer {n}")
    company_name = factory.SelfAttribute("company.name")
    description = "We need Python and SQL."


class PrivateJobFactory(OwnedFactory):
    """A job that a seeker added for themselves."""

    class Meta:
        model = JobPosting

    status = "private"
    source = "seeker"
    title = factory.Sequence(lambda n: f"Private job {n}")
    description = "We need Python and SQL."


class JobPartFactory(OwnedFactory):
    class Meta:
        abstract = True

    job = factory.SubFactory(JobPostingFactory, owner=factory.SelfAttribute("..owner"))
    company = factory.SelfAttribute("job.company")
    is_published = factory.LazyAttribute(lambda part: part.job.status == "published")


class JobRequirementFactory(JobPartFactory):
    class Meta:
        model = JobRequirement

    position = factory.Sequence(lambda n: n)
    text = "Python"
    skill_key = "python"


class JobVectorFactory(JobPartFactory):
    class Meta:
        model = JobVector

    model = "test"
    text_sha256 = "0" * 64
    search = UNIT
    description = UNIT
    facts = b""
    facts_version = "test"


class TalentVectorFactory(OwnedFactory):
    class Meta:
        model = TalentVector

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    model = "test"
    inputs_sha256 = "0" * 64
    search = UNIT
    facts = b""
    facts_version = "test"


class MatchFactory(OwnedFactory):
    class Meta:
        model = Match

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    job = factory.SubFactory(JobPostingFactory)
    company = factory.SelfAttribute("job.company")
    score = 50
    raw = 50.0
    baseline = 50.0
    source = "fallback"
    ranker_version = "test"
    inputs_sha256 = "0" * 64
    scored_at = AT


class MatchWatchFactory(OwnedFactory):
    class Meta:
        model = MatchWatch

    refreshed_at = AT


class JobMarkFactory(OwnedFactory):
    class Meta:
        model = JobMark

    job = factory.SubFactory(JobPostingFactory)
    kind = "saved"


class ApplicationFactory(OwnedFactory):
    class Meta:
        model = Application

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    job = factory.SubFactory(JobPostingFactory)
    company = factory.SelfAttribute("job.company")
    applied_at = AT


class SkillFactFactory(OwnedFactory):
    class Meta:
        model = SkillFact

    skill_key = "kafka"
    skill_label = "Apache Kafka"
    answer = "yes"
    place = "Data engineer, Example Works, 2019 to 2023"
    answered_at = AT


class ReviewSwitchFactory(OwnedFactory):
    """The job's owner turned blind review on."""

    class Meta:
        model = ReviewSwitch

    job = factory.SubFactory(JobPostingFactory, owner=factory.SelfAttribute("..owner"))
    company = factory.SelfAttribute("job.company")
    owner_name = factory.SelfAttribute("owner.display_name")
    is_blind = True


class CandidateNoteFactory(OwnedFactory):
    """A note of the job's owner about a candidate; give it a version that the company was shown."""

    class Meta:
        model = CandidateNote

    job = factory.SubFactory(JobPostingFactory, owner=factory.SelfAttribute("..owner"))
    company = factory.SelfAttribute("job.company")
    candidate = factory.SelfAttribute("version.owner")
    text = "Spoke on the phone."


class MatchFeedbackFactory(OwnedFactory):
    class Meta:
        model = MatchFeedback

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    job = factory.SubFactory(JobPostingFactory)
    company = factory.SelfAttribute("job.company")
    by = factory.SelfAttribute("owner")
    kind = "opened"
    at = AT
