"""Sign-up by e-mail with a code, as seeker, company or both."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.models import Company, Membership, TalentProfile, User
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as

pytestmark = pytest.mark.django_db
FORM = {"email": "ada@example.com", "password1": "correct horse battery", "name": "Ada", "side": "seeker"}


def sign_up(client, **changes):
    answer = client.post(reverse("account_signup"), FORM | changes)
    if answer.status_code != 302:
        return answer
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.outbox[-1].body)[0]
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def test_seeker_gets_empty_wishes_and_lands_on_the_overview(client):
    answer = sign_up(client)

    user = User.objects.get(email="ada@example.com")
    assert answer.url == reverse("pages:overview")
    assert (user.name, user.is_seeker) == ("Ada", True)
    with acting_as(user):
        assert TalentProfile.objects.count() == 1
        assert Company.objects.filter(owner=user).count() == 0


def test_company_side_founds_a_company(client):
    answer = sign_up(client, side="company", company_name="Example Works")

    user = User.objects.get(email="ada@example.com")
    assert answer.url == reverse("matching:company_dashboard")
    assert user.is_seeker is False
    with acting_as(user):
        assert Membership.objects.get(user=user).role == "owner"
        assert Company.objects.get(owner=user).name == "Example Works"


def test_both_sides_at_once(client):
    sign_up(client, side="both", company_name="Example Works")

    user = User.objects.get(email="ada@example.com")
    with acting_as(user):
        assert (user.is_seeker, Membership.objects.count(), TalentProfile.objects.count()) == (True, 1, 1)


def test_hiring_needs_a_company_name(client):
    answer = sign_up(client, side="company")

    assert answer.status_code in (200, 422)
    assert "Enter the name of the company" in answer.content.decode()
    assert User.objects.count() == 0


def test_sign_up_does_not_tell_whether_an_address_is_known(client):
    known = UserFactory(email="ada@example.com")
    EmailAddress.objects.create(user=known, email=known.email, primary=True, verified=True)

    for_known = client.post(reverse("account_signup"), FORM)
    for_new = client.post(reverse("account_signup"), FORM | {"email": "eve@example.com"})

    assert (for_known.status_code, for_known.url) == (for_new.status_code, for_new.url)
    assert list(User.objects.filter(email="ada@example.com")) == [known]


def test_staff_of_no_side_start_at_the_operations_site(client):
    client.force_login(UserFactory(is_staff=True, is_seeker=False))

    assert client.get("/").url == reverse("admin:index")
