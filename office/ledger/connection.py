"""Opening the ledger: SQLite settings, transactions, migrations, one instance."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.exc import DatabaseError

from office.ledger import schema

LEDGER_FILE, LOCK_FILE = "buku.db", "kunci"
"""In the data folder: the ledger, and what a running service holds."""
BUSY_SECONDS = 30
_LOCK_REST = 0.1
_MODE = "ledger_begin"


class AlreadyRunning(Exception):  # noqa: N818 - says what is the case
    """Another process holds this ledger."""


class NewerLedger(Exception):  # noqa: N818 - says what is the case
    """The ledger was written by a later version of the program."""


class UnusableLedger(Exception):  # noqa: N818 - says what is the case
    """The file is no ledger, is damaged, or cannot be written; the text is its path."""


class Ledger:
    """The office's memory in one SQLite file: WAL, synchronous FULL, foreign keys, readable by its owner only.

    Shared by threads; each transaction has its own connection. Raises NewerLedger, UnusableLedger, OSError.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)  # a file that was brought back from a copy may be open to others
        self._engine = _engine(path)
        try:
            with self.write() as tx:
                _migrate(tx)
        except DatabaseError:
            self.close()
            raise UnusableLedger(str(path)) from None

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: it owns the write lock from its first moment, so no update is lost."""
        with self._engine.connect().execution_options(**{_MODE: "BEGIN IMMEDIATE"}) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the ledger."""
        with self._engine.connect().execution_options(**{_MODE: "BEGIN"}) as connection, connection.begin():
            yield connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _engine(path: Path) -> Engine:
    settings = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    # The parameters of a statement are citizens' answers: no error may carry them.
    engine = create_engine(f"sqlite:///{path}", connect_args=settings, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN is deferred and loses updates between threads; `_begin` says which one it is.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_MODE, "BEGIN"))


def _migrate(tx: Connection) -> None:
    has_version = inspect(tx).has_table(schema.version.name)
    done = (tx.scalar(select(func.max(schema.version.c.number))) or 0) if has_version else 0
    if done > len(schema.MIGRATIONS):
        raise NewerLedger
    for number, migration in enumerate(schema.MIGRATIONS[done:], start=done + 1):
        migration(tx)
        tx.execute(insert(schema.version).values(number=number, at=datetime.now(UTC)))


class InstanceLock:
    """One running service per data folder. Held by the operating system, so a killed process lets go of it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+b")
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise AlreadyRunning from None

    def release(self) -> None:
        """Let the next one in."""
        self._file.close()


def is_locked(path: Path) -> bool:
    """Whether a process holds this lock; nothing is made or changed. A start in this very moment waits for the look."""
    if not path.is_file():
        return False
    try:
        InstanceLock(path).release()
    except AlreadyRunning:
        return True
    return False


def wait_for_lock(path: Path, seconds: float) -> InstanceLock:
    """The lock, within so many seconds. Raises AlreadyRunning."""
    until = time.monotonic() + seconds
    while True:
        try:
            return InstanceLock(path)
        except AlreadyRunning:
            if time.monotonic() >= until:
                raise
            time.sleep(_LOCK_REST)


if os.name == "nt":  # pragma: no cover - not tried here: no Windows at hand
    import msvcrt

    def _lock(file: Any) -> None:  # noqa: ANN401 - a binary file of any buffering
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined] # Windows only
else:
    import fcntl

    def _lock(file: Any) -> None:  # noqa: ANN401 - a binary file of any buffering
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
