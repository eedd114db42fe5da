"""Which database, as whom: from the environment, else from the embedded server.

`DATABASE_URL` (cc_owner: migrations), `DATABASE_APP_URL` (cc_app: web, worker), `DATABASE_OPS_URL` (cc_ops: admin),
`DATABASE_BACKUP_URL` (cc_backup: dumps), and, for `db roles` on a server of yours, `DATABASE_ADMIN_URL`.
"""

from __future__ import annotations

import os
from typing import Literal, TypedDict
from urllib.parse import urlsplit, urlunsplit

from careercopilot.db.embedded import ROLES, embedded_server

Role = Literal["owner", "app", "ops", "backup"]
VARIABLES: dict[Role, str] = {
    "owner": "DATABASE_URL",
    "app": "DATABASE_APP_URL",
    "ops": "DATABASE_OPS_URL",
    "backup": "DATABASE_BACKUP_URL",
}


class DatabaseUrls(TypedDict):
    """One connection URL a role."""

    owner: str
    app: str
    ops: str
    backup: str


def is_embedded() -> bool:
    """Whether the embedded server is the database: true unless the environment names another.

    A served process is given DATABASE_APP_URL and DATABASE_OPS_URL only, so either that or DATABASE_URL decides.
    """
    return not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_APP_URL"))


def database_urls(*, ensure: bool = False) -> DatabaseUrls:
    """URL of each role. With `ensure`, the embedded server is started when it is the one in use.

    Without it the embedded server's URLs are those of its last start; Django's connections look again when they open
    (`careercopilot.db.backend`). With an outside server, a role without a URL of its own gets another's with its own
    name and no password: libpq then looks in PGPASSFILE, and says so when it finds nothing.
    """
    if is_embedded():
        server = embedded_server()
        if ensure:
            server.ensure()
        return DatabaseUrls(
            owner=server.url("owner"), app=server.url("app"), ops=server.url("ops"), backup=server.url("backup")
        )
    return DatabaseUrls(owner=_outside("owner"), app=_outside("app"), ops=_outside("ops"), backup=_outside("backup"))


def admin_url(database: str = "postgres") -> str:
    """Who may create roles and databases: the embedded superuser, or DATABASE_ADMIN_URL, or else DATABASE_URL."""
    if is_embedded():
        server = embedded_server()
        server.ensure()
        return server.url("admin", database)
    return with_database(os.environ.get("DATABASE_ADMIN_URL") or _outside("owner"), database)


def with_database(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _outside(role: Role) -> str:
    own = os.environ.get(VARIABLES[role])
    if own:
        return own
    parts = urlsplit(os.environ.get("DATABASE_URL") or os.environ["DATABASE_APP_URL"])
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{ROLES[role]}@{place}"))
