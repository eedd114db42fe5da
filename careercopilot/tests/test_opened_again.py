"""An address that only takes a form, opened by a browser: it leads to a page, never to an empty refusal."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from careercopilot.db.context import acting_as
from careercopilot.middleware import page_above
from careercopilot.tests.test_isolation_urls import SPECS
from careercopilot.tests.world import build_world
from matching.models import JobPosting

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/resumes/upload/", "/resumes/"),
        ("/matches/shown/", "/matches/"),
        ("/account/self-identification/withdrawal/", "/account/self-identification/"),
        ("/answers/0b6c3a4e-0000-4000-8000-000000000000/removal/", "/"),
    ],
)
def test_the_page_above_an_address(path, page):
    assert page_above(path) == page


@pytest.mark.django_db
@pytest.mark.slow
def test_every_address_of_a_form_leads_a_browser_to_a_page():
    world, led = build_world(), {}
    with acting_as(world.seeker):
        world.rows["private job"] = JobPosting.objects.get(owner=world.seeker)
    for name, spec in SPECS.items():
        role = min(spec.allowed, default="")
        if spec.post is None or not role:
            continue
        client, address = Client(), reverse(name, args=spec.keys(world))
        client.force_login(world.people[role])
        plain, opened = client.get(address), client.get(address, headers=BROWSER, follow=True)
        if plain.status_code == 405:
            led[name] = opened.status_code

    assert led == dict.fromkeys(led, 200) and len(led) > 25


@pytest.mark.django_db
def test_an_empty_upload_says_what_is_missing_and_its_address_can_be_opened_again(client):
    world = build_world()
    client.force_login(world.seeker)

    refused = client.post(reverse("resumes:resume_upload"), {})
    again = client.get(reverse("resumes:resume_upload"), headers=BROWSER)

    assert (refused.status_code, again.status_code, again["Location"]) == (422, 302, reverse("resumes:resume_list"))
