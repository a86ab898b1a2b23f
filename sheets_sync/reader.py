"""One poll's read: every form tab and the desk in one call; what cannot be read safely is left out and named."""

import logging
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from office.cases import TabRead
from office.config import Config
from office.doors import Permanent, Refused
from office.outage import Outage
from sheets_sync import batch, texts
from sheets_sync.columns import HOME, LOOKS, NARROW, SWEPT, Column, Layout, UnusableDesk, find
from sheets_sync.desk import TICKED, Row
from sheets_sync.gone import read_if_there
from sheets_sync.google import Cell, GoogleDoor, Grid, Range
from sheets_sync.heartbeat import Heartbeat
from sheets_sync.rows import Headers, UnusableTab, whole
from sheets_sync.tabs import Edited, FormTabs, Grown, Moved, Sweep, WorthReading, all_rows, narrow, plan
from sheets_sync.texts import DESK_TITLE

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """What one poll read: the form tabs, the desk's rows (None: not to be relied on), and what is wrong where.

    `layout` says where the desk's columns stand. `restored`: somebody brought back an older version of the spreadsheet
    since the last heartbeat. `passed` says where single rows are passed, and why.
    """

    tabs: tuple[TabRead, ...]
    desk: tuple[Row, ...] | None
    layout: Layout
    troubles: Mapping[str, str]
    restored: bool = False
    passed: Mapping[str, str] = field(default_factory=dict)


class Reader:
    """Reads the spreadsheet, and remembers where it left off in each form tab.

    `worth_reading` says which rows a sweep has to read whole; by default all. Where `edited` finds a known row changed,
    all are read: only together they tell whether it was edited or sorted. The heartbeat's cell is read along. `now`
    gives aware moments.
    """

    def __init__(
        self,
        door: GoogleDoor,
        config: Config,
        worth_reading: WorthReading = all_rows,
        heartbeat: Heartbeat | None = None,
        *,
        edited: Edited = lambda _: False,
        now: Callable[[], datetime],
    ) -> None:
        self._door, self._config, self._worth_reading, self._edited = door, config, worth_reading, edited
        self._heartbeat = heartbeat
        self._tabs = FormTabs(list(config.services.values()))
        self._layout = HOME
        self._outage = Outage(log, texts.READABLE_AGAIN, now)

    def read(self, zone: ZoneInfo, *, sweep: bool, whole_rows: Set[int] = frozenset(), wide: bool = False) -> View:
        """Read what is new, in one call when nothing is; in a sweep, all that may have changed.

        Of the tabs in `whole_rows` the last known row is compared whole; `wide` reads the desk with its long cells.
        Raises DoorError when Google cannot be reached or refuses.
        """
        tabs = list(self._config.by_tab)
        asks = [] if sweep else [ask for tab in tabs if (ask := self._tabs.ask(tab, whole_rows=tab in whole_rows))]
        wide = wide or sweep
        desk_asks = desk_ranges(self._layout, wide=wide)
        beat_asks = self._heartbeat.asks() if self._heartbeat else []
        # Each of these grids is known by what it holds: a tab's by its last row, the desk's by their headers, the
        # heartbeat's by its title.
        in_order = len(asks) == len(tabs) and all(ask.first_row for ask in asks)
        grids = self._read_all([*asks, *desk_asks, *beat_asks], in_order=in_order)
        restored = any(self._heartbeat.was_restored(grids.get(ask)) for ask in beat_asks if self._heartbeat)
        troubles: dict[str, str] = {}
        reads = self._take(asks, grids, zone, troubles)
        again = [tab for tab in tabs if tab not in reads and self._config.by_tab[tab].key not in troubles]
        reads |= self._sweep(again, zone, troubles)
        rows = self._desk(desk_asks, grids, troubles, wide=wide)
        passed = {self._config.by_tab[tab].key: "row_without_time" for tab in self._tabs.untimed()}
        if wrong := {**passed, **troubles}:
            self._outage.broke(texts.unreadable(wrong))
        else:
            self._outage.mended()
        return View(tuple(reads[tab] for tab in tabs if tab in reads), rows, self._layout, troubles, restored, passed)

    def digits(self) -> dict[int, Set[int]]:
        """Where each form tab holds NIK, KK or phone, as far as its headers are known."""
        return self._tabs.digits()

    def _desk(
        self, asks: Sequence[Range], grids: Mapping[Range, Grid], troubles: dict[str, str], *, wide: bool
    ) -> tuple[Row, ...] | None:
        """The desk's rows; where its columns stand elsewhere than we thought, it is read once more."""
        try:
            rows = desk_rows([(ask, grids[ask]) for ask in asks], self._layout) if set(asks) <= grids.keys() else None
            if rows is not None:
                return rows
            head = read_if_there(self._door, Range(batch.DESK_TAB, 0, 1))
            if head is None:
                troubles[DESK_TITLE] = "desk_gone"
                return None
            self._layout = find([_text(cell) for cell in (head[0] if head else ())])
        except UnusableDesk as trouble:
            troubles[trouble.about] = trouble.kind
            return None
        asks = desk_ranges(self._layout, wide=wide)
        grids = self._read_all(asks)
        return desk_rows([(ask, grids.get(ask, [])) for ask in asks], self._layout)

    def _take(
        self, asks: Sequence[Range], grids: Mapping[Range, Grid], zone: ZoneInfo, troubles: dict[str, str]
    ) -> dict[int, TabRead]:
        """What can be relied on of these reads; where a tab has grown, its new rows are read. Others are left out."""
        reads: dict[int, TabRead] = {}
        grown = []
        for ask in asks:
            try:
                if ask in grids:
                    reads[ask.tab] = self._tabs.take(ask, grids[ask], zone)
            except Grown:
                grown.append(Range(ask.tab, ask.first_row))
            except UnusableTab as trouble:
                troubles[self._config.by_tab[ask.tab].key] = trouble.kind
            except Moved:
                continue
        return reads | (self._take(grown, self._read_all(grown), zone, troubles) if grown else {})

    def _sweep(self, tabs: Sequence[int], zone: ZoneInfo, troubles: dict[str, str]) -> dict[int, TabRead]:
        """First the headers of these tabs, then what their rows are known by, then the rows worth reading."""
        heads = self._read_all([Range(tab, 0, 1) for tab in tabs])
        headers: dict[int, Headers] = {}
        for tab in tabs:
            try:
                headers[tab] = self._tabs.begin(tab, heads.get(Range(tab, 0, 1)))
            except UnusableTab as trouble:
                troubles[self._config.by_tab[tab].key] = trouble.kind
        told = self._read_all([narrow(tab, found) for tab, found in headers.items()])
        sweeps = [
            plan(tab, found, told.get(narrow(tab, found), []), self._worth_reading) for tab, found in headers.items()
        ]
        grids = self._read_all([block for sweep in sweeps for block in sweep.blocks])
        reads = {sweep.tab: self._finish(sweep, grids, zone, troubles) for sweep in sweeps}
        return {tab: read for tab, read in reads.items() if read}

    def _finish(
        self, sweep: Sweep, grids: Mapping[Range, Grid], zone: ZoneInfo, troubles: dict[str, str]
    ) -> TabRead | None:
        try:
            read = self._tabs.finish(sweep, [grids.get(block, []) for block in sweep.blocks], zone)
        except Moved:
            # Somebody is at work in it: what it holds is only to be had in one piece.
            return self._take_whole(sweep.tab, zone, troubles)
        if sweep.is_whole or not self._edited(read):
            return read
        self._tabs.forget(sweep.tab)  # what was read is not used, should the next call fail
        return self._take_whole(sweep.tab, zone, troubles)

    def _take_whole(self, tab: int, zone: ZoneInfo, troubles: dict[str, str]) -> TabRead | None:
        try:
            return self._tabs.take_whole(tab, read_if_there(self._door, Range(tab)), zone)
        except UnusableTab as trouble:
            troubles[self._config.by_tab[tab].key] = trouble.kind
            return None

    def _read_all(self, asks: Sequence[Range], *, in_order: bool = False) -> dict[Range, Grid]:
        """One call for everything; when Google will not have it, one for each, so that one bad tab stops alone."""
        if not asks:
            return {}
        try:
            return dict(zip(asks, self._door.read(asks, in_order=in_order), strict=True))
        except Refused:
            raise
        except Permanent:
            return {ask: grid for ask in asks if (grid := read_if_there(self._door, ask)) is not None}


def desk_ranges(layout: Layout, *, wide: bool) -> list[Range]:
    """The blocks of the desk that a read needs, each with its header; `wide` with the long cells."""
    return [
        Range(batch.DESK_TAB, first_column=layout.place(run[0]), last_column=layout.place(run[-1]) + 1)
        for run in layout.runs(SWEPT if wide else NARROW)
    ]


def desk_rows(blocks: Sequence[tuple[Range, Grid]], layout: Layout = HOME) -> tuple[Row, ...] | None:
    """The desk's rows, the blocks' columns side by side; None when a header is not what it should be."""
    lines: dict[int, dict[Column, str]] = {}
    read: list[Column] = []
    for ask, grid in blocks:
        columns = _columns(ask, layout)
        read += columns.values()
        head = _texts(grid[0] if grid else (), ask, columns)
        if any(head.get(column) != LOOKS[column].title for column in columns.values()):
            return None
        for index, line in enumerate(grid):
            lines.setdefault(index, {}).update(_texts(line, ask, columns))
    return tuple(
        Row(index, {column: line.get(column, "") for column in read})
        for index, line in sorted(lines.items())
        if index and any(line.values())
    )


def _columns(ask: Range, layout: Layout) -> dict[int, Column]:
    """Which columns a block holds, by place."""
    return {
        place: column
        for column, place in layout.places.items()
        if ask.first_column <= place and (ask.last_column is None or place < ask.last_column)
    }


def _texts(line: Sequence[Cell], ask: Range, columns: Mapping[int, Column]) -> dict[Column, str]:
    cells = enumerate(line, start=ask.first_column)
    return {columns[place]: _text(cell) for place, cell in cells if place in columns}


def _text(cell: Cell) -> str:
    if cell is None or cell is False:  # an empty box
        return ""
    return TICKED if cell is True else whole(str(cell)).strip()
