"""Backups: a dump made by the role that may read every row, and its way back."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from careercopilot.db.connections import admin_url, database_urls, with_database
from careercopilot.db.embedded_binaries import client_programs
from careercopilot.db.roles import OWNER, create_extensions, drop_database, make_database, prepare_database


class DumpError(RuntimeError):
    """A dump could not be made or read; the text is what PostgreSQL's program said."""


def client_environment(url: str) -> dict[str, str]:
    """Environment that makes PostgreSQL's programs connect to `url`: no password on any command line."""
    parts = urlsplit(url)
    given = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    return {**os.environ, **{name: value for name, value in given.items() if value}}


def program(name: str) -> str:
    """Path of psql, pg_dump or pg_restore."""
    return str(client_programs() / name)


def backup(target: Path) -> int:
    """Dump the database into `target` (custom format, mode 0600); returns its size in bytes.

    The file appears under its name only when complete. Raises DumpError.
    """
    url = database_urls(ensure=True)["backup"]
    spare = target.with_name(f"{target.name}.part")
    spare.unlink(missing_ok=True)
    spare.touch(0o600)
    try:
        _run("pg_dump", ["--format=custom", "--no-password", f"--file={spare}"], url)
        spare.replace(target)
    finally:
        spare.unlink(missing_ok=True)
    return target.stat().st_size


def restore(source: Path) -> None:
    """Replace the product's database by the dump `source`.

    The dump is read into a new database first; only when that has worked do the two change places, so that a broken
    file changes nothing. Sessions on the old database are ended. Raises DumpError.
    """
    owner = database_urls(ensure=True)["owner"]
    name = unquote(urlsplit(owner).path.lstrip("/"))
    fresh = f"{name}_restored"
    with psycopg.connect(admin_url(), autocommit=True) as connection:
        drop_database(connection, fresh)
        make_database(connection, fresh)
        try:
            with psycopg.connect(admin_url(fresh), autocommit=True) as inside:
                create_extensions(inside)
                inside.execute(sql.SQL("alter schema public owner to {}").format(sql.Identifier(OWNER)))
            # Default privileges come last: set before, they would grant on every restored table what a migration
            # had revoked, and the dump does not revoke what it never knew.
            arguments = ["--no-password", "--no-comments", "--exit-on-error", f"--dbname={fresh}", str(source)]
            _run("pg_restore", arguments, with_database(owner, fresh))
            with psycopg.connect(admin_url(fresh), autocommit=True) as inside:
                prepare_database(inside)
        except BaseException:
            drop_database(connection, fresh)
            raise
        drop_database(connection, name)
        connection.execute(
            sql.SQL("alter database {} rename to {}").format(sql.Identifier(fresh), sql.Identifier(name))
        )


def _run(name: str, arguments: list[str], url: str) -> None:
    done = subprocess.run(
        [program(name), *arguments], env=client_environment(url), check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise DumpError(f"{name}: {done.stderr.strip()}")
