"""Copies of the ledger: made while it is in use, and looked at without being changed."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, func, inspect, select, table
from sqlalchemy.exc import DatabaseError

from office.ledger import schema
from office.ledger.connection import BUSY_SECONDS, NewerLedger, UnusableLedger


@dataclass(frozen=True, slots=True)
class Contents:
    """What a ledger holds: how many rows each table has, and the last number of each series and year, newest first."""

    rows: dict[str, int]
    numbers: tuple[tuple[str, int, int], ...]


def copy(ledger: Path, into: Path) -> None:
    """Copy one moment of a ledger into a new file (0600); others may read and write it meanwhile.

    Raises UnusableLedger, OSError (also for a full disk).
    """
    os.close(os.open(into, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(_address(ledger, "rw"), uri=True, timeout=BUSY_SECONDS)) as opened:
            opened.execute("VACUUM INTO ?", (str(into),))
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(into)) from None
        raise UnusableLedger(str(ledger)) from None


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A look at a ledger that changes nothing, not even its version. Raises UnusableLedger."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(_address(path, "ro"), uri=True, timeout=BUSY_SECONDS),
        poolclass=NullPool,
        hide_parameters=True,
    )
    try:
        with engine.connect() as connection:
            yield connection
    except DatabaseError:
        raise UnusableLedger(str(path)) from None


def examine(path: Path) -> Contents:
    """What a whole and sound ledger holds. Raises UnusableLedger, NewerLedger."""
    with reading(path) as tx:
        if tx.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            raise UnusableLedger(str(path))
        if (tx.scalar(select(func.max(schema.version.c.number))) or 0) > len(schema.MIGRATIONS):
            raise NewerLedger
        names = inspect(tx).get_table_names()
        rows = {name: tx.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}
        series = schema.series.c
        last = select(series.name, series.year, series.last).order_by(series.year.desc(), series.name)
        return Contents(rows, tuple((name, year, number) for name, year, number in tx.execute(last)))


def begun(tx: Connection) -> datetime | None:
    """When this ledger was begun."""
    at: datetime | None = tx.scalar(select(func.min(schema.version.c.at)))
    return at


def _address(path: Path, mode: str) -> str:
    return f"{path.resolve().as_uri()}?mode={mode}"
