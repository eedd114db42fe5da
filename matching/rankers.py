"""Which ranker this process scores with, and how it notices another within a second without a query in any page.

The wanted one is the active row of `RankerVersion`, or the shipped one while no row is active. Where it cannot be used
(absent, altered, made for other features) the one that was active before it scores, then the shipped one, then the rules;
`current().choice.reason` says why. A thread of each serving process reads a stamp of these rows and files every half second; a page
looks only at what the thread left behind. In tests nothing is watched: they call `look()`.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

from careercopilot.db.router import current_alias
from careercopilot.encoder import home_folder
from careercopilot.logging import get_logger
from matching.ml import fallback
from matching.ml.ranker import (
    EXPORTED,
    META_FILE,
    MODEL_FILE,
    PREVIOUS,
    SHIPPED,
    Choice,
    Ranker,
    RankerUnusable,
    choose,
    load_ranker,
    ranker_of,
)
from matching.models import RankerVersion

WATCH_S = 0.5
SPARES = 2  # rankers that were active before, kept ready behind the active one

log = get_logger(__name__)
Stamp = tuple[Any, ...]

# xmin changes with every change of a row, by whomever: also with one that row triggers were switched off for.
_ROWS = """
select id, state, xmin::text from matching_rankerversion
where promoted_at is not null order by state, promoted_at desc, id limit %s
"""


@dataclass(frozen=True, eq=False)
class Current:
    """What scores in this process. `wanted` is the version that should; `stamp` changes when that may have changed."""

    choice: Choice
    wanted: str
    stamp: Stamp

    @property
    def version(self) -> str:
        """The version that scores carry."""
        return self.choice.ranker.version if self.choice.ranker else fallback.VERSION

    @property
    def source(self) -> str:
        """`ranker` or `fallback`."""
        return "ranker" if self.choice.ranker else "fallback"

    @property
    def reason(self) -> str:
        """Why another than the wanted one scores; empty when the wanted one does."""
        return self.choice.reason

    @property
    def key(self) -> str:
        """For caches: of the version that scores."""
        return f"{self.source}:{self.version}"


_current: Current | None = None
_lock = threading.Lock()
_watcher: threading.Thread | None = None


def current() -> Current:
    """What scores now; no query but the first time in a process."""
    found = _current
    if found is None:
        found = look() if _watching() else _shipped_only()
    if _watching() and (_watcher is None or not _watcher.is_alive()):
        _start_watching()
    return found


def look() -> Current:
    """Read the stamp now and load anew if it changed; one query, and one more for each row that is loaded."""
    global _current
    stamp = (_row_stamp(), _shipped_stamp())
    with _lock:
        if _current is None or _current.stamp != stamp:
            _current = _load(stamp)
            log.info("ranker_chosen", version=_current.version, wanted=_current.wanted, reason=_current.reason)
        return _current


def forget() -> None:
    """Start anew at the next question (tests)."""
    global _current
    _current = None


def load_version(version: str) -> Ranker:
    """The ranker of this version, from its row or from the files that are shipped; raises RankerUnusable."""
    row = RankerVersion.objects.filter(version=version).first()
    if row is not None:
        return from_row(row)
    ranker = load_ranker(SHIPPED)
    if ranker.version != version:
        raise RankerUnusable(f"There is no ranker {version}.")
    return ranker


def from_row(row: RankerVersion) -> Ranker:
    """The ranker of a stored row; raises RankerUnusable where the row is not what was stored."""
    if row.sha256 != row.meta.get("sha256") or row.version != row.meta.get("version"):
        raise RankerUnusable(f"Ranker {row.version} is not the one described: its row contradicts itself.")
    return ranker_of(row.model_text.encode(), row.meta, name=f"Ranker {row.version}")


def _load(stamp: Stamp) -> Current:
    rows, _ = stamp
    active = [key for key, state, _ in rows if state == RankerVersion.State.ACTIVE]
    keys = [key for key, _, _ in rows] if active else []
    sources: list[Callable[[], Ranker]] = [*(partial(_from_key, key) for key in keys), partial(load_ranker, SHIPPED)]
    choice = choose(sources)
    wanted = RankerVersion.objects.filter(pk__in=active).values_list("version", flat=True).first() if active else None
    return Current(choice, wanted or _shipped_version(), stamp)


def _from_key(key: uuid.UUID) -> Ranker:
    row = RankerVersion.objects.filter(pk=key).defer("plots").first()
    if row is None:
        raise RankerUnusable("The active ranker was removed.")
    return from_row(row)


def _shipped_only() -> Current:
    global _current
    _current = _load(((), _shipped_stamp()))
    return _current


def _row_stamp() -> Stamp:
    with connections[current_alias()].cursor() as cursor:
        cursor.execute(_ROWS, [1 + SPARES])
        return tuple(tuple(row) for row in cursor.fetchall())


def _shipped_stamp() -> Stamp:
    """Time and size of the shipped files; a missing one is None."""
    found: list[Any] = []
    for name in (MODEL_FILE, META_FILE):
        with contextlib.suppress(FileNotFoundError):
            info = (SHIPPED / name).stat()
            found.append((info.st_mtime_ns, info.st_size))
            continue
        found.append(None)
    return tuple(found)


def _shipped_version() -> str:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads((SHIPPED / META_FILE).read_text(encoding="utf-8"))["version"])
    return ""


def _watching() -> bool:
    return bool(settings.ENVIRONMENT != "test")


def _start_watching() -> None:
    global _watcher
    with _lock:
        if _watcher is None or not _watcher.is_alive():
            _watcher = threading.Thread(target=watch, name="ranker-watch", daemon=True)
            _watcher.start()


def watch(stop: threading.Event | None = None) -> None:
    """Look every half second until told to stop; a database that is away is asked again, and the last choice holds."""
    stop = stop or threading.Event()
    is_away = False
    while not stop.wait(WATCH_S):
        try:
            look()
            is_away = False
        except DatabaseError as error:
            if not is_away:
                log.warning("ranker_watch_without_database", error=type(error).__name__)
            is_away = True
        finally:
            connections[current_alias()].close()  # back to the pool


def export(home: Path | None = None) -> None:
    """Write the active ranker, and the one before it, below CAREERCOPILOT_HOME for the tools that know no database.

    Afterwards `ranker/` holds both, or is gone when no row is active. A reader sees the old files or the new ones.
    """
    root = home or home_folder()
    rows = list(RankerVersion.objects.once_active().defer("plots")[:2])
    target = root / EXPORTED
    if not rows or rows[0].state != RankerVersion.State.ACTIVE:
        _put_away(target)
        return
    fresh = root / f"{EXPORTED}-{uuid.uuid4().hex}"
    for row, folder in zip(rows, (fresh, fresh / PREVIOUS), strict=False):
        folder.mkdir(parents=True)
        (folder / MODEL_FILE).write_text(row.model_text, encoding="utf-8", newline="\n")
        (folder / META_FILE).write_text(json.dumps(row.meta, indent=1) + "\n", encoding="utf-8")
    _put_away(target)
    fresh.replace(target)


def _put_away(folder: Path) -> None:
    """Take a folder from its name in one step, then remove it."""
    if folder.is_dir():
        old = folder.with_name(f"{folder.name}-{uuid.uuid4().hex}")
        folder.replace(old)
        shutil.rmtree(old)
