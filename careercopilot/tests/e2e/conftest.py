"""A running product for browser tests: its own database, web process and worker, and Chromium."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 60
PASSWORD = "correct horse battery"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def chromium_path() -> str | None:
    """The browser to drive: CHROMIUM_PATH, else the system's."""
    names = (os.environ.get("CHROMIUM_PATH"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@dataclass
class Site:
    """The address of the running product, and the mail it sent."""

    address: str
    mail: Path
    environment: dict[str, str] = field(default_factory=dict, repr=False)

    def run(self, code: str) -> str:
        """Run Python in the product's own environment, for what no page does yet; returns what it printed."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    def code_for(self, email: str) -> str:
        """The newest log-in or verification code that was mailed to this address."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for path in sorted(self.mail.glob("*.json"), reverse=True):
                message = json.loads(path.read_text(encoding="utf-8"))
                found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", message["body"])
                if email in message["to"] and found:
                    return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no code was mailed to {email}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(urls: dict[str, str], mail: Path) -> dict[str, str]:
    """That of a development set-up on the given database."""
    from careercopilot.home import data_home

    return {
        **os.environ,
        "CAREERCOPILOT_ENV": "development",
        "CAREERCOPILOT_HOME": str(data_home()),
        "CAREERCOPILOT_MAIL": str(mail),
        "DATABASE_URL": urls["owner"],
        "DATABASE_APP_URL": urls["app"],
        "DATABASE_OPS_URL": urls["ops"],
        "DATABASE_BACKUP_URL": urls["backup"],
        "OMP_NUM_THREADS": "1",
    }


@contextlib.contextmanager
def _running(commands: Sequence[Sequence[str]], environment: dict[str, str], log: Path) -> Iterator[None]:
    """These programs while the block lasts, their words in the log."""
    with log.open("w") as words:
        children = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=words, stderr=words) for command in commands
        ]
        try:
            yield
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(timeout=20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """uvicorn and the worker on a database of their own, filled with the demo data."""
    from careercopilot.db.databases import create_test_database, drop_test_database

    name, port = f"test_e2e_{os.getpid()}", free_port()
    mail = tmp_path_factory.mktemp("mail")
    environment = _environment(create_test_database(name), mail)
    manage = [sys.executable, "manage.py"]
    serve = [
        sys.executable,
        "-m",
        "uvicorn",
        "careercopilot.asgi:application",
        "--port",
        str(port),
        "--lifespan",
        "off",
    ]
    try:
        subprocess.run([*manage, "prepare", "--demo"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        with _running([serve, [*manage, "worker"]], environment, tmp_path_factory.mktemp("logs") / "site.log"):
            wait_until_ready(f"http://127.0.0.1:{port}/readyz")
            yield Site(f"http://127.0.0.1:{port}", mail, environment)
    finally:
        drop_test_database(name)


def wait_until_ready(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError) as error:
            if time.monotonic() > until:
                raise AssertionError(f"{url} was not ready within {START_SECONDS} s") from error
            time.sleep(0.3)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine; set CHROMIUM_PATH or install it")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # as patient as a busy machine asks for
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def new_page(site: Site, chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page of a fresh visitor; a script error or a refused resource fails the test."""
    contexts: list[Any] = []
    problems: list[str] = []

    def opened(**options: Any) -> Any:
        context = chromium.new_context(base_url=site.address, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(45_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [text for text in problems if "favicon" not in text and "422" not in text] == []


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    return new_page()


@pytest.fixture
def sign_in(site: Site) -> Callable[[Any, str], None]:
    """Signs a demo person in with a password."""

    def signed_in(page: Any, email: str) -> None:
        from matching.management.commands.load_demo import PASSWORD as DEMO_PASSWORD

        page.goto("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).first.click()
        page.wait_for_url(re.compile(r"/(overview|hiring|admin)/"))

    return signed_in


@pytest.fixture
def sign_up(site: Site) -> Callable[..., str]:
    """Signs a new person up by e-mail and returns the address."""

    def signed_up(page: Any, *, side: str = "seeker", company: str = "") -> str:
        email = f"{side}{time.time_ns()}@example.com"
        page.goto("/accounts/signup/")
        page.fill("[name=email]", email)
        page.fill("[name=password1]", PASSWORD)
        page.check(f"[name=side][value={side}]", force=True)
        if company:
            page.fill("[name=company_name]", company)
        page.locator("main form button[type=submit]").first.click()
        page.fill("[name=code]", site.code_for(email))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"/(overview|hiring|admin)/"))
        return email

    return signed_up
