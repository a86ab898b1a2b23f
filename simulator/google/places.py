"""Where a human act happens: the tab and the cells that its JSON body names."""

from __future__ import annotations

from werkzeug.exceptions import BadRequest, NotFound

from simulator.google.a1 import Box, parse
from simulator.google.book import Spreadsheet
from simulator.google.cells import Json
from simulator.google.grid import Sheet
from simulator.google.ranges import Dimension


def sheet_of(book: Spreadsheet, body: Json) -> Sheet:
    """Find the tab by `sheetId` or `title`."""
    if "sheetId" in body:
        return book.sheet(body["sheetId"])
    found = book.titled(body["title"])
    if found is None:
        raise NotFound("No such tab.")
    return found


def box_of(sheet: Sheet, a1: str) -> Box:
    """Read a range such as `B2:C9`, `B:C` or `5:5`; it must lie inside the grid."""
    span = parse(a1)[1]
    if span is None:
        raise BadRequest(f"Not a range: {a1}")
    return sheet.whole(span)


def data_of(sheet: Sheet) -> Box:
    """Return what lies below the header: below the frozen rows, or below the first row."""
    return Box(max(1, sheet.frozen_rows), 0, len(sheet.rows), len(sheet.columns))


def used_box(sheet: Sheet) -> Box:
    """Return the filled part from the first cell on; at least that cell."""
    return Box(0, 0, max(1, sheet.used_rows()), max(1, sheet.used_columns()))


def check_lines(sheet: Sheet, dimension: Dimension, start: int, end: int) -> None:
    """Refuse rows or columns that are not there."""
    if not 0 <= start < end <= sheet.size(dimension):
        raise BadRequest(f"There are no {dimension} {start} to {end}.")
