"""The register of letters: who is to get one, the running numbers, what was printed in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.ledger.schema import letter_jobs, letters, series

WAITING, DONE = "waiting", "done"


@dataclass(frozen=True, slots=True)
class Job:
    """A letter to be made for an approved attempt; `tries` counts those that did not succeed."""

    attempt_id: int
    tries: int


@dataclass(frozen=True, slots=True)
class Letter:
    """An issued letter: its number, and all that is printed in it, frozen."""

    id: int
    attempt_id: int
    case_id: int
    number: str
    template: str
    fingerprint: str
    values: Mapping[str, str]
    issued_at: datetime


def order(tx: Connection, attempt_id: int, now: datetime) -> None:
    """Have a letter made; a second order for the same attempt changes nothing."""
    values = {"attempt_id": attempt_id, "state": WAITING, "tries": 0, "next_at": now}
    tx.execute(upsert(letter_jobs).values(values).on_conflict_do_nothing())


def next_job(tx: Connection, now: datetime) -> Job | None:
    """The letter that has waited longest among those whose time has come."""
    due = select(letter_jobs).where(letter_jobs.c.state == WAITING, letter_jobs.c.next_at <= now)
    row = tx.execute(due.order_by(letter_jobs.c.next_at, letter_jobs.c.attempt_id).limit(1)).one_or_none()
    return Job(row.attempt_id, row.tries) if row else None


def postpone(tx: Connection, job: Job, wait: timedelta, reason: str, now: datetime) -> None:
    """It could not be made now; no number was used."""
    mine = update(letter_jobs).where(letter_jobs.c.attempt_id == job.attempt_id)
    tx.execute(mine.values(tries=job.tries + 1, next_at=now + wait, reason=reason))


def finish(tx: Connection, attempt_id: int) -> None:
    """The letter exists."""
    tx.execute(update(letter_jobs).where(letter_jobs.c.attempt_id == attempt_id).values(state=DONE, reason=None))


def allocate(tx: Connection, name: str, year: int) -> int:
    """The next number of a series in a year, beginning with 1. Rolled back, it was never given."""
    tx.execute(upsert(series).values(name=name, year=year, last=0).on_conflict_do_nothing())
    mine = (series.c.name == name) & (series.c.year == year)
    tx.execute(update(series).where(mine).values(last=series.c.last + 1))
    last: int = tx.execute(select(series.c.last).where(mine)).scalar_one()
    return last


def issue(
    tx: Connection,
    *,
    attempt_id: int,
    case_id: int,
    number: str,
    series_name: str,
    sequence: int,
    day: date,
    template: str,
    fingerprint: str,
    values: Mapping[str, str],
    now: datetime,
) -> int:
    """Enter a letter in the register; its id. A number or a case that has its letter raises IntegrityError."""
    entry = {"attempt_id": attempt_id, "case_id": case_id, "issue": 1, "number": number, "series": series_name}
    entry |= {"year": day.year, "sequence": sequence, "template": template, "fingerprint": fingerprint}
    new = insert(letters).values(entry | {"values": dict(values), "issued_at": now})
    letter_id: int = tx.execute(new).lastrowid
    return letter_id


def letter(tx: Connection, letter_id: int) -> Letter:
    """One issued letter."""
    return _letter(tx.execute(select(letters).where(letters.c.id == letter_id)).one())


def all_letters(tx: Connection) -> list[Letter]:
    """The whole register, in the order of issue."""
    return [_letter(row) for row in tx.execute(select(letters).order_by(letters.c.id))]


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        row.id, row.attempt_id, row.case_id, row.number, row.template, row.fingerprint, row.values, row.issued_at
    )
