"""Letters to be made: ordered, then numbered, then printed. A job is done when its letter is handed over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from office.ledger.schema import letter_jobs

ORDERED, NUMBERED, DONE = "ordered", "numbered", "done"
MOST_TRIES = 60
"""Two days, by the press's waits; then a letter rests until the office opens anew."""
STUCK_TRIES = 3
"""So often a letter could not be made that somebody has to look at it."""
_LONG = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Job:
    """A letter to be made for an approved attempt; `tries` counts what did not succeed."""

    attempt_id: int
    tries: int
    letter_id: int | None = None


def order(tx: Connection, attempt_id: int, now: datetime) -> None:
    """Have a letter made; a second order for the same attempt changes nothing."""
    values = {"attempt_id": attempt_id, "state": ORDERED, "tries": 0, "next_at": now}
    tx.execute(insert(letter_jobs).values(values).on_conflict_do_nothing())


def call_off(tx: Connection, attempt_id: int) -> None:
    """The letter is not wanted any more; one that has its number is made all the same."""
    mine = (letter_jobs.c.attempt_id == attempt_id) & (letter_jobs.c.state == ORDERED)
    tx.execute(update(letter_jobs).where(mine).values(state=DONE, reason="called off"))


def still_ordered(tx: Connection, attempt_id: int) -> bool:
    """Whether the letter is wanted and has no number yet."""
    mine = select(letter_jobs.c.state).where(letter_jobs.c.attempt_id == attempt_id)
    return tx.scalar(mine) == ORDERED


def next_ordered(tx: Connection, now: datetime) -> Job | None:
    """The order that has waited longest among those whose time has come."""
    return next(iter(_due(tx, ORDERED, now, 1)), None)


def numbered_ones(tx: Connection, now: datetime, most: int) -> list[Job]:
    """Numbered letters that are still to be printed and handed over, and whose time has come."""
    return _due(tx, NUMBERED, now, most)


def numbered(tx: Connection, attempt_id: int, letter_id: int, now: datetime) -> None:
    """The letter is in the register; what remains is printing."""
    _set(tx, attempt_id, {"state": NUMBERED, "letter_id": letter_id, "tries": 0, "next_at": now, "reason": None})


def done(tx: Connection, attempt_id: int) -> None:
    """The letter is handed over."""
    _set(tx, attempt_id, {"state": DONE, "reason": None})


def postpone(tx: Connection, job: Job, wait: timedelta, reason: str, now: datetime, *, ends: bool = False) -> None:
    """It could not be made now; the number, if it has one, stays its own.

    `ends`: what is in its way is known to end without the office opening anew, so it never rests.
    """
    tries = min(job.tries + 1, MOST_TRIES - 1) if ends else job.tries + 1
    _set(tx, job.attempt_id, {"tries": tries, "next_at": now + wait, "reason": reason})


def wait_no_longer(tx: Connection, now: datetime) -> None:
    """Let what was postponed or rests be tried again now, and then as often as at first."""
    unfinished = update(letter_jobs).where(letter_jobs.c.state != DONE)
    tx.execute(unfinished.where(letter_jobs.c.next_at > now).values(next_at=now))
    tx.execute(unfinished.where(letter_jobs.c.tries > STUCK_TRIES).values(tries=STUCK_TRIES))


def held_up(tx: Connection, state: str, now: datetime) -> int:
    """How many letters at this stage could not be made at the first try, or have not been tried for long."""
    waiting = select(func.count()).where(letter_jobs.c.state == state)
    late = or_(letter_jobs.c.tries > 0, letter_jobs.c.next_at < now - _LONG)
    return tx.scalar(waiting.where(late)) or 0


def _due(tx: Connection, state: str, now: datetime, most: int) -> list[Job]:
    due = select(letter_jobs).where(letter_jobs.c.state == state, letter_jobs.c.next_at <= now)
    due = due.where(letter_jobs.c.tries < MOST_TRIES)
    rows = tx.execute(due.order_by(letter_jobs.c.next_at, letter_jobs.c.attempt_id).limit(most))
    return [_job(row) for row in rows]


def _set(tx: Connection, attempt_id: int, values: dict[str, Any]) -> None:
    tx.execute(update(letter_jobs).where(letter_jobs.c.attempt_id == attempt_id).values(values))


def _job(row: Row[Any]) -> Job:
    return Job(row.attempt_id, row.tries, row.letter_id)
