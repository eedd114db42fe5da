"""The connection wrapper Django loads for ENGINE "careercopilot.db.backend"."""

from __future__ import annotations

import atexit
import functools
from typing import Any
from urllib.parse import urlsplit

from django.db.backends.postgresql import base

from careercopilot.db.connections import is_embedded
from careercopilot.db.embedded import ROLES, embedded_server

_ROLE_OF_USER = {user: role for role, user in ROLES.items()}


@functools.cache
def _close_pools_at_exit() -> None:
    """Pools close before the server that this process may stop; their threads would else knock at a closed door."""

    def close() -> None:
        pools: dict[str, Any] = base.DatabaseWrapper._connection_pools  # type: ignore[attr-defined]  # not in the stubs
        for pool in list(pools.values()):
            pool.close()

    atexit.register(close)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL; with the embedded server, its address is looked up (and the server started) on connecting."""

    def get_connection_params(self) -> dict[str, Any]:
        """Arguments for psycopg. Commands that touch no table thus never start a server."""
        if is_embedded():
            server = embedded_server()
            server.ensure()
            _close_pools_at_exit()
            parts = urlsplit(server.url(_ROLE_OF_USER[self.settings_dict["USER"]]))
            self.settings_dict.update(HOST=parts.hostname, PORT=str(parts.port), PASSWORD=parts.password)
        parameters: dict[str, Any] = super().get_connection_params()
        return parameters
