"""Whole databases: fresh ones for tests, copies of a migrated template."""

from __future__ import annotations

import psycopg

from careercopilot.db.connections import DatabaseUrls, Role, admin_url, database_urls, with_database
from careercopilot.db.roles import drop_database, make_database, prepare_database


def create_test_database(name: str, *, template: str | None = None) -> DatabaseUrls:
    """A new database `name` (one of that name is dropped first), owned by cc_owner; returns each role's URL to it.

    Without `template` it is empty but for extensions and privileges; with one it is a copy of that database, rows,
    rights and policies included, made in well under a second. Nobody may be connected to the template meanwhile.
    """
    _refuse_product_database(name)
    with psycopg.connect(admin_url(), autocommit=True) as connection:
        drop_database(connection, name)
        make_database(connection, name, template=template or "template0")
    with psycopg.connect(admin_url(name), autocommit=True) as connection:
        prepare_database(connection)
    return urls_for(name)


def urls_for(name: str) -> DatabaseUrls:
    """Each role's URL to the database `name` on the server in use."""
    urls = database_urls()
    roles: tuple[Role, ...] = ("owner", "app", "ops", "backup")
    owner, app, ops, backup = (with_database(urls[role], name) for role in roles)
    return DatabaseUrls(owner=owner, app=app, ops=ops, backup=backup)


def drop_test_database(name: str) -> None:
    """Remove a test database; connections to it are ended."""
    _refuse_product_database(name)
    with psycopg.connect(admin_url(), autocommit=True) as connection:
        drop_database(connection, name)


def _refuse_product_database(name: str) -> None:
    if not name.startswith("test"):
        raise ValueError(f"{name!r} does not begin with 'test': only test databases are dropped here.")
