"""Advice about a resume: answers, explanations, accepting and rejecting, blocked claims, and the pages of all that."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aiplatform.capabilities import get
from careercopilot.db.context import acting_as
from resumes import advising, texts
from resumes.capabilities.generate_bullets import GenerateBulletsOutput
from resumes.corrections import Correction
from resumes.models import Advice, Explanation, Suggestion, TextClaim
from resumes.services import ResumeError, correct
from resumes.tests.advice_people import AT, TEXT, TODAY, person_with_resume

pytestmark = pytest.mark.django_db
ENTRY = "sections.1.entries.0"


@pytest.fixture
def person():
    user, version = person_with_resume()
    with acting_as(user):
        yield user, version


def bullets(user, version, *said: tuple[str, int]) -> list[Suggestion]:
    """Suggestions of a model that says these texts, each made from the point of that number."""
    advice = Advice.objects.create(owner=user, version=version, capability="generate_bullets", about=ENTRY)
    inputs = advising.input_of(advice, by=user, today=TODAY)
    star = {"situation": "", "task": "", "action": "", "result": ""}
    answer = {"bullets": [{"text": text, "sources": [f"{ENTRY}.bullets.{n}"], "star": star} for text, n in said]}
    output = get("generate_bullets").settle(inputs, GenerateBulletsOutput.model_validate(answer))
    advising.store_answer(advice, inputs, output.model_dump(mode="json"), source="model", today=TODAY)
    return [one for one in advice.suggestions.order_by("position") if one.action == "reword"]


def test_each_point_is_explained_by_words_that_stand_in_the_text(person):
    _, version = person
    rows = Explanation.objects.filter(version=version)
    assert {(row.subject[-1], str(row)) for row in rows if row.subject.startswith(ENTRY)} == {
        ("0", "star_format:bare"),
        ("0", "weak_opening:Weekly"),
        ("1", "action_verb:built"),
        ("1", "first_person:I"),
        ("1", "metric:12"),
        ("1", "star_format:partial"),
        ("2", "action_verb:Cut"),
        ("2", "metric:2 hours"),
        ("2", "metric:6"),
        ("2", "star_format:complete"),
    }
    assert all(version.text[row.start : row.end] == row.quote for row in rows)


def test_the_database_refuses_an_explanation_that_quotes_nothing(person):
    user, version = person
    row = Explanation(owner=user, version=version, subject=ENTRY, signal="metric", value="40", start=0, end=2, text="?")
    row.quote, row.confidence = "40", "high"
    with pytest.raises(IntegrityError, match="does not quote"), transaction.atomic():
        row.save(force_insert=True)


def test_help_without_a_model_is_there_at_once_and_uses_the_persons_words(person):
    user, version = person
    advice = advising.ask(
        version, "generate_bullets", by=user, at=AT, about_kind="entry", about=ENTRY, about_label="Data Engineer"
    )
    assert (advice.state, advice.source, advice.run) == ("done", "deterministic", None)
    found = [(one.action, one.edits) for one in advice.suggestions.order_by("position")]
    assert found == [
        (
            "reword",
            [[f"{ENTRY}.bullets.1", "I built nightly pipelines for 12 shops", "Built nightly pipelines for 12 shops"]],
        ),
        (
            "order",
            [
                [f"{ENTRY}.bullets.0", "Weekly figures", "Cut the run time of reports from 6 to 2 hours"],
                [f"{ENTRY}.bullets.2", "Cut the run time of reports from 6 to 2 hours", "Weekly figures"],
            ],
        ),
    ]


def test_accepting_makes_a_version_and_taking_it_back_another(person):
    user, version = person
    [one] = bullets(user, version, ("Built nightly pipelines for 12 shops", 1))
    made = advising.accept(one, at=AT)
    one.refresh_from_db()
    assert (made.number, one.state, one.made, one.draft.state) == (2, "accepted", made, "final")
    assert "\nBuilt nightly pipelines for 12 shops\n" in made.text
    assert "I built nightly" in version.text
    restored = advising.reopen(one, today=TODAY)
    one.refresh_from_db()
    assert (restored.number, restored.text, one.state) == (3, version.text, "open")


def test_a_fabricated_text_is_blocked_until_the_person_confirms_it(person):
    user, version = person
    [one] = bullets(user, version, ("Built nightly pipelines for 480 shops", 1))
    with pytest.raises(texts.TextError, match="480"):
        advising.accept(one, at=AT)
    with pytest.raises(IntegrityError, match="only with a final text"), transaction.atomic():
        Suggestion.objects.filter(pk=one.pk).update(state="accepted", decided_at=AT)
    for claim in TextClaim.objects.filter(text=one.draft).open():
        texts.confirm(claim, at=AT)
    assert "480 shops" in advising.accept(one, at=AT).text


def test_nothing_new_is_accepted_without_a_checked_text(person):
    user, version = person
    [one] = bullets(user, version, ("Built nightly pipelines for 12 shops", 1))
    with pytest.raises(IntegrityError, match="resumes_suggestion_checked"), transaction.atomic():
        Suggestion.objects.filter(pk=one.pk).update(draft=None, state="accepted", decided_at=AT)


def test_a_line_that_changed_since_is_not_overwritten(person):
    user, version = person
    [one] = bullets(user, version, ("Built nightly pipelines for 12 shops", 1))
    correct(version, [Correction(f"{ENTRY}.bullets.1", "Something else")], today=TODAY)
    with pytest.raises(ResumeError, match="changed since"):
        advising.accept(one, at=AT)


def test_taking_back_an_old_decision_is_refused_after_later_changes(person):
    user, version = person
    [one] = bullets(user, version, ("Built nightly pipelines for 12 shops", 1))
    made = advising.accept(one, at=AT)
    correct(made, [Correction("phone", "+49 30 1234567")], today=TODAY)
    with pytest.raises(ResumeError, match="changed since"):
        advising.reopen(one, today=TODAY)


def test_a_new_point_from_notes_and_dropped_skills_are_written(person):
    user, version = person
    noted = advising.ask(
        version, "generate_bullets", by=user, at=AT, about_kind="entry", about=ENTRY, notes="Wrote SQL checks."
    )
    new = next(one for one in noted.suggestions.all() if one.action == "add")
    assert new.edits == [[f"{ENTRY}.bullets.new", "", "Wrote SQL checks."]]
    edits = [["skills.0", "SQL", ""], ["skills.1", "Python", ""], [f"{ENTRY}.bullets.0", "Weekly figures", "Figures"]]
    gone = Suggestion.objects.create(
        owner=user, version=version, advice=noted, position=9, action="dropped", edits=edits
    )
    made = advising.accept(gone, at=AT)
    assert [item["value"] for item in made.parsed["skills"]] == []
    assert "Figures\n" in made.text


def test_a_summary_takes_the_place_of_the_old_one_and_is_added_where_there_is_none():
    for text, path in (
        (TEXT, "sections.0.text"),
        (
            TEXT.replace("Summary\n", "").replace(
                "Data engineer who likes plain tools. Works with SQL every day.\n", ""
            ),
            "summary.new",
        ),
    ):
        user, version = person_with_resume(text)
        with acting_as(user):
            advice = advising.ask(version, "optimize_summary", by=user, at=AT)
            first = advice.suggestions.order_by("position")[0]
            assert first.edits[0][0] == path
            made = advising.accept(first, at=AT)
            assert first.edits[0][2] in " ".join(made.text.split())
            assert made.parsed["sections"][0]["kind"] == "summary"


def test_a_part_that_is_not_there_and_a_flood_are_refused(person):
    user, version = person
    with pytest.raises(ResumeError, match="not in this version"):
        advising.ask(version, "generate_bullets", by=user, at=AT, about="sections.9.entries.0")
    Advice.objects.bulk_create(Advice(owner=user, version=version, capability="x") for _ in range(advising.MAX_AN_HOUR))
    with pytest.raises(ResumeError, match="within an hour"):
        advising.ask(version, "optimize_summary", by=user, at=AT)


@pytest.fixture
def page(client, person):
    user, version = person
    client.force_login(user)
    return user, version, client


def test_the_analysis_page_says_what_no_ai_made(page):
    _, version, client = page
    html = client.get(reverse("resumes:resume_analysis", args=[version.resume_id])).content.decode()
    assert "By rules, no AI" in html
    assert "No model provider is set up here." in html
    assert 'data-signal="action_verb:' in html
    assert "Ask AI" not in html


def test_help_is_asked_for_accepted_and_taken_back_on_pages(page):
    _, version, client = page
    asked = {"capability": "generate_bullets", "about": ENTRY, "about_label": "Data Engineer"}
    answer = client.post(reverse("resumes:advice_create", args=[version.pk]), asked, follow=True)
    html = answer.content.decode()
    assert "<del>I built</del><ins>Built</ins>" in html
    one = Suggestion.objects.get(action="reword")
    client.post(reverse("resumes:suggestion_acceptance", args=[one.pk]))
    one.refresh_from_db()
    assert (one.state, one.made.number) == ("accepted", 2)
    client.post(reverse("resumes:suggestion_reopening", args=[one.pk]))
    one.refresh_from_db()
    assert (one.state, version.resume.versions.count()) == ("open", 3)


def test_a_blocked_claim_is_shown_with_its_reason_and_without_a_way_to_accept(page):
    user, version, client = page
    [one] = bullets(user, version, ("Built nightly pipelines for 480 shops", 1))
    address = reverse("resumes:advice_detail", args=[one.advice_id])
    html = client.get(address).content.decode()
    assert "cannot be accepted yet" in html
    assert "480" in html
    assert reverse("resumes:suggestion_acceptance", args=[one.pk]) not in html
    for claim in TextClaim.objects.filter(text=one.draft).open():
        client.post(reverse("resumes:claim_confirmation", args=[claim.pk]), {"next": address})
    assert reverse("resumes:suggestion_acceptance", args=[one.pk]) in client.get(address).content.decode()


def test_what_is_blocked_is_printed_only_where_it_is_marked(page):
    user, version, client = page
    false = "Built nightly pipelines for 480 shops"
    one, true = bullets(user, version, (false, 1), ("Cut the run time of reports from 6 to 2 hours each", 2))
    star = {"situation": "", "task": "", "action": "", "result": ""}
    points = [{"text": text, "star": star} for text in (false, true.edits[0][2])]
    Advice.objects.filter(pk=one.advice_id).update(value={"bullets": points}, state="done")
    address = reverse("resumes:advice_detail", args=[one.advice_id])
    told = []
    for _ in range(2):
        html = client.get(address).content.decode().split("How each point reads")[1]
        told.append([f"<p>{point['text']}</p>" in html for point in points])
        advising.reject(one, at=AT)
    assert told == [[False, True], [False, True]]


def test_an_order_of_points_is_that_of_the_words_they_have_now(page):
    user, version, client = page
    advice = advising.ask(version, "generate_bullets", by=user, at=AT, about_kind="entry", about=ENTRY)
    reword, order = advice.suggestions.order_by("position")
    advising.accept(reword, at=AT)
    address = reverse("resumes:advice_detail", args=[advice.pk])
    assert reverse("resumes:suggestion_acceptance", args=[order.pk]) in client.get(address).content.decode()
    made = advising.accept(order, at=AT)
    lines = [bullet["text"] for bullet in made.parsed["sections"][1]["entries"][0]["bullets"]]
    assert lines == [
        "Cut the run time of reports from 6 to 2 hours",
        "Built nightly pipelines for 12 shops",
        "Weekly figures",
    ]


def test_a_line_that_moved_is_found_by_its_words_and_one_that_changed_is_outdated(page):
    user, version, client = page
    advice = advising.ask(version, "generate_bullets", by=user, at=AT, about_kind="entry", about=ENTRY)
    reword, order = advice.suggestions.order_by("position")
    made = advising.accept(order, at=AT)
    address = reverse("resumes:advice_detail", args=[advice.pk])
    accept = reverse("resumes:suggestion_acceptance", args=[reword.pk])
    assert accept in client.get(address).content.decode()
    correct(made, [Correction(f"{ENTRY}.bullets.1", "Something else")], today=TODAY)
    html = client.get(address).content.decode()
    assert (accept in html, html.count("Outdated")) == (False, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_database_equally_often_for_one_and_three(page, count, django_assert_num_queries):
    user, version, client = page
    said = [
        ("Built nightly pipelines for 12 shops", 1),
        ("Weekly figures for 480 shops", 0),
        ("Cut the run time to 2 hours", 2),
    ]
    one, *_ = bullets(user, version, *said[:count])
    with django_assert_num_queries(11):
        client.get(reverse("resumes:advice_detail", args=[one.advice_id]))
    with django_assert_num_queries(11):
        client.get(reverse("resumes:resume_help", args=[version.resume_id]))
