"""Every address of ours with values that no form of ours would send: an answer for people, never a failure."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from careercopilot.db.context import acting_as
from careercopilot.tests.test_isolation_urls import SPECS
from careercopilot.tests.world import World, build_world
from matching.models import JobPosting

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NASTY = {
    "empty": "",
    "NUL": "a\x00b",
    "control characters": "\x01\x1b[31m\x7f",
    "half a pair": "\ufffd",
    "marks and direction": "e\u0301\u202e\u200b\U000e0041",
    "very long word": "x" * 70_000,
    "negative": "-1",
    "fraction": "0.5",
    "not finite": "NaN",
    "overflow": "1e999",
    "huge number": "9" * 30,
    "more digits than int takes": "9" * 5000,
    "other digits": "٣",
    "superscript": "²",
    "far date": "9999-12-31",
    "early date": "0001-01-01",
    "no such date": "2025-02-30",
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7|add:7 }}{% debug %}",
    "SQL": "' or 1=1; --",
    "text search": "& | ! <-> :* ( '",
    "LIKE": "%_\\",
    "other site": "https://evil.example/",
    "two slashes": "//evil.example",
    "header": "a\r\nSet-Cookie: x=1",
}
# In an address nothing is kept, so those that are read as something else than text are enough.
ADDRESS_VALUES = ("NUL", "negative", "not finite", "more digits than int takes", "superscript", "text search", "header")
PARAMETERS = (
    "page", "version", "list", "q", "remote", "country", "level", "source", "sort", "min_score", "state", "next",
)  # fmt: skip
# A filled form, of which one value at a time is made nasty.
REQUIREMENT_FORM = {
    "req-TOTAL_FORMS": "1",
    "req-INITIAL_FORMS": "0",
    "req-0-text": "Python",
    "req-0-importance": "must",
    "req-0-any_of": "1",
    "req-0-min_years": "2",
    "req-0-skill_key": "python",
    "req-0-skill_label": "Python",
}
POSTING_FORM = {
    "title": "Engineer",
    "company_name": "Acme",
    "places": "Lyon, France",
    "remote": "remote",
    "level": "mid",
    "min_years": "2",
    "salary_min": "1",
    "salary_max": "2",
    "salary_currency": "EUR",
    "salary_period": "year",
    "closes_on": "2031-01-01",
    "url": "https://example.com/",
    "description": "We look for an engineer.",
    **REQUIREMENT_FORM,
}
FORMS: dict[str, dict[str, str]] = {
    "accounts:account": {"name": "Ada", "is_seeker": "on"},
    "accounts:wishes": {
        "titles": "Engineer",
        "home": "Lyon, France",
        "places": "Paris, France",
        "remote_preference": "any",
        "level": "mid",
        "salary_min": "1",
        "salary_max": "2",
        "salary_currency": "EUR",
        "salary_period": "year",
        "goals": "More",
        "is_visible_to_companies": "on",
    },
    "accounts:company_create": {"name": "Acme", "website": "https://example.com", "about": "We", "country": "FR"},
    "accounts:company_edit": {"name": "Acme", "website": "https://example.com", "about": "We", "country": "FR"},
    "accounts:company_team": {"email": "you@example.com", "role": "viewer"},
    "accounts:membership_role": {"role": "viewer"},
    "resumes:resume_upload": {"text": "Ada Lovering, engineer. " * 20},
    "resumes:resume_correction": {
        "was:name": "Ada",
        "now:name": "Eve",
        "was:skills.new": "",
        "now:skills.new": "Go",
        "was:": "",
    },
    "resumes:resume_name": {"title": "Mine"},
    "matching:job_create": POSTING_FORM,
    "matching:job_edit": POSTING_FORM,
    "matching:posting_create": POSTING_FORM,
    "matching:job_mark": {"kind": "saved", "next": "/matches/"},
    "matching:application_create": {"note": "Hello"},
}


@pytest.fixture
def world() -> World:
    made = build_world()
    with acting_as(made.seeker):
        made.rows["private job"] = JobPosting.objects.get(owner=made.seeker)
    return made


def person_for(world: World, name: str) -> Any:
    """Somebody whom the address lets in, so that the values are looked at."""
    roles = SPECS[name].allowed
    return next(
        world.people[role] for role in ("owner", "founder", "stranger", "anonymous") if not roles or role in roles
    )


def ask(world: World, name: str, method: str, values: dict[str, Any], **extra: Any) -> int:
    """The status of one request; whatever it did is undone. An error of the view is raised."""
    client = Client(raise_request_exception=True)
    person = person_for(world, name)
    if person.is_authenticated:
        client.force_login(person)
    url = reverse(name, args=SPECS[name].keys(world))
    with transaction.atomic():
        status = getattr(client, method)(url, values, **extra).status_code
        transaction.set_rollback(True)
    return int(status)


def failures(world: World, cases: list[tuple[str, str, dict[str, Any], str]]) -> list[tuple[str, str, str]]:
    """Of the cases (address, method, values, what is wrong with them), those that end in an error or a status of 500."""
    found = []
    for name, method, values, label in cases:
        try:
            status = ask(world, name, method, values)
        except Exception as error:  # noqa: BLE001 - any error is what this test looks for
            found.append((name, label, f"{type(error).__name__}: {error}"[:160]))
        else:
            if status >= 500 and name not in ("readyz", "api:health"):
                found.append((name, label, str(status)))
    return found


@pytest.mark.parametrize("group", sorted({name.partition(":")[0] for name in SPECS}))
def test_nasty_addresses_are_answered(world, group):
    cases = [
        (name, "get", dict.fromkeys(PARAMETERS, value), label)
        for name, spec in SPECS.items()
        if name.partition(":")[0] == group and spec.post is None
        for label, value in NASTY.items()
        if label in ADDRESS_VALUES
    ]

    assert failures(world, cases) == []


def test_one_nasty_value_in_a_right_form_is_answered(world):
    """The values that forms of text let through most easily, each in every field in turn."""
    cases = [
        (name, "post", form | {field: NASTY[label]}, f"{field}: {label}")
        for name, form in FORMS.items()
        if name not in ("matching:job_edit", "matching:posting_create")  # one posting form stands for all three
        for field in form
        for label in ("NUL", "more digits than int takes", "header")
    ]

    assert failures(world, cases) == []


@pytest.mark.parametrize("name", sorted(FORMS))
def test_forms_full_of_nasty_values_are_answered(world, name):
    cases = [(name, "post", dict.fromkeys(FORMS[name], value), label) for label, value in NASTY.items()]

    assert failures(world, cases) == []
