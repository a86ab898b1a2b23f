"""Form tabs between two reads: where the last read ended, so that the next one begins there."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from office.cases import TabRead
from office.services import Service
from sheets_sync.google import Grid, Range
from sheets_sync.rows import Anchor, Cell, Headers, UnusableTab, read_headers, read_rows


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one form tab: its headers, and its last row (None: it has none yet)."""

    headers: Headers
    anchor: Anchor | None


class Moved(Exception):  # noqa: N818 - says what is the case
    """The tab is not as it was left: sorted, rows deleted, columns added. It has to be read whole."""


class FormTabs:
    """The memory of all form tabs. Lost at a restart, which then reads every tab whole."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = {service.form.tab: service for service in services if service.form}
        self._memory: dict[int, Memory] = {}

    def forget(self) -> None:
        """Have every tab read whole next time."""
        for tab, memory in self._memory.items():
            self._memory[tab] = Memory(memory.headers, None)

    def ask(self, tab: int) -> Range:
        """What to read next: from the last known row on, or the whole tab."""
        memory = self._memory.get(tab)
        return Range(tab, first_row=memory.anchor.row if memory and memory.anchor else 0)

    def take(self, asked: Range, grid: Grid, zone: ZoneInfo) -> TabRead:
        """What was read. Raises Moved when the whole tab must be read, UnusableTab when nothing can be relied on."""
        service = self._services[asked.tab]
        if asked.first_row == 0:
            return self._take_whole(service, asked.tab, grid, zone)
        memory = self._memory[asked.tab]
        arrivals, last = read_rows(service, memory.headers, grid, asked.first_row, zone)
        # Columns that changed places show in the answers of the row that is known.
        same = arrivals and Anchor.at(asked.first_row, arrivals[0]) == memory.anchor
        if not same or any(_wider(cells, memory.headers) for cells in grid):
            raise Moved
        self._memory[asked.tab] = Memory(memory.headers, last)
        return TabRead(tuple(arrivals), complete=False)

    def _take_whole(self, service: Service, tab: int, grid: Grid, zone: ZoneInfo) -> TabRead:
        if not grid or not any(grid[0]):
            raise UnusableTab("no_headers")
        headers = read_headers(service, grid[0])
        arrivals, anchor = read_rows(service, headers, grid[1:], 1, zone)
        self._memory[tab] = Memory(headers, anchor)
        return TabRead(tuple(arrivals), complete=True)


def _wider(cells: Sequence[Cell], headers: Headers) -> bool:
    return len(cells) > headers.width
