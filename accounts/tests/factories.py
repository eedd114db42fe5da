"""Rows of the accounts app for tests, each written as the person it belongs to."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from accounts.models import ApiToken, CachedResult, Company, Membership, ProfilePlace, Run, TalentProfile, User
from accounts.tokens import digest_of
from careercopilot.db.context import acting_as


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")


class OwnedFactory(factory.django.DjangoModelFactory):
    """Writes the row under its owner's row level security, as the product does."""

    class Meta:
        abstract = True

    owner = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with acting_as(kwargs["owner"]):
            return super()._create(model_class, *args, **kwargs)


class CompanyFactory(OwnedFactory):
    class Meta:
        model = Company
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Company {n}")

    @factory.post_generation
    def founding(obj: Company, create: bool, extracted: Any, **kwargs: Any) -> None:
        with acting_as(obj.owner):
            Membership.objects.create(company=obj, user=obj.owner, role=Membership.Role.OWNER)


def join(company: Company, user: User, role: str = Membership.Role.RECRUITER) -> Membership:
    """A membership given by the company's founder."""
    with acting_as(company.owner):
        return Membership.objects.create(company=company, user=user, role=role)


class TalentProfileFactory(OwnedFactory):
    class Meta:
        model = TalentProfile

    wanted_titles = ["Data engineer"]


class ProfilePlaceFactory(OwnedFactory):
    class Meta:
        model = ProfilePlace

    profile = factory.SubFactory(TalentProfileFactory, owner=factory.SelfAttribute("..owner"))
    name = "Berlin"
    country = "DE"


class RunFactory(OwnedFactory):
    class Meta:
        model = Run

    kind = "tests.run"
    label = "A run"


class ApiTokenFactory(OwnedFactory):
    """A token that reads matches; `secret` is what a program would send."""

    class Meta:
        model = ApiToken

    class Params:
        secret = factory.Sequence(lambda n: f"cc_test-secret-number-{n}")

    name = factory.Sequence(lambda n: f"Token {n}")
    prefix = factory.LazyAttribute(lambda token: token.secret[:10])
    secret_sha256 = factory.LazyAttribute(lambda token: digest_of(token.secret))
    scopes = ["match:read"]
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))


class CachedResultFactory(OwnedFactory):
    class Meta:
        model = CachedResult

    key = factory.Sequence(lambda n: f"{n:064d}")
    value = b""
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(hours=1))
