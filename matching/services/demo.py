"""The demo people, companies, postings and applications, kept through the same services as anybody's."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Company, Membership, User
from accounts.services import found_company, profile_of, save_wishes
from careercopilot.db.context import acting_as
from matching.demo import DemoApplication, DemoCompany, DemoPosting
from matching.drafts import PostingDraft
from matching.models import Application, JobPosting
from matching.scoring import prepare_scorer
from matching.services.applications import apply
from matching.services.matches import compute_matches, store_matches
from matching.services.postings import known_place, read_posting, save_posting
from matching.services.vectors_queue import make_or_queue_vectors
from resumes.demo import DemoResume
from resumes.models import Resume, ResumeFile, ResumeVersion
from resumes.parsing import ParsedResume, page_images, parse
from resumes.services import current_version, store_version

PARSED_AT_ONCE = 2


class DemoPeople:
    """Makes demo users; one password hash serves all, since hashing is slow by design."""

    def __init__(self, password: str) -> None:
        self._hash = make_password(password)

    def user(self, email: str, name: str, *, is_seeker: bool, is_staff: bool = False) -> User:
        """A user who can sign in at once; an existing one is left as it is."""
        user, made = User.objects.get_or_create(
            email=email,
            defaults={
                "name": name,
                "password": self._hash,
                "is_seeker": is_seeker,
                "is_staff": is_staff,
                "is_superuser": is_staff,
                "is_demo": True,
            },
        )
        if made:
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    def company(self, demo: DemoCompany) -> Company:
        """A company with its members; one without a recruiter gets an owner of its own."""
        people = [(person.email, person.name, person.role) for person in demo.recruiters]
        people = people or [(f"jobs@{demo.slug}.example.com", f"Jobs at {demo.name}", Membership.Role.OWNER)]
        users = [self.user(email, name, is_seeker=False) for email, name, _ in people]
        owner = users[next(number for number, person in enumerate(people) if person[2] == Membership.Role.OWNER)]
        with acting_as(owner):
            company = Company.objects.filter(owner=owner, name=demo.name, is_demo=True).first()
            if company is None:
                company = found_company(
                    by=owner, name=demo.name, website=demo.website, about=demo.about, country=demo.country
                )
                Company.objects.filter(pk=company.pk).update(is_demo=True)
            for user, (_, _, role) in zip(users, people, strict=True):
                Membership.objects.get_or_create(company=company, user=user, defaults={"role": role})
        return company


def posting_draft(demo: DemoPosting, *, today: dt.date) -> PostingDraft:
    """What was read from a demo posting's text, with the fields that its author confirmed."""
    salary = demo.salary
    return replace(
        read_posting(demo.text),
        title=demo.title,
        places=tuple(place for name in demo.locations if (place := known_place(name))),
        remote=demo.remote or "",
        level=demo.level or "",
        min_years=demo.min_years,
        salary_min=salary.min if salary else None,
        salary_max=salary.max if salary else None,
        salary_currency=salary.currency if salary else "",
        salary_period=salary.period if salary else "",
        profession=demo.profession,
        posted_on=today - dt.timedelta(days=demo.posted_days_ago),
        closes_on=None if demo.closes_in_days is None else today + dt.timedelta(days=demo.closes_in_days),
    )


def keep_postings(
    companies: dict[str, Company], postings: Iterable[DemoPosting], *, today: dt.date
) -> dict[str, JobPosting]:
    """The demo postings, published by their companies' owners, with vectors; known ones are brought up to date."""
    kept: dict[str, JobPosting] = {}
    by_owner: dict[User, list[uuid.UUID]] = {}
    for demo in postings:
        company = companies[demo.company]
        with acting_as(company.owner):
            known = JobPosting.objects.filter(company=company, source=JobPosting.Source.DEMO, external_id=demo.slug)
            job = save_posting(
                known.live().first(),
                posting_draft(demo, today=today),
                by=company.owner,
                company=company,
                status=JobPosting.Status.PUBLISHED,
                today=today,
                source=JobPosting.Source.DEMO,
                is_demo=True,
                external_id=demo.slug,
                queue=False,
            )
        kept[demo.slug] = job
        by_owner.setdefault(company.owner, []).append(job.pk)
    for owner, keys in by_owner.items():
        make_or_queue_vectors(keys, actor=owner, now=True)
    return kept


def _parsed(demo: DemoResume) -> tuple[ParsedResume, list[bytes]]:
    parsed = parse(demo.data, demo.filename)
    return parsed, page_images(demo.data) if parsed.format == "pdf" else []


def keep_resumes(people: DemoPeople, resumes: list[DemoResume], *, today: dt.date) -> dict[str, User]:
    """The demo candidates with wishes and a resume each, read as an upload is; known files are not read again."""
    users = {demo.slug: people.user(demo.account, demo.name, is_seeker=True) for demo in resumes}
    digests = {demo.slug: hashlib.sha256(demo.data).hexdigest() for demo in resumes}
    waiting = []
    for demo in resumes:
        user = users[demo.slug]
        with acting_as(user):
            _keep_wishes(user, demo)
            if not ResumeFile.objects.filter(owner=user, sha256=digests[demo.slug]).exists():
                waiting.append(demo)
    with ThreadPoolExecutor(PARSED_AT_ONCE) as pool:
        for demo, (parsed, images) in zip(waiting, pool.map(_parsed, waiting), strict=True):
            with acting_as(users[demo.slug]):
                _keep_resume(users[demo.slug], demo, parsed, images, today=today)
    return users


def _keep_wishes(user: User, demo: DemoResume) -> None:
    wishes = demo.wishes
    profile = profile_of(user)
    profile.wanted_titles = list(wishes.titles)
    profile.remote_preference = wishes.remote
    profile.level = wishes.level
    profile.salary_min, profile.salary_max = int(wishes.salary.min), int(wishes.salary.max)
    profile.salary_currency, profile.salary_period = wishes.salary.currency, wishes.salary.period
    profile.goals = wishes.goals
    profile.is_visible_to_companies = wishes.visible
    places = [place for name in wishes.places if (place := known_place(name))]
    save_wishes(profile, home=places[0] if places else None, wanted=places[1:])


def _keep_resume(
    user: User, demo: DemoResume, parsed: ParsedResume, images: list[bytes], *, today: dt.date
) -> ResumeVersion:
    resume = Resume.objects.create(owner=user, title=f"{demo.profession.capitalize()} resume", is_demo=True)
    file = ResumeFile.objects.create(
        owner=user,
        resume=resume,
        label=demo.filename,
        format=demo.filename.rsplit(".", 1)[-1],
        size=len(demo.data),
        sha256=hashlib.sha256(demo.data).hexdigest(),
        content=demo.data,
    )
    return store_version(resume, parsed, source=ResumeVersion.Source.DEMO, today=today, file=file, images=images)


def keep_applications(
    users: dict[str, User], jobs: dict[str, JobPosting], applications: Iterable[DemoApplication], *, at: dt.datetime
) -> int:
    """Who applied where, some days before `at`; returns how many are new."""
    made = 0
    for demo in applications:
        user, job = users[demo.resume], jobs[demo.posting]
        with acting_as(user):
            if not Application.objects.filter(owner=user, job=job).exists():
                apply(job, by=user, note="", at=at - dt.timedelta(days=demo.days_ago))
                made += 1
    return made


def keep_matches(users: Iterable[User]) -> int:
    """The matches of these people's current resumes, made here; returns how many pairs were scored."""
    prepare_scorer()
    made = 0
    for user in users:
        with acting_as(user):
            version = current_version(user)
            if version is not None:
                made += store_matches(version, compute_matches(version, at=timezone.now()))
    return made
