"""What answers may not hold: the shipped policy, a vendor's endpoint over HTTP, and what is served and recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.tests.factories import UserFactory
from aiplatform.gateway import WITHOUT
from aiplatform.models import AIResponse
from aiplatform.safety.moderation import KINDS, moderate, read, rules
from aiplatform.tests.gateways import GOOD, ask, board, models, on_record
from careercopilot.db.context import acting_as

BLOCKED = [
    ("hate", "Refugees are vermin and should go."),
    ("hate", "We must get rid of all the migrants here."),
    ("hate", "Heil  Hitler"),
    ("sexual", "Send me your nudes before the interview."),
    ("sexual", "You can sleep with your boss to get the job."),
    ("threat", "I will kill you if you do not hire me."),
    ("threat", "We know where you live."),
    ("threat", "I’m going to hurt your family."),
    ("self_harm", "You should kill yourself."),
    ("self_harm", "Kill your\u200bself, nobody would miss you."),
    ("self_harm", "K1ll y0urself."),
    ("self_harm", "Κіll yourself"),  # Greek and Cyrillic letters
    ("self_harm", "A painless way to hang yourself is this."),
]
HARMLESS = [
    "Ran a suicide prevention line for 4 years and trained 30 volunteers.",
    "Killed 300 stale feature flags and cut yourself-service tickets by half.",
    "Taught sexual health to 12 school classes; wrote a leaflet on consent.",
    "Led threat modelling and red team exercises against 5 banks.",
    "Researched hate speech against refugees and migrants in three languages.",
    "Shot and edited 40 films; beat the target by 12 %, 3,000 USD under budget.",
    "Nurse for self-harm and overdose cases in an emergency ward.",
    "You will die casting parts: operator of a die casting machine.",
    "Counselled survivors of rape, assault and domestic violence.",
    "Women are 45 % of the team; migrants are the main group served.",
]


@pytest.mark.parametrize(("kind", "text"), BLOCKED)
def test_what_the_policy_finds(kind, text):
    assert moderate(text) == (kind,)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_words_of_people_who_work_against_it_pass(text):
    assert moderate(text) == ()


def test_no_line_of_the_shipped_harmless_texts_is_found():
    folder = Path(__file__).parents[1] / "safety" / "training"
    lines = [line for name in ("harmless.txt", "work_phrases.txt") for line in (folder / name).read_text().splitlines()]
    assert len(lines) > 4000
    assert [line for line in lines if moderate(line)] == []


@given(st.text(max_size=80))
def test_every_text_can_be_read(text):
    assert read(text) == read(read(text))
    assert set(moderate(text)) <= set(KINDS)


def test_every_kind_has_a_rule_with_a_reason():
    assert {rule.kind for rule in rules()} == set(KINDS)
    assert all(rule.why for rule in rules())


def safety_of(person: Any) -> dict[str, Any]:
    with acting_as(person):
        found: dict[str, Any] = AIResponse.objects.order_by("-chain_position")[0].safety
    return found


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("gateway")
class TestGateway:
    def test_an_answer_that_breaks_the_policy_is_withheld_labelled_and_on_record(self):
        person = UserFactory()
        with board(canned={"summary": "Led a team. You should kill yourself.", "hints": []}) as (made, server):
            got = ask(person, made)
        assert (got.source, got.reason, got.value.summary) == ("deterministic", "moderation", "Made by rules.")
        assert got.why == f"The model's answer broke a safety rule and is not shown. {WITHOUT}"
        assert [row[:2] for row in on_record(person)] == [("refused", "deterministic")]
        safety = safety_of(person)
        assert (safety["moderation"], safety["broken_rules"]) == ({"policy": ["self_harm"]}, ["moderation:self_harm"])
        assert list(server.moderated) == []  # what the policy finds need not leave the house

    def test_the_vendor_is_asked_about_masked_text_where_it_is_set_up(self):
        person = UserFactory()
        canned = {"summary": "Led a team of [NAME_1]. [flag harassment] [flag self-harm/intent]", "hints": []}
        with board(canned=canned) as (made, server):
            got = ask(person, made)
        assert (got.source, got.reason) == ("deterministic", "moderation")
        assert list(server.moderated) == ["Led a team of [NAME_1]. [flag harassment] [flag self-harm/intent]"]
        found = {"policy": [], "vendor": ["harassment", "self-harm/intent"]}
        assert safety_of(person)["moderation"] == found

    def test_what_nobody_finds_is_served_with_the_looking_on_record(self):
        person = UserFactory()
        with board(canned=GOOD) as (made, server):
            got = ask(person, made)
        assert (got.source, safety_of(person)["moderation"]) == ("model", {"policy": [], "vendor": []})
        assert len(server.moderated) == 1

    def test_a_provider_without_moderation_leaves_the_policy_alone(self, settings):
        models(settings, anthropic="fake-canned")
        person = UserFactory()
        with board("anthropic") as (made, server):
            got = ask(person, made)
        assert (got.source, safety_of(person)["moderation"], list(server.moderated)) == ("model", {"policy": []}, [])

    def test_a_vendor_that_does_not_answer_is_on_record_and_stops_nobody(self, settings, monkeypatch):
        monkeypatch.setattr("aiplatform.providers.fake.moderation.PATH", "/v1/elsewhere")
        first, second = UserFactory(), UserFactory()
        with board() as (made, _):
            got = ask(first, made)
        assert (got.source, safety_of(first)["moderation"]) == ("model", {"policy": [], "vendor_failed": "rejected"})
        settings.AI_VENDOR_MODERATION = False
        with board() as (made, _):
            ask(second, made)
        assert safety_of(second)["moderation"] == {"policy": []}

    def test_no_section_that_breaks_the_policy_is_told_early(self):
        told: list[str] = []
        canned = {"hints": ["Say how many."], "summary": "We know where you live."}
        with board(canned=canned) as (made, _):
            ask(UserFactory(), made, on_text=lambda name, value: told.append(name))
        assert told == ["hints"]
