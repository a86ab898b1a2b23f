"""batchUpdate requests about cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulator.google import tables
from simulator.google.a1 import Box, Span
from simulator.google.book import Spreadsheet
from simulator.google.cells import BLANK, Json, merged
from simulator.google.errors import invalid
from simulator.google.grid import Sheet
from simulator.google.masks import Path, paths


def _append(book: Spreadsheet, body: Json) -> Json:
    wanted, rows = paths(body.get("fields", "")), body.get("rows", [])
    if "tableId" in body:
        tables.append_blank(_with_table(book, body["tableId"]), len(rows))
        return {}
    sheet = book.sheet(body.get("sheetId", 0))
    top = sheet.used_rows()
    sheet.resize("ROWS", max(len(sheet.rows), top + len(rows)))
    sheet.resize("COLUMNS", max(len(sheet.columns), _width(rows)))
    _fill(sheet, rows, wanted, Box(top, 0, top + len(rows), _width(rows)), clearing=False)
    return {}


def _with_table(book: Spreadsheet, table_id: str) -> Sheet:
    for sheet in book.sheets:
        if sheet.table and sheet.table["tableId"] == table_id:
            return sheet
    raise invalid(f"No table with id: {table_id}")


def _update(book: Spreadsheet, body: Json) -> Json:
    wanted, rows = paths(body.get("fields", "")), body.get("rows", [])
    if "range" in body:
        sheet, span = book.locate_grid(body["range"])
        box = sheet.whole(span)
        if len(rows) > box.bottom - box.top or _width(rows) > box.right - box.left:
            raise invalid(f"Attempting to write beyond the requested range, which ends before row {box.bottom}.")
        _fill(sheet, rows, wanted, box, clearing=True)
        return {}
    start = body.get("start")
    if start is None:
        raise invalid("Either range or start must be set.")
    sheet = book.sheet(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    if rows:
        box = sheet.whole(Span(top, left, top + len(rows), left + max(1, _width(rows))))
        _fill(sheet, rows, wanted, box, clearing=False)
    return {}


def _width(rows: list[Json]) -> int:
    return max((len(row.get("values", [])) for row in rows), default=0)


def _fill(sheet: Sheet, rows: list[Json], wanted: list[Path], box: Box, *, clearing: bool) -> None:
    """Write the rows into the box; `clearing` also clears the named fields where the rows say nothing."""
    _refuse_typed(sheet, wanted, box)
    for row, column in sheet.each(box):
        line = rows[row - box.top].get("values", []) if row - box.top < len(rows) else []
        if column - box.left < len(line):
            sheet.put(row, column, merged(sheet.cell(row, column), line[column - box.left], wanted))
        elif clearing:
            sheet.put(row, column, merged(sheet.cell(row, column), {}, wanted))


def _repeat(book: Spreadsheet, body: Json) -> Json:
    sheet, span = book.locate_grid(body["range"])
    data, wanted = body.get("cell", {}), paths(body.get("fields", ""))
    _refuse_typed(sheet, wanted, sheet.whole(span))
    sheet.change(sheet.whole(span), lambda cell: merged(cell, data, wanted))
    return {}


def _refuse_typed(sheet: Sheet, wanted: list[Path], box: Box) -> None:
    if any(path[:1] in {(), ("dataValidation",)} for path in wanted):
        tables.refuse_typed(sheet, box)


def _validate(book: Spreadsheet, body: Json) -> Json:
    sheet, span = book.locate_grid(body["range"])
    box, rule = sheet.whole(span), body.get("rule")
    _check_rule(rule)
    tables.refuse_typed(sheet, box)
    for row, column in sheet.each(box):
        if body.get("filteredRowsIncluded") or not sheet.rows[row].filtered:
            sheet.put(row, column, replace(sheet.cell(row, column), validation=rule))
    return {}


def _check_rule(rule: Json | None) -> None:
    condition = {} if rule is None else rule.get("condition", {})
    if rule is not None and "type" not in condition:
        raise invalid("A condition type must be specified.")
    if condition.get("type") == "BOOLEAN" and len(condition.get("values", [])) > 2:  # noqa: PLR2004 - ticked, unticked
        raise invalid("BOOLEAN conditions take at most two values.")


def _sort(book: Spreadsheet, body: Json) -> Json:
    sheet, span = book.locate_grid(body["range"])
    box = sheet.whole(span)
    keys = [
        (spec.get("dimensionIndex", 0), spec.get("sortOrder") != "DESCENDING") for spec in body.get("sortSpecs", [])
    ]
    if not all(box.left <= column < box.right for column, _ in keys):
        raise invalid("A sort column lies outside the range.")
    sheet.sort(box, keys)
    return {}


def _cut(book: Spreadsheet, body: Json) -> Json:
    """Take the cells of a block away and put them elsewhere, with format and validation."""
    if body.get("pasteType", "PASTE_NORMAL") != "PASTE_NORMAL":
        raise invalid(f"Paste type {body['pasteType']} is not spoken by this simulator.")
    source, span = book.locate_grid(body["source"])
    box, goal = source.whole(span), body["destination"]
    target, top, left = book.sheet(goal.get("sheetId", 0)), goal.get("rowIndex", 0), goal.get("columnIndex", 0)
    target.whole(Span(top, left, top + box.bottom - box.top, left + box.right - box.left))
    taken = {(row - box.top, column - box.left): source.cell(row, column) for row, column in source.each(box)}
    source.change(box, lambda _: BLANK)
    for (row, column), cell in taken.items():
        target.put(top + row, left + column, cell)
    return {}


KINDS: dict[str, Callable[[Spreadsheet, Json], Json]] = {
    "appendCells": _append,
    "updateCells": _update,
    "repeatCell": _repeat,
    "setDataValidation": _validate,
    "sortRange": _sort,
    "cutPaste": _cut,
}
