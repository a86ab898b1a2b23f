"""One tab: a sparse grid of cells and what lies over it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from simulator.google.a1 import Box, Span, label
from simulator.google.cells import BLANK, Cell, Json
from simulator.google.errors import invalid
from simulator.google.ranges import Dimension, Order, followed

ROWS, COLUMNS = 1000, 26  # of a new tab
ROW_HEIGHT, COLUMN_WIDTH = 21, 100


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by column, its height in pixels; `response` is the form response that it was made for.

    A row never changes, so that many thousands of them are shared by the states of a tab: another takes its place.
    """

    cells: Mapping[int, Cell] = field(default_factory=dict)
    size: int = ROW_HEIGHT
    hidden: bool = False
    filtered: bool = False  # hidden by the tab's filter
    response: str | None = None

    def holds(self, left: int, right: int) -> bool:
        """Tell whether any cell of these columns holds a value."""
        # Asked of a thousand rows for every range that is read: a generator and `Cell.kind` took nine tenths of a read.
        for column, cell in self.cells.items():
            if (cell.value is not None or cell.formula is not None) and left <= column < right:
                return True
        return False


@dataclass
class Column:
    """One column's width in pixels; `question` is the form question whose answers it takes.

    In a table, `type` is the column's (`DROPDOWN`, ...) and `rule` its DataValidationRule.
    """

    size: int = COLUMN_WIDTH
    hidden: bool = False
    question: str | None = None
    type: str | None = None
    rule: Json | None = None


@dataclass(eq=False)
class Sheet:
    """A tab. Rows and columns are zero-based. Protections, colours, charts, filter are kept as they were sent."""

    id: int
    title: str
    rows: list[Row]
    columns: list[Column]
    hidden: bool = False
    frozen_rows: int = 0
    frozen_columns: int = 0
    look: Json = field(default_factory=dict)  # tabColor, tabColorStyle, rightToLeft
    form_id: str | None = None
    protected: list[Json] = field(default_factory=list)
    conditional: list[Json] = field(default_factory=list)
    charts: list[Json] = field(default_factory=list)
    basic_filter: Json | None = None
    table: Json | None = None  # tableId, name, range

    def copy(self) -> Sheet:
        """Return a tab that can be changed without changing this one."""
        return replace(
            self,
            rows=list(self.rows),
            columns=[replace(column) for column in self.columns],
            look=dict(self.look),
            protected=copy.deepcopy(self.protected),
            conditional=copy.deepcopy(self.conditional),
            charts=list(self.charts),
        )

    def box(self, span: Span | None = None) -> Box:
        """Fit a span into the grid; its ends are cut to the grid. ApiError 400 when it starts beyond."""
        span = span or Span()
        top, left = span.top or 0, span.left or 0
        if min(top, left) < 0 or top >= len(self.rows) or left >= len(self.columns):
            raise self.beyond(span)
        bottom = len(self.rows) if span.bottom is None else min(span.bottom, len(self.rows))
        right = len(self.columns) if span.right is None else min(span.right, len(self.columns))
        if bottom <= top or right <= left:
            raise invalid(f"Invalid range: {label(self.title, span)}")
        return Box(top, left, bottom, right)

    def whole(self, span: Span) -> Box:
        """Fit a span that is to be written: ApiError 400 when any of it lies beyond the grid."""
        if (span.bottom or 0) > len(self.rows) or (span.right or 0) > len(self.columns):
            raise self.beyond(span)
        return self.box(span)

    def beyond(self, span: Span) -> Exception:
        """Return the refusal for a span that leaves the grid."""
        limits = f"Max rows: {len(self.rows)}, max columns: {len(self.columns)}"
        return invalid(f"Range ({label(self.title, span)}) exceeds grid limits. {limits}")

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell, blank where nothing was ever put."""
        return self.rows[row].cells.get(column, BLANK)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace a cell."""
        others = {place: old for place, old in self.rows[row].cells.items() if place != column}
        self.rows[row] = replace(self.rows[row], cells=others if cell == BLANK else others | {column: cell})

    def each(self, box: Box) -> Iterator[tuple[int, int]]:
        """Yield (row, column) of a box, row by row."""
        return ((row, column) for row in range(box.top, box.bottom) for column in range(box.left, box.right))

    def change(self, box: Box, change: Callable[[Cell], Cell]) -> None:
        """Replace every cell of a box."""
        for row, column in self.each(box):
            self.put(row, column, change(self.cell(row, column)))

    def used_rows(self, left: int = 0, right: int | None = None) -> int:
        """Count the rows up to the last one that holds a value in these columns."""
        end = len(self.columns) if right is None else right
        for number in range(len(self.rows), 0, -1):
            if self.rows[number - 1].holds(left, end):
                return number
        return 0

    def used_columns(self) -> int:
        """Count the columns up to the last one that holds a value."""
        filled = (column for row in self.rows for column, cell in row.cells.items() if cell.kind != "empty")
        return max(filled, default=-1) + 1

    def rearrange(self, dimension: Dimension, order: Order) -> None:
        """Put rows or columns into a new order: each place names the old index it takes, None is a new one."""
        self._follow(dimension, order)
        if dimension == "ROWS":
            self.rows = [Row() if old is None else self.rows[old] for old in order]
            return
        self.columns = [Column() if old is None else self.columns[old] for old in order]
        place = {old: new for new, old in enumerate(order) if old is not None}
        self.rows = [
            replace(row, cells={place[old]: cell for old, cell in row.cells.items() if old in place})
            for row in self.rows
        ]

    def _follow(self, dimension: Dimension, order: Order) -> None:
        """Have what lies over the grid go along with its lines, or go when they are gone."""

        def moved(kept: Json | None) -> Json | None:
            found = followed(kept["range"], dimension, order) if kept else None
            return kept | {"range": found} if kept and found else None

        self.protected = [kept for each in self.protected if (kept := moved(each) if "range" in each else each)]
        self.basic_filter, self.table = moved(self.basic_filter), moved(self.table)
        self.conditional = [
            kept for each in self.conditional if (kept := _moved_rule(each, dimension, order))["ranges"]
        ]

    def insert(self, dimension: Dimension, at: int, count: int, like: int | None = None) -> None:
        """Insert blank rows or columns before an index; they take format and validation from the old index `like`."""
        size = self.size(dimension)
        self.rearrange(dimension, [*range(at), *[None] * count, *range(at, size)])
        if like is None:
            return
        source = like + count if like >= at else like
        for new in range(at, at + count):
            self._inherit(dimension, source, new)

    def _inherit(self, dimension: Dimension, source: int, new: int) -> None:
        if dimension == "ROWS":
            for column, cell in self.rows[source].cells.items():
                self.put(new, column, _clean(cell))
            return
        for row in range(len(self.rows)):
            self.put(row, new, _clean(self.cell(row, source)))

    def size(self, dimension: Dimension) -> int:
        """Count the rows or the columns."""
        return len(self.rows) if dimension == "ROWS" else len(self.columns)

    def resize(self, dimension: Dimension, size: int) -> None:
        """Cut or lengthen the grid at its end."""
        old = self.size(dimension)
        if size == old:
            return
        self.rearrange(dimension, [*range(min(old, size)), *[None] * max(0, size - old)])

    def sort(self, box: Box, keys: Sequence[tuple[int, bool]]) -> None:
        """Sort the rows of a box by (column, ascending) pairs, the first one weighing most; empty cells come last."""
        lines = self.rows[box.top : box.bottom]
        for column, ascending in reversed(keys):
            lines.sort(key=lambda line, at=column: _weight(line.cells.get(at, BLANK)), reverse=not ascending)  # type: ignore[misc]
            lines.sort(key=lambda line, at=column: line.cells.get(at, BLANK).kind == "empty")  # type: ignore[misc]
        columns = range(box.left, box.right)
        for row, line in zip(_rows(box), lines, strict=True):
            old = self.rows[row]
            moved = {column: cell for column, cell in line.cells.items() if column in columns}
            stays = {column: cell for column, cell in old.cells.items() if column not in columns}
            response = line.response if box.left == 0 else old.response
            self.rows[row] = replace(old, cells=stays | moved, response=response)


def new_sheet(sheet_id: int, title: str, rows: int = ROWS, columns: int = COLUMNS) -> Sheet:
    """Make an empty tab."""
    return Sheet(sheet_id, title, [Row() for _ in range(rows)], [Column() for _ in range(columns)])


def _moved_rule(rule: Json, dimension: Dimension, order: Order) -> Json:
    found = (followed(wanted, dimension, order) for wanted in rule.get("ranges", []))
    return rule | {"ranges": [wanted for wanted in found if wanted]}


def _rows(box: Box) -> Iterable[int]:
    return range(box.top, box.bottom)


def _clean(cell: Cell) -> Cell:
    return replace(cell.emptied(), note="")


def _weight(cell: Cell) -> tuple[int, float, str]:
    """Numbers before text before booleans, text without regard to case: Google's order."""
    if isinstance(cell.value, bool):
        return 2, float(cell.value), ""
    if isinstance(cell.value, (int, float)):
        return 0, cell.value, ""
    return 1, 0, (cell.value or "").casefold()
