"""Sends the admin site's queries through the staff role; everything else uses the web role."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

_alias: ContextVar[str] = ContextVar("database_alias", default="default")


@contextlib.contextmanager
def using(alias: str) -> Iterator[None]:
    """Within the block, queries that name no connection go to this one."""
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


def current_alias() -> str:
    """The connection that queries use now."""
    return _alias.get()


class OpsRouter:
    """Django database router over the context variable; migrations run only as the owner."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        return _alias.get()

    def db_for_write(self, model: type, **hints: Any) -> str:
        return _alias.get()

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool:
        """All connections reach one database, so rows of any two may be related."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
