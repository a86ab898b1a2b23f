"""Form tabs between two reads: where the last read ended, so that the next one begins there."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from office.cases import Arrival, TabRead
from office.services import Service
from sheets_sync.google import Grid, Range
from sheets_sync.rows import Anchor, Cell, Headers, Key, UnusableTab, read_headers, read_rows


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one form tab: its headers, its last row (None: it has none yet), the newest row's time stamp.

    `untimed`: the last sweep or a read since found a row with answers and without a time.
    """

    headers: Headers
    anchor: Anchor | None
    newest: float
    untimed: bool = False


class Moved(Exception):  # noqa: N818 - says what is the case
    """The tab is not as it was left: sorted, rows deleted, columns added. It has to be swept."""


class Grown(Exception):  # noqa: N818 - says what is the case
    """The last known row is where it was, and there are rows below it, which have to be read."""


WorthReading = Callable[[int, Mapping[int, Key]], Set[int]]
"""Of a tab's rows, by their index and what they are known by, those that have to be read whole."""


Edited = Callable[[TabRead], bool]
"""Whether a known row says something else than before."""


def all_rows(_tab: int, keys: Mapping[int, Key]) -> Set[int]:
    """Every row is worth reading."""
    return keys.keys()


@dataclass(frozen=True, slots=True)
class Sweep:
    """A tab that is being swept: its headers, what each of its rows is known by, and the blocks to be read whole."""

    tab: int
    headers: Headers
    keys: Mapping[int, Key]
    blocks: tuple[Range, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the blocks leave no row out."""
        rows = (row for block in self.blocks for row in range(block.first_row, block.last_row or 0))
        return sum(row in self.keys for row in rows) >= len(self.keys)


class FormTabs:
    """The memory of all form tabs. Lost at a restart, which then sweeps every tab."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = {service.form.tab: service for service in services if service.form}
        self._memory: dict[int, Memory] = {}

    def ask(self, tab: int, *, whole_rows: bool = False) -> Range | None:
        """What to read next: what the last known row and those below it are known by. None: a sweep is due."""
        memory = self._memory.get(tab)
        if not memory:
            return None
        if not memory.anchor:
            return Range(tab)
        if whole_rows:
            return Range(tab, first_row=memory.anchor.row)
        first, end = memory.headers.keys
        return Range(tab, memory.anchor.row, first_column=first, last_column=end)

    def take(self, asked: Range, grid: Grid, zone: ZoneInfo) -> TabRead:
        """What was read. Raises Grown or Moved when more must be read, UnusableTab when nothing can be relied on."""
        service, memory = self._services[asked.tab], self._memory[asked.tab]
        if memory.anchor is None:
            return self.take_whole(asked.tab, grid, zone)
        if asked.last_column is not None:
            self._glance(memory, asked, grid)
            return TabRead((), complete=False)
        arrivals, last = read_rows(service, memory.headers, grid, asked.first_row, zone)
        # Columns that changed places show in the answers of the row that is known.
        same = arrivals and Anchor.at(asked.first_row, arrivals[0]) == memory.anchor
        # Below it stand rows that are newer than all; after a sort, which may have left it in its place, older ones do.
        older = any(row.serial <= memory.newest for row in arrivals[1:])
        if not same or older or any(_wider(cells, memory.headers) for cells in grid):
            raise Moved
        newest = max(memory.newest, *(row.serial for row in arrivals))
        untimed = memory.untimed or any(map(memory.headers.lacks_time, grid))
        self._memory[asked.tab] = Memory(memory.headers, last, newest, untimed)
        return TabRead(tuple(arrivals), complete=False)

    def digits(self) -> dict[int, Set[int]]:
        """Where each known tab holds NIK, KK or phone."""
        return {tab: memory.headers.digits for tab, memory in self._memory.items()}

    def untimed(self) -> set[int]:
        """The known tabs in which a row with answers has no time, and is passed."""
        return {tab for tab, memory in self._memory.items() if memory.untimed}

    def forget(self, tab: int) -> None:
        """Have the tab swept by the next read."""
        self._memory.pop(tab, None)

    # --- sweeping ----------------------------------------------------------------------------------------------

    def begin(self, tab: int, head: Grid | None) -> Headers:
        """Forget the tab and read its headers anew; None for a tab that is gone. Raises UnusableTab."""
        self.forget(tab)
        if head is None:
            raise UnusableTab("tab_gone")
        if not head or not any(head[0]):
            raise UnusableTab("no_headers")
        return read_headers(self._services[tab], head[0])

    def finish(self, sweep: Sweep, grids: Sequence[Grid], zone: ZoneInfo) -> TabRead:
        """The arrivals of the rows that were read whole. Raises Moved when they are not what was told of them."""
        arrivals: list[Arrival] = []
        anchor = None
        for block, grid in zip(sweep.blocks, grids, strict=True):
            places = range(block.first_row, max(block.last_row or 0, block.first_row + len(grid)))
            read_keys = [*map(sweep.headers.key, grid), *[None] * (len(places) - len(grid))]
            if read_keys != [sweep.keys.get(place) for place in places]:
                raise Moved
            if any(_wider(cells, sweep.headers) for cells in grid):
                raise Moved
            read, last = read_rows(self._services[sweep.tab], sweep.headers, grid, block.first_row, zone)
            arrivals += read
            anchor = last or anchor
        newest = max((key[0] for key in sweep.keys.values()), default=0.0)
        untimed = any(sweep.headers.lacks_time(cells) for grid in grids for cells in grid)
        self._memory[sweep.tab] = Memory(sweep.headers, anchor, newest, untimed)
        return TabRead(tuple(arrivals), complete=True)

    def take_whole(self, tab: int, grid: Grid | None, zone: ZoneInfo) -> TabRead:
        """A tab that was read whole. Raises UnusableTab."""
        headers = self.begin(tab, grid)
        rows = (grid or ())[1:]
        arrivals, anchor = read_rows(self._services[tab], headers, rows, 1, zone)
        newest = max((arrival.serial for arrival in arrivals), default=0.0)
        self._memory[tab] = Memory(headers, anchor, newest, any(map(headers.lacks_time, rows)))
        return TabRead(tuple(arrivals), complete=True)

    def _glance(self, memory: Memory, asked: Range, grid: Grid) -> None:
        keys = [memory.headers.key(cells, asked.first_column) for cells in grid]
        if not keys or not memory.anchor or keys[0] != memory.anchor.key:
            raise Moved
        if any(keys[1:]):
            raise Grown
        if any(memory.headers.lacks_time(cells, asked.first_column) for cells in grid):
            self._memory[asked.tab] = replace(memory, untimed=True)


def narrow(tab: int, headers: Headers) -> Range:
    """The block that tells what each row is known by."""
    first, end = headers.keys
    return Range(tab, first_column=first, last_column=end)


def plan(tab: int, headers: Headers, grid: Grid, worth_reading: WorthReading) -> Sweep:
    """Which rows are to be read whole, by what the narrow block told of all; those without a time may hold answers."""
    first = headers.keys[0]
    found = ((index, headers.key(cells, first)) for index, cells in enumerate(grid[1:], start=1))
    keys = {index: key for index, key in found if key}
    untimed = set(range(1, len(grid))) - keys.keys()
    wanted = {*worth_reading(tab, keys), *untimed, *([max(keys)] if keys else ())}  # the last one is the anchor
    return Sweep(tab, headers, keys, tuple(_blocks(tab, wanted)))


def _wider(cells: Sequence[Cell], headers: Headers) -> bool:
    return len(cells) > headers.width


def _blocks(tab: int, rows: Set[int]) -> Iterator[Range]:
    """Rows that are neighbours are one block."""
    starts = sorted(row for row in rows if row - 1 not in rows)
    ends = sorted(row + 1 for row in rows if row + 1 not in rows)
    return (Range(tab, first, end) for first, end in zip(starts, ends, strict=True))
