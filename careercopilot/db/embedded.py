"""Our own PostgreSQL: made, started, adopted after a crash, and stopped, from a folder of programs.

Layout under `CAREERCOPILOT_HOME/postgres` (mode 0711, ours):

- `credentials.json` (0600): the passwords of the database's roles, made once
- `data/` (0700, of the user the server runs as): the cluster
- `server.json`: process id, its start time, port; believed only when such a process lives (`embedded_process`)
- `lock`, `leases`: start and stop one at a time; the last process that uses the server stops it
- `pinned`: present after `db start`: the server stays until `db stop`
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from careercopilot.db.embedded_binaries import server_programs
from careercopilot.db.embedded_config import server_settings
from careercopilot.db.embedded_process import (
    Lease,
    ServerRecord,
    exclusive,
    live_postmaster,
    postmaster_pid,
    wait_for_orphans,
)
from careercopilot.db.roles import APP, BACKUP, OPS, OWNER, apply_roles, make_database, prepare_database
from careercopilot.home import data_home, make_home, server_user_ids

ADMIN = "cc_admin"  # the cluster's superuser: makes roles and databases, never used to serve
DATABASE = "careercopilot"
ROLES = {"owner": OWNER, "app": APP, "ops": OPS, "backup": BACKUP}
HOST = "127.0.0.1"
START_SECONDS = 60.0
FIRST_UNPRIVILEGED_PORT = 1024


class EmbeddedServerError(RuntimeError):
    """The embedded server could not be made, started or stopped; the text says why and what to do."""


@dataclass
class EmbeddedServer:
    """The database server of one data folder. Safe to use from many processes at once."""

    home: Path
    _lease: Lease | None = field(default=None, repr=False)

    @property
    def folder(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def _record_path(self) -> Path:
        return self.folder / "server.json"

    @property
    def _pin(self) -> Path:
        return self.folder / "pinned"

    def running(self) -> ServerRecord | None:
        """The live server's record, or None. Reads files and the process table only."""
        record = ServerRecord.read(self._record_path)
        if record and live_postmaster(record.pid, self.data, record.started):
            return record
        return None

    def ensure(self) -> ServerRecord:
        """Make, start or adopt the server, and hold it for this process; it stops when its last user ends."""
        if self._lease is not None and (record := self.running()):
            return record
        self._prepare_folders()
        with exclusive(self.folder / "lock"):
            record = self._adopt() or self._start()
            if self._lease is None:
                self._lease = Lease(self.folder / "leases")
                atexit.register(self.release)
        return record

    def pin(self) -> ServerRecord:
        """Start the server and leave it running after this process (`db start`)."""
        record = self.ensure()
        self._pin.touch()
        return record

    def release(self) -> None:
        """End this process's use; stops the server when nobody else uses it and it is not pinned."""
        if self._lease is None:
            return
        lease, self._lease = self._lease, None
        atexit.unregister(self.release)
        with exclusive(self.folder / "lock"):
            if lease.release() and not self._pin.exists():
                self._stop()

    def stop(self) -> bool:
        """Stop the server for everybody (`db stop`); False when none ran."""
        if not self.folder.is_dir():
            return False
        with exclusive(self.folder / "lock"):
            self._pin.unlink(missing_ok=True)
            return self._stop()

    def url(self, role: str, database: str = DATABASE) -> str:
        """Connection URL of a role (`owner`, `app`, `ops`, `backup`, `admin`); port 0 before the first start."""
        record = ServerRecord.read(self._record_path)
        return self._url(role, database, record.port if record else 0)

    def _url(self, role: str, database: str, port: int) -> str:
        user = ADMIN if role == "admin" else ROLES[role]
        return f"postgresql://{user}:{self.passwords().get(user, '')}@{HOST}:{port}/{database}"

    def passwords(self) -> dict[str, str]:
        """Password of each role; empty before the server was first made."""
        try:
            stored: dict[str, str] = json.loads((self.folder / "credentials.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return stored

    def log_tail(self, lines: int = 12) -> str:
        """The last lines the server wrote: before its log collector took over, and after."""
        logs = [self.folder / "start.log"]
        with contextlib.suppress(OSError):
            logs += sorted((self.data / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)[-1:]
        text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in logs if path.exists())
        return "\n".join(text.splitlines()[-lines:])

    # The steps below run under the exclusive lock.

    def _adopt(self) -> ServerRecord | None:
        """A server already running on our data, ours or left behind by a killed parent."""
        if record := self.running():
            return record
        pid = postmaster_pid(self.data)
        process = live_postmaster(pid, self.data) if pid else None
        if process is None:
            return None
        lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        record = ServerRecord(pid=process.pid, started=process.create_time(), port=int(lines[3]))
        self._wait_ready(record.port)
        self._make_database(record)
        return record

    def _start(self) -> ServerRecord:
        fresh = not (self.data / "PG_VERSION").exists()
        if fresh:
            self._make_cluster()
        elif (self.data / "postmaster.pid").exists():
            wait_for_orphans(self.data)
            # Nobody lives behind this file: its process id may be someone else's by now, and PostgreSQL would refuse.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        previous = ServerRecord.read(self._record_path)
        port = _free_port(previous.port if previous else 0)
        (self.data / "postgresql.conf").write_text(server_settings(port), encoding="utf-8")
        self._launch()
        pid = postmaster_pid(self.data)
        process = live_postmaster(pid, self.data) if pid else None
        if process is None:
            raise EmbeddedServerError(f"PostgreSQL stopped right after its start:\n{self.log_tail()}")
        record = ServerRecord(pid=process.pid, started=process.create_time(), port=port)
        self._make_database(record)
        return record

    def _launch(self) -> None:
        log = self.folder / "start.log"
        log.unlink(missing_ok=True)
        log.touch(0o600)
        if os.geteuid() == 0:
            os.chown(log, *self._ids())
        self._run("pg_ctl", "start", "-w", "-t", str(int(START_SECONDS)), "-s", "-D", str(self.data), "-l", str(log))

    def _stop(self) -> bool:
        record = self.running() or self._adopt()
        if record is None:
            return False
        process = live_postmaster(record.pid, self.data)
        # fast: ends sessions and writes everything out; immediate only when that takes longer than half a minute
        for signal_number, seconds in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0)):
            if process is None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(record.pid, signal_number)
            deadline = time.monotonic() + seconds
            while (process := live_postmaster(record.pid, self.data)) and time.monotonic() < deadline:
                time.sleep(0.05)
        if process is not None:
            raise EmbeddedServerError(f"PostgreSQL (process {record.pid}) does not stop.")
        return True

    def _prepare_folders(self) -> None:
        if not self.folder.is_dir():
            if self.home == data_home():
                make_home()
            self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            # the server's user passes through, it cannot list
            for part in (self.home, self.folder):
                mode = part.stat().st_mode & 0o777
                if mode | 0o711 != mode:
                    part.chmod(mode | 0o711)

    def _ids(self) -> tuple[int, int]:
        """Who owns the cluster: fixed when it was made, whatever the preference is today."""
        if self.data.is_dir():
            info = self.data.stat()
            if info.st_uid != 0:
                return info.st_uid, info.st_gid
        return server_user_ids()

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the cluster's user. Raises EmbeddedServerError with what it said."""
        identity: dict[str, object] = {}
        ids = self._ids() if os.geteuid() == 0 else (os.geteuid(), os.getegid())
        if os.geteuid() == 0:
            identity = {"user": ids[0], "group": ids[1], "extra_groups": []}
        folder = server_programs(self.folder, *ids)
        environment = {"PATH": f"{folder}:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}
        done = subprocess.run(
            [str(folder / program), *arguments],
            env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False, timeout=START_SECONDS * 3, start_new_session=True, umask=0o077,
            **identity,  # type: ignore[call-overload]  # only present when we are root
        )  # fmt: skip
        if done.returncode:
            raise EmbeddedServerError(f"{program} failed ({done.returncode}): {done.stdout.strip()}\n{self.log_tail()}")

    def _make_cluster(self) -> None:
        if self.data.exists():
            shutil.rmtree(self.data)  # cut short: without PG_VERSION nothing was ever stored in it
        credentials = self.folder / "credentials.json"
        passwords = {name: secrets.token_urlsafe(24) for name in (ADMIN, *ROLES.values())}
        _write_private(credentials, json.dumps(passwords))
        self.data.mkdir(mode=0o700)
        password_file = self.folder / "initdb.password"
        _write_private(password_file, passwords[ADMIN])
        if os.geteuid() == 0:
            ids = server_user_ids()
            os.chown(self.data, *ids)
            os.chown(password_file, *ids)
        try:
            self._run(
                "initdb", "-D", str(self.data), "-U", ADMIN, f"--pwfile={password_file}",
                "--auth-host=scram-sha-256", "--auth-local=reject", "--encoding=UTF8",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
            )  # fmt: skip
        except EmbeddedServerError:
            shutil.rmtree(self.data, ignore_errors=True)
            raise
        finally:
            password_file.unlink(missing_ok=True)

    def _make_database(self, record: ServerRecord) -> None:
        """Roles and the product's database, each only where missing; the record is kept once they stand."""
        admin = self._url("admin", "postgres", record.port)
        with psycopg.connect(admin, autocommit=True) as connection:
            apply_roles(connection, self.passwords())
            make_database(connection, DATABASE)
        with psycopg.connect(self._url("admin", DATABASE, record.port), autocommit=True) as connection:
            prepare_database(connection)
        record.write(self._record_path)

    def _wait_ready(self, port: int) -> None:
        """Wait until the server answers at all; a refusal of our log-in is an answer too."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(host=HOST, port=port, user=ADMIN, password=self.passwords().get(ADMIN, ""),
                                dbname="postgres", connect_timeout=5).close()  # fmt: skip
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise EmbeddedServerError(f"PostgreSQL does not answer on port {port}: {error}") from error
                time.sleep(0.1)
            else:
                return


def _free_port(preferred: int) -> int:
    """The remembered port when nobody took it meanwhile, else one the system gives."""
    for port in (preferred if preferred >= FIRST_UNPRIVILEGED_PORT else 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                found: int = probe.getsockname()[1]
                return found
    raise EmbeddedServerError("No free port on 127.0.0.1.")


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)


@functools.lru_cache(maxsize=4)
def _server(home: Path) -> EmbeddedServer:
    return EmbeddedServer(home)


def embedded_server() -> EmbeddedServer:
    """This installation's server; one object per process, so that one lease is held."""
    return _server(data_home())
