"""Whose rows the web role can read, add, change and delete: the catalogue, every table, both layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, models

from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as
from careercopilot.tests import row_walk
from careercopilot.tests.world import World, build_world, owned_models

# The rows are committed, so that a second connection can look at them with the policies changed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Tables without row security, each with its reason.
EXEMPT = {
    "accounts_user": "log-in finds the row before anyone acts",
    "accounts_user_groups": "rights of staff, read at log-in",
    "accounts_user_user_permissions": "rights of staff, read at log-in",
    "resumes_skill": "public reference data",
    "resumes_skillalias": "public reference data",
    "careercopilot_cache": "counters of rate limits",
    "setup_step": "which set-up steps were done, no person's data",
    "job_effect": "notes of the work queue, keys only",
    "django_session": "found by its secret key before anyone acts",
}
EXEMPT_PREFIXES = ("django_", "auth_", "account_", "socialaccount_", "mfa_", "usersessions_", "procrastinate_")


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def admin() -> Iterator[psycopg.Connection[Any]]:
    """A connection of the cluster's superuser to this test database."""
    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as opened:
        yield opened
        opened.rollback()


def tables_in_database() -> dict[str, tuple[bool, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity, relforcerowsecurity from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        )
        return {name: (enabled, forced) for name, enabled, forced in cursor.fetchall()}


def ids_without_policies(admin: psycopg.Connection[Any], rows: models.QuerySet[Any]) -> set[Any]:
    """What a queryset gives where row security does not apply: the scoping alone."""
    sql, parameters = rows.order_by().values_list("pk").query.sql_with_params()
    return {key for (key,) in admin.execute(sql, parameters).fetchall()}


def test_every_table_has_forced_row_security_or_a_reason():
    unprotected = {
        name
        for name, (enabled, forced) in tables_in_database().items()
        if not (enabled and forced) and name not in EXEMPT and not name.startswith(EXEMPT_PREFIXES)
    }

    assert unprotected == set()


def test_every_owned_model_is_in_the_world(world):
    assert set(world.rows) == set(owned_models())


def test_the_web_role_can_bypass_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == ("cc_app", False, False, False, False)
        cursor.execute(
            "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
            " and (pg_get_userbyid(relowner) = current_user or has_table_privilege(oid, 'truncate'))"
        )
        assert cursor.fetchone() == (0,)


def test_scoping_alone_and_policies_alone_give_the_same_rows(world, admin):
    cases = 0
    for label, model in owned_models().items():
        for role, person in world.people.items():
            with acting_as(person):
                by_policy = set(model.objects.values_list("pk", flat=True))
            by_scope = ids_without_policies(admin, model.objects.visible_to(person))
            assert by_scope == by_policy, f"{label} as {role}"
            cases += 1
    print(f"isolation: {cases} (model, person) cases, scoping alone = policies alone")


def test_row_walk_matches_the_expectation_in_every_table_verb_and_context(world, admin):
    expected = row_walk.expected(world, admin)
    found = row_walk.walk(world, admin)

    assert {case: (found[case], expected[case]) for case in expected if found[case] != expected[case]} == {}
    assert set(found) == set(expected)
    print(f"isolation: {len(found)} (table, verb, context) cases")


def test_each_policy_matters(world, admin):
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
    print(f"isolation: {len(policies)} policies dropped and opened in turn")
    assert unnoticed == []
