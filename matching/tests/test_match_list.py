"""The page of matches: its queries, cards kept under what they show, and nobody else's card."""

from __future__ import annotations

import pickle
import re

import pytest
from django import forms
from django.core.cache import caches
from django.urls import reverse

from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from careercopilot.widgets import PlainSelect
from matching import services
from matching.models import JobPosting, Match
from matching.services.matches import compute_matches, store_matches
from matching.tests.people import AT, DATA_JOB, NURSE_JOB, RESUME, posted, seeker_with_resume

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
LIST = reverse("matching:match_list")


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["pieces"].clear()


def scored(text=RESUME):
    user, version = seeker_with_resume(text)
    with acting_as(user):
        store_matches(version, compute_matches(version, at=AT))
    return user


def shown(client, **wanted):
    response = client.get(LIST, wanted)
    assert response.status_code == 200
    return response.content.decode()


def cards(html):
    return re.findall(r'<article class="card card--link">.*?</article>', html, re.DOTALL)


# A test's own transaction adds three: the savepoint, its end, and who acted before.
OF_A_TEST = 3


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("1", 6), ("nonsense", 7), ("2", 8)])
def test_the_page_takes_six_queries(client, django_assert_num_queries, count, page, queries):
    """Session, person, who acts, version, rows, membership; what is no page there is counted first."""
    for number in range(count):
        posted(DATA_JOB.replace("Data Engineer", f"Data Engineer {number}"))
    client.force_login(scored())
    shown(client)
    with django_assert_num_queries(queries + OF_A_TEST):
        html = shown(client, page=page)
    assert len(cards(html)) == count


@pytest.mark.parametrize("marks", ["saved", "dismissed"])
def test_a_list_of_marked_jobs_takes_one_more(client, django_assert_num_queries, marks):
    job, user = posted(), scored()
    with acting_as(user):
        services.mark_job(user, job, marks)
    client.force_login(user)
    with django_assert_num_queries(7 + OF_A_TEST):
        assert len(cards(shown(client, list=marks))) == 1


def test_the_filters_keep_the_list(client):
    client.force_login(scored())
    assert '<input type="hidden" name="list" value="saved">' in shown(client, list="saved")
    assert 'name="list"' not in shown(client)


def test_every_change_shows_at_once(client):
    job, user = posted(), scored()
    client.force_login(user)
    seen = [cards(shown(client))]

    def changed():
        seen.append(cards(shown(client)))
        return seen[-1][0]

    with acting_as(user):
        services.mark_job(user, job, "saved")
    assert ">Saved</span>" in changed()
    with acting_as(user):
        services.apply(job, by=user, note="", at=AT)
    assert "Applied" in changed()
    with acting_as(user):
        Match.objects.filter(job=job).update(score=7, raw=7.0)
    assert "7 of 100" in changed()
    with acting_as(job.owner):
        JobPosting.objects.filter(pk=job.pk).update(title="Head of Pipelines")
    assert "Head of Pipelines" in changed()
    with acting_as(job.owner):
        JobPosting.objects.filter(pk=job.pk).update(text_sha256="0" * 64)
    assert "Score is stale" in changed()
    assert len({text for page in seen for text in page}) == 6
    assert cards(shown(client)) == seen[-1]


def kept():
    """Every piece that this process keeps."""
    return [pickle.loads(value) for value in list(caches["pieces"]._cache.values())]  # noqa: S301  (we wrote it)


def test_a_kept_card_is_its_owners_alone_and_holds_no_token(client):
    job = posted()
    ada, bea = scored(), scored()
    client.force_login(ada)
    own = shown(client)
    assert len([text for text in kept() if job.title in text]) == 1
    secrets = [*re.findall(r'csrfmiddlewaretoken" value="(\w+)"', own), *re.findall(r'nonce="([^"]+)"', own)]
    assert len(set(secrets)) > 1
    assert [secret for secret in secrets for text in kept() if secret in text] == []

    with acting_as(bea):
        services.mark_job(bea, job, "saved")
    client.force_login(bea)
    assert ">Saved</span>" in cards(shown(client))[0]
    assert len([text for text in kept() if job.title in text]) == 2

    client.force_login(UserFactory())
    assert cards(shown(client)) == []
    client.logout()
    assert client.get(LIST).status_code == 302
    client.force_login(ada)
    assert cards(shown(client)) == cards(own)


def test_a_card_marks_its_job_through_the_form_of_the_page(client):
    job, user = posted(), scored()
    client.force_login(user)
    html = shown(client, sort="newest")

    assert html.count('<form id="marks" method="post">') == 1
    assert f'<input type="hidden" name="next" value="{LIST}?sort=newest">' in html
    buttons = re.findall(r'<button type="submit" form="marks" formaction="([^"]+)" name="kind" value="(\w*)"', html)
    address = reverse("matching:job_mark", args=[job.pk])
    assert buttons == [(address, "saved"), (address, "dismissed")]


def test_the_uncut_points_decide_among_equal_scores(client):
    jobs = [posted(DATA_JOB.replace("Data Engineer", f"Data Engineer {number}")) for number in range(3)]
    user = scored()
    with acting_as(user):
        for job, raw in zip(jobs, (104.0, 118.5, 101.2), strict=True):
            Match.objects.filter(job=job).update(score=100, raw=raw)
    client.force_login(user)

    assert re.findall(r">(Data Engineer \d)</a>", shown(client)) == [
        "Data Engineer 1",
        "Data Engineer 0",
        "Data Engineer 2",
    ]


def test_an_unscored_saved_job_has_a_card(client):
    job, user = posted(NURSE_JOB), scored()
    with acting_as(user):
        Match.objects.filter(job=job).delete()
        services.mark_job(user, job, "saved")
    client.force_login(user)
    assert job.title in cards(shown(client, list="saved"))[0]


@pytest.mark.parametrize("value", ["", "a", "nothing", "<b>", None])
def test_a_plain_select_is_the_select_of_the_framework(value):
    choices = [("", "Any"), ("a", "A & <b>"), ("<b>", "B")]

    def drawn(widget):
        html = widget(choices=choices).render("kind", value, attrs={"id": "x"})
        return re.sub(r"\s*([<>])\s*", r"\1", html)

    assert drawn(PlainSelect) == drawn(forms.Select)
