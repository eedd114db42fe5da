"""Training by the JSON API: staff only, one at a time, and what it came to."""

from __future__ import annotations

import pytest

from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from matching.models import RankerVersion
from matching.services import training
from matching.tests.api_client import call, token_for

pytestmark = pytest.mark.django_db
TRIGGER, STATUS = "train_trigger", "train_status"


@pytest.fixture
def staff_token() -> str:
    return token_for(UserFactory(is_staff=True), "train:admin")


def test_before_any_training_it_is_idle_and_tells_what_scores(staff_token):
    told = call(STATUS, token=staff_token).json()

    assert (told["state"], told["run_id"], told["percent"]) == ("idle", None, 0)
    assert (told["active_version"], told["active_source"]) == (
        training.status().active_version,
        training.status().active_source,
    )


def test_a_trigger_queues_one_training_however_often_it_is_sent(staff_token):
    first = call(TRIGGER, {}, token=staff_token)
    second = call(TRIGGER, {"force": True}, token=staff_token)

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["state"] == "queued"
    assert first.json()["run_id"] == second.json()["run_id"] == call(STATUS, token=staff_token).json()["run_id"]


def test_a_second_training_within_a_week_needs_force(staff_token):
    call(TRIGGER, {}, token=staff_token)
    owner = training.trainer()
    with acting_as(owner):
        type(training.trigger(None)).objects.filter(owner=owner).update(state="succeeded")

    refused = call(TRIGGER, {}, token=staff_token)
    forced = call(TRIGGER, {"force": True}, token=staff_token)

    assert (refused.status_code, refused.json()["type"]) == (409, "urn:careercopilot:problem:conflict")
    assert "force" in refused.json()["detail"]
    assert (forced.status_code, forced.json()["state"]) == (202, "queued")


@pytest.mark.parametrize("scopes", [["match:read"], ["match:read", "match:company"]])
def test_tokens_without_the_scope_are_refused(scopes):
    token = token_for(UserFactory(is_staff=True), *scopes)

    assert [call(TRIGGER, {}, token=token).status_code, call(STATUS, token=token).status_code] == [403, 403]


def test_the_scope_is_worth_nothing_once_its_owner_is_no_longer_staff():
    person = UserFactory(is_staff=True)
    token = token_for(person, "train:admin")
    person.is_staff = False
    person.save()

    assert [call(TRIGGER, {"force": True}, token=token).status_code, call(STATUS, token=token).status_code] == [
        403,
        403,
    ]
    assert not RankerVersion.objects.exists()


def test_a_wrong_field_is_named(staff_token):
    answer = call(TRIGGER, {"force": "perhaps", "weekly": True}, token=staff_token)

    assert [item["field"] for item in answer.json()["errors"]] == ["force", "weekly"]
