"""Fixtures of the gateway's tests."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from aiplatform import capabilities
from aiplatform.tests.factories import a_budget, a_model_price, a_prompt, in_production
from aiplatform.tests.fakes import WIRES, fake_server, make_call
from aiplatform.tests.gateways import CAPABILITY, POOR, models
from careercopilot.tests import databases


@pytest.fixture
def gateway(kept: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The test's capability is known, and asked of fake-canned."""
    monkeypatch.setitem(capabilities._registered, CAPABILITY.key, CAPABILITY)
    models(settings)


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What staff write, committed once: a prompt, prices and one person's budget. The SDKs are imported before deadlines begin."""
    with django_db_blocker.unblock():
        prompt = a_prompt()
        in_production(
            prompt, system="You advise.", template="Give {{count}} hints on {{text}}.", parameters={"temperature": 0.2}
        )
        for name in ("openai", "anthropic", "compatible"):
            a_model_price(name, "fake-*", cache_read=Decimal("0.1"), cache_write=Decimal("1.25"), reasoning=Decimal(5))
        a_budget(cap="0.000001", key=str(POOR))
    with fake_server() as server:
        for name in ("openai", "anthropic"):
            provider = WIRES[name](server.url)
            provider.call(make_call())
            provider.close()
    yield
    with django_db_blocker.unblock():
        databases.empty_tables(connection.settings_dict["NAME"])
