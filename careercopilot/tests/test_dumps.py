"""Backup and restore: everything comes back, rights included, and a broken file changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from careercopilot.db import dumps
from careercopilot.db.connections import VARIABLES, admin_url
from careercopilot.db.databases import create_test_database, drop_test_database
from careercopilot.db.embedded import embedded_server

pytestmark = pytest.mark.slow
# Each test process has its own: two may run these at once.
NAME = f"test_dumps_{os.getpid()}"
RIGHTS = """
select c.relname, coalesce(c.relacl, acldefault('r', c.relowner))::text, c.relrowsecurity, c.relforcerowsecurity
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') order by 1
"""


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A small database named by the environment, as an outside server would be; the owner's URL to it."""
    embedded_server().ensure()
    monkeypatch.setenv("DATABASE_ADMIN_URL", admin_url())
    urls = create_test_database(NAME)
    for role, variable in VARIABLES.items():
        monkeypatch.setenv(variable, urls[role])
    with psycopg.connect(urls["owner"], autocommit=True) as connection:
        connection.execute("create table note (id int primary key, owner_id uuid, text text)")
        connection.execute("alter table note enable row level security")
        connection.execute("alter table note force row level security")
        connection.execute("create policy note_select on note for select using (false)")
        connection.execute("create policy note_insert on note for insert with check (true)")
        connection.execute("create table log (id int)")
        connection.execute("revoke update, delete on log from cc_app")
        connection.execute("insert into note values (1, gen_random_uuid(), 'hidden from its own owner')")
    yield urls["owner"]
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable)
    drop_test_database(NAME)


def rights(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(RIGHTS).fetchall()


def notes() -> list[tuple[object, ...]]:
    with psycopg.connect(admin_url(NAME)) as connection:
        return connection.execute("select id, text from note").fetchall()


def test_a_dump_holds_every_row_and_every_right(owner: str, tmp_path: Path) -> None:
    file = tmp_path / "all.dump"
    before = rights(owner)
    call_command("db", "backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("drop table note")
    call_command("db", "restore", str(file), "--yes")
    assert notes() == [(1, "hidden from its own owner")]
    assert rights(owner) == before
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("create table later (id int)")
        assert connection.execute("select has_table_privilege('cc_app', 'later', 'insert')").fetchone() == (True,)
        assert connection.execute("select has_table_privilege('cc_app', 'later', 'truncate')").fetchone() == (False,)


def test_a_broken_file_changes_nothing(owner: str, tmp_path: Path) -> None:
    file = tmp_path / "all.dump"
    dumps.backup(file)
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(CommandError, match="pg_restore"):
        call_command("db", "restore", str(file), "--yes")
    assert notes() == [(1, "hidden from its own owner")]


def test_a_restore_is_meant(owner: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--yes"):
        call_command("db", "restore", str(tmp_path / "all.dump"))
    with pytest.raises(CommandError, match="no file"):
        call_command("db", "restore", str(tmp_path / "all.dump"), "--yes")


def test_roles_can_be_set_up_again(owner: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("db", "roles")
    assert "none, all were there" in capsys.readouterr().out
    assert notes() == [(1, "hidden from its own owner")]
    with psycopg.connect(owner) as connection:
        refused = connection.execute("select has_table_privilege('cc_app', 'log', 'update')").fetchone()
    assert refused == (False,)  # set up again, not granted again
