"""`make run` after the set-up: database, data, web and worker; ends all of them together.

Nothing outlives it: Ctrl-C and SIGTERM stop web, worker and the embedded server. When this process is killed outright,
the next start ends what it left behind, and only that: a process is known by its id and its start time.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # type: ignore[import-untyped]  # noqa: E402 - publishes no types; after the path is set

from careercopilot.db.connections import VARIABLES, database_urls, is_embedded  # noqa: E402
from careercopilot.db.embedded import EmbeddedServerError, embedded_server  # noqa: E402
from careercopilot.home import PROJECT_ROOT, make_home  # noqa: E402

FIRST_PORT, LAST_PORT = 8000, 8020
START_SECONDS = 90.0
STOP_SECONDS = 15.0
PIECE_SECONDS = 0.02  # between pieces of the stand-in's answers, so that one sees them come
RESTARTS_ALLOWED = 5  # of the worker, within a minute
# The web process and the worker serve people: they get the connections of cc_app and cc_ops, and no other.
NEVER_SERVED = ("DATABASE_URL", "DATABASE_BACKUP_URL", "DATABASE_ADMIN_URL")


class RunError(Exception):
    """The product cannot start; the text says why and what to do."""


class Stopped(Exception):
    """Someone asked us to end."""


def say(text: str) -> None:
    print(f"[run] {text}", flush=True)


class Site:
    """The processes of one running product."""

    def __init__(self, home: Path, port: int, environment: dict[str, str]) -> None:
        self.home = home
        self.port = port
        self.environment = environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.worker_starts: list[float] = []

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, name: str, command: list[str]) -> None:
        """Start a child in a session of its own, so that Ctrl-C reaches us alone and we end it in order."""
        self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        children = {
            name: {"pid": child.pid, "started": psutil.Process(child.pid).create_time()}
            for name, child in self.processes.items()
            if child.poll() is None
        }
        (self.home / "run.json").write_text(json.dumps({"port": self.port, "children": children}), encoding="utf-8")

    def start_web(self) -> None:
        host = os.environ.get("HOST", "127.0.0.1")
        self.start(
            "web",
            [
                sys.executable, "-m", "uvicorn", "careercopilot.asgi:application", "--host", host,
                "--port", str(self.port), "--no-access-log", "--lifespan", "off", "--log-level", "warning",
                "--timeout-graceful-shutdown", "5", "--workers", os.environ.get("WEB_CONCURRENCY", "1"),
            ],
        )  # fmt: skip

    def start_worker(self) -> None:
        self.worker_starts = [at for at in self.worker_starts if at > time.monotonic() - 60]
        if len(self.worker_starts) >= RESTARTS_ALLOWED:
            raise RunError("The worker ended five times within a minute; the lines above say why.")
        self.worker_starts.append(time.monotonic())
        self.start("worker", [sys.executable, "manage.py", "worker"])

    def start_fake_provider(self) -> None:
        """The stand-in for model vendors, where AI_PROVIDER names it and no address of another is set."""
        wanted = [word.strip() for word in os.environ.get("AI_PROVIDER", "").split(",")]
        if "fake" in wanted and not os.environ.get("OPENAI_BASE_URL"):
            say("fake provider: answers are made without a model")
            self.start("fake_provider", [sys.executable, "manage.py", "fake_provider", "--pace", str(PIECE_SECONDS)])

    def wait_ready(self) -> None:
        """Until /readyz says ready; raises RunError when web ends or time runs out."""
        deadline = time.monotonic() + START_SECONDS
        answer = "no answer"
        while time.monotonic() < deadline:
            self.watch()
            answer = self._ask()
            if answer == "ready":
                return
            time.sleep(0.2)
        raise RunError(f"The site is not ready after {START_SECONDS:.0f} s: {answer}")

    def _ask(self) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as response:  # noqa: S310
                return str(json.load(response)["status"])
        except urllib.error.HTTPError as error:
            return error.read().decode(errors="replace")[:300]
        except OSError as error:
            return str(error)

    def watch(self) -> None:
        """One look at the children: the worker is started again when it ended, without web nothing is left to do."""
        web, worker = self.processes["web"], self.processes["worker"]
        if web.poll() is not None:
            raise RunError(f"The web process ended (status {web.returncode}); the lines above say why.")
        if worker.poll() is not None:
            say(f"the worker ended (status {worker.returncode}); starting it again")
            self.start_worker()

    def stop(self) -> None:
        """End the children: asked first, after 15 s killed."""
        for child in self.processes.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.processes.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        (self.home / "run.json").unlink(missing_ok=True)


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_asked)
    os.environ.setdefault("CAREERCOPILOT_ENV", "development")
    site: Site | None = None
    try:
        home = make_home()
        if home != PROJECT_ROOT / "var":
            say(f"data folder: {home}")
        with only_one(home):
            end_leftovers(home)
            port = choose_port()
            environment = start_database()
            log_ins = prepare(home, environment)
            served = {name: value for name, value in environment.items() if name not in NEVER_SERVED}
            site = Site(home, port, served | {"PROMETHEUS_MULTIPROC_DIR": str(empty_metrics(home))})
            say("web and worker")
            site.start_fake_provider()
            site.start_web()
            site.start_worker()
            site.wait_ready()
            welcome(site.address, log_ins)
            while True:
                time.sleep(0.5)
                site.watch()
    except Stopped:
        say("stopping")
        return 0
    except (RunError, EmbeddedServerError) as error:
        say(str(error))
        return 1
    finally:
        # a second Ctrl-C must not leave half of it running
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if site is not None:
            site.stop()
        if is_embedded():
            embedded_server().release()


def stop_asked(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


@contextlib.contextmanager
def only_one(home: Path) -> Any:
    """Hold the data folder; a second `make run` on it is told where the first one serves."""
    handle: IO[str]
    with (home / "run.lock").open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(f"It already runs on this data folder ({home}); stop it first.") from None
        yield


def end_leftovers(home: Path) -> None:
    """End web and worker of a start that was killed."""
    try:
        children = json.loads((home / "run.json").read_text(encoding="utf-8"))["children"]
    except (FileNotFoundError, ValueError, KeyError):
        return
    found = []
    for child in children.values():
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(child["pid"])
            if abs(process.create_time() - child["started"]) < 1.0:
                found += [process, *process.children(recursive=True)]
    if not found:
        return
    say(f"ending {len(found)} processes that an earlier start left behind")
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(found, timeout=STOP_SECONDS)[1]:
        process.kill()


def choose_port() -> int:
    """PORT when given, and then that one or none; else the first free one from 8000 on."""
    wanted = os.environ.get("PORT", "").strip()
    if wanted:
        if not wanted.isdigit() or not 0 < int(wanted) < 65536:
            raise RunError(f"PORT is {wanted!r}; it must be a number from 1 to 65535.")
        if not is_free(int(wanted)):
            raise RunError(f"Port {wanted} is taken. Choose another:  make run PORT={int(wanted) + 1}")
        return int(wanted)
    for port in range(FIRST_PORT, LAST_PORT + 1):
        if is_free(port):
            return port
        say(f"port {port} is taken")
    raise RunError(f"Ports {FIRST_PORT} to {LAST_PORT} are taken. Choose one:  make run PORT=9000")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def empty_metrics(home: Path) -> Path:
    """The folder in which web and worker count together for /metrics; what an earlier start counted goes."""
    folder = home / "metrics"
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.db"):
        path.unlink()
    return folder


def start_database() -> dict[str, str]:
    """The environment with a connection URL for each role."""
    if is_embedded():
        say("database")
        urls = database_urls(ensure=True)
    else:
        say("database: the one the environment names")
        urls = database_urls()
    return {**os.environ, **{VARIABLES[role]: urls[role] for role in VARIABLES}}


def prepare(home: Path, environment: dict[str, str]) -> list[list[str]]:
    """Migrations and data; returns the demo log-ins."""
    say("data")
    report = home / "prepare.json"
    demo = ["--demo"] if environment["CAREERCOPILOT_ENV"] == "development" else []
    command = [sys.executable, "manage.py", "prepare", *demo, "--json", str(report)]
    # In our session, so that Ctrl-C ends it as well; a database transaction cut short leaves nothing behind.
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise RunError("The database could not be prepared; the lines above say why.")
    log_ins: list[list[str]] = json.loads(report.read_text(encoding="utf-8"))["log_ins"]
    report.unlink()
    return log_ins


def welcome(address: str, log_ins: list[list[str]]) -> None:
    print(f"\n  CareerCopilot is ready:  {address}\n", flush=True)
    if log_ins:
        width = max(len(row[0]) for row in log_ins)
        print("  Demo log-ins (e-mail, password, who):")
        for email, password, who in log_ins:
            print(f"    {email:<{width}}  {password}  {who}")
    print("\n  Ctrl-C stops everything.\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
