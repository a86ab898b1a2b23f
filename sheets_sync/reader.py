"""One poll's read: every form tab and the desk in one call; what cannot be read safely is left out and named."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from office.cases import TabRead
from office.config import Config
from office.doors import Permanent, Refused
from sheets_sync import batch, desk
from sheets_sync.desk import Column, Row
from sheets_sync.google import Cell, GoogleDoor, Grid, Range
from sheets_sync.rows import UnusableTab, whole
from sheets_sync.tabs import FormTabs, Moved
from sheets_sync.texts import DESK_TITLE

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """What one poll read: the form tabs, the desk's rows (None: not to be relied on), and what is wrong where."""

    tabs: tuple[TabRead, ...]
    desk: tuple[Row, ...] | None
    troubles: Mapping[str, str]


class Reader:
    """Reads the spreadsheet, and remembers where it left off in each form tab."""

    def __init__(self, door: GoogleDoor, config: Config) -> None:
        self._door, self._config = door, config
        self._tabs = FormTabs(list(config.services.values()))

    def read(self, zone: ZoneInfo, *, sweep: bool) -> View:
        """Read what is new; in a sweep, everything. Raises DoorError when Google cannot be reached or refuses."""
        if sweep:
            self._tabs.forget()
        tab_asks = [self._tabs.ask(tab) for tab in self._config.by_tab]
        desk_asks = _desk_ranges(sweep=sweep)
        grids = self._read_all([*tab_asks, *desk_asks])
        troubles: dict[str, str] = {}
        tabs = [read for ask in tab_asks if (read := self._take_tab(ask, grids.get(ask), zone, troubles))]
        rows = desk_rows([(ask, grids[ask]) for ask in desk_asks]) if set(desk_asks) <= grids.keys() else None
        if rows is None:
            troubles[DESK_TITLE] = "desk_changed"
        for where, kind in troubles.items():
            log.warning("%s tidak bisa dibaca: %s", where, kind)
        return View(tuple(tabs), rows, troubles)

    def _read_all(self, asks: Sequence[Range]) -> dict[Range, Grid]:
        """One call for everything; when Google will not have it, one for each, so that one bad tab stops alone."""
        try:
            return dict(zip(asks, self._door.read(asks), strict=True))
        except Refused:
            raise
        except Permanent:
            return {ask: grid for ask in asks if (grid := self._read_one(ask)) is not None}

    def _read_one(self, ask: Range) -> Grid | None:
        try:
            return self._door.read([ask])[0]
        except Refused:
            raise
        except Permanent:
            return None

    def _take_tab(self, ask: Range, grid: Grid | None, zone: ZoneInfo, troubles: dict[str, str]) -> TabRead | None:
        try:
            return self._tabs.take(ask, grid, zone) if grid is not None else self._take_whole(ask.tab, zone)
        except UnusableTab as trouble:
            troubles[self._config.by_tab[ask.tab].key] = trouble.kind
            return None
        except Moved:
            return self._take_tab(Range(ask.tab), self._read_one(Range(ask.tab)) or [], zone, troubles)

    def _take_whole(self, tab: int, zone: ZoneInfo) -> TabRead:
        grid = self._read_one(Range(tab))
        if grid is None:
            raise UnusableTab("tab_gone")
        return self._tabs.take(Range(tab), grid, zone)


def desk_rows(blocks: Sequence[tuple[Range, Grid]]) -> tuple[Row, ...] | None:
    """The desk's rows, the blocks' columns side by side; None when a header is not what it should be."""
    lines: dict[int, dict[Column, str]] = {}
    for ask, grid in blocks:
        columns = [Column(index) for index in range(ask.first_column, ask.last_column or len(Column))]
        head = _texts(grid[0] if grid else (), columns)
        if any(head[column] != desk.HEADERS[column] for column in columns):
            return None
        for index, line in enumerate(grid):
            lines.setdefault(index, {}).update(_texts(line, columns))
    read = [Column(i) for ask, _ in blocks for i in range(ask.first_column, ask.last_column or len(Column))]
    return tuple(
        Row(index, {column: line.get(column, "") for column in read})
        for index, line in sorted(lines.items())
        if index and any(line.values())
    )


def _desk_ranges(*, sweep: bool) -> list[Range]:
    spans = [(Column.DECISION, Column.NEWS)] if sweep else desk.SPANS
    return [Range(batch.DESK_TAB, first_column=first, last_column=last + 1) for first, last in spans]


def _texts(line: Sequence[Cell], columns: Sequence[Column]) -> dict[Column, str]:
    cells = [*line, *[""] * len(columns)]
    return {
        column: "" if cell is None else whole(str(cell)).strip() for column, cell in zip(columns, cells, strict=False)
    }
