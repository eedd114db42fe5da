"""API tokens: made after confirming who one is, shown once, kept as a digest, revoked at once."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken
from accounts.tests.factories import ApiTokenFactory, CompanyFactory, UserFactory
from accounts.tokens import MOST_TOKENS, TokenError, digest_of, make_token, read_bearer, revoke_token
from careercopilot.db.context import acting_as

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LIST, NEW = "accounts:token_list", "accounts:token_create"


@pytest.fixture
def person():
    return UserFactory()


def confirmed(client: Client, person) -> Client:
    """A client that has just said again who it is."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def make(person, name="Export", scopes=("match:read",), at=None, life=DAY):
    with acting_as(person):
        return make_token(by=person, name=name, scopes=scopes, at=at or timezone.now(), life=life)


def test_the_page_makes_a_token_and_shows_its_secret_once(client, person):
    confirmed(client, person)

    made = client.post(reverse(NEW), {"name": "Export", "scopes": ["match:read"], "days": "30"})

    secret = re.search(r'value="(cc_[\w-]{43})"', made.content.decode())[1]
    with acting_as(person):
        token = ApiToken.objects.get()
    assert (token.name, token.scopes, token.prefix) == ("Export", ["match:read"], secret[:10])
    assert token.secret_sha256 == digest_of(secret)
    assert token.expires_at - token.created_at == pytest.approx(30 * DAY, abs=DAY / 100)
    assert read_bearer(secret).user == person
    listed = client.get(reverse(LIST)).content.decode()
    assert (secret[:10] in listed, secret in listed, "no-store" in made["Cache-Control"]) == (True, False, True)


def test_making_one_asks_again_who_it_is(client, person):
    client.force_login(person)

    answer = client.post(reverse(NEW), {"name": "Export", "scopes": ["match:read"], "days": "30"})

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    with acting_as(person):
        assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": "", "scopes": ["match:read"], "days": "30"}, "This field is required"),
        ({"name": "A", "days": "30"}, "Choose at least one thing"),
        ({"name": "A", "scopes": ["train:admin"], "days": "30"}, "Select a valid choice"),
        ({"name": "A", "scopes": ["match:read"], "days": "9999"}, "Select a valid choice"),
        ({"name": "A\x00", "scopes": ["match:read"], "days": "30"}, "Null characters"),
        ({"name": "x" * 61, "scopes": ["match:read"], "days": "30"}, "at most 60 characters"),
        ({"name": "export", "scopes": ["match:read"], "days": "30"}, "already have a token called"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(client, person, form, words):
    make(person)
    answer = confirmed(client, person).post(reverse(NEW), form)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_rights_are_offered_to_whom_they_concern(client, person):
    def offered(who) -> list[str]:
        page = confirmed(Client(), who).get(reverse(NEW)).content.decode()
        return re.findall(r'name="scopes" value="([\w:]+)"', page)

    assert offered(person) == ["match:read"]
    recruiter = CompanyFactory().owner
    assert offered(recruiter) == ["match:read", "match:company"]
    recruiter.is_seeker = False
    recruiter.save()
    assert offered(recruiter) == ["match:company"]
    assert offered(UserFactory(is_staff=True)) == ["match:read", "train:admin"]


def test_a_revoked_token_opens_nothing(client, person):
    token, secret = make(person)
    client.force_login(person)

    answer = client.post(reverse("accounts:token_revocation", args=[token.pk]))

    assert answer.status_code == 302
    assert read_bearer(secret) is None
    assert "Revoked" in client.get(reverse(LIST)).content.decode()


def test_revoking_twice_keeps_the_first_moment(person):
    token, _ = make(person)
    first, second = timezone.now(), timezone.now() + DAY
    with acting_as(person):
        revoke_token(token, at=first)
        revoke_token(token, at=second)
        assert ApiToken.objects.get().revoked_at == first


def test_a_token_that_ran_out_opens_nothing_and_gives_its_name_back(person):
    past = timezone.now() - 2 * DAY
    _, secret = make(person, at=past)

    _, fresh = make(person)

    assert (read_bearer(secret), read_bearer(fresh).user) == (None, person)


@pytest.mark.parametrize("secret", ["", "cc_", "cc_unknown", "x" * 43, "cc_" + "a" * 5000, "cc_\ud800", "cc_\x00"])
def test_what_is_no_token_opens_nothing(secret):
    assert read_bearer(secret) is None


def test_a_token_of_somebody_who_was_shut_out_opens_nothing(person):
    _, secret = make(person)
    person.is_active = False
    person.save()

    assert read_bearer(secret) is None


def test_rights_of_staff_end_with_being_staff():
    staff = UserFactory(is_staff=True)
    _, secret = make(staff, scopes=("match:read", "train:admin"))
    assert read_bearer(secret).scopes == {"match:read", "train:admin"}

    staff.is_staff = False
    staff.save()

    assert read_bearer(secret).scopes == {"match:read"}


def test_only_staff_make_tokens_with_rights_of_staff_and_the_database_says_so_too(person):
    with pytest.raises(TokenError):
        make(person, scopes=("train:admin",))
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ApiTokenFactory(owner=person, scopes=["train:admin"])


@pytest.mark.parametrize(
    "column", ["scopes = '{match:company}'", "owner_id = owner_id", "secret_sha256 = ''", "expires_at = 'infinity'"]
)
def test_what_a_token_opens_cannot_be_changed(person, column):
    make(person)
    with acting_as(person), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"update accounts_apitoken set {column}")


def test_the_use_is_noted_at_most_once_a_minute(person):
    _, secret = make(person)

    def used():
        read_bearer(secret)
        with acting_as(person):
            return ApiToken.objects.get().last_used_at

    first = used()
    assert first is not None
    assert used() == first


def test_nobody_has_endless_tokens(person):
    for number in range(MOST_TOKENS):
        make(person, name=f"Token {number}")

    with pytest.raises(TokenError, match="Revoke one"):
        make(person, name="One more")


def test_a_stranger_cannot_revoke_it(client, person):
    token, secret = make(person)
    client.force_login(UserFactory())

    assert client.post(reverse("accounts:token_revocation", args=[token.pk])).status_code == 404
    assert read_bearer(secret).user == person


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_many(client, person, count, django_assert_num_queries):
    for number in range(count):
        make(person, name=f"Token {number}")
    confirmed(client, person)
    client.get(reverse(LIST))

    with django_assert_num_queries(9):
        client.get(reverse(LIST))
