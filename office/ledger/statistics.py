"""How the office does: what is open now, and month by month what came, what was finished, what in time.

What is counted is the request (the case), never its attempts: a correction is the same request, and what it replaced
does not count. The newest attempt stands for it, with the promise that its citizen was told last.

- Finished: its citizen has the letter, or was told that it lies ready or goes once they confirm the request, or was
  told the refusal and why. The moment is that of the first of these (`attempts.finished_at`): a letter that lies ready
  counts from then, not from when it is fetched; a letter that has its number but waits for its signature does not count
  yet. A refusal that was taken back is not finished; a letter that was withdrawn after its citizen had it stays
  finished.
- In time: finished at or before the promised moment (`cases.due_at`).
- Due: what "in time" is a share of: all that is finished, and all that the office still has in hand after the promised
  moment. So a request that lies forgotten is counted as late as soon as it is late. What waits for its citizen (Belum
  Lengkap) and what ended without an answer (Dibatalkan, Kedaluwarsa) is neither in time nor late.

All of these belong to the month in which the request came. Letters belong to the month of their date, as in the
register, those made by hand among them; withdrawn ones are left out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from office.cases import Status
from office.ledger.schema import attempts, cases, letters

MONTHS = 12
IN_THE_OFFICE = frozenset({Status.NEW, Status.APPROVED, Status.AWAITING_SIGNATURE})
"""Here the office owes the next step."""
_LATEST = and_(attempts.c.case_id == cases.c.id, attempts.c.latest)


@dataclass(frozen=True, slots=True)
class Tally:
    """The requests that came in a month, and the letters of that month; see above for what each word means."""

    requests: int = 0
    finished: int = 0
    in_time: int = 0
    due: int = 0
    letters: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def share_in_time(self) -> float | None:
        """Between 0 and 1; None where nothing is due yet."""
        return self.in_time / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a service is open now: in the office's hands (of these, late), with its citizens, ready to be fetched.

    `ages` are the calendar days since each that is in the office's hands came, or its correction did.
    """

    ages: tuple[int, ...] = ()
    late: int = 0
    with_citizen: int = 0
    ready: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.ages + other.ages,
            self.late + other.late,
            self.with_citizen + other.with_citizen,
            self.ready + other.ready,
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """By service (None: letters made by hand); `months` are the first days of the last twelve, oldest first.

    Where nothing is to be counted, there is no entry.
    """

    months: tuple[date, ...]
    standings: Mapping[str | None, Standing]
    tallies: Mapping[tuple[date, str | None], Tally]


def figures(tx: Connection, zone: ZoneInfo, now: datetime) -> Figures:
    """The figures as they are now; days and months are those of the zone."""
    months = last_months(now.astimezone(zone).date())
    return Figures(months, _standings(tx, zone, now), _tallies(tx, months, zone, now))


def standing(tx: Connection, zone: ZoneInfo, now: datetime) -> Standing:
    """What is open now, of all services together."""
    return sum(_standings(tx, zone, now).values(), Standing())


def last_months(today: date) -> tuple[date, ...]:
    """The first days of the last twelve months, this one's last."""
    this = today.year * 12 + today.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(this - MONTHS + 1, this + 1))


def _standings(tx: Connection, zone: ZoneInfo, now: datetime) -> dict[str | None, Standing]:
    columns = (cases.c.service, attempts.c.status, attempts.c.arrived_at, cases.c.due_at, attempts.c.finished_at)
    rows = tx.execute(select(*columns).join(attempts, _LATEST).where(attempts.c.closed_at.is_(None)))
    today = now.astimezone(zone).date()
    found: defaultdict[str | None, Standing] = defaultdict(Standing)
    for service, status, arrived_at, due_at, finished_at in rows:
        age = (today - arrived_at.astimezone(zone).date()).days
        waits = finished_at is not None
        found[service] += _standing(status, age, waits=waits, late=due_at < now)
    return dict(found)


def _standing(status: str, age: int, *, waits: bool, late: bool) -> Standing:
    if status in IN_THE_OFFICE and waits:
        return Standing(with_citizen=1)
    if status in IN_THE_OFFICE:
        return Standing((max(age, 0),), int(late))
    return Standing(with_citizen=int(status == Status.INCOMPLETE), ready=int(status == Status.READY))


def _tallies(
    tx: Connection, months: Sequence[date], zone: ZoneInfo, now: datetime
) -> dict[tuple[date, str | None], Tally]:
    starts = [datetime.combine(month, time(), zone) for month in months]
    found: defaultdict[tuple[date, str | None], Tally] = defaultdict(Tally)
    for month, service, *counts in _requests(tx, starts, now):
        found[months[month], service] += Tally(*counts)
    for month, service, count in _letters(tx, starts):
        found[months[month], service] += Tally(letters=count)
    return dict(found)


def _requests(tx: Connection, starts: Sequence[datetime], now: datetime) -> Sequence[Any]:
    in_time = attempts.c.finished_at <= cases.c.due_at
    in_hand = and_(attempts.c.status.in_(IN_THE_OFFICE), attempts.c.finished_at.is_(None))
    overdue = and_(in_hand, cases.c.due_at < now)
    month = _month(cases.c.opened_at, starts)
    finished = func.count(attempts.c.finished_at)
    counts = (func.count(), finished, func.count().filter(in_time), finished + func.count().filter(overdue))
    came = select(month, cases.c.service, *counts).join(attempts, _LATEST).where(cases.c.opened_at >= starts[0])
    return tx.execute(came.group_by(month, cases.c.service)).all()


def _letters(tx: Connection, starts: Sequence[datetime]) -> Sequence[Any]:
    month = _month(letters.c.issued_at, starts)
    good = and_(letters.c.withdrawn_at.is_(None), letters.c.issued_at >= starts[0])
    counted = select(month, letters.c.service, func.count()).where(good)
    return tx.execute(counted.group_by(month, letters.c.service)).all()


def _month(moment: ColumnElement[Any], starts: Sequence[datetime]) -> ColumnElement[int]:
    """Which of the months, by their beginnings, a moment belongs to."""
    return case(*((moment >= start, number) for number, start in reversed(list(enumerate(starts)))))
