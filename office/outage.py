"""What is broken at present: said once in the log, and to the staff when it lasts, and once that it is mended."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Part(StrEnum):
    """What the staff hear of when it stays broken."""

    SPREADSHEET = "spreadsheet"
    TELEGRAM = "telegram"
    LETTERS = "letters"
    PRINTING = "printing"
    DISK = "disk"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Report:
    """How a part is, and since when; when it last worked. `alert` names other words than the usual ones.

    What is `urgent` has been waited for already.
    """

    broken: bool
    since: datetime
    well_at: datetime | None = None
    alert: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """An outage that the office remembers: since when, until when if it seems to be over, whether the staff know."""

    since: datetime
    until: datetime | None = None
    told: bool = False


class Word(StrEnum):
    """What the staff are to be told of an outage."""

    BROKEN = "broken"
    MENDED = "mended"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long something is broken before anybody hears of it, and how long it must work again to be called mended."""

    broken: timedelta
    mended: timedelta

    @classmethod
    def of(cls, minutes: float) -> "Patience":
        """As the village's settings have it."""
        return cls(timedelta(minutes=minutes), timedelta(minutes=minutes / 5))


def unusable_ledger(error: Exception) -> str:
    """What the operator is told when the ledger could not be read or written; its own text may be personal."""
    return f"Buku data belum bisa dibaca atau ditulis ({type(error).__name__}); dicoba terus. Periksa sisa ruang disk."


class Outage:
    """Remembers what is broken at present, so that a night without network is two lines in the log.

    `report` is how it is now, None as long as that is not known. `now` gives aware moments.
    """

    def __init__(self, log: logging.Logger, mended: str, now: Callable[[], datetime]) -> None:
        self._log, self._mended, self._now = log, mended, now
        self._told = ""
        self.report: Report | None = None

    def broke(self, sentence: str, *, alert: str = "", urgent: bool = False) -> None:
        """Say it, unless this was the last thing said."""
        if sentence != self._told:
            self._log.warning(sentence)
        self._told = sentence
        last = self.report
        since = last.since if last and last.broken else self._now()
        well_at = last.well_at if last else None
        self.report = Report(broken=True, since=since, well_at=well_at, alert=alert, urgent=urgent)

    def mended(self) -> bool:
        """It works. Say so, if something was broken; whether it was."""
        was_broken = bool(self._told)
        if was_broken:
            self._log.warning(self._mended)
        self._told = ""
        last, now = self.report, self._now()
        since = last.since if last and not last.broken else now
        self.report = Report(broken=False, since=since, well_at=now)
        return was_broken


def follow(
    noted: Noted | None, report: Report, patience: Patience, now: datetime, *, heard: bool
) -> tuple[Noted | None, Word | None]:
    """What is to be remembered of a part's outage now, and what the staff are to be told of it.

    What works again for a moment only is still broken. While nobody can be `heard` in the staff chat nothing is said of
    what is broken; what is over by then is told as such.
    """
    until = noted.until if noted and noted.until else report.since
    lasted = noted is not None and (noted.told or until - noted.since >= patience.broken)
    if report.broken:
        current = replace(noted, until=None) if noted and lasted else Noted(report.since)
        due = report.urgent or now - current.since >= patience.broken
        if not due or current.told or not heard:
            return current, None
        return replace(current, told=True), Word.BROKEN
    if noted is None or not lasted:
        return None, None
    over = now - until >= patience.mended
    return (None, Word.MENDED) if over else (replace(noted, until=until), None)
