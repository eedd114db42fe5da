"""The gateway over real HTTP and the real SDKs: each fault, fail-over, repair, budgets, and what of it is on record."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.tests.factories import UserFactory
from aiplatform.gateway import WITHOUT, estimate
from aiplatform.models import AIResponse, Reservation
from aiplatform.providers.fake.faults import FAULTS
from aiplatform.switchboard import Switchboard
from aiplatform.tests.gateways import AT, GOOD, POOR, Advice, Asked, ask, board, models, on_record, reservations
from careercopilot.db.context import acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("gateway")]

# What each fault comes to on a board of one provider: (reason in people's words, attempts, is the cost known).
SERVED = {
    "html_200": ("sent something that is not an answer", 3, True),
    "empty_choices": ("an answer without content", 3, True),
    "cut_by_length": ("cut off because it was too long", 1, True),
    "stream_closed_early": ("stopped before its end", 3, False),
    "slow_drip": ("did not answer in time", 1, False),
    "rate_limited": ("asked us to slow down", 3, True),
    "server_error": ("had an internal error", 3, True),
    "overloaded": ("is overloaded", 3, True),
    "connection_reset": ("broke", 3, False),
    "timeout": ("did not answer in time", 1, False),
    "malformed_json": ("did not hold what was asked for", 2, True),
    "schema_violating": ("did not hold what was asked for", 2, True),
    "refusal": ("declined to answer", 1, True),
    "rejected": ("did not accept our key", 1, True),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_each_fault_ends_in_the_deterministic_answer_with_its_reason(fault: str, settings: Any) -> None:
    reason, attempts, is_known = SERVED[fault]
    person = UserFactory()
    models(settings, f"fake-fault-{fault}")
    stream: Callable[[str, object], None] | None = (
        (lambda section, value: None) if fault == "stream_closed_early" else None
    )

    with board() as (made, _server):
        got = ask(person, made, seconds=0.5 if fault in ("slow_drip", "timeout") else 20, on_text=stream)

    assert (got.source, got.value) == ("deterministic", Advice(summary="Made by rules.", hints=[]))
    assert reason in got.why
    assert got.why.endswith(WITHOUT)
    rows = on_record(person)
    assert [row[1] for row in rows] == [""] * (attempts - 1) + ["deterministic"]
    assert {row[0] for row in rows} == {"refused" if fault == "refusal" else "failed"}
    assert (got.cost_usd is not None) == is_known
    if is_known:
        assert got.cost_usd == sum(row[3] for row in rows if row[3] is not None)
    assert [state for state, _ in reservations(person)] == ["settled"]


@pytest.mark.parametrize(
    "fault", ["html_200", "empty_choices", "rate_limited", "server_error", "overloaded", "connection_reset"]
)
def test_a_passing_fault_is_tried_again(fault: str, settings: Any) -> None:
    person = UserFactory()
    models(settings, f"fake-fault-{fault}-x2")

    with board() as (made, server):
        got = ask(person, made)

    assert (got.source, got.value, got.why, got.is_repaired) == ("model", Advice(**GOOD), "", False)
    assert [row[:2] for row in on_record(person)] == [("failed", ""), ("failed", ""), ("succeeded", "model")]
    assert len(server.seen) == 3


@pytest.mark.parametrize("wire", ["openai", "anthropic", "compatible"])
@pytest.mark.parametrize("fault", ["malformed_json", "schema_violating"])
def test_a_bad_answer_is_mended_once(wire: str, fault: str, settings: Any) -> None:
    person = UserFactory()
    models(settings, **{wire: f"fake-fault-{fault}-x1"})

    with board(wire) as (made, server):
        got = ask(person, made)

    assert (got.source, got.is_repaired, got.value) == ("model", True, Advice(**GOOD))
    rows = on_record(person)
    assert [row[:3] for row in rows] == [("failed", "", "stop"), ("repaired", "model", "stop")]
    assert got.cost_usd == rows[0][3] + rows[1][3] > 0
    assert reservations(person) == [("settled", got.cost_usd)]
    said = json.dumps(server.seen[-1].body)
    assert "Your answer cannot be used" in said


def test_checks_ask_for_one_repair_and_claims_are_handed_on() -> None:
    person, other = UserFactory(), UserFactory()
    rows = [{"when": "without shouting", "answer": {"summary": "Led 40 people.", "hints": []}}]

    with board(canned=[*rows, {"answer": {"summary": "Led 40 people!", "hints": []}}]) as (made, _server):
        mended = ask(person, made)
    with board(canned={"summary": "Led all!", "hints": []}) as (made, _server):
        unfit = ask(other, made)

    assert (mended.source, mended.is_repaired, mended.value.summary) == ("model", True, "Led 40 people.")
    assert [(problem.code, problem.kind) for problem in mended.problems] == [("figure", "claim")]
    assert (unfit.source, unfit.problems) == ("deterministic", ())
    with acting_as(person):
        noted = AIResponse.objects.get(served="model").validation
    assert noted == {"problems": [{"code": "figure", "path": "summary", "kind": "claim"}]}


def test_the_next_provider_is_asked_and_the_first_left_alone_after_five_failures(settings: Any) -> None:
    person = UserFactory()
    models(settings, openai="fake-fault-server_error")

    with board("openai", "anthropic", retries=0) as (made, server):
        served = [ask(person, made) for _ in range(7)]
        paths = [seen.path for seen in server.seen]
        state = made.breaker("openai").state

    assert {(got.source, got.model) for got in served} == {("model", "fake-canned-snapshot")}
    assert (paths.count("/v1/responses"), paths.count("/v1/messages"), state) == (5, 7, "open")


def test_a_provider_that_hangs_leaves_time_for_the_next(settings: Any) -> None:
    person = UserFactory()
    models(settings, openai="fake-fault-timeout")

    with board("openai", "anthropic") as (made, _server):
        got = ask(person, made, seconds=3)

    assert (got.source, got.value) == ("model", Advice(**GOOD))
    assert [row[:3] for row in on_record(person)] == [("failed", "", "timeout"), ("succeeded", "model", "stop")]


def test_refusals_and_long_answers_are_not_carried_to_the_next(settings: Any) -> None:
    for fault in ("refusal", "cut_by_length"):
        person = UserFactory()
        models(settings, f"fake-fault-{fault}")
        with board("openai", "anthropic") as (made, server):
            assert ask(person, made).source == "deterministic"
            assert [seen.path for seen in server.seen] == ["/v1/responses"]


def test_all_left_alone_is_said(settings: Any) -> None:
    person = UserFactory()
    models(settings, "fake-fault-server_error")

    with board(retries=0) as (made, server):
        for _ in range(5):
            ask(person, made)
        got = ask(person, made)
        asked = len(server.seen)

    assert "is left alone for a moment" in got.why
    assert (asked, got.cost_usd) == (5, Decimal(0))
    assert reservations(person)[-1][0] == "released"


def test_over_budget_nobody_is_asked() -> None:
    person = UserFactory(pk=POOR)

    with board() as (made, server):
        told = estimate("test_capability", Asked(), by=person, at=AT, board=made)
        got = ask(person, made)

    assert (got.source, len(server.seen), got.cost_usd) == ("deterministic", 0, Decimal(0))
    assert got.why == f"{told.refusal} {WITHOUT}" == f"Your budget for AI allows no call today. {WITHOUT}"
    assert [row[:3] for row in on_record(person)] == [("failed", "deterministic", "over_budget")]


def test_the_cost_is_told_before_and_was_no_less() -> None:
    person = UserFactory()
    with board() as (made, _server):
        told = estimate("test_capability", Asked(), by=person, at=AT, board=made)
        got = ask(person, made)

    assert (told.provider, told.model) == ("openai", "fake-canned")
    assert told.most_usd > got.cost_usd > 0
    assert estimate("test_capability", Asked(), by=person, at=AT, board=Switchboard([])) is None


def test_what_is_told_before_the_click_is_what_the_call_holds() -> None:
    person = UserFactory()
    text = "Nursed for ten years on a ward of 24 beds, write to me at nurse@mail.example. " * 40
    with board() as (made, _server):
        told = estimate("test_capability", Asked(text=text), by=person, at=AT, board=made)
        ask(person, made, inputs=Asked(text=text))
    with acting_as(person):
        held = Reservation.objects.get().amount_usd

    assert told is not None and told.held_usd is not None
    assert held <= told.held_usd <= held * Decimal("1.1")


def test_a_first_provider_that_costs_who_knows_what_leaves_money_for_the_next(settings: Any) -> None:
    person = UserFactory()
    models(settings, openai="fake-fault-connection_reset")

    with board("openai", "anthropic") as (made, _server):
        got = ask(person, made)

    assert (got.source, got.cost_usd) == ("model", None)
    assert got.counted_usd == reservations(person)[0][1] > 0
    assert [row[:2] for row in on_record(person)] == [*[("failed", "")] * 3, ("succeeded", "model")]
    (state, spent), *_ = reservations(person)
    assert (state, spent > 0) == ("settled", True)
