"""Office hours and the promised time."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_A_YEAR = 366
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Hours:
    """When the office is open: per weekday (0 = Monday) opening and closing time, in the village's zone."""

    zone: ZoneInfo
    open: Mapping[int, tuple[time, time]]
    holidays: Collection[date] = ()

    def working(self, day: date) -> bool:
        """Whether the office opens on this day at all."""
        return day.weekday() in self.open and day not in self.holidays

    def due(self, arrived: datetime, days: int) -> datetime:
        """The promised moment: closing time of the last of `days` working days after the day of arrival.

        A request that arrives after closing counts from the next working day. Raises ValueError when no
        working day is found within a year.
        """
        local = arrived.astimezone(self.zone)
        day = local.date()
        if not self.working(day) or local.time() >= self.open[day.weekday()][1]:
            day = self._next_working(day)
        for _ in range(days):
            day = self._next_working(day)
        return datetime.combine(day, self.open[day.weekday()][1], self.zone)

    def _next_working(self, day: date) -> date:
        for distance in range(1, _A_YEAR):
            later = day + timedelta(days=distance)
            if self.working(later):
                return later
        raise ValueError("no working day within a year")


def clock(moment: datetime) -> str:
    """`14.03`, as Indonesians write the time."""
    return f"{moment:%H.%M}"


def long_date(day: date) -> str:
    """`22 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_and_time(moment: datetime) -> str:
    """`Selasa, 24 November pukul 15.00` (the year is plain from the context)."""
    day = DAYS[moment.weekday()].capitalize()
    return f"{day}, {moment.day} {MONTHS[moment.month - 1]} pukul {clock(moment)}"


def spoken(iso: str) -> str:
    """An ISO date (`2026-11-22`) in words; what is none stays as it was."""
    try:
        return long_date(date.fromisoformat(iso)) if _ISO_DATE.fullmatch(iso) else iso
    except ValueError:
        return iso
