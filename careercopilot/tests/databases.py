"""Test databases: a migrated template made once, copied for each test process, used as the web role."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections

from careercopilot.db.connections import admin_url
from careercopilot.db.databases import create_test_database
from careercopilot.db.databases import drop_test_database as drop_test_database
from careercopilot.home import make_home

ROOT = Path(__file__).resolve().parents[2]
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def schema_digest() -> str:
    """Of everything that migrations are made of; a changed digest makes a new template."""
    files = sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/sql/*.sql"), ROOT / "requirements.txt"])
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def locked() -> Iterator[None]:
    """One test process at a time; the others wait."""
    with (make_home() / "test-template.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def point_connections(name: str) -> None:
    """Let every alias use the database of this name."""
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def ensure_template() -> str:
    """The name of a migrated database to copy; made at most once a schema."""
    name = f"test_template_{schema_digest()}"
    with psycopg.connect(admin_url(), autocommit=True) as connection:
        row = connection.execute("select 1 from pg_database where datname = %s", [name + "_ready"]).fetchone()
        stale = connection.execute(
            "select datname from pg_database where datname like 'test_template_%%' and datname not like %s",
            [name + "%"],
        ).fetchall()
    if row is None:
        for (old,) in stale:
            drop_test_database(old)
        create_test_database(name)
        point_connections(name)
        call_command("migrate", verbosity=0)
        point_connections(name)
        with psycopg.connect(admin_url(), autocommit=True) as connection:
            # The last step is a rename, so that an interrupted migration never passes for a finished template.
            connection.execute(f'alter database "{name}" rename to "{name}_ready"')
    return name + "_ready"


def make_test_database(name: str) -> None:
    """A fresh copy of the template for this process, with all connections pointed at it."""
    with locked():
        template = ensure_template()
        create_test_database(name, template=template)
    point_connections(name)


def empty_tables(name: str) -> None:
    """Remove all rows, as the superuser: the web role may not truncate."""
    with psycopg.connect(admin_url(name), autocommit=True) as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        tables = ", ".join(f'"{table}"' for (table,) in rows if table not in KEPT)
        # Past the triggers that keep logs from being emptied.
        connection.execute("set session_replication_role = replica")
        connection.execute(f"truncate {tables} cascade")
