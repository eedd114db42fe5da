"""Where this installation keeps what it makes: database, encoder, uploads, run state."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
ROOT_FALLBACK = Path("/var/lib/careercopilot")
STAMP = "stands-for"


def data_home() -> Path:
    """The data folder, absolute; it need not exist yet.

    `CAREERCOPILOT_HOME` wins, else `var` in the project. PostgreSQL refuses to run as root, so root runs it as an
    unprivileged user; where that user cannot reach the folder, the home is `/var/lib/careercopilot` (one per
    project: a second project on the same machine gets a name of its own).
    """
    wanted = _wanted_home()
    if os.geteuid() != 0 or can_traverse(wanted.parent, *server_user_ids()):
        return wanted
    stamp = ROOT_FALLBACK / STAMP
    if not stamp.exists() or stamp.read_text(encoding="utf-8").strip() == str(wanted):
        return ROOT_FALLBACK
    digest = hashlib.sha256(str(wanted).encode()).hexdigest()[:8]
    return ROOT_FALLBACK.with_name(f"{ROOT_FALLBACK.name}-{digest}")


def make_home() -> Path:
    """Create the data folder and return it; one that moved remembers which folder it stands for."""
    home, wanted = data_home(), _wanted_home()
    home.mkdir(parents=True, exist_ok=True)
    if home != wanted and not (home / STAMP).exists():
        (home / STAMP).write_text(f"{wanted}\n", encoding="utf-8")
    return home


def server_user_ids() -> tuple[int, int]:
    """User and group id that run the database server when we are root.

    `CAREERCOPILOT_DB_USER` wins, then the system's `postgres`, then `nobody`, which every system has.
    Raises RuntimeError when none of them is a user other than root.
    """
    for name in (os.environ.get("CAREERCOPILOT_DB_USER"), "postgres", "nobody"):
        if not name:
            continue
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return entry.pw_uid, entry.pw_gid
    raise RuntimeError("No unprivileged user to run PostgreSQL as: create one and set CAREERCOPILOT_DB_USER to it.")


def can_traverse(folder: Path, uid: int, gid: int) -> bool:
    """Whether that user may pass through `folder` and every folder above it (those that exist)."""
    for part in (folder, *folder.parents):
        try:
            info = part.stat()
        except FileNotFoundError:
            continue
        if info.st_uid == uid:
            allowed = info.st_mode & stat.S_IXUSR
        elif info.st_gid == gid:
            allowed = info.st_mode & stat.S_IXGRP
        else:
            allowed = info.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True


def _wanted_home() -> Path:
    configured = os.environ.get("CAREERCOPILOT_HOME")
    return Path(configured).expanduser().absolute() if configured else PROJECT_ROOT / "var"
