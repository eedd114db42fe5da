"""Whose rows the web role can read, add, change and delete: the catalogue, every table, both layers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from careercopilot.db.catalogue import faults
from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as
from careercopilot.tests import row_walk
from careercopilot.tests.world import World, build_world, owned_models

# The rows are committed, so that a second connection can look at them with the policies changed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def admin() -> Iterator[psycopg.Connection[Any]]:
    """A connection of the cluster's superuser to this test database."""
    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as opened:
        yield opened
        opened.rollback()


def ids_without_policies(admin: psycopg.Connection[Any], rows: models.QuerySet[Any]) -> set[Any]:
    """What a queryset gives where row security does not apply: the scoping alone."""
    sql, parameters = rows.order_by().values_list("pk").query.sql_with_params()
    return {key for (key,) in admin.execute(sql, parameters).fetchall()}


def test_the_catalogue_shows_no_opening():
    assert faults(connection) == []


@pytest.mark.parametrize(
    ("opening", "subject"),
    [
        ("alter table resumes_resume no force row level security", "resumes_resume"),
        ("alter table matching_match disable row level security", "matching_match"),
        ("create table forgotten (id int)", "forgotten"),
        ("grant select (sex) on accounts_selfidentification to cc_app", "accounts_selfidentification"),
        ("create view peek as select * from resumes_resume", "peek"),
        ("grant truncate on accounts_run to cc_app", "accounts_run"),
        ("create function leak() returns int language sql security definer as 'select 1'", "leak"),
    ],
)
def test_the_catalogue_check_notices_an_opening(admin, opening, subject):
    admin.execute(opening)
    admin.commit()
    try:
        assert subject in {fault.subject for fault in faults(connection)}
        with pytest.raises(CommandError):
            call_command("check_isolation", stdout=io.StringIO())
    finally:
        undo = {
            "forgotten": "drop table forgotten",
            "peek": "drop view peek",
            "leak": "drop function leak",
            "accounts_selfidentification": "revoke select (sex) on accounts_selfidentification from cc_app",
            "accounts_run": "revoke truncate on accounts_run from cc_app",
        }.get(subject, f"alter table {subject} enable row level security, force row level security")
        admin.execute(undo)
        admin.commit()


def test_every_owned_model_is_in_the_world(world):
    assert set(world.rows) == set(owned_models())


def test_the_tests_themselves_run_as_the_web_role():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("cc_app",)


def test_scoping_alone_and_policies_alone_give_the_same_rows(world, admin, record_property):
    cases = 0
    for label, model in owned_models().items():
        for role, person in world.people.items():
            with acting_as(person):
                by_policy = set(model.objects.values_list("pk", flat=True))
            by_scope = ids_without_policies(admin, model.objects.visible_to(person))
            assert by_scope == by_policy, f"{label} as {role}"
            cases += 1
    record_property("isolation", f"{cases} (model, person) cases, scoping alone = policies alone")


def test_row_walk_matches_the_expectation_in_every_table_verb_and_context(world, admin, record_property):
    expected = row_walk.expected(world, admin)
    found = row_walk.walk(world, admin)

    assert {case: (found[case], expected[case]) for case in expected if found[case] != expected[case]} == {}
    assert set(found) == set(expected)
    record_property("isolation", f"{len(found)} (table, verb, context) cases")


def test_each_policy_matters(world, admin, record_property):
    """Dropping any one policy, or opening it to everybody, changes what the row walk finds."""
    expected = row_walk.expected(world, admin)
    unnoticed = []
    policies = row_walk.policies(admin)
    for policy in policies:
        for change in ("drop", "open"):
            with row_walk.changed(admin, policy, change) as applied:
                if applied and row_walk.walk(world, admin, tables={policy.table}) == {
                    case: value for case, value in expected.items() if case[0] == policy.table
                }:
                    unnoticed.append((policy.name, change))
    record_property("isolation", f"{len(policies)} policies dropped and opened in turn")
    assert unnoticed == []
