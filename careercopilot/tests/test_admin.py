"""The admin site: who gets in, and which database role it uses."""

from __future__ import annotations

import pytest
from django.db import connections
from django.urls import reverse

from accounts.tests.factories import CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])


def staff(**changes):
    return UserFactory(is_staff=True, is_superuser=True, **changes)


def test_staff_see_users_through_the_staff_role(client, monkeypatch):
    client.force_login(staff())
    roles = []
    real = connections["ops"].cursor

    def watched():
        cursor = real()
        cursor.execute("select current_user")
        roles.append(cursor.fetchone()[0])
        return cursor

    monkeypatch.setattr(connections["ops"], "cursor", watched)

    answer = client.get(reverse("admin:accounts_user_changelist"))

    assert answer.status_code == 200
    assert set(roles) == {"cc_ops"}


def test_others_are_sent_to_the_product_log_in(client):
    assert client.get(reverse("admin:index")).url.startswith(reverse("admin:login"))
    assert client.get(reverse("admin:login")).url.startswith(reverse("account_login"))


def test_a_person_who_is_not_staff_gets_nothing(client):
    client.force_login(UserFactory())

    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 302
    assert client.get(reverse("admin:login")).status_code == 403


def test_staff_without_second_factor_are_led_to_setting_one_up(client, settings):
    settings.ADMIN_REQUIRES_MFA = True
    client.force_login(staff())

    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(reverse("admin:login")).url == reverse("mfa_index")


def test_read_only_pages_offer_no_change(client):
    company = CompanyFactory()
    client.force_login(staff())

    url = reverse("admin:accounts_company_change", args=[company.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "Other"}).status_code == 403


def test_the_admin_may_run_its_own_script_files_and_nothing_else(client):
    client.force_login(staff())

    policy = client.get(reverse("admin:index"))["Content-Security-Policy"]

    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


def test_signing_in_again_is_asked_for_without_an_error(client):
    client.force_login(staff())
    session = client.session
    session["account_authentication_methods"] = []
    session.save()

    answer = client.get(reverse("mfa_activate_totp"))

    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_reauthenticate"))
