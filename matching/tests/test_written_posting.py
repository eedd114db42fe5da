"""A posting that a person writes in the form instead of pasting a text."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.tests.factories import CompanyFactory, UserFactory
from careercopilot.db.context import acting_as
from matching.forms import BLANK_ROWS
from matching.models import JobPosting, JobRequirement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
WRITTEN = {
    "title": "Platform engineer",
    "req-TOTAL_FORMS": str(BLANK_ROWS),
    "req-INITIAL_FORMS": "0",
    "req-0-text": "Three years of work with Kubernetes",
    "req-0-importance": "must",
    **{f"req-{number}-importance": "must" for number in range(1, BLANK_ROWS)},
}


def writer(kind):
    """(who, the page that adds a posting) for a seeker's own job and for a company's."""
    company = CompanyFactory() if kind == "posting_create" else None
    return company.owner if company else UserFactory(), reverse(f"matching:{kind}")


@pytest.mark.parametrize("kind", ["job_create", "posting_create"])
def test_the_page_leads_to_an_empty_form_by_a_link(client, kind):
    person, page = writer(kind)
    client.force_login(person)

    start, form = client.get(page), client.get(page + "?write=1")

    assert (start.status_code, start.content.decode().count('<a class="btn" href="?write=1">')) == (200, 1)
    assert (form.status_code, form.context["form"].initial, len(form.context["rows"].forms)) == (200, {}, BLANK_ROWS)
    assert "company_name" in form.context["form"].fields or kind == "posting_create"


@pytest.mark.parametrize("kind", ["job_create", "posting_create"])
def test_what_is_written_becomes_a_posting_that_can_be_scored(client, kind):
    person, page = writer(kind)
    client.force_login(person)

    answer = client.post(page + "?write=1", WRITTEN)

    assert answer.status_code == 302
    with acting_as(person):
        job = JobPosting.objects.visible_to(person).get(title="Platform engineer")
        asked = list(JobRequirement.objects.filter(job=job).values_list("text", "skill_key"))
    assert (job.is_rankable, asked) == (True, [("Three years of work with Kubernetes", "kubernetes")])


@pytest.mark.parametrize("kind", ["job_create", "posting_create"])
def test_a_form_without_a_title_is_given_back(client, kind):
    person, page = writer(kind)
    client.force_login(person)

    answer = client.post(page + "?write=1", WRITTEN | {"title": ""})

    assert (answer.status_code, answer.content.decode().count("Give the job a title.")) == (422, 1)
    assert answer.context["rows"].forms[0]["text"].value() == WRITTEN["req-0-text"]
