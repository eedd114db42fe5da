"""PgBouncer with transaction pooling: many people over few connections, each seeing only their own rows."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.databases import JobDatabase, job_database
from bench.options import options
from bench.servers import free_port
from bench.sides import Result, Skip
from bench.tables import Table
from bench.timing import interleave, p50, ratio
from careercopilot.db.databases import urls_for
from careercopilot.home import server_user_ids

CLIENTS, POOLED = 24, 3
TRANSACTIONS, TRANSACTIONS_QUICK = 100, 10
SETTINGS = """[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = plain
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {pooled}
max_client_conn = 200
logfile = {folder}/pgbouncer.log
"""


def run() -> list[Result | Table]:
    """CLIENTS people at once over POOLED connections: who acts never leaks from one to another; what a detour costs."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise Skip("no pgbouncer here (Debian: apt-get install pgbouncer)")
    chosen = options()
    database = job_database(chosen.sizes[0], chosen)
    with pooler(program, urls_for(database.name)["app"]) as url:
        each = TRANSACTIONS_QUICK if chosen.quick else TRANSACTIONS
        began = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            seen = list(pool.map(lambda number: _client(url, database, number, each), range(CLIENTS)))
        seconds = time.perf_counter() - began
        backends = {pid for _, pids in seen for pid in pids}
        times = _detour(url, urls_for(database.name)["app"], database, chosen.rounds * 4)
    columns = ("", "direct", "pooled", "ratio")
    cost = ratio(times, "pooled", "direct")
    rows = (("one transaction, three statements (ms)", p50(times["direct"]), p50(times["pooled"]), cost),)
    note = f"{CLIENTS} clients: {CLIENTS * each / seconds:.0f} transactions a second over {len(backends)} connections"
    return [
        Table("pooler: PgBouncer, transaction pooling", columns, rows, note),
        Result(
            "pooler: transactions that saw another's rows or actor", sum(odd for odd, _ in seen), 0, "", at_least=False
        ),
        Result("pooler: connections to the server", len(backends), POOLED, "", at_least=False),
        Result("pooler: a transaction through it over one without", cost, 2.0, at_least=False),
    ]


@contextmanager
def pooler(program: str, url: str) -> Iterator[str]:
    """PgBouncer in front of this address; the same address through it."""
    parts = urlsplit(url)
    folder = Path(tempfile.mkdtemp(prefix="careercopilot-bench-"))
    listen = free_port()
    settings = SETTINGS.format(host=parts.hostname, port=parts.port, listen=listen, folder=folder, pooled=POOLED)
    (folder / "pgbouncer.ini").write_text(settings, encoding="utf-8")
    (folder / "users.txt").write_text(f'"{parts.username}" "{parts.password}"\n', encoding="utf-8")
    identity: dict[str, int] = {}
    if os.geteuid() == 0:
        # It refuses to be root.
        identity = dict(zip(("user", "group"), server_user_ids(), strict=True))
        for path in (folder, *folder.iterdir()):
            os.chown(path, *server_user_ids())
    process = subprocess.Popen([program, "-q", str(folder / "pgbouncer.ini")], **identity)  # type: ignore[call-overload]
    through = urlunsplit(parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{listen}"))
    try:
        _answers(through)
        yield through
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _answers(url: str) -> None:
    """Wait until it takes connections; raises the last error after 20 seconds."""
    deadline = time.monotonic() + 20
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _transaction(connection: psycopg.Connection[tuple[object, ...]], person: uuid.UUID) -> tuple[bool, int]:
    """Whether one transaction, as the product makes them, saw what it must not; and which process served it."""
    with connection.transaction():
        before = connection.execute("select coalesce(current_setting('app.user_id', true), '')").fetchone()
        connection.execute("select set_config('app.user_id', %s, true)", [str(person)])
        row = connection.execute(
            "select app_user_id(), pg_backend_pid(),"
            " (select count(*) from resumes_resume where owner_id <> app_user_id()), (select count(*) from resumes_resume)"
        ).fetchone()
    if row is None or before is None:
        raise RuntimeError("no answer")
    return before[0] != "" or row[0] != person or row[2] != 0 or row[3] != 1, int(str(row[1]))


def _client(url: str, database: JobDatabase, number: int, each: int) -> tuple[int, set[int]]:
    """How many of a client's transactions saw anything wrong, and the server's processes that served it."""
    person = database.seekers[number % len(database.seekers)]
    # Named statements belong to one server process; through a pool of transactions there must be none.
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        found = [_transaction(connection, person) for _ in range(each)]
    return sum(odd for odd, _ in found), {pid for _, pid in found}


def _detour(url: str, direct: str, database: JobDatabase, rounds: int) -> dict[str, list[float]]:
    person = database.seekers[0]
    with (
        psycopg.connect(url, autocommit=True, prepare_threshold=None) as pooled,
        psycopg.connect(direct, autocommit=True, prepare_threshold=None) as straight,
    ):
        return interleave(
            {
                "pooled": lambda: _transaction(pooled, person),
                "direct": lambda: _transaction(straight, person),
            },
            rounds,
        )
