"""The heartbeat: a cell of the tab `Ringkasan` that says when the program was last at work here.

People see by it that the program stands still: it turns red. The program sees by it that somebody brought back an
older version of the spreadsheet (Google's version history): it holds an older time than the one that was last written.
A restore that goes back less far than the last heartbeat leaves the cell as it was and is not noticed.

The cell is read along with every poll. It is known by what it holds, as all that one call reads: its title stands
above it and is read with it. A restore shakes the form tabs too, so it may not depend on what became of the others.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from office.ledger import bookmarks
from office.ledger.connection import Ledger
from sheets_sync.batch import SUMMARY_TAB
from sheets_sync.google import Grid, Range
from sheets_sync.rows import EPOCH, Cell
from sheets_sync.tables import Place

HEARTBEAT_EVERY = timedelta(minutes=5)
"""A third of the time after which the cell turns red."""
TITLE = "Bot terakhir aktif"
CELL = Range(SUMMARY_TAB, last_row=2, last_column=1)
"""The cell below its title."""
_ROUNDING = 1 / 86_400
"""A second, in days: what Google gives back need not be the same to the last digit."""
_BOOKMARK = "heartbeat"


def serial(moment: datetime, zone: ZoneInfo) -> float:
    """A moment as the number of days that a spreadsheet of this zone keeps, to the second."""
    local = moment.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return (local - EPOCH) / timedelta(days=1)


def told(grid: Grid) -> float | None:
    """The time in the cell as it was read; None for a blank, for what is no time, and for what is not the cell."""
    if len(grid) != CELL.last_row or grid[0] != [TITLE] or not grid[1]:
        return None
    cell = grid[1][0]
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def is_older(seen: float | None, confirmed: float | None) -> bool:
    """Whether the cell holds an older time than the one that is known to have been written."""
    return seen is not None and confirmed is not None and seen < confirmed - _ROUNDING


def cells(beat: float) -> Mapping[Place, Cell]:
    """What the title and the cell are to say."""
    return {(0, 0): TITLE, (1, 0): beat}


class Heartbeat:
    """The heartbeat over time. The ledger keeps what was last written and confirmed. One thread uses it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.present = False
        """Whether the tab is there, as far as is known: asking for what is gone spoils the whole read."""
        self._seen: float | None = None
        with ledger.read() as tx:
            self._confirmed: float | None = bookmarks.get(tx, _BOOKMARK)

    def asks(self) -> list[Range]:
        """What is to be read along."""
        return [CELL] if self.present else []

    def was_restored(self, grid: Grid | None) -> bool:
        """Whether an older version of the spreadsheet was read; None for a tab that could not be read.

        What is no time says nothing; it is put right with the next heartbeat.
        """
        self.present = grid is not None
        self._seen = told(grid or [])
        return is_older(self._seen, self._confirmed)

    def begin(self, beat: float) -> None:
        """It is about to be written. Where time went back, this is no restore, even if the answer is lost."""
        if is_older(beat, self._confirmed):
            self._keep(beat)

    def written(self, beat: float) -> None:
        """Google confirmed it."""
        self.present = True
        self._keep(beat)

    def cannot_be_written(self) -> None:
        """What stands there has to stay: it must not be noticed again and again."""
        if is_older(self._seen, self._confirmed):
            self._keep(self._seen)

    def _keep(self, beat: float | None) -> None:
        with self._ledger.write() as tx:
            bookmarks.put(tx, _BOOKMARK, beat)
        self._confirmed = beat
