"""Tables, as "Convert to table" makes them: a name over a range whose columns may have types. One for each tab here."""

from __future__ import annotations

import secrets

from simulator.google.a1 import Box
from simulator.google.cells import Cell, Json
from simulator.google.errors import invalid
from simulator.google.grid import Sheet
from simulator.google.validation import options, ticks

_TYPED = "This operation is not allowed on cells in typed columns."


def convert(sheet: Sheet, box: Box, name: str) -> None:
    """Make a table of a box whose first row is the header. A dropdown's rule moves from the cells to the column."""
    if sheet.table:
        raise invalid("This tab has a table; a second one is not spoken by this simulator.")
    rows, columns = ("startRowIndex", "endRowIndex"), ("startColumnIndex", "endColumnIndex")
    ends = dict(zip((*rows, *columns), (box.top, box.bottom, box.left, box.right), strict=True))
    sheet.table = {"tableId": secrets.token_hex(5), "name": name, "range": {"sheetId": sheet.id} | ends}
    for column in range(box.left, box.right):
        _give_type(sheet, column, Box(box.top + 1, column, box.bottom, column + 1))


def _give_type(sheet: Sheet, column: int, body: Box) -> None:
    rules = [sheet.cell(row, column).validation for row in range(body.top, body.bottom)]
    dropdown = next((rule for rule in rules if rule and options(rule) is not None), None)
    if dropdown:
        sheet.columns[column].type, sheet.columns[column].rule = "DROPDOWN", dropdown
        sheet.change(body, Cell.without_rule)
    elif any(ticks(rule) for rule in rules):
        sheet.columns[column].type = "BOOLEAN"


def box_of(sheet: Sheet) -> Box | None:
    """Return where the tab's table lies, None without one."""
    if sheet.table is None:
        return None
    names = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
    return Box(*(sheet.table["range"][name] for name in names))


def describe(sheet: Sheet) -> list[Json]:
    """Return the tables of a tab as the API shows them."""
    box = box_of(sheet)
    if sheet.table is None or box is None:
        return []
    return [sheet.table | {"columnProperties": [_column(sheet, box, index) for index in range(box.left, box.right)]}]


def _column(sheet: Sheet, box: Box, index: int) -> Json:
    column, title = sheet.columns[index], sheet.cell(box.top, index).value
    shown: Json = {"columnIndex": index - box.left, "columnName": str(title or f"Column {index - box.left + 1}")}
    if column.type:
        shown["columnType"] = column.type
    if column.rule:
        shown["dataValidationRule"] = {"condition": column.rule["condition"]}
    return shown


def rule(sheet: Sheet, row: int, column: int) -> Json | None:
    """Return the validation that people meet at a cell: its own or, in a table, the column's."""
    box = box_of(sheet)
    if box and box.top < row < box.bottom and box.left <= column < box.right and sheet.columns[column].rule:
        return sheet.columns[column].rule
    return sheet.cell(row, column).validation


def refuse_typed(sheet: Sheet, box: Box) -> None:
    """ApiError 400 when a validation is to be put on cells of a column that has a type."""
    table = box_of(sheet)
    if table is None or box.top >= table.bottom or box.bottom <= table.top + 1:
        return
    columns = range(max(box.left, table.left), min(box.right, table.right))
    if any(sheet.columns[column].type for column in columns):
        raise invalid(_TYPED)


def grow(sheet: Sheet, box: Box) -> None:
    """Take rows that were written right below the table into it."""
    table = box_of(sheet)
    if table and box.top == table.bottom and box.left < table.right and box.right > table.left:
        sheet.table = _reaching(sheet, box.bottom)


def append_blank(sheet: Sheet, count: int) -> None:
    """Add rows at the table's end. Whatever they were to hold is dropped: so `appendCells` does to a table."""
    table = box_of(sheet)
    if table is None:
        return
    sheet.insert("ROWS", table.bottom, count, table.bottom - 1)
    sheet.table = _reaching(sheet, table.bottom + count)


def _reaching(sheet: Sheet, bottom: int) -> Json:
    table = sheet.table or {}
    return table | {"range": table["range"] | {"endRowIndex": bottom}}
