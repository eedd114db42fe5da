"""The page on which staff judge answers: what it shows and keeps."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from aiplatform.annotation_admin import readable
from aiplatform.models import AnnotationTask, Evaluation
from aiplatform.tests import trial_cases as cases
from aiplatform.tests.factories import a_call, an_answer
from careercopilot.db.router import using

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])
QUEUE = "admin:aiplatform_annotationtask_queue"


@pytest.fixture
def task(monkeypatch, settings):
    cases.register(monkeypatch, settings)
    person = UserFactory()
    request = a_call(person, capability=cases.KEY, words="About nurses.")
    an_answer(request, person, output='{"summary": "A tidy <b>letter</b>."}')
    with using("ops"):
        return AnnotationTask.objects.create(request_id=request.pk, owner=person, capability=cases.KEY, why="low")


def judge(client, task, **data):
    answer = client.post(reverse("admin:aiplatform_annotationtask_judgement", args=[task.pk]), data, follow=True)
    return [str(message) for message in answer.context["messages"]], answer.content.decode()


def test_an_answer_is_shown_without_its_scores_judged_by_key_or_button_and_gone(client, task):
    staff = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(staff)
    page = client.get(reverse(QUEUE)).content.decode()
    assert "<dt>Summary</dt><dd>A tidy &lt;b&gt;letter&lt;/b&gt;.</dd>" in page
    assert [word in page for word in ("&lt;b&gt;letter", "About nurses.", 'data-key="1"', "judge.js")] == [True] * 4

    assert judge(client, task, label="poor")[0] == ["Say what is wrong with a poor answer."]
    messages, page = judge(client, task, label="poor", reason="Bold letters.")
    assert (messages, "Nothing waits" in page) == ([], True)
    assert judge(client, task, label="good")[0] == ["Somebody else has judged this answer already."]
    with using("ops"):
        row = Evaluation.objects.get()
    assert (row.evaluator, row.score, row.reason, row.by_id, row.owner_id) == (
        "human", 0, "Bold letters.", staff.pk, task.owner_id
    )  # fmt: skip


def test_fields_are_read_by_their_names_and_empty_ones_left_out():
    given = {
        "summary": "Plain.", "missing_keywords": ["Triage", "Rota planning"], "gaps": [], "is_current": True, "years": 0,
        "strengths": [{"text": "Names the effect.", "quote": None}, {"text": "Is short.", "quote": "Led 4 nurses"}],
    }  # fmt: skip
    assert readable(given) == [
        ("Summary", "Plain."), ("Missing keywords", "Triage\nRota planning"), ("Is current", "yes"), ("Years", "0"),
        ("Strengths 1, text", "Names the effect."), ("Strengths 2, text", "Is short."),
        ("Strengths 2, quote", "Led 4 nurses"),
    ]  # fmt: skip
    assert readable("No JSON at all") == [("", "No JSON at all")]


def test_nobody_else_gets_there(client, task):
    client.force_login(UserFactory())
    assert client.get(reverse(QUEUE)).status_code == 302
    assert client.post(reverse("admin:aiplatform_annotationtask_judgement", args=[task.pk])).status_code == 302
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse(QUEUE)).status_code == 403


def test_what_was_found_goes_with_the_person(task):
    with using("ops"):
        Evaluation.objects.create(
            owner=task.owner, request_id=task.request_id, capability=cases.KEY, evaluator="form", evaluator_version="1",
            measure="quality", score=1,
        )  # fmt: skip
    task.owner.delete()
    with using("ops"):
        assert (Evaluation.objects.count(), AnnotationTask.objects.count()) == (0, 0)
