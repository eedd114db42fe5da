"""Blind review on the company's pages, reveals and notes: what the HTML holds, who may, and what is logged."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from careercopilot.db.context import acting_as
from matching import queries, services
from matching.blind import label_of
from matching.forms_hiring import CandidateFilterForm, ComparedField
from matching.models import CandidateNote, IdentityReveal, ReviewSwitch
from matching.queries import CandidateFilters
from matching.tests.factories import ApplicationFactory
from matching.tests.hiring_world import WEAKER, hiring
from matching.tests.people import AT, RESUME
from resumes.models import Resume, ResumeGrant
from resumes.tests.factories import ResumeVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
BERTA = WEAKER.replace("Ada", "Berta").replace("ada.", "berta.")
TELLING = ("Ada", "Lindqvist", "ada.lindqvist", "Sample University", "2014", "2017", "Berta")


@pytest.fixture
def world():
    return hiring(RESUME, BERTA, note="Hello, I am Ada Lindqvist; reach me at ada.lindqvist@example.com.")


def address(world, name, number=0):
    return reverse(f"matching:{name}", args=[world.job.pk, world.applicants[number][1].pk])


def listing(world):
    return reverse("matching:candidate_list", args=[world.job.pk])


def side_by_side(world):
    keys = "&".join(f"c={version.pk}" for _, version in world.applicants)
    return f"{reverse('matching:candidate_comparison', args=[world.job.pk])}?{keys}"


def told(html: bytes) -> list[str]:
    """The telling words that a page holds, anywhere in it."""
    page = html.decode()
    return [word for word in TELLING if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", page, re.IGNORECASE)]


def pages(world):
    return [listing(world), listing(world) + "?sort=name", address(world, "candidate_detail"), side_by_side(world)]


def test_without_blind_review_the_pages_name_the_candidates(world):
    client = world.client(world.recruiter)

    assert all("Lindqvist" in told(client.get(page).content) for page in pages(world))


def test_under_blind_review_no_page_holds_a_telling_word(world):
    with acting_as(world.owner):
        version = world.applicants[0][1]
        services.add_note(
            world.job, version, by=world.owner, text="Ada Lindqvist called; studied at Sample University."
        )
    world.turn_blind()
    client = world.client(world.recruiter)

    answers = [client.get(page) for page in pages(world)]

    assert [told(answer.content) for answer in answers] == [[], [], [], []]
    label = label_of(world.job.pk, world.applicants[0][0].pk)
    assert f"<title>{label} for {world.job.title}" in answers[2].content.decode()
    assert all(label in answer.content.decode() for answer in answers)


def test_a_viewer_sees_no_name_even_where_blind_review_is_off_and_cannot_act(world):
    client = world.client(world.viewer)

    assert [told(client.get(page).content) for page in pages(world)] == [[], [], [], []]
    for name in ("identity_reveal", "note_create"):
        assert client.post(address(world, name), {"text": "x"}).headers["Location"] == reverse(
            "matching:company_dashboard"
        )
    assert b"Turn on" not in client.get(listing(world)).content
    with acting_as(world.owner):
        assert (IdentityReveal.objects.count(), CandidateNote.objects.count()) == (0, 0)


def test_a_reveal_shows_one_candidate_to_one_person_and_is_logged_for_all_sides(world):
    world.turn_blind()
    ada, version = world.applicants[0]
    client = world.client(world.recruiter)

    client.post(address(world, "identity_reveal"), {"reason": "To call for an interview"})
    client.post(address(world, "identity_reveal"), {"reason": "Again"})

    shown = client.get(address(world, "candidate_detail")).content
    assert "Ada" in told(shown) and b"To call for an interview" in shown
    assert told(client.get(address(world, "candidate_detail", 1)).content) == []  # the other one stays hidden
    assert (
        told(world.client(world.owner).get(address(world, "candidate_detail")).content) == []
    )  # and so for a colleague
    with acting_as(ada):
        (row,) = IdentityReveal.objects.filter(owner=ada)
        assert (row.version_id, row.job_id, row.revealed_by_id, row.reason) == (
            version.pk, world.job.pk, world.recruiter.pk, "To call for an interview",
        )  # fmt: skip
    mine = world.client(ada).get(reverse("matching:reveal_list")).content.decode()
    assert world.recruiter.display_name in mine and "To call for an interview" in mine and world.job.title in mine
    assert "To call" not in world.client(world.applicants[1][0]).get(reverse("matching:reveal_list")).content.decode()


def test_reveals_and_switches_cannot_be_changed_or_removed(world):
    world.turn_blind()
    with acting_as(world.recruiter):
        services.reveal_identity(world.job, world.applicants[0][1], by=world.recruiter)
    for person in (world.recruiter, world.owner, world.applicants[0][0]):
        for rows in (IdentityReveal.objects.all(), ReviewSwitch.objects.all()):
            for change in (lambda rows=rows: rows.update(created_at=AT), lambda rows=rows: rows._raw_delete("default")):
                with pytest.raises(DatabaseError), transaction.atomic(), acting_as(person):
                    change()


def test_nobody_reveals_in_the_name_of_another_or_without_a_grant(world):
    world.turn_blind()
    ada, version = world.applicants[0]
    with acting_as(ada):
        services.withdraw(ada.applications.get(), at=AT)
    with acting_as(world.recruiter), pytest.raises(DatabaseError), transaction.atomic():
        services.reveal_identity(world.job, version, by=world.recruiter)
    with acting_as(world.recruiter), pytest.raises(DatabaseError), transaction.atomic():
        services.reveal_identity(world.job, world.applicants[1][1], by=world.owner)


def test_switching_is_logged_once_a_change_and_the_newest_counts(world):
    client = world.client(world.recruiter)
    switch = reverse("matching:posting_review", args=[world.job.pk])
    for wanted in ("on", "on", "off", "on"):
        client.post(switch, {"is_blind": wanted})

    with acting_as(world.owner):
        log = [(row.is_blind, row.owner_name) for row in queries.switches(world.owner, world.job)]
        assert queries.is_blind(world.job)
    assert log == [(state, world.recruiter.display_name) for state in (True, False, True)]


def test_revealing_where_names_are_shown_is_refused(world):
    with acting_as(world.recruiter), pytest.raises(services.HiringError, match="names are shown already"):
        services.reveal_identity(world.job, world.applicants[0][1], by=world.recruiter)


def test_the_original_file_is_closed_until_the_name_is_revealed(world):
    version = ResumeVersionFactory()
    ada, job, company = version.owner, world.job, world.job.company
    ApplicationFactory(owner=ada, job=job, version=version)
    with acting_as(ada):
        ResumeGrant.objects.create(owner=ada, resume=version.resume, version=version, company=company, reason="applied")
    url = reverse("resumes:file_original", args=[version.file_id])

    def status(person):
        return world.client(person).get(url).status_code

    assert (status(ada), status(world.recruiter), status(world.viewer)) == (200, 200, 404)
    world.turn_blind()
    assert (status(ada), status(world.recruiter)) == (200, 404)
    with acting_as(world.recruiter):
        services.reveal_identity(world.job, version, by=world.recruiter)
    assert (status(world.recruiter), status(world.owner)) == (200, 404)


def test_notes_are_the_companys_alone_and_come_back_after_a_deletion(world):
    client = world.client(world.recruiter)
    ada = world.applicants[0][0]
    page = address(world, "candidate_detail")
    client.post(address(world, "note_create"), {"text": "Knows <b>Airflow</b> well."})
    with acting_as(world.recruiter):
        note = CandidateNote.objects.get()

    assert b"Knows &lt;b&gt;Airflow" in world.client(world.owner).get(page).content
    for person in (ada, world.applicants[1][0]):
        with acting_as(person):
            assert not CandidateNote.objects.exists()
    client.post(reverse("matching:note_edit", args=[note.pk]), {"text": "Knows Airflow."})
    deleted = client.post(reverse("matching:note_bin", args=[note.pk]), follow=True)
    assert b"Knows Airflow." not in deleted.content and b"The note is deleted." in deleted.content
    client.post(reverse("matching:note_restoration", args=[note.pk]))
    assert b"Knows Airflow." in client.get(page).content
    assert world.client(world.owner).post(reverse("matching:note_bin", args=[note.pk])).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_note_is_refused(world, text):
    with acting_as(world.recruiter):
        with pytest.raises(services.HiringError):
            services.add_note(world.job, world.applicants[0][1], by=world.recruiter, text=text)
        assert not CandidateNote.objects.exists()


def test_a_note_whose_words_are_masked_cannot_be_edited(world):
    with acting_as(world.recruiter):
        version = world.applicants[0][1]
        services.add_note(world.job, version, by=world.recruiter, text="Ada Lindqvist is kind.")
        services.add_note(world.job, version, by=world.recruiter, text="Kind.")
    world.turn_blind()
    with acting_as(world.recruiter):
        view = queries.reviewing(world.recruiter, world.job)
        detail = queries.candidate_detail(world.recruiter, world.job, version.pk)
        found = [(row.text, row.may_edit) for row in queries.notes(world.recruiter, world.job, detail.person, view)]

    assert found == [("[name] is kind.", False), ("Kind.", True)]


def test_notes_and_reveals_touch_no_score(world):
    with acting_as(world.recruiter):
        before = queries.candidate_detail(world.recruiter, world.job, world.applicants[0][1].pk).match
        services.add_note(world.job, world.applicants[0][1], by=world.recruiter, text="Excellent. Python. Kubernetes.")
    world.turn_blind()
    with acting_as(world.recruiter):
        services.reveal_identity(world.job, world.applicants[0][1], by=world.recruiter)
        after = queries.candidate_detail(world.recruiter, world.job, world.applicants[0][1].pk).match

    assert (before.raw, before.features, before.inputs_sha256) == (after.raw, after.features, after.inputs_sha256)


def test_what_was_written_about_a_resume_goes_with_it(world):
    world.turn_blind()
    ada, version = world.applicants[0]
    with acting_as(world.recruiter):
        services.add_note(world.job, version, by=world.recruiter, text="Call again.")
        services.reveal_identity(world.job, version, by=world.recruiter)
    with acting_as(ada):
        ada.applications.all().delete()
        Resume.objects.get(pk=version.resume_id).delete()
    with acting_as(world.recruiter):
        assert (CandidateNote.objects.count(), IdentityReveal.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [0, 1, 6])
def test_side_by_side_refuses_fewer_than_two_and_more_than_five(world, count):
    keys = "&".join(f"c=00000000-0000-4000-8000-00000000000{number}" for number in range(count))
    answer = world.client(world.recruiter).get(
        f"{reverse('matching:candidate_comparison', args=[world.job.pk])}?{keys}"
    )

    assert answer.status_code == 422
    assert b"Choose 2 to 5 candidates" in answer.content


@pytest.mark.parametrize("keys", ["c=1&c=2", "c=%00&c=x"])
def test_side_by_side_of_what_is_no_candidate_is_not_found(world, keys):
    page = reverse("matching:candidate_comparison", args=[world.job.pk])
    unknown = "c=00000000-0000-4000-8000-000000000001&c=00000000-0000-4000-8000-000000000002"
    client = world.client(world.recruiter)

    assert [client.get(f"{page}?{query}").status_code for query in (keys, unknown)] == [404, 404]


def test_the_filter_form_ignores_what_is_no_choice():
    form = CandidateFilterForm(
        {"sort": "nonsense", "min_years": "-1", "quote": "SQL", "level": "senior"}, requirements=["SQL"]
    )

    assert form.filters == CandidateFilters(quote="SQL", level="senior")
    with pytest.raises(ValidationError):
        ComparedField().clean(["nonsense"])


def test_why_not_lists_conditions_requirements_and_what_took_points(world):
    with acting_as(world.recruiter):
        detail = queries.candidate_detail(world.recruiter, world.job, world.applicants[1][1].pk)

    assert [proof.state for proof in detail.not_shown] == sorted(
        (proof.state for proof in detail.not_shown), key=lambda state: state != "missing"
    )
    assert {proof.text for proof in detail.not_shown} >= {"PostgreSQL", "Kubernetes"}
    assert all(factor.points < 0 for factor in detail.drags)
