"""The register of letters: running numbers, what was printed in each letter, which were withdrawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.ledger import bookmarks
from office.ledger.schema import letters, series

_UNCONFIRMED = "numbers_unconfirmed"


class SeriesIsFurther(Exception):  # noqa: N818 - says what is the case
    """The series has given a number that is higher than the one it was to start from; `last` is the highest."""

    def __init__(self, last: int) -> None:
        super().__init__(str(last))
        self.last = last


class Unconfirmed(Exception):  # noqa: N818 - says what is the case
    """The ledger was made anew, and nobody has said yet which number of this series was the last."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that is printed in a letter, frozen: placeholders, repeating rows by prefix, the text of the QR.

    `valid_until` is the last day on which the letter is good, ISO; empty when it has no end.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    qr: str | None = None
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register before it has its id. Without an attempt it is a letter made by hand."""

    number: str
    series: str
    year: int
    sequence: int
    addressee: str
    summary: str
    approved_by: str
    service: str | None = None
    attempt_id: int | None = None
    case_id: int | None = None
    verification: str | None = None
    template: str | None = None
    fingerprint: str | None = None
    content: Content = Content()


@dataclass(frozen=True, slots=True)
class Letter:
    """A line of the register."""

    id: int
    entry: Entry
    issued_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_why: str | None = None


def allocate(tx: Connection, name: str, year: int) -> int:
    """The next number of a series in a year, beginning with 1. Rolled back, it was never given. Raises Unconfirmed."""
    if name in unconfirmed(tx):
        raise Unconfirmed(name)
    tx.execute(upsert(series).values(name=name, year=year, last=0).on_conflict_do_nothing())
    mine = (series.c.name == name) & (series.c.year == year)
    tx.execute(update(series).where(mine).values(last=series.c.last + 1))
    last: int = tx.execute(select(series.c.last).where(mine)).scalar_one()
    return last


def last_number(tx: Connection, name: str, year: int) -> int:
    """The last number of a series in a year; 0 before the first."""
    return tx.scalar(select(series.c.last).where((series.c.name == name) & (series.c.year == year))) or 0


def start_after(tx: Connection, name: str, year: int, last: int) -> None:
    """Let a series go on after the last number of the village's own book, which also confirms it.

    A slip of the pen may be taken back, as long as no letter has a higher number: then it raises SeriesIsFurther.
    """
    mine = (letters.c.series == name) & (letters.c.year == year)
    given = tx.scalar(select(func.max(letters.c.sequence)).where(mine)) or 0
    if given > last:
        raise SeriesIsFurther(given)
    new = upsert(series).values(name=name, year=year, last=last)
    tx.execute(new.on_conflict_do_update(index_elements=[series.c.name, series.c.year], set_={"last": last}))
    if name in (waiting := unconfirmed(tx)):
        bookmarks.put(tx, _UNCONFIRMED, [other for other in waiting if other != name])


def reached(tx: Connection, name: str, year: int, sequence: int) -> None:
    """A series has come at least so far."""
    new = upsert(series).values(name=name, year=year, last=sequence)
    furthest = func.max(series.c.last, sequence)
    tx.execute(new.on_conflict_do_update(index_elements=[series.c.name, series.c.year], set_={"last": furthest}))


def unconfirmed(tx: Connection) -> list[str]:
    """The series that give no number until somebody has said which was the last: see `start_after`."""
    return bookmarks.get(tx, _UNCONFIRMED) or []


def have_confirmed(tx: Connection, names: Iterable[str]) -> None:
    """Let these series give no number before `start_after` was called for each."""
    bookmarks.put(tx, _UNCONFIRMED, sorted(set(names)))


def enter(tx: Connection, entry: Entry, now: datetime) -> Letter:
    """Enter a letter. A number, or a case that has its letter already, raises IntegrityError."""
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__ if name != "content"}
    content: dict[str, Any] = {"values": dict(entry.content.values), "qr": entry.content.qr}
    content["valid_until"] = entry.content.valid_until
    content["lists"] = {prefix: [dict(row) for row in rows] for prefix, rows in entry.content.lists.items()}
    new = insert(letters).values(values | {"issue": 1, "content": content, "issued_at": now})
    letter_id: int = tx.execute(new).lastrowid
    return letter(tx, letter_id)


def withdraw(tx: Connection, letter_id: int, why: str, now: datetime) -> None:
    """Mark a letter as withdrawn; its number stays taken. One that is withdrawn already keeps its first reason."""
    mine = update(letters).where(letters.c.id == letter_id, letters.c.withdrawn_at.is_(None))
    tx.execute(mine.values(withdrawn_at=now, withdrawn_why=why))


def letter(tx: Connection, letter_id: int) -> Letter:
    """One letter by its id."""
    return _letters(tx, letters.c.id == letter_id)[0]


def by_number(tx: Connection, number: str) -> Letter | None:
    """The letter with this number."""
    return next(iter(_letters(tx, letters.c.number == number)), None)


def of_attempt(tx: Connection, attempt_id: int) -> Letter | None:
    """The letter that was made of this attempt."""
    return next(iter(_letters(tx, letters.c.attempt_id == attempt_id)), None)


def by_verification(tx: Connection, code: str) -> Letter | None:
    """The letter whose QR carries this code."""
    return next(iter(_letters(tx, letters.c.verification == code)), None)


def all_letters(tx: Connection, year: int | None = None) -> list[Letter]:
    """The whole register, or one year of it, in the order of entry."""
    return _letters(tx, letters.c.year == year if year else letters.c.id > 0)


def after(tx: Connection, last: int) -> list[Letter]:
    """The letters that were entered after the one with this id."""
    return _letters(tx, letters.c.id > last)


@dataclass(frozen=True, slots=True)
class State:
    """The id of the last letter (0: none), and how many are withdrawn."""

    last: int
    withdrawn: int


def state(tx: Connection) -> State:
    """The register has changed when this has."""
    last = tx.scalar(select(func.max(letters.c.id)))
    withdrawn = tx.scalar(select(func.count()).where(letters.c.withdrawn_at.is_not(None)))
    return State(last or 0, withdrawn or 0)


def _letters(tx: Connection, which: ColumnElement[bool]) -> list[Letter]:
    return [_letter(row) for row in tx.execute(select(letters).where(which).order_by(letters.c.id))]


def _letter(row: Row[Any]) -> Letter:
    fields = {name: getattr(row, name) for name in Entry.__dataclass_fields__ if name != "content"}
    entry = Entry(**fields, content=Content(**row.content))
    return Letter(row.id, entry, row.issued_at, row.withdrawn_at, row.withdrawn_why)
