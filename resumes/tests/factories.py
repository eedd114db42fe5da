"""Rows of the resumes app for tests."""

from __future__ import annotations

import hashlib

import factory

from accounts.tests.factories import OwnedFactory
from resumes.models import (
    Advice,
    Explanation,
    Resume,
    ResumeBullet,
    ResumeEntry,
    ResumeFile,
    ResumeGrant,
    ResumePage,
    ResumeSection,
    ResumeSkill,
    ResumeVersion,
    Suggestion,
)

TEXT = "Ada Example\nada@example.com\n\nExperience\nData engineer, Example Works, 2019 to 2023\nBuilt pipelines in Python\n"


class ResumeFactory(OwnedFactory):
    class Meta:
        model = Resume

    title = factory.Sequence(lambda n: f"Resume {n}")
    is_primary = True


class ResumeFileFactory(OwnedFactory):
    class Meta:
        model = ResumeFile

    resume = factory.SubFactory(ResumeFactory, owner=factory.SelfAttribute("..owner"))
    label = "resume.txt"
    format = "txt"
    size = len(TEXT)
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    content = TEXT.encode()


def empty_parse(text: str = TEXT) -> dict[str, object]:
    """A parsed resume without any field, as a version stores it."""
    from resumes.parsing.types import ParsedResume

    lists = dict.fromkeys(
        ("links", "sections", "skills", "languages", "certifications", "unplaced", "hidden", "pages", "warnings"), ()
    )
    contact = dict.fromkeys(("name", "email", "phone", "location"))
    return ParsedResume(format="txt", text=text, layout={}, parser_version="test", **contact, **lists).to_dict()


class ResumeVersionFactory(OwnedFactory):
    class Meta:
        model = ResumeVersion

    resume = factory.SubFactory(ResumeFactory, owner=factory.SelfAttribute("..owner"))
    file = factory.SubFactory(
        ResumeFileFactory, owner=factory.SelfAttribute("..owner"), resume=factory.SelfAttribute("..resume")
    )
    number = 1
    source = "upload"
    parsed = factory.LazyFunction(empty_parse)
    text = TEXT
    text_sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    parser_version = "test"
    ats_score = 70
    ats_version = "test"


class PartFactory(OwnedFactory):
    class Meta:
        abstract = True

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    position = 0


class ResumeSectionFactory(PartFactory):
    class Meta:
        model = ResumeSection

    kind = "work"
    heading = "Experience"


class ResumeEntryFactory(PartFactory):
    class Meta:
        model = ResumeEntry

    section = factory.SubFactory(
        ResumeSectionFactory, owner=factory.SelfAttribute("..owner"), version=factory.SelfAttribute("..version")
    )
    kind = "work"
    title = "Data engineer"


class ResumeBulletFactory(PartFactory):
    class Meta:
        model = ResumeBullet

    section = factory.SubFactory(
        ResumeSectionFactory, owner=factory.SelfAttribute("..owner"), version=factory.SelfAttribute("..version")
    )
    text = "Built pipelines in Python"


class ResumePageFactory(OwnedFactory):
    class Meta:
        model = ResumePage

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    number = 1
    content_type = "image/png"
    image = b"\x89PNG\r\n\x1a\n"


class ResumeSkillFactory(OwnedFactory):
    class Meta:
        model = ResumeSkill

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    key = "python"
    label = "Python"


class ResumeGrantFactory(OwnedFactory):
    class Meta:
        model = ResumeGrant

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    resume = factory.SelfAttribute("version.resume")
    reason = "opted_in"


class AdviceFactory(OwnedFactory):
    class Meta:
        model = Advice

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    capability = "optimize_summary"
    state = "done"


class SuggestionFactory(OwnedFactory):
    class Meta:
        model = Suggestion

    advice = factory.SubFactory(AdviceFactory, owner=factory.SelfAttribute("..owner"))
    version = factory.SelfAttribute("advice.version")
    position = 0
    action = "reword"
    title = "A clearer line"


class ExplanationFactory(OwnedFactory):
    class Meta:
        model = Explanation

    version = factory.SubFactory(ResumeVersionFactory, owner=factory.SelfAttribute("..owner"))
    subject = "sections.0.entries.0.bullets.0"
    signal = "action_verb"
    value = "Built"
    start = TEXT.index("Built")
    end = TEXT.index("Built") + 5
    quote = "Built"
    text = "Opens with what was done."
    confidence = "high"
