"""The four database roles and what each may do.

- `cc_owner` runs migrations and owns every table; FORCE ROW LEVEL SECURITY binds it as well.
- `cc_app` serves web and worker: owns nothing, no TRUNCATE, cannot bypass row security, cannot create anything. One
  injected statement can therefore neither drop a policy nor switch it off.
- `cc_ops` serves the admin site, with the same table rights; policies name it where staff see more.
- `cc_backup` makes dumps: it bypasses row security, because a dump that silently misses rows is worse than none,
  and it can read only. It can read everybody's data, so its connection string belongs to the machine that takes
  backups and is never given to web or worker (`scripts/run.py` takes it out of their environment).

Everything here can be run again. Rights on existing tables are never granted again, only default privileges for
tables still to come: a migration that revoked UPDATE on a log keeps it revoked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, LiteralString

import psycopg
from psycopg import sql

OWNER, APP, OPS, BACKUP = "cc_owner", "cc_app", "cc_ops", "cc_backup"
ROLE_NAMES = (OWNER, APP, OPS, BACKUP)
# column of pg_roles -> the words that set and unset it
_ATTRIBUTES: dict[str, tuple[LiteralString, LiteralString]] = {
    "rolcanlogin": ("login", "nologin"),
    "rolsuper": ("superuser", "nosuperuser"),
    "rolcreatedb": ("createdb", "nocreatedb"),
    "rolcreaterole": ("createrole", "nocreaterole"),
    "rolreplication": ("replication", "noreplication"),
    "rolbypassrls": ("bypassrls", "nobypassrls"),
}
# vector: embeddings; pg_trgm: fuzzy search of names; unaccent: search that ignores accents
EXTENSIONS = ("vector", "pg_trgm", "unaccent")

Connection = psycopg.Connection[Any]


def apply_roles(connection: Connection, passwords: Mapping[str, str]) -> list[str]:
    """Create what is missing, set attributes and the given passwords; returns the roles created now.

    `connection` (autocommit) must be of a superuser, or of a role with CREATEROLE and BYPASSRLS: PostgreSQL lets
    nobody else hand out BYPASSRLS.
    """
    created = []
    for name in ROLE_NAMES:
        role = sql.Identifier(name)
        if not connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone():
            connection.execute(sql.SQL("create role {} login").format(role))
            created.append(name)
        if words := _differing(connection, name):
            connection.execute(sql.SQL("alter role {} {}").format(role, sql.SQL(" ".join(words))))
        if password := passwords.get(name):
            connection.execute(sql.SQL("alter role {} password {}").format(role, sql.Literal(password)))
    # Reads of every table and schema, now and later, and nothing else.
    connection.execute(sql.SQL("grant pg_read_all_data to {}").format(sql.Identifier(BACKUP)))
    connection.execute(sql.SQL("alter role {} set default_transaction_read_only = on").format(sql.Identifier(BACKUP)))
    return created


def _differing(connection: Connection, name: str) -> list[LiteralString]:
    """Words that bring the role's attributes to what they should be; a managed server lets us touch no others."""
    wanted = {"rolcanlogin"} | ({"rolbypassrls"} if name == BACKUP else set())
    columns = sql.SQL(", ").join(sql.Identifier(column) for column in _ATTRIBUTES)
    row = connection.execute(sql.SQL("select {} from pg_roles where rolname = %s").format(columns), [name]).fetchone()
    if row is None:
        raise RuntimeError(f"The role {name} vanished while it was set up.")
    pairs = zip(_ATTRIBUTES.items(), row, strict=True)
    return [(on if column in wanted else off) for (column, (on, off)), has in pairs if has != (column in wanted)]


def make_database(connection: Connection, name: str, *, template: str = "template0") -> bool:
    """A database owned by `cc_owner`, copied from `template` file by file (fast); False when it exists."""
    if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        return False
    connection.execute(
        sql.SQL("create database {} owner {} template {} strategy file_copy").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
        )
    )
    return True


def create_extensions(connection: Connection) -> None:
    """What the tables need of PostgreSQL; pgvector may be created by a superuser only."""
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))


def prepare_database(connection: Connection) -> None:
    """Extensions and privileges inside the connected database. Needs the rights of `apply_roles`."""
    create_extensions(connection)
    owner, app, ops = (sql.Identifier(name) for name in (OWNER, APP, OPS))
    database = sql.Identifier(connection.info.dbname)
    all_four = sql.SQL(", ").join(sql.Identifier(name) for name in ROLE_NAMES)
    for statement in (
        "revoke all on database {database} from public",
        "grant connect on database {database} to {all_four}",
        "grant create, temporary on database {database} to {owner}",
        "alter schema public owner to {owner}",
        "revoke create on schema public from public",
        "grant usage on schema public to {app}, {ops}",
        "alter default privileges for role {owner} grant select, insert, update, delete on tables to {app}, {ops}",
        "alter default privileges for role {owner} grant usage, select on sequences to {app}, {ops}",
        "alter default privileges for role {owner} revoke execute on functions from public",
        "alter default privileges for role {owner} grant execute on functions to {app}, {ops}",
    ):
        connection.execute(
            sql.SQL(statement).format(database=database, all_four=all_four, owner=owner, app=app, ops=ops)
        )


def drop_database(connection: Connection, name: str) -> None:
    """Remove a database and end whoever is connected to it."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
