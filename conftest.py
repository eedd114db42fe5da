"""What all tests share: databases used as the web role, and where the development data lies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """One database a test process; tests connect to it as cc_app, whom row level security binds."""
    from django.test.testcases import TransactionTestCase

    from careercopilot.tests import databases

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"test_careercopilot_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        databases.make_test_database(name)

    def teardown(case: TransactionTestCase) -> None:
        databases.empty_tables(name)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
    yield
    patch.undo()
    with django_db_blocker.unblock():
        databases.point_connections("postgres")
        databases.drop_test_database(name)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of development data beside the checkout; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the development data (../shared/data) is not beside this checkout")
    return folder


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many cases the isolation proofs tried; with several processes their own prints are lost."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "isolation":
                terminalreporter.write_line(f"isolation: {value}")
