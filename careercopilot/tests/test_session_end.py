"""What a fragment's request is told when the session has ended, and what the log keeps of addresses."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careercopilot.logging import shorten_address


@pytest.mark.django_db
def test_a_fragment_without_a_session_leads_the_whole_page_to_the_log_in(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/matches/?q=a"}

    answer = client.get(reverse("accounts:run_list"), headers=headers)

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == reverse("account_login") + "?next=%2Fmatches%2F%3Fq%3Da"
    assert "Location" not in answer.headers


@pytest.mark.django_db
def test_a_page_without_a_session_is_redirected_as_ever(client):
    answer = client.get(reverse("accounts:run_list"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("GET /jobs/?q=my+illness", "GET /jobs/"),
        ("GET /account/invitations/s3cr3t/", "GET /account/invitations/[hidden]/"),
        ("POST /account/company/invitations/5b644c28-b848-40c7-9f00-4547cb913491/revocation/",) * 2,
        ("GET /accounts/password/reset/key/1-abc-def/", "GET /accounts/password/reset/key/[hidden]/"),
    ],
)
def test_the_log_keeps_no_search_and_no_secret(address, kept):
    assert shorten_address(None, "info", {"request": address}) == {"request": kept}
