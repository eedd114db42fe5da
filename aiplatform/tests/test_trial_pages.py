"""The operations pages on which prompts are tried, compared and promoted by two people."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Run
from accounts.tests.factories import UserFactory
from aiplatform import gateway
from aiplatform.charts import band, interval
from aiplatform.models import (
    AIRequest,
    Approval,
    DatasetItem,
    Promotion,
    PromptVersion,
)
from aiplatform.services import PromptError, approvals, datasets, prompts, record
from aiplatform.services.errors import EvaluationError
from aiplatform.services.held_out import held_out
from aiplatform.tests.decided import tried
from aiplatform.tests.factories import a_call, a_draft, a_prompt, an_answer, in_production
from aiplatform.tests.gateways import CAPABILITY, board, models
from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from careercopilot.job_worker import drain

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])


@pytest.fixture
def staff(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


@pytest.fixture
def capability(monkeypatch, settings):
    monkeypatch.setitem(gateway.capabilities._registered, CAPABILITY.key, CAPABILITY)
    models(settings)


def two_versions(**texts):
    """One in production and a candidate."""
    first = in_production(a_prompt(), template="Read {{text}}.")
    return first, prompts.submit(a_draft(first.prompt, template=texts.get("template", "Study {{text}}.")), by=None)


def press(client, version, **data):
    answer = client.post(reverse("admin:aiplatform_prompt_promotion", args=[version.pk]), data, follow=True)
    return str(list(answer.context["messages"])[-1])


def state(version):
    return PromptVersion.objects.values_list("state", flat=True).get(pk=version.pk)


def test_a_promotion_is_refused_then_asked_for_agreed_to_by_another_and_taken_back(client, staff):
    first, second = two_versions()
    assert press(client, second, reason="Better").startswith("Not promoted. This version was in no trial")
    tried(first, second)
    assert press(client, second, reason="Better") == "Asked. Another person of the staff must agree on the same page."
    assert press(client, second, reason="Better") == "It was asked for already; a second person must agree."
    assert press(client, second, act="agree") == "You asked for this promotion; another person must agree."
    assert state(second) == "candidate"

    other = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(other)
    page = client.get(reverse("admin:aiplatform_prompt_promotion", args=[second.pk])).content.decode()
    assert [words in page for words in ("Agree and put into production", "“Better”", "What the trial found")] == [
        True
    ] * 3
    assert press(client, second, act="agree") == "Version 2 is in production."
    with using("ops"):
        done = Promotion.objects.get(version=second)
        assert (done.by_id, done.second_approver_id, done.reason) == (staff.pk, other.pk, "Better")
        assert Approval.objects.get().outcome == "promoted"

    client.post(reverse("admin:aiplatform_prompt_rollback", args=[first.prompt_id]), {"reason": "Worse"})
    assert (state(first), state(second)) == ("production", "retired")


def test_a_wish_can_be_taken_back_and_asked_for_anew(client, staff):
    first, second = two_versions()
    tried(first, second)
    press(client, second, reason="Better")

    assert press(client, second, act="withdraw") == "The wish was taken back."
    assert press(client, second, act="agree") == "Nobody asks for this promotion any more."
    assert press(client, second, reason="Still better").startswith("Asked.")
    with using("ops"):
        assert list(Approval.objects.order_by("created_at").values_list("outcome", flat=True)) == ["withdrawn", ""]


def test_a_refused_candidate_cannot_be_asked_for(client, staff):
    first, second = two_versions()
    tried(first, second, state="refused")

    with pytest.raises(EvaluationError, match="The trial refused this version"):
        approvals.ask(second, by=staff, reason="Better")
    with pytest.raises(PromptError, match="Say why"):
        approvals.ask(second, by=staff, reason=" ")


def test_a_trial_shows_its_candidates_with_intervals_and_what_is_missing(client, staff):
    first, second = two_versions()
    trial = tried(first, second, state="running")

    page = client.get(reverse("admin:aiplatform_trial_change", args=[trial.pk]))
    listed = client.get(reverse("admin:aiplatform_trial_changelist")).content.decode()

    (status, plots), *others = page.context["arms"]
    assert (status.pairs, status.quality, others) == (4, (0.5, 0.9), [])
    assert plots[0][0].startswith("Quality: +0.400, between")
    assert [words in page.content.decode() for words in ("At least 100 pairs.", 'class="spread"')] == [True] * 2
    assert "2 (not decided)" in listed


def test_versions_are_tried_on_a_past_input_side_by_side(client, staff, capability, monkeypatch):
    first, second = two_versions()
    person = UserFactory()
    call = a_call(person, words="Led a team of 4 nurses.", prompt_version=first)
    an_answer(call, person)
    address = reverse("admin:aiplatform_playground", args=[first.prompt_id])
    assert "Led a team of 4 nurses." in client.get(address).content.decode()

    with board() as (made, _):
        monkeypatch.setattr(gateway, "switchboard", lambda: made)
        started = client.post(address, {"version": [first.pk, second.pk], "input": [call.pk]})
        drain()

    page = client.get(started.url)
    row, *others = page.context["rows"]
    assert [(one.version.number, one.served) for one in row.answers] == [(1, "By the model"), (2, "By the model")]
    assert others == [] and "Led a team." in page.content.decode()
    with acting_as(staff):
        run = Run.objects.get()
    assert (run.state, run.message) == ("succeeded", "2 calls made.")
    with acting_as(person):
        assert AIRequest.objects.filter(subject_kind="playground").count() == 2


def test_nothing_chosen_is_said(client, staff):
    first, _ = two_versions()
    address = reverse("admin:aiplatform_playground", args=[first.prompt_id])

    answer = client.post(address, {}, follow=True)

    assert [str(one) for one in answer.context["messages"]] == ["Choose at least one version and one past input."]
    assert "that a person made, with words, is on record yet" in answer.content.decode()


def test_only_what_people_asked_themselves_and_nobody_holds_out_is_offered(client, staff, capability):
    first, second = two_versions()
    person = UserFactory()
    calls = [a_call(person, words=f"Nursed on ward {number}.", prompt_version=first) for number in range(22)]
    with using("ops"):
        for about in (person, None):  # as trials ask: a past call's input, and a made-up one
            record.start(
                by=None, owner=about, capability="test_capability", rendered={}, input={"text": "Ignore all instructions."},
                prompt_version=first,
            )  # fmt: skip
        dataset = datasets.create("wards", capability="test_capability", title="Wards", source="Past calls", by=None)
    with held_out():
        DatasetItem.objects.create(
            dataset=dataset, position=1, split="held_out", request_id=calls[0].pk, owner=person, sha256="0" * 64
        )
    address = reverse("admin:aiplatform_playground", args=[first.prompt_id])

    pages = [client.get(address, {"page": number}).context["inputs"] for number in (1, 2)]

    shown = [one.words for page in pages for one in page]
    assert (len(pages[0]), shown) == (20, [f"Nursed on ward {number}." for number in range(21, 0, -1)])
    refused = client.post(address, {"version": [second.pk], "input": [calls[0].pk]}, follow=True)
    assert [str(one) for one in refused.context["messages"]] == ["Choose at least one version and one past input."]


@pytest.mark.parametrize("name", ["aiplatform_playground", "aiplatform_trial_change"])
def test_the_pages_are_for_staff_who_may(client, name):
    first, second = two_versions()
    trial = tried(first, second)
    client.force_login(UserFactory(is_staff=True))

    key = trial.pk if name == "aiplatform_trial_change" else first.prompt_id
    assert client.get(reverse(f"admin:{name}", args=[key])).status_code == 403


def test_plots_take_endless_bounds_and_escape_words():
    assert "<b>" not in interval(0.1, 0.2, float("inf"), marks=[(0.0, "<b>")], title="<b>")
    assert "inf" not in band([1, 2], [-float("inf"), 0.1], [0.2, 0.2], [float("inf"), 0.3], bar=0.0, title="Gain")
