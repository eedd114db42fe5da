"""Tries each verb on each table as each person, directly in SQL as the web role, and says what should have happened."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import errors, sql
from psycopg.types.json import Jsonb

from careercopilot.tests.world import World, owned_models

Case = tuple[str, str, str]
Result = frozenset[str]
Connection = psycopg.Connection[Any]
NOTHING: Result = frozenset()
# Columns that may change where most may not: of a version links to what is deleted, of a claim its confirmation.
HARMLESS = {
    "resumes_resumeversion": "file_id = null",
    "accounts_apitoken": "name = 'renamed'",
    "resumes_drafttext": "kind = 'other'",
    "resumes_textclaim": "fact_id = null",
    "resumes_confirmedfact": "version_id = null",
}
VERBS = ("select", "insert", "update", "delete")


@dataclass(frozen=True)
class Policy:
    """A policy as the catalogue has it."""

    table: str
    name: str
    command: str
    using: str | None
    check: str | None


def contexts(world: World) -> dict[str, str]:
    """The values of app.user_id that are tried; people, nobody in two spellings, and garbage."""
    people = {role: str(person.pk or "") for role, person in world.people.items() if role != "anonymous"}
    return people | {"none": "", "garbage": "not-a-uuid"}


def policies(admin: Connection) -> list[Policy]:
    """All policies that bind the web role."""
    rows = admin.execute(
        "select tablename, policyname, cmd, qual, with_check from pg_policies"
        " where schemaname = 'public' and 'cc_app' = any(roles) order by 1, 2"
    ).fetchall()
    return [Policy(*row) for row in rows]


@contextlib.contextmanager
def changed(admin: Connection, policy: Policy, change: str) -> Iterator[bool]:
    """Within the block the policy is dropped, or lets everything through; afterwards it is as before."""
    name, table = sql.Identifier(policy.name), sql.Identifier(policy.table)
    if change == "drop":
        statement = sql.SQL("drop policy {} on {}").format(name, table)
    else:
        clauses = [
            clause for clause, text in (("using (true)", policy.using), ("with check (true)", policy.check)) if text
        ]
        statement = sql.SQL("alter policy {} on {} " + " ".join(clauses)).format(name, table)
    is_open_already = change == "open" and policy.using == "true"
    with admin.transaction(force_rollback=True):
        admin.execute(statement)
        yield not is_open_already


def walk(world: World, admin: Connection, tables: set[str] | None = None) -> dict[Case, Result]:
    """For each (table, verb, context) what the verb reached: the keys it read, or whether it changed any row."""
    found: dict[Case, Result] = {}
    for label, model in owned_models().items():
        table = model._meta.db_table
        if tables is not None and table not in tables:
            continue
        row = world.rows[label]
        columns = _columns(admin, table)
        values = admin.execute(f"select to_jsonb(t) from {table} t where id = %s", [row.pk]).fetchone()
        for context, value in contexts(world).items():
            for verb in VERBS:
                with admin.transaction(force_rollback=True):
                    admin.execute("select set_config('app.user_id', %s, true)", [value])
                    admin.execute("set local role cc_app")
                    found[table, verb, context] = _try(admin, table, verb, columns, values[0])
    return found


def _columns(admin: Connection, table: str) -> list[str]:
    rows = admin.execute(
        "select column_name from information_schema.columns"
        " where table_schema = 'public' and table_name = %s and is_generated = 'NEVER'",
        [table],
    ).fetchall()
    return [name for (name,) in rows]


def _try(admin: Connection, table: str, verb: str, columns: list[str], values: dict[str, Any]) -> Result:
    try:
        with admin.transaction():
            return _run(admin, table, verb, columns, values)
    except (errors.InsufficientPrivilege, errors.InvalidTextRepresentation):
        return NOTHING
    except (errors.UniqueViolation, errors.ForeignKeyViolation, errors.RestrictViolation):
        # The policy let it through; only then do constraints look at the row.
        return frozenset({"the row"})


def _run(admin: Connection, table: str, verb: str, columns: list[str], values: dict[str, Any]) -> Result:
    if verb == "select":
        rows = admin.execute(f"select id from {table}").fetchall()
        return frozenset(str(key) for (key,) in rows)
    if verb == "update":
        # Neither verb names a row or reads a column: then only its own policy stands in the way, not the SELECT one.
        count = admin.execute(f"update {table} set {HARMLESS.get(table, 'created_at = now()')}").rowcount
    elif verb == "delete":
        count = admin.execute(f"delete from {table}").rowcount
    else:
        fresh = values | {"id": str(uuid.uuid4())}
        listed = ", ".join(f'"{name}"' for name in columns)
        count = admin.execute(
            f"insert into {table} ({listed}) select {listed} from jsonb_populate_record(null::{table}, %s)",
            [Jsonb(fresh)],
        ).rowcount
    return frozenset({"the row"}) if count else NOTHING


# Written once and never changed: the web role has no UPDATE on them.
IMMUTABLE = {
    "resumes_resumefile",
    "resumes_resumesection",
    "resumes_resumeentry",
    "resumes_resumebullet",
    "resumes_resumepage",
    "resumes_resumeskill",
    "resumes_explanation",
    "matching_reviewswitch",
    "matching_identityreveal",
    "matching_scorerecord",
    "aiplatform_aipayload",
}
SEEKER, COMPANY_OWNER = {"owner"}, {"founder"}
WRITERS = {"founder", "colleague"}
# Who may add a row like the world's; the seeker for the seeker's, and for the company's:
INSERTERS = {
    "accounts_company": COMPANY_OWNER,
    "accounts_membership": COMPANY_OWNER,
    "accounts_invitation": COMPANY_OWNER,
    "matching_jobposting": COMPANY_OWNER,  # the row names the founder as its author
    "matching_jobrequirement": WRITERS,
    "matching_jobvector": WRITERS,
    # Each row names the recruiter who made it.
    "matching_reviewswitch": {"colleague"},
    "matching_identityreveal": {"colleague"},
    "matching_candidatenote": {"colleague"},
    "matching_scorerecord": set(),  # the database adds them
    # Functions of the database add these.
    "resumes_textclaim": set(),
    "aiplatform_airequest": set(),
    "aiplatform_airesponse": set(),
    "aiplatform_aipayload": set(),
    "aiplatform_reservation": set(),
}


def expected(world: World, admin: Connection) -> dict[Case, Result]:
    """What the scoping says for reading and changing, and the rules above for adding."""
    wanted: dict[Case, Result] = {}
    people = {role: person for role, person in world.people.items() if role != "anonymous"}
    for model in owned_models().values():
        table = model._meta.db_table
        for role in contexts(world):
            person = people.get(role) or world.people["anonymous"]
            seen = _keys(admin, model.objects.visible_to(person))
            changes = _keys(admin, model.objects.editable_by(person))
            row = frozenset({"the row"})
            # Garbage raises wherever a policy looks at who acts, and so gives nothing at all.
            open_to_all = role != "garbage" or table == "accounts_company"
            wanted[table, "select", role] = frozenset(map(str, seen)) if open_to_all else NOTHING
            wanted[table, "update", role] = row if changes and table not in IMMUTABLE else NOTHING
            wanted[table, "delete", role] = row if changes else NOTHING
            wanted[table, "insert", role] = row if role in INSERTERS.get(table, SEEKER) else NOTHING
    return wanted


def _keys(admin: Connection, rows: Any) -> set[Any]:
    statement, parameters = rows.order_by().values_list("pk").query.sql_with_params()
    return {key for (key,) in admin.execute(statement, parameters).fetchall()}
