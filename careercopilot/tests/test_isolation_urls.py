"""Every address of ours, fetched as everybody: foreign things are 404, and no page shows a stranger's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.tokens import make_token, scopes_for
from careercopilot.db.context import acting_as
from careercopilot.tests.world import World, build_world
from resumes.models import Resume

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What a role may get: ok (the page, or a redirect onwards), 404, login, company (led to founding one), role (told so).
SEEKER = {"owner"}
STAFF_OF_COMPANY = {"founder", "colleague", "viewer"}
WRITERS = {"founder", "colleague"}
EVERYBODY = {"owner", "founder", "colleague", "viewer", "rival seeker", "rival company", "stranger", "anonymous"}
SIGNED_IN = EVERYBODY - {"anonymous"}
WITH_COMPANY = STAFF_OF_COMPANY | {"rival company"}
CANARY = "Canary-resume-of-the-seeker"


@dataclass(frozen=True)
class Spec:
    """How an address is walked: with which keys, by which method, who may, and how others are turned away."""

    allowed: set[str]
    keys: Callable[[World], list[Any]] = lambda world: []
    post: dict[str, str] | None = None
    json: Callable[[World], dict[str, Any]] | None = None  # body of a POST to the JSON API, where a token signs in
    member_page: bool = False
    recruiter_page: bool = False
    is_public: bool = False

    def outcome(self, role: str) -> str:
        if role in self.allowed:
            return "ok"
        if role == "anonymous" and not self.is_public:
            return "login"
        if self.member_page and role not in WITH_COMPANY:
            return "company"
        if self.recruiter_page and role == "viewer":
            return "role"
        return "404"


def row(label: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows[label].pk]


def public_job(world: World) -> list[Any]:
    return [world.rows["matching.Application"].job_id]


def candidate(world: World) -> list[Any]:
    return [*public_job(world), world.rows["resumes.ResumeVersion"].pk]


RESUME, DRAFT, CANDIDATE = row("resumes.Resume"), row("matching.JobPosting"), candidate
PRIVATE = row("private job")
NOTE, AUTHOR = row("matching.CandidateNote"), {"colleague"}
SPECS: dict[str, Spec] = {
    "healthz": Spec(EVERYBODY, is_public=True),
    "readyz": Spec(EVERYBODY, is_public=True),
    "metrics": Spec(EVERYBODY, is_public=True),  # to programs on this machine
    "pages:home": Spec(EVERYBODY, is_public=True),
    "pages:design": Spec(EVERYBODY, is_public=True),
    "pages:dev_mail": Spec(EVERYBODY, is_public=True),
    "pages:overview": Spec(SIGNED_IN),
    "accounts:account": Spec(SIGNED_IN),
    "accounts:wishes": Spec(SIGNED_IN),
    "accounts:self_identification": Spec(SIGNED_IN),
    "accounts:self_identification_withdrawal": Spec(SIGNED_IN, post={}),
    "accounts:token_list": Spec(SIGNED_IN),
    "accounts:token_create": Spec(SIGNED_IN),  # led to confirming who they are
    "accounts:token_revocation": Spec(SEEKER, row("accounts.ApiToken"), {}),
    "accounts:company_create": Spec(SIGNED_IN),
    "accounts:company_team": Spec(WITH_COMPANY, member_page=True),
    "accounts:company_edit": Spec({"founder", "rival company"}, member_page=True),
    "accounts:invitation_revocation": Spec({"founder"}, row("accounts.Invitation"), {}, member_page=True),
    "accounts:invitation_accept": Spec(set(), lambda world: ["no-such-token"], is_public=True),
    "accounts:membership_role": Spec({"founder"}, row("accounts.Membership"), {"role": "owner"}, member_page=True),
    "accounts:membership_removal": Spec({"founder"}, row("accounts.Membership"), {}, member_page=True),
    "accounts:run_list": Spec(SIGNED_IN),
    "accounts:run_detail": Spec(SEEKER, row("accounts.Run")),
    "resumes:resume_list": Spec(SIGNED_IN),
    "resumes:resume_upload": Spec(SIGNED_IN, post={"text": "Ada Lovering, engineer. " * 20}),
    "resumes:resume_detail": Spec(SEEKER, RESUME),
    "resumes:resume_ats": Spec(SEEKER, RESUME),
    "resumes:resume_skills": Spec(SEEKER, RESUME),
    "resumes:resume_versions": Spec(SEEKER, RESUME),
    "resumes:resume_correction": Spec(SEEKER, RESUME, {}),
    "resumes:resume_name": Spec(SEEKER, RESUME, {"title": "Other"}),
    "resumes:resume_primary": Spec(SEEKER, RESUME, {}),
    "resumes:resume_bin": Spec(SEEKER, RESUME, {}),
    "resumes:resume_restoration": Spec(SEEKER, RESUME, {}),
    "resumes:resume_analysis": Spec(SEEKER, RESUME),
    "resumes:resume_help": Spec(SEEKER, RESUME),
    "resumes:advice_create": Spec(SEEKER, row("resumes.ResumeVersion"), {"capability": "optimize_summary"}),
    "resumes:advice_detail": Spec(SEEKER, row("resumes.Advice")),
    "resumes:suggestion_acceptance": Spec(SEEKER, row("resumes.Suggestion"), {}),
    "resumes:claim_confirmation": Spec(SEEKER, row("resumes.TextClaim"), {}),
    "resumes:suggestion_rejection": Spec(SEEKER, row("resumes.Suggestion"), {}),
    "resumes:suggestion_reopening": Spec(SEEKER, row("resumes.Suggestion"), {}),
    "resumes:version_restoration": Spec(SEEKER, row("resumes.ResumeVersion"), {}),
    # The seeker applied, so the company may read this version, its pictures and its file.
    # They tell who somebody is: not for viewers, who review without names. Here blind review is on, and only the
    # colleague revealed the candidate.
    "resumes:page_image": Spec(SEEKER | {"colleague"}, row("resumes.ResumePage")),
    "resumes:file_original": Spec(SEEKER | {"colleague"}, row("resumes.ResumeFile")),
    "matching:job_list": Spec(EVERYBODY, is_public=True),
    "matching:job_create": Spec(SIGNED_IN),
    "matching:job_detail": Spec(STAFF_OF_COMPANY, DRAFT, is_public=True),
    "matching:job_edit": Spec(WRITERS, DRAFT),
    "matching:job_bin": Spec(WRITERS, DRAFT, {}),
    "matching:job_restoration": Spec(WRITERS, DRAFT, {}),
    "matching:job_mark": Spec(SEEKER, PRIVATE, {"kind": "saved"}),
    "matching:application_create": Spec(SEEKER, PRIVATE, {}),
    "matching:match_detail": Spec(SEEKER, PRIVATE),
    "matching:match_check": Spec(SEEKER, PRIVATE),
    "matching:match_history": Spec(SEEKER, PRIVATE),
    "matching:match_score": Spec(SEEKER, PRIVATE, {}),
    "matching:match_coach": Spec(SEEKER, PRIVATE),
    "matching:match_improvements": Spec(SEEKER, PRIVATE),
    "matching:match_advice": Spec(SEEKER, PRIVATE, {"capability": "match_job"}),
    "matching:answer_create": Spec(SEEKER, PRIVATE, {"key": "python", "answer": "no"}),
    "matching:answer_removal": Spec(SEEKER, row("matching.SkillFact"), {}),
    "matching:match_gaps": Spec(SIGNED_IN),
    "matching:match_list": Spec(SIGNED_IN),
    "matching:match_refresh": Spec(SIGNED_IN, post={}),
    # Foreign jobs among the cards are passed over; the answer is the same.
    "matching:match_shown": Spec(SIGNED_IN, post={}),
    "matching:candidate_outcome": Spec(
        WRITERS,
        lambda world: [*public_job(world), world.rows["resumes.ResumeVersion"].pk],
        {"kind": "hired"},
        member_page=True,
        recruiter_page=True,
    ),
    "matching:application_list": Spec(SIGNED_IN),
    "matching:application_withdrawal": Spec(SEEKER, row("matching.Application"), {}),
    "matching:reveal_list": Spec(SIGNED_IN),
    "matching:posting_review": Spec(WRITERS, DRAFT, {"is_blind": "on"}, member_page=True, recruiter_page=True),
    "matching:candidate_comparison": Spec(STAFF_OF_COMPANY, DRAFT, member_page=True),
    "matching:identity_reveal": Spec(WRITERS, CANDIDATE, {"reason": "To call"}, member_page=True, recruiter_page=True),
    "matching:note_create": Spec(WRITERS, CANDIDATE, {"text": "Good"}, member_page=True, recruiter_page=True),
    "matching:note_edit": Spec(AUTHOR, NOTE, {"text": "Other"}, member_page=True, recruiter_page=True),
    "matching:note_bin": Spec(AUTHOR, NOTE, {}, member_page=True, recruiter_page=True),
    "matching:note_restoration": Spec(AUTHOR, NOTE, {}, member_page=True, recruiter_page=True),
    "matching:company_dashboard": Spec(WITH_COMPANY, member_page=True),
    "matching:posting_list": Spec(WITH_COMPANY, member_page=True),
    "matching:posting_create": Spec(WRITERS | {"rival company"}, member_page=True, recruiter_page=True),
    "matching:candidate_list": Spec(STAFF_OF_COMPANY, DRAFT, member_page=True),
    "matching:posting_publication": Spec(WRITERS, DRAFT, {}, member_page=True, recruiter_page=True),
    "matching:posting_closure": Spec(WRITERS, DRAFT, {}, member_page=True, recruiter_page=True),
    "matching:candidate_detail": Spec(
        STAFF_OF_COMPANY,
        lambda world: [*public_job(world), world.rows["resumes.ResumeVersion"].pk],
        member_page=True,
    ),
}
SPECS |= {
    "aiplatform:request_list": Spec(SIGNED_IN),
    "aiplatform:request_detail": Spec(SEEKER, row("aiplatform.AIRequest")),
    "aiplatform:request_erasure": Spec(SEEKER, row("aiplatform.AIRequest"), {}),
    "aiplatform:payload_erasure": Spec(SIGNED_IN, post={}),
}
SPECS |= {
    "api:openapi-json": Spec(EVERYBODY, is_public=True),
    "api:health": Spec(EVERYBODY, is_public=True),
    "api:api-root": Spec(set(), is_public=True),
    "api:talent_to_jobs": Spec(SEEKER, json=lambda world: {"version_id": str(world.rows["resumes.ResumeVersion"].pk)}),
    "api:job_to_talents": Spec(
        STAFF_OF_COMPANY, json=lambda world: {"job_id": str(world.rows["matching.JobPosting"].pk)}
    ),
}
# Of staff; no role of this world is.
SPECS |= {"api:train_trigger": Spec(set(), json=lambda world: {"force": True}), "api:train_status": Spec(set())}
# Not ours: each acts on the caller's own account, or has its own rights.
EXEMPT_PREFIXES = ("account_", "mfa_", "usersessions_", "socialaccount_", "admin:")


def names(patterns: Any, namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}"


@pytest.fixture
def world() -> World:
    made = build_world()
    with acting_as(made.seeker):
        Resume.objects.filter(owner=made.seeker).update(title=CANARY)
        made.rows["private job"] = next(
            job for job in type(made.rows["matching.JobPosting"]).objects.filter(owner=made.seeker)
        )
    return made


def test_every_address_is_walked_or_exempt_by_name():
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith(EXEMPT_PREFIXES)}

    assert ours == set(SPECS)


def fetch(world: World, name: str, spec: Spec, role: str) -> Any:
    client = Client(raise_request_exception=True)
    person = world.people[role]
    url = reverse(name, args=spec.keys(world))
    if name.startswith("api:"):
        headers = {"Authorization": f"Bearer {token_of(person)}"} if person.is_authenticated else {}
        if spec.json is None:
            return client.get(url, headers=headers)
        return client.post(url, spec.json(world), content_type="application/json", headers=headers)
    if person.is_authenticated:
        client.force_login(person)
    return client.get(url) if spec.post is None else client.post(url, spec.post)


def token_of(person: Any) -> str:
    """The secret of a token with every right that this person may give."""
    rights = [scope for scope, _ in scopes_for(person)]
    with acting_as(person):
        _, secret = make_token(by=person, name="Walk", scopes=rights, at=timezone.now(), life=dt.timedelta(days=1))
    return secret


def outcome_of(answer: Any) -> str:
    if answer.status_code == 404:
        return "404"
    if answer.status_code == 401:
        return "login"
    if answer.status_code == 403 and answer.wsgi_request.path.startswith("/api/"):
        return "404"  # the scope is missing: nothing is told either
    target = answer.headers.get("Location", "")
    if target.startswith(reverse("account_login")):
        return "login"
    if target == reverse("accounts:company_create"):
        return "company"
    if target == reverse("matching:company_dashboard") and answer.wsgi_request.path != "/":
        return "role"
    # 503: /readyz says that no worker runs beside the tests.
    assert answer.status_code in (200, 204, 302, 422, 503), answer.status_code
    return "ok"


@pytest.mark.parametrize("group", sorted({name.partition(":")[0] for name in SPECS}))
def test_addresses_as_everybody(world, group):
    """One world for all addresses of an app: each answer is rolled back."""
    wrong, leaks = [], []
    for name, spec in SPECS.items():
        if name.partition(":")[0] != group:
            continue
        for role in sorted(EVERYBODY):
            with transaction.atomic():
                answer = fetch(world, name, spec, role)
                found = outcome_of(answer)
                if found != spec.outcome(role):
                    wrong.append((name, role, found, spec.outcome(role)))
                if role not in SEEKER | STAFF_OF_COMPANY and CANARY.encode() in getattr(answer, "content", b""):
                    leaks.append((name, role))
                transaction.set_rollback(True)

    assert wrong == []
    assert leaks == []


def test_the_walk_is_counted(record_property):
    record_property("isolation", f"{len(SPECS) * len(EVERYBODY)} (address, role) cases")
    assert len(SPECS) * len(EVERYBODY) > 300
