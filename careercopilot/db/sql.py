"""A migration operation that runs a reviewed SQL file."""

from __future__ import annotations

from pathlib import Path

from django.db.migrations.operations import RunSQL


class RunSQLFile(RunSQL):
    """Runs `<app>/sql/<name>.sql`; its part below the line `-- reverse` undoes it.

    A file without that line cannot be reversed and raises ValueError at import, so no one-way migration slips in.
    """

    def __init__(self, migration_file: str, name: str) -> None:
        path = Path(migration_file).resolve().parent.parent / "sql" / f"{name}.sql"
        forwards, found, backwards = path.read_text(encoding="utf-8").partition("\n-- reverse\n")
        if not found:
            raise ValueError(f"{path} has no '-- reverse' part.")
        super().__init__(sql=forwards, reverse_sql=backwards or RunSQL.noop)
