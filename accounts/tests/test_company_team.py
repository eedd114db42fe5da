"""The team page: who sees it, who changes it, and what is refused."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Invitation, Membership
from accounts.services import TeamError, accept_invitation
from accounts.tests.factories import CompanyFactory, UserFactory, join
from careercopilot.db.context import acting_as

pytestmark = pytest.mark.django_db
TEAM = "accounts:company_team"


@pytest.fixture
def company():
    return CompanyFactory()


def invite(client, company, email="new@example.com"):
    client.force_login(company.owner)
    return client.post(reverse(TEAM), {"email": email, "role": "recruiter"})


def token_in_mail() -> str:
    return re.search(r"/account/invitations/([\w-]+)/", mail.outbox[-1].body)[1]


def test_owner_sees_members_and_may_invite(client, company):
    client.force_login(company.owner)

    page = client.get(reverse(TEAM)).content.decode()

    assert company.owner.email in page
    assert "Send invitation" in page


def test_viewer_sees_members_and_may_not_invite(client, company):
    viewer = UserFactory()
    join(company, viewer, "viewer")
    client.force_login(viewer)

    page = client.get(reverse(TEAM)).content.decode()
    client.post(reverse(TEAM), {"email": "x@example.com", "role": "owner"})

    assert "Send invitation" not in page
    with acting_as(company.owner):
        assert Invitation.objects.count() == 0


def test_person_without_company_is_led_to_founding_one(client):
    client.force_login(UserFactory())

    assert client.get(reverse(TEAM)).url == reverse("accounts:company_create")


@pytest.mark.parametrize("rows", [1, 3])
def test_members_take_a_fixed_number_of_queries(client, company, rows, django_assert_num_queries):
    for _ in range(rows):
        join(company, UserFactory())
    client.force_login(company.owner)

    # Session, user, own membership, members, invitations; the rest opens the transaction and sets who acts.
    with django_assert_num_queries(9):
        client.get(reverse(TEAM))


def test_invited_person_joins_with_the_link(client, company, django_capture_on_commit_callbacks):
    guest = UserFactory(email="new@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        invite(client, company)
    link = reverse("accounts:invitation_accept", args=[token_in_mail()])

    client.force_login(guest)
    shown = client.get(link).content.decode()
    client.post(link)

    assert company.name in shown
    with acting_as(company.owner):
        assert Membership.objects.get(user=guest).role == "recruiter"


def test_invitation_is_for_one_address_and_one_use(client, company, django_capture_on_commit_callbacks):
    guest, other = UserFactory(email="new@example.com"), UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        invite(client, company)
    token = token_in_mail()

    with acting_as(other), pytest.raises(TeamError):
        accept_invitation(token, by=other)
    with acting_as(guest):
        accept_invitation(token, by=guest)
    with acting_as(guest), pytest.raises(TeamError):
        accept_invitation(token, by=guest)


def test_company_keeps_an_owner(client, company):
    with acting_as(company.owner):
        own = Membership.objects.get(user=company.owner)
    client.force_login(company.owner)

    client.post(reverse("accounts:membership_role", args=[own.pk]), {"role": "viewer"})
    client.post(reverse("accounts:membership_removal", args=[own.pk]))

    with acting_as(company.owner):
        assert Membership.objects.get(pk=own.pk).role == "owner"


def test_foreign_membership_is_not_found(client, company):
    rival = CompanyFactory()
    with acting_as(rival.owner):
        foreign = Membership.objects.get(user=rival.owner)
    client.force_login(company.owner)

    assert client.post(reverse("accounts:membership_removal", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("accounts:membership_role", args=[foreign.pk]), {"role": "viewer"}).status_code == 404


def test_inviting_a_member_again_says_so(client, company):
    colleague = UserFactory()
    join(company, colleague)

    answer = invite(client, company, colleague.email)

    assert answer.status_code == 422
    assert "already in your company" in answer.content.decode()
