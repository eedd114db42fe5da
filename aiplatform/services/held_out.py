"""Reading what decides on prompts: held-out inputs, attacks, and the scores on them.

The database hides these rows but in a transaction that says that it reads them (sql/0004_evaluations.sql). What proposes
prompts (`aiplatform.improvement`) may not import this module; an import contract holds it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import connections, transaction

from careercopilot.db.router import using

OPS = "ops"


@contextlib.contextmanager
def held_out() -> Iterator[None]:
    """A transaction on the staff connection in which held-out rows are to be seen; not after it."""
    with using(OPS), transaction.atomic(using=OPS):
        with connections[OPS].cursor() as cursor:
            cursor.execute("select set_config('app.reading', 'held_out', true)")
        try:
            yield
        finally:
            # Inside an outer transaction the setting would outlive the block.
            if not connections[OPS].needs_rollback:
                with connections[OPS].cursor() as cursor:
                    cursor.execute("select set_config('app.reading', '', true)")
