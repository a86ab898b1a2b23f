"""Keeping copies without anybody thinking of it: when one is due, how the last one went."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from office.backup.making import Task, make
from office.backup.package import CopyError, Progress, Stopped
from office.config import Config, Problem
from office.hours import long_date
from office.ledger import bookmarks, copies
from office.ledger.connection import LEDGER_FILE, Ledger, UnusableLedger
from office.outage import Outage

log = logging.getLogger(__name__)

OLD = timedelta(days=3)
"""Age from which a copy, or a ledger without one, is a reason to complain."""
_BOOKMARK = "backup"


class Keeper:
    """The service's daily copy. A failure is logged and reported as an outage; it is tried again and again."""

    def __init__(
        self, ledger: Ledger, task: Task, every: timedelta, zone: ZoneInfo, now: Callable[[], datetime]
    ) -> None:
        self._ledger, self._task, self._every, self._zone, self._now = ledger, task, every, zone, now
        self._stopping = threading.Event()
        self.outage = Outage(log, "Cadangan bisa dibuat lagi.", now)

    def keep_up(self) -> None:
        """Make a copy if one is due."""
        now = self._now().astimezone(self._zone)
        try:
            with self._ledger.read() as tx:
                last = last_copy(tx)
            if last is None or not timedelta() <= now - last < self._every:
                path = make_noted(self._ledger, self._task, now, self._go_on)
                log.info("Cadangan dibuat: %s", path.name)
            self.outage.mended()  # one made by hand counts, too
        except Stopped:
            pass
        except CopyError as error:
            self.outage.broke(str(error))
        except Exception as error:  # noqa: BLE001 - what nobody thought of must not stop the service
            self.outage.broke(f"Cadangan belum bisa dibuat ({type(error).__name__}).")

    def stop(self) -> None:
        """Break off the copy that is being made; it is made at the next start."""
        self._stopping.set()

    def _go_on(self, _done: int, _total: int) -> None:
        if self._stopping.is_set():
            raise Stopped


def make_noted(ledger: Ledger, task: Task, now: datetime, progress: Progress) -> Path:
    """`make`, and a note in the ledger of when and how it went. Raises CopyError."""
    try:
        path = make(task, now, progress)
    except CopyError as error:
        with suppress(DatabaseError):  # the same full disk, perhaps; what is raised matters more
            _note(ledger, failed=now.isoformat(), why=str(error))
        raise
    _note(ledger, done=now.isoformat(), file=path.name, failed=None, why=None)
    return path


def problems(config: Config, now: datetime) -> Iterator[Problem]:
    """What `check` has to say: the copies are too old, or never were."""
    ledger, folder = config.data_dir / LEDGER_FILE, config.backup_folder
    if config.backup.folder and not folder.parent.is_dir():
        yield Problem("cadangan.folder", f"{folder} tidak ada. Pasang flashdisknya, atau betulkan letaknya")
    if not ledger.is_file():
        return
    try:
        with copies.reading(ledger) as tx:
            noted, last, old = _noted(tx), last_copy(tx), overdue(tx, now)
    except UnusableLedger:
        yield Problem("data_dir", "buku datanya rusak. Pulihkan dari cadangan: scheduler.py restore BERKAS")
        return
    if not old:
        return
    zone = config.village.hours.zone
    when = f"terakhir dibuat {long_date(last.astimezone(zone).date())}" if last else "belum pernah dibuat"
    why = f". Percobaan terakhir gagal: {noted['why']}" if noted.get("why") else ""
    yield Problem("cadangan", f"{when}. Jalankan: scheduler.py backup{why}")


def overdue(tx: Connection, now: datetime) -> bool:
    """Whether the last copy, or a ledger without one, is too old."""
    return now - (last_copy(tx) or copies.begun(tx) or now) > OLD


def _noted(tx: Connection) -> dict[str, Any]:
    return dict(bookmarks.get(tx, _BOOKMARK) or {})


def last_copy(tx: Connection) -> datetime | None:
    """When the last copy was made."""
    done = _noted(tx).get("done")
    return datetime.fromisoformat(done) if done else None


def _note(ledger: Ledger, **what: str | None) -> None:
    with ledger.write() as tx:
        bookmarks.put(tx, _BOOKMARK, _noted(tx) | what)
