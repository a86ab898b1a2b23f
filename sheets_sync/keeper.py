"""Keeping the desk: rows for whom has none, script cells as the ledger would have them, closed rows to the archive."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from office.cases import Dossier
from office.casework import Sighting
from office.config import Config
from office.doors import Permanent, Refused
from office.ledger import cases
from sheets_sync import batch, desk
from sheets_sync.archivist import Archivist
from sheets_sync.columns import LOOKS, WIDE, Column, Layout
from sheets_sync.desk import Cells, Row
from sheets_sync.google import GoogleDoor
from sheets_sync.stubborn import Stubborn

ON_DESK_AFTER_CLOSING = timedelta(days=1)
TIME_TO_PICK = timedelta(hours=1)
"""So long a closed row stays that somebody has put back on the desk."""


class Keeper:
    """What the desk ought to show, and the hand that puts it right."""

    def __init__(self, door: GoogleDoor, config: Config, zone: ZoneInfo) -> None:
        self._door, self._config, self._zone = door, config, zone
        self._stubborn = Stubborn()
        self._archivist = Archivist(door, config)
        self._present: Set[str] | None = None
        self._came: Mapping[str, datetime] = {}

    @property
    def left_alone(self) -> Mapping[tuple[str, Column], str]:
        """The cells that would not stick, with what they ought to say."""
        return self._stubborn.left_alone

    def dossiers(self, tx: Connection, rows: Iterable[Row], now: datetime) -> list[Dossier]:
        """What the desk must show, and what still stands on it from before."""
        current = cases.on_desk(tx, now - ON_DESK_AFTER_CLOSING)
        older = cases.by_key(tx, {row.key for row in rows} - {dossier.key for dossier in current})
        return [d for d in (*current, *older.values()) if d.service in self._config.services]

    def wanted(self, dossiers: Iterable[Dossier]) -> dict[str, Cells]:
        """What the script's cells of each ought to say."""
        return {d.key: desk.projection(d, self._config.services[d.service], self._zone) for d in dossiers}

    def put_right(self, dossiers: Sequence[Dossier], rows: Sequence[Row], layout: Layout) -> bool:
        """Write what differs; whether the next read has to be a sweep, for the sake of what this one left out."""
        wanted = self.wanted(dossiers)
        rows = desk.recognised(rows, wanted)
        unclear = (bool(desk.nobodys(rows, wanted)) or _twice(rows)) and not _swept(rows)
        writes = self._stubborn.worth_writing([*desk.corrections(rows, wanted), *desk.unknown_rows(rows, wanted)], rows)
        # Perhaps the one that is lacking stands under no number or another's: only a sweep sees where it came from.
        lacking = [] if unclear else [wanted[key] for key in reversed(desk.lacking(rows, wanted))]
        # Cells first: they are addressed by the rows as they were read, which new rows then push down.
        cells = batch.put_right(writes, layout)
        if cells or lacking:
            self._change(cells, lacking, layout, self._ticked(dossiers))
            self._stubborn.written(writes)
        return any(write.column in WIDE for write in writes) or (unclear and bool(desk.lacking(rows, wanted)))

    def _change(
        self, cells: Sequence[batch.Request], rows: Sequence[Cells], layout: Layout, ticked: Collection[str] | None
    ) -> None:
        try:
            self._door.change([*cells, *batch.new_rows(rows, layout, with_tick=ticked)])
        except Refused:
            raise
        except Permanent:
            if ticked is None or not rows:
                raise
            # Somebody made a table of the desk, and its columns take no rule of ours: the rows come without.
            self._door.change([*cells, *batch.new_rows(rows, layout)])

    def _ticked(self, dossiers: Iterable[Dossier]) -> Collection[str] | None:
        services = self._config.services
        if not any(service.needs_originals for service in services.values()):
            return None
        return {d.key for d in dossiers if services[d.service].needs_originals}

    def clear_away(
        self, dossiers: Iterable[Dossier], rows: Sequence[Row], sightings: Mapping[str, Sighting], now: datetime
    ) -> bool:
        """Move what has been closed for a day to the archive; whether anything moved."""
        long_ago = now - ON_DESK_AFTER_CLOSING
        present = {row.key: row for row in rows if row.key not in self._came}
        due = {
            d.key: d.closed_at.astimezone(self._zone).year
            for d in dossiers
            if d.closed_at and d.closed_at <= long_ago and d.key in present
            if not _asks(d, present[d.key], sightings.get(d.key), long_ago)
        }
        return bool(due) and self._archivist.move(due)

    def watch(self, rows: Iterable[Row], now: datetime) -> None:
        """Notice which rows have come since the last read, and forget those that have been here for a while."""
        keys = {row.key for row in rows}
        before = keys if self._present is None else self._present
        came = dict.fromkeys(keys - before, now)
        lately = {key: at for key, at in self._came.items() if key in keys and now - at < TIME_TO_PICK}
        self._present, self._came = keys, came | lately

    def unwritable(self) -> dict[str, str]:
        """The cells that were given up, for the staff."""
        return {f"{key} {LOOKS[column].title}": "cell_will_not_stick" for key, column in self.left_alone}


def _swept(rows: Sequence[Row]) -> bool:
    return bool(rows) and Column.ORIGIN in rows[0].cells


def _twice(rows: Sequence[Row]) -> bool:
    return len({row.key for row in rows}) < len(rows)


def _asks(dossier: Dossier, row: Row, sighting: Sighting | None, long_ago: datetime) -> bool:
    """Whether somebody asks for something on this row, and not since long ago: then it stays."""
    pick = row.cells[Column.DECISION], row.cells[Column.MESSAGE]
    if not pick[0] or pick == (dossier.asked, dossier.message):
        return False
    return sighting is None or pick != (sighting.decision, sighting.message) or sighting.since > long_ago
