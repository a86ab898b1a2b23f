"""Tables of words and numbers in a tab of the script's own: their cells, what differs, how it is written. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from sheets_sync.batch import Request
from sheets_sync.rows import Cell

Line = tuple[Cell, ...]
Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's header and the note that explains it; `share` when it holds parts of one, shown as percent."""

    title: str
    note: str = ""
    share: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table where it stands: its headers in the row `top`. `summed`: its last line is the sum of the others."""

    top: int
    left: int
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    summed: bool = False

    @property
    def end(self) -> int:
        """The row below the last line."""
        return self.top + 1 + len(self.lines)

    @property
    def right(self) -> int:
        """The column beside the last one."""
        return self.left + len(self.heads)

    def cells(self) -> Iterator[tuple[Place, Cell]]:
        """Every cell of it, headers and blank ones too."""
        for row, line in enumerate((tuple(head.title for head in self.heads), *self.lines), start=self.top):
            for column, cell in enumerate(line, start=self.left):
                yield (row, column), cell


def read_cells(grid: Sequence[Sequence[Cell]]) -> dict[Place, Cell]:
    """The cells of a grid that was read from the tab's first cell on."""
    return {(row, column): cell for row, line in enumerate(grid) for column, cell in enumerate(line)}


def differences(seen: Mapping[Place, Cell], wanted: Mapping[Place, Cell]) -> dict[Place, Cell]:
    """The cells that are not as they ought to be, with what they ought to say."""
    return {place: cell for place, cell in wanted.items() if not _same(seen.get(place), cell)}


def write(tab: int, cells: Mapping[Place, Cell]) -> list[Request]:
    """Write these cells, a block of neighbours in one request."""
    blocks: list[tuple[Place, list[Line]]] = []
    for row, column, line in sorted(_runs(cells), key=lambda run: (run[1], run[0])):
        (top, left), lines = blocks[-1] if blocks else ((row, -1), [])
        if (left, top + len(lines)) == (column, row) and len(lines[-1]) == len(line):
            lines.append(line)
        else:
            blocks.append(((row, column), [line]))
    return [_write_block(tab, place, lines) for place, lines in blocks]


def area(tab: int, top: int, left: int, end: int, right: int) -> dict[str, int]:
    """A block in the words of the Sheets API (GridRange); ends are excluded."""
    edges = {"startRowIndex": top, "startColumnIndex": left, "endRowIndex": end, "endColumnIndex": right}
    return {"sheetId": tab} | edges


def value(cell: Cell) -> dict[str, Any]:
    """A cell in the words of the Sheets API (CellData): words stay words, numbers numbers, None is a blank."""
    if cell is None:
        return {}
    return {"userEnteredValue": {"stringValue" if isinstance(cell, str) else "numberValue": cell}}


def _write_block(tab: int, place: Place, lines: Iterable[Line]) -> Request:
    rows = [{"values": [value(cell) for cell in line]} for line in lines]
    start = {"sheetId": tab, "rowIndex": place[0], "columnIndex": place[1]}
    return {"updateCells": {"rows": rows, "start": start, "fields": "userEnteredValue"}}


def _runs(cells: Mapping[Place, Cell]) -> Iterator[tuple[int, int, Line]]:
    """Row, first column and contents of cells that stand side by side."""
    for row, column in cells:
        if (row, column - 1) in cells:
            continue
        end = column
        while (row, end) in cells:
            end += 1
        yield row, column, tuple(cells[row, place] for place in range(column, end))


def _same(seen: Cell, wanted: Cell) -> bool:
    if wanted is None or isinstance(wanted, str):
        return (seen is None and not wanted) or seen == (wanted or "")
    return isinstance(seen, int | float) and not isinstance(seen, bool) and isclose(seen, wanted, rel_tol=1e-9)
