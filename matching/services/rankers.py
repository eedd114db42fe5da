"""Promoting a ranker, and going back; on the staff connection, because the web role may not write rankers."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import DatabaseError, IntegrityError, connections, transaction

from accounts.models import User
from careercopilot.db.router import using
from careercopilot.logging import get_logger
from matching import rankers
from matching.ml import ranker as ranker_files
from matching.ml.ranker import MODEL_FILE, Ranker, RankerUnusable, load_ranker
from matching.models import RankerVersion
from matching.services.errors import RankerError

OPS = "ops"
State = RankerVersion.State

log = get_logger(__name__)


def promote(version: str, *, by: User | None, at: dt.datetime, note: str = "") -> RankerVersion:
    """Make this version the one that scores: afterwards it is the only active one, and the former is retired.

    Raises RankerError where something was found against it at training (its text says what), where its row is not what
    was stored, and where it is active already. Stored scores become stale and stay as they are until scored again.
    """
    with using(OPS), transaction.atomic(using=OPS):
        _lock()
        row = _row(version)
        if row.state == State.ACTIVE:
            raise RankerError(f"{version} is the active ranker already.", code="active")
        if row.state == State.STANDBY:
            raise RankerError("The shipped ranker scores when no other is active; roll back to it.", code="shipped")
        if not row.may_be_promoted:
            raise RankerError(" ".join(["Not promoted.", *row.refusals]), code="refused")
        _check(row)
        _retire_active(by=by, at=at)
        RankerVersion.objects.filter(pk=row.pk).update(
            state=State.ACTIVE, promoted_by=by, promoted_at=at, retired_by=None, retired_at=None, note=note[:500]
        )
        _tell()
    return RankerVersion.objects.using(OPS).light().get(pk=row.pk)


def rollback(*, by: User | None, at: dt.datetime, note: str = "") -> RankerVersion | None:
    """Retire the active ranker: afterwards the one that was active before it scores, else the shipped one (None).

    Raises RankerError when no ranker is active.
    """
    with using(OPS), transaction.atomic(using=OPS):
        _lock()
        active = RankerVersion.objects.light().filter(state=State.ACTIVE).first()
        if active is None or active.promoted_at is None:
            raise RankerError("No promoted ranker is active; the shipped one scores.", code="none_active")
        before = (
            RankerVersion.objects.light()
            .filter(state=State.RETIRED, promoted_at__lt=active.promoted_at)
            .order_by("-promoted_at", "pk")
            .first()
        )
        if before is not None:
            _check(before)
        _retire_active(by=by, at=at, note=note)
        if before is not None:
            RankerVersion.objects.filter(pk=before.pk).update(state=State.ACTIVE, retired_by=None, retired_at=None)
        _tell()
    return RankerVersion.objects.using(OPS).light().get(pk=before.pk) if before is not None else None


def register_shipped() -> RankerVersion:
    """Keep the shipped ranker as a row, once; it stands by. Raises RankerUnusable."""
    ranker = load_ranker(ranker_files.SHIPPED)
    row = row_of(ranker, (ranker_files.SHIPPED / MODEL_FILE).read_text(encoding="utf-8"))
    row.origin, row.state = RankerVersion.Origin.SHIPPED, State.STANDBY
    return keep(row)


def row_of(ranker: Ranker, text: str) -> RankerVersion:
    """An unsaved row with the ranker's text and what lies beside it."""
    meta = dict(ranker.meta)
    return RankerVersion(
        version=ranker.version,
        sha256=meta["sha256"],
        model_text=text,
        features=list(meta["features"]),
        meta=meta,
        parameters=dict(meta.get("parameters", {})),
    )


def keep(row: RankerVersion) -> RankerVersion:
    """Store a ranker; one of that version that is stored already is given back unchanged."""
    with using(OPS):
        try:
            with transaction.atomic(using=OPS):
                row.save(force_insert=True)
        except IntegrityError:
            return RankerVersion.objects.get(version=row.version)
    return row


def _row(version: str) -> RankerVersion:
    row = RankerVersion.objects.filter(version=version).first()
    if row is None:
        raise RankerError(f"There is no ranker {version}.", code="unknown")
    return row


def _check(row: RankerVersion) -> None:
    full = RankerVersion.objects.get(pk=row.pk)
    try:
        rankers.from_row(full)
    except RankerUnusable as error:
        raise RankerError(str(error), code="unusable") from error


def _lock() -> None:
    """One promotion or rollback at a time; the partial unique index is the second line."""
    with connections[OPS].cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('matching_rankerversion'))")


def _retire_active(*, by: User | None, at: dt.datetime, note: str = "") -> None:
    RankerVersion.objects.filter(state=State.ACTIVE).update(
        state=State.RETIRED, retired_by=by, retired_at=at, **({"note": note[:500]} if note else {})
    )


def _tell() -> None:
    """After the commit: this process changes over at once (the others notice), and the files are written."""
    transaction.on_commit(partial(_after_change), using=OPS)


def _after_change() -> None:
    with using(OPS):
        try:
            rankers.look()
            rankers.export()
        except (OSError, DatabaseError) as error:
            # The promotion holds; the batch tools go on with the files they have.
            log.warning("ranker_not_exported", error=str(error))
