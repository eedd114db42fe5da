"""Cursors that Django does not give by itself."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import psycopg
from django.db import connections
from psycopg.pq import Format

from careercopilot.db.router import current_alias


def binary_cursor() -> AbstractContextManager[Any]:
    """A cursor whose rows come in the binary format, half the size for bytes; for raw statements that read much.

    Django binds parameters on the client, which excludes that format: here the server binds them. Everything else (the
    transaction, counting and wrapping of queries) is as with the connection's own cursors.
    """
    connection: Any = connections[current_alias()]
    connection.ensure_connection()
    cursor = psycopg.Cursor(connection.connection)
    cursor.format = Format.BINARY
    made: AbstractContextManager[Any] = (
        connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    )
    return made
