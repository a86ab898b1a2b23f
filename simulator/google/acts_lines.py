"""Human acts on rows and columns: sorting, filtering, inserting, deleting, moving, hiding. Indexes are zero-based."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from werkzeug.exceptions import BadRequest

from simulator.google import filters
from simulator.google.a1 import Box
from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.places import box_of, check_lines, data_of, sheet_of, used_box


def _sort(book: Spreadsheet, body: Json) -> None:
    """Sort by `column` the whole tab below its header, or only the cells of `range`."""
    sheet = sheet_of(book, body)
    box = box_of(sheet, body["range"]) if "range" in body else data_of(sheet)
    if not box.left <= body["column"] < box.right:
        raise BadRequest("The column to sort by lies outside the range.")
    sheet.sort(box, [(body["column"], body.get("ascending", True))])
    if sheet.basic_filter:
        filters.put(sheet, sheet.basic_filter, used_box(sheet), book.locale)


def _set_filter(book: Spreadsheet, body: Json) -> None:
    """Set a filter over what is filled that hides the rows whose `column` shows one of the texts `hidden`."""
    sheet = sheet_of(book, body)
    box = used_box(sheet)
    ends = {"startRowIndex": 0, "endRowIndex": box.bottom, "startColumnIndex": 0, "endColumnIndex": box.right}
    spec = {"columnIndex": body["column"], "filterCriteria": {"hiddenValues": body["hidden"]}}
    filters.put(sheet, {"range": {"sheetId": sheet.id} | ends, "filterSpecs": [spec]}, box, book.locale)


def _clear_filter(book: Spreadsheet, body: Json) -> None:
    """Take the filter away."""
    filters.lift(sheet_of(book, body))


def _insert_rows(book: Spreadsheet, body: Json) -> None:
    """Insert blank rows from `start` to before `end`."""
    sheet = sheet_of(book, body)
    sheet.insert("ROWS", body["start"], body["end"] - body["start"], like=body["start"])


def _delete_rows(book: Spreadsheet, body: Json) -> None:
    """Delete the rows from `start` to before `end`."""
    sheet = sheet_of(book, body)
    check_lines(sheet, "ROWS", body["start"], body["end"])
    sheet.rearrange("ROWS", [*range(body["start"]), *range(body["end"], len(sheet.rows))])


def _insert_column(book: Spreadsheet, body: Json) -> None:
    """Insert a blank column before `column`."""
    sheet = sheet_of(book, body)
    check_lines(sheet, "COLUMNS", body["column"], body["column"] + 1)
    sheet.insert("COLUMNS", body["column"], 1)


def _move_column(book: Spreadsheet, body: Json) -> None:
    """Drag `column` to where it stands at the index `to`."""
    sheet, source = sheet_of(book, body), body["column"]
    check_lines(sheet, "COLUMNS", source, source + 1)
    check_lines(sheet, "COLUMNS", body["to"], body["to"] + 1)
    order = [index for index in range(len(sheet.columns)) if index != source]
    order.insert(body["to"], source)
    sheet.rearrange("COLUMNS", order)


def _hide_column(book: Spreadsheet, body: Json) -> None:
    """Hide `column`, or show it again when `hidden` is false."""
    sheet = sheet_of(book, body)
    check_lines(sheet, "COLUMNS", body["column"], body["column"] + 1)
    sheet.columns[body["column"]].hidden = body.get("hidden", True)


def _duplicate_column(book: Spreadsheet, body: Json) -> None:
    """Put a copy of `column`, header and all, right behind it; a form goes on writing into the first one."""
    sheet, source = sheet_of(book, body), body["column"]
    check_lines(sheet, "COLUMNS", source, source + 1)
    sheet.insert("COLUMNS", source + 1, 1)
    sheet.columns[source + 1] = replace(sheet.columns[source], question=None)
    for row, _ in sheet.each(Box(0, source, len(sheet.rows), source + 1)):
        sheet.put(row, source + 1, sheet.cell(row, source))


def _delete_column(book: Spreadsheet, body: Json) -> None:
    """Delete `column`."""
    sheet, gone = sheet_of(book, body), body["column"]
    check_lines(sheet, "COLUMNS", gone, gone + 1)
    sheet.rearrange("COLUMNS", [*range(gone), *range(gone + 1, len(sheet.columns))])


ACTS: dict[str, Callable[[Spreadsheet, Json], None]] = {
    "sort": _sort,
    "filter": _set_filter,
    "filter/clear": _clear_filter,
    "rows/insert": _insert_rows,
    "rows/delete": _delete_rows,
    "columns/insert": _insert_column,
    "columns/move": _move_column,
    "columns/hide": _hide_column,
    "columns/duplicate": _duplicate_column,
    "columns/delete": _delete_column,
}
