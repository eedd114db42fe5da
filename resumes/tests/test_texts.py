"""Texts become final only with every claim borne out: by the services, and against raw SQL."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from resumes import texts
from resumes.demo import source
from resumes.models import ConfirmedFact, DraftText, ResumeEntry, ResumeVersion, TextClaim
from resumes.parsing.from_jsonresume import from_structure
from resumes.services import store_version
from resumes.tests.factories import ResumeFactory
from resumes.tests.text_factories import AT, DraftTextFactory, claims_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)
FINAL = "update resumes_drafttext set state = 'final', finalised_at = now() where id = %s"


@pytest.fixture
def version() -> ResumeVersion:
    resume = ResumeFactory()
    with acting_as(resume.owner):
        return store_version(
            resume, from_structure(source("jonas-ahrendt"), "jsonresume"), source="demo", today=TODAY, file=None
        )


def execute(sql: str, *values: object) -> None:
    """One statement of raw SQL, its deferred checks at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("set constraints all immediate")


@pytest.fixture
def final() -> DraftText:
    text = DraftTextFactory()
    claims_of(text, "supported", "supported")
    with acting_as(text.owner):
        return texts.finalise(text, at=AT)


def test_a_borne_out_text_becomes_final(version):
    with acting_as(version.owner):
        entry = ResumeEntry.objects.get(version=version, organization="Havelbogen Media")
        text = texts.draft(version, "Built a Django back office for 35 editors", kind="bullet", entry=entry)
        claims = texts.check(text, today=TODAY)
        done = texts.finalise(text, at=AT)

    assert [(one.kind, one.words, one.state) for one in claims] == [
        ("scope", "Built", "supported"), ("skill", "Django", "supported"), ("reach", "35", "supported"),
    ]  # fmt: skip
    assert version.text[claims[2].evidence_start : claims[2].evidence_end] == "35"
    assert (done.state, done.claim_count, done.finalised_at) == ("final", 3, AT)


def test_another_jobs_figure_is_refused_with_its_reason(version):
    with acting_as(version.owner):
        entry = ResumeEntry.objects.get(version=version, organization="M\u00f6wenfels Ticketing")
        text = texts.draft(version, "Served 35 editors", kind="bullet", entry=entry)
        texts.check(text, today=TODAY)
        with pytest.raises(texts.TextError) as refusal:
            texts.finalise(text, at=AT)

    assert refusal.value.code == "unfounded"
    assert "\u201c35\u201d stands under Havelbogen Media, not under M\u00f6wenfels Ticketing." in refusal.value.message


def test_a_confirmed_claim_lets_the_text_through_and_counts_for_the_next_one(version):
    with acting_as(version.owner):
        entry = ResumeEntry.objects.get(version=version, organization="Havelbogen Media")
        text = texts.draft(version, "Led 7 editors in 3 countries", kind="bullet", entry=entry)
        open_claims = [one for one in texts.check(text, today=TODAY) if one.state == "unsupported"]
        facts = [texts.confirm(one, at=AT) for one in open_claims]
        texts.finalise(text, at=AT)
        again = texts.draft(version, "Led seven editors", kind="bullet", entry=entry)
        other = texts.draft(
            version,
            "Led seven editors",
            kind="bullet",
            entry=ResumeEntry.objects.get(version=version, position=0, kind="work"),
        )
        states = [{one.state for one in texts.check(one, today=TODAY)} for one in (again, other)]

    assert [one.words for one in open_claims] == ["Led", "7", "3"]
    assert facts[0].text == "Led \u2026 editors in \u2026 countries"
    assert states[0] == {"supported"}
    assert "unsupported" in states[1]


def test_confirming_one_figure_says_nothing_of_the_next(version):
    with acting_as(version.owner):
        text = texts.draft(version, "Saved 700 euros and 40 days", kind="bullet")
        money = next(one for one in texts.check(text, today=TODAY) if one.words == "700 euros")
        fact = texts.confirm(money, at=AT)
        states = {one.words: one.state for one in texts.check(text, today=TODAY)}

    assert fact.text == "Saved 700 euros and \u2026"
    assert (states["700 euros"], states["40 days"]) == ("supported", "unsupported")


def test_withdrawing_a_fact_reopens_the_text(version):
    with acting_as(version.owner):
        text = texts.draft(version, "Saved 700 euros", kind="bullet")
        for claim in texts.check(text, today=TODAY):
            if claim.state != "supported":
                fact = texts.confirm(claim, at=AT)
        texts.finalise(text, at=AT)
        with pytest.raises(IntegrityError):
            execute("update resumes_confirmedfact set withdrawn_at = now() where id = %s", fact.pk)
        texts.withdraw(fact, at=AT)
        text.refresh_from_db()
        with pytest.raises(texts.TextError):
            texts.finalise(text, at=AT)

    assert text.state == "draft"


def test_an_edit_voids_the_check(final):
    with acting_as(final.owner):
        texts.edit(final, "Built pipelines in Rust")
        with pytest.raises(texts.TextError) as refusal:
            texts.finalise(final, at=AT)

    assert refusal.value.code == "unchecked"


@pytest.mark.parametrize("states", [("unsupported",), ("supported", "unchecked"), ()])
def test_raw_sql_cannot_make_an_unfounded_text_final(states):
    text = DraftTextFactory()
    if states:
        claims_of(text, *states)
    with acting_as(text.owner), pytest.raises(IntegrityError):
        execute(FINAL, text.pk)


def test_claims_deleted_first_do_not_help():
    text = DraftTextFactory()
    claims_of(text, "supported", "unsupported")
    with acting_as(text.owner):
        execute("delete from resumes_textclaim where text_id = %s and state = 'unsupported'", text.pk)
        with pytest.raises(IntegrityError):
            execute(FINAL, text.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "update resumes_drafttext set text = 'Led Google' where id = %s",
        "delete from resumes_textclaim where text_id = %s",
    ],
)
def test_a_final_text_stays_as_it_was_checked(final, statement):
    with acting_as(final.owner), pytest.raises(IntegrityError):
        execute(statement, final.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "update resumes_textclaim set words = 'x' where text_id = %s",
        "update resumes_drafttext set checked_sha256 = '' where id = %s",
        "update resumes_drafttext set claim_count = 0 where id = %s",
        "insert into resumes_textclaim select * from resumes_textclaim where text_id = %s",
    ],
)
def test_what_a_check_found_is_written_by_the_check_alone(final, statement):
    with acting_as(final.owner), pytest.raises(ProgrammingError):
        execute(statement, final.pk)


def test_nobody_declares_a_claim_supported():
    text = DraftTextFactory()
    (claim,) = claims_of(text, "unsupported")
    with acting_as(text.owner), pytest.raises(IntegrityError):
        execute("update resumes_textclaim set state = 'supported' where id = %s", claim.pk)


def test_a_new_row_is_never_final():
    text = DraftTextFactory(state="final", finalised_at=AT, checked_sha256="f" * 64, claim_count=0)
    with acting_as(text.owner):
        text.refresh_from_db()

    assert (text.state, text.checked_sha256, text.claim_count) == ("draft", "", None)


def test_the_check_is_for_the_owner_of_an_unchanged_draft(final):
    draft = DraftTextFactory()
    call = "select record_text_check(%s, %s, %s::jsonb)"
    with acting_as(UserFactory()), pytest.raises(ProgrammingError):
        execute(call, draft.pk, "x", "[]")
    with acting_as(draft.owner), pytest.raises(IntegrityError):
        execute(call, draft.pk, "x", json.dumps([]))
    with acting_as(final.owner), pytest.raises(IntegrityError):
        execute(call, final.pk, final.checked_sha256, "[]")


def test_a_claim_rests_on_a_fact_of_its_owner_only():
    text, foreign = DraftTextFactory(), UserFactory()
    (claim,) = claims_of(text, "unsupported")
    with acting_as(foreign):
        fact = ConfirmedFact.objects.create(owner=foreign, text="Led nine nurses", confirmed_at=AT)
    with acting_as(text.owner), pytest.raises(IntegrityError):
        execute("update resumes_textclaim set state = 'confirmed', fact_id = %s where id = %s", fact.pk, claim.pk)


def test_a_text_goes_with_its_claims(final):
    with acting_as(final.owner):
        final.delete()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")

        assert TextClaim.objects.count() == 0
