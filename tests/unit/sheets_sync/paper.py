"""A spreadsheet on paper: what our door shows of Google, without Google. `tests/contract` holds it against the door."""

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from office.doors import Permanent
from sheets_sync.google import Cell, Grid, Protection, Range, Tab, Workbook

LAYOUT = frozenset({
    "repeatCell", "setDataValidation", "addConditionalFormatRule", "updateDimensionProperties",
    "updateProtectedRange", "appendDimension", "updateSpreadsheetProperties", "updateSheetProperties",
})  # fmt: skip
"""Changes that no value shows."""


class PaperDoor:
    """Tabs as lists of rows. `troubles` are raised by the next calls of that name, one each; None lets one pass.

    A trouble named `change after` is raised when the change has been made: its answer is lost.
    """

    def __init__(self, tabs: Mapping[int, Sequence[Sequence[Cell]]] | None = None) -> None:
        self.tabs: dict[int, Grid] = {tab: [list(row) for row in rows] for tab, rows in (tabs or {}).items()}
        self.zone = "Asia/Jakarta"
        self.account = "meja@contoh.iam"
        self.titles: dict[int, str] = {}
        self.clock_ahead = timedelta(0)
        self.charts: dict[int, dict[str, Any]] = {}
        self.protections: list[Protection] = []
        self.troubles: dict[str, list[Exception | None]] = {}
        self.asked: list[list[Range]] = []
        self.changes: list[list[dict[str, Any]]] = []
        self.before_change: Callable[[], None] | None = None
        """Somebody who does something between our read and our write."""
        self.refuses: str | None = None
        """A word that no change may hold: a kind of request, a tab."""
        self.refused = 0

    def workbook(self) -> Workbook:
        self._fail("workbook")
        tabs = tuple(
            Tab(
                tab,
                self.titles.get(tab, f"Lembar {tab}"),
                len(rows),
                max(map(len, rows), default=0),
                tuple(one for one in self.protections if one.range.tab == tab),
                self._charts_of(tab),
            )
            for tab, rows in self.tabs.items()
        )
        return Workbook("Layanan Desa", self.zone, "in_ID", tabs)

    def rows_with_list(self, tab: Tab, column: int) -> Set[int]:  # noqa: ARG002 - the door's
        """Nobody takes a dropdown away here."""
        return frozenset(range(1, tab.rows))

    def read(self, ranges: Sequence[Range], *, in_order: bool = False) -> list[Grid]:  # noqa: ARG002 - the door's
        self._fail("read")
        self.asked.append(list(ranges))
        return [self._seen(asked) for asked in ranges]

    def change(self, changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        self._fail("change")
        if self.refuses and self.refuses in str(changes):
            self.refused += 1
            raise Permanent("Google answered 400")
        if self.before_change:
            self.before_change()
        self.changes.append([dict(change) for change in changes])
        for change in changes:
            ((kind, body),) = change.items()
            if kind not in LAYOUT:
                getattr(self, f"_{kind}")(body)
        self._fail("change after")
        return [{} for _ in changes]

    # --- people ------------------------------------------------------------------------------------------------

    def type(self, tab: int, row: int, column: int, cell: Cell) -> None:
        """Write into one cell."""
        self._put(tab, row, column, [[cell]])

    def sort(self, tab: int, column: int, *, descending: bool = False) -> None:
        """Sort all but the header by a column."""
        head, *rows = self.tabs[tab]
        rows.sort(key=lambda row: str(row[column]) if column < len(row) else "", reverse=descending)
        self.tabs[tab] = [head, *rows]

    def column(self, tab: int, column: int) -> list[Cell]:
        """What stands in a column, below the header."""
        return [row[column] if column < len(row) else "" for row in self.tabs[tab][1:]]

    # --- Google ------------------------------------------------------------------------------------------------

    def _fail(self, name: str) -> None:
        if self.troubles.get(name) and (trouble := self.troubles[name].pop(0)):
            raise trouble

    def _seen(self, asked: Range) -> Grid:
        if asked.tab not in self.tabs:
            raise Permanent("Google answered 400")
        block = [row[asked.first_column : asked.last_column] for row in self.tabs[asked.tab]]
        return _without_blank_ends([_without_blank_ends(row) for row in block[asked.first_row : asked.last_row]])

    def _charts_of(self, tab: int) -> tuple[int, ...]:
        corners = {
            chart: body["position"]["overlayPosition"]["anchorCell"]["sheetId"] for chart, body in self.charts.items()
        }
        return tuple(chart for chart, at in corners.items() if at == tab)

    def _addProtectedRange(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        block, number = body["protectedRange"]["range"], len(self.protections)
        rows = block.get("startRowIndex", 0), block.get("endRowIndex")
        place = Range(block["sheetId"], *rows, block.get("startColumnIndex", 0), block.get("endColumnIndex"))
        self.protections.append(Protection(number, place, body["protectedRange"]["description"], warning_only=True))

    def _addChart(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        self.charts[body["chart"]["chartId"]] = body["chart"]

    def _updateChartSpec(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        if body["chartId"] not in self.charts:
            raise Permanent("Google answered 400")
        self.charts[body["chartId"]] |= {"spec": body["spec"]}

    def _addSheet(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        if body["properties"]["sheetId"] in self.tabs:
            raise Permanent("Google answered 400")
        self.tabs[body["properties"]["sheetId"]] = []
        self.titles[body["properties"]["sheetId"]] = body["properties"]["title"]

    def _insertDimension(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        place = body["range"]
        blank: Grid = [[] for _ in range(place["endIndex"] - place["startIndex"])]
        self.tabs[place["sheetId"]][place["startIndex"] : place["startIndex"]] = blank

    def _deleteDimension(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        place = body["range"]
        del self.tabs[place["sheetId"]][place["startIndex"] : place["endIndex"]]

    def _cutPaste(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        source, goal = body["source"], body["destination"]
        left, right = source["startColumnIndex"], source["endColumnIndex"]
        for offset, row in enumerate(self.tabs[source["sheetId"]][source["startRowIndex"] : source["endRowIndex"]]):
            row.extend([""] * (right - len(row)))
            taken = row[left:right]
            row[left:right] = [""] * len(taken)
            self._put(goal["sheetId"], goal["rowIndex"] + offset, goal["columnIndex"], [taken])

    def _updateCells(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        if block := body.get("range"):
            start = {"sheetId": block["sheetId"]}
            start |= {"rowIndex": block["startRowIndex"], "columnIndex": block["startColumnIndex"]}
            self._put(block["sheetId"], block["startRowIndex"], block["startColumnIndex"], _blanks(block))
        else:
            start = body["start"]
        self._put(start["sheetId"], start["rowIndex"], start["columnIndex"], _values(body["rows"]))

    def _appendCells(self, body: dict[str, Any]) -> None:  # noqa: N802 - Google's name
        tab = body["sheetId"]
        if tab not in self.tabs:
            raise Permanent("Google answered 400")
        self._put(tab, len(_without_blank_ends(self.tabs[tab])), 0, _values(body["rows"]))

    def _put(self, tab: int, top: int, left: int, block: Sequence[Sequence[Cell]]) -> None:
        rows = self.tabs[tab]
        rows.extend([] for _ in range(top + len(block) - len(rows)))
        for offset, line in enumerate(block):
            row = rows[top + offset]
            row.extend([""] * (left + len(line) - len(row)))
            row[left : left + len(line)] = line


class PaperForms:
    """The forms' responses on paper: not shared until `sent` is a list."""

    def __init__(self) -> None:
        self.opened = 0
        self.asked: list[tuple[str, datetime]] = []
        self.sent: list[Mapping[int, str]] | None = None

    def responses(self, form_id: str, since: datetime) -> Sequence[Mapping[int, str]]:
        self.asked.append((form_id, since))
        if self.sent is None:
            raise Permanent("Google answered 404")
        return self.sent


def _values(rows: Sequence[Mapping[str, Any]]) -> list[list[Cell]]:
    return [[_entered(cell.get("userEnteredValue", {})) for cell in row["values"]] for row in rows]


def _entered(value: Mapping[str, Any]) -> Cell:
    (entered,) = value.values() or ("",)
    return entered


def _blanks(block: Mapping[str, int]) -> list[list[Cell]]:
    width = block["endColumnIndex"] - block["startColumnIndex"]
    return [[""] * width for _ in range(block["startRowIndex"], block["endRowIndex"])]


def _without_blank_ends(cells: Sequence[Any]) -> list[Any]:
    kept = list(cells)
    while kept and not kept[-1] and kept[-1] != 0:
        kept.pop()
    return kept


def sheet_row(code: str, serial: float, *answers: Cell) -> list[Cell]:
    """A row of a form tab with these answers in the order of `builders.HEADERS`."""
    return [cell for cell, _ in zip_longest([serial, code, *answers], range(8), fillvalue="")]
