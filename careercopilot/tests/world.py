"""A small world with a row in every owned table, and the people who look at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Company, Invitation, Membership, User
from accounts.tests.factories import (
    ApiTokenFactory,
    CachedResultFactory,
    CompanyFactory,
    ProfilePlaceFactory,
    RunFactory,
    TalentProfileFactory,
    UserFactory,
    join,
)
from aiplatform.tests import factories as ai
from careercopilot.checks import OURS, UNOWNED
from careercopilot.db.context import acting_as
from matching.models import IdentityReveal, MatchFeedback, ScoreRecord
from matching.tests import factories as jobs
from resumes.models import ResumeGrant
from resumes.tests import factories as resumes
from resumes.tests import text_factories as texts


@dataclass
class World:
    """Who is there, and one row of each owned model (by label) that belongs to the seeker or to the company."""

    seeker: User
    founder: User
    colleague: User
    viewer: User
    rival: User
    rival_company_owner: User
    stranger: User
    company: Company
    rows: dict[str, Any]

    @property
    def people(self) -> dict[str, Any]:
        """Everybody who may look, by role."""
        return {
            "owner": self.seeker,
            "founder": self.founder,
            "colleague": self.colleague,
            "viewer": self.viewer,
            "rival seeker": self.rival,
            "rival company": self.rival_company_owner,
            "stranger": self.stranger,
            "anonymous": AnonymousUser(),
        }


def owned_models() -> dict[str, Any]:
    """Every model of ours whose rows belong to somebody."""
    found = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model for model in found if model._meta.label not in UNOWNED}


def build_world() -> World:
    """The seeker applied to the company's job; the rival seeker has rows of the same kinds."""
    seeker, rival, colleague, viewer, stranger = (UserFactory() for _ in range(5))
    company = CompanyFactory()
    rival_company = CompanyFactory()
    join(company, colleague)
    join(company, viewer, "viewer")
    job = jobs.JobPostingFactory(owner=company.owner, company=company)
    draft = jobs.JobPostingFactory(owner=company.owner, company=company, status="draft")
    rows = _seeker_rows(seeker, job) | _company_rows(company, draft)
    rows |= _review_rows(colleague, job, rows)
    other_job = jobs.JobPostingFactory(owner=rival_company.owner, company=rival_company)
    _review_rows(rival_company.owner, other_job, _seeker_rows(rival, other_job))
    return World(seeker, company.owner, colleague, viewer, rival, rival_company.owner, stranger, company, rows)


def _seeker_rows(seeker: User, job: Any) -> dict[str, Any]:
    profile = TalentProfileFactory(owner=seeker)
    version = resumes.ResumeVersionFactory(owner=seeker)
    section = resumes.ResumeSectionFactory(owner=seeker, version=version)
    entry = resumes.ResumeEntryFactory(owner=seeker, version=version, section=section)
    own = {
        "profile": profile,
        "place": ProfilePlaceFactory(owner=seeker, profile=profile),
        "run": RunFactory(owner=seeker),
        "token": ApiTokenFactory(owner=seeker),
        "cached": CachedResultFactory(owner=seeker),
        "resume": version.resume,
        "file": version.file,
        "version": version,
        "section": section,
        "entry": entry,
        "bullet": resumes.ResumeBulletFactory(owner=seeker, version=version, section=section, entry=entry),
        "page": resumes.ResumePageFactory(owner=seeker, version=version),
        "skill": resumes.ResumeSkillFactory(owner=seeker, version=version),
        "fact": texts.ConfirmedFactFactory(owner=seeker, version=version),
        "text": (text := texts.DraftTextFactory(owner=seeker, version=version)),
        "claim": texts.claims_of(text, "unsupported")[0],
        "vector": jobs.TalentVectorFactory(owner=seeker, version=version),
        "mark": jobs.JobMarkFactory(owner=seeker, job=job),
        "application": jobs.ApplicationFactory(owner=seeker, job=job, version=version),
        "match": jobs.MatchFactory(owner=seeker, job=job, version=version),
        "watch": jobs.MatchWatchFactory(owner=seeker),
        "feedback": jobs.MatchFeedbackFactory(owner=seeker, job=job, version=version),
        "skill fact": jobs.SkillFactFactory(owner=seeker, job=job, version=version),
        "private job": jobs.PrivateJobFactory(owner=seeker),
    }
    own |= _calls(seeker)
    with acting_as(seeker):
        own["record"] = ScoreRecord.objects.get(match_id=own["match"].pk)  # the database wrote it
        own["grant"] = ResumeGrant.objects.create(
            owner=seeker, resume=version.resume, version=version, company=job.company, reason="applied"
        )
    return {row._meta.label: row for row in own.values()} | _advice_rows(seeker, version)


def _calls(seeker: User) -> dict[str, Any]:
    """A call of a language model on the seeker's behalf."""
    asked = ai.a_call(seeker)
    return {
        "request": asked,
        "response": ai.an_answer(asked, seeker),
        "payload": ai.words_of(asked, seeker),
        "reservation": ai.a_reservation(seeker),
    }


def _advice_rows(seeker: User, version: Any) -> dict[str, Any]:
    """What the seeker was advised about a version."""
    advice = resumes.AdviceFactory(owner=seeker, version=version)
    suggestion = resumes.SuggestionFactory(owner=seeker, advice=advice)
    rows = (advice, suggestion, resumes.ExplanationFactory(owner=seeker, version=version))
    return {row._meta.label: row for row in rows}


def _review_rows(recruiter: User, job: Any, rows: dict[str, Any]) -> dict[str, Any]:
    """A recruiter reviews the candidate whose rows these are."""
    version = rows["resumes.ResumeVersion"]
    with acting_as(recruiter):
        reveal = IdentityReveal.objects.create(
            owner=version.owner,
            version=version,
            job=job,
            company=job.company,
            revealed_by=recruiter,
            revealed_by_name=recruiter.display_name,
        )
        # Not the feedback row of the world, which is the seeker's: what a company recorded is its own to read.
        MatchFeedback.objects.create(
            owner=version.owner,
            version=version,
            job=job,
            company=job.company,
            by=recruiter,
            kind="contacted",
            at=jobs.AT,
        )
    switch = jobs.ReviewSwitchFactory(owner=recruiter, job=job)
    note = jobs.CandidateNoteFactory(owner=recruiter, job=job, version=version)
    return {row._meta.label: row for row in (reveal, switch, note)}


def _company_rows(company: Company, draft: Any) -> dict[str, Any]:
    with acting_as(company.owner):
        membership = Membership.objects.get(company=company, user=company.owner)
        invitation = Invitation.objects.create(
            company=company,
            invited_by=company.owner,
            email="new@example.com",
            token_hash="f" * 64,
            expires_at=timezone.now() + dt.timedelta(days=1),
        )
    parts = [
        draft,
        jobs.JobRequirementFactory(owner=company.owner, job=draft, company=company),
        jobs.JobVectorFactory(owner=company.owner, job=draft, company=company),
        company,
        membership,
        invitation,
    ]
    return {row._meta.label: row for row in parts}
