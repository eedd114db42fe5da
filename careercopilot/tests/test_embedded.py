"""The embedded server: made once, shared, adopted after a crash, never confused with another process."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from careercopilot import home as homes
from careercopilot.db import embedded_binaries
from careercopilot.db.connections import database_urls, is_embedded
from careercopilot.db.embedded import ADMIN, EmbeddedServer, EmbeddedServerError
from careercopilot.db.embedded_process import Lease, ServerRecord, live_postmaster

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Path]:
    """A data folder the server's user can reach; pytest's own temporary folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="careercopilot-test-"))
    folder.chmod(0o755)
    yield folder / "home"
    EmbeddedServer(folder / "home").stop()
    shutil.rmtree(folder)


@pytest.fixture
def server(cluster: Path) -> Iterator[EmbeddedServer]:
    made = EmbeddedServer(cluster)
    made.ensure()
    yield made
    made.release()
    EmbeddedServer(cluster).stop()


def ask(server: EmbeddedServer, role: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(role), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def in_another_process(home: Path, code: str) -> subprocess.Popen[str]:
    script = f"from pathlib import Path\nfrom careercopilot.db.embedded import EmbeddedServer\n{code}"
    return subprocess.Popen(
        [sys.executable, "-c", script.replace("HOME", repr(str(home)))],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )


HOLD = "s = EmbeddedServer(Path(HOME)); print(s.ensure().pid, flush=True); input()"


def test_roles_have_no_more_than_their_rights(server: EmbeddedServer) -> None:
    rows = ask(
        server,
        "admin",
        "select rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
        " from pg_roles where rolname like 'cc\\_%' order by 1",
    )
    assert rows == [
        (ADMIN, True, True, True, True, True, True),
        ("cc_app", True, False, False, False, False, False),
        ("cc_backup", True, False, False, False, False, True),
        ("cc_ops", True, False, False, False, False, False),
        ("cc_owner", True, False, False, False, False, False),
    ]


def test_the_web_role_reads_and_writes_and_owns_nothing(server: EmbeddedServer) -> None:
    ask(server, "owner", "create table note (id bigserial primary key, text text)")
    ask(server, "app", "insert into note (text) values ('a')")
    assert ask(server, "app", "select id, text from note") == [(1, "a")]
    for refused in (
        "truncate note",
        "drop table note",
        "alter table note disable row level security",
        "create table other (id int)",
        "create function f() returns int language sql as 'select 1'",
        "create schema other",
        "set role cc_owner",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(server, "app", refused)
    ask(server, "owner", "drop table note")


def test_the_backup_role_reads_past_row_security_and_cannot_write(server: EmbeddedServer) -> None:
    ask(server, "owner", "create table secret (id int); insert into secret values (1)")
    ask(server, "owner", "alter table secret enable row level security; alter table secret force row level security")
    assert ask(server, "owner", "select id from secret") == []
    assert ask(server, "app", "select id from secret") == []
    assert ask(server, "backup", "select id from secret") == [(1,)]
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        ask(server, "backup", "delete from secret")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, "backup", "begin read write; delete from secret")
    ask(server, "owner", "drop table secret")


def test_text_sorts_by_code_point_in_utf8(server: EmbeddedServer) -> None:
    rows = ask(
        server, "app", "select datlocprovider, datlocale, pg_encoding_to_char(encoding) from pg_database"
        " where datname = current_database()",
    )  # fmt: skip
    assert rows == [("b", "C.UTF-8", "UTF8")]
    assert ask(server, "app", "select upper('zürich')") == [("ZÜRICH",)]


def test_passwords_are_private_and_needed(server: EmbeddedServer) -> None:
    assert (server.folder / "credentials.json").stat().st_mode & 0o777 == 0o600
    assert server.data.stat().st_mode & 0o777 == 0o700
    wrong = server.url("app").replace(server.passwords()["cc_app"], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_it_listens_on_loopback_only(server: EmbeddedServer) -> None:
    record = server.running()
    assert record is not None
    listening = [c.laddr for c in psutil.Process(record.pid).net_connections() if c.status == psutil.CONN_LISTEN]
    assert [address.ip for address in listening] == ["127.0.0.1"]


def test_processes_share_it_and_the_last_one_stops_it(server: EmbeddedServer) -> None:
    other = in_another_process(server.home, HOLD)
    assert other.stdout is not None
    mine = server.running()
    assert mine is not None
    assert int(other.stdout.readline()) == mine.pid
    server.release()
    assert server.running() == mine
    other.communicate("\n", timeout=60)
    assert server.running() is None


def test_it_survives_a_killed_parent_and_is_adopted(cluster: Path) -> None:
    parent = in_another_process(cluster, HOLD)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert parent.stdin is not None
    parent.stdin.close()
    server = EmbeddedServer(cluster)
    (server.folder / "server.json").unlink()  # killed even before it could note what it started
    assert server.ensure().pid == pid
    server.release()
    assert server.running() is None


def test_it_recovers_what_was_committed_when_it_is_killed(server: EmbeddedServer) -> None:
    ask(server, "owner", "create table kept (id int); insert into kept values (7)")
    before = server.running()
    assert before is not None
    os.kill(before.pid, signal.SIGKILL)
    psutil.wait_procs([process] if (process := live_postmaster(before.pid, server.data)) else [], timeout=60)
    after = server.ensure()
    assert after.pid != before.pid
    assert after.port == before.port
    assert ask(server, "owner", "select id from kept") == [(7,)]
    ask(server, "owner", "drop table kept")


def test_a_reused_process_id_is_not_taken_for_the_server(cluster: Path) -> None:
    server = EmbeddedServer(cluster)
    server.ensure()
    lines = (server.data / "postmaster.pid").read_text().splitlines()
    server.release()
    # Both files now name this very process, which lives and is no database server.
    lines[0] = str(os.getpid())
    (server.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    shutil.chown(server.data / "postmaster.pid", server.data.stat().st_uid, server.data.stat().st_gid)
    ServerRecord(os.getpid(), psutil.Process().create_time(), 1).write(server.folder / "server.json")
    assert server.running() is None
    assert server.ensure().pid != os.getpid()
    assert ask(server, "app", "select 1") == [(1,)]
    server.release()


def test_a_taken_port_is_left_alone(cluster: Path) -> None:
    server = EmbeddedServer(cluster)
    before = server.ensure().port
    server.release()
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", before))
        squatter.listen()
        assert server.ensure().port != before
    server.release()


def test_a_pinned_server_stays_until_it_is_stopped(cluster: Path) -> None:
    server = EmbeddedServer(cluster)
    record = server.pin()
    server.release()
    assert server.running() == record
    assert server.stop()
    assert not server.stop()
    assert server.running() is None


def test_a_cluster_cut_short_is_made_again(cluster: Path) -> None:
    server = EmbeddedServer(cluster)
    server.ensure()
    server.release()
    (server.data / "PG_VERSION").unlink()
    server.ensure()
    assert ask(server, "app", "select count(*) from pg_extension where extname = 'vector'") == [(1,)]
    server.release()


def test_a_failed_start_says_why(cluster: Path) -> None:
    server = EmbeddedServer(cluster)
    server.ensure()
    server.release()
    (server.data / "global" / "pg_control").rename(server.data / "global" / "pg_control.away")
    with pytest.raises(EmbeddedServerError, match="pg_control"):
        server.ensure()
    (server.data / "global" / "pg_control.away").rename(server.data / "global" / "pg_control")
    server.ensure()
    server.release()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_programs_out_of_reach_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = homes.server_user_ids()
    monkeypatch.setattr(embedded_binaries, "can_traverse", lambda *_: False)
    storage = Path(tempfile.mkdtemp(prefix="careercopilot-test-"))
    storage.chmod(0o755)
    try:
        programs = embedded_binaries.server_programs(storage, *ids)
        assert storage in programs.parents
        done = subprocess.run(
            [programs / "initdb", "--version"], user=ids[0], group=ids[1], capture_output=True, text=True, check=True
        )
        assert done.stdout.startswith("initdb (PostgreSQL) 18")
    finally:
        shutil.rmtree(storage)


def test_a_home_out_of_reach_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    fallback = tmp_path / "lib" / "careercopilot"
    monkeypatch.setattr(homes, "ROOT_FALLBACK", fallback)
    monkeypatch.setattr(homes.os, "geteuid", lambda: 0)
    monkeypatch.setattr(homes, "server_user_ids", lambda: (65534, 65534))
    monkeypatch.setenv("CAREERCOPILOT_HOME", str(closed / "var"))
    assert homes.make_home() == fallback
    assert homes.make_home() == fallback
    monkeypatch.setenv("CAREERCOPILOT_HOME", str(closed / "second" / "var"))
    other = homes.make_home()
    assert other.parent == fallback.parent
    assert other != fallback


def test_the_home_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes.os, "geteuid", lambda: 1000)
    monkeypatch.setenv("CAREERCOPILOT_HOME", str(tmp_path / "here"))
    assert homes.data_home() == tmp_path / "here"
    monkeypatch.delenv("CAREERCOPILOT_HOME")
    assert homes.data_home() == ROOT / "var"


def test_leases_tell_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "leases"
    first, second = Lease(path), Lease(path)
    assert not first.release()
    assert second.release()
    assert not second.release()


def test_a_server_in_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_APP_URL", "DATABASE_OPS_URL", "DATABASE_BACKUP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://cc_owner:secret@db.example:5433/site")
    assert not is_embedded()
    assert database_urls() == {
        "owner": "postgresql://cc_owner:secret@db.example:5433/site",
        "app": "postgresql://cc_app@db.example:5433/site",
        "ops": "postgresql://cc_ops@db.example:5433/site",
        "backup": "postgresql://cc_backup@db.example:5433/site",
    }
    monkeypatch.setenv("DATABASE_APP_URL", "postgresql://cc_app:own@other.example/site")
    assert database_urls()["app"] == "postgresql://cc_app:own@other.example/site"


def test_a_served_process_needs_no_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OPS_URL", "DATABASE_BACKUP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_APP_URL", "postgresql://cc_app:own@db.example/site")
    assert not is_embedded()
    assert database_urls()["owner"] == "postgresql://cc_owner@db.example/site"
