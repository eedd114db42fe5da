"""What time does to the record: months made ahead, months made too late, and words that go by age."""

from __future__ import annotations

from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from accounts.tests.factories import UserFactory
from aiplatform.jobs import make_partitions, remove_words
from aiplatform.models import AIPayload, AIRequest, AIResponse
from aiplatform.services import record
from aiplatform.tests.factories import a_call, an_answer
from careercopilot.db.catalogue import faults
from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])
RECORDS = ("aiplatform_airequest", "aiplatform_airesponse")


def superuser():
    return psycopg.connect(admin_url(connection.settings_dict["NAME"]), autocommit=True)


def rows(sql, *arguments):
    with connections["ops"].cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


def verified():
    out = StringIO()
    call_command("verify_ai_log", stdout=out)
    return out.getvalue().strip()


def test_months_are_made_ahead():
    a_call(UserFactory())
    names = "select relname from pg_class where relispartition and relkind = 'r' and relname like 'aiplatform%%'"
    with connections["ops"].cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("select ai_make_partitions(3)")
        assert cursor.fetchone() == ([],)  # this month and the next three are there already
        cursor.execute(names, [])
        assert len(cursor.fetchall()) == 2 * 5
        cursor.execute("select ai_make_partitions(5)")
        assert len(cursor.fetchone()[0]) == 4
        cursor.execute(names + " and not (relrowsecurity and relforcerowsecurity)", [])
        assert cursor.fetchall() == []
        with pytest.raises(DatabaseError, match="0 to 24"):
            cursor.execute("select ai_make_partitions(25)")
        cursor.execute("rollback")


def test_rows_of_a_month_that_nobody_made_are_moved_into_it_as_they_are():
    with superuser() as opened:
        for table in RECORDS:
            name = opened.execute("select %s || to_char(now() at time zone 'UTC', '_YYYYMM')", [table]).fetchone()[0]
            opened.execute(f"alter table {table} detach partition {name}")
            opened.execute(f"drop table {name}")
    people = [UserFactory() for _ in range(2)]
    asked = [a_call(person) for person in people]
    for request, person in zip(asked, people, strict=True):
        an_answer(request, person)
    before = verified()
    assert before == "2 chains, 2 requests, 2 responses: all as written; 0 of them have no words any more"
    with superuser() as opened:
        held = {table: opened.execute(f"select * from {table}_default order by id").fetchall() for table in RECORDS}
        keys = (
            "select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint"
            " where contype = 'f' and conparentid = 0 and convalidated order by 1, 2"
        )
        bound = opened.execute(keys).fetchall()
        assert [len(found) for found in held.values()] == [2, 2]

        make_partitions.function(None)

        for table in RECORDS:
            name = opened.execute("select %s || to_char(now() at time zone 'UTC', '_YYYYMM')", [table]).fetchone()[0]
            assert opened.execute(f"select count(*) from {table}_default").fetchone() == (0,)
            assert opened.execute(f"select * from {name} order by id").fetchall() == held[table]
            with pytest.raises(psycopg.Error, match="rows never change"):
                opened.execute(f"update {name} set model = 'other'")
        assert opened.execute(keys).fetchall() == bound
    assert (verified(), faults(connection)) == (before, [])
    make_partitions.function(None)  # nothing to do
    assert verified() == before


def aged(days):
    """All words of so many days ago."""
    with superuser() as opened:
        opened.execute("set session_replication_role = replica")
        opened.execute("update aiplatform_aipayload set request_at = request_at - make_interval(days => %s)", [days])


def test_words_go_by_age_and_the_record_stays(settings):
    person = UserFactory()
    old = a_call(person)
    an_answer(old, person)
    aged(366)
    new = a_call(person)
    an_answer(new, person)
    settings.AI_WORDS_DAYS = 0
    remove_words.function(None)
    assert len(rows("select id from aiplatform_aipayload")) == 4
    settings.AI_WORDS_DAYS = 365
    remove_words.function(None)
    remove_words.function(None)
    with acting_as(person):
        assert set(AIPayload.objects.values_list("request_id", flat=True)) == {new.pk}
        assert (AIRequest.objects.count(), AIResponse.objects.count()) == (2, 2)
        assert AIRequest.objects.get(pk=old.pk).payload_sha256 == old.payload_sha256
    assert verified() == "1 chains, 2 requests, 2 responses: all as written; 2 of them have no words any more"


def test_nobody_else_removes_words_and_none_of_today():
    person = UserFactory()
    a_call(person)
    with acting_as(person), pytest.raises(DatabaseError, match="permission denied"):
        record.remove_words(30)
    with using("ops"):
        with pytest.raises(DatabaseError, match="for a day at least"):
            record.remove_words(0)
        assert record.remove_words(1) == 0
    with pytest.raises(DatabaseError, match="permission denied"), connections["ops"].cursor() as cursor:
        cursor.execute("delete from aiplatform_aipayload")
