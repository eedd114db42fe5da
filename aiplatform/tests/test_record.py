"""The record of calls: who may write it, that nobody changes it, and that a change is found all the same."""

from __future__ import annotations

import threading
from decimal import Decimal

import psycopg
import pytest
from django.db import DatabaseError, connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.tests.factories import CompanyFactory, UserFactory
from aiplatform.models import AIPayload, AIRequest, AIResponse
from aiplatform.pricing import cost
from aiplatform.providers.base import Usage
from aiplatform.services import RecordError, record
from aiplatform.tests.factories import a_call, a_price, a_usage, an_answer, in_production, words_of
from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

stored = pytest.mark.django_db(transaction=True, databases=["default", "ops"])
RECORDS = ("aiplatform_airequest", "aiplatform_airesponse")


def superuser():
    """A connection that no privilege and no trigger binds: what an intruder would do."""
    opened = psycopg.connect(admin_url(connection.settings_dict["NAME"]))
    opened.execute("set session_replication_role = replica")
    return opened


def broken(opened):
    """(place, kind, problem) of the first broken row of each chain."""
    return opened.execute("select at_position, kind, problem from ai_verify_log() order by owner").fetchall()


@pytest.mark.django_db
def test_a_call_is_on_record_before_its_answer_and_the_answer_after_it():
    person = UserFactory()
    asked = a_call(person, parameters={"temperature": 0.2}, web_request_id="abc12345")
    assert (asked.owner, asked.by, asked.capability, asked.model) == (person, person, "test_capability", "fake-1")
    assert asked.rendered_sha256 == record.digest_of({"system": "Be brief.", "parts": ["Words of the person"]})

    first = an_answer(asked, person, state="failed", served="", usage=None, price=None, output=None)
    last = an_answer(asked, person, validation={"problems": []}, confidence=0.75)

    assert [(row.attempt, row.state, row.served) for row in (first, last)] == [
        (1, "failed", ""),
        (2, "succeeded", "model"),
    ]
    # 1000 x 1 + 200 x 0.1 + 300 x 5 + 50 x 5 USD a million
    assert (last.cost_usd, last.total_tokens, last.is_unpriced) == (Decimal("0.00277000"), 1550, False)
    assert (first.cost_usd, first.total_tokens, first.is_unpriced) == (None, None, True)
    assert [asked.chain_position, first.chain_position, last.chain_position] == [1, 2, 3]
    assert [first.previous_sha256, last.previous_sha256] == [asked.row_sha256, first.row_sha256]
    with pytest.raises(RecordError, match="closed"):
        an_answer(asked, person)


@pytest.mark.django_db
def test_a_person_records_about_themselves_only():
    person, other, company = UserFactory(), UserFactory(), CompanyFactory()
    given_ = {"capability": "x", "rendered": {}, "input": {}}
    for by, owner, more in (
        (person, other, {}),
        (None, person, {}),
        (None, None, {}),
        (person, None, {}),
        (person, person, {"company": company.pk}),
    ):
        with pytest.raises(RecordError, match="Not put on record"):
            record.start(by=by, owner=owner, **given_, **more)
    record.start(by=company.owner, owner=company.owner, company=company.pk, **given_)
    asked = a_call(person)
    with pytest.raises(RecordError, match="no call of this person"):
        an_answer(asked, other)


@stored
def test_staff_record_about_others_and_about_nobody():
    person, staff = UserFactory(), UserFactory(is_staff=True)
    with using("ops"):
        about = record.start(by=staff, owner=person, capability="x", rendered={}, input={})
        record.start(by=None, owner=None, capability="x", rendered={}, input={"made": "up"})
        record.finish(about, by=None, state="succeeded", served="model", usage=a_usage(), price=a_price())
    with acting_as(person):
        assert AIRequest.objects.visible_to(person).get().by_id == staff.pk
    with superuser() as opened:
        assert broken(opened) == []


@pytest.mark.django_db
def test_what_costs_nothing_what_has_no_price_and_what_does_not_add_up():
    person = UserFactory()
    nothing = an_answer(a_call(person), person, served="deterministic", usage=Usage(), price=None, output=None)
    assert (nothing.cost_usd, nothing.is_unpriced) == (Decimal(0), False)
    unpriced = an_answer(a_call(person), person, price=None)
    assert (unpriced.cost_usd, unpriced.is_unpriced, unpriced.total_tokens) == (None, True, 1550)
    half = an_answer(a_call(person), person, price=a_price(reasoning=None))
    assert (half.cost_usd, half.is_unpriced) == (None, True)
    unused = an_answer(a_call(person), person, price=a_price(cache_write=None))
    assert unused.cost_usd == Decimal("0.00277")
    # OpenAI's input holds the cached tokens: put down so, the classes overlap and do not add up to what the vendor says.
    with pytest.raises(RecordError, match="aiplatform_airesponse_disjoint"):
        an_answer(a_call(person), person, usage=a_usage(input_tokens=1200), total_tokens=1550)
    with pytest.raises(RecordError, match="check"):
        an_answer(a_call(person), person, usage=a_usage(input_tokens=-1))


@pytest.mark.django_db
@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.integers(0, 2_000_000)] * 5, *[st.none() | st.decimals(0, 999, places=6)] * 5),
        min_size=40,
        max_size=40,
    )
)
def test_the_database_and_the_code_compute_the_same_cost(cases):
    from aiplatform.pricing import Price
    from aiplatform.tests.factories import DAY

    with connection.cursor() as cursor:
        for *tokens, p1, p2, p3, p4, p5 in cases:
            cursor.execute(
                "select ai_cost_usd(%s,%s,%s,%s,%s,%s::numeric,%s::numeric,%s::numeric,%s::numeric,%s::numeric)",
                [*tokens, p1, p2, p3, p4, p5],
            )
            assert cursor.fetchone()[0] == cost(Usage(*tokens), Price(p1, p2, p3, p4, p5, DAY, ""))


@pytest.mark.django_db
def test_words_that_the_database_cannot_keep_are_kept_as_near_as_can_be():
    person = UserFactory()
    asked = a_call(person, words="a\x00b\ud800c")
    with acting_as(person):
        kept = AIPayload.objects.get(record_id=asked.pk)
    assert kept.content["input"] == {"text": "a\ufffdb?c"}
    assert kept.content["subject_label"] == "My resume"
    assert record.digest_of(kept.content["rendered"]) == asked.rendered_sha256


FORBIDDEN = [
    f"{verb.format(table)}"
    for table in RECORDS
    for verb in (
        "insert into {0} select * from {0}",
        "update {0} set created_at = now()",
        "delete from {0}",
        "truncate {0}",
    )
] + [
    "update aiplatform_aipayload set content = '{}'",
    "insert into aiplatform_aipayload select * from aiplatform_aipayload",
    "update ai_chain_head set chain_position = 0",
    "select ai_lock_head(null)",
    "select ai_move_head(null, 0, '')",
    "select ai_keep_payload(null, null, null, null, null, null)",
    "select * from aiplatform_airequest_default",
    "insert into aiplatform_airesponse_default select * from aiplatform_airesponse",
]


@stored
def test_nobody_changes_the_record():
    person = UserFactory()
    an_answer(a_call(person), person)
    for alias in ("default", "ops"):
        for statement in FORBIDDEN:
            with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
                cursor.execute(statement)
    with connections["default"].cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("select * from ai_verify_log()")
    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as opened:
        for table in RECORDS:
            for statement in (
                f"update {table} set updated_at = now()",
                f"delete from {table}",
                f"truncate {table} cascade",
            ):
                with pytest.raises(psycopg.errors.IntegrityConstraintViolation), opened.transaction():
                    opened.execute(statement)


# What an intruder with all rights changes -> place and problem of the first row that shows it. The chain: request 1,
# response 2, request 3, response 4.
TAMPERINGS = [
    (
        "update aiplatform_airequest set model = 'other' where chain_position = 3",
        (3, "request", "not what was written"),
    ),
    (
        "update aiplatform_airesponse set latency_ms = 0 where chain_position = 2",
        (2, "response", "not what was written"),
    ),
    (
        "update aiplatform_airesponse set validation = '{\"a\": 1}' where chain_position = 4",
        (4, "response", "not what was"),
    ),
    (
        "update aiplatform_airequest set row_sha256 = repeat('0', 64) where chain_position = 1",
        (1, "request", "not what was"),
    ),
    # A row rewritten with a digest that fits it: the next one does not follow it.
    (
        "update aiplatform_airequest r set model = 'other', row_sha256 = ai_row_sha256(to_jsonb(r) || '{\"model\": \"other\"}')"
        " where chain_position = 1",
        (2, "response", "does not follow"),
    ),
    ("delete from aiplatform_airesponse where chain_position = 2", (2, "request", "missing here")),
    ("delete from aiplatform_airesponse where chain_position = 4", (4, "end", "last rows are missing")),
    ("update ai_chain_head set row_sha256 = ''", (4, "end", "end of the chain")),
    ("delete from ai_chain_head", (4, "end", "end of the chain")),
    (
        'update aiplatform_aipayload set content = \'{"output": "other"}\' where record_id in'
        " (select id from aiplatform_airesponse where chain_position = 4)",
        (4, "response", "words kept"),
    ),
    (
        # With a key that sorts last, or chance would say which of the two rows at 2 stands there twice.
        "update aiplatform_airequest set chain_position = 2, id = 'ffffffff-ffff-4fff-bfff-ffffffffffff' where chain_position = 3",
        (3, "request", "stands here twice"),
    ),
]


@stored
def test_a_change_by_somebody_with_all_rights_is_found_at_the_exact_row():
    person, other = UserFactory(), UserFactory()
    for owner in (person, person, other):
        an_answer(a_call(owner), owner)
    with superuser() as opened:
        opened.execute("set timezone = 'UTC'")
        assert broken(opened) == []
        opened.execute("set timezone = 'Asia/Tokyo'")  # what is written does not depend on who looks from where
        assert broken(opened) == []
        opened.execute("set timezone = 'UTC'")
        for statement, (place, kind, problem) in TAMPERINGS:
            with opened.transaction(force_rollback=True):
                # Only the first person's chain; the other's must not be named.
                key = "owner_id = %s"
                joined = (
                    statement.replace(" where ", f" where {key} and ", 1)
                    if " where " in statement
                    else f"{statement} where {key}"
                )
                opened.execute(joined, [person.pk])
                found = opened.execute("select owner, at_position, kind, problem from ai_verify_log()").fetchall()
                assert [(row[0], row[1], row[2]) for row in found] == [(person.pk, place, kind)], statement
                assert problem in found[0][3]


@stored
def test_words_can_be_removed_and_the_chain_stays_whole():
    person, other = UserFactory(), UserFactory()
    asked, kept = a_call(person), a_call(person)
    an_answer(asked, person)
    foreign = a_call(other)
    digest, salt = asked.payload_sha256, bytes(words_of(asked, person).salt)
    assert len(salt) == 32
    with acting_as(person):
        assert record.erase_payloads(by=person, request_id=asked.pk) == 2
        assert record.erase_payloads(by=person, request_id=foreign.pk) == 0
        assert list(AIPayload.objects.values_list("record_id", flat=True)) == [kept.pk]
        assert record.erase_payloads(by=person) == 1
        assert AIRequest.objects.filter(pk=asked.pk).get().payload_sha256 == digest
    assert words_of(foreign, other)
    with superuser() as opened:
        assert broken(opened) == []


@stored
def test_an_erased_person_leaves_no_word_and_a_whole_chain():
    person = UserFactory()
    an_answer(a_call(person), person)
    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as opened:
        opened.execute("delete from accounts_user where id = %s", [person.pk])
        opened.commit()
        assert opened.execute("select count(*) from aiplatform_aipayload").fetchone() == (0,)
        assert opened.execute("select count(*) from aiplatform_airequest").fetchone() == (1,)
        assert broken(opened) == []


@stored
def test_calls_at_once_about_one_person_make_one_chain():
    person, failures = UserFactory(), []

    def one():
        try:
            for _ in range(3):
                an_answer(a_call(person), person)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with acting_as(person):
        places = [*AIRequest.objects.values_list("chain_position", flat=True)]
        places += AIResponse.objects.values_list("chain_position", flat=True)
    assert sorted(places) == list(range(1, 73))
    with superuser() as opened:
        assert broken(opened) == []


@stored
def test_views_show_a_person_their_own_and_staff_all():
    version = in_production()
    people = UserFactory(), UserFactory()
    for person in people:
        an_answer(a_call(person, prompt_version=version), person)
    a_call(people[0], prompt_version=version)
    sql = "select state, served, attempts, cost_usd, prompt_key, prompt_number from ai_request_summary order by created_at"
    one = ("succeeded", "model", 1, Decimal("0.00277000"), version.prompt.key, 1)
    with acting_as(people[1]), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.fetchall() == [one]
    with connections["ops"].cursor() as cursor:
        cursor.execute(sql)
        assert cursor.fetchall() == [one, one, ("started", "", 0, None, version.prompt.key, 1)]
        cursor.execute("select requests, succeeded, unanswered, cost_usd, p50_ms from prompt_performance")
        assert cursor.fetchall() == [(3, 2, 1, Decimal("0.00554000"), 800.0)]
