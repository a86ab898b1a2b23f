"""Outages that the office remembers beyond a restart, so that the staff hear of each at most twice."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from office.hours import day_and_time
from office.ledger import bookmarks
from office.ledger.record import Clerk, tell_staff
from office.notices import NoticeKind
from office.outage import Noted, Part, Patience, Report, Word, follow

_NOTED, _CONTACT = "outages", "contact"
_OFTEN = timedelta(minutes=1)


def noted(tx: Connection) -> dict[str, Noted]:
    """What was broken when the service last looked, by part."""
    kept: dict[str, tuple[str, str | None, bool]] = bookmarks.get(tx, _NOTED) or {}
    return {
        part: Noted(datetime.fromisoformat(since), _moment(until), told) for part, (since, until, told) in kept.items()
    }


def told(tx: Connection, part: Part) -> bool:
    """Whether the staff know that this part is broken."""
    outage = noted(tx).get(part)
    return outage is not None and outage.told


def look(tx: Connection, reports: Mapping[Part, Report], clerk: Clerk, patience: Patience, now: datetime) -> None:
    """Remember how each part is, as far as it is reported, and let the staff know what lasts and what is over."""
    before = noted(tx)
    after = dict(before)
    heard = not (Part.TELEGRAM in reports and reports[Part.TELEGRAM].broken)
    for part, report in reports.items():
        outage, word = follow(before.get(part), report, patience, now, heard=heard)
        if word is Word.BROKEN and outage:
            _tell(tx, clerk, part, report.alert or f"outage_{part}", outage, now)
        elif word is Word.MENDED:
            _tell(tx, clerk, part, f"mended_{part}", before[part], now)
        after.pop(part, None)
        if outage:
            after[part] = outage
    if after != before:
        _keep(tx, after)


def begin(tx: Connection) -> None:
    """At start: what nobody knows of is not remembered, since nobody knows how it went on."""
    _keep(tx, {part: outage for part, outage in noted(tx).items() if outage.told})


def contact(tx: Connection, reports: Mapping[Part, Report]) -> None:
    """Keep when each part last worked, to the minute."""
    known = last_contact(tx)
    now = {part: report.well_at for part, report in reports.items() if report.well_at}
    if any(part not in known or at - known[part] >= _OFTEN or at < known[part] for part, at in now.items()):
        bookmarks.put(tx, _CONTACT, {part: at.isoformat() for part, at in (known | now).items()})


def last_contact(tx: Connection) -> dict[str, datetime]:
    """When each part last worked, at most a minute more ago than it really did."""
    kept: dict[str, str] = bookmarks.get(tx, _CONTACT) or {}
    return {part: datetime.fromisoformat(at) for part, at in kept.items()}


def _tell(tx: Connection, clerk: Clerk, part: Part, alert: str, outage: Noted, now: datetime) -> None:
    since, until = (day_and_time(at.astimezone(clerk.hours.zone)) for at in (outage.since, outage.until or now))
    params = {"alert": alert, "about": part.value, "since": since, "until": until}
    tell_staff(tx, clerk, f"{alert}:{outage.since.isoformat()}", NoticeKind.STAFF_ALERT, params, now)


def _keep(tx: Connection, outages: Mapping[str, Noted]) -> None:
    kept = {
        part: (one.since.isoformat(), one.until and one.until.isoformat(), one.told) for part, one in outages.items()
    }
    if kept or bookmarks.get(tx, _NOTED):
        bookmarks.put(tx, _NOTED, kept)


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None
