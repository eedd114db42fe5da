"""A call asked again: the same prompt to the digest, a record of its own, and what is compared."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.tests.factories import UserFactory
from aiplatform import capabilities
from aiplatform import gateway as the_gateway
from aiplatform.models import AIRequest
from aiplatform.queries import log
from aiplatform.replaying import CanNotReplay, ask_again, differing, rendered_again
from aiplatform.services import prompts, record
from aiplatform.switchboard import Switchboard
from aiplatform.tests.factories import a_draft, a_model_price, a_prompt, in_production
from aiplatform.tests.gateways import AT, CAPABILITY, GOOD, ask, board, models
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])
CAP = Decimal("0.1")


@pytest.fixture(autouse=True)
def set_up(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setitem(capabilities._registered, CAPABILITY.key, CAPABILITY)
    models(settings)
    a_model_price("openai", "fake-*", cache_read=Decimal("0.1"), cache_write=Decimal("1.25"), reasoning=Decimal(5))


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("replay_request", *arguments, stdout=out)
    return out.getvalue()


def asked_once() -> tuple[Any, str]:
    """A prompt with a part, and one call made with it."""
    part = a_prompt("")
    in_production(part, template="Be brief.")
    system = "You advise. {{> " + part.key + "}}"
    in_production(system=system, template="Give {{count}} hints on {{text}}.")
    person = UserFactory(name="Ida Brandt")
    with board() as (made, _):
        outcome = ask(person, made)
    assert outcome.source == "model"
    later = prompts.submit(a_draft(part, template="Be as long as you like."), by=None)
    prompts.promote(later, by=None, reason="For tests")  # the part has changed since
    return person, str(outcome.request_id)


def test_a_call_is_rendered_again_to_the_digest_and_asked_again_on_a_record_of_its_own(monkeypatch):
    person, key = asked_once()
    assert "Rendered again: the same, digest and all" in told(key)
    other = {"summary": "Led a team.", "hints": ["Say how many.", "And where."]}
    with board(canned=other) as (made, server):
        monkeypatch.setattr(the_gateway, "switchboard", lambda: made)
        report = json.loads(told(key, "--ask", "--json"))
    again = report["asked_again"]
    assert (again["is_same_prompt"], again["is_same_answer"], again["differing"]) == (True, False, ["hints.1"])
    assert (again["is_same_validation"], again["then"]["state"], again["now"]["state"]) == (
        True,
        "succeeded",
        "succeeded",
    )
    assert Decimal(again["now"]["cost_usd"]) > 0
    with using("ops"):
        new = AIRequest.objects.get(pk=again["request_id"])
        assert log.broken_chains() == []
    assert (new.subject_kind, str(new.subject_id), new.owner_id, new.by_id) == ("replay", key, person.pk, None)
    assert f"A replay of {key}" in told(again["request_id"])
    with board(canned=GOOD) as (made, _):
        monkeypatch.setattr(the_gateway, "switchboard", lambda: made)
        text = told(key, "--ask")
    assert "Answer: the same" in text and "Validation: the same" in text and "Prompt: the same digest" in text


def test_what_can_not_be_asked_again_says_why_in_one_sentence(monkeypatch, settings):
    person, key = asked_once()
    with using("ops"):
        again = rendered_again(log.said(key))
        with board() as (made, server):
            with pytest.raises(
                CanNotReplay, match=r"^Not asked again: it may cost \$0\.0\d+, and the cap is \$0\.0001\.$"
            ):
                ask_again(again, at=AT, cap_usd=Decimal("0.0001"), board=made)
            assert list(server.seen) == []
        models(settings, "fake-fault-server_error")
        with board(retries=0) as (made, _):
            failed = ask_again(again, at=AT, cap_usd=CAP, board=made)
        assert (failed.now.state, failed.now.output, failed.differing) == ("failed", None, None)
    monkeypatch.setattr(the_gateway, "switchboard", lambda: Switchboard([]))
    with pytest.raises(CommandError, match="^Not asked again: no model provider is set up.$"):
        told(key, "--ask")
    with acting_as(person):
        person.name = "Team Of"  # which stands in the text, and is masked now
        person.save()
    with pytest.raises(CommandError, match="^Rendered again from the stored input, the prompt is not the one"):
        told(key, "--ask")
    with acting_as(person):
        record.erase_payloads(by=person)
    with pytest.raises(CommandError, match="^The words of this call were erased; only that it was made is on record.$"):
        told(key, "--ask")


def test_places_that_differ_are_named():
    assert differing('{"a": 1, "b": ["x", "y"]}', '{"b": ["x", "z"], "a": 1}') == ["b.1"]
    assert differing('{"a": []}', '{"a": ["x"]}') == ["a", "a.0"]
    assert differing("{}", "{}") == []
    assert differing("{}", None) is None
    assert differing("no JSON", "{}") is None
